"""The cut: resolved bites laid end to end on the programme's frame grid.

One rounding: a cut point goes to the nearest frame (``FrameRate.nearest_frame``; half a frame goes to the later one).
A source starts on the frame grid of its file, counted from the file's first frame: that of its picture, or, where
there is only sound, the programme's. An event is a whole number of programme frames long, in source and
record alike, so that nothing drifts; where the rates are equal, its source end is on the frame grid too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tapewright.model import Cut, CutEvent, SourceFile, Tape
from tapewright.story.resolve import Resolved
from tapewright.timing import FrameRate, Interval, Ticks, TimecodeFormat, subtract, write_clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something about a bite that a person must know before trusting the cut.

    ``bite`` counts from 1 as in ``CutEvent`` (0: no bite at all), ``line`` is its first line in the file.
    ``is_left_out``: nothing of the bite is in the cut.
    """

    bite: int
    line: int
    message: str
    is_left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """A cut, and what could not be laid as written."""

    cut: Cut
    problems: tuple[Problem, ...]


def lay(title: str, format: TimecodeFormat, start: Ticks, bites: Sequence[Resolved]) -> Laid:
    """Every bite's ranges in order, from record time 0, without gap or overlap.

    Ranges of one bite that touch or overlap once they are on frames become one event; two bites may use the same
    frames. Where a recorder went on in a new file inside a frame, that frame belongs to neither and is not played.
    """
    events: list[CutEvent] = []
    problems: list[Problem] = []
    record = 0
    for bite in bites:
        named: list[str] = []
        pieces = _merged(list(_pieces(bite, format.rate, named)))
        for piece in pieces:
            event = _event(bite, piece, record)
            events.append(event)
            record = event.record.end
        problems += (
            Problem(bite=bite.number, line=bite.line, message=message, is_left_out=not pieces) for message in named
        )
    return Laid(cut=Cut(title=title, format=format, start=start, events=tuple(events)), problems=tuple(problems))


def _event(bite: Resolved, piece: _Piece, record: int) -> CutEvent:
    source = Interval(piece.start, Ticks(piece.end))
    return CutEvent(
        tape=bite.tape,
        file=piece.grid.file,
        source=source,
        record=source.moved(record - source.start),
        bite=bite.number,
        scene=bite.scene,
        speaker=bite.bite.speaker,
        speaker_id=bite.speaker_id,
        words=tuple(word for word in bite.words if piece.wanted.holds(word.interval.middle)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """Where the frames of a piece of tape begin: at ``origin`` and every ``rate`` frame from there.

    ``limits`` is what there is of the media in tape time, or None where nobody knows. ``programme`` gives the length
    of an event's frames.
    """

    file: SourceFile | None
    limits: Interval | None
    origin: Ticks
    rate: FrameRate
    programme: FrameRate

    def snap(self, wanted: Interval) -> _Piece | None:
        """The frames for a wanted interval, inside the limits; None where no whole frame is left."""
        start = self.rate.nearest_frame(wanted.start - self.origin)
        frames = self._programme_frame(wanted.end) - self._programme_frame(wanted.start)
        # Two ends that go to one frame boundary from both sides still hold half a frame or more.
        frames = max(frames, 1)
        if self.limits:
            first = max(start, self.rate.first_frame_from(self.limits.start - self.origin))
            frames -= self.programme.nearest_frame(self.rate.at_frame(first - start))
            start = first
            frames = min(frames, self.programme.frame_at(self.limits.end - self.origin - self.rate.at_frame(start)))
        if frames < 1:
            return None
        return _Piece(grid=self, wanted=wanted, start=Ticks(self.origin + self.rate.at_frame(start)), frames=frames)

    def _programme_frame(self, tick: int) -> int:
        return self.programme.nearest_frame(tick - self.origin)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """``frames`` of the programme out of one file, from ``start``; ``wanted`` is what they stand for."""

    grid: _Grid
    wanted: Interval
    start: Ticks
    frames: int

    @property
    def end(self) -> int:
        return self.start + self.frames * self.grid.programme.ticks_per_frame


def _pieces(bite: Resolved, programme: FrameRate, named: list[str]) -> Iterator[_Piece]:
    """The pieces of all ranges in order; what is dropped, clipped or missing is ``named``."""
    if not bite.ranges:
        named.append("it is empty" if bite.span.is_empty else "nothing is left of it: every word is struck or left out")
    grids = _grids(bite.tape, programme)
    for wanted in bite.ranges:
        if wanted.duration * 2 < programme.ticks_per_frame:
            named.append(f"{_clock(wanted)} is shorter than half a frame and is left out")
            continue
        before = len(named)
        parts = [(grid, part) for grid in grids if (part := _shared(wanted, grid.limits))]
        pieces = [piece for grid, part in parts if (piece := grid.snap(part))]
        missing = subtract([wanted], [part for _, part in parts])
        named += (_missing(hole, bite.tape) for hole in missing if hole.duration >= programme.ticks_per_frame)
        if not pieces and len(named) == before:
            named.append(f"less than a whole frame of media is left at {_clock(wanted)}")
        yield from pieces


def _shared(wanted: Interval, limits: Interval | None) -> Interval | None:
    return wanted if limits is None else wanted.shared(limits)


def _missing(hole: Interval, tape: Tape) -> str:
    end = max(tape.media_extent.end if tape.media_extent else 0, tape.duration)
    return f"{_clock(hole)} " + ("is beyond the end of the tape" if hole.end > end else "has no media")


def _grids(tape: Tape, programme: FrameRate) -> list[_Grid]:
    """One grid for each file, or one for a tape whose media is elsewhere."""
    if not tape.files:
        limits = tape.extent if tape.duration else None
        # Only its timecode is known: its frames begin where its labels do.
        origin = Ticks(-tape.start_timecode)
        return [_Grid(file=None, limits=limits, origin=origin, rate=tape.format.rate, programme=programme)]
    return [
        _Grid(
            file=file,
            limits=file.extent,
            origin=file.offset,
            rate=file.video.format.rate if file.video else programme,
            programme=programme,
        )
        for file in tape.files
    ]


def _merged(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Pieces of one file that touch or overlap on frames as one, so that no frame is played twice in a row."""
    merged: list[_Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and last.grid is piece.grid and piece.start <= last.end:
            both = Interval(last.wanted.start, piece.wanted.end)
            merged[-1] = piece.grid.snap(both) or last
        else:
            merged.append(piece)
    return merged


def _clock(interval: Interval) -> str:
    return f"{write_clock(interval.start)} to {write_clock(interval.end)}"


__all__ = ["Laid", "Problem", "lay"]
