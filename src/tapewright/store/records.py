"""Rows into records and records into rows. What cannot be read back is DamagedProjectError, naming the row."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tapewright.errors import DamagedProjectError, TapewrightError, UsageError
from tapewright.model import (
    AudioStream,
    Provenance,
    SourceFile,
    Speaker,
    SpeakerId,
    Tape,
    TapeId,
    Transcript,
    TranscriptId,
    Turn,
    TurnId,
    VideoStream,
)
from tapewright.store import TranscriptHead
from tapewright.store.packing import LATEST, pack, unpack
from tapewright.store.rows import SPEAKER, TRANSCRIPT, TURN, Row, Value
from tapewright.timing import FrameRate, Ticks, TimecodeFormat

BY_PLACE = "ORDER BY place, id"


def tape_row(number: int, tape: Tape) -> Row:
    """The row of a tape; its files are rows of their own."""
    _check_ticks(tape.id, tape.duration, tape.start_timecode)
    return {
        "number": number,
        "id": tape.id,
        "title": tape.title,
        "rate_numerator": tape.format.rate.numerator,
        "rate_denominator": tape.format.rate.denominator,
        "drop_frame": tape.format.drop,
        "duration": tape.duration,
        "start_timecode": tape.start_timecode,
        "reel": tape.reel,
        "note": tape.note,
    }


def file_row(number: int, tape: int, place: int, file: SourceFile) -> Row:
    """The row of one source file. Its path is kept as bytes: not every file name is text."""
    _check_ticks(file.path, file.duration, file.offset, file.start_timecode or 0, file.size)
    return {
        "id": number,
        "tape": tape,
        "place": place,
        "path": _path_bytes(file.path),
        "size": file.size,
        "offset_on_tape": file.offset,
        "duration": file.duration,
        "start_timecode": file.start_timecode,
        "reel": file.reel,
        "container": file.container,
        "video": None if file.video is None else _write_json(_video_record(file.video)),
        "audio": None
        if file.audio is None
        else _write_json({"rate_hz": file.audio.rate_hz, "channels": file.audio.channels, "codec": file.audio.codec}),
        "digests": _write_json(dict(file.digests)),
    }


def speaker_row(speaker: Speaker) -> Row:
    """The row of a speaker."""
    return {"id": speaker.id, "name": speaker.name, "group_name": speaker.group, "note": speaker.note}


def transcript_row(transcript: Transcript, tape: int, *, current: bool) -> Row:
    """The row of a transcript; its turns are rows of their own."""
    made = transcript.provenance
    return {
        "id": transcript.id,
        "tape": tape,
        "version": transcript.version,
        "is_current": current,
        **provenance_columns(made),
        "language": transcript.language,
        "counts": _write_json(dict(transcript.counts)),
    }


def turn_row(turn: Turn, transcript: int, place: bytes) -> Row:
    """The row of a turn: its text and, beside it, the packed times of its words."""
    extent = turn.interval
    return {
        "id": turn.id,
        "transcript": transcript,
        "place": place,
        "speaker": turn.speaker,
        "starts": extent.start,
        "ends": extent.end,
        "revision": turn.revision,
        "times": pack(turn.words),
        "text": turn.text,
    }


def read_tape(row: Mapping[str, Any], files: Iterable[Mapping[str, Any]]) -> Tape:
    """The tape of a row and its files' rows in order."""
    with damage_named(f"tape {row['id']}"):
        return Tape(
            id=TapeId(row["id"]),
            title=row["title"],
            format=_format(row["rate_numerator"], row["rate_denominator"], row["drop_frame"]),
            duration=Ticks(row["duration"]),
            start_timecode=Ticks(row["start_timecode"]),
            files=tuple(_read_file(file) for file in files),
            reel=row["reel"],
            note=row["note"],
        )


def read_speaker(values: tuple[Value, ...]) -> Speaker:
    """The speaker of a row of SPEAKER."""
    row: dict[str, Any] = SPEAKER.row(values)
    return Speaker(id=SpeakerId(row["id"]), name=row["name"], group=row["group_name"], note=row["note"])


def read_provenance(row: Mapping[str, Any]) -> tuple[Provenance, dict[str, int]]:
    """Where a transcript came from, and what the guards counted."""
    with damage_named(f"transcript {row['id']}"):
        counts: dict[str, int] = json.loads(row["counts"])
        return read_made_by(row), counts


def provenance_columns(made: Provenance) -> Row:
    """Where a record came from, as the columns of its row."""
    return {
        "tool": made.tool,
        "tool_version": made.version,
        "settings": _write_json(dict(made.settings)),
        "input_digest": made.input_digest,
        "made_at": made.made_at,
    }


def read_made_by(row: Mapping[str, Any]) -> Provenance:
    """Where the record of a row came from."""
    settings = json.loads(row["settings"])
    if not isinstance(settings, dict):
        raise ValueError("its settings are no record")
    return Provenance(
        tool=row["tool"],
        version=row["tool_version"],
        settings=settings,
        input_digest=row["input_digest"],
        made_at=row["made_at"],
    )


def read_turn(row: Mapping[str, Any]) -> Turn:
    """The turn of a row, with its words."""
    with damage_named(f"turn {row['id']}"):
        return Turn(
            words=unpack(row["times"], row["text"], row["starts"]),
            speaker=None if row["speaker"] is None else SpeakerId(row["speaker"]),
            id=TurnId(row["id"]),
            revision=row["revision"],
        )


