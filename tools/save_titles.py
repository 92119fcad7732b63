"""Tool `save_titles`: propose titles for the material library; they are saved once the user approves."""

from __future__ import annotations

from pydantic import BaseModel, Field

from tools.base import Tool, ToolContext, ToolError, ToolResult
from tools.store import Stores


class SaveTitlesArgs(BaseModel):
    """Titles of this account; whose they are was checked before."""

    title_ids: tuple[str, ...] = Field(default=(), max_length=50)


class SaveTitles(Tool[SaveTitlesArgs]):
    name = "save_titles"
    description = "把标题存入素材库（需要确认）"
    args = SaveTitlesArgs

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def run(self, args: SaveTitlesArgs, context: ToolContext) -> ToolResult:
        if not args.title_ids:
            raise ToolError("还没有可以存的标题，先让我写几条再说“存第几条”。")
        action = self._stores.actions.create(context.thread_id, "save", args.title_ids)
        return ToolResult(action.summary + "，等待确认", data={"action_id": action.id})
