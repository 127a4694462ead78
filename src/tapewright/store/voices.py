"""Voices and exemplars: rows into records and records into rows, and how they are read.

Intervals are packed as varints (seven bits a byte, low ones first): the layout's number, how many, the greatest ticks
of which every number is a whole one, and for each interval how far it starts behind the end of the one before (its
sign in the lowest bit) and how long it is. Embeddings are float32, little-endian, as networks give them.
"""

from __future__ import annotations

import math
import sqlite3
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from typing import Any

from tapewright.errors import DamagedProjectError, NotFoundError, UsageError
from tapewright.model import (
    Embedding,
    Exemplar,
    ExemplarId,
    FoundVoice,
    Provenance,
    Span,
    SpeakerId,
    TapeId,
    Voice,
    VoiceId,
)
from tapewright.store.packing import LATEST, read_varint, varint
from tapewright.store.records import damage_named, provenance_columns, read_made_by
from tapewright.store.rows import DIARIZATION, EXEMPLAR, VOICE, Row
from tapewright.timing import Interval, Ticks

LAYOUT = 1
_MILLIONTHS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """That voices were looked for on a tape, and by what: also where none was found."""

    id: int
    tape: TapeId
    provenance: Provenance


def diarization_row(number: int, tape: int, made: Provenance) -> Row:
    """The row that says that voices were looked for on a tape; ``tape`` is its number."""
    return {"id": number, "tape": tape, **provenance_columns(made)}


def voice_row(voice: Voice, diarization: int) -> Row:
    """The row of a voice; speakers that it is not are rows of their own."""
    return {
        "id": voice.id,
        "diarization": diarization,
        "number": voice.found.number,
        "speaker": voice.speaker,
        "is_confirmed": voice.is_confirmed,
        "centre": pack_embedding(voice.found.centre),
        "spread": _in_millionths(voice.found.spread),
        "utterances": pack_intervals(voice.utterances),
        "samples": pack_intervals(voice.found.samples),
    }


def exemplar_row(exemplar: Exemplar, tape: int) -> Row:
    """The row of an exemplar; ``tape`` is the number of its tape."""
    interval = exemplar.span.interval
    if interval.end >= LATEST:
        raise UsageError(f"{exemplar.span.tape}: a place lies later than any tape: {interval.end}")
    return {
        "id": exemplar.id,
        "tape": tape,
        "starts": interval.start,
        "ends": interval.end,
        "speaker": exemplar.speaker,
        "embedding": pack_embedding(exemplar.embedding),
        **provenance_columns(exemplar.provenance),
    }


def read_voice(row: Mapping[str, Any], rejected: Iterable[int], made: Finding) -> Voice:
    """The voice of a row and the speakers that it is not."""
    with damage_named(f"voice {row['id']}"):
        return Voice(
            tape=made.tape,
            found=FoundVoice(
                number=row["number"],
                centre=unpack_embedding(row["centre"]),
                spread=row["spread"] / _MILLIONTHS,
                samples=unpack_intervals(row["samples"]),
            ),
            utterances=unpack_intervals(row["utterances"]),
            speaker=SpeakerId(row["speaker"]),
            is_confirmed=bool(row["is_confirmed"]),
            rejected=frozenset(map(SpeakerId, rejected)),
            provenance=made.provenance,
            id=VoiceId(row["id"]),
        )


def select_findings(connection: sqlite3.Connection, tape: TapeId | None = None) -> list[Finding]:
    """On which tapes voices were looked for, by tape."""
    columns = ", ".join(f"diarization.{column}" for column in DIARIZATION.columns)
    condition = "" if tape is None else "WHERE tape.id = :tape"
    rows = connection.execute(
        f"SELECT {columns}, tape.id FROM diarization JOIN tape ON tape.number = diarization.tape {condition} "
        "ORDER BY tape.id",
        {"tape": tape},
    )
    found: list[Finding] = []
    for *values, name in rows:
        row: dict[str, Any] = DIARIZATION.row(tuple(values))
        with damage_named(f"diarization {row['id']}"):
            found.append(Finding(id=row["id"], tape=TapeId(name), provenance=read_made_by(row)))
    return found


def select_voices(connection: sqlite3.Connection, tape: TapeId | None = None) -> list[Voice]:
    """The voices of a tape, or of all, by tape and number."""
    findings = {finding.id: finding for finding in select_findings(connection, tape)}
    rejected: dict[int, list[int]] = {}
    for voice, speaker in connection.execute("SELECT voice, speaker FROM voice_rejected"):
        rejected.setdefault(voice, []).append(speaker)
    condition = "" if tape is None else "WHERE diarization IN (SELECT diarization.id FROM diarization JOIN tape ON "
    condition += "" if tape is None else "tape.number = diarization.tape WHERE tape.id = :tape)"
    rows: list[dict[str, Any]] = [
        VOICE.row(values) for values in connection.execute(f"{VOICE.select} {condition}", {"tape": tape})
    ]
    voices: list[Voice] = []
    for row in rows:
        if row["diarization"] not in findings:
            raise DamagedProjectError("it is a voice of no tape", place=f"voice {row['id']}", hint="restore a backup")
        voices.append(read_voice(row, rejected.get(row["id"], ()), findings[row["diarization"]]))
    return sorted(voices, key=lambda voice: (voice.tape, voice.found.number, voice.id))


