"""What is compared: normal words with contractions opened and numbers in figures, and the tokens they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tapewright.words.contractions import opened
from tapewright.words.normal import parts, spoken
from tapewright.words.numbers import folded


class Unit(NamedTuple):
    """A comparable word, and the tokens ``first`` to ``end`` (exclusive) that it stands for."""

    text: str
    first: int
    end: int


UNHEARD = frozenset(
    "inaudible unclear unintelligible indistinct crosstalk unverständlich unhörbar incompréhensible".split()
)
"""Notes that stand for words which the typist could not make out."""

_DIRECTIONS = UNHEARD | frozenset(
    "laughs laughter laughing chuckles sighs coughs crying cries pause silence music applause break overtalking "
    "overlapping phone noise phonetic foreign lachen pause rires".split()
)
_MOST_NOTE = 5
"""Words of a note in round brackets; what is longer is an aside that was said."""

_MOST_SQUARE = 40
"""Words of a note in square brackets; a bracket that is not closed so soon is a slip."""

_SQUARE, _ROUND = re.compile(r"[^\w\[<]*[\[<]"), re.compile(r"[^\w(]*\(")


def units(tokens: Sequence[str], left_out: frozenset[int] = frozenset()) -> list[Unit]:
    """The comparable words of a text; tokens in ``left_out`` and those without a letter have none.

    >>> [unit.text for unit in units("It's the twenty-fifth — I don't know.".split())]
    ['it', 'is', 'the', '25th', 'i', 'do', 'not', 'know']
    """
    words = [
        (whole, word.token) for word in spoken(tokens) if word.token not in left_out for whole in opened(word.text)
    ]
    return [
        Unit(one.text, words[one.first][1], words[one.end - 1][1] + 1) for one in folded([text for text, _ in words])
    ]


def notes(tokens: Sequence[str]) -> list[range]:
    """What a typist wrote that nobody says, as tokens: ``[knock at the door]``, ``[inaudible]``, ``(laughs)``.

    >>> notes("well [knock at the door] yes (laughs) and (as I said) no".split())
    [range(1, 5), range(6, 7)]
    """
    return list(_notes(tokens))


def is_unheard(tokens: Sequence[str]) -> bool:
    """Whether a note stands for words that were said and not made out."""
    return any(part in UNHEARD for token in tokens for part in parts(token))


def _notes(tokens: Sequence[str]) -> Iterator[range]:
    at = 0
    while at < len(tokens):
        end = 0
        if opened_by := _SQUARE.match(tokens[at]):
            end = _closing(tokens, at, "]" if opened_by[0][-1] == "[" else ">", _MOST_SQUARE)
        elif _ROUND.match(tokens[at]):
            end = _closing(tokens, at, ")", _MOST_NOTE)
            inside = [part for token in tokens[at:end] for part in parts(token)]
            end = end if any(part in _DIRECTIONS for part in inside) else 0
        if end:
            yield range(at, end)
        at = max(end, at + 1)


def _closing(tokens: Sequence[str], start: int, sign: str, most: int) -> int:
    """Behind the token that closes a bracket, 0 where none of the next ones does. ``[T]he`` is a word."""
    for at in range(start, min(start + most, len(tokens))):
        if sign in tokens[at]:
            return at + 1 if re.search(rf"\{sign}\W*$", tokens[at]) else 0
    return 0
