"""Words as the corpus keeps them: contractions opened, numbers in figures.

In a whole tape at once: only the few stretches that may be either are looked at word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tapewright.words.contractions import opened
from tapewright.words.numbers import FoldedWord, folded, may_begin_number, may_continue_number

Array = Any
"""``numpy.ndarray``."""

_NEVER, _CONTINUES, _BEGINS = 0, 1, 2


def fold_words(words: Sequence[str]) -> list[FoldedWord]:
    """Normal words as the corpus keeps them; ``first`` and ``end`` say which of them each stands for.

    >>> [tuple(word) for word in fold_words("i don't have twenty five".split())]
    [('i', 0, 1), ('do', 1, 2), ('not', 1, 2), ('have', 2, 3), ('25', 3, 5)]
    """
    parts = [(part, number) for number, word in enumerate(words) for part in opened(word)]
    found = folded([part for part, _ in parts])
    return [FoldedWord(word.text, parts[word.first][1], parts[word.end - 1][1] + 1) for word in found]


class Numbers(dict[str, int]):
    """Gives each word a number, in the order in which they are asked for."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self.words)
        self.words.append(word)
        return number


class Folding:
    """Folds word numbers as ``fold_words`` folds words; new words get numbers of their own."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._kinds = np.zeros(0, dtype=np.uint8)
        self._known: dict[tuple[int, ...], list[tuple[int, int]]] = {}

    def fold(self, tokens: Array, ends: Array) -> tuple[Array, Array]:
        """Word numbers folded, and the place of each in ``tokens``; int32 both.

        ``ends`` says where each turn ends: a number does not run from one turn into the next.
        """
        self._learn()
        kinds = self._kinds[tokens]
        may = np.concatenate([[False], kinds != _NEVER, [False]])
        edges = np.flatnonzero(may[1:] != may[:-1])
        # A turn's end inside a stretch parts it.
        ends = np.unique(ends[(ends > 0) & (ends < len(tokens))])
        inside = ends[may[ends] & may[ends + 1]]
        starts = np.sort(np.concatenate([edges[::2], inside]))
        stops = np.sort(np.concatenate([edges[1::2], inside]))
        begun = np.concatenate([[0], np.cumsum(kinds == _BEGINS)])
        real = begun[stops] > begun[starts]
        return self._replaced(tokens, starts[real].tolist(), stops[real].tolist())

    def _replaced(self, tokens: Array, starts: list[int], stops: list[int]) -> tuple[Array, Array]:
        kept = np.ones(len(tokens), dtype=bool)
        made: list[int] = []
        places: list[int] = []
        for start, stop in zip(starts, stops, strict=True):
            stretch = tuple(tokens[start:stop].tolist())
            for number, first in self._known.get(stretch) or self._folded(stretch):
                made.append(number)
                places.append(start + first)
            kept[start:stop] = False
        unchanged = np.flatnonzero(kept)
        where = np.concatenate([unchanged, np.array(places, dtype=np.int64)])
        order = np.argsort(where, kind="stable")
        every = np.concatenate([tokens[unchanged], np.array(made, dtype=np.int32)])
        return every[order], where[order].astype(np.int32)

    def _folded(self, stretch: tuple[int, ...]) -> list[tuple[int, int]]:
        found = fold_words([self._numbers.words[number] for number in stretch])
        self._known[stretch] = [(self._numbers[word.text], word.first) for word in found]
        return self._known[stretch]

    def _learn(self) -> None:
        """What each word that is new since the last tape can be in a number."""
        fresh = self._numbers.words[len(self._kinds) :]
        self._kinds = np.concatenate([self._kinds, np.array(list(map(_kind, fresh)), dtype=np.uint8)])


def _kind(word: str) -> int:
    if may_begin_number(word) or opened(word) != (word,):
        return _BEGINS
    return _CONTINUES if may_continue_number(word) else _NEVER
