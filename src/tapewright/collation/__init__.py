"""Collation: two witnesses of one tape laid beside each other, what a person typed and what an engine heard.

Belongs here: which words of the two belong together, when a typed word is heard, what is said and not typed, typed and
not said. Records in, records out. Never here: files, sound, engines, the store; the sound comes in as intervals and as
a function that lays known words on a stretch of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tapewright.timing import Interval


@dataclass(frozen=True, slots=True)
class OnSound:
    """Known words on the sound of a stretch: an interval for each, in order, and how well each fits (0 is perfect)."""

    places: tuple[Interval, ...]
    fits: tuple[int, ...]

    @property
    def fit(self) -> int:
        """How well they fit, all together."""
        return sum(self.fits) // max(len(self.fits), 1)


LayWords = Callable[[Interval, Sequence[str]], OnSound | None]
"""Lays known words on the sound of a stretch, at any price that its measure of fit can tell; None where it cannot."""
