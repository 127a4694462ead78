"""People: whose voices are heard on the tapes, and what a person says of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from pydantic import Field

from tapewright.errors import UsageError
from tapewright.timing import Interval, Ticks
from tapewright.verbs.enrol import enrol, enrolled_record, part_voice
from tapewright.verbs.people import PeopleMemory, people
from tapewright.verbs.people import record as people_record
from tapewright.verbs.speakers import add_speaker, speaker_record
from tapewright.verbs.suggesting import record as suggestions_record
from tapewright.verbs.suggesting import suggest
from tapewright.verbs.whose import (
    confirm_voice,
    merge,
    name_voice,
    reject_voice,
    revise_speaker,
    split_voice,
    told_record,
)
from tapewright.web.answers import answer
from tapewright.web.deps import Asked, OpenProject, Who

router = APIRouter(prefix="/api", tags=["people"])

_MOST = 1 << 62

SpeakerNumber = Annotated[int, Path(ge=1, le=_MOST)]
VoiceNumber = Annotated[int, Path(ge=1, le=_MOST)]


class NewPerson(Asked):
    """Somebody who is heard, or will be."""

    name: str
    group: str = ""
    note: str = ""


class Revised(Asked):
    """What is known of somebody; what is left out stays as it is."""

    name: str | None = None
    group: str | None = None
    note: str | None = None


class Into(Asked):
    """The speaker whose all of it becomes."""

    into: int


class Named(Asked):
    """Whose a voice is: a new name, or that of somebody who is there."""

    name: str
    group: str | None = None


class Whose(Asked):
    """A speaker, by number."""

    speaker: int


class Parted(Asked):
    """What of a voice is another's: turns, or a stretch of its tape in ticks; without any the whole voice leaves."""

    turns: list[int] = Field(default_factory=list, max_length=500)
    start: int | None = None
    end: int | None = None


class Enrolled(Asked):
    """A stretch of a tape, in ticks, in which somebody speaks alone."""

    tape: str
    start: int
    end: int


def _memory(request: Request) -> PeopleMemory:
    state = request.app.state
    if not hasattr(state, "people_memory"):
        state.people_memory = PeopleMemory()
    memory: PeopleMemory = state.people_memory
    return memory


Memory = Annotated[PeopleMemory, Depends(_memory)]
"""What this process keeps of who is heard."""


@router.get("/people")
def list_people(project: OpenProject, memory: Memory) -> Response:
    """Everybody who is heard, the voices that nobody has named, and on which tapes voices were looked for."""
    return answer(people_record(people(project, memory)))


@router.get("/people/suggestions")
def suggestions(project: OpenProject) -> Response:
    """Which voices may be whose, the surest first, as `tapewright speakers suggestions --json` has it."""
    return answer(suggestions_record(suggest(project)))


@router.post("/people")
def add_person(project: OpenProject, who: Who, asked: NewPerson) -> Response:
    """Somebody new, without a voice yet."""
    return answer(speaker_record(add_speaker(project, asked.name, group=asked.group, note=asked.note, who=who)))


@router.patch("/people/{speaker}")
def revise_person(project: OpenProject, who: Who, speaker: SpeakerNumber, asked: Revised) -> Response:
    """Another name, group or note, on every tape."""
    told = revise_speaker(project, f"#{speaker}", name=asked.name, group=asked.group, note=asked.note, who_says=who)
    return answer(told_record(told))


@router.post("/people/{speaker}/merge")
def merge_people(project: OpenProject, who: Who, speaker: SpeakerNumber, asked: Into) -> Response:
    """Two are one: all that this one says, on all tapes, the other says."""
    return answer(told_record(merge(project, f"#{speaker}", f"#{asked.into}", who_says=who)))


@router.post("/people/{speaker}/enrol")
def enrol_person(project: OpenProject, who: Who, speaker: SpeakerNumber, asked: Enrolled) -> Response:
    """A stretch by which a speaker is known again on every tape."""
    made = enrol(project, f"#{speaker}", asked.tape, _interval(asked.start, asked.end), who_says=who)
    return answer(enrolled_record(made))


@router.post("/voices/{voice}/name")
def name(project: OpenProject, who: Who, voice: VoiceNumber, asked: Named) -> Response:
    """Say whose a voice is."""
    return answer(told_record(name_voice(project, f"V{voice}", asked.name, group=asked.group, who_says=who)))


@router.post("/voices/{voice}/confirm")
def confirm(project: OpenProject, who: Who, voice: VoiceNumber, asked: Whose) -> Response:
    """A voice is a speaker's, who is there already."""
    return answer(told_record(confirm_voice(project, voice, f"#{asked.speaker}", who_says=who)))


@router.post("/voices/{voice}/reject")
def reject(project: OpenProject, who: Who, voice: VoiceNumber, asked: Whose) -> Response:
    """A voice is not a speaker's; that is never suggested again."""
    return answer(told_record(reject_voice(project, voice, f"#{asked.speaker}", who_says=who)))


@router.post("/voices/{voice}/split")
def split(project: OpenProject, who: Who, voice: VoiceNumber, asked: Parted) -> Response:
    """A voice leaves its speaker and bears a label again; or a part of it becomes a voice of its own."""
    if asked.turns:
        return answer(told_record(part_voice(project, voice, turns=asked.turns, who_says=who)))
    if asked.start is not None or asked.end is not None:
        if asked.start is None or asked.end is None:
            raise UsageError("a stretch has two ends", hint="send start and end, in ticks")
        interval = _interval(asked.start, asked.end)
        return answer(told_record(part_voice(project, voice, interval=interval, who_says=who)))
    return answer(told_record(split_voice(project, voice, who_says=who)))


def _interval(start: int, end: int) -> Interval:
    return Interval(Ticks(start), Ticks(end))
