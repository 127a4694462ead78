"""What the words of a quotation weigh: how much each tells about where it was said, in bits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from math import log2
from typing import Any

import numpy as np

from tapewright.corpus.folding import fold_words
from tapewright.corpus.shelves import Shelves
from tapewright.proof.talk import Telling
from tapewright.words.normal import without_accents
from tapewright.words.numbers import FoldedWord

LEAST_BITS, MOST_BITS, UNKNOWN_BITS = 1.0, 14.0, 9.0
"""A word that was never said cannot be found: it must not outweigh those that can."""

_SMALL_TALK = 100_000
"""With fewer words than these in all, how often one was said tells little."""

_PRIOR = 50
"""So many words behind a word are thought of before its real successors count."""

_THE_SAME = 0.99

Array = Any
"""``numpy.ndarray``."""


class Asked:
    """A quotation as it is looked for: its words as the corpus keeps them, *rows* from here on.

    ``bits`` is what a row weighs by itself, ``told`` what it tells where the row before it is found too: "course"
    behind "of" tells little. ``before`` sums ``told``. ``numbers`` are the word's numbers on each shelf.
    """

    def __init__(self, words: Sequence[str], shelves: Shelves) -> None:
        self.folded: list[FoldedWord] = fold_words([without_accents(word) for word in words])
        self.texts = [word.text for word in self.folded]
        self.numbers = [[shelf.corpus.number(text) for text in self.texts] for shelf in shelves.all]
        self.rows = len(self.texts)
        size = max(shelves.size, _SMALL_TALK)
        self.other_place = log2(size) + 2
        counts = [
            sum(shelf.count(numbers[row]) for shelf, numbers in zip(shelves.all, self.numbers, strict=True))
            for row in range(self.rows)
        ]
        self.counts = counts
        self.bits = [
            min(MOST_BITS, max(LEAST_BITS, log2(size / (count + 1)))) if count else UNKNOWN_BITS for count in counts
        ]
        # For every row but the last, and every shelf: where it stands with the next row behind it.
        self.pairs = [
            [
                shelf.pair(numbers[row], numbers[row + 1])
                for shelf, numbers in zip(shelves.all, self.numbers, strict=True)
            ]
            for row in range(self.rows - 1)
        ]
        self.pair_counts = [sum(map(len, found)) for found in self.pairs]
        self.told = self.bits[:1] + [
            min(
                self.bits[row + 1],
                max(LEAST_BITS, -log2((pairs + _PRIOR * (counts[row + 1] + 1) / size) / (counts[row] + _PRIOR))),
            )
            for row, pairs in enumerate(self.pair_counts)
        ]
        self.before = [0.0, *accumulate(self.told)]
        self.weight = sum(self.bits)
        self.wanted = [np.array(numbers, dtype=np.int32) for numbers in self.numbers]

    def telling(self, first: int, end: int) -> float:
        """What rows tell together, in bits."""
        return self.before[end] - self.before[first]

    def net_told(self, credits: Sequence[float], cost: float) -> float:
        """The share of what rows tell that those agree with to whom credit is given, less a cost in bits; 0 to 1."""
        kept = missing = 0.0
        for row, credit in enumerate(credits):
            kept += credit * (self.told[row] if row and credits[row - 1] >= _THE_SAME else self.bits[row])
            missing += (1 - credit) * self.bits[row]
        return max(0.0, (kept - cost) / (kept + missing))

    @cached_property
    def by_word(self) -> Telling:
        """What each of the words asked tells; words that are one row together tell it by the first of them."""
        alone, behind = ([0.0] * self.folded[-1].end for _ in range(2))
        for row, word in enumerate(self.folded):
            alone[word.first] += self.bits[row]
            behind[word.first] += self.told[row]
        return Telling(tuple(alone), tuple(behind), self.other_place)

    def whole(self, first: int, end: int) -> tuple[int, int]:
        """Rows with all others of the words that they are of: the half of a contraction with its other half."""
        while first and self.folded[first - 1].first == self.folded[first].first:
            first -= 1
        while end < self.rows and self.folded[end].first == self.folded[end - 1].first:
            end += 1
        return first, end
