"""Half-open intervals of ticks and their algebra."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tapewright.errors import UsageError
from tapewright.timing.ticks import Ticks


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From ``start`` up to, and not with, ``end``, in ticks. It may be empty; it is never backwards."""

    start: Ticks
    end: Ticks

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise UsageError(f"an interval ends before it starts: {self.start} to {self.end}")

    @property
    def duration(self) -> Ticks:
        """Length in ticks."""
        return Ticks(self.end - self.start)

    @property
    def middle(self) -> Ticks:
        """The tick half-way (the earlier of two): a word belongs to a span when its middle lies inside."""
        return Ticks((self.start + self.end) // 2)

    @property
    def is_empty(self) -> bool:
        """Whether nothing lies in it."""
        return self.start == self.end

    def holds(self, tick: int) -> bool:
        """Whether the tick lies inside; the end does not."""
        return self.start <= tick < self.end

    def covers(self, other: Interval) -> bool:
        """Whether all of ``other`` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Interval) -> bool:
        """Whether the two share at least one tick."""
        return self.start < other.end and other.start < self.end

    def shared(self, other: Interval) -> Interval | None:
        """What both hold, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Interval(start, end) if start < end else None

    def moved(self, by: int) -> Interval:
        """The same length elsewhere."""
        return Interval(Ticks(self.start + by), Ticks(self.end + by))


def merge(intervals: Iterable[Interval], *, gap: int = 0) -> list[Interval]:
    """The same ticks in order and without overlap; pieces at most ``gap`` ticks apart become one. Empty ones go."""
    merged: list[Interval] = []
    for piece in sorted(i for i in intervals if not i.is_empty):
        if merged and piece.start <= merged[-1].end + gap:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, piece.end))
        else:
            merged.append(piece)
    return merged


def subtract(whole: Iterable[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """What is left of ``whole`` when every hole is taken out, in order."""
    left: list[Interval] = []
    cuts = merge(holes)
    for piece in merge(whole):
        start = piece.start
        for hole in cuts:
            if hole.end <= start:
                continue
            if hole.start >= piece.end:
                break
            if hole.start > start:
                left.append(Interval(start, hole.start))
            start = Ticks(max(start, hole.end))
        if start < piece.end:
            left.append(Interval(start, piece.end))
    return left


def clip(intervals: Iterable[Interval], to: Interval) -> list[Interval]:
    """The parts that lie inside ``to``, each kept apart, in their own order."""
    return [part for piece in intervals if (part := piece.shared(to))]


def cover(intervals: Iterable[Interval]) -> Interval | None:
    """The smallest interval that holds them all, or None for none."""
    pieces = list(intervals)
    if not pieces:
        return None
    return Interval(min(i.start for i in pieces), max(i.end for i in pieces))
