"""What makes a word weigh: names, numbers, negations, and what the machine doubts."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from enum import StrEnum
from typing import NamedTuple

from tapewright.model import Word
from tapewright.proof.doubt import UNSURE
from tapewright.proof.names import ends_sentence, has_capital
from tapewright.words.normal import SYMBOLS, parts, spoken
from tapewright.words.numbers import folded


class Reason(StrEnum):
    """Why an unheard word matters, the weightiest first."""

    NAME = "name"
    NUMBER = "number"
    NEGATION = "negation"
    UNSUPPORTED = "unsupported"  # a guard or a typist doubts it
    LOW_CONFIDENCE = "low confidence"


class _Token(NamedTuple):
    has_capital: bool
    ends_sentence: bool
    is_known_name: bool
    is_negation: bool
    may_be_number: bool


class Weights:
    """Finds reasons, and remembers each token that it met: a language has few of them.

    ``names`` are normal words that are names in this project; ``is_negation`` is asked with normal words.
    """

    def __init__(
        self, *, names: Set[str] = frozenset(), is_negation: Callable[[str], bool] = lambda word: False
    ) -> None:
        self._names = names
        self._is_negation = is_negation
        self._known: dict[str, _Token] = {}

    def reasons(self, words: Sequence[Word]) -> dict[int, frozenset[Reason]]:
        """The reasons of each word of a turn that has one, by its place."""
        tokens = [self._known.get(word.text) or self._met(word.text) for word in words]
        figures = _figures(words) if any(token.may_be_number for token in tokens) else frozenset()
        found: dict[int, frozenset[Reason]] = {}
        begins = True
        for place, (word, token) in enumerate(zip(words, tokens, strict=True)):
            here = []
            if token.is_known_name or (token.has_capital and not begins):
                here.append(Reason.NAME)
            if place in figures:
                here.append(Reason.NUMBER)
            if token.is_negation:
                here.append(Reason.NEGATION)
            if word.marks:
                here.append(Reason.UNSUPPORTED)
            if word.confidence is not None and word.confidence < UNSURE:
                here.append(Reason.LOW_CONFIDENCE)
            if here:
                found[place] = frozenset(here)
            begins = token.ends_sentence
        return found

    def _met(self, text: str) -> _Token:
        normal = parts(text)
        token = _Token(
            has_capital=has_capital(text),
            ends_sentence=ends_sentence(text),
            is_known_name=not self._names.isdisjoint(normal),
            is_negation=any(self._is_negation(word) for word in normal),
            may_be_number=any(_says_number(number.text) for number in folded(normal)),
        )
        self._known[text] = token
        return token


def _figures(words: Sequence[Word]) -> frozenset[int]:
    """Words that say a number; a lone "one" is most often none."""
    normal = spoken([word.text for word in words])
    return frozenset(
        normal[place].token
        for number in folded([word.text for word in normal])
        if _says_number(number.text) and not (number.text == "1" and normal[number.first].text.isalpha())
        for place in range(number.first, number.end)
    )


def _says_number(text: str) -> bool:
    return text in SYMBOLS or any(sign.isdecimal() for sign in text)
