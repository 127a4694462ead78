"""Which words of a tape a span holds, by their numbers: what the address of a place on a tape says (``w=97-98``)."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.errors import NotFoundError
from tapewright.model import Span
from tapewright.store.wordreader import WordReader
from tapewright.verbs.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class WordNumbers:
    """The first and the last word, counted from 1 through the tape's current transcript."""

    span: Span
    first: int
    last: int


def word_numbers(project: Project, span: Span) -> WordNumbers:
    """The words whose middle lies in a span. NotFoundError where nobody speaks there."""
    tape = project.store.tape(span.tape)
    with project.store.reading() as connection:
        counts = WordReader(connection).counts(tape.id)
    before, total = {}, 0
    for turn, count in counts:
        before[turn] = total
        total += count
    numbers = [
        before[turn.id] + place
        for turn in project.store.turns_in(tape.id, span.interval)
        if turn.id in before
        for place, word in enumerate(turn.words, 1)
        if span.interval.holds(word.interval.middle)
    ]
    if not numbers:
        at = tape.timecode(span.interval.start)
        raise NotFoundError(f"nobody says a word on tape {tape.id} at {at}", hint="tapewright transcript TAPE shows it")
    return WordNumbers(span=span, first=min(numbers), last=max(numbers))


def record(found: WordNumbers) -> dict[str, object]:
    """``{"tape", "first", "last"}``: numbers of words, counted from 1."""
    return {"tape": found.span.tape, "first": found.first, "last": found.last}
