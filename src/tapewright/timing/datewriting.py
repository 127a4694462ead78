"""Dates as people write them, as EDTF: ``12.5.1978``, ``14-Jun-78``, ``c. 1850``, ``between May and July 1978``.

A text is read whole or not at all: half a date would be another one ("before 1978" is not 1978).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tapewright.errors import UsageError
from tapewright.timing.days import date_of
from tapewright.timing.edtf import read_edtf
from tapewright.timing.edtfsaid import MONTHS

_LONGEST = 100
_YOUNGEST = 30
"""A year of two figures up to this one is of this century, a later one of the last."""

_SIGNS = str.maketrans({"–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "\u00a0": " "})
_NAMES = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTHS = {**_NAMES, **{name[:3]: number for name, number in _NAMES.items()}, "sept": 9}
_MONTH = rf"(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?(?:the )?"
_DAY, _YEAR = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?", r"(?P<year>\d{4}|'\d\d)"
_CLOCK = r"(?:[ t,]+\d{1,2}[:.]\d\d.*)?"
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_ABOUT = re.compile(r"(?:about|around|roughly|approximately) |(?:approx|circa|ca|c)(?:\. ?| |(?=\d))|~ ?")
_PERHAPS = re.compile(r"(?:perhaps|possibly|probably|maybe) ")
_QUESTION = re.compile(r" ?(?:\(\?\)|\?)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What a text may mean: ``dates`` as EDTF, the likelier first; two where nobody said whether the day or the month
    comes first. ``why`` is the reason where it is written like a date and is none.
    """

    dates: tuple[str, ...] = ()
    why: str = ""


def written_date(text: str, *, month_first: bool | None = None) -> Meant:
    """The dates that a text may mean. ``month_first`` says how 04/06/1984 is meant; with None both are told.

    >>> written_date("12.5.1978").dates, written_date("4/6/84").dates
    (('1978-05-12',), ('1984-06-04', '1984-04-06'))
    >>> written_date("before 1978").dates, written_date("31 June 1978")
    (('[..1977]',), Meant(dates=(), why='there is no such day in the calendar'))
    """
    plain = " ".join(text.translate(_SIGNS).lower().split())
    if len(plain) > _LONGEST or not plain.isascii():
        return Meant()
    if plain[:1] == "(" and plain[-1:] == ")":
        plain = plain[1:-1].strip()
    first = _checked(plain, bool(month_first))
    if month_first is not None or (first.dates and not re.search(r"\d[/-]\d", plain)):
        return first
    other = _checked(plain, True)
    return Meant(
        dates=tuple(dict.fromkeys((*first.dates, *other.dates))),
        why="" if first.dates or other.dates else first.why or other.why,
    )


def _checked(plain: str, month_first: bool) -> Meant:
    date = _whole(plain, month_first)
    if not date:
        return Meant()
    try:
        return Meant(dates=(read_edtf(date).text,))
    except UsageError as error:
        return Meant(why=str(error.__cause__ or error.message))


def _whole(plain: str, month_first: bool) -> str:
    """A date with what is unsure of it, a stretch, or one of several; "" for what is none."""
    for pattern, made in _AROUND.items():
        found = re.fullmatch(pattern, plain)
        if found and (date := _doubted(found["one"], month_first)):
            return made(date)
    if date := _doubted(plain, month_first):
        return date
    for opening, sign, form in _BETWEEN:
        if plain.startswith(opening):
            text = plain[len(opening) :]
            for found in re.finditer(sign, text):
                if ends := _ends(text[: found.start()], text[found.end() :], month_first):
                    return form.format(*ends)
    return ""


def _ends(start: str, end: str, month_first: bool) -> tuple[str, str] | None:
    """Both dates of a stretch: what one of them leaves out is as in the other."""
    first, last = _doubted(start, month_first), _doubted(end, month_first)
    if last and not first:
        first = next((date for text in _filled(start, last) if (date := _doubted(text, month_first))), "")
    elif first and not last:
        last = next((date for text in _filled(end, first) if (date := _doubted(text, month_first))), "")
    return (first, last) if first and last else None


def _filled(text: str, other: str) -> Iterator[str]:
    """``May`` beside 1978-07 is ``May 1978``, ``4`` beside 1978-07-09 is ``4 July 1978``."""
    numbers = other.rstrip("?~%").split("-")
    if len(numbers) < 2 or not all(number.isdigit() for number in numbers):
        return
    yield f"{text} {numbers[0]}"
    if len(numbers) == 3 and 1 <= int(numbers[1]) <= 12:
        yield f"{text} {MONTHS[int(numbers[1]) - 1].lower()} {numbers[0]}"


def _doubted(text: str, month_first: bool) -> str:
    """One date with its signs."""
    plain = re.sub(r"^(?:in|on|during) ", "", text.strip(" ,;"))
    is_perhaps = bool(_PERHAPS.match(plain) or _QUESTION.search(plain))
    plain = _QUESTION.sub("", _PERHAPS.sub("", plain, count=1))
    about = _ABOUT.match(plain)
    if about:
        plain = plain[about.end() :]
    sign = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}[bool(about), is_perhaps]
    date = _date(plain, month_first)
    if not date and about and re.fullmatch(r"\d{3}", plain):
        date = f"0{plain}"
    return date and f"{date}{sign}"


def _date(plain: str, month_first: bool) -> str:
    for pattern, read in _DATES:
        if (found := pattern.fullmatch(plain)) and (date := read(found, month_first)):
            return date
    return ""


def _numbers(found: re.Match[str], month_first: bool) -> str:
    day, month = (found["two"], found["one"]) if month_first else (found["one"], found["two"])
    return _joined(found["year"], int(month), day)


