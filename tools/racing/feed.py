"""Events from outside, for many races at once: to which race each belongs, and files of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from tools.importing.reading import open_source
from tools.importing.source import Row
from tools.racing.events import CONTEXT, Receipt
from tools.racing.race import open_race
from tools.racing.store import RaceStore

BATCH = 5_000
NO_RACE = "no race of that arm"
UNREADABLE = "unreadable row"
_ALIASES = {"arm_id": ("arm_id", "title_id"), "id": ("id", "event_id"), "kind": ("kind", "event")}


def take_events(
    store: RaceStore, events: Sequence[Any], seed: int = 0, *, accounts: Sequence[str] | None = None
) -> Receipt:
    """Count events, each in its `race_id` or else the newest race of its arm; repeated ones count once.

    Order and delay do not matter. What cannot be counted is quarantined with its race; an event that belongs to no
    race is only counted in the receipt, as there is nowhere to keep it. With `accounts` only races of these
    advertisers are known.
    """
    groups: dict[str, list[Any]] = {}
    reasons: Counter[str] = Counter()
    home = store.newest_of(_named(events, "arm_id"), accounts)
    known = {*home.values(), *store.ids(accounts, _named(events, "race_id"))}
    for event in events:
        race_id = event.get("race_id") if isinstance(event, Mapping) else None
        arm = event.get("arm_id") if isinstance(event, Mapping) else None
        if race_id is None and isinstance(arm, str):
            race_id = home.get(arm)
        if isinstance(race_id, str) and race_id in known:
            groups.setdefault(race_id, []).append(event)
        else:
            reasons[NO_RACE] += 1
    accepted = duplicates = 0
    for race_id, rows in groups.items():
        race = open_race(store.arm_ids(race_id), store=store, race_id=race_id, seed=seed)
        found = race.record(rows)
        accepted, duplicates = accepted + found.accepted, duplicates + found.duplicates
        reasons.update(found.reasons)
    return Receipt(accepted, duplicates, sum(reasons.values()), dict(reasons))


def _named(events: Sequence[Any], field: str) -> list[str]:
    """What the events name there, each once, as far as a database can be asked for it."""
    found = (event.get(field) for event in events if isinstance(event, Mapping))
    return list(dict.fromkeys(one for one in found if isinstance(one, str) and one.isprintable()))


def import_events(path: Path, store: RaceStore, seed: int = 0) -> Receipt:
    """Count the events of a CSV, JSONL or Parquet file; a second run of the same file changes nothing.

    Columns: id (or event_id), kind (or event), arm_id (or title_id); count, amount, at (seconds or a date, UTC),
    decision_id, race_id and the circumstances (placement, device, audience, line) may be absent. Raises ImportProblem.
    """
    total, reasons = Counter[str](), Counter[str]()
    rows = open_source(path).rows
    for part in _parts(rows, BATCH):
        broken = sum(row.problem is not None for row in part)
        found = take_events(store, [event_of(row.values) for row in part if row.problem is None], seed)
        total.update(accepted=found.accepted, duplicates=found.duplicates)
        reasons.update(found.reasons)
        reasons.update({UNREADABLE: broken} if broken else {})
    return Receipt(total["accepted"], total["duplicates"], sum(reasons.values()), dict(reasons))


def event_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """A file's row as an event; what cannot be converted stays as it is, for the race to refuse with a reason."""
    event: dict[str, Any] = {}
    for name, aliases in _ALIASES.items():
        event[name] = next((_plain(values[alias]) for alias in aliases if _plain(values.get(alias)) is not None), None)
    if event["id"] is not None:
        event["id"] = str(event["id"])
    if event["arm_id"] is not None:
        event["arm_id"] = str(event["arm_id"])
    for name, read in (("count", _whole), ("amount", _number), ("at", _time)):
        if (value := _plain(values.get(name))) is not None:
            event[name] = read(value)
    for name in ("decision_id", "race_id"):
        if (value := _plain(values.get(name))) is not None:
            event[name] = str(value)
    context = {name: str(values[name]) for name in CONTEXT if _plain(values.get(name)) is not None}
    return event | ({"context": context} if context else {})


def _plain(value: Any) -> Any:
    """None for an empty cell."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    text = value.strip() if isinstance(value, str) else value
    return None if text == "" else text


def _whole(value: Any) -> Any:
    number = _number(value)
    return int(number) if isinstance(number, float) and number.is_integer() else value


def _number(value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def _time(value: Any) -> Any:
    """Seconds since 1970 of a number, a date (UTC unless it says) or a datetime."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value).timestamp()
    number = _number(value)
    if isinstance(number, float):
        return number
    try:
        stamp = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return value
    return (stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp).timestamp()


def _parts(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part
