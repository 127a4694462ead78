"""Timelines as they come from editing programs: events with the names and source timecodes that they carry."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.timing import Interval, Ticks, TimecodeFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEvent:
    """One piece of one source in the programme, as the file tells of it. Nothing here is looked up yet.

    ``record`` is in programme time from 0. ``source`` is in ticks since 00:00:00:00 of the source's own timecode where
    ``is_timecode``, else from the start of the source file. ``format`` is how the source's timecode counts, None where
    the file does not say. ``reel``, ``clip`` and ``path`` are as written, empty where missing. ``speed`` in percent,
    100 as recorded, negative backwards. ``media_start`` is the label of the source file's first frame where the
    timeline tells it, so that ``source.start - media_start`` is how far into the file it lies. ``bite`` is the bite of
    our own paper edit where the file tells it (ours do).
    """

    number: int
    record: Interval
    source: Interval
    is_timecode: bool = True
    format: TimecodeFormat | None = None
    reel: str = ""
    clip: str = ""
    path: str = ""
    has_picture: bool = False
    has_sound: bool = True
    track: str = ""
    speed: int = 100
    media_start: Ticks | None = None
    bite: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A read timeline, events in the order of their record start, then track. ``remarks`` are named losses."""

    title: str
    kind: str
    format: TimecodeFormat
    start: Ticks
    events: tuple[TimelineEvent, ...]
    remarks: tuple[str, ...] = ()
