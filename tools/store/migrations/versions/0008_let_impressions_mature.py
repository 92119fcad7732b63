"""Let impressions wait for their clicks before they tell of an arm's rate."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("waiting_shown", "waiting_clicks"):
        op.add_column("race_arms", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "race_waiting",
        sa.Column("race_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("decision_id", sa.String(length=128), nullable=True),
        sa.Column("due", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["race_id"], ["races.id"], name=op.f("fk_race_waiting_race_id_races"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("race_id", "id", name=op.f("pk_race_waiting")),
    )
    op.create_index("ix_race_waiting_due", "race_waiting", ["race_id", "due"])
    op.create_index("ix_race_waiting_decision", "race_waiting", ["race_id", "decision_id"])


def downgrade() -> None:
    op.drop_table("race_waiting")
    op.drop_column("race_arms", "waiting_clicks")
    op.drop_column("race_arms", "waiting_shown")
