"""Whose words stand where: so that of two places the one comes first that the text may mean."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from tapewright.proof.talk import Location


class Voices:
    """What some speakers say: stretches of each tape's talk in normal words, start and end, in order."""

    def __init__(self, stretches: Mapping[str, Sequence[tuple[int, int]]]) -> None:
        self._starts = {tape: [start for start, _ in some] for tape, some in stretches.items()}
        self._ends = {tape: [end for _, end in some] for tape, some in stretches.items()}

    def say(self, tape: str, word: int) -> bool:
        """Whether they say a word of a tape."""
        number = bisect_right(self._starts.get(tape, ()), word) - 1
        return number >= 0 and word < self._ends[tape][number]

    def begin(self, location: Location) -> int:
        """How many fragments of a location begin with a word of theirs."""
        return sum(self.say(fragment.tape, fragment.start) for fragment in location.fragments)


NOBODY = Voices({})
