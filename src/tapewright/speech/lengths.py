"""Words that a recogniser heard and gave no length: each gets a little of the silence beside it, or of a neighbour.

A word without length belongs to no span: a place that ends on it leaves it out, nothing plays it, and it cannot be
asked about. Whisper gives such times to words that it hears at the very place of their neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tapewright.model import Word
from tapewright.timing import Interval, Ticks, from_seconds

LEAST = from_seconds("0.02")
"""One step of Whisper's clock."""


def with_lengths(words: Sequence[Word]) -> tuple[Word, ...]:
    """The same words in the same order; those of no length lie as near as can be to where they were heard.

    A neighbour keeps at least half of its own length; a word for which there is no room at all stays as it is.
    """
    made = list(words)
    at = 0
    while at < len(made):
        end = at + 1
        if made[at].interval.is_empty:
            while end < len(made) and made[end].interval.is_empty and made[end].start == made[at].start:
                end += 1
            _widen(made, at, end)
        at = end
    return tuple(made)


def _widen(words: list[Word], first: int, end: int) -> None:
    """Give words ``first`` to before ``end``, all at one moment, their times."""
    moment, wanted = words[first].start, LEAST * (end - first)
    before = words[first - 1] if first else None
    behind = words[end] if end < len(words) else None
    start: int = max(moment - wanted, min(before.end, moment) if before else 0)
    stop: int = moment
    if start == stop and behind:
        stop = min(moment + wanted, behind.start)
    if start == stop and behind and behind.interval.duration >= (before.interval.duration if before else 0):
        stop = min(moment + wanted, behind.interval.middle)
        words[end] = replace(behind, start=Ticks(stop))
    elif start == stop and before and before.end <= moment:
        start = max(moment - wanted, before.interval.middle)
        words[first - 1] = replace(before, end=Ticks(start))
    count = end - first
    for place in range(count):
        piece = Interval(
            Ticks(start + (stop - start) * place // count), Ticks(start + (stop - start) * (place + 1) // count)
        )
        words[first + place] = replace(words[first + place], start=piece.start, end=piece.end)
