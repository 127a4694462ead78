"""Where typist and engine have different words, by the words of both: made anew from any two versions of a tape.

Punctuation, case, hyphens, contractions and the way of writing numbers are no differences. Nor is what people say
without meaning it, when only the engine wrote it down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tapewright.collation.laying import Laid, lay
from tapewright.collation.placing import pauses_before
from tapewright.collation.units import is_unheard
from tapewright.model import Mark, Transcript, Word
from tapewright.timing import Interval, Ticks
from tapewright.words.normal import parts
from tapewright.words.pairing import Kin


class DifferenceKind(StrEnum):
    """Which side has words."""

    CHANGED = "changed"  # both, and they differ
    TYPED = "typed"  # the typist alone
    HEARD = "heard"  # the engine alone


FILLERS = frozenset("um uh er erm ah mm hm hmm mhm mmm uhm äh ähm euh".split())
"""Sounds that a typist may leave out without anybody asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Words ``typed`` of the typed version stand where words ``heard`` of the engine's stand; one side may be empty.

    The numbers count the words of a transcript from 0, in the order of its turns. ``interval`` is where on the tape it
    is, ``confidence`` the least of the heard words, of 254; None where nothing was heard or nobody said.
    """

    kind: DifferenceKind
    typed: range
    heard: range
    typed_text: str
    heard_text: str
    interval: Interval
    confidence: int | None = None

    @property
    def words(self) -> int:
        """How many words it is about."""
        return max(len(self.typed), len(self.heard))


def differences(typed: Transcript, heard: Transcript) -> tuple[Difference, ...]:
    """The differences of a typed version and a machine's of the same tape, in the order of the typed one.

    Pure: any two versions of the store give them again, also after corrections. Costs some 20 µs a word.
    """
    ours, theirs = typed.words, heard.words
    laid = lay([word.text for word in ours], [word.text for word in theirs], pauses=pauses_before(theirs))
    return tuple(differences_of(laid, ours, theirs))


def differences_of(laid: Laid, typed: Sequence[Word], heard: Sequence[Word]) -> Iterator[Difference]:
    """The same of words that were laid already."""
    notes = {at: note for note in laid.notes for at in note}
    worded = {at for unit in laid.typed_units for at in range(unit.first, unit.end)}
    for ours, theirs in _stretches(laid, len(typed), len(heard)):
        mine = _narrowed(ours, [at in worded or (at in notes and _counts(notes[at], typed)) for at in ours])
        yours = _narrowed(theirs, [_is_worth(heard[at]) for at in theirs])
        if not yours and not any(at in worded for at in mine):
            continue
        if not mine and not yours:
            continue
        kind = DifferenceKind.CHANGED if mine and yours else DifferenceKind.TYPED if mine else DifferenceKind.HEARD
        confidences = [c for at in yours if (c := heard[at].confidence) is not None]
        yield Difference(
            kind=kind,
            typed=mine,
            heard=yours,
            typed_text=" ".join(typed[at].text for at in mine),
            heard_text=" ".join(heard[at].text for at in yours),
            interval=_place(mine, yours, typed, heard),
            confidence=min(confidences, default=None),
        )


def _stretches(laid: Laid, typed: int, heard: int) -> Iterator[tuple[range, range]]:
    """What lies between words that are the same on both sides. Moved stretches are the same somewhere else."""
    moved_typed = {at for link in laid.links if link.is_moved for at in link.typed}
    moved_heard = {at for link in laid.links if link.is_moved for at in link.heard}
    here, there = 0, 0
    edges = [(link.typed, link.heard) for link in laid.links if link.kin is Kin.SAME and not link.is_moved]
    for ours, theirs in [*edges, (range(typed, typed), range(heard, heard))]:
        if ours.start > here or theirs.start > there:
            lefts = list(_without(range(here, ours.start), moved_typed))
            rights = list(_without(range(there, theirs.start), moved_heard))
            if len(lefts) <= 1 and len(rights) <= 1:
                yield (lefts or [range(here, here)])[0], (rights or [range(there, there)])[0]
            else:
                yield from ((left, range(there, there)) for left in lefts)
                yield from ((range(ours.start, ours.start), right) for right in rights)
        here, there = ours.stop, theirs.stop


def _without(stretch: range, gone: set[int]) -> Iterator[range]:
    start = stretch.start
    for at in stretch:
        if at in gone:
            if at > start:
                yield range(start, at)
            start = at + 1
    if start < stretch.stop:
        yield range(start, stretch.stop)


def _narrowed(stretch: range, counts: Sequence[bool]) -> range:
    """Without what does not count at either end; empty where nothing counts."""
    kept = [at for at, does in zip(stretch, counts, strict=True) if does]
    return range(kept[0], kept[-1] + 1) if kept else range(stretch.start, stretch.start)


def _counts(note: range, typed: Sequence[Word]) -> bool:
    return is_unheard([typed[at].text for at in note])


def _is_worth(heard: Word) -> bool:
    """Whether a heard word asks for an answer: it is no hesitation, and somebody may have said it."""
    words = parts(heard.text)
    return bool(words) and not all(word in FILLERS for word in words) and Mark.UNSUPPORTED not in heard.marks


def _place(mine: range, yours: range, typed: Sequence[Word], heard: Sequence[Word]) -> Interval:
    words = [heard[at] for at in yours] or [typed[at] for at in mine]
    start = min(word.start for word in words)
    return Interval(start, Ticks(max(word.end for word in words)))
