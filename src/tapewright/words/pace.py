"""How long words take when nobody measured them: shares of a stretch by their letters.

Units are whatever the caller counts in; all arithmetic is in whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

LETTERS_A_SECOND = 15
"""Conversational English runs at about 150 to 180 words a minute, some 15 letters and spaces a second."""

SLOWEST = 3
"""How many times slower than that a speaker may be before the rest of a stretch counts as silence."""


def weight(word: str) -> int:
    """What a word weighs among others: its signs and one for the space behind it."""
    return len(word) + 1


def shares(words: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
    """Start and end of every word when the stretch is dealt out by weight: in order, touching, covering all of it.

    >>> shares(["a", "boat"], 0, 70)
    [(0, 20), (20, 70)]
    """
    total = sum(map(weight, words))
    edges, passed = [start], 0
    for word in words:
        passed += weight(word)
        edges.append(start + (end - start) * passed // total)
    return list(pairwise(edges))


def usual_length(words: Sequence[str], units_a_second: int) -> int:
    """How long the words usually take."""
    return sum(map(weight, words)) * units_a_second // LETTERS_A_SECOND
