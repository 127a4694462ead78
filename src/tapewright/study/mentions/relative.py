"""Dates that count from another one: "nine years later", "that summer", "the next day", "when I was fifteen"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from tapewright.study.mentions.dateword import DateWords, words_of
from tapewright.study.mentions.mention import Found, Hook, MentionKind, Shift, read_by
from tapewright.study.mentions.writing import Written


@dataclass(frozen=True, slots=True)
class _Rules:
    words: DateWords
    counted: re.Pattern[str]
    after: re.Pattern[str]
    time: re.Pattern[str]
    next: re.Pattern[str]
    last: re.Pattern[str]
    beside: re.Pattern[str]
    that: re.Pattern[str]
    age: re.Pattern[str]
    weekday: re.Pattern[str]
    ordinal: re.Pattern[str]
    edge: re.Pattern[str]


@lru_cache(maxsize=8)
def _rules(language: str) -> _Rules | None:
    words = words_of(language)
    if words is None:
        return None
    few, unit = words.either("few"), f"(?P<unit>{words.either('units')})s?"
    amount = (
        rf"(?:(?P<number>\d{{1,3}})(?P<odd> odd)?(?: or \d{{1,3}}| to \d{{1,3}})?(?P<half> and a half)?"
        rf"|(?P<one>{words.either('quantities')})(?P<few1> {few}| few)?|(?P<few2>{few})|(?P<half_a>half a))"
    )
    weekday, part, season = words.either("weekdays"), words.either("day_parts"), words.either("that_seasons")
    period = words.either("periods")
    span = (
        rf"(?:(?P<unit>{words.either('units')})|(?P<part>{part})|(?P<season>{season})"
        rf"|(?P<weekday>{weekday})(?: {part})?|(?P<period>{period}))"
    )
    people = r"(?:[a-z0-9'-]+ ){0,3}?[a-z0-9'-]+"
    hedges, ages = words.either("hedges"), words.either("ages")
    one_more = r"(?: (?:to|-|/|and|or) (?:the )?(?:[12]?\d|3[01])(?:st|nd|rd|th))?"
    compiled = {
        "counted": (
            rf"\b{amount} {unit}(?: or (?:so|2|two))?(?: and a half)? "
            rf"(?P<way>{words.either('later', 'earlier', 'ago', 'ahead')})\b(?P<that>(?<=after|efore|prior) that\b)?"
        ),
        "after": rf"\bafter (?:{hedges} )*{amount} {unit}\b(?! old)",
        "time": rf"\b(?:in )?{amount} {unit}(?: or \d{{1,2}})? time\b",
        "next": rf"\b(?:the (?:very )?)?(?P<way>next|following|previous|same|preceding) {span}\b",
        "last": rf"\b(?P<way>last|this) (?P<when>{span}|(?P<century>century))\b",
        "beside": rf"\bthe (?P<when>{span}) (?P<way>before|after)(?: that)?\b",
        "that": (
            rf"\b(?P<way>that|this) (?:{words.either('adjectives')} )?"
            rf"(?:{span}|(?P<feast>{words.either('feasts')}))\b"
        ),
        "age": (
            rf"\b(?P<cue>{ages}) (?P<who>{people}) (?P<verb>{words.either('age_verbs')}) (?:{hedges} )*"
            rf"(?P<age>\d{{1,3}}|a)\b(?: or \d{{1,3}})?(?P<unit> (?:year|month|week|day)s?(?: old| of age)?(?! in\b))?"
        ),
        "weekday": (
            rf"\b(?:(?P<cue>on|the|that|by|until|since|from|next|last) )?(?:the )?{weekday}"
            rf"(?: to (?:the )?{weekday})?(?: {part})?(?: (?P<week>this week|next week|last week))?\b"
        ),
        "ordinal": (
            r"\b(?P<cue>(?:on|by|until|till|since|from|before|after|there on) )?"
            rf"the (?P<day>[12]?\d|3[01])(?:st|nd|rd|th){one_more}(?![\w'-])"
        ),
        "edge": (
            r"\b(?:the )?(?P<edge>end|beginning|start|middle) of (?P<which>the|that|this) "
            r"(?P<unit>year|decade|month|week)\b"
            r"|\b(?:earlier|later) (?P<which2>this|that) (?P<unit2>year|month|century)\b"
            r"|\b(?:early|late) in (?P<which3>the|that|this) (?P<unit3>year|decade|century)\b"
            r"|\bthe turn of the century\b"
        ),
    }
    return _Rules(words=words, **{name: re.compile(pattern) for name, pattern in compiled.items()})


def relative_dates(written: Written, language: str) -> Iterator[Found]:
    """Every stretch that may be one, longer ones among shorter ones."""
    rules = _rules(language)
    if rules is None:
        return
    yield from read_by(_READERS, rules, written)


def _found(match: re.Match[str], hook: Hook, shift: Shift | None = None, *, group: str | int = 0) -> Found:
    return Found(start=match.start(group), end=match.end(group), kind=MentionKind.RELATIVE, hook=hook, shift=shift)


def _near(match: re.Match[str], written: Written, count: int = 2) -> list[str]:
    return written.before(written.part_at(match.start()), count).split()


def _shift(match: re.Match[str], rules: _Rules, sign: int) -> Shift:
    """What is counted, as days or months; nothing where no number is said."""
    unit = match["unit"]
    length = rules.words.units[unit]
    few = match["few1"] or match["few2"]
    if few or match["half"] or match["half_a"] or match["odd"]:
        return Shift()
    count = int(match["number"]) if match["number"] else 1
    size = int(length[:-1]) * count * sign
    if length.endswith("d"):
        return Shift(days=size, unit="day", is_about=unit != "day")
    return Shift(months=size, unit="year" if size % 12 == 0 else "month")


def _counted(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    sets, way, near = rules.words.sets, match["way"], _near(match, written, 3)
    is_over = near[-1:] == ["over"] and (way in sets["ago"] or way in ("later", "earlier"))
    if not is_over and _is_stretch(near, rules):
        return None
    if match["unit"] == "night" and (match["one"] or match["number"] == "1") and not match["few1"]:
        return None  # "one night after work"
    if way == "back" and match["one"] and not match["few1"]:
        return None
    if way in sets["ago"] or way in sets["ahead"]:
        return _found(match, Hook.RECORDING, _shift(match, rules, -1 if way in sets["ago"] else 1))
    after = written.after(written.part_at(match.end() - 1))
    if way == "before" and after in sets["subjects"] and _lasts(near, rules):
        return None
    is_named = way in ("after", "before", "prior") and not match["that"]
    hook = Hook.NEXT_WORDS if is_named and after not in ("|", ",") else Hook.MENTION
    return _found(match, hook, _shift(match, rules, 1 if way in sets["later"] else -1))


def _is_stretch(near: list[str], rules: _Rules) -> bool:
    """Whether an amount behind these words is how long something lasted: "for two years", "the last two years"."""
    sets = rules.words.sets
    while (
        near and near[-1] in sets["hedges"] | {"over", "the"} and near[-2:-1] and near[-2] in sets["hedges"] | {"well"}
    ):
        near = near[:-2]  # "just over a year later" is none
    if not near:
        return False
    if near[-1] in sets["durations"] or near[-1] in sets["stretching"]:
        return True
    return len(near) > 1 and near[-2] in sets["durations"] and near[-1] in sets["hedges"] | {"the"}


def _lasts(near: list[str], rules: _Rules) -> bool:
    """Whether an amount behind these words is how long it went on: "I'd been here three years before he came"."""
    while near and near[-1] in rules.words.sets["hedges"]:
        near = near[:-1]
    return not rules.words.sets["lasting"].isdisjoint((" ".join(near[-1:]), " ".join(near[-2:])))


def _after(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    if match["few2"] == "many" or written.after(written.part_at(match.end() - 1)) in ("after", match["unit"]):
        return None
    return _found(match, Hook.MENTION, _shift(match, rules, 1))


def _time(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    near = _near(match, written)
    if not match[0].startswith("in ") and not any(word in ("in", "about", "within") for word in near):
        return None
    is_to_come = not rules.words.sets["to_come"].isdisjoint(_near(match, written, 10))
    return _found(match, Hook.RECORDING if is_to_come else Hook.MENTION, Shift())


def _next(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    near = _near(match, written)
    way, is_the = match["way"], match[0].startswith("the ")
    after = written.after(written.part_at(match.end() - 1))
    is_stretch = is_the and near[-1:] and near[-1] in rules.words.sets["durations"]
    if is_stretch and way in ("next", "following"):
        return None
    if after == "or" or (way in ("previous", "same", "preceding") and not is_the) or match["period"] == "term":
        return None
    if way == "next" and not is_the and after in rules.words.sets["is_now"]:
        return None  # "next day it's thrown back" is every next day
    if way == "next" and not is_the and (match["unit"] or match["season"] or match["weekday"]):
        return _found(match, Hook.RECORDING, _step(match, rules, 1))
    sign = {"next": 1, "following": 1, "previous": -1, "preceding": -1, "same": 0}[way]
    is_named = way == "same" and after == "as"
    return _found(match, Hook.NEXT_WORDS if is_named else Hook.MENTION, _step(match, rules, sign))


def _step(match: re.Match[str], rules: _Rules, sign: int) -> Shift:
    groups = match.groupdict()
    if groups["season"]:
        return Shift(months=12 * sign if sign <= 0 else 0, unit=str(rules.words.seasons[match["season"]]))
    if groups["part"]:
        return Shift(days=sign, unit="day")
    if groups["unit"] is None:
        return Shift()
    length = rules.words.units[match["unit"]]
    if length.endswith("d"):
        days = int(length[:-1]) * sign
        return Shift(days=days, unit="day", is_about=match["unit"] != "day")
    return Shift(months=int(length[:-1]) * sign, unit="month" if match["unit"] == "month" else "year")


def _last(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    near = _near(match, written)
    way = match["way"]
    after = written.after(written.part_at(match.end() - 1))
    if way == "last" and (
        near[-1:] in (["the"], ["his"], ["her"], ["my"], ["their"], ["our"], ["your"]) or after == "of"
    ):
        return None
    if way == "this" and (
        match["unit"] in ("day", "night", "week", "fortnight") or match["part"] or match["period"] or match["weekday"]
    ):
        return None
    if match["unit"] == "decade" and way == "last":
        return None
    return _found(match, Hook.RECORDING, _step(match, rules, -1 if way == "last" else 0))


def _beside(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    after = written.after(written.part_at(match.end() - 1))
    if match["unit"] in ("decade",) or after in ("day", "week", "month", "year"):
        return None
    if _near(match, written) in (["rest", "of"], ["middle", "of"], ["most", "of"]):
        return None
    sign = 1 if match["way"] == "after" else -1
    is_named = after not in ("|", ",") and not match[0].endswith("that")
    return _found(match, Hook.NEXT_WORDS if is_named else Hook.MENTION, _step(match, rules, sign))


def _that(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    near = _near(match, written)
    groups = match.groupdict()
    is_up_to = near[-1:] in (["to"], ["until"], ["till"])
    if match["way"] == "this" and (match["unit"] not in ("day", "night") or is_up_to):
        return None
    if match["way"] == "that" and (groups["weekday"] or match["period"] == "term"):
        return None
    if written.after(written.part_at(match.end() - 1)).isdecimal():
        return None  # "that year 4 girl"
    if near[-1:] == ["for"] and match["unit"] not in (None, "day"):
        return None  # "for that month"
    return _found(match, Hook.MENTION, Shift() if groups["feast"] else _step(match, rules, 0))


def _age(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    who = match["who"].split()
    if "|" in match[0] or not 1 <= (1 if match["age"] == "a" else int(match["age"])) <= 105:
        return None
    if match["age"] == "a" and not (match["unit"] or "").endswith(("old", "of age")):
        return None
    if any(word in ("it", "there", "that", "this", "which", "what") for word in who[:1]) and len(who) == 1:
        return None
    if who == ["they"] or not rules.words.sets["not_in_who"].isdisjoint(who):
        return None  # "children were sent away when they were eight", "when you married well I was twenty"
    after = written.after(written.part_at(match.end() - 1))
    goes_on = rules.words.sets["goes_on"]
    is_somebody = (
        len(who) == 1 and who[0] in rules.words.sets["somebody"] and after not in rules.words.sets["not_after_age"]
    )
    if not match["unit"] and after not in ("|", ",") and after not in goes_on and not is_somebody:
        return None
    if match["unit"] and not match["unit"].endswith(("old", "of age")) and after not in ("|", ","):
        return None
    is_years = match["unit"] is None or match["unit"].startswith(" year")
    age = int(match["age"]) if who == ["i"] and is_years and match["age"].isdecimal() else None
    return replace(_found(match, Hook.BIRTH), age=age)


_GENERAL = re.compile(r"is|(?!was\b)[a-z]+[^su]s")
"""What is behind "the Saturday" where it is no one day: "is the social day", "draws the crowd"."""


def _weekday(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    sets = rules.words.sets
    near = _near(match, written)
    if not match["cue"] and not match["week"]:
        return None  # "Monday the mail goes out" is every Monday
    if (near[-1:] and near[-1] in sets["not_weekday_before"]) or " ".join(near) in sets["not_weekday_before"]:
        return None
    last = written.part_at(match.end() - 1)
    part = next(n for n in range(written.part_at(match.start()), last + 1) if written.parts[n].text in sets["weekdays"])
    if match["cue"] == "the" and _GENERAL.fullmatch(written.after(last)):
        return None
    if written.after(last) in sets["not_weekday_after"] or written.before(part) in sets["not_weekday_before"]:
        return None
    return _found(match, Hook.RECORDING if match["week"] else Hook.MENTION)


_RANK = re.compile(r"second|\d+(?:st|nd|rd|th)")


def _ordinal(match: re.Match[str], written: Written, rules: _Rules) -> Found | None:
    last = written.part_at(match.end() - 1)
    after = written.after(last)
    goes_on = rules.words.sets["goes_on"]
    if after not in ("|", ",") and after not in goes_on:
        return None
    if after == "," and _RANK.fullmatch(written.after(last + 1)):
        return None  # "the first, second and third boat"
    if not match["cue"] and (int(match["day"]) < 20 and " to " not in match[0]):
        return None
    return _found(match, Hook.MENTION)


def _edge(match: re.Match[str], written: Written, rules: _Rules) -> Found:
    which = match["which"] or match["which2"] or match["which3"] or "the"
    unit = match["unit"] or match["unit2"] or match["unit3"] or "century"
    is_said = which != "the" and unit in ("year", "month")
    is_of_talk = which == "this" or (which == "the" and unit == "century")
    return _found(match, Hook.RECORDING if is_of_talk else Hook.MENTION, Shift(unit=unit) if is_said else None)


_READERS = {
    "counted": _counted,
    "after": _after,
    "time": _time,
    "next": _next,
    "last": _last,
    "beside": _beside,
    "that": _that,
    "age": _age,
    "weekday": _weekday,
    "ordinal": _ordinal,
    "edge": _edge,
}
