"""The clips of an OpenTimelineIO object, each with its place in the programme, in exact ticks.

An item's own time is that of its trimmed range: a clip counts as its media does, a track and a stack from 0. Each is
laid into the window that its parent leaves it. The schema keeps times as doubles: a value and a rate are made a tick
here, once, by the exact fraction that the rate stands for, and nothing is calculated in doubles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil, isfinite
from typing import Any

from tapewright.errors import InputError, UsageError
from tapewright.exchange.timeline_events import FARTHEST, MOST_EVENTS, local_path, losses_told, numbered
from tapewright.model import Timeline, TimelineEvent
from tapewright.timing import TICKS_PER_SECOND, FrameRate, Interval, Ticks, TimecodeFormat, frame_rate, nearest

Node = dict[str, Any]
"""An object of the schema, as its JSON has it."""

About = Callable[[Node], dict[str, Any]]
"""What a format notes about a clip beyond the schema: fields of its event."""

_DEEPEST = 60
_LOST = {
    "timelines": ("timeline", "more in the file: the first was read"),
    "disabled": ("item", "switched off, left out"),
    "transition": ("transition", "read as a cut in its middle"),
    "generator": ("generator", "(title, bars, black) left out"),
    "length": ("clip", "of unknown length left out: what follows on its track may lie too early"),
    "warp": ("clip", "with changing speed, read as if it were even"),
    "nested": ("track or stack", "at another speed: read as recorded"),
    "negative": ("clip", "from before the start of its media left out"),
    "range": ("track", "whose own range shows nothing of it, read whole"),
    "unknown": ("item", "of an unknown kind left out"),
    "rate": ("rate", "not said: how the programme counts was taken from the project"),
}
"""Each kind of loss, and what became of what was lost."""


@dataclass(kw_only=True)
class _Walk:
    """Where the walk is, what it found and what it lost."""

    about: About
    track: str = ""
    is_sound: bool = False
    events: list[TimelineEvent] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)


def walk(
    found: Node, *, kind: str, name: str, told: TimecodeFormat | None, usual: TimecodeFormat | None, about: About
) -> Timeline:
    """The timeline that an object is or holds. InputError, placed at ``name``, where it holds none."""
    state = _Walk(about=about)
    try:
        timeline = _timeline(found, state)
        stack = _node(timeline.get("tracks")) if _is(timeline, "Timeline") else timeline
        for track, is_sound, item in _tracks(stack):
            state.track, state.is_sound = track, is_sound
            start, length = _trimmed(item)
            before = len(state.events)
            _place(item, 0, start, start + length, state, 0)
            if len(state.events) == before and item.get("source_range") and not _is(item, "Clip"):
                whole = _trimmed({**item, "source_range": None})[1]
                _place(item, 0, 0, whole, state, 0)
                state.lost["range"] += len(state.events) > before
        counting, start_label = _counting(timeline, stack, told, usual, state)
    except InputError as error:
        raise InputError(error.message, place=name, hint=error.hint) from error
    except (TypeError, ValueError, AttributeError, KeyError, OverflowError, RecursionError, UsageError) as error:
        raise InputError(f"its objects are not as the schema says: {error}", place=name) from error
    return Timeline(
        title=str(timeline.get("name") or ""),
        kind=kind,
        format=counting,
        start=start_label,
        events=numbered(state.events),
        remarks=losses_told(state.lost, _LOST),
    )


def exact_rate(rate: float) -> Fraction:
    """The rate that a double stands for: 23.976 and 23.98 are 24000/1001."""
    if not isfinite(rate) or not 0 < rate < 10_000_000:
        raise InputError(f"no rate: {rate}")
    if rate == round(rate):
        return Fraction(round(rate))
    sister = Fraction(ceil(rate) * 1000, 1001)
    if abs(sister - Fraction(rate)) < Fraction(1, 100):
        return sister
    return Fraction(rate).limit_denominator(1001) or Fraction(rate)


def _ticks(time: Any) -> int:
    """A RationalTime as the nearest tick."""
    value, rate = float(time["value"]), float(time["rate"])
    if not isfinite(value):
        raise InputError(f"a time that is none: {value}")
    ticks = nearest(Fraction(value) * TICKS_PER_SECOND / exact_rate(rate))
    if abs(ticks) > FARTHEST:
        raise InputError(f"a time beyond reason: {value:g} at {rate:g}")
    return ticks


def _counting_at(rate: float) -> TimecodeFormat | None:
    """How timecode counts at a rate; None for the rate of samples and others without frames."""
    try:
        exact = exact_rate(rate)
        return TimecodeFormat(FrameRate(exact.numerator, exact.denominator)) if exact <= 120 else None
    except (UsageError, InputError):
        return None


def _is(node: Any, *schemas: str) -> bool:
    return isinstance(node, dict) and str(node.get("OTIO_SCHEMA", "")).partition(".")[0] in schemas


def _node(value: Any) -> Node:
    if not isinstance(value, dict):
        raise InputError("there are no tracks in it")
    return value


def _children(node: Node) -> list[Node]:
    children = node.get("children")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def _timeline(found: Node, state: _Walk) -> Node:
    """The timeline to be read: the first of a collection."""
    if _is(found, "SerializableCollection", "SerializeableCollection"):
        inside = _children(found)
        some = [n for n in inside if _is(n, "Timeline")] or [n for n in inside if _is(n, "Track", "Stack", "Clip")]
        if not some:
            raise InputError("there is no timeline in it")
        state.lost["timelines"] += len(some) - 1
        return some[0]
    if not _is(found, "Timeline", "Track", "Sequence", "Stack", "Clip"):
        raise InputError(f"{str(found.get('OTIO_SCHEMA'))[:40]} is no timeline")
    return found


def _tracks(stack: Node) -> Iterator[tuple[str, bool, Node]]:
    """Name, whether it is sound, and the track itself."""
    counts: Counter[str] = Counter()
    for track in _children(stack) if _is(stack, "Stack") else [stack]:
        kind = str(track.get("kind") or "Video")
        counts[kind] += 1
        yield f"{kind[:1].upper()}{counts[kind]}", kind == "Audio", track


def _place(item: Node, at: int, start: int, end: int, state: _Walk, depth: int) -> None:
    """Lay ``item``'s own time from ``start`` to ``end`` at record ``at``."""
    if end <= start:
        return
    if depth > _DEEPEST or len(state.events) >= MOST_EVENTS:
        raise InputError("too deep or too long to be a timeline")
    if item.get("enabled") is False:
        state.lost["disabled"] += 1
    elif _is(item, "Clip"):
        _clip(item, at, start, end, state)
    elif _is(item, "Track", "Sequence"):
        state.lost["nested"] += _speed(item, state) != 1
        _in_track(item, at, start, end, state, depth)
    elif _is(item, "Stack"):
        state.lost["nested"] += _speed(item, state) != 1
        for child in _children(item):
            first, length = _trimmed(child)
            low, high = max(0, start), min(length, end)
            _place(child, at + low - start, first + low, first + high, state, depth + 1)
    elif not _is(item, "Gap"):
        state.lost["unknown"] += 1


