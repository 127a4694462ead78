"""Correcting a paragraph: its words, its ends, its speaker; what the machine heard there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field

from tapewright.errors import NotFoundError
from tapewright.model import Turn, TurnId
from tapewright.verbs.correct import Correction, join_turns, split_turn
from tapewright.verbs.project import Project
from tapewright.verbs.reading import turn_columns
from tapewright.verbs.rewriting import (
    check_turn,
    first_hearing,
    heard_record,
    name_turn,
    revisions_record,
    rewrite_turns,
    written_record,
)
from tapewright.web.aligner import Aligner
from tapewright.web.answers import answer, showing_current
from tapewright.web.deps import Asked, IfRevision, OpenProject, Who

router = APIRouter(prefix="/api/turns", tags=["turns"])

TurnNumber = Annotated[int, Path(ge=1, le=2**53)]
Text = Annotated[str, Field(max_length=200_000)]
_MOST = 200


class Seen(Asked):
    """Another turn, with the revision that the person saw."""

    turn: Annotated[int, Field(ge=1, le=2**53)]
    revision: Annotated[int, Field(ge=0, le=2**31)]


class Rewritten(Asked):
    """How a turn reads now. ``following`` are the turns that are split off behind it, ``joined`` those that went into
    it; ``reads`` is how all of them read, with one space between, when the person began.
    """

    text: Text
    following: list[Text] = Field(default=[], max_length=_MOST)
    joined: list[Seen] = Field(default=[], max_length=_MOST)
    reads: Text | None = None


class SplitBefore(Asked):
    """The number of the word, counted from 0, with which the second turn begins."""

    word: Annotated[int, Field(ge=0, le=2**31)]


class Named(Asked):
    """Who speaks: a name, `#7` for the speaker with that number, or nothing for nobody."""

    name: Annotated[str, Field(max_length=400)]


def _aligner(request: Request) -> Aligner:
    state = request.app.state
    if not hasattr(state, "aligner"):
        state.aligner = Aligner(state.project)
    aligner: Aligner = state.aligner
    return aligner


NewWords = Annotated[Aligner, Depends(_aligner)]


@router.get("")
def read_turns(project: OpenProject, id: Annotated[list[int], Query(max_length=_MOST)]) -> Response:
    """Some turns as they read now; those that are no more are left out."""
    return answer(_current(project, [number for number in id if 0 < number < 2**53]))


@router.get("/{turn}")
def read_turn(project: OpenProject, turn: TurnNumber) -> Response:
    """One turn as it reads now."""
    return answer(turn_columns(project.store.turn(TurnId(turn))))


@router.put("/{turn}")
def rewrite(
    project: OpenProject, who: Who, new_words: NewWords, turn: TurnNumber, revision: IfRevision, asked: Rewritten
) -> Response:
    """How a paragraph reads now, also split into several or joined with those behind it. Answers at once; new words
    are laid on the sound a moment later.
    """
    turns = [(turn, revision), *((one.turn, one.revision) for one in asked.joined)]
    with _conflicts(project, [number for number, _ in turns]):
        done = rewrite_turns(project, turns, [asked.text, *asked.following], reads=asked.reads, align=False, who=who)
    return _written(project, done, new_words, who)


@router.post("/{turn}/split")
def split(project: OpenProject, who: Who, turn: TurnNumber, revision: IfRevision, asked: SplitBefore) -> Response:
    """A turn in two."""
    with _conflicts(project, [turn]):
        return answer(written_record(split_turn(project, turn, revision, word=asked.word, who=who)))


@router.post("/{turn}/join")
def join(project: OpenProject, who: Who, turn: TurnNumber, revision: IfRevision, asked: Seen) -> Response:
    """A turn and the one that follows it in one."""
    with _conflicts(project, [turn, asked.turn]):
        done = join_turns(project, [(turn, revision), (asked.turn, asked.revision)], who=who)
    return answer(written_record(done))


@router.put("/{turn}/speaker")
def speaker(project: OpenProject, who: Who, turn: TurnNumber, revision: IfRevision, asked: Named) -> Response:
    """Who speaks in a turn; a name that nobody bears makes a new speaker."""
    with _conflicts(project, [turn]):
        return answer(written_record(name_turn(project, turn, revision, asked.name, who=who)))


@router.post("/{turn}/checked")
def checked(project: OpenProject, who: Who, turn: TurnNumber, revision: IfRevision) -> Response:
    """A person has read the paragraph against its sound: every word of it is checked."""
    with _conflicts(project, [turn]):
        return answer(written_record(check_turn(project, turn, revision, who=who)))


@router.get("/{turn}/heard")
def heard(project: OpenProject, turn: TurnNumber) -> Response:
    """What the machine first heard there, and how it differs from what the paragraph says now."""
    return answer(heard_record(first_hearing(project, turn)))


@router.get("/{turn}/revisions")
def revisions(project: OpenProject, turn: TurnNumber) -> Response:
    """Every state of a turn, and who made it so."""
    return answer(revisions_record(project.store.revisions(TurnId(turn))))


def _written(project: Project, done: Correction, new_words: Aligner, who: str) -> Response:
    for change in done.changes:
        new_words.follow(change.old, change.new, who=who)
    return answer(written_record(done))


@contextmanager
def _conflicts(project: Project, turns: Sequence[int]) -> Iterator[None]:
    with showing_current(lambda: _current(project, turns)):
        yield


def _current(project: Project, turns: Sequence[int]) -> dict[str, object]:
    """``{"turns": [columns]}``: those that still are."""
    found: list[Turn] = []
    for number in turns:
        try:
            found.append(project.store.turn(TurnId(number)))
        except NotFoundError:
            continue
    return {"turns": [turn_columns(turn) for turn in found]}
