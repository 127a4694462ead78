"""Cases: the stories that a project holds, each with its tapes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tapewright.errors import ConflictError, NotFoundError
from tapewright.model import Case, TapeId
from tapewright.verbs.chroniclerecord import case_record
from tapewright.verbs.eventfacts import named_case
from tapewright.verbs.parties import checked_name, checked_note
from tapewright.verbs.project import Project
from tapewright.verbs.revisions import check_revision


def cases(project: Project) -> list[Case]:
    """All of them in the order in which they were made."""
    return project.store.cases()


def add_case(project: Project, name: str, *, note: str = "", tapes: Iterable[str] = (), who: str = "") -> Case:
    """A new case. ConflictError where one is called so, NotFoundError for an unknown tape."""
    made = Case(name=checked_name(name), note=checked_note(note), tapes=_tapes(project, tapes))
    _check_free(project, made)
    with project.store.change(f"add the case {made.name}", who=who) as pen:
        return pen.add(made)


def edit_case(
    project: Project,
    case: Case,
    *,
    name: str | None = None,
    note: str | None = None,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    who: str = "",
) -> Case:
    """Another name or note; tapes more or fewer (one may belong to several cases). ConflictError where the case was
    changed since it was read, NotFoundError for a tape that is not there, or is not the case's.
    """
    gone = {TapeId(tape) for tape in remove}
    for tape in gone:
        if tape not in case.tapes:
            raise NotFoundError(f"{tape} is no tape of {case.name}", hint="tapewright case list")
    kept = tuple(tape for tape in case.tapes if tape not in gone)
    new = replace(
        case,
        name=case.name if name is None else checked_name(name),
        note=case.note if note is None else checked_note(note),
        tapes=tuple(dict.fromkeys((*kept, *_tapes(project, add)))),
    )
    if new == case:
        return case
    _check_free(project, new)
    with project.store.change(f"change the case {new.name}", who=who) as pen:
        return pen.replace(case, new)


def remove_case(project: Project, case: Case, *, who: str = "") -> Case:
    """Remove a case that no event belongs to; its tapes stay. ConflictError where events do."""
    with project.store.change(f"remove the case {case.name}", who=who) as pen:
        pen.remove(case)
    return case


def case_called(project: Project, name: str) -> Case:
    """The case of a name. NotFoundError names those that there are."""
    return named_case(project.store.cases(), name)


def case_with(project: Project, case: int, *, expected: int | None = None) -> Case:
    """The case with a number. ConflictError where it is not at the ``expected`` revision."""
    found = project.store.one(Case, case)
    check_revision(found.name, found.revision, expected)
    return found


def record(found: Iterable[Case]) -> dict[str, object]:
    """``{"cases": [{"id", "name", "note", "tapes", "revision"}]}``."""
    return {"cases": [case_record(case) for case in found]}


def _tapes(project: Project, names: Iterable[str]) -> tuple[TapeId, ...]:
    return tuple(dict.fromkeys(project.store.tape(TapeId(name)).id for name in names))


def _check_free(project: Project, case: Case) -> None:
    for other in project.store.cases():
        if other.id != case.id and other.name.casefold() == case.name.casefold():
            raise ConflictError(f"there is a case {other.name} already", hint="give this one another name")
