"""Create the tables of races."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "races",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("decisions", sa.BigInteger(), nullable=False),
        sa.Column("quarantined", sa.BigInteger(), nullable=False),
        sa.Column("stop_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_races")),
    )
    op.create_table(
        "race_arms",
        sa.Column("race_id", sa.String(length=64), nullable=False),
        sa.Column("arm_id", sa.String(length=128), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("prior_rate", sa.Float(), nullable=False),
        sa.Column("prior_weight", sa.Float(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.Column("clicks", sa.BigInteger(), nullable=False),
        sa.Column("adoptions", sa.BigInteger(), nullable=False),
        sa.Column("recent_shown", sa.Float(), nullable=False),
        sa.Column("recent_clicks", sa.Float(), nullable=False),
        sa.Column("spend", sa.Float(), nullable=False),
        sa.Column("decided", sa.BigInteger(), nullable=False),
        sa.Column("expected", sa.Float(), nullable=False),
        sa.Column("answered", sa.BigInteger(), nullable=False),
        sa.Column("holdout_shown", sa.BigInteger(), nullable=False),
        sa.Column("holdout_clicks", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["race_id"], ["races.id"], name=op.f("fk_race_arms_race_id_races"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("race_id", "arm_id", name=op.f("pk_race_arms")),
    )
    op.create_table(
        "race_decisions",
        sa.Column("race_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("arm_id", sa.String(length=128), nullable=False),
        sa.Column("propensity", sa.Float(), nullable=False),
        sa.Column("holdout", sa.Boolean(), nullable=False),
        sa.Column("snapshot", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["race_id"], ["races.id"], name=op.f("fk_race_decisions_race_id_races"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("race_id", "number", name=op.f("pk_race_decisions")),
    )
    op.create_table(
        "race_events",
        sa.Column("race_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("arm_id", sa.String(length=128), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Float(), nullable=False),
        sa.Column("at", sa.Float(), nullable=True),
        sa.Column("decision_id", sa.String(length=128), nullable=True),
        sa.ForeignKeyConstraint(
            ["race_id"], ["races.id"], name=op.f("fk_race_events_race_id_races"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("race_id", "id", name=op.f("pk_race_events")),
    )
    op.create_table(
        "race_quarantine",
        sa.Column("race_id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["race_id"], ["races.id"], name=op.f("fk_race_quarantine_race_id_races"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("race_id", "digest", name=op.f("pk_race_quarantine")),
    )


def downgrade() -> None:
    op.drop_table("race_quarantine")
    op.drop_table("race_events")
    op.drop_table("race_decisions")
    op.drop_table("race_arms")
    op.drop_table("races")
