"""Paper edits: listed, seen word by word, typed over, changed by the verbs of ``edit``, proved."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import Field

from tapewright.errors import UsageError
from tapewright.model import Hit, Span, TapeId
from tapewright.timing import Interval, Ticks
from tapewright.verbs import airtime, editlist, examplebite, jobs, paperview
from tapewright.verbs import check as checking
from tapewright.verbs import edit as verb
from tapewright.verbs.paperfile import check_name, named_paper, read_paper
from tapewright.verbs.papertext import write_text
from tapewright.verbs.project import Project
from tapewright.web.answers import answer, showing_current
from tapewright.web.deps import Asked, IfMatch, OpenProject, TheDesk

router = APIRouter(prefix="/api", tags=["paper edits"])

_FARTHEST = 2**53
_MOST_WORDS = 100_000

Name = Annotated[str, Path(description="The name of a paper edit in the project.", max_length=300)]
Moment = Annotated[int, Field(ge=0, le=_FARTHEST)]
Text = Annotated[str, Field(max_length=300)]
BlockOf = Annotated[
    int | str, Field(description='A bite\'s number, or "L12" for the block on line 12.', union_mode="smart")
]
WordCount = Annotated[int, Field(ge=-_MOST_WORDS, le=_MOST_WORDS)]


class NewEdit(Asked):
    """A paper edit to be made."""

    name: Text
    title: Text = ""
    rate: Text = ""
    drop: bool = False
    start: Text = ""


class NewText(Asked):
    """The whole text of a paper edit."""

    text: str


class Placed(Asked):
    """A stretch of a tape. ``air``: its ends lie on words, and get their share of the silence around."""

    tape: Text
    start: Moment
    end: Moment
    air: bool = False
    speaker: Text | None = None

    def place(self) -> Span | Hit:
        """What the verbs take."""
        if self.end < self.start:
            raise UsageError("the end lies before the start")
        span = Span(TapeId(self.tape), Interval(Ticks(self.start), Ticks(self.end)))
        return Hit(span=span, text="", before="", after="") if self.air else span


class Place(Asked):
    """A place between blocks; without any, the end of the file."""

    after: BlockOf | None = None
    before: BlockOf | None = None
    scene: Text = ""

    def where(self) -> verb.Where:
        """What the verbs take."""
        return verb.Where(after=self.after, before=self.before, scene=self.scene)


class Insert(Placed):
    """A stretch of a tape, and where it goes."""

    where: Place = Place()


class Move(Asked):
    """A block, and where it goes."""

    block: BlockOf
    where: Place


class Trim(Asked):
    """A bite whose ends move by words: later by a positive number, earlier by a negative one."""

    block: BlockOf
    start: WordCount = 0
    end: WordCount = 0


class Strike(Asked):
    """Words of a bite by their places, from 0, the end excluded."""

    block: BlockOf
    first: Annotated[int, Field(ge=0, le=_MOST_WORDS)]
    end: Annotated[int, Field(ge=0, le=_MOST_WORDS)]
    undo: bool = False


class Split(Asked):
    """A bite, and the word, counted from 1, with which its second half begins."""

    block: BlockOf
    word: Annotated[int, Field(ge=1, le=_MOST_WORDS)]


class Remove(Asked):
    """A block to be taken out."""

    block: BlockOf


class Anchor(Placed):
    """A bite and its new place."""

    block: BlockOf


class Export(Asked):
    """The formats of an export. ``partial``: without the bites that cannot be played."""

    to: Annotated[list[Text], Field(min_length=1, max_length=30)]
    partial: bool = False


@router.get("/edits")
def list_edits(project: OpenProject) -> Response:
    """Every paper edit of the project, with its running time, its bites and how many problems it has."""
    return answer(editlist.record(editlist.edits(project)))


@router.post("/edits")
def make_edit(project: OpenProject, asked: NewEdit) -> Response:
    """Make a paper edit. 412 where there is one of that name."""
    check_name(asked.name)
    done = verb.new_edit(project, asked.name, title=asked.title, rate=asked.rate, drop=asked.drop, start=asked.start)
    return _told(project, done, status=201)


@router.get("/edits/{name}")
def read_edit(project: OpenProject, name: Name) -> Response:
    """A paper edit: its text, its running order and its bites word by word, all of one state of the file."""
    return answer(paperview.record(paperview.view(project, name)))


@router.put("/edits/{name}")
def write_edit(project: OpenProject, name: Name, version: IfMatch, asked: NewText) -> Response:
    """Put a text in the place of the one that the writer saw. 412 with the text that is there now."""
    with _showing_text(project, name):
        return _told(project, write_text(project, name, asked.text, expected=version))


@router.post("/edits/{name}/insert")
def insert(project: OpenProject, name: Name, version: IfMatch, asked: Insert) -> Response:
    """Put in a bite of a stretch of a tape, with its words."""
    path, place, where = named_paper(project, name), asked.place(), asked.where.where()
    with _showing_text(project, name):
        done = verb.insert(project, path, place, where=where, speaker=asked.speaker, expected=version)
        return _told(project, done)


@router.post("/edits/{name}/move")
def move(project: OpenProject, name: Name, version: IfMatch, asked: Move) -> Response:
    """Put a block elsewhere."""
    path, where = named_paper(project, name), asked.where.where()
    with _showing_text(project, name):
        return _told(project, verb.move(project, path, asked.block, where, expected=version))


@router.post("/edits/{name}/trim")
def trim(project: OpenProject, name: Name, version: IfMatch, asked: Trim) -> Response:
    """Move a bite's ends by words, text and place together."""
    path = named_paper(project, name)
    with _showing_text(project, name):
        done = verb.trim(project, path, asked.block, start=asked.start, end=asked.end, expected=version)
        return _told(project, done)