def _named(found: re.Match[str], month_first: bool) -> str:
    return _joined(found["year"], _MONTHS[found["name"]], found.groupdict().get("day") or "")


def _year_first(found: re.Match[str], month_first: bool) -> str:
    is_span = not found["day"] and found["sign"] == "/" and int(found["year"]) % 100 < int(found["month"])
    return "" if is_span else _joined(found["year"], int(found["month"]), found["day"] or "")


def _season(found: re.Match[str], month_first: bool) -> str:
    year, next_year = found["year"], found["next"]
    is_winter = found["season"] == "winter" and next_year and int(next_year[-2:]) == (int(year) + 1) % 100
    return "" if next_year and not is_winter else f"{_full(year)}-{_SEASONS[found['season']]}"


def _quarter(found: re.Match[str], month_first: bool) -> str:
    return f"{found['year']}-{32 + int(found['quarter'])}"


def _years(found: re.Match[str], month_first: bool) -> str:
    year, last = found["year"], found["next"]
    return f"{year}/{year[:2]}{last}" if int(last) > int(year[2:]) else ""


def _before_christ(found: re.Match[str], month_first: bool) -> str:
    year = 1 - int(found["year"])
    return f"-{-year:04d}" if year < 0 else "0000"


def _joined(year: str, month: int, day: str) -> str:
    return f"{_full(year)}-{month:02d}{day and f'-{int(day):02d}'}"


def _full(year: str) -> str:
    two = year.lstrip("'")
    return two if len(two) == 4 else f"{20 if int(two) <= _YOUNGEST else 19}{two}"


_DATES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], bool], str]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?P<year>\d{4})", lambda found, _: found["year"]),
        (r"(?P<year>\d{4})(?:/|-(?!0|1[012]))(?P<next>\d\d)", _years),
        (r"(?P<year>\d{4})(?P<sign>[./-])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?" + _CLOCK, _year_first),
        (r"(?P<year>\d{4})(?P<sign>)(?P<month>\d\d)(?P<day>\d\d)", _year_first),
        (r"(?P<one>\d{1,2})(?P<sign>[./-]) ?(?P<two>\d{1,2})(?P=sign) ?(?P<year>\d{4}|'?\d\d)" + _CLOCK, _numbers),
        (r"(?P<sign>)(?P<month>\d{1,2})[./-](?P<year>\d{4})(?P<day>)", _year_first),
        (_WEEKDAY + _DAY + r"(?: of |[ -])?" + _MONTH + r"(?:,? (?:of )?|-)(?P<year>\d{4}|'?\d\d)" + _CLOCK, _named),
        (_WEEKDAY + _MONTH + r"[ -](?:the )?" + _DAY + r",? " + _YEAR + _CLOCK, _named),
        (r"(?P<year>\d{4}),?[ -]" + _MONTH + r"(?:[ -]" + _DAY + r")?", _named),
        (_MONTH + r"(?:,? (?:of )?|-)(?P<year>\d{4}|'\d\d|[4-9]\d|3[2-9])", _named),
        (
            rf"(?:the )?(?P<season>{'|'.join(_SEASONS)}),?(?: of)? {_YEAR}(?:[/-](?P<next>\d{{4}}|\d\d))?",
            _season,
        ),
        (r"q(?P<quarter>[1-4])[ /]?(?P<year>\d{4})", _quarter),
        (r"(?P<year>\d{1,4}) ?b\.?c\.?(?:e\.?)?", _before_christ),
        (r"a\.?d\.? (?P<year>\d{1,4})", lambda found, _: f"{int(found['year']):04d}"),
        (r"(?P<year>\d{1,4}) (?:a\.?d\.?|c\.?e\.?)", lambda found, _: f"{int(found['year']):04d}"),
    )
)


def _neighbour(date: str, days: int) -> str:
    """The year, month or day beside a date, as exact as it is."""
    sign = date[len(date.rstrip("?~%")) :]
    bare = date.rstrip("?~%")
    try:
        read = read_edtf(bare)
    except UsageError:
        return bare  # told as it is, and refused with its reason
    end = read.earliest if days < 0 else read.latest
    if end is None or "/" in bare:
        return bare
    year, month, day = date_of(end + days)
    if year < 0 or year > 9999:
        return bare
    parts = (f"{year:04d}", f"{month:02d}", f"{day:02d}")
    is_season = bare[5:7].isdigit() and int(bare[5:7]) > 12
    return "-".join(parts[: 3 if is_season else bare.count("-") + 1]) + sign


_AROUND: dict[str, Callable[[str], str]] = {
    r"before (?P<one>.+)": lambda date: f"[..{_neighbour(date, -1)}]",
    r"after (?P<one>.+)": lambda date: f"[{_neighbour(date, 1)}..]",
    r"(?:by|not later than|no later than) (?P<one>.+)": lambda date: f"[..{date}]",
    r"(?:until|till|up to) (?P<one>.+)": lambda date: f"../{date}",
    r"(?:since|from) (?P<one>.+?)(?: on| onwards?)?": lambda date: f"{date}/..",
    r"(?P<one>.+) (?:on|onwards?)": lambda date: f"{date}/..",
}
_TO = " (?:to|until|till|through) "
_BETWEEN = (
    ("between ", " and | ?- ?", "[{}..{}]"),
    ("from ", f"{_TO}| ?- ?", "{}/{}"),
    ("", " or ", "[{},{}]"),
    ("", f"{_TO}| - ", "{}/{}"),
    ("", "-", "{}/{}"),
    ("", " ?/ ?", "{}/{}"),
)
"""What stands before and between two dates, and how they are written then."""
