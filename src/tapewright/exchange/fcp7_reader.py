"""Reads Final Cut Pro 7 XML (``xmeml``), which Premiere and Resolve write too: the first sequence of a file.

Source: Apple, "Final Cut Pro XML Interchange Format", version 5. ``start`` and ``end`` count frames of the sequence,
``in`` and ``out`` frames from the start of the file; -1 stands where a transition is. Premiere's ``pproTicks`` tell the
part of a frame.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from math import isfinite
from typing import Any

from tapewright.errors import InputError, UsageError
from tapewright.exchange.timeline_events import MOST_EVENTS, local_path, losses_told, numbered
from tapewright.exchange.xml_file import read_xml
from tapewright.model import Timeline, TimelineEvent
from tapewright.timing import TICKS_PER_SECOND, FrameRate, Interval, Ticks, TimecodeFormat, frame_rate, nearest

_PREMIERE_TICKS = 254_016_000_000 // TICKS_PER_SECOND
"""Premiere's ticks in one of ours; exact."""

_FARTHEST = 400 * 24 * 3600 * 120
_DEEPEST = 20

_LOST = {
    "sequences": ("sequence", "more in the file: the first was read"),
    "disabled": ("item", "switched off, left out"),
    "transition": ("transition", "read as a cut in its middle"),
    "generator": ("generator", "(title, bars, black) left out"),
    "length": ("clip", "whose place cannot be told left out"),
    "missing": ("clip", "without a file left out"),
    "negative": ("clip", "from before the start of its media left out"),
    "retimed": ("clip", "at another speed than recorded"),
    "nested": ("sequence", "inside another at another speed: read as recorded"),
    "rate": ("rate", "not said: how the programme counts was taken from the project"),
}
"""Each kind of loss, and what became of what was lost."""


class Fcp7Reader:
    """Reads the first sequence; sequences inside it are opened."""

    def read(
        self, data: bytes, *, name: str, format: TimecodeFormat | None = None, usual: TimecodeFormat | None = None
    ) -> Timeline:
        root = read_xml(data, name=name, root="xmeml")
        sequences = [s for s in root.iter("sequence") if s.find("media") is not None and not _is_inside_clip(s)]
        if not sequences:
            raise InputError("there is no sequence in it", place=name, hint="export the sequence itself")
        try:
            state = _Walk(root=root)
            state.lost["sequences"] = len(sequences) - 1
            rate = _rate(sequences[0])
            if rate is None:
                state.lost["rate"] += 1
            counting, start = _counting(sequences[0], rate, format, usual)
            state.sequence(sequences[0], 0, (0, 10**21), (True, True), 0, counting.rate)
        except (InputError, UsageError) as error:
            raise InputError(error.message, place=name, hint=error.hint) from error
        return Timeline(
            title=_text(sequences[0], "name"),
            kind="fcp7",
            format=counting,
            start=start,
            events=numbered(state.events),
            remarks=losses_told(state.lost, _LOST),
        )


