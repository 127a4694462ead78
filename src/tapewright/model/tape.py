"""Tapes: one clock each, over one or several source files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NewType

from tapewright.errors import UsageError
from tapewright.timing import Interval, Ticks, TimecodeFormat, cover

TapeId = NewType("TapeId", str)

_TAPE_ID = re.compile(r"[^\W_][\w.-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoStream:
    """The picture of a file. ``format`` holds its frame rate; ``is_variable``: frames are not evenly spaced."""

    width: int
    height: int
    format: TimecodeFormat
    codec: str = ""
    is_variable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioStream:
    """The sound of a file: the first audio stream, whose channels are counted as they lie."""

    rate_hz: int
    channels: int
    codec: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file of a tape, opened read-only and never moved by us.

    ``offset`` is where the file begins on the tape's clock; ``duration`` is measured from the streams.
    ``start_timecode`` is the embedded label of the file's first frame, in ticks since 00:00:00:00, or None where the
    file carries none. ``digests`` maps a name (``xxh128``, ``xxh64``) to a lower-case hex digest of the whole file.
    """

    path: str
    size: int
    duration: Ticks
    offset: Ticks = Ticks(0)
    start_timecode: Ticks | None = None
    reel: str = ""
    video: VideoStream | None = None
    audio: AudioStream | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    container: str = ""

    @property
    def extent(self) -> Interval:
        """Where the file lies on the tape's clock."""
        return Interval(self.offset, Ticks(self.offset + self.duration))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tape:
    """A recording with one clock that starts at 0.

    ``format`` is how its timecode counts; ``start_timecode`` is the label of tape time 0, in ticks since
    00:00:00:00, so that ``format.write(start_timecode + t)`` is the source timecode at tape time ``t``.
    A tape without files stands for media that is elsewhere.
    """

    id: TapeId
    title: str
    format: TimecodeFormat
    duration: Ticks
    start_timecode: Ticks = Ticks(0)
    files: tuple[SourceFile, ...] = ()
    reel: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        check_tape_id(self.id)
        if self.duration < 0:
            raise UsageError(f"tape {self.id} has a negative length")
        if any(later.offset < earlier.extent.end for earlier, later in zip(self.files, self.files[1:], strict=False)):
            raise UsageError(f"the files of tape {self.id} overlap on its clock")

    @property
    def extent(self) -> Interval:
        """The whole tape."""
        return Interval(Ticks(0), self.duration)

    @property
    def has_video(self) -> bool:
        """Whether any file has a picture."""
        return any(file.video for file in self.files)

    def timecode(self, ticks: int) -> str:
        """The source timecode at a tape time."""
        return self.format.write(self.start_timecode + ticks)

    def at_timecode(self, label: str) -> Ticks:
        """The tape time of a source timecode; a label before the start means after midnight."""
        return self.format.after(label, self.start_timecode)

    def pieces(self, interval: Interval) -> list[tuple[SourceFile, Interval]]:
        """The files under an interval of the tape, each with the part of it, still in tape time."""
        return [(file, part) for file in self.files if (part := file.extent.shared(interval))]

    @property
    def media_extent(self) -> Interval | None:
        """From the first file's start to the last file's end, or None where there is no media."""
        return cover(file.extent for file in self.files)


def check_tape_id(text: str) -> TapeId:
    """The id itself, if it is one: letters, digits, ``. _ -``, at most 64, beginning with a letter or digit."""
    if not _TAPE_ID.fullmatch(text):
        raise UsageError(
            f"not a tape id: {text!r}", hint="use letters, digits, '.', '_' and '-', at most 64, no spaces"
        )
    return TapeId(text)
