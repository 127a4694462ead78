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


def key(name: str = "id") -> Column[int]:
    """The column by which rows are known."""
    return Column(name, _Key, primary_key=True, autoincrement=False)


def text(name: str) -> Column[str]:
    """Text that is always there, if only empty."""
    return Column(name, Text, nullable=False)


def number(name: str) -> Column[int]:
    """A whole number of eight bytes."""
    return Column(name, BigInteger, nullable=False)


def points_at(name: str, target: str, *, nullable: bool = False) -> Column[int]:
    """A reference to a row of another table."""
    return Column(name, _Key, ForeignKey(target), nullable=nullable)


# --- logged tables: every change of a row is in the history ---------------------------------------------------------

tape = Table(
    "tape",
    metadata,
    key("number"),
    Column("id", Text, nullable=False, unique=True),
    text("title"),
    number("rate_numerator"),
    number("rate_denominator"),
    Column("drop_frame", Boolean, nullable=False),
    number("duration"),
    number("start_timecode"),
    text("reel"),
    text("note"),
)

source_file = Table(
    "source_file",
    metadata,
    key(),
    points_at("tape", "tape.number"),
    number("place"),  # 0 for the tape's first file
    Column("path", LargeBinary, nullable=False),  # bytes: not every file name is text
    number("size"),
    number("offset_on_tape"),
    number("duration"),
    Column("start_timecode", BigInteger),
    text("reel"),
    text("container"),
    Column("video", Text),  # JSON: width, height, rate, drop, codec, is_variable
    Column("audio", Text),  # JSON: rate_hz, channels, codec
    text("digests"),  # JSON: name to lower-case hex
    Index(None, "tape", "place"),
)

speaker = Table("speaker", metadata, key(), text("name"), text("group_name"), text("note"))

transcript = Table(
    "transcript",
    metadata,
    key(),
    points_at("tape", "tape.number"),
    number("version"),
    Column("is_current", Boolean, nullable=False),
    text("tool"),
    text("tool_version"),
    text("settings"),  # JSON
    text("input_digest"),
    text("made_at"),
    text("language"),
    text("counts"),  # JSON: what the guards found
    UniqueConstraint("tape", "version"),
)

turn = Table(
    "turn",
    metadata,
    key(),
    points_at("transcript", "transcript.id"),
    Column("place", LargeBinary, nullable=False),  # order key: see store/order.py
    points_at("speaker", "speaker.id", nullable=True),
    number("starts"),
    number("ends"),
    number("revision"),
    Column("times", LargeBinary, nullable=False),  # packed: see store/packing.py
    text("text"),  # the words with one space between
    Index(None, "transcript", "place"),
    Index(None, "speaker"),
)

listen = Table(
    "listen",
    metadata,
    key(),
    points_at("tape", "tape.number"),
    number("starts"),
    number("ends"),
    text("text"),  # the words as they read on that day
    text("heard"),  # what was heard instead; empty where it is as written
    text("who"),
    text("at"),
    text("note"),
    Index(None, "tape", "starts"),
)

claim = Table(
    "claim",
    metadata,
    key(),
    text("edit"),  # the paper edit that it stands in; empty for none
    text("text"),
    text("status"),
    text("note"),
    number("revision"),
    Index(None, "edit"),
)

claim_source = Table(
    "claim_source",
    metadata,
    key(),
    points_at("claim", "claim.id"),
    number("place"),  # 0 for the claim's first source
    points_at("tape", "tape.number", nullable=True),  # a place on a tape, or
    Column("starts", BigInteger),
    Column("ends", BigInteger),
    Column("text", Text),  # the words as they read on that day
    text("document"),  # a document named in words
    text("note"),
    Index(None, "claim", "place"),
    Index(None, "tape"),
)

acceptance = Table(
    "acceptance",
    metadata,
    key(),
    text("finding"),  # the digest of what was found
    text("file"),
    text("text"),
    text("verdict"),
    text("reason"),
    text("who"),
    text("at"),
    Index(None, "finding"),
)

diarization = Table(
    "diarization",
    metadata,
    key(),
    Column("tape", _Key, ForeignKey("tape.number"), nullable=False, unique=True),
    text("tool"),
    text("tool_version"),
    text("settings"),  # JSON
    text("input_digest"),
    text("made_at"),
)

voice = Table(
    "voice",
    metadata,
    key(),
    points_at("diarization", "diarization.id"),
    number("number"),  # 0 for the first voice that is heard on the tape
    points_at("speaker", "speaker.id"),
    Column("is_confirmed", Boolean, nullable=False),
    Column("centre", LargeBinary, nullable=False),  # float32, little-endian
    number("spread"),  # in millionths
    Column("utterances", LargeBinary, nullable=False),  # packed: see store/voices.py
    Column("samples", LargeBinary, nullable=False),  # likewise
    Index(None, "diarization", "number"),
    Index(None, "speaker"),
)

voice_rejected = Table(
    "voice_rejected",
    metadata,
    key(),
    points_at("voice", "voice.id"),
    points_at("speaker", "speaker.id"),  # a person said that it is not they
    UniqueConstraint("voice", "speaker"),
    Index(None, "speaker"),
)

exemplar = Table(
    "exemplar",
    metadata,
    key(),
    points_at("tape", "tape.number"),
    number("starts"),
    number("ends"),
    points_at("speaker", "speaker.id"),
    Column("embedding", LargeBinary, nullable=False),  # float32, little-endian
    text("tool"),
    text("tool_version"),
    text("settings"),  # JSON
    text("input_digest"),
    text("made_at"),
    Index(None, "tape", "starts"),
    Index(None, "speaker"),
)

# --- the history: append-only, chained by digest --------------------------------------------------------------------

history = Table(
    "history",
    metadata,
    key("number"),
    text("who"),
    text("at"),
    text("what"),
    text("mark"),
    Column("undoes", _Key, ForeignKey("history.number")),
    text("changed"),  # JSON: rows by table
    number("first_row"),  # id of the first history_row; they lie together, up to the next free id
    text("next_ids"),  # JSON: the next free id by table, so that none is used twice
    Column("digest", LargeBinary, nullable=False),
)

history_row = Table(
    "history_row",
    metadata,
    key(),
    points_at("number", "history.number"),
    text("table_name"),
    number("row_id"),
    Column("old", LargeBinary),  # the row as it was, NULL where it was not
    Column("new_digest", LargeBinary),  # digest of the row as it became, NULL where it is gone
    Index(None, "table_name", "row_id"),
)

# --- kept beside the history: derived, or of no lasting worth -------------------------------------------------------

transcript_size = Table(
    "transcript_size",
    metadata,
    Column("transcript", _Key, ForeignKey("transcript.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    number("turns"),
    number("words"),
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
