"""The log that the model learns from: impressions and clicks of titles in circumstances, as one table.

Columns: title_id, title, at (seconds since 1970), the circumstances of `CONTEXT` as text, hour (0..23), shown, clicks.
Single events and rows that are sums already are both fine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import select

from tools.importing.reading import open_source
from tools.racing.events import CONTEXT
from tools.racing.sql_waiting import MATURE
from tools.store.database import Database
from tools.store.tables import race_events, titles

UNKNOWN = "?"
MADE_UP = "made-up:"
"""How ids of titles begin whose viewers were simulated, so that files of them are known again."""
CIRCUMSTANCES = 8
COLUMNS = ("title_id", "title", "at", *CONTEXT, "hour", "shown", "clicks")


def read_log(path: Path) -> pd.DataFrame:
    """A CSV, JSONL or Parquet file with title, at, shown, clicks and any of the circumstances.

    Raises ImportProblem for a file that cannot be read, ValueError for one without the needed columns.
    """
    return tabulate(row.values for row in open_source(path).rows if row.problem is None)


def log_of(database: Database, advertiser_id: str | None = None) -> pd.DataFrame:
    """Every mature event of every race about a title that is still known, or that one account's titles alone."""
    query = select(race_events, titles.c.text).join(titles, titles.c.id == race_events.c.arm_id).where(MATURE)
    query = query.where(race_events.c.kind.in_(("impression", "click")))
    if advertiser_id is not None:
        query = query.where(titles.c.advertiser_id == advertiser_id)
    with database.read() as connection:
        found = connection.execute(query).mappings().all()
    return tabulate(
        {
            "title_id": row["arm_id"],
            "title": row["text"],
            "at": row["at"] or 0.0,
            "shown" if row["kind"] == "impression" else "clicks": row["times"],
        }
        | json.loads(row["context"] or "{}")
        for row in found
    )


def tabulate(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Sums by title, circumstances and hour; a click of an hour without its impressions is dropped."""
    frame = pd.DataFrame(list(rows))
    if frame.empty:
        return pd.DataFrame({name: [] for name in COLUMNS})
    missing = {"title", "at"} - set(frame)
    if missing:
        raise ValueError(f"the log lacks {', '.join(sorted(missing))}; it needs title, at, shown and clicks")
    for name in ("shown", "clicks"):
        frame[name] = pd.to_numeric(frame[name], errors="coerce").fillna(0) if name in frame else 0
    for name in CONTEXT:
        frame[name] = frame[name].fillna(UNKNOWN).astype(str) if name in frame else UNKNOWN
    if "title_id" not in frame:
        frame["title_id"] = frame["title"]
    frame["at"] = _seconds(frame["at"]) // 3600 * 3600
    frame["hour"] = (frame["at"] // 3600 % 24).astype(int)
    keys = ["title_id", "title", "at", *CONTEXT, "hour"]
    frame = frame.groupby(keys, as_index=False, sort=False)[["shown", "clicks"]].sum()
    frame["clicks"] = frame[["shown", "clicks"]].min(axis=1)
    return frame[frame.shown > 0].sort_values("at", kind="stable").reset_index(drop=True)[list(COLUMNS)]


def any_context() -> pd.DataFrame:
    """One row of unknown circumstances, at noon."""
    return pd.DataFrame({name: [UNKNOWN] for name in CONTEXT} | {"hour": [12]})


def circumstances_of(frame: pd.DataFrame) -> pd.DataFrame:
    """A few of the circumstances of a log, taken at even steps of its impressions: (CIRCUMSTANCES, 5)."""
    columns = [*CONTEXT, "hour"]
    sums = frame.groupby(columns, as_index=False).shown.sum()
    total = sums.shown.cumsum().to_numpy(float)
    steps = (np.arange(CIRCUMSTANCES) + 0.5) / CIRCUMSTANCES * total[-1]
    return sums.iloc[np.searchsorted(total, steps)][columns].reset_index(drop=True)


def is_made_up(frame: pd.DataFrame) -> bool:
    """Whether any of the viewers were simulated."""
    return bool(frame.title_id.astype(str).str.startswith(MADE_UP).any())


def by_time(frame: pd.DataFrame, *shares: float) -> list[pd.DataFrame]:
    """Cut at these shares of all impressions, in order of time; no hour is in two parts."""
    total = frame.groupby("at").shown.sum().sort_index().cumsum()
    edges = [float(total.index[(total >= total.iloc[-1] * share).argmax()]) for share in shares]
    bounds = [float("-inf"), *edges, float("inf")]
    return [frame[(frame["at"] > low) & (frame["at"] <= high)].reset_index(drop=True) for low, high in pairwise(bounds)]


def _seconds(column: pd.Series[Any]) -> pd.Series[Any]:
    """Numbers are seconds already; texts are dates, taken as UTC."""
    numbers = pd.to_numeric(column, errors="coerce")
    if numbers.notna().all():
        return numbers.astype(float)
    dates = pd.to_datetime(column, utc=True, errors="coerce", format="mixed")
    if dates.isna().any():
        raise ValueError(f"{int(dates.isna().sum())} rows of the log have no readable time in `at`")
    return (dates - pd.Timestamp(0, tz="UTC")).dt.total_seconds()
