"""Runs put together: the cheapest way to say where the words of a quotation come from.

What a run tells (in bits) must pay for naming its place: a few words that are said everywhere are no evidence for
another tape, and very well for the next sentence. So a jump costs what it takes to say where it leads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from tapewright.proof.runs import Run
from tapewright.proof.weighing import Asked

_AHEAD, _BACK, _FURTHER = 1.5, 4.0, 1.25
_AGAIN = 8.0
"""What it costs to have the same words of a tape twice."""

_LOOKS_BACK = 64
"""A run is tried behind so many runs before it: enough for any sentence, and long texts stay cheap."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Runs in the order of the quotation, none over another; ``value`` is what they tell less what they cost."""

    runs: tuple[Run, ...]
    value: float


def best_chain(asked: Asked, runs: Sequence[Run]) -> Chain:
    """The chain of most value; of equal ones the first by row, tape and position."""
    ordered = sorted(runs, key=lambda run: (run.first, run.end, run.tape, run.start))
    before = asked.before
    values: list[float] = []
    came: list[int] = []
    for at, run in enumerate(ordered):
        first, end, start, told, tape = run
        best, source = told, -1
        for index in range(max(0, at - _LOOKS_BACK), at):
            other = ordered[index]
            if other.end >= end or other.first >= first:
                continue
            cut = other.end - first
            gain = told if cut <= 0 else before[end] - before[other.end]
            value = values[index] + gain
            if value <= best:
                continue
            if other.tape != tape:
                value -= asked.other_place
            else:
                begins = start + cut if cut > 0 else start
                missing = -cut if cut < 0 else 0
                gap = begins - other.start - other.end + other.first
                value -= jump(gap, missing, asked.other_place)
                if gap < 0 and begins + end - max(first, other.end) > other.start:
                    value -= _AGAIN
            if value > best:
                best, source = value, index
        values.append(best)
        came.append(source)
    if not values:
        return Chain((), 0.0)
    last = max(range(len(values)), key=lambda index: (values[index], -index))
    return Chain(_traced(ordered, came, last, before), values[last])


def jump(gap: int, missing: int, most: float) -> float:
    """What it costs to go on ``gap`` words further on the same tape, with ``missing`` words of the quotation between.

    Less than 0 words is backwards.
    """
    if gap < 0:
        return min(most, _BACK + _FURTHER * log2(1 - gap))
    if gap == missing:
        return 1.0 if gap else 0.0
    return min(most, _AHEAD + _FURTHER * log2(1 + abs(gap - missing)))


def _traced(ordered: Sequence[Run], came: Sequence[int], last: int, before: Sequence[float]) -> tuple[Run, ...]:
    chain: list[Run] = []
    at = last
    while at >= 0:
        chain.append(ordered[at])
        at = came[at]
    chain.reverse()
    for index in range(1, len(chain)):
        run, end = chain[index], chain[index - 1].end
        if run.first < end:
            told = before[run.end] - before[end]
            chain[index] = Run(end, run.end, run.start + end - run.first, told, run.tape)
    return tuple(chain)
