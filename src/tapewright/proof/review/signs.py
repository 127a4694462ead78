"""How likely a word is misheard: signs that anybody can check, each of which multiplies the odds by what it is worth.

Measured on earnings calls that people typed and a recogniser heard with confidences: a logistic regression over these
signs on the tuning half, its factors rounded (``bench/bench_review.py --fit`` prints them). The order of the queue is
made of nothing else than these numbers and those in ``matter``; ``docs/decisions/0080-rank-by-consequence.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum

from tapewright.model import Mark, Word
from tapewright.proof.doubt import RATHER_SURE, SURE, UNSURE, VERY_UNSURE
from tapewright.timing import from_milliseconds
from tapewright.words.normal import key


class Sign(StrEnum):
    """What speaks for a word being wrong, or against it."""

    VERY_UNSURE = "the recogniser is very unsure of it"  # confidence below 110 of 254
    UNSURE = "the recogniser is unsure of it"  # below 150
    RATHER_UNSURE = "the recogniser is not sure of it"  # below 200
    NOT_QUITE_SURE = "the recogniser is not quite sure of it"  # below 254
    NO_CONFIDENCE = "nobody said how sure the recogniser was"
    TYPED = "a person typed it"
    BESIDE_UNSURE = "beside a word that the recogniser is unsure of"
    BESIDE_RATHER_UNSURE = "beside a word that the recogniser is not sure of"
    AFTER_PAUSE = "the first word behind a pause"
    ONCE = "said only once on all tapes"
    SELDOM = "seldom said"
    FIGURE = "a number"
    SOUNDS_LIKE_A_NAME = "sounds like a known name"
    KNOWN_NAME = "a known name"
    UNSUPPORTED = "a guard found no speech for it"
    RECOVERED = "found only at a second hearing"
    MARKED = "somebody marked it as doubtful"
    DIFFERS = "a typist and the recogniser differ"
    MISHEARD_BEFORE = "a person corrected this word elsewhere"
    CONFIRMED = "a person confirmed this word elsewhere"


BASE = 0.036
"""Odds of a word without any sign: surely heard, often said."""

ODDS: Mapping[Sign, float] = {
    Sign.VERY_UNSURE: 90.0,
    Sign.UNSURE: 20.0,
    Sign.RATHER_UNSURE: 13.0,
    Sign.NOT_QUITE_SURE: 4.5,
    Sign.NO_CONFIDENCE: 3.2,
    Sign.TYPED: 0.3,
    Sign.BESIDE_UNSURE: 1.7,
    Sign.BESIDE_RATHER_UNSURE: 1.5,
    Sign.AFTER_PAUSE: 3.0,
    Sign.ONCE: 2.5,
    Sign.SELDOM: 1.4,
    Sign.FIGURE: 1.9,
    Sign.SOUNDS_LIKE_A_NAME: 1.2,
    Sign.KNOWN_NAME: 0.6,
    Sign.UNSUPPORTED: 8.0,
    Sign.RECOVERED: 2.0,
    Sign.MARKED: 20.0,
    Sign.DIFFERS: 20.0,
    Sign.MISHEARD_BEFORE: 3.0,
    Sign.CONFIRMED: 0.8,
}
"""What each sign makes of the odds. Measured, but for marks and typed words, of which the measured calls have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the project's words beside the one in question.

    ``said`` counts normal words over all tapes; ``confirmed`` and ``corrected`` are normal words that a person heard
    as they were written, and those that a person changed, with what to.
    """

    said: Mapping[str, int] = field(default_factory=Counter)
    names: Set[str] = frozenset()
    confirmed: Set[str] = frozenset()
    corrected: Mapping[str, Collection[str]] = field(default_factory=dict)


def chance(signs: Iterable[Sign]) -> float:
    """How likely a word with these signs is wrong, 0 to 1."""
    odds = BASE
    for sign in signs:
        odds *= ODDS[sign]
    return odds / (1 + odds)


class Signs:
    """Finds the signs of the words of a turn."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._by_text: dict[str, tuple[Sign, ...]] = {}
        self._tells_seldom = sum(known.said.values()) >= ENOUGH

    def is_weak(self, word: Word) -> bool:
        """Whether a word may well stand for another: the recogniser is not sure of it, or it is seldom said."""
        return how_sure(word) in _WEAK or self._is_seldom(key(word.text))

    def _is_seldom(self, normal: str) -> bool:
        return self._known.said.get(normal, 0) <= SELDOM

    def of(
        self, words: Sequence[Word], place: int, *, figure: bool = False, alike: bool = False, is_typed: bool = False
    ) -> frozenset[Sign]:
        """The signs of one word; ``figure``: it says a number, ``alike``: it sounds like a known name, ``is_typed``: a
        person wrote it down.
        """
        word = words[place]
        known = self._by_text.get(word.text)
        found = list(self._met(word.text) if known is None else known)
        if sure := how_sure(word):
            found.append(Sign.TYPED if is_typed and sure is Sign.NO_CONFIDENCE else sure)
        near = [sure for n in (place - 1, place + 1) if 0 <= n < len(words) and (sure := how_sure(words[n]))]
        if Sign.VERY_UNSURE in near or Sign.UNSURE in near:
            found.append(Sign.BESIDE_UNSURE)
        elif Sign.RATHER_UNSURE in near:
            found.append(Sign.BESIDE_RATHER_UNSURE)
        if place == 0 or word.start - words[place - 1].end >= PAUSE:
            found.append(Sign.AFTER_PAUSE)
        if word.marks:
            found += (_MARKS[mark] for mark in word.marks if mark in _MARKS)
        if figure:
            found.append(Sign.FIGURE)
        if alike:
            found.append(Sign.SOUNDS_LIKE_A_NAME)
        return frozenset(found)

    def _met(self, text: str) -> tuple[Sign, ...]:
        normal = key(text)
        made = []
        if self._tells_seldom and self._is_seldom(normal):
            made.append(Sign.ONCE if self._known.said.get(normal, 0) <= 1 else Sign.SELDOM)
        if normal in self._known.names:
            made.append(Sign.KNOWN_NAME)
        if normal in self._known.corrected:
            made.append(Sign.MISHEARD_BEFORE)
        elif normal in self._known.confirmed:
            made.append(Sign.CONFIRMED)
        self._by_text[text] = tuple(made)
        return self._by_text[text]


SELDOM = 4
"""So often, counted over all tapes, and twice or more."""

ENOUGH = 1000
"""With fewer words in all nearly every word is seldom said."""

PAUSE = from_milliseconds(500)


def how_sure(word: Word) -> Sign | None:
    """How unsure the recogniser is of a word; None where it is sure, or a person has checked it."""
    confidence = word.confidence
    if confidence is None:
        return Sign.NO_CONFIDENCE
    if confidence >= SURE:
        return None
    if confidence < VERY_UNSURE:
        return Sign.VERY_UNSURE
    if confidence < UNSURE:
        return Sign.UNSURE
    return Sign.RATHER_UNSURE if confidence < RATHER_SURE else Sign.NOT_QUITE_SURE


_WEAK = frozenset((Sign.VERY_UNSURE, Sign.UNSURE, Sign.RATHER_UNSURE))
_MARKS = {
    Mark.UNSUPPORTED: Sign.UNSUPPORTED,
    Mark.RECOVERED: Sign.RECOVERED,
    Mark.UNSURE: Sign.MARKED,
    Mark.DIFFERS: Sign.DIFFERS,
}