@dataclass(kw_only=True)
class _Walk:
    """What was found and what was lost. A window is what the clips around leave to be seen, in record ticks."""

    root: Any
    events: list[TimelineEvent] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    files: dict[str, Any] = field(default_factory=dict)
    nested: dict[str, Any] = field(default_factory=dict)
    clips: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for file in self.root.iter("file"):
            if len(file):
                self.files.setdefault(file.get("id", ""), file)
        for clip in self.root.iter("clipitem"):
            if len(clip):
                self.clips.setdefault(clip.get("id", ""), clip)
        for sequence in self.root.iter("sequence"):
            if sequence.find("media") is not None:
                self.nested.setdefault(sequence.get("id", ""), sequence)

    def sequence(
        self,
        sequence: Any,
        shift: int,
        window: tuple[int, int],
        seen: tuple[bool, bool],
        depth: int,
        fallback: FrameRate,
    ) -> None:
        """Every track of a sequence whose own time 0 lies at record ``shift``."""
        if depth > _DEEPEST:
            raise InputError("sequences inside sequences without end")
        rate = _rate(sequence) or fallback
        for kind, is_wanted in zip(("video", "audio"), seen, strict=True):
            for number, track in enumerate(sequence.findall(f"media/{kind}/track"), 1):
                if not is_wanted:
                    continue
                if _text(track, "enabled").upper() == "FALSE":
                    self.lost["disabled"] += 1
                    continue
                self._track(track, f"{kind[0].upper()}{number}", kind == "audio", rate, shift, window, depth)

    def _track(
        self, track: Any, name: str, is_sound: bool, rate: FrameRate, shift: int, window: tuple[int, int], depth: int
    ) -> None:
        items = [item for item in track if item.tag in ("clipitem", "transitionitem", "generatoritem")]
        # An empty element with an id stands for the one that was described before.
        items = [item if len(item) else self.clips.get(item.get("id", ""), item) for item in items]
        for place, item in enumerate(items):
            if item.tag == "transitionitem":
                self.lost["transition"] += 1
            elif item.tag == "generatoritem":
                self.lost["generator"] += 1
            elif _text(item, "enabled").upper() == "FALSE":
                self.lost["disabled"] += 1
            else:
                before = items[place - 1] if place else None
                behind = items[place + 1] if place + 1 < len(items) else None
                self._clip(item, before, behind, name, is_sound, rate, shift, window, depth)
        if len(self.events) > MOST_EVENTS:
            raise InputError("too long to be a timeline")

    def _clip(
        self,
        item: Any,
        before: Any,
        behind: Any,
        track: str,
        is_sound: bool,
        rate: FrameRate,
        shift: int,
        window: tuple[int, int],
        depth: int,
    ) -> None:
        start, end = _frames(item, "start"), _frames(item, "end")
        first = _source_in(item, _rate(item) or rate)
        if first is None or start is None or end is None:
            self.lost["length"] += 1
            return
        lead = 0
        if start == -1:
            start, lead = _middle(before)
        if end == -1:
            end = _middle(behind)[0]
        if start is None or end is None or end <= start:
            self.lost["length"] += 1
            return
        scale = _speed(item)
        at, until = shift + rate.at_frame(start), shift + rate.at_frame(end)
        low, high = max(at, window[0]), min(until, window[1])
        if high <= low:
            return
        into = first + rate.at_frame(lead) + low - at
        if (inner := self._inner(item)) is not None:
            self.lost["nested"] += scale != 1
            kinds = (not is_sound, is_sound)
            self.sequence(inner, low - into, (low, high), kinds, depth + 1, rate)
            return
        self._event(item, Interval(Ticks(low), Ticks(high)), nearest(into * abs(scale)), scale, track, is_sound)

    def _inner(self, item: Any) -> Any:
        inner = item.find("sequence")
        if inner is None:
            return None
        return inner if inner.find("media") is not None else self.nested.get(inner.get("id", ""))

    def _event(self, item: Any, record: Interval, into: int, scale: Fraction, track: str, is_sound: bool) -> None:
        file = item.find("file")
        if file is not None and not len(file):
            file = self.files.get(file.get("id", ""), file)
        if file is None:
            self.lost["missing"] += 1
            return
        if into < 0:
            self.lost["negative"] += 1
            return
        label, counting = _timecode(file)
        if scale != 1:
            self.lost["retimed"] += 1
        start = (label or 0) + into
        self.events.append(
            TimelineEvent(
                number=len(self.events) + 1,
                record=record,
                source=Interval(Ticks(start), Ticks(start + nearest(record.duration * abs(scale)))),
                is_timecode=label is not None,
                format=counting,
                reel=_text(file, "timecode/reel/name") or _text(item, "timecode/reel/name"),
                clip=_text(item, "name") or _text(file, "name"),
                path=local_path(_text(file, "pathurl")) or _text(file, "name"),
                has_picture=not is_sound,
                has_sound=is_sound,
                track=track,
                speed=round(scale * 100),
                media_start=None if label is None else Ticks(label),
            )
        )


