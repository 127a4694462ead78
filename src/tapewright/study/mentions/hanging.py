"""What a date hangs on, and what it would be: a guess, and every guess has a ``?`` for "perhaps"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tapewright.errors import UsageError
from tapewright.study.mentions.mention import Found, Hook, Mention, MentionKind, Shift
from tapewright.timing.edtf import date_of, day_of, read_edtf

FARTHEST = 150
"""How many words back the date may be that another one hangs on: behind a longer way most guesses were wrong."""


def hung(bare: Sequence[tuple[Mention, Found]], places: Sequence[int], recorded: str = "") -> list[Mention]:
    """The mentions in order, each with its guess. ``places`` counts the words of the tape up to each.

    A relative date hangs on the date that was said before it. A day or a month without a year takes the year of the
    date before it. What counts from the day of the talk ("last year") takes ``recorded``, where it is known.
    """
    made: list[Mention] = []
    anchor: int | None = None
    for mention, found in bare:
        number = len(made)
        is_near = anchor is not None and places[number] - places[anchor] <= FARTHEST
        if mention.hook is Hook.MENTION and anchor is not None and is_near:
            guess = _guess(mention, found.shift, made[anchor].date or made[anchor].guess)
            made.append(replace(mention, anchor=anchor, guess=guess))
        elif mention.hook is Hook.RECORDING:
            made.append(replace(mention, guess=_guess(mention, found.shift, recorded)))
        else:
            made.append(mention)
        if (made[-1].date and not made[-1].date.startswith("XXXX")) or made[-1].guess:
            anchor = number
    return made


def guess_of_age(age: int, born: str) -> str:
    """When somebody was so old, by their birth (EDTF): a year or two; "" where the birth is not known to the year.

    >>> guess_of_age(15, "1962-04"), guess_of_age(15, "1960/1963")
    ('[1977?,1978?]', '')
    """
    try:
        date = read_edtf(born) if born else None
    except UsageError:
        return ""
    if date is None or date.earliest is None or date.latest is None or date.is_approximate or date.is_uncertain:
        return ""
    year = date_of(date.earliest)[0]
    if date_of(date.latest)[0] != year or not 0 <= year <= 9990 - age:
        return ""
    return f"[{year + age:04d}?,{year + age + 1:04d}?]"


def _guess(mention: Mention, shift: Shift | None, anchor: str) -> str:
    try:
        date = read_edtf(anchor) if anchor else None
    except UsageError:
        return ""
    if date is None or date.earliest is None or date.latest is None:
        return ""
    year, month, day = date_of(date.earliest)
    is_one_year = date_of(date.latest)[0] == year
    if mention.date.startswith("XXXX"):
        is_known = is_one_year and (shift is None or bool(shift.unit) or date_of(date.latest)[1] == month)
        year += _years_off(mention.date, shift, month)
        return f"{year:04d}{mention.date[4:].rstrip('~?%')}?" if is_known and _is_day(year, mention.date) else ""
    if shift is None or not shift.unit or not is_one_year or mention.kind is MentionKind.ABSOLUTE:
        return ""
    return _shifted(shift, (year, month, day), date.latest - date.earliest + 1)


def _years_off(date: str, shift: Shift | None, month: int) -> int:
    """How many years a month without a year lies from its anchor: "last October", said in November, none."""
    if shift is None or shift.unit:
        return shift.months // 12 if shift else 0
    said = int(date[5:7])
    return -int(said >= month) if shift.months < 0 else int(said <= month)


def _is_day(year: int, date: str) -> bool:
    try:
        return bool(read_edtf(f"{year:04d}{date[4:]}"))
    except UsageError:
        return False


def _shifted(shift: Shift, anchor: tuple[int, int, int], width: int) -> str:
    """The date that lies a shift from an anchor that is so many days wide; "" where the anchor is not sharp enough."""
    year, month, day = anchor
    doubt = "%" if shift.is_about else "?"
    if shift.unit.isdecimal():
        return f"{year + shift.months // 12:04d}-{shift.unit}?"
    if shift.unit == "day":
        if width > 1:
            return ""
        year, month, day = date_of(day_of(year, month, day) + shift.days)
        return f"{year:04d}-{month:02d}-{day:02d}{doubt}" if 0 <= year <= 9999 else ""
    months = year * 12 + month - 1 + shift.months
    if not 0 <= months < 120_000:
        return ""
    if shift.unit == "year" or width > 31:
        return f"{months // 12:04d}?" if shift.unit == "year" else ""
    return f"{months // 12:04d}-{months % 12 + 1:02d}{doubt}"
