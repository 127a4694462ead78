"""Times that stand in a typed text: hints where it is said, believed where most of them agree with the sound.

Typists stamp when they start to type, recorders start late, digits are swapped. So the stamps are held against the
places that the words themselves have found; what they are all early or late by is taken off; and only then they tell
apart what reads alike. A time that agrees with nothing is named and moves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from tapewright.timing import Ticks, from_seconds
from tapewright.words.anchors import rising

NEAR = from_seconds(30)
"""How far from its hint a word is looked for."""

OFF = from_seconds(15)
"""A time that lies further from where its words are heard is off."""

USUAL, SLOW = from_seconds("0.4"), from_seconds("1.2")
"""Time a word: as people speak, and where most of a stretch is not typed."""

LEAST_TIMES, LEAST_SHARE = 3, 0.6
"""So many times, and such a share of all, must agree with the sound for any to be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the times in a text are worth. ``shift`` is how much later than they say their words are heard, ``off`` the
    tokens before which a wrong one stands; ``expected`` gives for each token when it should be heard, None where
    nothing is known. Nothing is expected where the times are not to be believed.
    """

    shift: Ticks
    off: tuple[int, ...]
    expected: tuple[int | None, ...]

    @property
    def are_believed(self) -> bool:
        """Whether they tell anything."""
        return any(tick is not None for tick in self.expected)


def weighed(stamps: Mapping[int, Ticks], found: Sequence[Ticks | None]) -> Hints:
    """Hold times before tokens (by their numbers) against where the tokens were found; None: nowhere surely."""
    near = {at: _found_near(at, found) for at in stamps}
    apart = {at: place - stamps[at] for at, place in near.items() if place is not None}
    nothing = (None,) * len(found)
    if len(apart) < LEAST_TIMES:
        return Hints(shift=Ticks(0), off=(), expected=nothing)
    shift = int(median(apart.values()))
    off = tuple(at for at, by in sorted(apart.items()) if abs(by - shift) > OFF)
    if len(off) > (1 - LEAST_SHARE) * len(apart):
        return Hints(shift=Ticks(0), off=(), expected=nothing)
    # One that seems off may be the only one to know which of several places is meant: it hints, if it runs forward.
    ordered = sorted(stamps)
    kept = [(at, stamps[at] + shift) for at in (ordered[n] for n in rising([stamps[at] for at in ordered]))]
    return Hints(shift=Ticks(shift), off=off, expected=tuple(_expected(kept, len(found))))


def _found_near(at: int, found: Sequence[Ticks | None]) -> Ticks | None:
    """Where the first of some tokens from a stamp on was found."""
    return next((tick for tick in found[at : at + 6] if tick is not None), None)


def _expected(kept: Sequence[tuple[int, int]], count: int) -> list[int | None]:
    """Between two times in proportion, or from the first on as fast as people speak where there is much more time than
    words; nothing before the first time and behind the last.
    """
    made: list[int | None] = [None] * count
    for (first, start), (last, end) in pairwise(kept):
        words = last - first
        is_sparse = end - start > SLOW * words
        for at in range(first, last):
            made[at] = start + (USUAL * (at - first) if is_sparse else (end - start) * (at - first) // words)
    if kept and kept[-1][0] < count:
        made[kept[-1][0]] = kept[-1][1]
    return made


def near_each_other(expected: Sequence[int | None], heard: Sequence[int], i: int, j: int) -> bool | None:
    """Whether token ``i`` is expected about where word ``j`` is heard; None where nothing is expected."""
    tick = expected[i]
    return None if tick is None else abs(heard[j] - tick) <= NEAR
