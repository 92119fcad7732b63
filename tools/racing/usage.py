"""How much of what is made is used: by week, account and source of title."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import func, select

from tools.store.database import Database
from tools.store.tables import library, race_events, titles

COLUMNS = ("week", "account", "source", "titles", "share", "adopted", "impressions", "clicks", "spend")


def usage(database: Database) -> pd.DataFrame:
    """One row a week, account and source. `share` is the source's part of the account's new titles that week (0..1),
    `adopted` those saved or reported adopted, `spend` in yuan."""
    with database.read() as connection:
        made = connection.execute(select(titles)).mappings().all()
        saved = {row.title_id for row in connection.execute(select(library.c.title_id))}
        names = (race_events.c.arm_id, race_events.c.kind)
        query = select(*names, func.sum(race_events.c.times), func.sum(race_events.c.amount)).group_by(*names)
        counted = connection.execute(query).all()
    events: dict[str, dict[str, float]] = {}
    for arm_id, kind, times, amount in counted:
        row = events.setdefault(arm_id, {"cost": 0.0})
        row[kind] = float(times)
        row["cost"] += float(amount)  # any kind of event may cost
    rows = [_row(dict(one), saved, events.get(one["id"], {})) for one in made]
    if not rows:
        return pd.DataFrame(columns=list(COLUMNS))
    frame = pd.DataFrame(rows).groupby(["week", "account", "source"], as_index=False).sum()
    frame["share"] = frame.titles / frame.groupby(["week", "account"]).titles.transform("sum")
    return frame[list(COLUMNS)]


def _row(title: dict[str, object], saved: set[str], seen: dict[str, float]) -> dict[str, object]:
    created = pd.Timestamp(title["created_at"])
    year, week, _day = created.isocalendar()
    payload = title.get("payload") or {}
    provenance = payload.get("provenance", {}) if isinstance(payload, dict) else {}
    return {
        "week": f"{year}-W{week:02d}",
        "account": title["advertiser_id"] or "",
        "source": provenance.get("source", "model"),  # the default is not stored
        "titles": 1,
        "adopted": int(title["id"] in saved or seen.get("adoption", 0) > 0),
        "impressions": int(seen.get("impression", 0)),
        "clicks": int(seen.get("click", 0)),
        "spend": seen.get("cost", 0.0),
    }
