"""The tables, one schema for SQLite and PostgreSQL, in the field's words.

Belongs here: what a migration and another dialect need to know. Reading and writing goes by plain SQL (``rows``),
because importing SQLAlchemy takes longer than a search may (docs/decisions/0002-plain-sql.md); a test holds the two
equal. All times are ticks. Columns of logged tables that come later must be nullable: a row is digested without its
empty columns, so that a new one changes no digest (docs/decisions/0001-history.md).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite gives an INTEGER PRIMARY KEY to the row number itself; PostgreSQL gets eight bytes.
_Key = BigInteger().with_variant(Integer(), "sqlite")


def _key(name: str = "id") -> Column[int]:
    return Column(name, _Key, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _points_at(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, _Key, ForeignKey(target), nullable=nullable)


# --- logged tables: every change of a row is in the history ---------------------------------------------------------

tape = Table(
    "tape",
    metadata,
    _key("number"),
    Column("id", Text, nullable=False, unique=True),
    _text("title"),
    _number("rate_numerator"),
    _number("rate_denominator"),
    Column("drop_frame", Boolean, nullable=False),
    _number("duration"),
    _number("start_timecode"),
    _text("reel"),
    _text("note"),
)

source_file = Table(
    "source_file",
    metadata,
    _key(),
    _points_at("tape", "tape.number"),
    _number("place"),  # 0 for the tape's first file
    Column("path", LargeBinary, nullable=False),  # bytes: not every file name is text
    _number("size"),
    _number("offset_on_tape"),
    _number("duration"),
    Column("start_timecode", BigInteger),
    _text("reel"),
    _text("container"),
    Column("video", Text),  # JSON: width, height, rate, drop, codec, is_variable
    Column("audio", Text),  # JSON: rate_hz, channels, codec
    _text("digests"),  # JSON: name to lower-case hex
    Index(None, "tape", "place"),
)

speaker = Table("speaker", metadata, _key(), _text("name"), _text("group_name"), _text("note"))

transcript = Table(
    "transcript",
    metadata,
    _key(),
    _points_at("tape", "tape.number"),
    _number("version"),
    Column("is_current", Boolean, nullable=False),
    _text("tool"),
    _text("tool_version"),
    _text("settings"),  # JSON
    _text("input_digest"),
    _text("made_at"),
    _text("language"),
    _text("counts"),  # JSON: what the guards found
    UniqueConstraint("tape", "version"),
)

turn = Table(
    "turn",
    metadata,
    _key(),
    _points_at("transcript", "transcript.id"),
    Column("place", LargeBinary, nullable=False),  # order key: see store/order.py
    _points_at("speaker", "speaker.id", nullable=True),
    _number("starts"),
    _number("ends"),
    _number("revision"),
    Column("times", LargeBinary, nullable=False),  # packed: see store/packing.py
    _text("text"),  # the words with one space between
    Index(None, "transcript", "place"),
    Index(None, "speaker"),
)

listen = Table(
    "listen",
    metadata,
    _key(),
    _points_at("tape", "tape.number"),
    _number("starts"),
    _number("ends"),
    _text("text"),  # the words as they read on that day
    _text("heard"),  # what was heard instead; empty where it is as written
    _text("who"),
    _text("at"),
    _text("note"),
    Index(None, "tape", "starts"),
)

claim = Table(
    "claim",
    metadata,
    _key(),
    _text("edit"),  # the paper edit that it stands in; empty for none
    _text("text"),
    _text("status"),
    _text("note"),
    _number("revision"),
    Index(None, "edit"),
)

claim_source = Table(
    "claim_source",
    metadata,
    _key(),
    _points_at("claim", "claim.id"),
    _number("place"),  # 0 for the claim's first source
    _points_at("tape", "tape.number", nullable=True),  # a place on a tape, or
    Column("starts", BigInteger),
    Column("ends", BigInteger),
    Column("text", Text),  # the words as they read on that day
    _text("document"),  # a document named in words
    _text("note"),
    Index(None, "claim", "place"),
    Index(None, "tape"),
)

acceptance = Table(
    "acceptance",
    metadata,
    _key(),
    _text("finding"),  # the digest of what was found
    _text("file"),
    _text("text"),
    _text("verdict"),
    _text("reason"),
    _text("who"),
    _text("at"),
    Index(None, "finding"),
)

diarization = Table(
    "diarization",
    metadata,
    _key(),
    Column("tape", _Key, ForeignKey("tape.number"), nullable=False, unique=True),
    _text("tool"),
    _text("tool_version"),
    _text("settings"),  # JSON
    _text("input_digest"),
    _text("made_at"),
)

voice = Table(
    "voice",
    metadata,
    _key(),
    _points_at("diarization", "diarization.id"),
    _number("number"),  # 0 for the first voice that is heard on the tape
    _points_at("speaker", "speaker.id"),
    Column("is_confirmed", Boolean, nullable=False),
    Column("centre", LargeBinary, nullable=False),  # float32, little-endian
    _number("spread"),  # in millionths
    Column("utterances", LargeBinary, nullable=False),  # packed: see store/voices.py
    Column("samples", LargeBinary, nullable=False),  # likewise
    Index(None, "diarization", "number"),
    Index(None, "speaker"),
)

voice_rejected = Table(
    "voice_rejected",
    metadata,
    _key(),
    _points_at("voice", "voice.id"),
    _points_at("speaker", "speaker.id"),  # a person said that it is not they
    UniqueConstraint("voice", "speaker"),
    Index(None, "speaker"),
)

exemplar = Table(
    "exemplar",
    metadata,
    _key(),
    _points_at("tape", "tape.number"),
    _number("starts"),
    _number("ends"),
    _points_at("speaker", "speaker.id"),
    Column("embedding", LargeBinary, nullable=False),  # float32, little-endian
    _text("tool"),
    _text("tool_version"),
    _text("settings"),  # JSON
    _text("input_digest"),
    _text("made_at"),
    Index(None, "tape", "starts"),
    Index(None, "speaker"),
)

# --- the history: append-only, chained by digest --------------------------------------------------------------------

history = Table(
    "history",
    metadata,
    _key("number"),
    _text("who"),
    _text("at"),
    _text("what"),
    _text("mark"),
    Column("undoes", _Key, ForeignKey("history.number")),
    _text("changed"),  # JSON: rows by table
    _number("first_row"),  # id of the first history_row; they lie together, up to the next free id
    _text("next_ids"),  # JSON: the next free id by table, so that none is used twice
    Column("digest", LargeBinary, nullable=False),
)

history_row = Table(
    "history_row",
    metadata,
    _key(),
    _points_at("number", "history.number"),
    _text("table_name"),
    _number("row_id"),
    Column("old", LargeBinary),  # the row as it was, NULL where it was not
    Column("new_digest", LargeBinary),  # digest of the row as it became, NULL where it is gone
    Index(None, "table_name", "row_id"),
)

# --- kept beside the history: derived, or of no lasting worth -------------------------------------------------------

transcript_size = Table(
    "transcript_size",
    metadata,
    Column("transcript", _Key, ForeignKey("transcript.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    _number("turns"),
    _number("words"),
)

finished_piece = Table(
    "finished_piece",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("work", Text, primary_key=True),  # digest of input and settings
    Column("piece", Text, primary_key=True),
    Column("result", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

project = Table(
    "project",
    metadata,
    Column("name", Text, primary_key=True),  # "schema_digest"
    Column("value", Text, nullable=False),
)
