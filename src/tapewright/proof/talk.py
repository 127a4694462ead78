"""What proof is held against: the conversation of a tape, word by word, and places in it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from tapewright.model import Mark, SpeakerId, TapeId, Turn, Word
from tapewright.timing import Interval, Ticks
from tapewright.words.normal import NormalWord, spoken

_OPENS = re.compile(r"[^\w\[]*\[")
_CLOSES = re.compile(r"\]\W*$")


class Fragment(NamedTuple):
    """Normal words ``first`` to ``end`` of a quotation, found as normal words ``start`` to ``stop`` of a tape's talk.

    Ends are exclusive. Normal words are those of ``words.normal.spoken``, numbers not folded, counted through the
    quotation, and through the conversation of the tape in the order of its turns.
    """

    first: int
    end: int
    tape: TapeId
    start: int
    stop: int
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Telling:
    """What the normal words of a quotation tell about where it was said, in bits.

    ``alone``: each by itself; ``behind``: where the word before it is found too. ``place``: what it takes to name one.
    """

    alone: tuple[float, ...]
    behind: tuple[float, ...]
    place: float


@dataclass(frozen=True, slots=True)
class Location:
    """One way to explain a quotation: fragments in its order.

    ``score`` is the share of its weight that they explain, 0 to 1; ``net`` the same less what it takes to name their
    places. Scraps that are said everywhere explain much of what was never said: their ``net`` is low. ``told`` is
    ``net`` where a word behind its usual neighbour counts for as little as it tells: low for formulas.
    """

    fragments: tuple[Fragment, ...]
    score: float
    net: float = 1.0
    told: float = 1.0
    telling: Telling | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class TapeTalk:
    """The current words of a tape, turns in order. Equal only to itself, so that it is cheap to look up.

    ``is_by_machine``: a machine heard them, also where it gives no confidences.
    """

    tape: TapeId
    turns: tuple[Turn, ...]
    is_by_machine: bool = False

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Every word, in the order of turns."""
        return tuple(word for turn in self.turns for word in turn.words)

    @cached_property
    def turn_of(self) -> tuple[int, ...]:
        """For each word the number of its turn in ``turns``."""
        return tuple(number for number, turn in enumerate(self.turns) for _ in turn.words)

    @cached_property
    def normal(self) -> Sequence[NormalWord]:
        """The normal words, each with the number of its word."""
        return spoken([word.text for word in self.words])

    @cached_property
    def places(self) -> Mapping[str, Sequence[int]]:
        """Where each normal word that was said stands in ``normal``."""
        made: dict[str, list[int]] = {}
        for number, word in enumerate(self.normal):
            made.setdefault(word.text, []).append(number)
        return made

    def normal_before(self, word: int) -> int:
        """How many normal words there are before a word: where its own begin in ``normal``."""
        return bisect_left(self.normal, word, key=lambda normal: normal.token)

    @cached_property
    def in_time(self) -> tuple[list[Ticks], list[int]]:
        """The middles of all words in the order of the clock, and the numbers of these words. What nobody says belongs
        to no place on the tape, and is not among them.
        """
        middles = [word.interval.middle for word in self.words]
        said = [number for number, word in enumerate(self.words) if Mark.ABSENT not in word.marks]
        order = sorted(said, key=middles.__getitem__)
        return [middles[number] for number in order], order

    def within(self, interval: Interval) -> list[int]:
        """The numbers of the words that belong to an interval, in the order of turns."""
        middles, numbers = self.in_time
        return sorted(numbers[bisect_left(middles, interval.start) : bisect_left(middles, interval.end)])

    @cached_property
    def is_annotated(self) -> bool:
        """Whether anything may stand in it that nobody said: a square bracket, or a word that is marked so."""
        return any("[" in word.text or Mark.ABSENT in word.marks for word in self.words)

    @cached_property
    def remarks(self) -> Mapping[int, range]:
        """By the number of its words, what a typist put in square brackets: ``[laughs]``, ``[knock at the door]``.
        ``[T]he`` is a word, and a bracket that is not closed in its turn is a sign.
        """
        made: dict[int, range] = {}
        opened: int | None = None
        for number, word in enumerate(self.words):
            if opened is not None and self.turn_of[number] != self.turn_of[opened]:
                opened = None
            if "[" in word.text:
                opened = number if _OPENS.match(word.text) else None
            if opened is not None and "]" in word.text:
                if _CLOSES.search(word.text):
                    made |= dict.fromkeys(range(opened, number + 1), range(opened, number + 1))
                opened = None
        return made

    def speaker(self, word: int) -> SpeakerId | None:
        """Who says a word."""
        return self.turns[self.turn_of[word]].speaker


Talks = Callable[[TapeId], TapeTalk]
"""The talk of a tape; whoever gives it reads each tape once."""
