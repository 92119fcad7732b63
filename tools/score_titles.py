"""Tool `score_titles`: fluency, style and quality of titles, each 0..1 and calibrated, and their predicted rates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from uuid import uuid4

from pydantic import BaseModel, Field

from models.types import CtrEstimate, Provenance, Title
from tools.base import Estimate, Scorer, Tool, ToolContext, ToolError, ToolResult, unestimated
from tools.store import Stores


class ScoreTitlesArgs(BaseModel):
    """Either ids of titles shown before, or texts of the user's own."""

    title_ids: tuple[str, ...] = ()
    texts: tuple[str, ...] = Field(default=(), max_length=50)
    order: Literal["ctr"] | None = Field(default=None, description="offer the titles by predicted rate, best first")


class ScoreTitles(Tool[ScoreTitlesArgs]):
    name = "score_titles"
    description = "给标题打流畅度、风格、质量三项分，有模型时给预估点击率"
    args = ScoreTitlesArgs

    def __init__(self, scorer: Scorer, stores: Stores, estimated: Estimate = unestimated) -> None:
        self._scorer = scorer
        self._stores = stores
        self._estimated = estimated

    def run(self, args: ScoreTitlesArgs, context: ToolContext) -> ToolResult:
        titles = [title for title in context.shown if title.id in args.title_ids]
        titles.sort(key=lambda title: args.title_ids.index(title.id))
        titles += [Title(id=uuid4().hex[:12], text=text, provenance=Provenance(source="given")) for text in args.texts]
        if not titles:
            raise ToolError("还没有可以打分的标题，先让我写几条，或者把要打分的标题发给我。")
        scored = self._estimated(self._scored(titles), context.advertiser.id)
        ranked = _by_rate(scored) if args.order == "ctr" else []
        if ranked:  # offered again: what the cards show is what the store holds
            self._stores.titles.add(ranked, advertiser_id=context.advertiser.id, thread_id=context.thread_id or None)
        data = {"scored": [title.model_dump(mode="json") for title in ranked or scored]}
        told = f"已按预估点击率给 {len(scored)} 条排序" if ranked else f"已给 {len(scored)} 条打分"
        return ToolResult(told, tuple(ranked), data)

    def _scored(self, titles: Sequence[Title]) -> list[Title]:
        """What was scored when it was written keeps its scores: the cards show them, and nothing has changed since."""
        bare = [title for title in titles if title.scores is None]
        fresh = self._scorer.scores([title.text for title in bare], [list(title.keywords) for title in bare])
        found = {title.id: score for title, score in zip(bare, fresh, strict=True)}
        return [title if title.scores else title.model_copy(update={"scores": found[title.id]}) for title in titles]


def _by_rate(titles: Sequence[Title]) -> list[Title]:
    """Best first, equals in the order given; empty where one has no rate to compare."""
    rates: list[tuple[CtrEstimate, Title]] = [(title.ctr, title) for title in titles if title.ctr is not None]
    if len(rates) < len(titles):
        return []
    return [title for _, title in sorted(rates, key=lambda pair: -pair[0].mean)]
