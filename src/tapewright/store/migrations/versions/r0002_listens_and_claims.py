"""Ear-checks, and claims with what they rest on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Three new tables; nothing that was there is touched."""
    op.create_table(
        "listen",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("tape", KEY, sa.ForeignKey("tape.number", name="fk_listen_tape"), nullable=False),
        sa.Column("starts", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("heard", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_listen"),
    )
    op.create_index("ix_listen_tape_starts", "listen", ["tape", "starts"])
    op.create_table(
        "claim",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("edit", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
    )
    op.create_index("ix_claim_edit", "claim", ["edit"])
    op.create_table(
        "claim_source",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("claim", KEY, sa.ForeignKey("claim.id", name="fk_claim_source_claim"), nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("tape", KEY, sa.ForeignKey("tape.number", name="fk_claim_source_tape")),
        sa.Column("starts", sa.BigInteger),
        sa.Column("ends", sa.BigInteger),
        sa.Column("text", sa.Text),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claim_source"),
    )
    op.create_index("ix_claim_source_claim_place", "claim_source", ["claim", "place"])
    op.create_index("ix_claim_source_tape", "claim_source", ["tape"])
