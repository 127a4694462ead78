"""Numbers in one way of writing: ``twenty-five`` is ``25``, ``five million dollars`` is ``$5 million``.

People type figures where recognisers write words, and the other way round; comparing texts without this costs two to
four points of word error rate. The same folding serves search, alignment and captions. It works on the normal words of
``words.normal`` (``spoken``), and every folded word knows which of them it came from. English only; a language
without rules here passes through unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from tapewright.words.normal import CURRENCIES, SYMBOLS

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_UNITS = {word: value for value, word in enumerate(_ONES.split())}
_TENS = {
    w: 10 * n for n, w in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
_SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_MONEY = {"dollar": "$", "dollars": "$", "euro": "€", "euros": "€", "pound": "£", "pounds": "£", "yen": "¥"}
_MONEY_WORDS = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
_ORDINALS = {
    "first": 1, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90,
}  # fmt: skip
_ORDINAL_FIGURES = re.compile(r"(\d{1,4})(st|nd|rd|th)")
_FIGURES = re.compile(r"\d{1,15}")
_DECIMAL = re.compile(r"(\d{1,15})\.(\d{1,6})")
_MOST_READINGS = 24
_BEGINNING = frozenset((*_UNITS, *_TENS, *_SCALES, *_ORDINALS, "hundred"))
_STARTING = frozenset((*_BEGINNING, "a", *CURRENCIES))
"""Words that may be the first of a number, figures aside."""

_CONTINUING = frozenset(("a", "and", "half", "oh", "point", "percent", "per", "cent", *_MONEY, *SYMBOLS))


class FoldedWord(NamedTuple):
    """A word with numbers in figures, and the normal words ``first`` to ``end`` (exclusive) that it stands for."""

    text: str
    first: int
    end: int


def folded(words: Sequence[str]) -> list[FoldedWord]:
    """Normal words with every number in figures, its unit behind it.

    >>> [word.text for word in folded("in nineteen eighty four about twenty five percent of $ 2.5 million".split())]
    ['in', '1984', 'about', '25', '%', 'of', '2500000', '$']
    """
    made: list[FoldedWord] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word not in _STARTING and not word[:1].isdigit():
            made.append(FoldedWord(word, at, at + 1))
            at += 1
            continue
        money = word if word in CURRENCIES else ""
        found = _number(words, at + bool(money))
        if found is None:
            made.append(FoldedWord(word, at, at + 1))
            at += 1
            continue
        text, end = found
        if "." in text and (money or _has_unit(words, end)):
            text = text.rstrip("0").rstrip(".")  # 11.30 % is eleven point three percent
        made.append(FoldedWord(text, at, end))
        if money:
            made.append(FoldedWord(money, at, end))
        elif end < len(words) and words[end] in _MONEY and text.replace(".", "").isdecimal():
            made.append(FoldedWord(_MONEY[words[end]], end, end + 1))
            end += 1
        elif _stands("percent", words, end) or _stands("per cent", words, end):
            stop = end + (1 if words[end] == "percent" else 2)
            made.append(FoldedWord("%", end, stop))
            end = stop
        at = end
    return made


def may_begin_number(word: str) -> bool:
    """Whether a stretch of words with this one in it may hold a number: figures, or number words but for "and"."""
    return word in _BEGINNING or word[:1].isdigit()


def may_continue_number(word: str) -> bool:
    """Whether a word may stand in or beside a number: no folded number holds any other."""
    return word in _CONTINUING or may_begin_number(word)


def readings(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The ways in which normal words may be written on a tape, themselves first; numbers differ, all else stays.

    >>> readings(["25", "boats"])
    [('25', 'boats'), ('twenty', 'five', 'boats')]
    """
    choices: list[list[tuple[str, ...]]] = []
    parts = folded(words)
    index = 0
    while index < len(parts):
        part = parts[index]
        is_number = part.text[0].isdigit()
        unit = parts[index + 1].text if is_number and index + 1 < len(parts) else ""
        unit = unit if unit in SYMBOLS else ""
        said = tuple(words[part.first : parts[index + 1].end if unit else part.end])
        ways = [said, (part.text,)] if part.text == "second" else [said]
        if is_number:
            ways += [way for figure in figure_readings(part.text) for way in _with_unit(figure, unit)]
            index += bool(unit)
        choices.append(list(dict.fromkeys(ways)))
        index += 1
    every = (tuple(word for way in ways for word in way) for ways in product(*choices))
    return list(dict.fromkeys(way for way, _ in zip(every, range(_MOST_READINGS), strict=False)))