def _in_track(track: Node, at: int, start: int, end: int, state: _Walk, depth: int) -> None:
    place = 0
    for child in _children(track):
        if _is(child, "Transition"):
            state.lost["transition"] += 1
            continue
        first, length = _trimmed(child)
        if not length and _is(child, "Clip"):
            state.lost["length"] += 1
        low, high = max(place, start), min(place + length, end)
        _place(child, at + low - start, first + low - place, first + high - place, state, depth + 1)
        place += length


def _reference(clip: Node) -> Node:
    """A clip's media, as either version of the schema keeps it."""
    references = clip.get("media_references")
    if isinstance(references, dict):
        found = references.get(str(clip.get("active_media_reference_key")))
        return found if isinstance(found, dict) else {}
    found = clip.get("media_reference")
    return found if isinstance(found, dict) else {}


def _clip(clip: Node, at: int, start: int, end: int, state: _Walk) -> None:
    reference = _reference(clip)
    if _is(reference, "GeneratorReference"):
        state.lost["generator"] += 1
        return
    scale, first = _speed(clip, state), _trimmed(clip)[0]
    source_start = first + nearest((start - first) * abs(scale))
    if source_start < 0:
        state.lost["negative"] += 1
        return
    rate = _range(clip)["start_time"]["rate"]
    extent = reference.get("available_range")
    event = TimelineEvent(
        number=len(state.events) + 1,
        record=Interval(Ticks(at), Ticks(at + end - start)),
        source=Interval(Ticks(source_start), Ticks(source_start + nearest((end - start) * abs(scale)))),
        format=_counting_at(float(rate)),
        clip=str(clip.get("name") or ""),
        path=local_path(str(reference.get("target_url") or "")),
        has_picture=not state.is_sound,
        has_sound=state.is_sound,
        track=state.track,
        speed=round(scale * 100),
        media_start=Ticks(_ticks(extent["start_time"])) if isinstance(extent, dict) else None,
    )
    state.events.append(replace(event, **state.about(clip)))


