"""Cases beside each other: from their day 0, by the codes on their tapes, and by the answers to one question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tapewright.cli.compare import _codes
from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Code, Codebook, Coding, EventKind, TapeId
from tapewright.testing.material import a_tape, filled
from tapewright.verbs.cases import add_case
from tapewright.verbs.chronicle import add_event
from tapewright.verbs.compare import ask_each, codes_by_case, codes_record, compare
from tapewright.verbs.eventfacts import EventFacts, Source
from tapewright.verbs.places import quote_of, read_span
from tapewright.verbs.project import Project, new_project


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "series") as made:
        filled(made.store)
        with made.store.change("another tape") as pen:
            pen.add_tape(a_tape("T009"))
        add_case(made, "North", tapes=["T001"])
        add_case(made, "South", tapes=["T009", "T001"])
        add_case(made, "East")
        yield made


def enter(project: Project, title: str, date: str, case: str = "", kind: EventKind = EventKind.LIFE) -> int:
    facts = EventFacts(title=title, date=date, case=case, kind=kind, sources=(Source(document="minutes"),))
    return add_event(project, facts).event.id


def test_each_case_is_counted_from_its_own_day_zero(project: Project) -> None:
    enter(project, "The chain breaks", "1978-06-04", "North", EventKind.WARNING_SIGN)
    enter(project, "The ferry stops", "1987-06-04", "North")
    enter(project, "The chain breaks", "1990-01-01", "South", EventKind.WARNING_SIGN)
    enter(project, "A letter", "1989-12-30", "South")
    north, south, east = compare(project, at="first warning sign")
    assert [offset.said for offset in north.events] == ["day 0", "9 years after"]
    assert [offset.said for offset in south.events] == ["2 days before", "day 0"]
    assert east.anchor is None
    (south,) = compare(project, at="letter", cases=["south"])
    assert south.anchor == 4
    (south,) = compare(project, cases=["south"], named=["E4"])
    assert south.anchor == 4


def test_codes_are_counted_by_case_with_those_below_them(project: Project) -> None:
    with project.store.change("code") as pen:
        book = pen.add(Codebook(name="signs"))
        top = pen.add(Code(codebook=book.id, name="warnings"))
        told = pen.add(Code(codebook=book.id, name="told", parent=top.id, rank=1))
        seen = pen.add(Code(codebook=book.id, name="seen", parent=top.id, rank=0))
        pen.add(Code(codebook=book.id, name="never used"))
        for code, place in ((top, "T001@0,2"), (told, "T001@1,4"), (seen, "T009@1,4"), (seen, "T001@0,4")):
            pen.add(Coding(code=code.id, quote=quote_of(project, read_span(project, place))))
    table = codes_by_case(project)
    assert [(row.path, row.counts, row.with_below) for row in table.rows] == [
        ("warnings", (1, 1, 0), (3, 4, 0)),
        ("warnings/seen", (1, 2, 0), (1, 2, 0)),
        ("warnings/told", (1, 1, 0), (1, 1, 0)),
    ]
    assert codes_record(codes_by_case(project, cases=["South"]))["cases"] == ["South"]
    assert codes_record(table)["untaped"] == ["East"]
    assert list(_codes(table))[1].split() == ["warnings", "1", "(3)", "1", "(4)", "–"]
    assert "no tapes are said to be of East" in list(_codes(table))[-1]


def test_the_same_question_is_asked_of_each_case(project: Project) -> None:
    north, south, east = ask_each(project, "harbour")
    assert (north.total, south.total, east.total) == (1, 1, 0)
    assert (north.hits[0].span.tape, east.is_untaped) == (TapeId("T001"), True)


def test_what_cannot_be_compared_is_refused(project: Project, tmp_path: Path) -> None:
    number = enter(project, "one", "1978")
    with pytest.raises(UsageError, match="belongs to no case"):
        compare(project, named=[f"E{number}"])
    with pytest.raises(NotFoundError):
        compare(project, cases=["West"])
    with pytest.raises(NotFoundError):
        compare(project, named=["E99"])
    with pytest.raises(UsageError):
        compare(project, at="  ")
    with new_project(tmp_path / "empty") as empty, pytest.raises(UsageError, match="no cases"):
        compare(empty)
