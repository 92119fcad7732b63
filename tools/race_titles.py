"""Tool `race_titles`: pick the finals, propose a race between them, and tell how a running one stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from pydantic import BaseModel, Field

from models.catalog import Advertiser
from models.types import Title, Verdict
from tools.base import Estimate, Tool, ToolContext, ToolError, ToolResult, unestimated
from tools.compliance.lawbook import Lawbook
from tools.opinions import Opinions, opinions_of
from tools.racing.listing import list_races
from tools.racing.reasons import because
from tools.racing.report import RaceReport
from tools.recall import Pool, RecallDesk, recall
from tools.recall.recalling import NAMES
from tools.store import Stores
from tools.store.changes import ChangeLog
from tools.store.hashing import content_id

_FEWEST = 2  # titles a race needs: one alone has nothing to win against

SimilarTo = Callable[[str, int, str | None], list[str]]
"""Titles alike in meaning to a text, at most so many, that an account may see."""


class RaceBook(Protocol):
    """The part of racing that this tool uses; see `tools.racing`."""

    def pick(self, titles: list[Title], n: int, opinions: Mapping[str, Opinions]) -> list[Title]:
        """The `n` best that do not repeat one another, best first; what was picked or liked goes before the rest."""
        ...

    def report(self, thread_id: str) -> RaceReport | None:
        """How the newest race of this conversation stands; none when none was started."""
        ...


class RaceTitlesArgs(BaseModel):
    """`title_ids` are the candidates; `pick` of them go on. `status` asks about races instead.

    Titles that were disliked are left out unless candidates were `named` one by one: those stay, in the order named.
    Without `propose`, or with fewer than two finals, finals are picked and no race is proposed.
    """

    title_ids: tuple[str, ...] = ()
    among_ids: tuple[str, ...] = Field(default=(), description="what `title_ids` are the best of, to say how they rank")
    pick: int | None = Field(default=None, ge=1, le=50)
    status: bool = False
    propose: bool = True
    named: bool = Field(default=False, description="somebody named these very titles, one by one")


class RaceTitles(Tool[RaceTitlesArgs]):
    name = "race_titles"
    description = "选出终稿、发起赛马（需要确认）、查看赛马进展"
    args = RaceTitlesArgs

    def __init__(
        self, book: RaceBook, stores: Stores, similar: SimilarTo | None = None, estimated: Estimate = unestimated
    ) -> None:
        self._book = book
        self._stores = stores
        self._similar = similar
        self._estimated = estimated

    def run(self, args: RaceTitlesArgs, context: ToolContext) -> ToolResult:
        if args.status:
            return self._status(context)
        candidates = [title for title in context.shown if title.id in args.title_ids]
        if not candidates:
            raise ToolError("还没有可以选的标题，先让我写几条。")
        candidates.sort(key=lambda title: args.title_ids.index(title.id))
        asked = len(candidates)
        verdicts = Lawbook(self._stores).judge(candidates, context.advertiser)
        candidates = [
            one for one, found in zip(candidates, verdicts, strict=True) if found.verdict is not Verdict.VIOLATION
        ]
        if not candidates:
            raise ToolError("这些标题都不合广告法或账号自己的禁用词，不能赛马，先改一改。")
        lawful = len(candidates)
        opinions = opinions_of(self._stores, candidates)
        if not args.named:
            candidates = [one for one in candidates if one.id not in opinions or not opinions[one.id].is_disliked]
        if not candidates:
            raise ToolError("这些标题你都说过不喜欢，没有可以选的；让我再写几条，或者点名要哪一条。")
        wanted = args.pick or len(candidates)
        filled, told = self._filled(candidates, wanted, context)
        told = (f"，{asked - lawful} 条不能用，没有选" if lawful < asked else "") + told
        candidates += filled
        finals = candidates if args.named else self._book.pick(candidates, wanted, opinions)
        picked = tuple(title.id for title in finals)
        data = {"picked": picked, "wanted": wanted, "disliked": lawful + len(filled) - len(candidates)}
        among = [one for one in context.shown if one.id in args.among_ids and one not in candidates]
        data["because"] = because(finals, [*candidates, *among], opinions, named=args.named, recalled=filled)
        told = f"从 {len(candidates)} 条里选出 {len(finals)} 条{told}"
        if not args.propose or len(finals) < _FEWEST:
            return ToolResult(told, tuple(finals), data)
        action = self._stores.actions.create(context.thread_id, "race", picked)
        return ToolResult(f"{told}，等待确认", tuple(finals), {"action_id": action.id} | data)

    def _filled(self, candidates: list[Title], wanted: int, context: ToolContext) -> tuple[list[Title], str]:
        """What recall adds to a list that is too short, if operators let it; and what is to be said of that."""
        short = wanted - len(candidates)
        if short <= 0:
            return [], ""
        settings = RecallDesk(ChangeLog(self._stores.database)).get()
        if not settings.fill_races:
            return [], f"，比要的少 {short} 条"
        found = recall(self._pool(context.advertiser), settings, wanted, Lawbook(self._stores).judge)
        held = {title.text for title in candidates}
        fresh = [title for title in found.titles if title.text not in held][:short]
        # Shared titles become the account's own rows: a race's arms are titles of the account.
        mine = [one.model_copy(update={"id": "r" + content_id(context.advertiser.id, one.text)}) for one in fresh]
        mine = self._estimated(mine, context.advertiser.id)
        self._stores.titles.add(mine, advertiser_id=context.advertiser.id, thread_id=context.thread_id or None)
        via = "、".join(dict.fromkeys(NAMES[found.via[one.id][0]] for one in fresh))
        short -= len(mine)
        return mine, (f"，召回补了 {len(mine)} 条（{via}）" if mine else "") + (f"，还差 {short} 条" if short else "")

    def _pool(self, account: Advertiser) -> Pool:
        if (similar := self._similar) is None:
            return Pool(self._stores, account)
        return Pool(self._stores, account, lambda text, k: similar(text, k, account.id))

    def _status(self, context: ToolContext) -> ToolResult:
        report = self._book.report(context.thread_id)
        waiting = [action for action in self._stores.actions.pending(context.thread_id) if action.kind == "race"]
        asked = "，1 场待确认" if waiting else ""
        data: dict[str, Any] = {"standings": [], "waiting": len(waiting)}
        if report is None:
            return ToolResult(f"没有赛马{asked}", data=data)
        told: dict[str, Any] = {f"verdict_{language}": lines for language, lines in report.verdict.items()}
        entry = list_races(self._stores.database, report.chart.race_id)[0]
        told |= {f"name_{language}": entry.name(language) for language in report.verdict}
        data |= {"standings": report.rows, "chart": report.chart.model_dump(mode="json")} | told
        return ToolResult(f"{len(report.rows)} 条标题的赛马{asked}", data=data)
