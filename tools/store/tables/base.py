"""What every table shares: the metadata that names constraints, UTC times, and the key of an owner."""

from __future__ import annotations

import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, MetaData, TypeDecorator


class UtcDateTime(TypeDecorator[datetime.datetime]):
    """Aware UTC datetimes on every database; SQLite alone would hand them back without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime.datetime | None, dialect: Any) -> datetime.datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=datetime.UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def owner(table: str) -> ForeignKey:
    """The key of the row that a row belongs to, and goes with."""
    return ForeignKey(f"{table}.id", ondelete="CASCADE")
