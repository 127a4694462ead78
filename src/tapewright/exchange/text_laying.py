"""A text laid on the words that are heard on a tape, so that a place in it is a place on the tape.

For texts whose times nobody wrote down: an interview that was typed and coded elsewhere, and whose recording is here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tapewright.exchange.study_file import SyncPoint
from tapewright.exchange.text_clock import TextClock
from tapewright.model import Word
from tapewright.timing import Interval, from_seconds
from tapewright.words.difference import align
from tapewright.words.normal import key

LEAST_SHARE = 0.6
"""Of the words of the shorter side that must be the same: two unrelated texts have a quarter to a third in common."""

_WORD = re.compile(r"\S+")
_NEAR = from_seconds(10)


class LaidText:
    """Which word of a text is which on the tape. ``words`` are those of its transcript in order."""

    def __init__(self, text: str, words: Sequence[Word]) -> None:
        tokens = [(found.start(), found.end(), key(found[0])) for found in _WORD.finditer(text)]
        tokens = [token for token in tokens if token[2]]
        heard = [(word, sign) for word in words if (sign := key(word.text))]
        steps = align([sign for _, sign in heard], [sign for *_, sign in tokens])
        self._starts = [start for start, _, _ in tokens]
        self._ends = [end for _, end, _ in tokens]
        self._words: dict[int, Word] = {
            new: heard[old][0]
            for step in steps
            if step.kind == "same"
            for old, new in zip(step.old, step.new, strict=True)
        }
        self._known = sorted(self._words)
        shorter = min(len(tokens), len(heard))
        self.share = len(self._words) / shorter if shorter else 0.0
        points = [SyncPoint(self._starts[place], word.start) for place, word in self._words.items()]
        self._clock = TextClock(points)

    @property
    def is_of_this_tape(self) -> bool:
        """Whether the text is what is said on the tape, and not another."""
        return self.share >= LEAST_SHARE

    def between(self, start: int, end: int) -> Interval | None:
        """Where a stretch of the text is heard; None where its words are not on the tape."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        if first >= last or not self._is_sure(first, last):
            return None
        begin = self._words[first].start if first in self._words else self._clock.at(self._starts[first])
        inside = [self._words[place].end for place in range(first, last) if place in self._words]
        finish = max(inside) if last - 1 in self._words else max([*inside, self._clock.at(self._ends[last - 1])])
        return Interval(begin, finish) if begin < finish else None

    def _is_sure(self, first: int, last: int) -> bool:
        """At least half of the words are the tape's, or the known words around them are near each other."""
        lower, upper = bisect_left(self._known, first), bisect_left(self._known, last)
        if (upper - lower) * 2 >= last - first:
            return True
        if lower == 0 or upper == len(self._known):
            return False
        before, after = self._words[self._known[lower - 1]], self._words[self._known[upper]]
        return after.start - before.end <= _NEAR
