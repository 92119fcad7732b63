"""Many rows at once, past what an ORM's parameter handling costs: half of the time of storing events went there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, insert, select, text

LOOKUP = 20_000  # ids asked for in one query of a PostgreSQL server


def insert_many(connection: Connection, table: Table, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Insert rows given as tuples in the order of `columns`."""
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})", rows)
        return
    connection.execute(insert(table), [dict(zip(columns, row, strict=True)) for row in rows])


def held_ids(connection: Connection, table: Table, race_id: str, ids: Sequence[str]) -> set[str]:
    """Those of `ids` that `table` holds for this race."""
    if not ids:
        return set()
    if connection.dialect.name == "sqlite":
        # One parameter however many ids: SQLite bounds their number, and binding each is slow.
        query = text(f"SELECT id FROM {table.name} WHERE race_id = :race AND id IN (SELECT value FROM json_each(:ids))")
        found = connection.execute(query, {"race": race_id, "ids": json.dumps(ids)}).scalars()
        return set(found)
    held: set[str] = set()
    query_in = select(table.c.id).where(table.c.race_id == race_id, table.c.id.in_(bindparam("ids", expanding=True)))
    for first in range(0, len(ids), LOOKUP):
        held.update(connection.execute(query_in, {"ids": ids[first : first + LOOKUP]}).scalars())
    return held
