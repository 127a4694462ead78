"""Finds the dates that are said in the turns of a tape, in order, with what the relative ones hang on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from tapewright.study.mentions.absolute import absolute_dates, joined
from tapewright.study.mentions.dateword import DateWords, words_of
from tapewright.study.mentions.habit import is_habit
from tapewright.study.mentions.hanging import hung
from tapewright.study.mentions.mention import Found, Mention
from tapewright.study.mentions.relative import relative_dates
from tapewright.study.mentions.writing import Written

_FULL = re.compile(r"(?:19|20)\d\d")
_TWO_FIGURES = re.compile(r"20\d\d")
_SIGNS = ' .,;:?!)]"”…-–—'
"""What may stand behind a date and is no part of it."""


def find_mentions(turns: Iterable[Sequence[str]], *, language: str = "en", recorded: str = "") -> list[Mention]:
    """The dates that are said, in order; none for a language without words here.

    ``turns`` are words as they stand in a transcript, with punctuation or without; ``recorded`` is the EDTF of the day
    of the talk, from which "last year" counts. "'28" is 1928 where no later year than 2000 is said in full.

    >>> [(each.words, each.date) for each in find_mentions(["It was on the third of May , 1978 .".split()])]
    [('the third of May , 1978', '1978-05-03')]
    """
    words = words_of(language)
    if words is None:
        return []
    bare: list[tuple[Mention, Found]] = []
    full: list[int] = [] if not recorded[:4].isdecimal() else [int(recorded[:4])]
    trigger = _trigger(language)
    said = 0
    places: list[int] = []
    for number, turn in enumerate(turns):
        said += len(turn)
        if not any(trigger.search(word) for word in turn):
            continue
        written = Written(turn)
        for found in _dates(written, language):
            bare.append((_mention(found, written, turn, number), found))
            places.append(said - len(turn) + bare[-1][0].first)
            full += [int(year) for year in _FULL.findall(written.text[found.start : found.end])]
    return hung(_not_after(bare, max(full, default=0)), places, recorded)


def _not_after(bare: list[tuple[Mention, Found]], latest: int) -> list[tuple[Mention, Found]]:
    """Years of two figures are of the last century where they would come after every year that is said in full."""
    return [
        (replace(mention, date=f"19{mention.date[2:]}"), found)
        if latest and _is_short(mention) and int(mention.date[:4]) > latest
        else (mention, found)
        for mention, found in bare
    ]


def _is_short(mention: Mention) -> bool:
    return bool(_TWO_FIGURES.match(mention.date)) and mention.date[:4] not in mention.words and "/" not in mention.date


def _dates(written: Written, language: str) -> list[Found]:
    found = [*absolute_dates(written, language), *relative_dates(written, language)]
    taken: list[Found] = []
    for each in sorted(found, key=lambda date: (date.start - date.end, date.start)):
        if all(each.end <= other.start or each.start >= other.end for other in taken):
            taken.append(each)
    return [each for each in joined(taken, written, language) if not is_habit(each, written, language)]


def _mention(found: Found, written: Written, turn: Sequence[str], number: int) -> Mention:
    first, last = written.parts[written.part_at(found.start)], written.parts[written.part_at(found.end - 1)]
    return Mention(
        turn=number,
        first=first.first,
        end=last.end,
        words=" ".join(turn[first.first : last.end]).rstrip(_SIGNS),
        kind=found.kind,
        date=found.date,
        hook=found.hook,
        age=found.age,
    )


@lru_cache(maxsize=8)
def _trigger(language: str) -> re.Pattern[str]:
    """Any word without which a turn holds no date."""
    words = words_of(language)
    names = [] if words is None else _names(words)
    return re.compile(rf"\d|(?i:{'|'.join(re.escape(name) for name in sorted(names))})")


def _names(words: DateWords) -> set[str]:
    """Whole names, and beginnings and ends of number words: "ty" of twenty, "ieth" of twentieth."""
    feasts = (feast for feast in words.feasts if feast.isalpha())
    plain = {*words.months, *words.seasons, *words.decades, *words.units, *feasts, "centur"}
    numbers = "one two three four five six seven eight nine ten eleven twelve teen ty ieth first second third".split()
    listed = (words.lists[name] for name in ("weekdays", "day_parts", "periods"))
    return plain.union(numbers, *listed, ["eve"])
