"""Keep the day of a meme's heat, so that it cools as it is read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("memes", sa.Column("heat_at", sa.Date(), nullable=True))
    op.execute(sa.text("UPDATE memes SET heat_at = CURRENT_DATE"))


def downgrade() -> None:
    op.drop_column("memes", "heat_at")
