"""The bites of a paper edit against the project: each on its tape with that tape's current words, or why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from tapewright.errors import UsageError
from tapewright.model import Block, PaperEdit, SpeakerId, Tape, TapeId, Turn
from tapewright.story.resolve import Resolved, resolve, unheard, words_in
from tapewright.timing import Interval
from tapewright.verbs.project import Project


class Standing(StrEnum):
    """How a bite stands to its tape."""

    READ = "read"  # laid on the words of the tape
    UNREAD = "unread"  # the tape is there but has no transcript
    BROKEN = "broken"  # the source line, the tape or the place cannot be meant


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBite:
    """A bite and what became of it. Bites are counted from 1, those that cannot be read too.

    ``resolved`` is None where nothing can be played; ``why`` says so, or says what was not looked at.
    """

    number: int
    block: Block
    scene: str
    standing: Standing
    resolved: Resolved | None = None
    why: str = ""


def placed_bites(project: Project, edit: PaperEdit) -> Iterator[PlacedBite]:
    """Every bite in order.

    What a bite comes to is remembered by its text while nothing on the tapes changes: whoever types changes one of
    hundreds.
    """
    last = project.store.history(last=1)
    state = last[-1].number if last else 0
    tapes = {tape.id: tape for tape in project.store.tapes()}
    read = {head.tape for head in project.store.transcript_heads() if head.is_current}
    scene = ""
    number = 0
    for block in edit.blocks:
        if block.kind == "scene":
            scene = block.text
        elif block.kind == "bite":
            number += 1
            make = partial(_laid, project, block, tapes, read)
            laid = project.bites_at_hand.get((state, block.source, block.problem), make)
            yield _numbered(laid, block, number, scene)


def speakers_in(span: Interval, turns: Sequence[Turn]) -> list[SpeakerId]:
    """Who is heard in a span, most words first."""
    said: Counter[SpeakerId] = Counter()
    for turn in turns:
        if turn.speaker is not None:
            said[turn.speaker] += len(words_in(span, turn.words))
    return [speaker for speaker, count in said.most_common() if count]


def _numbered(laid: PlacedBite, block: Block, number: int, scene: str) -> PlacedBite:
    """The same bite where it stands in this text."""
    resolved = laid.resolved and replace(laid.resolved, number=number, line=block.line, scene=scene)
    return replace(laid, number=number, block=block, scene=scene, resolved=resolved)


def _laid(project: Project, block: Block, tapes: dict[TapeId, Tape], read: set[TapeId]) -> PlacedBite:
    """A bite on its tape, numbered 1."""

    def broken(why: str) -> PlacedBite:
        return PlacedBite(number=1, block=block, scene="", standing=Standing.BROKEN, why=why)

    bite = block.bite
    if bite is None:
        return broken(block.problem)
    tape = tapes.get(bite.tape)
    if tape is None:
        return broken(f"there is no tape {bite.tape} in this project")
    try:
        if tape.id not in read:
            whole = unheard(bite, tape)
            why = f"tape {tape.id} has no transcript"
            if whole is None:
                why += ", so that what is struck or left out cannot be found"
            return PlacedBite(number=1, block=block, scene="", standing=Standing.UNREAD, resolved=whole, why=why)
        span = bite.span(tape)
        turns = project.store.turns_in(tape.id, span.interval)
        resolved = resolve(
            bite,
            tape,
            [word for turn in turns for word in turn.words],
            speaker_id=next(iter(speakers_in(span.interval, turns)), None),
        )
    except UsageError as error:
        return broken(error.message)
    return PlacedBite(number=1, block=block, scene="", standing=Standing.READ, resolved=resolved)
