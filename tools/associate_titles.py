"""Tool `associate_titles`: titles that go on from what was typed, or that say something alike."""

from __future__ import annotations

from pydantic import BaseModel, Field

from tools.associate import Association
from tools.base import Tool, ToolContext, ToolResult


class AssociateTitlesArgs(BaseModel):
    """The text to go on from, or to find the like of."""

    text: str = Field(min_length=1)
    k: int = Field(default=5, ge=1, le=50)
    similar: bool = Field(default=False, description="alike in meaning, instead of continuing the text")


class AssociateTitles(Tool[AssociateTitlesArgs]):
    name = "associate_titles"
    description = "联想：接着写，或找相似的标题"
    args = AssociateTitlesArgs

    def __init__(self, association: Association) -> None:
        self._association = association

    def run(self, args: AssociateTitlesArgs, context: ToolContext) -> ToolResult:
        ask = self._association.similar if args.similar else self._association.complete
        found = ask(args.text, args.k, account=context.advertiser.id, industry=context.advertiser.industry)
        shown = {title.text for title in context.shown}
        fresh = [text for text in found if text not in shown and text != args.text]
        kind = "相似" if args.similar else "接续"
        return ToolResult(f"库里找到 {len(fresh)} 条{kind}的标题", data={"found": fresh, "similar": args.similar})