def select_voice(connection: sqlite3.Connection, voice: VoiceId) -> Voice:
    """One voice. NotFoundError where there is none."""
    tape = connection.execute(
        "SELECT tape.id FROM voice JOIN diarization ON diarization.id = voice.diarization "
        "JOIN tape ON tape.number = diarization.tape WHERE voice.id = :voice",
        {"voice": voice},
    ).fetchone()
    found = [] if tape is None else [one for one in select_voices(connection, TapeId(tape[0])) if one.id == voice]
    if not found:
        raise NotFoundError(f"there is no voice V{voice}", hint="tapewright speakers list shows them")
    return found[0]


def select_exemplars(connection: sqlite3.Connection) -> list[Exemplar]:
    """All exemplars in the order in which they were made."""
    columns = ", ".join(f"exemplar.{column}" for column in EXEMPLAR.columns)
    rows = connection.execute(
        f"SELECT {columns}, tape.id FROM exemplar JOIN tape ON tape.number = exemplar.tape ORDER BY exemplar.id"
    )
    found: list[Exemplar] = []
    for *values, name in rows:
        row: dict[str, Any] = EXEMPLAR.row(tuple(values))
        with damage_named(f"exemplar {row['id']}"):
            found.append(
                Exemplar(
                    span=Span(TapeId(name), Interval(Ticks(row["starts"]), Ticks(row["ends"]))),
                    speaker=SpeakerId(row["speaker"]),
                    embedding=unpack_embedding(row["embedding"]),
                    provenance=read_made_by(row),
                    id=ExemplarId(row["id"]),
                )
            )
    return found


def pack_intervals(intervals: Sequence[Interval]) -> bytes:
    """Intervals in their order, exact to the tick. UsageError for one that lies beyond ``LATEST``."""
    if max((interval.end for interval in intervals), default=0) >= LATEST:
        raise UsageError(f"a voice is heard later than any tape: {max(i.end for i in intervals)} ticks")
    before = 0
    numbers: list[tuple[int, int]] = []
    for interval in intervals:
        numbers.append((interval.start - before, interval.duration))
        before = interval.end
    unit = gcd(*(number for pair in numbers for number in pair)) or 1
    out = [bytes((LAYOUT,)), varint(len(numbers)), varint(unit)]
    for gap, length in numbers:
        out += [varint(abs(gap // unit) << 1 | (gap < 0)), varint(length // unit)]
    return b"".join(out)


def unpack_intervals(packed: bytes) -> tuple[Interval, ...]:
    """The intervals that were packed. DamagedProjectError for bytes that are not whole."""
    try:
        if packed[0] != LAYOUT:
            raise ValueError(f"layout {packed[0]} is not known here")
        count, at = read_varint(packed, 1)
        unit, at = read_varint(packed, at)
        found: list[Interval] = []
        before = 0
        for _ in range(count):
            gap, at = read_varint(packed, at)
            length, at = read_varint(packed, at)
            start = before + unit * (-(gap >> 1) if gap & 1 else gap >> 1)
            before = start + unit * length
            if not 0 <= start <= before < LATEST:
                raise ValueError(f"a time is impossible: {start} to {before}")
            found.append(Interval(Ticks(start), Ticks(before)))
        if at != len(packed):
            raise ValueError(f"{len(packed) - at} bytes too many")
    except (IndexError, ValueError) as error:
        raise DamagedProjectError(
            f"packed times of a voice cannot be read: {error}", hint="run tapewright verify; restore a backup"
        ) from error
    return tuple(found)


def pack_embedding(embedding: Embedding) -> bytes:
    """Four bytes a number. UsageError for one that is no number or too large for four bytes."""
    try:
        packed = struct.pack(f"<{len(embedding)}f", *embedding)
    except (OverflowError, struct.error) as error:
        raise UsageError(f"not an embedding: {error}") from error
    if not all(map(math.isfinite, embedding)):
        raise UsageError("not an embedding: it holds what is no number")
    return packed


def unpack_embedding(packed: bytes) -> Embedding:
    """The numbers that were packed. DamagedProjectError for bytes that are no such numbers."""
    if len(packed) % 4:
        raise DamagedProjectError(f"an embedding of {len(packed)} bytes", hint="restore a backup")
    numbers = struct.unpack(f"<{len(packed) // 4}f", packed)
    if not all(map(math.isfinite, numbers)):
        raise DamagedProjectError("an embedding holds what is no number", hint="restore a backup")
    return numbers


def _in_millionths(likeness: float) -> int:
    if not -1.001 <= likeness <= 1.001:
        raise UsageError(f"not a likeness: {likeness}")
    return round(likeness * _MILLIONTHS)
