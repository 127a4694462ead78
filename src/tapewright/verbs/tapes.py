"""List the tapes of a project, with their transcripts' state."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.model import SourceFile, Tape
from tapewright.store import TranscriptHead
from tapewright.timing import to_float_seconds
from tapewright.verbs.listenaid import has_aid
from tapewright.verbs.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeRow:
    """A tape, its current transcript, if it has one, and whether it has a listening copy."""

    tape: Tape
    transcript: TranscriptHead | None
    has_listening_copy: bool = False


def tapes(project: Project) -> list[TapeRow]:
    """Every tape in the order of its id."""
    current = {head.tape: head for head in project.store.transcript_heads() if head.is_current}
    return [
        TapeRow(tape=tape, transcript=current.get(tape.id), has_listening_copy=has_aid(project, tape))
        for tape in project.store.tapes()
    ]


def record(rows: list[TapeRow]) -> dict[str, object]:
    """``{"tapes": [{"id", "title", "duration", "ticks", "start_timecode", "rate", "drop_frame", "files", …,
    "listening_copy"}]}``: whether it has one.
    """
    return {
        "tapes": [{**tape_record(row.tape, row.transcript), "listening_copy": row.has_listening_copy} for row in rows]
    }


def tape_record(tape: Tape, transcript: TranscriptHead | None) -> dict[str, object]:
    """One tape as JSON. ``duration`` in seconds, ``ticks`` its whole ticks."""
    return {
        "id": tape.id,
        "title": tape.title,
        "duration": to_float_seconds(tape.duration),
        "ticks": tape.duration,
        "start_timecode": tape.timecode(0),
        "start_ticks": tape.start_timecode,
        "rate": str(tape.format.rate),
        "drop_frame": tape.format.drop,
        "reel": tape.reel,
        "note": tape.note,
        "files": [_file_record(file) for file in tape.files],
        "transcript": _head_record(transcript) if transcript else None,
    }


def _file_record(file: SourceFile) -> dict[str, object]:
    return {
        "path": file.path,
        "size": file.size,
        "offset": to_float_seconds(file.offset),
        "duration": to_float_seconds(file.duration),
        "reel": file.reel,
        "container": file.container,
        "digests": dict(file.digests),
        "video": None
        if file.video is None
        else {
            "width": file.video.width,
            "height": file.video.height,
            "rate": str(file.video.format.rate),
            "codec": file.video.codec,
            "is_variable": file.video.is_variable,
        },
        "audio": None
        if file.audio is None
        else {"rate_hz": file.audio.rate_hz, "channels": file.audio.channels, "codec": file.audio.codec},
    }


def _head_record(head: TranscriptHead) -> dict[str, object]:
    return {
        "version": head.version,
        "engine": head.provenance.tool,
        "model": head.provenance.settings.get("model", ""),
        "language": head.language,
        "turns": head.turns,
        "words": head.words,
        "counts": dict(head.counts),
    }
