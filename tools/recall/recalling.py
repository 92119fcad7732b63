"""Run the strategies in order, each within its quota; say which brought what, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict

from models.types import Provenance, Title, Verdict
from tools.base import JudgeTitles
from tools.indexes.analysis import characters
from tools.phrases.filling import filled
from tools.recall.pool import PRIOR_RATE, Item, Pool, categories
from tools.recall.settings import STRATEGIES, RecallSettings
from tools.store.hashing import content_id

NAMES = {"manual": "人工配置", "hot": "热门", "category": "同类目", "line": "同业务线", "similar": "语义相近"}


class Trace(BaseModel):
    """One strategy: what it found, what others had brought before, what it brought.

    `unlawful`: what the law or the account's own words took away.
    """

    model_config = ConfigDict(frozen=True)

    strategy: str
    on: bool
    quota: int
    found: int = 0
    unlawful: int = 0
    repeated: int = 0
    brought: tuple[str, ...] = ()
    note: str = ""


class Recalled(BaseModel):
    """`via` names for each title's id the strategies that found it, the one that brought it first.

    `missing` is how many fewer there are than were wanted, and `shortfall` says so in Chinese.
    """

    model_config = ConfigDict(frozen=True)

    titles: tuple[Title, ...]
    via: dict[str, tuple[str, ...]]
    trace: tuple[Trace, ...]
    missing: int = 0
    shortfall: str = ""


def recall(pool: Pool, settings: RecallSettings, wanted: int, judge: JudgeTitles) -> Recalled:
    """At most `wanted` legal titles for the pool's account, each wording once.

    A strategy brings at most its quota; when that leaves places empty, what was over the quotas takes them.
    """
    brought: dict[str, Item] = {}
    over: dict[str, Item] = {}
    via: dict[str, list[str]] = {}
    trace: list[Trace] = []
    for name in STRATEGIES:
        one = settings.strategies[name]
        found = _FINDERS[name](pool, settings) if one.on else []
        lawful = _lawful(found, pool, judge)
        mine: list[str] = []
        repeated = 0
        for item in lawful:
            via.setdefault(item.wording, []).append(name)
            if item.wording in brought:
                repeated += 1
            elif len(mine) < one.quota and len(brought) < wanted:
                brought[item.wording] = item
                mine.append(item.title.id)
            else:
                over.setdefault(item.wording, item)
        note = "没有索引，没有找" if name == "similar" and one.on and pool.similar is None else ""
        trace.append(
            Trace(
                strategy=name, on=one.on, quota=one.quota, found=len(found), unlawful=len(found) - len(lawful),
                repeated=repeated, brought=tuple(mine), note=note,
            )
        )  # fmt: skip
    for wording, item in over.items():
        if len(brought) < wanted:
            brought.setdefault(wording, item)
    missing = wanted - len(brought)
    return Recalled(
        titles=tuple(item.title for item in brought.values()),
        via={item.title.id: tuple(via[wording]) for wording, item in brought.items()},
        trace=tuple(trace),
        missing=missing,
        shortfall=_shortfall(wanted, missing, trace) if missing else "",
    )


def _shortfall(wanted: int, missing: int, trace: Sequence[Trace]) -> str:
    parts = "、".join(
        f"{NAMES[one.strategy]} {len(one.brought)}" if one.on else f"{NAMES[one.strategy]}关着" for one in trace
    )
    return f"要 {wanted} 条，只召回 {wanted - missing} 条，还差 {missing} 条（{parts}）"


def _lawful(items: Sequence[Item], pool: Pool, judge: JudgeTitles) -> list[Item]:
    verdicts = judge([item.title for item in items], pool.advertiser) if items else []
    return [item for item, one in zip(items, verdicts, strict=True) if one.verdict is not Verdict.VIOLATION]


def _manual(pool: Pool, settings: RecallSettings) -> list[Item]:
    return [item for text in settings.pinned(pool.advertiser.id) for item in _known_or_new(pool, text)]


def _hot(pool: Pool, _settings: RecallSettings) -> list[Item]:
    return _hottest(list(pool.items), 2 * _settings.strategies["hot"].quota)


def _category(pool: Pool, settings: RecallSettings) -> list[Item]:
    """Of accounts that sell the same, and shared ones that name what the account sells."""
    mine = categories(pool.advertiser)
    words = {word for product in pool.advertiser.products for word in product.keywords if len(word) > 1}
    same = [
        item
        for item in pool.items
        if mine & item.category or (not item.own and any(word in item.title.text for word in words))
    ]
    return _hottest(same, 2 * settings.strategies["category"].quota)


def _line(pool: Pool, settings: RecallSettings) -> list[Item]:
    line = pool.advertiser.business_line
    return _hottest([one for one in pool.items if line and one.line == line], 2 * settings.strategies["line"].quota)


def _similar(pool: Pool, settings: RecallSettings) -> list[Item]:
    """Alike to what the account's products are and can; what ran and drew fewer clicks than most is left out."""
    if pool.similar is None:
        return []
    found: dict[str, Item] = {}
    for product in pool.advertiser.products:
        about = " ".join([product.name, *product.selling_points[:2]])
        for text in pool.similar(about, settings.strategies["similar"].quota):
            for item in _known_or_new(pool, text):
                if item.wording not in pool.withheld and not 0 < item.heat < PRIOR_RATE:
                    found.setdefault(item.wording, item)
    return list(found.values())


def _known_or_new(pool: Pool, text: str) -> list[Item]:
    """One, or none where the text names another account or its dynamic phrases cannot be filled."""
    if (known := pool.by_wording.get("".join(characters(text)))) is not None:
        return [known]
    if pool.strangers.names(text):
        return []
    new = Title(id="x" + content_id(text), text=text, provenance=Provenance(source="library"))
    return [Item(one, False) for one in filled(pool.stores, pool.advertiser, [new])]


def _hottest(items: list[Item], most: int) -> list[Item]:
    return sorted(items, key=lambda item: (-item.heat, item.title.id))[:most]


_FINDERS: dict[str, Callable[[Pool, RecallSettings], list[Item]]] = {
    "manual": _manual,
    "hot": _hot,
    "category": _category,
    "line": _line,
    "similar": _similar,
}
