"""The corpus in parts: one large set of arrays, and a small one for tapes that were changed since.

Whoever searches sees one corpus: counts are those of all words as they read now, positions run through all shelves.
What is found does not depend on how the tapes are divided among the shelves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

import numpy as np

from tapewright.corpus.arrays import ALIGNED
from tapewright.corpus.lookup import Lookup

Array = Any
"""``numpy.ndarray``."""

_NOTHING = np.zeros(0, dtype=np.int32)


class Shelf:
    """One set of arrays and those of its tapes that count; ``offset`` is where its positions begin among all."""

    def __init__(self, corpus: Lookup, tapes: Collection[str], offset: int) -> None:
        self.corpus = corpus
        self.offset = offset
        self.counts = np.array([tape in tapes for tape in corpus.tapes], dtype=bool)
        stale = np.flatnonzero(~self.counts)
        self._stale = np.stack([corpus.starts[stale], corpus.starts[stale + 1]], axis=1).reshape(-1)

    @cached_property
    def _stale_words(self) -> Array:
        """How often each word stands on tapes that do not count."""
        said = [self.corpus.tokens[a:b] for a, b in self._stale.reshape(-1, 2).tolist()]
        return np.bincount(np.concatenate(said), minlength=len(self.corpus.words))

    def count(self, number: int) -> int:
        """How often a word was said."""
        first, last = self.corpus.word(number)
        return last - first - (int(self._stale_words[number]) if len(self._stale) and number >= 0 else 0)

    def size(self) -> int:
        """How many words were said; edges between tapes are none."""
        stale = int(self._stale_words[1:].sum()) if len(self._stale) else 0
        return self.corpus.size - (self.corpus.word(0)[1]) - stale

    def pair(self, one: int, other: int) -> Array:
        """Where a word stands with another behind it, in order."""
        if one < 0 or other < 0:
            return _NOTHING
        first, last = self.corpus.pair(one, other)
        return self._counting(self.corpus.positions[first:last])

    def word(self, number: int) -> Array:
        """Where a word stands, in no order."""
        first, last = self.corpus.word(number)
        return self._counting(self.corpus.positions[first:last])

    def tape_of(self, positions: Array) -> Array:
        """The number of each position's tape on this shelf."""
        return np.clip(self.corpus.starts.searchsorted(positions, side="right") - 1, 0, len(self.counts) - 1)

    def _counting(self, positions: Array) -> Array:
        if not len(self._stale) or not len(positions):
            return positions
        return positions[self._stale.searchsorted(positions, side="right") % 2 == 0]


class Shelves:
    """All shelves as one corpus."""

    def __init__(self, parts: Iterable[tuple[Lookup, Collection[str]]]) -> None:
        self.all: list[Shelf] = []
        end = 0
        for corpus, tapes in parts:
            self.all.append(Shelf(corpus, tapes, end))
            end += -(-corpus.size // ALIGNED) * ALIGNED
        self._ends = np.array([shelf.offset for shelf in self.all[1:]], dtype=np.int64)
        self.size = sum(shelf.size() for shelf in self.all)
        self.tapes = sorted(name for shelf in self.all for name, counts in _named(shelf) if counts)
        ranks = {name: rank for rank, name in enumerate(self.tapes)}
        self._rank_of = [
            np.array([ranks[name] if counts else -1 for name, counts in _named(shelf)] or [-1]) for shelf in self.all
        ]

    def shelf_at(self, position: int) -> int:
        """The number of the shelf on which a position lies."""
        return int(self._ends.searchsorted(position, side="right"))

    def tape_around(self, position: int) -> tuple[int, int]:
        """Where the tape of a position begins and ends, in positions of all shelves."""
        shelf = self.all[self.shelf_at(position)]
        tape = shelf.corpus.tape_at(position - shelf.offset)
        first, end = shelf.corpus.starts[tape : tape + 2].tolist()
        return first + shelf.offset, end + shelf.offset

    def place_at(self, position: int) -> tuple[str, int]:
        """The tape of a position and its place there, in normal words."""
        shelf = self.all[self.shelf_at(position)]
        corpus, own = shelf.corpus, position - shelf.offset
        return corpus.tapes[corpus.tape_at(own)], int(corpus.at[own])

    def ranks(self, shelf: int, positions: Array) -> Array:
        """For positions on a shelf (its own, not all's): the rank of their tapes by name; -1 for one not counted."""
        return self._rank_of[shelf][self.all[shelf].tape_of(positions)]


def _named(shelf: Shelf) -> Iterable[tuple[str, bool]]:
    return zip(shelf.corpus.tapes, shelf.counts.tolist(), strict=True)
