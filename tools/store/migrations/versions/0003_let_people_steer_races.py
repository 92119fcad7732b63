"""Let people steer races (pin, declare), keep what they did, and keep the circumstances of events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("races", sa.Column("pinned", sa.String(length=128), nullable=True))
    op.add_column("races", sa.Column("declared", sa.String(length=128), nullable=True))
    op.add_column("races", sa.Column("rules", sa.Text(), nullable=True))
    op.add_column("race_events", sa.Column("context", sa.Text(), nullable=True))
    op.create_table(
        "race_audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("race_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=32), nullable=False),
        sa.Column("arm_id", sa.String(length=128), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["race_id"], ["races.id"], name=op.f("fk_race_audit_race_id_races"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_race_audit")),
    )
    op.create_index(op.f("ix_race_audit_race_id"), "race_audit", ["race_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_race_audit_race_id"), table_name="race_audit")
    op.drop_table("race_audit")
    op.drop_column("race_events", "context")
    op.drop_column("races", "rules")
    op.drop_column("races", "declared")
    op.drop_column("races", "pinned")
