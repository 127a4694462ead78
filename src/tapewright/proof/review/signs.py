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

from tapewright.model import CHECKED, Mark, Word, WordTiming
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
    REFUSED = "the aligner did not find it in the sound"
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
    Sign.REFUSED: 3.0,
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


@dataclass(frozen=True, slots=True)
class Manner:
    """How a transcript was made, as far as its words show it.

    ``is_typed``: a person wrote down what has no confidence. ``is_cautious``: its recogniser is hardly ever fully sure
    (Whisper; a word in ten), so that each step of its confidence says one step less: of its words below 110 48 % were
    wrong, below 150 31 %, below 200 11 %, and all above alike 3 %. ``is_laid``: an aligner found most words in the
    sound, so that it tells something where it did not.
    """

    is_typed: bool = False
    is_cautious: bool = False
    is_laid: bool = False


def manner_of(words: Sequence[Word], *, is_by_machine: bool) -> Manner:
    """How a tape's words were made."""
    sure = rated = laid = 0
    for word in words:
        if word.confidence is not None and word.confidence != CHECKED:
            rated += 1
            sure += word.confidence >= SURE
        laid += word.timing is WordTiming.REFINED
    return Manner(not is_by_machine, rated > 0 and 2 * sure < rated, 2 * laid > len(words))


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

    def is_weak(self, word: Word, manner: Manner = Manner()) -> bool:
        """Whether a word may well stand for another: the recogniser is not sure of it, or it is seldom said."""
        return how_sure(word, manner) in _WEAK or self._is_seldom(key(word.text))

    def _is_seldom(self, normal: str) -> bool:
        return self._known.said.get(normal, 0) <= SELDOM

    def of(
        self,
        words: Sequence[Word],
        place: int,
        manner: Manner = Manner(),
        *,
        figure: bool = False,
        alike: bool = False,
    ) -> frozenset[Sign]:
        """The signs of one word; ``figure``: it says a number, ``alike``: it sounds like a known name."""
        word = words[place]
        known = self._by_text.get(word.text)
        found = list(self._met(word.text) if known is None else known)
        if sure := how_sure(word, manner):
            found.append(sure)
        near = [how_sure(words[n], manner) for n in (place - 1, place + 1) if 0 <= n < len(words)]
        if Sign.VERY_UNSURE in near or Sign.UNSURE in near:
            found.append(Sign.BESIDE_UNSURE)
        elif Sign.RATHER_UNSURE in near:
            found.append(Sign.BESIDE_RATHER_UNSURE)
        if manner.is_laid and word.timing is WordTiming.RECOGNISED and word.confidence != CHECKED:
            found.append(Sign.REFUSED)
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


def how_sure(word: Word, manner: Manner = Manner()) -> Sign | None:
    """How unsure the recogniser is of a word; None where it is sure, or a person has checked it.

    >>> from tapewright.timing import Ticks
    >>> word = Word(text="boat", start=Ticks(0), end=Ticks(1), confidence=140)
    >>> how_sure(word).name, how_sure(word, Manner(is_cautious=True)).name
    ('UNSURE', 'RATHER_UNSURE')
    """
    confidence = word.confidence
    if confidence is None:
        return Sign.TYPED if manner.is_typed else Sign.NO_CONFIDENCE
    if confidence >= SURE:
        return None
    step = sum(confidence < bound for bound in (VERY_UNSURE, UNSURE, RATHER_SURE)) - manner.is_cautious
    return _STEPS[step] if step >= 0 else None


_STEPS = (Sign.NOT_QUITE_SURE, Sign.RATHER_UNSURE, Sign.UNSURE, Sign.VERY_UNSURE)
_WEAK = frozenset((Sign.VERY_UNSURE, Sign.UNSURE, Sign.RATHER_UNSURE))
_MARKS = {
    Mark.UNSUPPORTED: Sign.UNSUPPORTED,
    Mark.RECOVERED: Sign.RECOVERED,
    Mark.UNSURE: Sign.MARKED,
    Mark.DIFFERS: Sign.DIFFERS,
}
