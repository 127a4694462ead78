"""Findings of the proof that a person let stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One new table; nothing that was there is touched."""
    op.create_table(
        "acceptance",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("finding", sa.Text, nullable=False),
        sa.Column("file", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_acceptance"),
    )
    op.create_index("ix_acceptance_finding", "acceptance", ["finding"])
