"""Times as people type them into a transcript: SMPTE timecode, or a clock of hours, minutes and seconds."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tapewright.errors import UsageError
from tapewright.model import Tape
from tapewright.timing import Ticks, from_seconds
from tapewright.words.counted import counted

TIMECODE = r"\d{1,2}[:;]\d{2}[:;]\d{2}[:;]\d{2,3}"
CLOCK = r"\d{1,3}:\d{2}:\d{2}(?:[.,]\d{1,3})?"
SHORT_CLOCK = r"\d{1,3}:\d{2}(?:[.,]\d{1,3})?"

_CLOCK_PARTS = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?")
_MOST_NAMED = 5
"""How many bad timecodes a remark names; it counts them all."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as written, and the line, counted from 1, on which it stands."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class StampsRead:
    """The tape time of every stamp, None for those that cannot be used, and why not."""

    ticks: tuple[Ticks | None, ...]
    remarks: tuple[str, ...]


def read_stamps(stamps: Sequence[Stamp], tape: Tape) -> StampsRead:
    """Tape times. Timecode counts as the tape counts; a clock counts from the tape's beginning or from its start
    timecode, whichever fits more of the file. What does not exist, lies outside the tape or runs backwards is None.
    """
    remarks: list[str] = []
    timecodes = {s.text for s in stamps if is_timecode(s.text)}
    labels: dict[str, Ticks] = {}
    missing: list[Stamp] = []
    for stamp in stamps:
        if stamp.text in timecodes and stamp.text not in labels:
            try:
                labels[stamp.text] = tape.at_timecode(_colons(stamp.text))
            except UsageError:
                missing.append(stamp)
    shift = _clock_shift([clock_ticks(s.text) for s in stamps if s.text not in timecodes], tape, remarks)
    ticks = [labels.get(s.text) if s.text in timecodes else _shifted(clock_ticks(s.text), shift) for s in stamps]
    _name(missing, f"do not exist at {tape.format}", remarks)
    if tape.duration:
        outside = [s for s, t in zip(stamps, ticks, strict=True) if t is not None and not 0 <= t <= tape.duration]
        _name(outside, f"lie outside the tape ({tape.timecode(0)} to {tape.timecode(tape.duration)})", remarks)
        ticks = [t if t is not None and 0 <= t <= tape.duration else None for t in ticks]
    kept = _longest_rise(ticks)
    backward = [
        s for place, (s, t) in enumerate(zip(stamps, ticks, strict=True)) if t is not None and place not in kept
    ]
    _name(backward, "run backwards", remarks)
    return StampsRead(tuple(t if place in kept else None for place, t in enumerate(ticks)), tuple(remarks))


def is_timecode(text: str) -> bool:
    """Whether a stamp counts frames: four groups."""
    return re.fullmatch(TIMECODE, text) is not None


def clock_ticks(text: str) -> Ticks:
    """Hours, minutes, seconds and decimals, in ticks."""
    shape = _CLOCK_PARTS.fullmatch(text)
    if not shape:
        raise UsageError(f"not a time: {text!r}", hint="write it as HH:MM:SS or HH:MM:SS:FF")
    hours, minutes, seconds, part = shape.groups()
    return from_seconds(f"{(int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)}.{part or 0}")


def _clock_shift(clocks: Sequence[Ticks], tape: Tape, remarks: list[str]) -> int:
    start, length = tape.start_timecode, tape.duration
    if not clocks or not start or not length:
        return 0
    if sum(start <= t <= start + length for t in clocks) <= sum(t <= length for t in clocks):
        return 0
    remarks.append(f"its times count from the tape's start timecode {tape.timecode(0)}")
    return start


def _colons(text: str) -> str:
    """Semicolons before the last group are slips of the finger: 01:04;52:16."""
    head, frames = text[:-3], text[-3:]
    return head.replace(";", ":") + frames


def _shifted(ticks: Ticks, shift: int) -> Ticks:
    return Ticks(ticks - shift)


def _name(stamps: Sequence[Stamp], what: str, remarks: list[str]) -> None:
    if stamps:
        named = ", ".join(f"{s.text} (line {s.line})" for s in stamps[:_MOST_NAMED])
        more = ", …" if len(stamps) > _MOST_NAMED else ""
        remarks.append(f"{counted(len(stamps), 'timecode')} not used: {named}{more} {what}")


def _longest_rise(ticks: Sequence[Ticks | None]) -> frozenset[int]:
    """The places of a longest series that never falls: a mistyped time is left out, not all that follow it."""
    tails: list[int] = []
    ends: list[Ticks] = []
    before: dict[int, int | None] = {}
    for place, tick in enumerate(ticks):
        if tick is None:
            continue
        slot = bisect_right(ends, tick)
        before[place] = tails[slot - 1] if slot else None
        tails[slot : slot + 1] = [place]
        ends[slot : slot + 1] = [tick]
    kept: list[int] = []
    place_kept = tails[-1] if tails else None
    while place_kept is not None:
        kept.append(place_kept)
        place_kept = before[place_kept]
    return frozenset(kept)