@router.post("/edits/{name}/strike")
def strike(project: OpenProject, name: Name, version: IfMatch, asked: Strike) -> Response:
    """Strike words of a bite, so that they are lifted out of it, or take the strike away."""
    path, words = named_paper(project, name), range(asked.first, asked.end)
    with _showing_text(project, name):
        done = verb.strike(project, path, asked.block, words, undo=asked.undo, expected=version)
        return _told(project, done)


@router.post("/edits/{name}/split")
def split(project: OpenProject, name: Name, version: IfMatch, asked: Split) -> Response:
    """Make two bites of one."""
    path = named_paper(project, name)
    with _showing_text(project, name):
        return _told(project, verb.split(project, path, asked.block, asked.word, expected=version))


@router.post("/edits/{name}/remove")
def remove(project: OpenProject, name: Name, version: IfMatch, asked: Remove) -> Response:
    """Take a block out."""
    path = named_paper(project, name)
    with _showing_text(project, name):
        return _told(project, verb.remove(project, path, asked.block, expected=version))


@router.post("/edits/{name}/anchor")
def anchor(project: OpenProject, name: Name, version: IfMatch, asked: Anchor) -> Response:
    """Put a bite's place where its words are found now, or an end of it to another frame; the text stays."""
    path, place = named_paper(project, name), asked.place()
    span = place.span if isinstance(place, Hit) else place
    with _showing_text(project, name):
        return _told(project, verb.anchor(project, path, asked.block, span, expected=version))


@router.get("/bites/example")
def read_example(project: OpenProject) -> Response:
    """A passage to begin a paper edit with."""
    return answer(examplebite.record(examplebite.example_bite(project)))


@router.get("/edits/{name}/airtime")
def read_airtime(project: OpenProject, name: Name) -> Response:
    """Who is heard for how long, and how much is narration."""
    return answer(airtime.record(airtime.airtime(verb.show(project, named_paper(project, name)))))


@router.post("/edits/{name}/check")
def check(project: OpenProject, name: Name) -> Response:
    """The proof of a paper edit: its bites, what its narration quotes, its joins. ``digest`` is the text's."""
    paper = read_paper(project, named_paper(project, name))
    return answer({"digest": paper.digest, "check": checking.record(checking.prove_paper(project, paper))})


@router.post("/edits/{name}/export", status_code=201)
def export(project: OpenProject, desk: TheDesk, name: Name, asked: Export) -> Response:
    """Write the cut into the project's exports, as a job: its record. What came of it is the job's answer."""
    edit = named_paper(project, name).stem
    wanted = {"edit": edit, "to": list(dict.fromkeys(asked.to)), "partial": asked.partial}
    return answer(jobs.put(project, desk, "export", wanted).to_record(), status=201)


def _told(project: Project, done: verb.EditDone, *, status: int = 200) -> Response:
    """What was done, and the paper edit as it is now."""
    record = verb.record(done)
    seen = paperview.record(paperview.view_of(project, done.path, done.after))
    return answer({"done": record, "view": seen}, status=status)


def _showing_text(project: Project, name: str) -> AbstractContextManager[None]:
    """A conflict inside is answered with the text that is there now, and its digest."""

    def current() -> object:
        seen = paperview.view(project, name)
        return {"digest": seen.digest, "text": seen.text}

    return showing_current(current)
