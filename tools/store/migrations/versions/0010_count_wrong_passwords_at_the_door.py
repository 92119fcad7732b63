"""Wrong passwords are counted by account and address while the page runs, no longer in the table of people."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLE = "page_people"  # made by the page when it is first served with sign-in, so it may be missing
_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {"failed": sa.Integer(), "locked_until": sa.Float()}


def upgrade() -> None:
    for name in _COLUMNS.keys() & _there():
        op.drop_column(_TABLE, name)


def downgrade() -> None:
    there = _there()
    for name, kind in _COLUMNS.items():
        if there and name not in there:
            op.add_column(_TABLE, sa.Column(name, kind, nullable=False, server_default="0"))


def _there() -> set[str]:
    inspector = sa.inspect(op.get_bind())
    return {one["name"] for one in inspector.get_columns(_TABLE)} if inspector.has_table(_TABLE) else set()
