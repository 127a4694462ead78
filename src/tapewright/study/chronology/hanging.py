"""Dates that hang on an event: ``nine years later`` is counted from that event's date, and again when it changes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tapewright.timing.days import date_of, day_of
from tapewright.timing.edtf import Edtf
from tapewright.words.normal import normal_words
from tapewright.words.numbers import folded

_UNITS = {"day": "day", "week": "week", "fortnight": "fortnight", "month": "month", "year": "year", "decade": "decade"}
_LATER = frozenset(("later", "after", "afterwards", "on", "thereafter", "next", "following"))
_BEFORE = frozenset(("before", "earlier", "previously", "previous", "prior"))
_ABOUT = frozenset(("about", "around", "almost", "nearly", "some", "roughly", "maybe", "perhaps", "approximately"))
_NEXT = frozenset(("next", "following", "previous", "prior"))
_FILLING = frozenset(("the", "of", "just", "only", "exactly", "that", "then", "it", "this"))
_SAME = re.compile(r"(?:(?:the|that|this|on|in) )*same (day|month|year)")
_MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """So many units later (``sign`` 1), before (-1), or of a direction that was not said (0).

    ``is_exact``: counted in days, or by the calendar (``the next year``); else the words are only about right.
    """

    count: int
    unit: str
    sign: int
    is_exact: bool


def read_distance(words: str) -> Distance | None:
    """What words like ``nine years later``, ``about 3 weeks before``, ``the next day`` say; None for other words.

    >>> read_distance("nine years later")
    Distance(count=9, unit='year', sign=1, is_exact=False)
    >>> read_distance("that summer") is None
    True
    """
    texts = [word.text for word in folded(normal_words(words))]
    if same := _SAME.fullmatch(" ".join(texts)):
        return Distance(count=0, unit=same[1], sign=1, is_exact=True)
    found = _Found()
    for text in texts:
        if not found.take(text):
            return None
    return found.distance()


def words_towards(words: str, sign: int) -> str:
    """The words with their direction, where they had none: ``nine years`` is ``nine years after``."""
    distance = read_distance(words)
    if distance is None or distance.sign:
        return words
    return f"{words} {'after' if sign > 0 else 'before'}"


def date_at(base: Edtf, distance: Distance) -> str:
    """The EDTF date at a distance from another, as exact as both are; empty where that cannot be said.

    Years give a year and months a month, marked ``~`` where words are about right. Of a base that is less exact than
    that comes one of the dates between two: ``[1986..1988]``.
    """
    if base.earliest is None or base.latest is None or not distance.sign:
        return ""
    first, last = (_shifted(day, distance) for day in (base.earliest, base.latest))
    if first is None or last is None:
        return ""
    is_about = not distance.is_exact or base.is_approximate or base.is_uncertain
    length = {"year": 4, "decade": 4, "month": 7}.get(distance.unit, 10)
    begins, ends = (_written(day)[:length] + ("~" if is_about else "") for day in (first, last))
    return begins if begins == ends else f"[{begins}..{ends}]"


class _Found:
    """The parts of a distance as they are read, word by word."""

    def __init__(self) -> None:
        self.count: int | None = None
        self.unit = ""
        self.sign = 0
        self.is_about = False
        self.by_calendar = False
        self.has_half = False

    def take(self, text: str) -> bool:
        """False for a word that has no place in a distance."""
        if text.isascii() and text.isdigit() and len(text) <= 5 and self.count is None:
            self.count = int(text)
        elif text.isascii() and text.endswith(".5") and text[:-2].isdigit() and len(text) <= 5 and self.count is None:
            self.has_half, self.count = True, int(text[:-2])
        elif text == "half" and not self.has_half:
            self.has_half, self.count = True, self.count or 0
        elif text in ("a", "an") and (self.count is None or self.has_half or self.unit):
            self.count = 1 if self.count is None else self.count
        elif text == "couple" and self.count in (None, 1):
            self.count, self.is_about = 2, True
        elif (unit := _UNITS.get(text.removesuffix("s"))) and not self.unit:
            self.unit = unit
        elif text in _LATER or text in _BEFORE:
            return self._direct(text)
        elif text in _ABOUT:
            self.is_about = True
        else:
            return text in _FILLING or (text == "and" and bool(self.unit))
        return True

    def _direct(self, text: str) -> bool:
        sign = 1 if text in _LATER else -1
        if self.sign not in (0, sign):
            return False
        self.sign = sign
        self.by_calendar = self.by_calendar or text in _NEXT
        return True

    def distance(self) -> Distance | None:
        """None where there is no unit, or neither a number nor a direction."""
        if not self.unit or (self.count is None and not self.sign) or (self.count or 0) > _MOST:
            return None
        if self.has_half:
            months = 12 * (self.count or 0) + 6
            return Distance(count=months, unit="month", sign=self.sign, is_exact=False) if self.unit == "year" else None
        by_calendar = self.by_calendar or self.count is None  # "the year after"
        is_exact = (self.unit == "day" or (by_calendar and self.unit in ("month", "year"))) and not self.is_about
        count = 1 if self.count is None else self.count
        return Distance(count=count, unit=self.unit, sign=self.sign, is_exact=is_exact)


def _shifted(day: int, distance: Distance) -> int | None:
    count = distance.count * distance.sign
    if distance.unit in ("day", "week", "fortnight"):
        moved = day + count * {"day": 1, "week": 7, "fortnight": 14}[distance.unit]
        return moved if _is_written(date_of(moved)[0]) else None
    year, month, of_month = date_of(day)
    months = year * 12 + month - 1 + count * {"month": 1, "year": 12, "decade": 120}[distance.unit]
    year, month = divmod(months, 12)
    if not _is_written(year):
        return None
    next_month = day_of(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(day_of(year, month + 1, 1) + of_month - 1, next_month - 1)


def _is_written(year: int) -> bool:
    """A year of four figures, and the one after it too."""
    return 0 <= year <= 9998


def _written(day: int) -> str:
    year, month, of_month = date_of(day)
    return f"{year:04}-{month:02}-{of_month:02}"
