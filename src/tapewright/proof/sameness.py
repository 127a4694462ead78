"""Whether two runs of rows say the same though they are written otherwise, and how alike they are if not."""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.words.likeness import likeness
from tapewright.words.sound import sound_likeness, sounds


def is_same_said(said: Sequence[str], heard: Sequence[str]) -> bool:
    """Whether nobody could hear a difference: spaces, apostrophes and points apart, or the very same sounds.

    >>> is_same_said(["elbridge"], ["el", "bridge"]), is_same_said(["their"], ["there"]), is_same_said(["a"], ["the"])
    (True, True, False)
    """
    one, other = _letters(said), _letters(heard)
    if one == other:
        return True
    if any(sign.isdigit() for sign in one + other):
        return False
    mine = sounds(one)
    return len(mine) > 1 and mine == sounds(other)


def alikeness(said: Sequence[str], heard: Sequence[str]) -> float:
    """From 0 to 1: how easily the one is heard, or typed, for the other."""
    one, other = _letters(said), _letters(heard)
    return max(likeness(one, other), sound_likeness(one, other)) if one and other else 0.0


def _letters(rows: Sequence[str]) -> str:
    return "".join(sign for row in rows for sign in row if sign.isalnum())
