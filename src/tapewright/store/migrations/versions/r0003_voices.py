"""The voices of tapes, whose they are and whose not, and stretches by which voices are known again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Four new tables; nothing that was there is touched."""
    op.create_table(
        "diarization",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("tape", KEY, sa.ForeignKey("tape.number", name="fk_diarization_tape"), nullable=False),
        *_provenance(),
        sa.PrimaryKeyConstraint("id", name="pk_diarization"),
        sa.UniqueConstraint("tape", name="uq_diarization_tape"),
    )
    op.create_table(
        "voice",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("diarization", KEY, sa.ForeignKey("diarization.id", name="fk_voice_diarization"), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("speaker", KEY, sa.ForeignKey("speaker.id", name="fk_voice_speaker"), nullable=False),
        sa.Column("is_confirmed", sa.Boolean, nullable=False),
        sa.Column("centre", sa.LargeBinary, nullable=False),
        sa.Column("spread", sa.BigInteger, nullable=False),
        sa.Column("utterances", sa.LargeBinary, nullable=False),
        sa.Column("samples", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_voice"),
    )
    op.create_index("ix_voice_diarization_number", "voice", ["diarization", "number"])
    op.create_index("ix_voice_speaker", "voice", ["speaker"])
    op.create_table(
        "voice_rejected",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("voice", KEY, sa.ForeignKey("voice.id", name="fk_voice_rejected_voice"), nullable=False),
        sa.Column("speaker", KEY, sa.ForeignKey("speaker.id", name="fk_voice_rejected_speaker"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_voice_rejected"),
        sa.UniqueConstraint("voice", "speaker", name="uq_voice_rejected_voice_speaker"),
    )
    op.create_index("ix_voice_rejected_speaker", "voice_rejected", ["speaker"])
    op.create_table(
        "exemplar",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("tape", KEY, sa.ForeignKey("tape.number", name="fk_exemplar_tape"), nullable=False),
        sa.Column("starts", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("speaker", KEY, sa.ForeignKey("speaker.id", name="fk_exemplar_speaker"), nullable=False),
        sa.Column("embedding", sa.LargeBinary, nullable=False),
        *_provenance(),
        sa.PrimaryKeyConstraint("id", name="pk_exemplar"),
    )
    op.create_index("ix_exemplar_tape_starts", "exemplar", ["tape", "starts"])
    op.create_index("ix_exemplar_speaker", "exemplar", ["speaker"])


def _provenance() -> list[sa.Column[str]]:
    return [
        sa.Column(name, sa.Text, nullable=False)
        for name in ("tool", "tool_version", "settings", "input_digest", "made_at")
    ]