@lru_cache(maxsize=4096)
def figure_readings(figure: str) -> tuple[tuple[str, ...], ...]:
    """How a number in figures is said, the likeliest first after the figures; only those for what is no number.

    >>> figure_readings("1984")[:3]
    (('1984',), ('nineteen', 'eighty', 'four'), ('one', 'thousand', 'nine', 'hundred', 'eighty', 'four'))
    """
    ways: list[tuple[str, ...]] = [(figure,)]
    if decimal := _DECIMAL.fullmatch(figure):
        digits = [_ONES.split()[int(digit)] for digit in decimal[2]]
        ways.append((*_cardinal(int(decimal[1])), "point", *digits))
    elif ordinal := _ORDINAL_FIGURES.fullmatch(figure):
        ways += _ordinals(int(ordinal[1]))
    elif _FIGURES.fullmatch(figure):
        value = int(figure)
        if len(figure) == 4 and 1100 <= value <= 2099 and value % 1000:
            ways += _years(value)
        ways += [tuple(_cardinal(value)), tuple(_cardinal(value, joined="and"))]
        for name, scale in _SCALES.items():
            if value >= scale and value % (scale // 10) == 0 and value < 1000 * scale:
                short = str(value // scale) if value % scale == 0 else f"{value / scale:.1f}"
                ways += [(short, name), (*figure_readings(short)[-1], name)]
    return tuple(dict.fromkeys(ways))


def _with_unit(figure: tuple[str, ...], unit: str) -> Iterator[tuple[str, ...]]:
    if unit == "%":
        yield from ((*figure, "%"), (*figure, "percent"), (*figure, "per", "cent"))
    elif unit:
        yield from ((unit, *figure), (*figure, _MONEY_WORDS[unit]))
    else:
        yield figure


def _number(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """The number that begins at a word, in figures, and where it ends; None where none begins."""
    if at >= len(words):
        return None
    word = words[at]
    if ordinal := _ORDINAL_FIGURES.fullmatch(word):
        return ("second" if ordinal[1] == "2" else _with_ending(int(ordinal[1]))), at + 1
    if _FIGURES.fullmatch(word):
        return _scaled(*_with_half(word, words, at + 1, fraction=True), words)
    if _DECIMAL.fullmatch(word):
        return _scaled(word, at + 1, words)
    if word in _ORDINALS:
        return _with_ending(_ORDINALS[word]), at + 1
    if word == "a" and at + 1 < len(words) and words[at + 1] in ("hundred", *_SCALES):
        found = _said(("one", *words[at + 1 :]), 0)
        return found and (found[0], found[1] + at)
    return _said(words, at)


def _scaled(figure: str, at: int, words: Sequence[str]) -> tuple[str, int]:
    """``2.5 million`` in full figures."""
    if at < len(words) and words[at] in _SCALES:
        whole, _, part = figure.partition(".")
        scale = _SCALES[words[at]]
        return str(int(whole) * scale + int(part or 0) * scale // 10 ** len(part)), at + 1
    return figure, at


def _said(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """A number in words: cardinals, years as two pairs, decimals with "point", ordinals."""
    first = _below_hundred(words, at)
    if first is None:
        return None
    value, end, is_ordinal = first
    year = None if is_ordinal or not 11 <= value <= 20 else _below_hundred(words, end)
    if year and year[0] >= 10 and not year[2]:
        return str(100 * value + year[0]), year[1]
    if (
        value in range(11, 21)
        and _stands("oh", words, end)
        and words[end + 1 : end + 2]
        and (words[end + 1] in _UNITS and 0 < _UNITS[words[end + 1]] < 10)
    ):
        return str(100 * value + _UNITS[words[end + 1]]), end + 2
    total, group = 0, value
    while not is_ordinal and end < len(words):
        word = words[end]
        if word == "hundred" and 0 < group < 100:
            group, end = group * 100, end + 1
        elif word in _SCALES and group and (not total or total % (_SCALES[word] * 1000) == 0):
            total, group, end = total + group * _SCALES[word], 0, end + 1
        else:
            skip = end + (word == "and" and (group % 100 == 0))
            more = _below_hundred(words, skip) if (group == 0 and total) or (group and group % 100 == 0) else None
            if more is None or more[0] == 0:
                break
            group, end, is_ordinal = group + more[0], more[1], more[2]
    total += group
    if is_ordinal:
        return _with_ending(total), end
    return _with_decimals(total, words, end)


def _with_decimals(total: int, words: Sequence[str], end: int) -> tuple[str, int]:
    """``point`` and digits, or a pair of them ("four point forty seven"); or ``and a half``."""
    if not _stands("point", words, end):
        figure, stop = _with_half(str(total), words, end)
        return _scaled(figure, stop, words) if stop > end else (figure, end)
    pair = _below_hundred(words, end + 1)
    if pair and pair[0] >= 10 and not pair[2]:
        return _scaled(f"{total}.{pair[0]}", pair[1], words)
    stop = end + 1
    while stop < len(words) and (words[stop] == "oh" or _UNITS.get(words[stop], 10) < 10):
        stop += 1
    if stop == end + 1:
        return str(total), end
    digits = "".join(str(_UNITS.get(word, 0)) for word in words[end + 1 : stop])
    return _scaled(f"{total}.{digits}", stop, words)


def _with_half(figure: str, words: Sequence[str], end: int, *, fraction: bool = False) -> tuple[str, int]:
    """``4 and a half`` and, where a fraction may stand for it, ``4 1/2``."""
    if _stands("and a half", words, end):
        return f"{figure}.5", end + 3
    return (f"{figure}.5", end + 1) if fraction and _stands("1/2", words, end) else (figure, end)


def _has_unit(words: Sequence[str], end: int) -> bool:
    is_percent = _stands("%", words, end) or _stands("percent", words, end) or _stands("per cent", words, end)
    return is_percent or (end < len(words) and words[end] in _MONEY)


def _stands(phrase: str, words: Sequence[str], at: int) -> bool:
    wanted = phrase.split()
    return list(words[at : at + len(wanted)]) == wanted


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int, bool] | None:
    """A value below a hundred, where it ends, and whether it is an ordinal."""
    if at >= len(words):
        return None
    word = words[at]
    if word in _UNITS:
        return _UNITS[word], at + 1, False
    if word in _TENS:
        following = words[at + 1] if at + 1 < len(words) else ""
        if 0 < _UNITS.get(following, 0) < 10:
            return _TENS[word] + _UNITS[following], at + 2, False
        if _ORDINALS.get(following, 10) < 10:
            return _TENS[word] + _ORDINALS[following], at + 2, True
        return _TENS[word], at + 1, False
    return None


def _with_ending(value: int) -> str:
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _cardinal(value: int, *, joined: str = "") -> list[str]:
    """A whole number in words; ``joined`` stands before the last two figures ("and")."""
    if value < 20:
        return [_ONES.split()[value]]
    words: list[str] = []
    for name, scale in reversed(_SCALES.items()):
        if value >= scale:
            words += [*_cardinal(value // scale, joined=joined), name]
            value %= scale
    if value >= 100:
        words += [_ONES.split()[value // 100], "hundred"]
        value %= 100
    if value:
        words += [joined] if joined and words else []
        if value >= 20:
            words.append(next(word for word, tens in _TENS.items() if tens == value // 10 * 10))
            value %= 10
        words += [_ONES.split()[value]] if value else []
    return words


def _years(value: int) -> list[tuple[str, ...]]:
    century, rest = divmod(value, 100)
    first = tuple(_cardinal(century))
    if rest >= 10:
        return [(*first, *_cardinal(rest))]
    return [(*first, "oh", *_cardinal(rest))] if rest else [(*first, "hundred")]


def _ordinals(value: int) -> list[tuple[str, ...]]:
    words = _cardinal(value)
    names = {number: name for name, number in _ORDINALS.items()} | {2: "second"}
    for tail in (value % 100, value % 10):
        if tail in names:
            return [(*words[: len(words) - len(_cardinal(tail))], names[tail])]
    return []
