"""A collated text as turns of a transcript, and what of it has no place or another place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tapewright.collation.placing import Collated, Status
from tapewright.model import Mark, SpeakerId, Turn, Word
from tapewright.timing import Interval, Ticks
from tapewright.verbs.typedfile import TypedText
from tapewright.words.pairing import Kin


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """Words beside each other in the text that nobody says on the tape, and where in the file they stand."""

    text: str
    words: int
    place: str
    near: Ticks


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A stretch that stands elsewhere in the text than it is said."""

    text: str
    words: int
    place: str
    interval: Interval


def typed_words(typed: TypedText, collated: Collated) -> list[Word]:
    """The typed words with their places, in the order of the text."""
    differs = {at for link in collated.laid.links if link.kin is not Kin.SAME for at in link.typed}
    words = []
    for at, (token, place) in enumerate(zip(typed.tokens, collated.placed, strict=True)):
        marks = set(token.marks)
        if place.status is Status.ABSENT:
            marks.add(Mark.ABSENT)
        elif at in differs or place.status in (Status.FORCED, Status.INTERPOLATED):
            marks.add(Mark.DIFFERS)
        words.append(
            Word(text=token.text, start=place.start, end=place.end, timing=place.timing, marks=frozenset(marks))
        )
    return words


def typed_turns(typed: TypedText, words: Sequence[Word], ids: Mapping[str, SpeakerId | None]) -> list[Turn]:
    """The turns as typed, in the order of the tape; a stretch that is said elsewhere is a turn of its own there."""
    made: list[Turn] = []
    name, at = "", 0
    for block in typed.blocks:
        name = name if block.name is None else block.name
        mine = words[at : at + len(block.tokens)]
        at += len(block.tokens)
        made += [Turn(words=tuple(run), speaker=ids[name]) for run in _rising(_led(mine))]
    return sorted(made, key=lambda turn: turn.interval.start)


def _led(words: Sequence[Word]) -> list[Word]:
    """Absent words at the head of a turn stand where its first word is heard, not where the turn before ends."""
    head = next((at for at, word in enumerate(words) if Mark.ABSENT not in word.marks), 0)
    if not head:
        return list(words)
    start = words[head].start
    return [*(replace(word, start=start, end=start) for word in words[:head]), *words[head:]]


def _rising(words: Sequence[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for word in words:
        if run and word.start < run[-1].start:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def unplaced_of(typed: TypedText, collated: Collated, words: Sequence[Word]) -> Iterator[Unplaced]:
    """What of the text nobody says."""
    worded = {at for unit in collated.laid.typed_units for at in range(unit.first, unit.end)}
    places = _places(typed)
    absent = [at for at in sorted(worded) if collated.placed[at].status is Status.ABSENT]
    for run in _together(absent):
        yield Unplaced(
            text=" ".join(words[at].text for at in range(run[0], run[-1] + 1)),
            words=len(run),
            place=places[run[0]],
            near=words[run[0]].start,
        )


def moved_of(typed: TypedText, collated: Collated, words: Sequence[Word]) -> Iterator[Moved]:
    """What of it is said in another place."""
    places = _places(typed)
    tokens = sorted(at for link in collated.laid.links if link.is_moved for at in link.typed)
    for run in _together(tokens):
        inside = [words[at] for at in run]
        yield Moved(
            text=" ".join(word.text for word in inside),
            words=len(run),
            place=places[run[0]],
            interval=Interval(min(w.start for w in inside), Ticks(max(w.end for w in inside))),
        )


def _together(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Numbers that follow each other, up to two further."""
    run: list[int] = []
    for number in numbers:
        if run and number - run[-1] > 3:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _places(typed: TypedText) -> list[str]:
    return [place for block, place in zip(typed.blocks, typed.places, strict=True) for _ in block.tokens]
