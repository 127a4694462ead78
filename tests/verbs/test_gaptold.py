"""What the tapes say of a gap: dates that are said to lie in it, events of other kinds, what was coded there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import (
    CaseId,
    Code,
    Codebook,
    Coding,
    EventKind,
    Provenance,
    TapeId,
    Transcript,
    Turn,
)
from tapewright.testing.material import a_tape, some_words
from tapewright.timing.days import day_of
from tapewright.verbs.cases import add_case
from tapewright.verbs.chronicle import add_event
from tapewright.verbs.chronology import Chosen, gaps_of
from tapewright.verbs.eventfacts import EventFacts, Source
from tapewright.verbs.gaptold import record, told_between, told_of
from tapewright.verbs.places import quote_of, read_span
from tapewright.verbs.project import Project, new_project

TURNS = ("In June 1982 I called the office again", "Nobody answered and the bread was good", "In 1995 I moved away")


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "series") as made:
        with made.store.change("tapes") as pen:
            for name, turns in (("T001", TURNS), ("T002", ("In 1983 it rained",))):
                pen.add_tape(a_tape(name))
                spoken = tuple(Turn(words=some_words(text, at=60.0 * n)) for n, text in enumerate(turns))
                pen.add_transcript(
                    Transcript(tape=TapeId(name), turns=spoken, provenance=Provenance(tool="typed", version="1"))
                )
            code = pen.add(Code(codebook=pen.add(Codebook(name="signs")).id, name="asked"))
        with made.store.change("code") as pen:
            for place in ("T001@0,2", "T001@120,122"):
                pen.add(Coding(code=code.id, quote=quote_of(made, read_span(made, place))))
        for title, date in (("one", "1978-06-04"), ("two", "1987-06-04")):
            given = EventFacts(title=title, date=date, kind=EventKind.CONTACT, sources=(Source(document="minutes"),))
            add_event(made, given)
        yield made


def test_a_gap_is_told_with_what_is_said_and_coded_of_its_time(project: Project) -> None:
    (gap,) = gaps_of(project, Chosen(kinds=(EventKind.CONTACT,)))
    told = told_of(project, gap)
    assert [(date.span.tape, date.date) for date in told.said] == [("T001", "1982-06"), ("T002", "1983")]
    assert [coding.id for coding in told.codings] == [1]
    assert told.tapes == ("T001", "T002")
    shown = record(project, told)
    assert [coding["code_name"] for coding in shown["codings"]] == ["asked"]  # type: ignore[attr-defined]
    assert "called the office" in shown["said"][0]["passage"]  # type: ignore[index]


def test_of_a_case_only_its_own_tapes_are_asked(project: Project) -> None:
    add_case(project, "North", tapes=["T002"])
    add_case(project, "South")
    days = day_of(1978, 6, 4), day_of(1987, 6, 4)
    assert [date.span.tape for date in told_between(project, *days, case=CaseId(1)).said] == ["T002"]
    assert len(told_between(project, *days, case=CaseId(2)).said) == 2
    with pytest.raises(NotFoundError):
        told_between(project, *days, case=CaseId(9))


@pytest.mark.parametrize("days", [(2, 1), (0, 10**9), (-(10**12), 10**12)])
def test_what_is_no_stretch_of_time_is_refused(project: Project, days: tuple[int, int]) -> None:
    with pytest.raises(UsageError):
        told_between(project, *days)
