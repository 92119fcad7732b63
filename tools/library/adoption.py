"""What the first screen showed, and what of it was adopted: logged as feedback rows, reported by source over time."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict
from sqlalchemy import insert, select

from tools.store import Stores
from tools.store.clock import Clock, utc_now
from tools.store.indexable import ADOPTED
from tools.store.tables import feedback, library

SHOWN = "first_screen"
ALL = "全部"
"""The sum of all sources, among the sources of a report."""
_Z90 = 1.645


class Shown(Protocol):
    """The part of a suggestion that is logged: `propensity` is the probability of its source at its place."""

    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def propensity(self) -> float: ...
    @property
    def explored(self) -> bool: ...
    @property
    def among(self) -> tuple[str, ...]: ...


class Adoption(BaseModel):
    """One source in one period. `rate` is adopted / shown, with its 90 % Wilson interval (Wilson, 1927)."""

    model_config = ConfigDict(frozen=True)

    period: str
    source: str
    shown: int
    adopted: int
    rate: float
    low: float
    high: float


def log_impressions(stores: Stores, advertiser_id: str, shown: Sequence[Shown], *, clock: Clock = utc_now) -> None:
    """One row for each suggestion shown, with its place, in one transaction."""
    rows = [
        {
            "title_id": one.id,
            "kind": SHOWN,
            "advertiser_id": advertiser_id,
            "thread_id": None,
            "note": "",
            "data": {
                "source": one.source, "place": place, "propensity": round(one.propensity, 6), "explored": one.explored,
                "among": list(one.among),
            },
            "created_at": clock(),
        }
        for place, one in enumerate(shown)
    ]  # fmt: skip
    if rows:
        with stores.database.write() as connection:
            connection.execute(insert(feedback), rows)


def was_shown(stores: Stores, advertiser_id: str, suggestion_id: str) -> bool:
    """Whether a first screen of the account ever showed the suggestion."""
    query = select(feedback.c.title_id).where(
        feedback.c.title_id == suggestion_id, feedback.c.kind == SHOWN, feedback.c.advertiser_id == advertiser_id
    )
    with stores.database.read() as connection:
        return connection.execute(query.limit(1)).first() is not None


def log_adoption(stores: Stores, advertiser_id: str, suggestion_id: str, note: str = "") -> None:
    """A suggestion was taken up: a title used, a keyword suggestion sent; `note` says where, if not there."""
    stores.feedback.add(suggestion_id, "adopt", advertiser_id=advertiser_id, note=note)


class Decision(BaseModel):
    """A place of a first screen: the source drawn, with what probability, among which, and whether it was adopted."""

    model_config = ConfigDict(frozen=True)

    source: str
    propensity: float
    among: tuple[str, ...]
    adopted: bool


def decisions(stores: Stores, advertiser_id: str | None = None) -> list[Decision]:
    """The log as decisions, oldest first; impressions from before `among` was logged are left out."""
    return [
        Decision(source=data["source"], propensity=data["propensity"], among=tuple(data["among"]), adopted=adopted)
        for _, data, adopted in _outcomes(stores, advertiser_id)
        if data.get("among")
    ]


def source_counts(stores: Stores, advertiser_id: str | None = None) -> dict[str, tuple[int, int]]:
    """(shown, adopted) of each source, of one account or of all."""
    found: dict[str, tuple[int, int]] = {}
    for _, data, adopted in _outcomes(stores, advertiser_id):
        source = str(data["source"])
        shown, taken = found.get(source, (0, 0))
        found[source] = (shown + 1, taken + adopted)
    return found


def adoption_report(stores: Stores, advertiser_id: str | None = None, *, by: str = "week") -> list[Adoption]:
    """Sources in each period, oldest first; `by` is day or week (ISO, such as 2026-W38). The source 全部 is the sum."""
    counts: dict[tuple[str, str], list[int]] = {}
    for at, data, adopted in _outcomes(stores, advertiser_id):
        for name in (str(data["source"]), ALL):
            one = counts.setdefault((_period(at, by), name), [0, 0])
            one[0] += 1
            one[1] += adopted
    return [_adoption(*key, *one) for key, one in sorted(counts.items())]


def _outcomes(stores: Stores, advertiser_id: str | None) -> list[tuple[datetime.datetime, dict[str, Any], bool]]:
    """A suggestion shown again and again to an account is one outcome, at its first time, adopted at any later time."""
    mine = [feedback.c.advertiser_id == advertiser_id] if advertiser_id else []
    events = select(feedback).where(feedback.c.kind.in_([SHOWN, *ADOPTED]), *mine).order_by(feedback.c.seq)
    with stores.database.read() as connection:
        rows = connection.execute(events).all()
        saved = connection.execute(select(library.c.advertiser_id, library.c.title_id, library.c.saved_at)).all()
    first: dict[tuple[str, str], Any] = {}
    taken: dict[tuple[str, str], datetime.datetime] = {}
    for row in rows:
        (first.setdefault if row.kind == SHOWN else _latest(taken))((row.advertiser_id, row.title_id), row)
    for account, title_id, at in saved:
        taken[account, title_id] = max(at, taken.get((account, title_id), at))
    return [(row.created_at, row.data, key in taken and taken[key] >= row.created_at) for key, row in first.items()]


def _latest(taken: dict[tuple[str, str], datetime.datetime]) -> Any:
    def keep(key: tuple[str, str], row: Any) -> None:
        taken[key] = row.created_at

    return keep


def _period(at: datetime.datetime, by: str) -> str:
    if by == "day":
        return at.date().isoformat()
    year, week, _ = at.isocalendar()
    return f"{year}-W{week:02d}"


def _adoption(period: str, source: str, shown: int, adopted: int) -> Adoption:
    rate = adopted / shown
    spread = _Z90 * _Z90 / shown
    middle = (rate + spread / 2) / (1 + spread)
    half = (spread * (rate * (1 - rate) + spread / 4)) ** 0.5 / (1 + spread)
    return Adoption(
        period=period, source=source, shown=shown, adopted=adopted, rate=rate,
        low=max(0.0, middle - half), high=min(1.0, middle + half),
    )  # fmt: skip
