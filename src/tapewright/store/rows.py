"""Rows of the logged tables: their columns, their SQL, their canonical bytes and digests.

A row is a plain mapping of column to None, bool, int, str or bytes. The SQL is plain and the same on SQLite and
PostgreSQL, with named parameters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from tapewright.errors import DamagedProjectError, UsageError

Value = int | str | bytes | None
Row = dict[str, Value]

DIGEST_BYTES = 16
"""Rows are digested by SHA-256 cut to 128 bits; the chain over them keeps all 256."""


@dataclass(frozen=True)
class LoggedTable:
    """A table whose every change is in the history. The first column is its integer key."""

    name: str
    columns: tuple[str, ...]

    @property
    def key(self) -> str:
        """The column that names a row for good."""
        return self.columns[0]

    @cached_property
    def select(self) -> str:
        """All columns; add a WHERE."""
        return f"SELECT {', '.join(self.columns)} FROM {self.name}"

    @cached_property
    def select_one(self) -> str:
        """One row by ``:key``."""
        return f"{self.select} WHERE {self.key} = :key"

    @cached_property
    def insert(self) -> str:
        """A row by its columns' names."""
        return (
            f"INSERT INTO {self.name} ({', '.join(self.columns)}) VALUES ({', '.join(f':{c}' for c in self.columns)})"
        )

    def update(self, columns: Iterable[str]) -> str:
        """These columns of the row with its key. Columns that stay are not named: their indexes are left alone."""
        return f"UPDATE {self.name} SET {', '.join(f'{c} = :{c}' for c in columns)} WHERE {self.key} = :{self.key}"

    @cached_property
    def delete(self) -> str:
        """One row by ``:key``."""
        return f"DELETE FROM {self.name} WHERE {self.key} = :key"

    def row(self, values: tuple[Value, ...]) -> Row:
        """The mapping for what a SELECT gave."""
        return dict(zip(self.columns, values, strict=True))


TAPE = LoggedTable(
    "tape",
    (
        "number", "id", "title", "rate_numerator", "rate_denominator", "drop_frame", "duration", "start_timecode",
        "reel", "note",
    ),
)  # fmt: skip
SOURCE_FILE = LoggedTable(
    "source_file",
    (
        "id", "tape", "place", "path", "size", "offset_on_tape", "duration", "start_timecode", "reel", "container",
        "video", "audio", "digests",
    ),
)  # fmt: skip
SPEAKER = LoggedTable("speaker", ("id", "name", "group_name", "note"))
TRANSCRIPT = LoggedTable(
    "transcript",
    (
        "id", "tape", "version", "is_current", "tool", "tool_version", "settings", "input_digest", "made_at",
        "language", "counts",
    ),
)  # fmt: skip
TURN = LoggedTable(
    "turn", ("id", "transcript", "place", "speaker", "starts", "ends", "revision", "times", "text")
)  # fmt: skip
LISTEN = LoggedTable("listen", ("id", "tape", "starts", "ends", "text", "heard", "who", "at", "note"))
CLAIM = LoggedTable("claim", ("id", "edit", "text", "status", "note", "revision"))
CLAIM_SOURCE = LoggedTable(
    "claim_source", ("id", "claim", "place", "tape", "starts", "ends", "text", "document", "note")
)
ACCEPTANCE = LoggedTable("acceptance", ("id", "finding", "file", "text", "verdict", "reason", "who", "at"))

CODEBOOK = LoggedTable("codebook", ("id", "name", "note", "origin", "guid", "revision"))
CODE = LoggedTable(
    "code",
    (
        "id", "codebook", "parent", "rank", "name", "definition", "use_when", "not_when", "example", "colour",
        "number_key", "source", "is_codable", "guid", "revision",
    ),
)  # fmt: skip
CODING = LoggedTable(
    "coding", ("id", "code", "tape", "starts", "ends", "text", "coder", "at", "note", "guid", "revision")
)
MEMO = LoggedTable(
    "memo",
    ("id", "title", "memo", "about", "target", "tape", "starts", "ends", "text", "who", "at", "guid", "revision"),
)
STUDY_SET = LoggedTable("study_set", ("id", "name", "note", "guid", "revision"))
STUDY_SET_MEMBER = LoggedTable("study_set_member", ("id", "study_set", "place", "code", "tape"))
STUDY_CASE = LoggedTable("study_case", ("id", "name", "note", "guid", "revision"))
STUDY_CASE_TAPE = LoggedTable("study_case_tape", ("id", "study_case", "place", "tape"))
PARTY = LoggedTable(
    "party", ("id", "name", "kind", "speaker", "born", "died", "group_name", "note", "guid", "revision")
)
EVENT = LoggedTable(
    "event",
    (
        "id", "title", "kind", "date", "date_words", "certainty", "location", "note", "study_case", "agency",
        "hangs_on", "tells_of", "answer", "answered_on", "outcome", "believed", "guid", "revision",
    ),
)  # fmt: skip
EVENT_PARTY = LoggedTable("event_party", ("id", "event", "place", "party", "role", "note"))
EVENT_SOURCE = LoggedTable(
    "event_source",
    ("id", "event", "place", "tape", "starts", "ends", "text", "document", "date", "disputes", "note"),
)
DECISION = LoggedTable(
    "decision", ("id", "kind", "about", "answer", "tape", "starts", "ends", "text", "who", "at", "note", "revision")
)

