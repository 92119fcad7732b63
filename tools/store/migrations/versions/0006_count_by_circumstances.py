"""Count a race's events by circumstances too, keep those of decisions, and how an arm's rate goes over time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("race_arms", sa.Column("history", sa.Text(), nullable=False, server_default=""))
    op.add_column("race_decisions", sa.Column("context", sa.Text(), nullable=True))
    op.create_table(
        "race_cells",
        sa.Column("race_id", sa.String(length=64), nullable=False),
        sa.Column("arm_id", sa.String(length=128), nullable=False),
        sa.Column("context", sa.String(length=512), nullable=False),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.Column("clicks", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["race_id"], ["races.id"], name=op.f("fk_race_cells_race_id_races"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("race_id", "arm_id", "context", name=op.f("pk_race_cells")),
    )


def downgrade() -> None:
    op.drop_table("race_cells")
    op.drop_column("race_decisions", "context")
    op.drop_column("race_arms", "history")
