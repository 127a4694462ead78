"""Frame rates as exact fractions, each a whole number of ticks a frame."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tapewright.errors import UsageError
from tapewright.timing.ticks import TICKS_PER_SECOND, Ticks, nearest

_NAMED = {
    "23.976": Fraction(24000, 1001),
    "23.98": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "47.95": Fraction(48000, 1001),
    "47.952": Fraction(48000, 1001),
    "59.94": Fraction(60000, 1001),
    "119.88": Fraction(120000, 1001),
}

# No exponents: the few characters of "1e999999999" ask for a number that fills the memory.
_WRITTEN = re.compile(r"\d{1,30}(?:\.\d{1,30}|/0*[1-9]\d{0,29})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class FrameRate:
    """Frames a second as a fraction in lowest terms. Drop-frame is a way of writing, not a rate (see timecode).

    >>> frame_rate("29.97").ticks_per_frame
    23543520
    """

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.numerator <= 0 or self.denominator <= 0:
            raise UsageError(f"a frame rate must be positive: {self.numerator}/{self.denominator}")
        exact = Fraction(self.numerator, self.denominator)
        object.__setattr__(self, "numerator", exact.numerator)
        object.__setattr__(self, "denominator", exact.denominator)
        if TICKS_PER_SECOND * exact.denominator % exact.numerator:
            raise UsageError(
                f"{exact} frames a second is no rate in use: its frames cannot be counted exactly",
                hint="give one of 23.976, 24, 25, 29.97, 30, 47.952, 48, 50, 59.94, 60, 100, 119.88, 120",
            )

    @property
    def fraction(self) -> Fraction:
        """Frames a second."""
        return Fraction(self.numerator, self.denominator)

    @property
    def ticks_per_frame(self) -> int:
        """Length of one frame; always whole."""
        return TICKS_PER_SECOND * self.denominator // self.numerator

    @property
    def nominal(self) -> int:
        """The number that timecode counts to: 30 for 29.97, 24 for 23.976."""
        return -(-self.numerator // self.denominator)

    @property
    def is_ntsc(self) -> bool:
        """Whether this is a sister at 1000/1001 of a whole rate."""
        return self.denominator == 1001

    @property
    def can_drop(self) -> bool:
        """Whether drop-frame timecode is defined for this rate (SMPTE ST 12-1: 29.97; by doubling 59.94, 119.88)."""
        return self.denominator == 1001 and self.nominal % 30 == 0

    def at_frame(self, frame: int) -> Ticks:
        """The tick at which a frame starts."""
        return Ticks(frame * self.ticks_per_frame)

    def frame_at(self, ticks: int) -> int:
        """The frame that is showing at ``ticks`` (the last that started)."""
        return ticks // self.ticks_per_frame

    def nearest_frame(self, ticks: int) -> int:
        """The frame whose start is nearest: how a cut point is put on the frame grid."""
        return nearest(Fraction(ticks, self.ticks_per_frame))

    def first_frame_from(self, ticks: int) -> int:
        """The first frame that starts at or after ``ticks``."""
        return -(-ticks // self.ticks_per_frame)

    def __str__(self) -> str:
        """As editors write it: ``25``, ``23.976``, ``29.97``; else a fraction."""
        if self.denominator == 1:
            return str(self.numerator)
        if self.denominator == 1001 and self.numerator % 1000 == 0:
            return f"{self.numerator / 1001:.3f}".rstrip("0")
        return f"{self.numerator}/{self.denominator}"


def frame_rate(text: str | int | float | Fraction | FrameRate) -> FrameRate:
    """The rate that a person or a file means: ``25``, ``"23.976"``, ``"30000/1001"``, ``Fraction(25)``.

    Decimal names of the 1000/1001 family are taken as exactly that family. Raises UsageError for anything else.
    """
    if isinstance(text, FrameRate):
        return text
    if isinstance(text, Fraction):
        return FrameRate(text.numerator, text.denominator)
    name = str(text).strip()
    if not _WRITTEN.fullmatch(name):
        raise UsageError(
            f"not a frame rate: {name[:40]!r}", hint="write it as 23.976, 24, 25, 29.97, 30, 50 or 30000/1001"
        )
    exact = _NAMED.get(name) or Fraction(name)
    for family in _NAMED.values():
        if exact.denominator != 1 and exact.denominator != 1001 and abs(exact - family) < Fraction(5, 1000):
            exact = family
    return FrameRate(exact.numerator, exact.denominator)
