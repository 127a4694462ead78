"""Words that turn in a circle: the same one to twelve words over and over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_PHRASE = 12

_FEWEST_TIMES = {1: 5, 2: 4}
_FEWEST_TIMES_OTHERWISE = 3


@dataclass(frozen=True, slots=True, order=True)
class Loop:
    """``times`` repetitions of a phrase of ``length`` words, the first of them at ``start``."""

    start: int
    length: int
    times: int

    @property
    def end(self) -> int:
        """Behind the last word."""
        return self.start + self.length * self.times

    @property
    def repeats(self) -> range:
        """The words after the first time."""
        return range(self.start + self.length, self.end)


def loops(keys: Sequence[str]) -> list[Loop]:
    """The loops in a sequence of comparable words, in order and without overlap; of two the one that covers more.

    Single words count from five times on, pairs from four, longer phrases from three.

    >>> loops("so we went home we went home we went home then".split())
    [Loop(start=1, length=3, times=3)]
    """
    found: list[Loop] = []
    at = 0
    while at < len(keys):
        best: Loop | None = None
        for length in range(1, min(LONGEST_PHRASE, (len(keys) - at) // 2) + 1):
            times = _times(keys, at, length)
            if times < _FEWEST_TIMES.get(length, _FEWEST_TIMES_OTHERWISE):
                continue
            if best is None or length * times > best.length * best.times:
                best = Loop(at, length, times)
        if best is None:
            at += 1
        else:
            found.append(best)
            at = best.end
    return found


def _times(keys: Sequence[str], start: int, length: int) -> int:
    """How often the phrase at ``start`` is said in a row."""
    end = start + length
    while end < len(keys) and keys[end] == keys[end - length]:
        end += 1
    return (end - start) // length
