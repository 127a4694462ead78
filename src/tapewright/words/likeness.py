"""How alike two words are: by their letters, and by their sound where letters mislead."""

from __future__ import annotations

from functools import lru_cache

LEAST = 0.6
"""Words less alike than this are different words: likeness 0."""


@lru_cache(maxsize=1 << 16)
def likeness(one: str, other: str) -> float:
    """From 0 for different words to 1 for the same normal word; symmetrical.

    One less the share of letters that must be changed (restricted Damerau-Levenshtein distance, Boytsov 2011, over
    the longer word's length); 0 below ``LEAST``.

    >>> likeness("harbour", "harbor"), likeness("recieve", "receive"), likeness("boat", "rope")
    (0.8571428571428572, 0.8571428571428572, 0.0)
    """
    if one == other:
        return 1.0
    longest = max(len(one), len(other))
    most = int(longest * (1 - LEAST) + 1e-9)
    if (_letters(one) ^ _letters(other)).bit_count() > 2 * most:
        return 0.0  # an edit takes one letter away and brings another at most
    edits = edit_distance(one, other, most)
    return 1 - edits / longest if edits <= most else 0.0


@lru_cache(maxsize=1 << 16)
def _letters(word: str) -> int:
    """Which letters a word has, a bit each."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) % 64)
    return mask


def edit_distance(one: str, other: str, most: int) -> int:
    """Letters to insert, drop, change or swap with their neighbour; ``most + 1`` stands for all that is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, sign in enumerate(other, 1):
            cost = min(last[column] + 1, here[-1] + 1, last[column - 1] + (letter != sign))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == sign:
                cost = min(cost, before[column - 2] + 1)
            here.append(cost)
        if min(here) > most:
            return most + 1
        before, last = last, here
    return min(last[-1], most + 1)
