"""Tool `score_titles`: fluency, style and quality of titles, each 0..1 and calibrated."""

from __future__ import annotations

from uuid import uuid4

from pydantic import BaseModel, Field

from models.types import Provenance, Title
from tools.base import Scorer, Tool, ToolContext, ToolError, ToolResult


class ScoreTitlesArgs(BaseModel):
    """Either ids of titles shown before, or texts of the user's own."""

    title_ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = Field(default=(), max_length=50)


class ScoreTitles(Tool[ScoreTitlesArgs]):
    name = "score_titles"
    description = "给标题打流畅度、风格、质量三项分"
    args = ScoreTitlesArgs

    def __init__(self, scorer: Scorer) -> None:
        self._scorer = scorer

    def run(self, args: ScoreTitlesArgs, context: ToolContext) -> ToolResult:
        titles = [title for title in context.shown if title.id in args.title_ids]
        titles.sort(key=lambda title: args.title_ids.index(title.id))
        titles += [Title(id=uuid4().hex[:12], text=text, provenance=Provenance(source="edit")) for text in args.texts]
        if not titles:
            raise ToolError("还没有可以打分的标题，先让我写几条，或者把要打分的标题发给我。")
        # What was scored when it was written keeps its scores: the cards show them, and nothing has changed since.
        bare = [title for title in titles if title.scores is None]
        fresh = self._scorer.scores([title.text for title in bare], [list(title.keywords) for title in bare])
        found = {title.id: score for title, score in zip(bare, fresh, strict=True)}
        scored = tuple(
            title if title.scores else title.model_copy(update={"scores": found[title.id]}) for title in titles
        )
        return ToolResult(
            f"已给 {len(scored)} 条打分", data={"scored": [title.model_dump(mode="json") for title in scored]}
        )
