"""The study's tables; all of them are logged. See ``schema`` for what holds for every table."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text

from tapewright.store.schema import key, metadata, number, points_at, text

codebook = Table(
    "codebook", metadata, key(), text("name"), text("note"), text("origin"), text("guid"), number("revision")
)

code = Table(
    "code",
    metadata,
    key(),
    points_at("codebook", "codebook.id"),
    points_at("parent", "code.id", nullable=True),
    number("rank"),  # among siblings, from 0
    text("name"),
    text("definition"),
    text("use_when"),
    text("not_when"),
    text("example"),
    text("colour"),  # #rrggbb or empty
    text("number_key"),
    text("source"),
    Column("is_codable", Boolean, nullable=False),
    text("guid"),
    number("revision"),
    Index(None, "codebook"),
    Index(None, "parent"),
)

coding = Table(
    "coding",
    metadata,
    key(),
    points_at("code", "code.id"),
    points_at("tape", "tape.number"),
    number("starts"),
    number("ends"),
    text("text"),  # the words as they read on that day
    text("coder"),
    text("at"),
    text("note"),
    text("guid"),
    number("revision"),
    Index(None, "code"),
    Index(None, "tape", "starts"),
)

memo = Table(
    "memo",
    metadata,
    key(),
    text("title"),
    text("memo"),
    text("about"),
    number("target"),  # the id of what it is about, 0 for a tape, a span or the project
    points_at("tape", "tape.number", nullable=True),
    Column("starts", BigInteger),
    Column("ends", BigInteger),
    Column("text", Text),
    text("who"),
    text("at"),
    text("guid"),
    number("revision"),
    Index(None, "target"),
    Index(None, "tape"),
)

study_set = Table("study_set", metadata, key(), text("name"), text("note"), text("guid"), number("revision"))

study_set_member = Table(
    "study_set_member",
    metadata,
    key(),
    points_at("study_set", "study_set.id"),
    number("place"),
    points_at("code", "code.id", nullable=True),  # a code, or
    points_at("tape", "tape.number", nullable=True),  # a tape
    Index(None, "study_set", "place"),
    Index(None, "code"),
    Index(None, "tape"),
)

study_case = Table("study_case", metadata, key(), text("name"), text("note"), text("guid"), number("revision"))

study_case_tape = Table(
    "study_case_tape",
    metadata,
    key(),
    points_at("study_case", "study_case.id"),
    number("place"),
    points_at("tape", "tape.number"),
    Index(None, "study_case", "place"),
    Index(None, "tape"),
)

party = Table(
    "party",
    metadata,
    key(),
    text("name"),
    text("kind"),
    points_at("speaker", "speaker.id", nullable=True),
    text("born"),  # EDTF
    text("died"),
    text("group_name"),
    text("note"),
    text("guid"),
    number("revision"),
    Index(None, "speaker"),
)

event = Table(
    "event",
    metadata,
    key(),
    text("title"),
    text("kind"),
    text("date"),  # EDTF
    text("date_words"),
    text("certainty"),
    text("location"),
    text("note"),
    points_at("study_case", "study_case.id", nullable=True),
    text("agency"),
    points_at("hangs_on", "event.id", nullable=True),
    points_at("tells_of", "event.id", nullable=True),
    text("answer"),
    text("answered_on"),
    text("outcome"),
    text("believed"),
    text("guid"),
    number("revision"),
    Index(None, "study_case"),
    Index(None, "hangs_on"),
    Index(None, "tells_of"),
)

event_party = Table(
    "event_party",
    metadata,
    key(),
    points_at("event", "event.id"),
    number("place"),
    points_at("party", "party.id"),
    text("role"),
    text("note"),
    Index(None, "event", "place"),
    Index(None, "party"),
)

event_source = Table(
    "event_source",
    metadata,
    key(),
    points_at("event", "event.id"),
    number("place"),  # 0 for the event's first source
    points_at("tape", "tape.number", nullable=True),  # a place on a tape, or
    Column("starts", BigInteger),
    Column("ends", BigInteger),
    Column("text", Text),  # the words as they read on that day
    text("document"),  # a document named in words
    text("date"),  # EDTF: the date that this source gives
    Column("disputes", Boolean, nullable=False),
    text("note"),
    Index(None, "event", "place"),
    Index(None, "tape"),
)

decision = Table(
    "decision",
    metadata,
    key(),
    text("kind"),
    text("about"),  # names what was offered
    text("answer"),
    points_at("tape", "tape.number", nullable=True),
    Column("starts", BigInteger),
    Column("ends", BigInteger),
    Column("text", Text),
    text("who"),
    text("at"),
    text("note"),
    number("revision"),
    Index(None, "kind", "about"),
    Index(None, "tape"),
)
