"""Votes for places: where the parts of a query that were found would have the whole of it begin.

A part of the query that stands at a position of the corpus votes for the diagonal (position in the talk minus position
in the query). Votes gather where the query was said; they count in bins of ``BIN`` diagonals, neighbours joined, so
that a few words more or less do not part them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

BIN = 8

Array = Any
"""``numpy.ndarray``."""


class Votes:
    """What is gathered for one query."""

    def __init__(self) -> None:
        self._begins: list[Array] = []
        self._worths: list[float] = []
        self.count = 0

    def add(self, positions: Array, offset: int, worth: float) -> None:
        """Word ``offset`` of the query stands at some positions; each of them is worth so much."""
        self._begins.append(positions.astype(np.int64) - offset)
        self._worths.append(worth)
        self.count += len(positions)

    def all(self) -> tuple[Array, Array]:
        """The diagonals that were voted for, and what each vote is worth."""
        if not self._begins:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        return np.concatenate(self._begins), np.repeat(self._worths, [len(some) for some in self._begins])


def binned(begins: Array, worths: Array) -> tuple[Array, Array]:
    """The bins that got votes, in order, and what each got together with its neighbours."""
    bins = begins // BIN
    order = np.argsort(bins, kind="stable")
    bins = bins[order]
    first = np.flatnonzero(np.concatenate([[True], bins[1:] != bins[:-1]]))[: len(bins)]
    bins, votes = bins[first], np.add.reduceat(worths[order], first) if len(first) else np.zeros(0)
    joined = votes.copy()
    neighbours = np.flatnonzero(np.diff(bins) == 1)
    joined[neighbours] += votes[neighbours + 1]
    joined[neighbours + 1] += votes[neighbours]
    return bins, joined
