"""The one clock: whole ticks of 1/705,600,000 s, and the one rounding that brings other units onto it."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NewType

from tapewright.errors import UsageError

Ticks = NewType("Ticks", int)

TICKS_PER_SECOND = 705_600_000
"""One flick: 1/705,600,000 s. Divisible by every frame rate of film and television and every audio rate from
8 kHz to 192 kHz, the 44.1 kHz family too. Source: the "flicks" definition published by Facebook/Oculus, 2018."""


# No exponents: the few characters of "1e999999999" ask for a number that fills the memory.
_DECIMAL = re.compile(r"[+-]?\d{1,15}(?:\.\d{0,40})?", re.ASCII)


def nearest(value: Fraction | int) -> int:
    """The nearest whole number; exactly half goes to the later one. The only rounding in tapewright."""
    return floor(Fraction(value) + Fraction(1, 2))


def from_seconds(seconds: Fraction | Decimal | int | float | str) -> Ticks:
    """The tick nearest to ``seconds``. A float is taken at its exact binary value, a string as a decimal.

    UsageError for a string that is no plain decimal.

    >>> from_seconds("0.5")
    352800000
    """
    if isinstance(seconds, str) and not _DECIMAL.fullmatch(seconds):
        raise UsageError(f"not seconds: {seconds[:40]!r}", hint="write a decimal number, as 12.5")
    exact = seconds if isinstance(seconds, Fraction) else Fraction(seconds)
    return Ticks(nearest(exact * TICKS_PER_SECOND))


def to_seconds(ticks: int) -> Fraction:
    """Seconds as an exact fraction."""
    return Fraction(ticks, TICKS_PER_SECOND)


def to_float_seconds(ticks: int) -> float:
    """Seconds as a float, for an engine, a screen or JSON, never to be kept or calculated with."""
    return ticks / TICKS_PER_SECOND


def from_milliseconds(milliseconds: int) -> Ticks:
    """Whole milliseconds in ticks (exact: 705,600 ticks each)."""
    return Ticks(milliseconds * (TICKS_PER_SECOND // 1000))


def from_samples(samples: int, rate_hz: int) -> Ticks:
    """The tick at the start of a sample; exact at every rate in use, the nearest tick at an odd one."""
    return Ticks(nearest(Fraction(samples * TICKS_PER_SECOND, rate_hz)))


def to_samples(ticks: int, rate_hz: int) -> int:
    """The sample whose start is nearest to ``ticks``."""
    return nearest(Fraction(ticks * rate_hz, TICKS_PER_SECOND))


def write_seconds(ticks: int, *, decimals: int = 6) -> str:
    """Decimal seconds, rounded to ``decimals`` places; what is written is what is read back and written again.

    >>> write_seconds(from_seconds("2531.24"))
    '2531.240000'
    """
    # `nearest` in whole numbers: ten thousand places are written while somebody waits
    units = (2 * ticks * 10**decimals + TICKS_PER_SECOND) // (2 * TICKS_PER_SECOND)
    whole, part = divmod(abs(units), 10**decimals)
    sign = "-" if units < 0 else ""
    return f"{sign}{whole}.{part:0{decimals}d}" if decimals else f"{sign}{whole}"


def write_clock(ticks: int, *, decimals: int = 3, separator: str = ".") -> str:
    """Hours, minutes, seconds of running time, as captions write it.

    >>> write_clock(from_seconds("3661.5"))
    '01:01:01.500'
    """
    # `nearest` in whole numbers: ten thousand places are written while somebody waits
    units = (2 * ticks * 10**decimals + TICKS_PER_SECOND) // (2 * TICKS_PER_SECOND)
    sign = "-" if units < 0 else ""
    whole, part = divmod(abs(units), 10**decimals)
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}"
    return f"{clock}{separator}{part:0{decimals}d}" if decimals else clock
