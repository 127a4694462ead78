"""The study: codebooks, codings, memos, sets, cases, parties, events and decisions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """New tables; nothing that was there is touched."""
    _codes()
    _codings()
    _sets()
    _events()
    _of_events()
    _decisions()


def _codes() -> None:
    """Codebooks and their codes."""
    op.create_table(
        "codebook",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        _text("name"),
        _text("note"),
        _text("origin"),
        _text("guid"),
        _number("revision"),
        sa.PrimaryKeyConstraint("id", name="pk_codebook"),
    )
    op.create_table(
        "code",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("codebook", KEY, nullable=False),
        sa.Column("parent", KEY, nullable=True),
        _number("rank"),
        _text("name"),
        _text("definition"),
        _text("use_when"),
        _text("not_when"),
        _text("example"),
        _text("colour"),
        _text("number_key"),
        _text("source"),
        sa.Column("is_codable", sa.Boolean, nullable=False),
        _text("guid"),
        _number("revision"),
        sa.ForeignKeyConstraint(["codebook"], ["codebook.id"], name="fk_code_codebook"),
        sa.ForeignKeyConstraint(["parent"], ["code.id"], name="fk_code_parent"),
        sa.PrimaryKeyConstraint("id", name="pk_code"),
    )
    op.create_index("ix_code_codebook", "code", ["codebook"])
    op.create_index("ix_code_parent", "code", ["parent"])


def _codings() -> None:
    """What coders mark and write."""
    op.create_table(
        "coding",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("code", KEY, nullable=False),
        sa.Column("tape", KEY, nullable=False),
        _number("starts"),
        _number("ends"),
        _text("text"),
        _text("coder"),
        _text("at"),
        _text("note"),
        _text("guid"),
        _number("revision"),
        sa.ForeignKeyConstraint(["code"], ["code.id"], name="fk_coding_code"),
        sa.ForeignKeyConstraint(["tape"], ["tape.number"], name="fk_coding_tape"),
        sa.PrimaryKeyConstraint("id", name="pk_coding"),
    )
    op.create_index("ix_coding_code", "coding", ["code"])
    op.create_index("ix_coding_tape_starts", "coding", ["tape", "starts"])
    op.create_table(
        "memo",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        _text("title"),
        _text("memo"),
        _text("about"),
        _number("target"),
        sa.Column("tape", KEY, nullable=True),
        sa.Column("starts", sa.BigInteger),
        sa.Column("ends", sa.BigInteger),
        sa.Column("text", sa.Text),
        _text("who"),
        _text("at"),
        _text("guid"),
        _number("revision"),
        sa.ForeignKeyConstraint(["tape"], ["tape.number"], name="fk_memo_tape"),
        sa.PrimaryKeyConstraint("id", name="pk_memo"),
    )
    op.create_index("ix_memo_target", "memo", ["target"])
    op.create_index("ix_memo_tape", "memo", ["tape"])


def _sets() -> None:
    """Sets and cases."""
    op.create_table(
        "study_set",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        _text("name"),
        _text("note"),
        _text("guid"),
        _number("revision"),
        sa.PrimaryKeyConstraint("id", name="pk_study_set"),
    )
    op.create_table(
        "study_set_member",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("study_set", KEY, nullable=False),
        _number("place"),
        sa.Column("code", KEY, nullable=True),
        sa.Column("tape", KEY, nullable=True),
        sa.ForeignKeyConstraint(["study_set"], ["study_set.id"], name="fk_study_set_member_study_set"),
        sa.ForeignKeyConstraint(["code"], ["code.id"], name="fk_study_set_member_code"),
        sa.ForeignKeyConstraint(["tape"], ["tape.number"], name="fk_study_set_member_tape"),
        sa.PrimaryKeyConstraint("id", name="pk_study_set_member"),
    )
    op.create_index("ix_study_set_member_study_set_place", "study_set_member", ["study_set", "place"])
    op.create_index("ix_study_set_member_code", "study_set_member", ["code"])
    op.create_index("ix_study_set_member_tape", "study_set_member", ["tape"])
    op.create_table(
        "study_case",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        _text("name"),
        _text("note"),
        _text("guid"),
        _number("revision"),
        sa.PrimaryKeyConstraint("id", name="pk_study_case"),
    )
    op.create_table(
        "study_case_tape",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("study_case", KEY, nullable=False),
        _number("place"),
        sa.Column("tape", KEY, nullable=False),
        sa.ForeignKeyConstraint(["study_case"], ["study_case.id"], name="fk_study_case_tape_study_case"),
        sa.ForeignKeyConstraint(["tape"], ["tape.number"], name="fk_study_case_tape_tape"),
        sa.PrimaryKeyConstraint("id", name="pk_study_case_tape"),
    )
    op.create_index("ix_study_case_tape_study_case_place", "study_case_tape", ["study_case", "place"])
    op.create_index("ix_study_case_tape_tape", "study_case_tape", ["tape"])


def _events() -> None:
    """People, institutions and events."""
    op.create_table(
        "party",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        _text("name"),
        _text("kind"),
        sa.Column("speaker", KEY, nullable=True),
        _text("born"),
        _text("died"),
        _text("group_name"),
        _text("note"),
        _text("guid"),
        _number("revision"),
        sa.ForeignKeyConstraint(["speaker"], ["speaker.id"], name="fk_party_speaker"),
        sa.PrimaryKeyConstraint("id", name="pk_party"),
    )
    op.create_index("ix_party_speaker", "party", ["speaker"])
    op.create_table(
        "event",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        _text("title"),
        _text("kind"),
        _text("date"),
        _text("date_words"),
        _text("certainty"),
        _text("location"),
        _text("note"),
        sa.Column("study_case", KEY, nullable=True),
        _text("agency"),
        sa.Column("hangs_on", KEY, nullable=True),
        sa.Column("tells_of", KEY, nullable=True),
        _text("answer"),
        _text("answered_on"),
        _text("outcome"),
        _text("believed"),
        _text("guid"),
        _number("revision"),
        sa.ForeignKeyConstraint(["study_case"], ["study_case.id"], name="fk_event_study_case"),
        sa.ForeignKeyConstraint(["hangs_on"], ["event.id"], name="fk_event_hangs_on"),
        sa.ForeignKeyConstraint(["tells_of"], ["event.id"], name="fk_event_tells_of"),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
    )
    op.create_index("ix_event_study_case", "event", ["study_case"])
    op.create_index("ix_event_hangs_on", "event", ["hangs_on"])
    op.create_index("ix_event_tells_of", "event", ["tells_of"])


def _of_events() -> None:
    """Who has to do with an event, and what says so."""
    op.create_table(
        "event_party",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("event", KEY, nullable=False),
        _number("place"),
        sa.Column("party", KEY, nullable=False),
        _text("role"),
        _text("note"),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name="fk_event_party_event"),
        sa.ForeignKeyConstraint(["party"], ["party.id"], name="fk_event_party_party"),
        sa.PrimaryKeyConstraint("id", name="pk_event_party"),
    )
    op.create_index("ix_event_party_event_place", "event_party", ["event", "place"])
    op.create_index("ix_event_party_party", "event_party", ["party"])
    op.create_table(
        "event_source",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        sa.Column("event", KEY, nullable=False),
        _number("place"),
        sa.Column("tape", KEY, nullable=True),
        sa.Column("starts", sa.BigInteger),
        sa.Column("ends", sa.BigInteger),
        sa.Column("text", sa.Text),
        _text("document"),
        _text("date"),
        sa.Column("disputes", sa.Boolean, nullable=False),
        _text("note"),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name="fk_event_source_event"),
        sa.ForeignKeyConstraint(["tape"], ["tape.number"], name="fk_event_source_tape"),
        sa.PrimaryKeyConstraint("id", name="pk_event_source"),
    )
    op.create_index("ix_event_source_event_place", "event_source", ["event", "place"])
    op.create_index("ix_event_source_tape", "event_source", ["tape"])


def _decisions() -> None:
    """What people decided about what was offered."""
    op.create_table(
        "decision",
        sa.Column("id", KEY, autoincrement=False, nullable=False),
        _text("kind"),
        _text("about"),
        _text("answer"),
        sa.Column("tape", KEY, nullable=True),
        sa.Column("starts", sa.BigInteger),
        sa.Column("ends", sa.BigInteger),
        sa.Column("text", sa.Text),
        _text("who"),
        _text("at"),
        _text("note"),
        _number("revision"),
        sa.ForeignKeyConstraint(["tape"], ["tape.number"], name="fk_decision_tape"),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
    )
    op.create_index("ix_decision_kind_about", "decision", ["kind", "about"])
    op.create_index("ix_decision_tape", "decision", ["tape"])


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=False)
