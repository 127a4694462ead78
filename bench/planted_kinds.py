"""The kinds of change that are planted, and a quotation with what is true of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from passages import Passage, Quotable
from tapewright.model.verdict import Flag, Verdict


class Kind(StrEnum):
    """What was done to a quotation."""

    UNTOUCHED = "untouched"
    TYPOGRAPHY = "typography only"
    RESPELT = "numbers and contractions respelt"
    FILLERS = "fillers and repeats removed"
    EDGES = "trimmed at the edges of a sentence"
    MARKED = "marked omission"
    UNMARKED = "unmarked omission"
    NEGATION_DROPPED = "negation dropped"
    NEGATION_ADDED = "negation added"
    HEDGE_DROPPED = "hedge dropped"
    CONDITION_DROPPED = "condition dropped"
    QUANTITY = "quantity changed"
    NAME = "name changed"
    WORD = "word altered"
    SUBJECT = "subject changed"
    REORDERED = "sentences reordered"
    APART = "recombined, minutes apart"
    TAPES = "recombined, two tapes"
    MISATTRIBUTED = "misattributed"
    QUESTION = "answer behind another question"
    ENDED_EARLY = "sentence ended early"
    NEVER_SAID = "never said"
    SHUFFLED = "never said: words shuffled"
    REPLACED = "never said: content words replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A quotation and what is true of it.

    ``places`` are (tape, first word, end) of the true tapes that it was taken from, in its order. ``change`` says for
    people what was done. ``verdicts``: any of them is right. ``flags``: one of them must be raised where there are any.
    ``question``: what the text puts before an answer.
    """

    kind: Kind
    text: str
    attributed_to: str
    places: tuple[tuple[str, int, int], ...]
    change: str
    verdicts: frozenset[Verdict]
    flags: frozenset[Flag] = frozenset()
    question: str = ""

    @property
    def is_honest(self) -> bool:
        """Whether any flag would be a false alarm."""
        return self.kind in HONEST


HONEST = frozenset({Kind.UNTOUCHED, Kind.TYPOGRAPHY, Kind.RESPELT, Kind.FILLERS, Kind.EDGES, Kind.MARKED})
NOT_SAID = frozenset({Kind.NEVER_SAID, Kind.SHUFFLED, Kind.REPLACED})
_AS_IT_IS = frozenset({Verdict.VERBATIM, Verdict.CLEANED})

Changed = tuple[str, str]
"""The text after a change, and for people what was changed."""

Change = Callable[[Passage, Quotable, random.Random], Changed | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A change of one passage, what it does to the verdict and to the meaning, and how long passages must be."""

    change: Change
    verdicts: frozenset[Verdict] = frozenset({Verdict.ALTERED, Verdict.CONDENSED})
    flags: frozenset[Flag] = frozenset()
    least: int = 1
    most: int = 2
    broken: bool = False