def read_transcript(row: Mapping[str, Any], tape: TapeId, turns: Iterable[Turn]) -> Transcript:
    """The transcript of a row and its turns."""
    provenance, counts = read_provenance(row)
    return Transcript(
        tape=tape,
        turns=tuple(turns),
        provenance=provenance,
        language=row["language"],
        counts=counts,
        id=TranscriptId(row["id"]),
        version=row["version"],
    )


def select_turns(connection: sqlite3.Connection, where: str, parameters: Mapping[str, object]) -> list[Turn]:
    """Turns by any condition on table ``turn``, in their order within a transcript."""
    rows = connection.execute(f"{TURN.select} WHERE {where} {BY_PLACE}", parameters)
    return [read_turn(TURN.row(values)) for values in rows]


_CURRENT = (
    "transcript = (SELECT transcript.id FROM transcript JOIN tape ON tape.number = transcript.tape "
    "WHERE tape.id = :tape AND transcript.is_current)"
)


def current_turns(connection: sqlite3.Connection, tape: TapeId) -> list[Turn]:
    """All turns of a tape's current transcript in order; none where it has no transcript."""
    return select_turns(connection, _CURRENT, {"tape": tape})


def current_turns_in(connection: sqlite3.Connection, tape: TapeId, start: int, end: int) -> list[Turn]:
    """The turns of a tape's current transcript that share a tick with the interval, in order."""
    return select_turns(
        connection, f"{_CURRENT} AND starts < :end AND ends > :start", {"tape": tape, "start": start, "end": end}
    )


def turns_by_id(connection: sqlite3.Connection, turns: Iterable[int]) -> list[Turn]:
    """These turns in the order that they were asked for; those that are gone are left out."""
    found = (connection.execute(TURN.select_one, {"key": turn}).fetchone() for turn in turns)
    return [read_turn(TURN.row(values)) for values in found if values is not None]


def select_heads(connection: sqlite3.Connection, tape: TapeId | None) -> list[TranscriptHead]:
    """What is known of each transcript without reading it: of one tape, or of all."""
    columns = ", ".join(f"transcript.{column}" for column in TRANSCRIPT.columns)
    found = connection.execute(
        f"SELECT {columns}, tape.id, transcript_size.turns, transcript_size.words FROM transcript "
        "JOIN tape ON tape.number = transcript.tape "
        "JOIN transcript_size ON transcript_size.transcript = transcript.id "
        f"{'' if tape is None else 'WHERE tape.id = :tape '}ORDER BY tape.id, version",
        {"tape": tape},
    )
    return [_read_head(values) for values in found]


def _read_head(values: tuple[Any, ...]) -> TranscriptHead:
    *of_transcript, tape, turns, words = values
    row: dict[str, Any] = TRANSCRIPT.row(tuple(of_transcript))
    provenance, counts = read_provenance(row)
    with damage_named(f"transcript {row['id']}"):
        return TranscriptHead(
            id=TranscriptId(row["id"]),
            tape=TapeId(tape),
            version=row["version"],
            is_current=bool(row["is_current"]),
            provenance=provenance,
            language=row["language"],
            counts=counts,
            turns=turns,
            words=words,
        )


@contextmanager
def damage_named(where: str) -> Iterator[None]:
    """What cannot be a record is damage, and the row is named."""
    try:
        yield
    except DamagedProjectError as error:
        raise DamagedProjectError(error.message, hint=error.hint, place=where) from error
    except (TapewrightError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedProjectError(
            f"it cannot be read back: {error}", place=where, hint="run tapewright verify; restore a backup"
        ) from error


def _read_file(row: Mapping[str, Any]) -> SourceFile:
    video = None if row["video"] is None else json.loads(row["video"])
    audio = None if row["audio"] is None else json.loads(row["audio"])
    return SourceFile(
        path=row["path"].decode("utf-8", "surrogateescape"),
        size=row["size"],
        duration=Ticks(row["duration"]),
        offset=Ticks(row["offset_on_tape"]),
        start_timecode=None if row["start_timecode"] is None else Ticks(row["start_timecode"]),
        reel=row["reel"],
        video=None
        if video is None
        else VideoStream(
            width=video["width"],
            height=video["height"],
            format=_format(video["rate"][0], video["rate"][1], video["drop"]),
            codec=video["codec"],
            is_variable=video["is_variable"],
        ),
        audio=None if audio is None else AudioStream(**audio),
        digests=json.loads(row["digests"]),
        container=row["container"],
    )


def _path_bytes(path: str) -> bytes:
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError as error:
        raise UsageError(f"not a path: {path!a}", hint="rename the file") from error


def _video_record(video: VideoStream) -> dict[str, object]:
    return {
        "width": video.width,
        "height": video.height,
        "rate": [video.format.rate.numerator, video.format.rate.denominator],
        "drop": video.format.drop,
        "codec": video.codec,
        "is_variable": video.is_variable,
    }


def _format(numerator: int, denominator: int, drop: object) -> TimecodeFormat:
    return TimecodeFormat(FrameRate(numerator, denominator), bool(drop))


def _write_json(value: object) -> str:
    """JSON that is the same for equal values."""
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise UsageError(f"not plain JSON: {error}") from error


def _check_ticks(what: str, *values: int) -> None:
    if any(abs(value) >= LATEST for value in values):
        raise UsageError(f"{what}: a number is larger than any tape's: {max(values, key=abs)}")
