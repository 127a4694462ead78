"""Tables of events come in: what can be read at once, what cannot by its line; and what goes out comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tapewright.errors import InputError, UsageError
from tapewright.model import ChronologyRow, ChronologyTable, EventKind, PartyKind, Role
from tapewright.testing.material import filled
from tapewright.verbs.cases import add_case
from tapewright.verbs.chronicle import add_event
from tapewright.verbs.chronicle_export import export_chronology
from tapewright.verbs.chronicle_import import chronicle_import, fields_of, import_file, import_record
from tapewright.verbs.chronology import duplicates
from tapewright.verbs.eventfacts import EventFacts, Source, read_taking
from tapewright.verbs.history import undo
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.tablemeaning import TableMeaning

COUNTY = """\
Date;What happened;Type;Reference;Told;Remarks;Colour
1978-06-04;The ferry stops;life;minutes, page 4;Harbour office; Marian;
"that summer";The chain breaks;warning-sign;letter;;;red
1979-13;A month that is none;;;;;
1980;;life;page 9;;;
1981;Nobody says so;;;;;
1982;A kind that is none;crime;page 3;;;
1983;It runs again;;page 12;;;
"""


@pytest.fixture
def project(tmp_path: Path):
    with new_project(tmp_path / "series") as made:
        filled(made.store)
        yield made


@pytest.fixture
def county(tmp_path: Path) -> Path:
    path = tmp_path / "county.csv"
    path.write_text(COUNTY, "utf-8")
    return path


def table(*columns: str, rows: tuple[tuple[str, ...], ...] = (), **more) -> ChronologyTable:
    made = (ChronologyRow(line=n, cells=dict(zip(columns, row, strict=False))) for n, row in enumerate(rows, 2))
    return ChronologyTable(columns=columns, rows=tuple(made), name="table", **more)


def test_rows_that_can_be_read_come_in_at_once_and_the_others_are_named_by_line(project: Project, county: Path) -> None:
    result = import_file(project, county, TableMeaning(common=EventFacts(agency="County", kind=EventKind.CONTACT)))
    assert [(event.title, event.date, event.kind) for event in project.store.events()] == [
        ("The ferry stops", "1978-06-04", EventKind.LIFE),
        ("The chain breaks", "", EventKind.WARNING_SIGN),
        ("It runs again", "1983", EventKind.CONTACT),
    ]
    assert {event.agency for event in result.events} == {"County"}
    assert [trouble.line for trouble in result.refused] == [4, 5, 6, 7]
    assert all(trouble.reason for trouble in result.refused)
    assert [trouble.line for trouble in result.asks] == [3]
    assert result.unread == ("Colour",)
    assert [party.name for party in project.store.parties()] == ["Harbour office"]
    undo(project)
    assert (project.store.events(), project.store.parties()) == ([], [])


def test_a_dry_run_writes_nothing_and_says_the_same(project: Project, county: Path) -> None:
    whole = TableMeaning(document="County chronology")
    told = import_file(project, county, whole, dry_run=True)
    assert (project.store.events(), len(project.store.parties())) == ([], 0)
    done = import_file(project, county, whole)
    assert (told.refused, told.asks, told.unread) == (done.refused, done.asks, done.unread)
    assert len(told.events) == len(done.events) == 5
    assert [event.sources[0].document for event in done.events][2:4] == [
        "County chronology, line 4",
        "County chronology, line 6",
    ]
    assert import_record(told)["dry_run"]


def test_what_a_second_agency_tells_again_is_offered_and_not_merged(project: Project, county: Path) -> None:
    import_file(project, county, TableMeaning(common=EventFacts(agency="County")))
    again = import_file(project, county, TableMeaning(common=EventFacts(agency="Harbour office")))
    assert len(project.store.events()) == 6
    assert {pair.about for pair in again.twins} >= {"E1+E4", "E2+E5", "E3+E6"}


def test_columns_mean_what_somebody_says_and_what_headings_tell(project: Project) -> None:
    rows = (("1978-06", "1978-08", "The ferry stops", "T001@0,4", "Marian (reported); Jonas:saw", "the board"),)
    given = table("Von", "Bis", "Was", "Band", "Wer", "people", rows=rows)
    mapping = {
        "Von": "date",
        "Bis": "until",
        "Was": "title",
        "Band": "source",
        "Wer": "people",
        "people": "institutions",
    }
    result = chronicle_import(project, given, TableMeaning(columns=mapping))
    (event,) = project.store.events()
    assert (event.date, event.sources[0].quote is not None) == ("1978-06/1978-08", True)
    people = {party.id: party for party in project.store.parties()}
    assert [(people[each.party].name, each.role, people[each.party].kind) for each in event.parties] == [
        ("Marian", Role.REPORTED, PartyKind.PERSON),
        ("Jonas", Role.SAW, PartyKind.PERSON),
        ("the board", Role.ABOUT, PartyKind.INSTITUTION),
    ]
    assert result.unread == ()


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        (("event", "When", "Notes"), {"event": "title", "When": "date", "Notes": "note"}),
        (("event", "what happened", "date"), {"what happened": "title", "date": "date", "event": "id"}),
        (("Summary", "Start date", "End date"), {"Summary": "title", "Start date": "date", "End date": "until"}),
        (("headline", "title"), {"title": "title"}),
    ],
)
def test_headings_are_understood(columns, fields) -> None:
    assert fields_of(table(*columns), {}) == fields


def test_a_format_that_knows_its_columns_is_believed_and_a_person_more(project: Project) -> None:
    given = table("date", "x", rows=(("1978", "The ferry stops"),), mapping={"x": "title", "date": "words"})
    assert fields_of(given, {}) == {"x": "title", "date": "words"}
    assert fields_of(given, {"date": "date"}) == {"x": "title", "date": "date"}
    assert fields_of(given, {"date": ""}) == {"x": "title"}


def test_whole_names_with_commas_between_them_are_several_people(project: Project) -> None:
    cells = ("Ann Reed, Tom O'Hill", "Reed, Ann", "Ann Reed, the baker", "Zoë Ångström, J. R. Hill; Reed, Ann (saw)")
    rows = tuple(("It stops", cell, "log") for cell in cells)
    chronicle_import(project, table("title", "people", "document", rows=rows))
    named = {party.id: party.name for party in project.store.parties()}
    assert [[named[each.party] for each in event.parties] for event in project.store.events()] == [
        ["Ann Reed", "Tom O'Hill"],
        ["Reed, Ann"],
        ["Ann Reed, the baker"],
        ["Zoë Ångström", "J. R. Hill", "Reed, Ann"],
    ]


@pytest.mark.parametrize("mapping", [{"Nowhere": "date"}, {"x": "murder"}, {}])
def test_a_mapping_of_what_is_not_there_is_refused(project: Project, mapping) -> None:
    with pytest.raises(UsageError):
        chronicle_import(project, table("x", rows=(("1",),)), TableMeaning(columns=mapping))


def test_our_own_table_comes_back_into_another_project(project: Project, tmp_path: Path) -> None:
    minutes = (Source(document="Minutes, page 4"),)
    also = (read_taking("Marian Voss:reported"), read_taking("Harbour office:told", PartyKind.INSTITUTION))
    add_event(project, EventFacts(title="The ferry stops", date="1978-06", sources=minutes))
    telling = EventFacts(
        title="She reports it", date="1979~", kind=EventKind.CONTACT, tells_of="E1", also=also, sources=minutes,
        answer="noted", answered_on="1979-10", believed="partly", place="Elbridge", note="=2+2",
    )  # fmt: skip
    add_event(project, telling)
    add_event(project, EventFacts(title="It runs again", after="E1", words="nine years later", sources=minutes))
    (file,) = export_chronology(project, ["csv"], tmp_path / "out")
    with new_project(tmp_path / "other") as other:
        add_event(other, EventFacts(title="something else", sources=minutes))
        result = import_file(other, file.path)
        assert (result.refused, result.asks) == ((), ())
        for event, same in zip(project.store.events(), other.store.events()[1:], strict=True):
            for name in ("title", "date", "date_words", "kind", "answer", "answered_on", "believed", "place", "note"):
                assert getattr(event, name) == getattr(same, name), name
            assert [each.role for each in event.parties] == [each.role for each in same.parties]
        first, second, third = other.store.events()[1:]
        assert (second.tells_of, third.hangs_on) == (first.id, first.id)
        assert [party.kind for party in other.store.parties()] == [PartyKind.PERSON, PartyKind.INSTITUTION]


def test_cases_that_are_not_there_are_made_in_the_same_step_and_told(project: Project) -> None:
    add_case(project, "North")
    rows = (
        ("one", "north", "a"),
        ("two", "South", "b"),
        ("three", "SOUTH", "c"),
        ("", "East", "d"),
        ("five", "x" * 201, "e"),
    )
    given = table("title", "case", "document", rows=rows)
    told = chronicle_import(project, given, dry_run=True)
    result = chronicle_import(project, given)
    assert told.cases == result.cases == ("South",)
    assert [trouble.line for trouble in result.refused] == [5, 6]
    assert [case.name for case in project.store.cases()] == ["North", "South"]
    assert [event.case for event in project.store.events()] == [1, 2, 2]
    undo(project)
    assert [case.name for case in project.store.cases()] == ["North"]


def test_sources_that_say_otherwise_come_back_as_they_went_out(project: Project, tmp_path: Path) -> None:
    sources = (
        Source(document="minutes (page 4)"),
        Source(document="a letter", date="1979", note="on the back"),
        Source(document="the skipper", disputes=True),
        Source(document="the log", date="1981~", disputes=True, note="torn; stained"),
    )
    add_event(project, EventFacts(title="The ferry stops", date="1978", sources=sources))
    (file,) = export_chronology(project, ["csv"], tmp_path / "out")
    with new_project(tmp_path / "other") as other:
        import_file(other, file.path)
        assert other.store.events()[0].sources == project.store.events()[0].sources


def test_every_format_goes_out_and_a_strange_place_or_name_is_refused(project: Project, tmp_path: Path) -> None:
    add_event(project, EventFacts(title="The ferry stops", date="1978-06", sources=(Source(document="d"),)))
    written = export_chronology(project, ["csv", "timelinejs", "ics", "svg", "png"], tmp_path / "out")
    assert all(file.path.stat().st_size == file.size > 0 for file in written)
    assert not [
        file for file in export_chronology(project, ["csv"], tmp_path / "no", dry_run=True) if file.path.exists()
    ]
    (tmp_path / "file").write_text("x")
    for more in ({"name": "../x"}, {"name": ""}, {"name": ".."}, {"folder": tmp_path / "file"}):
        with pytest.raises(UsageError):
            export_chronology(project, ["csv"], **more)
    with pytest.raises(UsageError, match="no format"):
        export_chronology(project, ["docx"])


@pytest.mark.parametrize(
    ("name", "data"), [("a.csv", b""), ("a.json", b"{}"), ("a.exe", b"MZ"), ("a.xlsx", b"PK\x03\x04")]
)
def test_a_file_that_is_no_table_is_refused(project: Project, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises((InputError, UsageError)):
        import_file(project, tmp_path / name)
    assert project.store.events() == []


def test_two_thousand_rows_with_places_among_them_come_in(project: Project) -> None:
    rows = tuple(
        (f"{1900 + n % 100}", f"ferry {n} {n % 7}", "T001@0,4" if n % 50 == 0 else "", f"page {n}")
        for n in range(2_000)
    )
    result = chronicle_import(project, table("date", "title", "source", "document", rows=rows))
    assert (len(result.events), result.refused) == (2_000, ())
    assert len(duplicates(project)) == len(result.twins)
