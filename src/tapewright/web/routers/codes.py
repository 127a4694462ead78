"""Codebooks, codings and memos: the study's own notes on the tapes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from tapewright.errors import UsageError
from tapewright.model import Code, Coding, MemoAbout, Span, TapeId
from tapewright.timing import Interval, Ticks
from tapewright.verbs import askcodes, codebooks, codings, memos
from tapewright.verbs.paperfile import check_name
from tapewright.verbs.project import Project
from tapewright.verbs.stringout import string_out
from tapewright.verbs.templates import from_template, templates
from tapewright.verbs.templates import record as templates_record
from tapewright.web.answers import answer, showing_current
from tapewright.web.deps import Asked, IfRevision, OpenProject, Who

router = APIRouter(prefix="/api", tags=["codes"])

_FARTHEST = 2**53
Number = Annotated[int, Path(ge=1, le=_FARTHEST)]
Row = Annotated[int, Field(ge=1, le=_FARTHEST)]
Moment = Annotated[int, Field(ge=0, le=_FARTHEST)]
Name = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=4_000)]
OfTape = Annotated[str | None, Query(max_length=300, description="Those of one tape.")]
OfCode = Annotated[list[int] | None, Query(description="Those of a code and the codes below it; repeatable.")]
OfCoder = Annotated[str | None, Query(max_length=300, description="Those of one coder.")]


class NewBook(Asked):
    """A codebook without codes, or the one of a template."""

    name: Name = ""
    note: Text = ""
    template: Name = ""


class ChangedBook(Asked):
    """Another name or note."""

    name: Name | None = None
    note: Text | None = None


class Words(Asked):
    """What people write of a code; what is not named stays."""

    name: Name | None = None
    definition: Text | None = None
    use_when: Text | None = None
    not_when: Text | None = None
    example: Text | None = None
    colour: Annotated[str, Field(max_length=7)] | None = None
    key: Annotated[str, Field(max_length=1)] | None = None
    source: Text | None = None
    is_codable: bool | None = None

    def texts(self) -> dict[str, str]:
        """What is said, by name."""
        told = {name: getattr(self, name) for name in codebooks.TEXTS}
        return {name: value for name, value in told.items() if value is not None}


class NewCode(Words):
    """A code at the end of its siblings, below ``parent`` or at the top of ``codebook``."""

    codebook: Row | None = None
    parent: Row | None = None


class ChangedCode(Words):
    """A change of words, or with ``move`` another place."""

    move: bool = False
    parent: Row | None = None
    rank: Annotated[int, Field(ge=0, le=100_000)] | None = None


class Into(Asked):
    """The code that it goes into."""

    into: Row


class Stretch(Asked):
    """A stretch of a tape in ticks."""

    tape: Name
    start: Moment
    end: Moment

    def span(self) -> Span:
        """What the verbs take."""
        if self.end <= self.start:
            raise UsageError("the end lies before the start", hint="mark some words first")
        return Span(TapeId(self.tape), Interval(Ticks(self.start), Ticks(self.end)))


class NewCoding(Stretch):
    """A code on a stretch."""

    code: Row
    note: Text = ""


class ChangedCoding(Asked):
    """Another code, note or stretch."""

    code: Row | None = None
    note: Text | None = None
    place: Stretch | None = None


class Question(Asked):
    """A question to the codings, what it is limited to, and the name of a paper edit to be made of the answer."""

    question: Annotated[str, Field(max_length=2_000)]
    speaker: Name = ""
    group: Name = ""
    coder: Name = ""
    case: Name = ""
    tape: Name = ""
    date: Name = ""
    edit: Name = ""


class NewMemo(Asked):
    """A memo about one thing: a row by its number, a tape, or a stretch of one."""

    text: Annotated[str, Field(max_length=100_000)]
    title: Name = ""
    about: Annotated[MemoAbout, Field(strict=False)] = MemoAbout.PROJECT
    target: Annotated[int, Field(ge=0, le=_FARTHEST)] = 0
    tape: Name = ""
    place: Stretch | None = None


class ChangedMemo(Asked):
    """Another text or title."""

    text: Annotated[str, Field(max_length=100_000)] | None = None
    title: Name | None = None


@router.get("/codebooks")
def list_codebooks(project: OpenProject) -> Response:
    """Every codebook with its codes, in the order of a printed tree, and how often each is used."""
    return answer({**codebooks.record(project), **templates_record(*templates())})


@router.post("/codebooks", status_code=201)
def add_codebook(project: OpenProject, who: Who, asked: NewBook) -> Response:
    """A new codebook, without codes or out of a template."""
    if asked.template:
        from_template(project, asked.template, who=who)
    else:
        codebooks.new_codebook(project, asked.name, note=asked.note, who=who)
    return answer(codebooks.record(project), status=201)


@router.patch("/codebooks/{codebook}")
def change_codebook(
    project: OpenProject, who: Who, revision: IfRevision, codebook: Number, asked: ChangedBook
) -> Response:
    """Another name or note."""
    codebooks.edit_codebook(project, codebook, name=asked.name, note=asked.note, who=who, expected=revision)
    return answer(codebooks.record(project))


@router.delete("/codebooks/{codebook}")
def remove_codebook(
    project: OpenProject, who: Who, revision: IfRevision, codebook: Number, with_codings: bool = False
) -> Response:
    """Remove a codebook with its codes; 412 where passages are coded with them and are not to go."""
    codebooks.remove_codebook(project, codebook, with_codings=with_codings, who=who, expected=revision)
    return answer(codebooks.record(project))


@router.post("/codes", status_code=201)
def add_code(project: OpenProject, who: Who, asked: NewCode) -> Response:
    """A new code."""
    if asked.name is None:
        raise UsageError("a code needs a name")
    made = codebooks.add_code(
        project,
        asked.name,
        codebook=asked.codebook,
        parent=asked.parent,
        is_codable=asked.is_codable is not False,
        who=who,
        **{name: text for name, text in asked.texts().items() if name != "name"},
    )
    return answer(_code(project, made.id), status=201)


@router.patch("/codes/{code}")
def change_code(project: OpenProject, who: Who, revision: IfRevision, code: Number, asked: ChangedCode) -> Response:
    """Other words, or another place in the tree. 412 with the code as it is now."""
    with showing_current(lambda: _code(project, code)):
        if asked.move:
            codebooks.move_code(project, code, parent=asked.parent, rank=asked.rank, who=who, expected=revision)
        else:
            codebooks.edit_code(project, code, is_codable=asked.is_codable, who=who, expected=revision, **asked.texts())
        return answer(_code(project, code))


@router.post("/codes/{code}/merge")
def merge_code(project: OpenProject, who: Who, revision: IfRevision, code: Number, asked: Into) -> Response:
    """Make one code of two: the codings, memos and codes below go along."""
    with showing_current(lambda: _code(project, code)):
        kept = codebooks.merge_codes(project, code, asked.into, who=who, expected=revision)
        return answer(_code(project, kept.id))


@router.delete("/codes/{code}")
def remove_code(
    project: OpenProject,
    who: Who,
    revision: IfRevision,
    code: Number,
    codings: Annotated[str, Query(pattern="^(refuse|remove|move)$")] = "refuse",
    into: Annotated[int | None, Query(ge=1, le=_FARTHEST)] = None,
) -> Response:
    """Remove a code and those below. 412 where passages are coded, unless they are to be removed or moved."""
    with showing_current(lambda: _code(project, code)):
        codebooks.remove_code(project, code, codings=codings, into=into, who=who, expected=revision)
        return answer(codebooks.record(project))


@router.get("/codings")
def list_codings(project: OpenProject, tape: OfTape = None, code: OfCode = None, coder: OfCoder = None) -> Response:
    """Coded passages in the order of tapes and time; of a code that somebody has just removed there are none."""
    there = {one.id for one in project.store.codes()}
    codes = None if code is None else [number for number in code if number in there]
    return answer(codings.record(project, codings.codings(project, tape=tape, codes=codes, coder=coder)))


@router.post("/codings", status_code=201)
def add_coding(project: OpenProject, who: Who, asked: NewCoding) -> Response:
    """Put a code on a stretch of a tape."""
    made = codings.code_span(project, asked.span(), asked.code, note=asked.note, coder=who, who=who)
    return answer(_coding(project, made.id), status=201)


@router.patch("/codings/{coding}")
def change_coding(
    project: OpenProject, who: Who, revision: IfRevision, coding: Number, asked: ChangedCoding
) -> Response:
    """Another code, stretch or note. 412 with the coding as it is now."""
    with showing_current(lambda: _coding(project, coding)):
        place = asked.place.span() if asked.place else None
        codings.recode(project, coding, code=asked.code, span=place, note=asked.note, who=who, expected=revision)
        return answer(_coding(project, coding))


@router.delete("/codings/{coding}")
def remove_coding(project: OpenProject, who: Who, revision: IfRevision, coding: Number) -> Response:
    """Take a coding off; undo brings it back."""
    with showing_current(lambda: _coding(project, coding)):
        (gone,) = codings.uncode(project, [coding], who=who, expected=revision)
        return answer({"removed": gone.id, "transaction": project.store.last_transaction()})


@router.post("/codings/ask")
def ask_codings(project: OpenProject, asked: Question) -> Response:
    """The passages that answer a question, as a list; with `edit`, a string-out of them is made too."""
    only = askcodes.Filter(
        speaker=asked.speaker,
        group=asked.group,
        coder=asked.coder,
        case=asked.case,
        tape=asked.tape,
        date=asked.date,
    )
    found = askcodes.record(project, askcodes.ask(project, asked.question, only=only))
    if asked.edit:
        check_name(asked.edit)
        made = string_out(project, asked.question, asked.edit, only=only)
        found = {**found, "edit": made.path.stem}
    return answer(found)


@router.get("/codings/table")
def count_codings(project: OpenProject, by: askcodes.By = askcodes.By.SPEAKER, case: OfTape = None) -> Response:
    """Codes by speakers, groups, coders, tapes or cases: how many passages, and how long they are."""
    return answer(askcodes.table_record(askcodes.table(project, by, only=askcodes.Filter(case=case or ""))))


@router.get("/coders")
def list_coders(project: OpenProject, who: Who) -> Response:
    """Who has coded how many passages, and who is working here."""
    counts = codings.coders(project)
    return answer({"coders": [{"name": name, "codings": count} for name, count in counts.items()], "who": who})


@router.get("/memos")
def list_memos(
    project: OpenProject,
    about: Annotated[MemoAbout | None, Query()] = None,
    target: Annotated[int | None, Query(ge=1, le=_FARTHEST)] = None,
    tape: OfTape = None,
) -> Response:
    """Memos in the order in which they were written."""
    return answer(memos.record(project, memos.memos(project, about=about, target=target, tape=tape or "")))


@router.post("/memos", status_code=201)
def add_memo(project: OpenProject, who: Who, asked: NewMemo) -> Response:
    """Write a memo."""
    made = memos.add_memo(
        project,
        asked.text,
        about=asked.about,
        target=asked.target,
        tape=asked.tape,
        span=asked.place.span() if asked.place else "",
        title=asked.title,
        who=who,
    )
    return answer(memos.record(project, [made]), status=201)


@router.patch("/memos/{memo}")
def change_memo(project: OpenProject, who: Who, revision: IfRevision, memo: Number, asked: ChangedMemo) -> Response:
    """Another text or title."""
    made = memos.edit_memo(project, memo, text=asked.text, title=asked.title, who=who, expected=revision)
    return answer(memos.record(project, [made]))


@router.delete("/memos/{memo}")
def remove_memo(project: OpenProject, who: Who, revision: IfRevision, memo: Number) -> Response:
    """Remove a memo; undo brings it back."""
    return answer(memos.record(project, [memos.remove_memo(project, memo, who=who, expected=revision)]))


def _code(project: Project, code: int) -> dict[str, object]:
    found = project.store.one(Code, code)
    tree = codebooks.code_tree(project)
    return codebooks.code_record(tree, found, {found.id: len(project.store.codings(code=found.id))})


def _coding(project: Project, coding: int) -> dict[str, object]:
    found = project.store.one(Coding, coding)
    (passage,) = codings.passages(project, [found])
    tape = project.store.tape(found.quote.span.tape)
    return codings.coding_record(passage, tape, codebooks.code_tree(project))