def _speed(clip: Node, state: _Walk) -> Fraction:
    scale = Fraction(1)
    effects = clip.get("effects")
    for effect in effects if isinstance(effects, list) else []:
        if _is(effect, "FreezeFrame"):
            return Fraction(0)
        if _is(effect, "LinearTimeWarp") and isfinite(float(effect.get("time_scalar", 1))):
            scale *= Fraction(float(effect.get("time_scalar", 1))).limit_denominator(100_000)
        elif _is(effect, "TimeEffect", "TimeWarp"):
            state.lost["warp"] += 1
    return min(max(scale, Fraction(-100)), Fraction(100))


def _range(clip: Node) -> Any:
    """The range of a clip's media that is used: its own, else all that there is; {} where nobody says."""
    return clip.get("source_range") or _reference(clip).get("available_range") or {}


def _trimmed(item: Node) -> tuple[int, int]:
    """Where an item's own time starts, and how long it is; 0 long where nobody knows."""
    own = _range(item) if _is(item, "Clip") else item.get("source_range")
    if own:
        return _ticks(own["start_time"]), max(0, _ticks(own["duration"]))
    lengths = [_trimmed(child)[1] for child in _children(item) if not _is(child, "Transition")]
    return 0, (max(lengths, default=0) if _is(item, "Stack") else sum(lengths))


def _counting(
    timeline: Node, stack: Node, told: TimecodeFormat | None, usual: TimecodeFormat | None, state: _Walk
) -> tuple[TimecodeFormat, Ticks]:
    """How the programme counts, and the label of its first frame."""
    start = timeline.get("global_start_time")
    rates = [float(start["rate"])] if start else []
    rates += [float(own["duration"]["rate"]) for own in _some_ranges(stack)]
    found = next((counting for rate in rates if (counting := _counting_at(rate))), None)
    if found is None and not told:
        state.lost["rate"] += 1
    counting = told or found or usual or TimecodeFormat(frame_rate(25))
    notes = timeline.get("metadata")
    ours = notes.get("tapewright") if isinstance(notes, dict) else None
    if isinstance(ours, dict) and isinstance(ours.get("drop_frame"), bool):
        counting = TimecodeFormat(counting.rate, ours["drop_frame"] and counting.rate.can_drop)
    elif usual and not told and usual.rate == counting.rate:
        counting = usual
    return counting, Ticks(max(0, _ticks(start)) if start else 0)


def _some_ranges(item: Node, depth: int = 0) -> Iterator[Any]:
    """The ranges of the first clips and gaps."""
    if _is(item, "Clip", "Gap"):
        own = _range(item)
        if own:
            yield own
    elif depth < _DEEPEST:
        for child in _children(item)[:20]:
            yield from _some_ranges(child, depth + 1)
