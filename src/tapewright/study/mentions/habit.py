"""Whether a day without a date is told of a habit: "they'd be gone again next morning" is every next morning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tapewright.study.mentions.dateword import any_of, words_of
from tapewright.study.mentions.mention import Found, Hook
from tapewright.study.mentions.writing import Written

NEAR, NEARER = 16, 6
"""How many words of the same sentence are asked, to each side; the fewer where nobody set a full stop."""

WINDOW, LONG = 60, 100
"""Nobody set full stops where the words around, so many to each side, have fewer than one in so many."""


@dataclass(frozen=True, slots=True)
class _Rules:
    sure: re.Pattern[str]
    sure_of_month: re.Pattern[str]
    would: re.Pattern[str]
    would_of_others: re.Pattern[str]
    again: re.Pattern[str]
    one_day: re.Pattern[str]


@lru_cache(maxsize=8)
def _rules(language: str) -> _Rules | None:
    words = words_of(language)
    if words is None:
        return None
    habits, people, verbs, would, done = (
        any_of(words.lists[name]) for name in ("habits", "habit_people", "habit_verbs", "would_people", "had_done")
    )
    no_had = rf"(?! (?:{done}|[a-z]+ed)\b)"
    return _Rules(
        sure=re.compile(rf"\b(?<!did )(?<!do )(?:{habits}|{people} {verbs}|{would}'d{no_had})\b"),
        sure_of_month=re.compile(rf"\b{any_of(words.lists['month_habits'])}\b"),
        would=re.compile(rf"[a-z]'d\b{no_had}|\bwould\b(?! have\b)"),
        would_of_others=re.compile(rf"\b(?!i\b)[a-z]+'d\b{no_had}"),
        again=re.compile(rf"\b{any_of(words.lists['again'])}\b"),
        one_day=re.compile(rf"{any_of(words.lists['one_day'])} (?:[a-z]+ )?{words.either('units')}$"),
    )


def is_habit(found: Found, written: Written, language: str) -> bool:
    """Whether the sentence around says so: by "used to", "usually", "you get", or by "would" said twice.

    Only a date that hangs on what was said before it is asked, and "next year": a year is a year, also in a habit.
    """
    rules = _rules(language)
    text = written.text[found.start : found.end]
    if rules is None or rules.one_day.match(text):
        return False
    if found.hook is not Hook.MENTION:
        around = _around(found, written) if text.startswith("next ") else ""
        return bool(rules.sure.search(around) or rules.would_of_others.search(around))
    around = _around(found, written)
    if found.date:
        is_day = len(found.date) > len("XXXX-06") and any(sign.isdigit() for sign in text)
        return not is_day and bool(rules.sure_of_month.search(around))
    said = len(rules.would.findall(around)) + bool(rules.again.search(around))
    return bool(rules.sure.search(around)) or (said > 1 and bool(rules.would.search(around)))


def _around(found: Found, written: Written) -> str:
    first, last = written.part_at(found.start), written.part_at(found.end - 1)
    window = written.parts[max(first - WINDOW, 0) : last + WINDOW]
    near = NEAR if len(window) <= LONG * sum(part.text == "|" for part in window) else NEARER
    before = [part.text for part in written.parts[max(first - near, 0) : first]]
    behind = [part.text for part in written.parts[last + 1 : last + 1 + near]]
    if "|" in before:
        before = before[len(before) - before[::-1].index("|") :]
    if "|" in behind:
        behind = behind[: behind.index("|")]
    return " ".join([*before, ",", *behind])
