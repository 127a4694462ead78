"""The first schema: tapes, speakers, transcripts and turns, the history, the job ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """From nothing."""
    _logged_tables()
    _history()
    op.create_table(
        "transcript_size",
        sa.Column(
            "transcript",
            KEY,
            sa.ForeignKey("transcript.id", name="fk_transcript_size_transcript", ondelete="CASCADE"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("turns", sa.BigInteger, nullable=False),
        sa.Column("words", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("transcript", name="pk_transcript_size"),
    )
    op.create_table(
        "finished_piece",
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("work", sa.Text, nullable=False),
        sa.Column("piece", sa.Text, nullable=False),
        sa.Column("result", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("kind", "work", "piece", name="pk_finished_piece"),
    )
    op.create_table(
        "project",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_project"),
    )


def _logged_tables() -> None:
    op.create_table(
        "tape",
        sa.Column("number", KEY, autoincrement=False, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("rate_numerator", sa.BigInteger, nullable=False),
        sa.Column("rate_denominator", sa.BigInteger, nullable=False),
        sa.Column("drop_frame", sa.Boolean, nullable=False),
        sa.Column("duration", sa.BigInteger, nullable=False),
        sa.Column("start_timecode", sa.BigInteger, nullable=False),
        sa.Column("reel", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_tape"),
        sa.UniqueConstraint("id", name="uq_tape_id"),
    )
    op.create_table(
        "source_file",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("tape", KEY, sa.ForeignKey("tape.number", name="fk_source_file_tape"), nullable=False),
        sa.Column("place", sa.BigInteger, nullable=False),
        sa.Column("path", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("offset_on_tape", sa.BigInteger, nullable=False),
        sa.Column("duration", sa.BigInteger, nullable=False),
        sa.Column("start_timecode", sa.BigInteger),
        sa.Column("reel", sa.Text, nullable=False),
        sa.Column("container", sa.Text, nullable=False),
        sa.Column("video", sa.Text),
        sa.Column("audio", sa.Text),
        sa.Column("digests", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_source_file"),
    )
    op.create_index("ix_source_file_tape_place", "source_file", ["tape", "place"])
    op.create_table(
        "speaker",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("group_name", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_speaker"),
    )
    op.create_table(
        "transcript",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("tape", KEY, sa.ForeignKey("tape.number", name="fk_transcript_tape"), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.Column("tool", sa.Text, nullable=False),
        sa.Column("tool_version", sa.Text, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("input_digest", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("counts", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transcript"),
        sa.UniqueConstraint("tape", "version", name="uq_transcript_tape_version"),
    )
    op.create_table(
        "turn",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("transcript", KEY, sa.ForeignKey("transcript.id", name="fk_turn_transcript"), nullable=False),
        sa.Column("place", sa.LargeBinary, nullable=False),
        sa.Column("speaker", KEY, sa.ForeignKey("speaker.id", name="fk_turn_speaker")),
        sa.Column("starts", sa.BigInteger, nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("times", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
    )
    op.create_index("ix_turn_transcript_place", "turn", ["transcript", "place"])
    op.create_index("ix_turn_speaker", "turn", ["speaker"])


def _history() -> None:
    op.create_table(
        "history",
        sa.Column("number", KEY, autoincrement=False, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("undoes", KEY, sa.ForeignKey("history.number", name="fk_history_undoes")),
        sa.Column("changed", sa.Text, nullable=False),
        sa.Column("first_row", sa.BigInteger, nullable=False),
        sa.Column("next_ids", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_history"),
    )
    op.create_table(
        "history_row",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("number", KEY, sa.ForeignKey("history.number", name="fk_history_row_number"), nullable=False),
        sa.Column("table_name", sa.Text, nullable=False),
        sa.Column("row_id", sa.BigInteger, nullable=False),
        sa.Column("old", sa.LargeBinary),
        sa.Column("new_digest", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_history_row"),
    )
    op.create_index("ix_history_row_table_name_row_id", "history_row", ["table_name", "row_id"])