def _is_inside_clip(sequence: Any) -> bool:
    return any(parent.tag == "clipitem" for parent in sequence.iterancestors())


def _counting(
    sequence: Any, rate: FrameRate | None, told: TimecodeFormat | None, usual: TimecodeFormat | None
) -> tuple[TimecodeFormat, Ticks]:
    """How the sequence counts, and the label of its first frame."""
    label, own = _timecode(sequence)
    if told:
        return told, Ticks(label or 0)
    if rate is None:
        return usual or TimecodeFormat(frame_rate(25)), Ticks(label or 0)
    drop = own.drop if own else False
    return TimecodeFormat(rate, drop and rate.can_drop), Ticks(label or 0)


def _timecode(element: Any) -> tuple[int | None, TimecodeFormat | None]:
    """The label of the first frame in ticks, and how it counts; None where it says nothing."""
    code = element.find("timecode")
    if code is None:
        rate = _rate(element)
        return None, TimecodeFormat(rate) if rate else None
    rate = _rate(code) or _rate(element)
    if rate is None:
        return None, None
    counting = TimecodeFormat(rate, _text(code, "displayformat") == "DF" and rate.can_drop)
    frame = _frames(code, "frame")
    if frame is None or frame < 0:
        try:
            return counting.read(_text(code, "string")), counting
        except UsageError:
            return None, counting
    return rate.at_frame(frame), counting


def _rate(element: Any) -> FrameRate | None:
    timebase = _frames(element, "rate/timebase")
    if not timebase or timebase < 1 or timebase > 240:
        return None
    is_ntsc = _text(element, "rate/ntsc").upper() == "TRUE"
    try:
        return FrameRate(timebase * 1000, 1001) if is_ntsc else FrameRate(timebase)
    except UsageError:
        return None


def _source_in(item: Any, rate: FrameRate) -> int | None:
    """How far into its source a clip begins, in ticks; to the part of a frame where Premiere says so."""
    frame = _frames(item, "in")
    if frame is None:
        return None
    ticks = rate.at_frame(frame)
    exact = _text(item, "pproTicksIn")
    if exact.isascii() and exact.isdigit() and len(exact) < 22:
        fine = nearest(Fraction(int(exact), _PREMIERE_TICKS))
        if abs(fine - ticks) < rate.ticks_per_frame:
            return fine
    return ticks


def _middle(transition: Any) -> tuple[int | None, int]:
    """The middle of a transition, and how far behind its start that is, in frames."""
    if transition is None or transition.tag != "transitionitem":
        return None, 0
    start, end = _frames(transition, "start"), _frames(transition, "end")
    if start is None or end is None or end < start:
        return None, 0
    return (start + end) // 2, (start + end) // 2 - start


def _speed(item: Any) -> Fraction:
    for effect in item.iterfind("filter/effect"):
        if _text(effect, "effectid") != "timeremap":
            continue
        values = {_text(p, "parameterid"): _text(p, "value") for p in effect.findall("parameter")}
        try:
            speed = float(values.get("speed", "100"))
        except ValueError:
            return Fraction(1)
        if not isfinite(speed):
            return Fraction(1)
        backwards = values.get("reverse", "").upper() == "TRUE"
        scale = Fraction(speed).limit_denominator(10_000) / 100
        return min(max(-scale if backwards else scale, Fraction(-100)), Fraction(100))
    return Fraction(1)


def _frames(element: Any, path: str) -> int | None:
    text = _text(element, path)
    try:
        value = float(text)
    except ValueError:
        return None
    if not isfinite(value) or abs(value) > _FARTHEST:
        raise InputError(f"{text[:40]!r} is no number of frames")
    return round(value)


def _text(element: Any, path: str) -> str:
    return (element.findtext(path) or "").strip()
