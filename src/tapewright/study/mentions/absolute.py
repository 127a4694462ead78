"""Dates whose words name a day, a month, a year, a season, a decade or a century."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from tapewright.errors import UsageError
from tapewright.study.mentions.dateword import DateWords, words_of
from tapewright.study.mentions.mention import Found, Hook, MentionKind, Shift, read_by
from tapewright.study.mentions.writing import Written
from tapewright.timing.edtf import read_edtf

_YEAR = r"(?:1[5-9]\d\d|20[0-4]\d)"
_DAY = r"(?:[12]?\d|3[01])"
_OLD = 4
"""From this ten on "early forties" is a decade: "late twenties" is more often somebody's age."""
_YOUNGEST = 30
"""A year of two figures up to this one is of this century, a later one of the last."""


@dataclass(frozen=True, slots=True)
class _Rules:
    words: DateWords
    day: re.Pattern[str]
    month_day: re.Pattern[str]
    month: re.Pattern[str]
    season: re.Pattern[str]
    feast: re.Pattern[str]
    decade: re.Pattern[str]
    decade_before: re.Pattern[str]
    decade_behind: re.Pattern[str]
    century: re.Pattern[str]
    year: re.Pattern[str]
    short_year: re.Pattern[str]
    figures: re.Pattern[str]


@lru_cache(maxsize=8)
def _rules(language: str) -> _Rules | None:
    words = words_of(language)
    if words is None:
        return None
    month = f"(?P<month>{words.either('months')})"
    weekday = f"(?:{words.either('weekdays')}(?: {words.either('day_parts')})?(?: ,)? )?"
    part = f"(?:(?P<part>{words.either('part_of')})(?: -)?(?: of| in)?(?: the)? )?"
    about = f"(?:(?P<about>{words.either('about')}) )?"
    year = rf"(?P<year>{_YEAR}|'\d\d)"
    any_year = rf"(?P<year>{_YEAR}|1[0-4]\d\d|'\d\d)"
    later_year = rf"(?:(?: ,)?(?: of| in)? (?:{year}|(?P<this>this year|last year|that year|the same year))\b)"
    ordinal = rf"(?:the )?(?P<day>{_DAY}(?:st|nd|rd|th)?|(?:20 )?second)"
    unit, decade = words.either("units"), words.either("decades")
    compiled = {
        "day": rf"\b{weekday}{ordinal}(?: day)?(?P<of> of)?(?: the)? {month}\b{later_year}?",
        "month_day": (
            rf"\b{weekday}{month} (?:the )?(?P<day>{_DAY}(?:st|nd|rd|th)?|(?:20 )?second)\b"
            rf"(?! of| {unit}){later_year}?"
        ),
        "month": (
            rf"\b{about}{part}(?:(?P<when>this|next|last) )?{month}\b"
            rf"(?:{later_year}|(?: of)? (?P<two>[3-9]\d)\b)?"
        ),
        "season": (
            rf"\b(?:the )?{part}(?P<season>{words.either('seasons')})"
            rf"(?:,?(?: of| in)? {year}| of (?P<two>[3-9]\d))\b"
        ),
        "feast": (
            rf"\b(?P<feast>{words.either('feasts')})\b{later_year}?"
            rf"|\b(?P<period>{words.either('periods')})(?: of)? (?P<period_year>{_YEAR}|'\d\d)\b"
        ),
        "decade": (
            rf"(?<![\w£$])(?P<the>the )?{part}(?:(?P<long>1[5-9]\d0|20\d0)s|'(?P<short>[1-9])0s|(?P<bare>[2-9])0s"
            rf"|(?:(?P<era>19|18) )?(?P<word>{decade})|(?P<hundreds>1[5-9]) hundreds|(?P<thousands>2 thousands))\b"
        ),
        "decade_before": (
            rf"\b(?:(?:the|{words.either('part_of')}) (?:19 )?(?:\d\d)?\d0s|{decade})"
            rf"(?:(?: ,| and| or| to| -| /)+ (?:\d0s|{decade}))*(?: ,| and| or| to| -| /)+ $"
        ),
        "decade_behind": rf"(?: ,| and| or| to| -| /)+ {decade}\b",
        "century": rf"\b(?:the )?{part}(?P<century>1[0-9]|2[01])(?:st|th) centur(?:y|ies)\b",
        "year": (
            rf"(?<![\w.,£$'])(?:(?P<between>between|from) )?{about}{part}{any_year}(?![\w'%])(?! ,? ?\d{{3}}\b)"
            rf"(?: (?:and|to|-|/) (?P<next>\d\d)\b)?"
        ),
        "short_year": (
            rf"\b(?:(?P<cue>{words.either('short_year_cues')})|(?P<early>{words.either('early')})) "
            rf"(?:(?P<two>[3-9]\d)|oh (?P<oh>[1-9]))\b"
        ),
        "figures": (
            r"(?<!\S)(?:(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4}|\d{2})|(?P<iso>\d{4}-\d{2}-\d{2})"
            r"|(?:the )?(?P<od>\d{1,2})(?:st|nd|rd|th) of the (?P<om>\d{1,2})(?:st|nd|rd|th)(?: ,)? "
            r"(?P<oy>(?:19|20)\d\d))(?!\S)"
        ),
    }
    return _Rules(words=words, **{name: re.compile(pattern) for name, pattern in compiled.items()})


