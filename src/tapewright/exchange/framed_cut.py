"""A cut in whole frames: where each event lies in the programme, and which frames of which source it shows.

Timelines speak in frames, records in ticks. The change is made here, once, for every writer of timelines: the programme
counts in the cut's own rate from 0; a source counts in its file's rate from the label 00:00:00:00.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote, quote_from_bytes

from tapewright.errors import UsageError
from tapewright.model import Cut, CutEvent, SourceFile, Tape
from tapewright.timing import Ticks, TimecodeFormat

_WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What an event is taken from: one file of a tape, or a tape whose media is elsewhere (``file`` None).

    ``counting`` is how its timecode counts; ``first_frame`` is the number of its first frame since 00:00:00:00 by the
    timecode that programs will find in the file itself; ``frames`` is how many there are.
    """

    tape: Tape
    file: SourceFile | None
    counting: TimecodeFormat
    first_frame: int
    frames: int

    @property
    def name(self) -> str:
        """The file's own name with its ending, or the tape's id where the media is elsewhere."""
        return file_name(self.file.path) if self.file else self.tape.id

    @property
    def address(self) -> str:
        """The file's address, percent-encoded; relative where the media is elsewhere."""
        return file_address(self.file.path) if self.file else "./" + quote(self.tape.id)

    @property
    def reel(self) -> str:
        """The reel, as the field says: the file's own, the tape's, else the tape's id (of several files, the stem)."""
        if self.file is None or len(self.tape.files) <= 1:
            own = self.file.reel if self.file else ""
            return own or self.tape.reel or self.tape.id
        return self.file.reel or self.name.rpartition(".")[0] or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedEvent:
    """An event in frames. ``start`` and ``length`` count programme frames from 0, ``source_start`` and
    ``source_length`` source frames from the label 00:00:00:00. Where both count alike the lengths are equal.
    """

    event: CutEvent
    source: Source
    start: int
    length: int
    source_start: int
    source_length: int
    has_picture: bool
    channels: int

    @property
    def end(self) -> int:
        """The programme frame after the last one."""
        return self.start + self.length

    @property
    def source_end(self) -> int:
        """The source frame after the last one."""
        return self.source_start + self.source_length

    @property
    def text(self) -> str:
        """The words that are heard, with one space between."""
        return " ".join(word.text for word in self.event.words)


def framed(cut: Cut) -> list[FramedEvent]:
    """The events of a cut in frames, in programme order. Events shorter than half a frame are left out.

    Raises UsageError where two events overlap in the programme.
    """
    rate = cut.format.rate
    known = [event.file for event in cut.events if event.file]
    assume_picture = not known or any(file.video for file in known)
    placed: list[FramedEvent] = []
    sources: dict[tuple[str, str | None], Source] = {}
    for event in sorted(cut.events, key=lambda e: e.record):
        start, end = rate.nearest_frame(event.record.start), rate.nearest_frame(event.record.end)
        if start == end:
            continue
        if placed and start < placed[-1].end:
            raise UsageError(f"two events of the cut overlap at {cut.format.write(cut.start + event.record.start)}")
        key = (event.tape.id, event.file.path if event.file else None)
        source = sources.setdefault(key, source_of(event.tape, event.file, cut.format))
        placed.append(_place(event, source, start, end - start, cut.format, assume_picture=assume_picture))
    return placed


def source_of(tape: Tape, file: SourceFile | None, programme: TimecodeFormat) -> Source:
    """The source that programs will see.

    A picture counts in its own rate. Sound alone has no frames: programs count its time since midnight in the rate of
    the programme, and so do we. A file counts from its embedded timecode. Without one, the only file of a tape counts
    from the tape's start (0, or what a person has set); one of several files counts from 0, as programs will take it.
    """
    counting = tape.format
    if file and file.video:
        counting = file.video.format
    elif file and tape.format.rate != programme.rate:
        counting = programme
    if file is None:
        first, length = tape.start_timecode, tape.duration
    else:
        first, length = _file_start(tape, file), file.duration
    return Source(
        tape=tape,
        file=file,
        counting=counting,
        first_frame=counting.rate.nearest_frame(first),
        frames=max(1, counting.rate.nearest_frame(length)),
    )


def file_name(path: str) -> str:
    """The last part of a path of either kind of system."""
    pure = PureWindowsPath(path) if _WINDOWS_PATH.match(path) else PurePosixPath(path)
    return pure.name or path


def file_address(path: str) -> str:
    """A ``file:`` address, percent-encoded byte by byte (names need not be UTF-8); ``./…`` for a relative path."""
    if _WINDOWS_PATH.match(path):
        parts = path.replace("\\", "/")
        return f"file:{_percent(parts)}" if parts.startswith("//") else f"file:///{parts[:2]}{_percent(parts[2:])}"
    return f"file://{_percent(path)}" if path.startswith("/") else f"./{_percent(path)}"


def _percent(path: str) -> str:
    try:
        return quote_from_bytes(path.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # half a surrogate pair, which Windows allows in names
        return quote_from_bytes(path.encode("utf-8", "surrogatepass"))


def gaps(placed: list[FramedEvent], *, after: int = 0) -> Iterator[tuple[int, FramedEvent]]:
    """Each event with the number of empty programme frames before it."""
    for framed_event in placed:
        yield framed_event.start - after, framed_event
        after = framed_event.end


def _file_start(tape: Tape, file: SourceFile) -> Ticks:
    if file.start_timecode is not None:
        return file.start_timecode
    return Ticks(tape.start_timecode + file.offset) if len(tape.files) <= 1 else Ticks(0)


def _place(
    event: CutEvent, source: Source, start: int, length: int, programme: TimecodeFormat, *, assume_picture: bool
) -> FramedEvent:
    file, rate = event.file, source.counting.rate
    into = event.source.start - (file.offset if file else 0)
    first = _file_start(event.tape, file) if file else event.tape.start_timecode
    alike = rate == programme.rate
    return FramedEvent(
        event=event,
        source=source,
        start=start,
        length=length,
        source_start=rate.nearest_frame(first + into),
        source_length=length if alike else max(1, rate.nearest_frame(event.source.duration)),
        has_picture=bool(file.video) if file else assume_picture,
        channels=(file.audio.channels if file.audio else 0) if file else 2,
    )