DIARIZATION = LoggedTable(
    "diarization", ("id", "tape", "tool", "tool_version", "settings", "input_digest", "made_at")
)  # fmt: skip
VOICE = LoggedTable(
    "voice",
    (
        "id", "diarization", "number", "speaker", "is_confirmed", "centre", "spread", "utterances", "samples",
    ),
)  # fmt: skip
VOICE_REJECTED = LoggedTable("voice_rejected", ("id", "voice", "speaker"))
EXEMPLAR = LoggedTable(
    "exemplar",
    (
        "id", "tape", "starts", "ends", "speaker", "embedding", "tool", "tool_version", "settings", "input_digest",
        "made_at",
    ),
)  # fmt: skip

LOGGED = {
    table.name: table
    for table in (
        *(TAPE, SOURCE_FILE, SPEAKER, TRANSCRIPT, TURN, LISTEN, CLAIM, CLAIM_SOURCE, ACCEPTANCE),
        *(DIARIZATION, VOICE, VOICE_REJECTED, EXEMPLAR),
        *(CODEBOOK, CODE, CODING, MEMO, STUDY_SET, STUDY_SET_MEMBER, STUDY_CASE, STUDY_CASE_TAPE),
        *(PARTY, EVENT, EVENT_PARTY, EVENT_SOURCE, DECISION),
    )
}


def encode(row: Mapping[str, Value]) -> bytes:
    """The canonical bytes of a row: columns by name, empty ones left out, each value with its kind and length.

    Leaving out empty columns is what lets a migration add a nullable column without touching a digest.
    Raises UsageError for text that is not Unicode (half of a surrogate pair).
    """
    out = bytearray()
    for name in sorted(row):
        value = row[name]
        if value is None:
            continue
        if isinstance(value, int):
            kind, data = b"i", b"%d" % value
        elif isinstance(value, str):
            try:
                kind, data = b"s", value.encode()
            except UnicodeEncodeError as error:
                raise UsageError(
                    f"{name.replace('_', ' ')} holds half a character: {value!a}", hint="write it in Unicode"
                ) from error
        else:
            kind, data = b"b", bytes(value)
        out += b"%s %s%d " % (name.encode(), kind, len(data))
        out += data
    return bytes(out)


def decode(data: bytes, table: LoggedTable) -> Row:
    """The row that ``encode`` wrote. Raises DamagedProjectError for bytes that are not such a row."""
    row: Row = dict.fromkeys(table.columns)
    try:
        for name, value in _fields(data):
            if name not in row:
                raise ValueError(f"a column {name!r} that is not known here")
            row[name] = value
    except (ValueError, IndexError) as error:
        raise DamagedProjectError(
            f"a row of {table.name} in the history cannot be read: {error}", hint="run tapewright verify"
        ) from error
    return row


def digest(table: LoggedTable, encoded: bytes) -> bytes:
    """What the history keeps of a row as it became."""
    return hashlib.sha256(table.name.encode() + b"\0" + encoded).digest()[:DIGEST_BYTES]


def _fields(data: bytes) -> Iterator[tuple[str, Value]]:
    at = 0
    while at < len(data):
        name_end = data.index(b" ", at)
        length_end = data.index(b" ", name_end + 1)
        kind, length = data[name_end + 1 : name_end + 2], int(data[name_end + 2 : length_end])
        value = data[length_end + 1 : length_end + 1 + length]
        if len(value) != length:
            raise ValueError("it is cut short")
        name = data[at:name_end].decode()
        at = length_end + 1 + length
        if kind == b"i":
            yield name, int(value)
        elif kind == b"s":
            yield name, value.decode()
        elif kind == b"b":
            yield name, value
        else:
            raise ValueError(f"kind {kind!r}")
