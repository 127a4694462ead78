"""What was found in a file, kept beside its sound, so that work that was stopped does not read it again.

A file is taken for the same where path, size and time of modification are (as restic and rsync do). ``verify`` never
relies on this: it reads.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import xxhash

from tapewright.errors import StorageError, UsageError
from tapewright.media import FileFacts
from tapewright.media.cachefolder import facts_path, settle, unfinished
from tapewright.model import AudioStream, SourceFile, VideoStream
from tapewright.timing import FrameRate, Ticks, TimecodeFormat

_VERSION = 1
"""Raise it when facts are found differently, so that older ones are made again."""


def recall(path: Path, cache: Path) -> FileFacts | None:
    """What is remembered of the file as it lies there now, or None."""
    try:
        held = json.loads(facts_path(cache, _key(path)).read_text(encoding="utf-8"))
        if held["version"] != _VERSION or held["path"] != os.fsdecode(path) or held["stamp"] != _stamp(path):
            return None
        return _from_json(held["facts"], str(path))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, UsageError):
        # A note that cannot be read is worth nothing; the file itself is.
        return None


def remember(path: Path, facts: FileFacts, cache: Path) -> None:
    """Note what was found. A disk that refuses is no reason to lose the facts."""
    final = facts_path(cache, _key(path))
    note = {"version": _VERSION, "path": os.fsdecode(path), "stamp": _stamp(path), "facts": _to_json(facts)}
    with suppress(StorageError, OSError), unfinished(final) as temporary:
        temporary.write_text(json.dumps(note), encoding="utf-8")
        settle(temporary, final)


def _key(path: Path) -> str:
    return str(xxhash.xxh3_128_hexdigest(os.fsencode(path)))


def _stamp(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _to_json(facts: FileFacts) -> dict[str, Any]:
    file = facts.file
    return {
        "size": file.size,
        "duration": file.duration,
        "start_timecode": file.start_timecode,
        "reel": file.reel,
        "container": file.container,
        "digests": dict(file.digests),
        "video": None
        if file.video is None
        else [
            file.video.width,
            file.video.height,
            _format_to_json(file.video.format),
            file.video.codec,
            file.video.is_variable,
        ],
        "audio": None if file.audio is None else [file.audio.rate_hz, file.audio.channels, file.audio.codec],
        "timecode": _format_to_json(facts.timecode),
        "is_timecode_certain": facts.is_timecode_certain,
        "is_silent": facts.is_silent,
        "title": facts.title,
        "recorded_at": facts.recorded_at,
        "remarks": list(facts.remarks),
    }


def _from_json(held: dict[str, Any], path: str) -> FileFacts:
    video, audio, start = held["video"], held["audio"], held["start_timecode"]
    file = SourceFile(
        path=path,
        size=held["size"],
        duration=Ticks(held["duration"]),
        start_timecode=None if start is None else Ticks(start),
        reel=held["reel"],
        video=None if video is None else _video(*video),
        audio=None if audio is None else AudioStream(rate_hz=audio[0], channels=audio[1], codec=audio[2]),
        digests=held["digests"],
        container=held["container"],
    )
    return FileFacts(
        file=file,
        timecode=_format_from_json(held["timecode"]),
        is_timecode_certain=held["is_timecode_certain"],
        is_silent=held["is_silent"],
        title=held["title"],
        recorded_at=held["recorded_at"],
        remarks=tuple(held["remarks"]),
    )


def _video(width: int, height: int, format: list[Any], codec: str, is_variable: bool) -> VideoStream:
    counting = _format_from_json(format)
    assert counting is not None
    return VideoStream(width=width, height=height, format=counting, codec=codec, is_variable=is_variable)


def _format_to_json(format: TimecodeFormat | None) -> list[Any] | None:
    return None if format is None else [format.rate.numerator, format.rate.denominator, format.drop]


def _format_from_json(held: list[Any] | None) -> TimecodeFormat | None:
    return None if held is None else TimecodeFormat(FrameRate(held[0], held[1]), held[2])
