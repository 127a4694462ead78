"""What is said where a word is written: the ways in which one token of a transcript may be read out in English.

Numbers in figures are read as ``words.numbers`` reads them, capitals as letters or as a word, a token of several words
as these words. What sounds they have, a dictionary or ``speech.letters`` tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from tapewright.speech.letters import LETTERS
from tapewright.words.normal import SYMBOLS, parts, without_accents
from tapewright.words.numbers import figure_readings, readings

MOST_WAYS = 8

_DIGITS = "oh one two three four five six seven eight nine".split()
_SIGNS = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen", "%": "percent"}
_CAPITALS = re.compile(r"[^\w]*([A-Z]{2,5})(?:['’]?s)?[^\w]*", re.ASCII)
_INITIALS = re.compile(r"[^\w]*((?:[A-Za-z]\.){1,5}[A-Za-z]?)(?:['’]s)?[^\w]*", re.ASCII)
_RUNS = re.compile(r"\d+(?:\.\d+)?|[a-z']+")
_SAYABLE = re.compile(r"[a-z']*[a-z][a-z']*")
_BROKEN_OFF = re.compile(r"[^\w]*[A-Za-z]+(?:-|–|—|…|\.\.\.)+[^\w]*")
_ODD = dict(pair.split("=") for pair in ("æ=ae œ=oe ø=o ß=ss ł=l đ=d ð=th þ=th ı=i").split())


def is_said(token: str) -> bool:
    """Whether a token stands for anything that is heard: a dash alone, a note or a picture does not."""
    return any(sign.isalnum() or sign in "%&$€£" for sign in token) and bool(parts(token))


def is_broken_off(token: str) -> bool:
    """Whether the token is the beginning of a word: ``th-``, ``har—``."""
    return _BROKEN_OFF.fullmatch(token) is not None


@lru_cache(maxsize=1 << 14)
def ways(token: str) -> tuple[tuple[str, ...], ...]:
    """The ways in which a token may be read, the likeliest first: lower-case words of the letters a to z.

    Empty where it cannot be read in English, for its script is another.

    >>> ways("1984")[0], ways("$5")[0], ways("U.S."), ways("café"), ways("b-b-but"), ways("мост")
    (('nineteen', 'eighty', 'four'), ('five', 'dollars'), (('u', 's'), ('us',)), (('cafe',),), (('b', 'b', 'but'),), ())
    """
    words = [without_accents(word) for word in parts(token)]
    words = ["".join(_ODD.get(sign, sign) for sign in word) for word in words]
    if all(_SAYABLE.fullmatch(word) for word in words):
        return tuple(dict.fromkeys((*_spelt_out(token), *((tuple(words),) if words else ()))))
    read = [way for way in readings(words) if all(_SAYABLE.fullmatch(word) for word in way)]
    made = [*read, *_digit_by_digit(words)] if read else list(_by_parts(words))
    return tuple(dict.fromkeys(way for way in made if way))[:MOST_WAYS]


def _spelt_out(token: str) -> Iterator[tuple[str, ...]]:
    found = _INITIALS.fullmatch(token) or _CAPITALS.fullmatch(token)
    if found and len(letters := [letter for letter in found[1].lower() if letter in LETTERS]) > 1:
        yield tuple(letters)


def _by_parts(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every part read by itself, all ways combined; nothing where one part cannot be read."""
    choices = [list(_one(word)) for word in words]
    for number, way in enumerate(product(*choices)):
        if number == MOST_WAYS:
            return
        yield tuple(word for part in way for word in part)


def _digit_by_digit(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Long figures as telephone numbers are read: ``555-1234``, ``007``."""
    if not any(_is_string_of_digits(word) for word in words) or any(word in SYMBOLS for word in words):
        return
    for zero in ("oh", "zero"):
        yield tuple(
            said
            for word in words
            for said in ([zero if d == "0" else _DIGITS[int(d)] for d in word] if word.isdecimal() else [word])
            if _SAYABLE.fullmatch(said)
        )


def _is_string_of_digits(word: str) -> bool:
    return word.isdecimal() and (len(word) >= 3 or word[0] == "0")


def _one(word: str) -> Iterator[tuple[str, ...]]:
    if word in SYMBOLS:
        yield (_SIGNS[word],)
        return
    if _SAYABLE.fullmatch(word):
        yield (word,)
        return
    if word == "1/2":
        yield from (("half",), ("one", "half"))
        return
    runs = _RUNS.findall(word)
    left = _RUNS.sub("", word)
    if not runs or any(sign.isalnum() for sign in left):
        return
    if len(runs) == 2 and runs[1] in ("s", "'s") and runs[0].isdecimal():
        yield from _decades(runs[0])
        return
    choices = [list(_run(run)) for run in runs]
    for number, way in enumerate(product(*choices)):
        if number == MOST_WAYS:
            return
        yield tuple(part for piece in way for part in piece)


def _run(run: str) -> Iterator[tuple[str, ...]]:
    if run[0].isdigit():
        yield from _figures(run)
    elif len(run) <= 3:
        yield tuple(letter for letter in run if letter in LETTERS)
        yield (run,)
    else:
        yield (run,)


def _figures(figures: str) -> Iterator[tuple[str, ...]]:
    if not (figures.isdecimal() and figures[0] == "0"):
        yield from (way for way in figure_readings(figures) if all(_SAYABLE.fullmatch(word) for word in way))
    if _is_string_of_digits(figures) and len(figures) <= 12:
        yield from _digit_by_digit([figures])


def _decades(figures: str) -> Iterator[tuple[str, ...]]:
    for way in _figures(figures):
        last = way[-1]
        yield (*way[:-1], last[:-1] + "ies" if last.endswith("y") else last + ("es" if last.endswith("x") else "s"))
