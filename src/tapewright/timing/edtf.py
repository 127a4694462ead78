"""Dates of events as EDTF (ISO 8601-2:2019): "1978-06", "about 520", "between", with the days between which they lie.

Levels 0, 1 and 2 of the Library of Congress's specification. Our own reader, because the library of that name crashes
on some dates, takes reversed intervals, reads an open end as ten years and needs milliseconds
(docs/decisions/0133-our-own-edtf.md); it is an oracle of the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tapewright.errors import UsageError
from tapewright.timing.days import date_of, day_of
from tapewright.timing.edtfdate import EdtfDate, NotEdtf, read_date
from tapewright.timing.edtfsaid import said

_LONGEST = 200
_MOST = 50
_HINT = 'for example "1978-06-14", "1978-06", "1978~" (about), "197X", "1978/1980" or "1978/.."'


@dataclass(frozen=True, slots=True, kw_only=True)
class Edtf:
    """A date that was read. Days count as in ``timing.days``; both bounds are inclusive, None is open or unknown.

    ``members`` are the dates in it: one, the two ends of an interval (None for an open one), those of a set.
    ``set_sign`` is ``[`` for one of them, ``{`` for all, "" for no set; ``ranges`` are the places in ``members`` of the
    ends that belong together.
    """

    text: str
    level: int
    earliest: int | None
    latest: int | None
    is_approximate: bool = False
    is_uncertain: bool = False
    is_interval: bool = False
    is_open_start: bool = False
    is_open_end: bool = False
    is_unknown_start: bool = False
    is_unknown_end: bool = False
    members: tuple[EdtfDate | None, ...] = ()
    set_sign: str = ""
    ranges: tuple[tuple[int, int], ...] = ()

    @property
    def is_known_day(self) -> bool:
        """One day, and no doubt about it."""
        is_sure = not (self.is_approximate or self.is_uncertain)
        return is_sure and self.earliest is not None and self.earliest == self.latest

    def surely_before(self, other: Edtf) -> bool:
        """Whether all of this lies before all of the other."""
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest

    def may_overlap(self, other: Edtf) -> bool:
        """Whether both may mean one day."""
        return not (self.surely_before(other) or other.surely_before(self))


@lru_cache(maxsize=1 << 16)
def read_edtf(text: str) -> Edtf:
    """The date of a text. UsageError, with the reason, for one that is no EDTF.

    >>> date = read_edtf("1978-06~")
    >>> (date.earliest, date.latest, date.is_approximate)
    (722236, 722265, True)
    """
    try:
        if not isinstance(text, str):
            raise NotEdtf("it is no text")
        if len(text) > _LONGEST:
            raise NotEdtf("it is too long")
        if text[:1] in ("[", "{"):
            return _set(text)
        if "/" in text:
            return _interval(text)
        date = read_date(text)
    except NotEdtf as error:
        raise UsageError(f"not a date: {str(text)[:60]!r} ({error})", hint=_HINT) from error
    return _edtf(text, [date], level=date.level, earliest=date.earliest, latest=date.latest)


def _interval(text: str) -> Edtf:
    ends = text.split("/")
    if len(ends) != 2:
        raise NotEdtf("an interval has two ends, with / between")
    if text == "/":
        raise NotEdtf("an interval has at least one end")
    start, end = (None if one in ("", "..") else read_date(one) for one in ends)
    if any(one and one.clock for one in (start, end)):
        raise NotEdtf("an interval has days at its ends, no times of day")
    if start and end and start.earliest > end.latest:
        raise NotEdtf("it ends before it begins")
    is_plain = "" not in ends and ".." not in ends
    return _edtf(
        text,
        [start, end],
        level=max([0 if is_plain else 1, *(2 if "X" in _figures(one) else one.level for one in (start, end) if one)]),
        earliest=start.earliest if start else None,
        latest=end.latest if end else None,
        is_interval=True,
        open_ends=(ends[0] == "..", ends[1] == ".."),
        unknown_ends=(not ends[0], not ends[1]),
    )


def _figures(date: EdtfDate) -> str:
    """Those of a date. In an interval, unknown ones are of level 2 (clause "interval" of the specification)."""
    return date.year + date.month + date.day


def _set(text: str) -> Edtf:
    sign, closing = text[0], {"[": "]", "{": "}"}[text[0]]
    if not text.endswith(closing) or len(text) < 3:
        raise NotEdtf(f"a set that begins with {sign} ends with {closing}, with dates between")
    parts = text[1:-1].split(",")
    if len(parts) > _MOST:
        raise NotEdtf(f"more than {_MOST} dates in one")
    members: list[EdtfDate | None] = []
    ranges: list[tuple[int, int]] = []
    for number, part in enumerate(parts):
        if ".." not in part:
            members.append(read_date(part))
            continue
        ends = part.split("..")
        if len(ends) != 2 or not any(ends):
            raise NotEdtf("a range has its ends on both sides of ..")
        if (not ends[0] and number) or (not ends[1] and number < len(parts) - 1):
            raise NotEdtf("only the first date of a set is open before, and the last behind")
        start, end = (read_date(one) if one else None for one in ends)
        if start and end and start.earliest > end.latest:
            raise NotEdtf("a range ends before it begins")
        ranges.append((len(members), len(members) + 1))
        members += [start, end]
    firsts, lasts = members[0], members[-1]
    known = [one for one in members if one]
    if any(one.clock for one in known):
        raise NotEdtf("a set has days, no times of day")
    return _edtf(
        text,
        members,
        level=2,
        earliest=min(one.earliest for one in known) if firsts else None,
        latest=max(one.latest for one in known) if lasts else None,
        open_ends=(firsts is None, lasts is None),
        set_sign=sign,
        ranges=tuple(ranges),
    )


def _edtf(
    text: str,
    members: list[EdtfDate] | list[EdtfDate | None],
    *,
    level: int,
    earliest: int | None,
    latest: int | None,
    is_interval: bool = False,
    open_ends: tuple[bool, bool] = (False, False),
    unknown_ends: tuple[bool, bool] = (False, False),
    set_sign: str = "",
    ranges: tuple[tuple[int, int], ...] = (),
) -> Edtf:
    known = [one for one in members if one]
    return Edtf(
        text=text,
        level=level,
        earliest=earliest,
        latest=latest,
        is_approximate=any(one.is_approximate for one in known),
        is_uncertain=any(one.is_uncertain for one in known),
        is_interval=is_interval,
        is_open_start=open_ends[0],
        is_open_end=open_ends[1],
        is_unknown_start=unknown_ends[0],
        is_unknown_end=unknown_ends[1],
        members=tuple(members),
        set_sign=set_sign,
        ranges=ranges,
    )


def say_edtf(date: Edtf | str, language: str = "en") -> str:
    """What people say: ``14 June 1978``, ``about 1520``, ``between 1978 and 1980``. UsageError for what is no EDTF.

    There is English so far, whatever the language.
    """
    return said(read_edtf(date) if isinstance(date, str) else date)


__all__ = ["Edtf", "date_of", "day_of", "read_edtf", "say_edtf"]