def absolute_dates(written: Written, language: str) -> Iterator[Found]:
    """Every stretch that may be one, longer ones among shorter ones."""
    rules = _rules(language)
    if rules is None:
        return
    yield from (found for found in read_by(_READERS, rules, written) if _is_edtf(found.date))


def _is_edtf(date: str) -> bool:
    try:
        return not date or bool(read_edtf(date))
    except UsageError:
        return False


def _found(match: re.Match[str], date: str, hook: Hook = Hook.NOTHING, *, end: str | int = 0) -> Found:
    return Found(start=match.start(), end=match.end(end), kind=MentionKind.ABSOLUTE, date=date, hook=hook)


def full_year(said: str) -> str:
    """Four figures of a year as it is said: ``'78`` is 1978, ``'06`` is 2006."""
    if len(said) == 4:
        return said
    two = said[-2:]
    return f"{20 if int(two) <= _YOUNGEST else 19}{two}"


def _number(said: str) -> int:
    return int(re.sub(r"\D", "", said) or 0) + 2 * said.endswith("second")


def _day(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    name = match["month"]
    is_ordinal = not match["day"].isdigit()
    is_said = is_ordinal or match["year"] or match["of"] if "of" in match.re.groupindex else is_ordinal or match["year"]
    part = written.part_at(match.start("month"))
    if name in rules.words.sets["verb_months"] and not is_said and not written.parts[part].is_capital:
        before = written.before(written.part_at(match.start()))
        if before not in rules.words.sets["day_cues"] or written.after(part) in rules.words.sets["after_may"]:
            return None
    if match["day"] == "second" and not (match["year"] or _is_second_day(match, written, rules)):
        return None
    rest = f"-{rules.words.months[name]:02d}-{_number(match['day']):02d}"
    if match["year"]:
        return _found(match, full_year(match["year"]) + rest)
    return _hung(match, f"XXXX{rest}")


def _is_second_day(match: re.Match[str], written: Written, rules: _Rules) -> bool:
    """Whether "second" beside a month is its second day: "second of June", "on June second"."""
    before = written.before(written.part_at(match.start()))
    return ("of" in match.re.groupindex and bool(match["of"])) or before in rules.words.sets["day_cues"]


def _month_day(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    part = written.part_at(match.end("day") - 1)
    if match["day"].isdigit() and not match["year"]:
        after, before = written.after(part), written.before(written.part_at(match.start()))
        is_sure = before not in ("in", "of", "during") and _is_capital(match, written)
        if after not in ("|", ",") and after not in rules.words.sets["goes_on"] and not is_sure:
            return None
    return _day(match, written, rules)


def _is_capital(match: re.Match[str], written: Written) -> bool:
    return written.parts[written.part_at(match.start("month"))].is_capital


def _month(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    name, months = match["month"], rules.words.months
    part = written.part_at(match.start("month"))
    if written.after(part) in rules.words.sets["not_after_month"]:
        return None
    if written.parts[part].is_acronym and name in rules.words.sets["short_months"]:
        return None  # SEPT was a trust
    two = match["two"] and written.after(written.part_at(match.end() - 1))
    if match["two"] and two not in ("|", ",") and two not in rules.words.sets["goes_on"]:
        return None
    year = match["year"] or (match["two"] and f"'{match['two']}")
    about = "~" if match["about"] else ""
    if year:
        return _found(match, f"{full_year(year)}-{months[name]:02d}{about}")
    is_doubtful = name in rules.words.sets["doubtful_months"] and not match["this"] and not match["part"]
    is_this = match["when"] == "this" and written.parts[part].is_capital
    if is_doubtful and not is_this and not _is_month(written, part, rules):
        return None
    if name in rules.words.sets["short_months"] and not match["this"]:
        return None
    return _hung(match, f"XXXX-{months[name]:02d}{about}")


_OF_YEAR = {"this year": Shift(unit="year"), "last year": Shift(months=-12, unit="year")}
_WHICH_MONTH = {"this": _OF_YEAR["this year"], "next": Shift(months=1), "last": Shift(months=-1)}


def _hung(match: re.Match[str], date: str) -> Found:
    """A date without a year: of the year of the talk ("last October", "of this year"), or of the date before it."""
    shift = _OF_YEAR.get(match["this"] or "") or _WHICH_MONTH.get(match.groupdict().get("when") or "")
    return replace(_found(match, date, Hook.RECORDING if shift else Hook.MENTION), shift=shift)


def _is_month(written: Written, part: int, rules: _Rules) -> bool:
    """Whether a name that is a month, a person or a verb is a month here.

    Behind a cue ("in may"), or between "the" and a thing ("the April hearings"); no name goes on behind it.
    """
    cues, verbs = rules.words.sets["month_cues"], rules.words.sets["verb_months"]
    before, here = written.before(part), written.parts[part]
    after = written.parts[part + 1] if part + 1 < len(written.parts) else None
    is_name = after is not None and after.is_capital and after.text.split("'")[0] not in ("i", "|")
    if here.is_capital and is_name:
        return False
    match written.before(part, 2).split():
        case [other, join] if join in rules.words.sets["month_joins"] and here.text in verbs:
            if other in rules.words.months.keys() - verbs:
                return True  # "february and march"
    if before in cues or written.before(part, 2) in cues:
        is_end = after is None or after.text in ("|", ",")
        return here.is_capital or here.text != "may" or is_end
    if before != "the" or not here.is_capital:
        return False
    return written.before(part, 2).split()[0] in cues or (after is not None and after.text.isalpha())


def _season(match: re.Match[str], written: Written, rules: _Rules) -> Found:
    year = match["year"] or f"'{match['two']}"
    return _found(match, f"{full_year(year)}-{rules.words.seasons[match['season']]}")


def _feast(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    if match["period"]:
        month = "-12" if match["period"] == "christmas" else ""
        return _found(match, full_year(match["period_year"]) + month)
    day = rules.words.feasts[match["feast"]]
    if written.after(written.part_at(match.end() - 1)) in rules.words.sets["not_after_month"]:
        return None
    is_cued = written.before(written.part_at(match.start())) in rules.words.sets["feast_cues"] or match["year"]
    if match["feast"].isalpha() and not is_cued:
        return None
    if len(day) == len("2001-09-11"):
        return _found(match, day)
    if match["year"]:
        return _found(match, f"{full_year(match['year'])}{day and '-'}{day}")
    return _found(match, day and f"XXXX-{day}", Hook.MENTION)


def _decade(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    first = written.part_at(match.start())
    beside = rules.decade_before.search(written.text, max(match.start() - 40, 0), match.start())
    near = written.before(first, 5 if beside else 2).split()
    if any(word in rules.words.sets["own"] for word in near):
        return None
    if match["long"]:
        is_century = match["long"].endswith("00") and int(match["long"]) < 1900
        return _found(match, f"{match['long'][:2]}XX" if is_century else f"{match['long'][:3]}X")
    if match["hundreds"] or match["thousands"]:
        return _found(match, f"{match['hundreds']}XX" if match["hundreds"] else "200X")
    tens = match["short"] or match["bare"] or str(rules.words.decades[match["word"]])
    if not match["the"] and not match["short"] and not match["era"] and not beside:
        is_first = rules.decade_behind.match(written.text, match.end()) is not None
        is_age = int(tens) < _OLD or not rules.words.sets["people"].isdisjoint(written.before(first, 3).split())
        if not (match["part"] or is_first) or is_age:
            return None
    return _found(match, f"{match['era'] or 19}{tens}X")


def _century(match: re.Match[str], written: Written, rules: _Rules) -> Found:
    return _found(match, f"{int(match['century']) - 1:02d}XX")


def _year(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    at = written.part_at(match.start("year"))
    year, sets = match["year"], rules.words.sets
    if match["next"] and int(year[-2:]) < int(match["next"]) and year[0] != "'":
        return _found(match, f"{year}/{year[:2]}{match['next']}")
    before, after = written.before(at), written.after(at)
    about = "~" if match["about"] else ""
    if after in sets["not_after_year"] or before in sets["not_a_year"] or written.before(at, 2) in sets["not_a_year"]:
        return None
    if at and written.parts[at - 1].is_acronym:
        return None  # "under the HSWA 1974" is a law
    goes_on = after in ("|", ",", "-", "/") or after in sets["goes_on"]
    if "1000" <= year < "1500" and not (before in sets["old_year_cues"] and goes_on):
        return None  # "by 1430" is a time of day
    if year.startswith("'"):
        return _found(match, full_year(year) + about, end="year")
    is_cued = (
        before in sets["year_cues"] or match["part"] or match["about"] or written.before(at, 2) in sets["year_cues"]
    )
    if year.endswith("00") and not (is_cued and goes_on):
        return None
    if not is_cued and not 1900 <= int(year) <= 2035 and not goes_on:
        return None
    return _found(match, year + about, end="year")


def _short_year(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    sets = rules.words.sets
    at = written.part_at(match.end() - 1)
    after = written.after(at)
    goes_on = after in ("|", ",") or after in sets["early"] or after in sets["goes_on"]
    is_sure = match["cue"] in sets["sure_year_cues"] and after not in sets["not_after_age"] | sets["not_after_year"]
    is_amount = after == "to" and written.after(at + 1).isdecimal()
    if not (goes_on or is_sure) or is_amount or after in ("of", "-", "/", "or"):
        return None
    is_in_figures = written.parts[at].end - written.parts[at].first < 2
    if match["cue"] in sets["quantity_cues"] and is_in_figures:
        return None
    if match["early"] and not sets["people"].isdisjoint(written.before(written.part_at(match.start()), 3).split()):
        return None
    return _found(match, full_year(f"'{match['two'] or '0' + match['oh']}"))


def _figures(match: re.Match[str], written: Written, rules: _Rules) -> Found:
    if match["iso"]:
        return _found(match, match["iso"])
    day, month, year = (match["d"], match["m"], match["y"]) if match["d"] else (match["od"], match["om"], match["oy"])
    return _found(match, f"{full_year(year)}-{int(month):02d}-{int(day):02d}")


_READERS = {
    "day": _day,
    "month_day": _month_day,
    "month": _month,
    "season": _season,
    "feast": _feast,
    "decade": _decade,
    "century": _century,
    "year": _year,
    "short_year": _short_year,
    "figures": _figures,
}


def joined(found: list[Found], written: Written, language: str) -> list[Found]:
    """Two dates with "to", "and" or a stroke between them are one interval; "21 to 24 May" and "2020 and 21" too."""
    made: list[Found] = []
    for date in sorted(found, key=lambda each: each.start):
        if made and (whole := _interval(made[-1], date, written)):
            made[-1] = whole
        else:
            made.append(_with_first_day(date, written))
    return made


_BETWEEN = re.compile(r" (?:to|until|till|through|-|/)(?: (?:the|about|around))? ?")
_AND = re.compile(r" and(?: the)? ?")
_DAYS_BEFORE = re.compile(
    rf"(?:from |between )?(?:the )?(?P<day>{_DAY})(?:st|nd|rd|th)? (?:to|and|or|-|until|/) (?:the )?$"
)


def _interval(one: Found, other: Found, written: Written) -> Found | None:
    if MentionKind.RELATIVE in (one.kind, other.kind) or not one.date or not other.date:
        return None
    gap = written.text[one.end : other.start]
    if len(gap) > 14 or len(one.date) < 4:
        return None
    if gap == " , " and _is_next_month(one.date, other.date):
        gap = " - "
    opening = written.text[max(one.start - 8, 0) : one.start] + written.text[one.start : one.start + 8]
    if not _BETWEEN.fullmatch(gap) and not (_AND.fullmatch(gap) and "between " in opening):
        return None
    start = one.date
    if start.startswith("XXXX") and not other.date.startswith("XXXX"):
        start = other.date[:4] + start[4:]
    if "/" in start or "/" in other.date:
        return None
    whole = f"{start}/{other.date}" if not start.startswith("XXXX") and _is_edtf(f"{start}/{other.date}") else start
    return replace(one, end=other.end, date=whole, hook=other.hook)


def _is_next_month(one: str, other: str) -> bool:
    """Whether two months without a day follow each other: "October, November '96"."""
    months = [re.fullmatch(r"XXXX-(\d\d)|(?:\d{4})-(\d\d)", date) for date in (one, other)]
    if months[0] is None or months[1] is None or one[:4] not in ("XXXX", other[:4]):
        return False
    first, second = (int(month[1] or month[2]) for month in months if month)
    return first < 21 and second == first + 1


def _with_first_day(date: Found, written: Written) -> Found:
    """``21 to 24 May``: the day in front of a date that has a day."""
    if date.kind is MentionKind.RELATIVE or date.date.count("-") != 2:
        return date
    head = written.text[max(date.start - 30, 0) : date.start]
    before = re.search(_DAYS_BEFORE.pattern, head)
    if before is None or not (before.start() == 0 or head[before.start() - 1] == " "):
        return date
    start = f"{date.date[:-2]}{int(before['day']):02d}"
    whole = f"{start}/{date.date}" if not start.startswith("XXXX") and _is_edtf(f"{start}/{date.date}") else start
    return replace(date, start=date.start - len(head) + before.start(), date=whole if _is_edtf(whole) else date.date)
