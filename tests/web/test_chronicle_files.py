"""The chronology in and out as files, by the browser: a table is looked at, taken in whole, or refused in words."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from tapewright.verbs.project import Project
from tapewright.web.guards import LARGEST_BODY

COUNTY = """\
Date;What happened;Type;Reference;Told;Colour
1978-06-04;The ferry stops;life;minutes, page 4;Harbour office;
that summer;The chain breaks;;;;red
1979;The crane is mended;repair;page 9;;
1980;;life;page 10;;
"""


def sheet(rows: list[list[str]], *, first: int = 1, merged: str = "") -> bytes:
    """The least that is a spreadsheet of Excel: its first row, and cells that are merged (``A3:A5``)."""
    cells = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for at, cell in enumerate(row)
            if cell
        )
        + "</row>"
        for number, row in enumerate(rows, first)
    )
    merging = f'<mergeCells count="1"><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    of_office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packed = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packed}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{kinds}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{packed}/relationships"><Relationship Id="r1" '
        f'Type="{of_office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{of_office}"><sheets>'
        '<sheet name="Events" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packed}/relationships"><Relationship Id="r1" '
        f'Type="{of_office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{cells}</sheetData>{merging}</worksheet>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
    return made.getvalue()


def send(client: TestClient, data: bytes | str, name: str = "county.csv", **asked: Any) -> Any:
    return client.post("/api/chronology/import", params={"name": name, **asked}, content=data)


def test_a_look_says_what_would_come_in_and_writes_nothing(project: Project, client: TestClient) -> None:
    before = project.store.last_transaction()
    look = send(client, COUNTY, dry_run=True, document="County file").json()
    assert look["rows"] == 4
    assert {one["name"]: one["field"] for one in look["columns"]} == {
        "Date": "date",
        "What happened": "title",
        "Type": "kind",
        "Reference": "document",
        "Told": "told",
        "Colour": "",
    }
    result = look["result"]
    assert [(one["title"], one["date"]) for one in result["events"]] == [
        ("The ferry stops", "1978-06-04"),
        ("The chain breaks", ""),
    ]
    assert [(one["line"], one["reason"]) for one in result["refused"]] == [
        (4, "not a kind of event: 'repair'"),
        (5, "the row does not say what happened"),
    ]
    assert [one["line"] for one in result["asks"]] == [3]
    assert result["people"] == ["Harbour office"]
    assert project.store.last_transaction() == before
    assert project.store.events() == []


def test_what_was_looked_at_comes_in_in_one_step_and_is_known_when_it_comes_again(
    project: Project, client: TestClient
) -> None:
    client.post("/api/cases", json={"name": "The chain"})
    asked = {"document": "County file", "agency": "County", "case": "The chain"}
    done = send(client, COUNTY, **asked)
    assert done.status_code == 201
    assert len(done.json()["events"]) == 2
    assert {(event.agency, event.sources[0].document) for event in project.store.events()} == {
        ("County", "minutes, page 4"),
        ("County", "County file, line 3"),
    }
    again = send(client, COUNTY, dry_run=True, **asked).json()["result"]
    assert [(one["line"], one["event"], one["other"]) for one in again["told_before"]] == [
        (2, 1, "The ferry stops"),
        (3, 2, "The chain breaks"),
    ]
    assert len(again["events"]) == 2
    assert send(client, COUNTY, leave_told=True, **asked).json()["events"] == []
    assert len(project.store.events()) == 2
    project.store.undo()
    assert project.store.events() == []


def test_dates_of_an_office_are_read_as_somebody_says_they_are_meant(project: Project, client: TestClient) -> None:
    rows = ("04/06/1984,It stops,log p1", "June 1985,It runs,log p2", "soon,It stands,log p3", "1986,It is,T9@1")
    table = "\n".join(("Date,Event,Source", *rows))
    as_words = send(client, table, dry_run=True).json()["result"]
    assert [one["date"] for one in as_words["events"]] == ["", "", ""]
    assert [(one["line"], one["reason"]) for one in as_words["refused"]] == [(5, "there is no tape 'T9'")]
    american = send(client, table, dry_run=True, dates="month-first").json()["result"]
    assert american["dates"][0] == {"line": 2, "text": "04/06/1984", "date": "1984-04-06", "said": "6 April 1984"}
    assert send(client, table, dates="day-first").status_code == 201
    told = [(event.date, event.date_words, event.sources[0].document) for event in project.store.events()]
    assert told == [("1984-06-04", "04/06/1984", "log p1"), ("1985-06", "June 1985", "log p2"), ("", "soon", "log p3")]


def test_a_cell_that_says_more_than_a_date_is_not_read_as_that_date(project: Project, client: TestClient) -> None:
    written = {"before 1978": "[..1977]", "6/4/78": "1978-06-04", "c. 1850": "1850~", "14 Jun 1978": "1978-06-14"}
    written |= {"the 1980s": "198X", "week 23 of 1978": "", "shortly after 1978": "", "31/06/1978": ""}
    table = "\n".join(["Date,Event,Source", *(f"{text},It stops,log" for text in written)])
    result = send(client, table, dry_run=True, dates="month-first").json()["result"]
    assert {one["text"]: one["date"] for one in result["dates"]} == {
        text: date for text, date in written.items() if date
    }
    assert [one["line"] for one in result["asks"]] == [7, 8, 9]


def test_a_title_over_the_headings_and_merged_cells_are_read_as_they_are_seen(client: TestClient) -> None:
    rows = [["Log of the bus company, 1978"], [], ["Date", "Event", "Source"], ["1978-06-04", "No bus", "p 1"]]
    rows += [["", "The bus is late", "p 1"], ["", "", "p 2"]]
    look = send(client, sheet(rows, first=3, merged="A6:A7"), "bus.xlsx", dry_run=True).json()
    assert [(one["date"], one["title"]) for one in look["result"]["events"]] == [
        ("1978-06-04", "No bus"),
        ("1978-06-04", "The bus is late"),
    ]
    assert [one["line"] for one in look["result"]["refused"]] == [8]
    assert look["remarks"] == ["line 3 stands over the headings and was left out: 'Log of the bus company, 1978'"]


def test_a_line_that_says_what_parts_the_columns_is_no_heading(client: TestClient) -> None:
    look = send(client, "sep=;\r\nDate;Event;Source\r\n1978;It stops, and runs;log\r\n1979;;log\r\n", dry_run=True)
    result = look.json()["result"]
    assert [(one["date"], one["title"]) for one in result["events"]] == [("1978", "It stops, and runs")]
    assert [one["line"] for one in result["refused"]] == [4]


def test_a_title_over_the_headings_of_a_csv_file_does_not_part_its_columns(client: TestClient) -> None:
    table = "Harbour office, chronology\n\nDate;Event;Source\n1978;It stops, and runs, and stops;log\n"
    look = send(client, table, dry_run=True).json()["result"]
    assert [(one["date"], one["title"]) for one in look["events"]] == [("1978", "It stops, and runs, and stops")]


def test_a_spreadsheet_comes_in_and_a_person_says_what_its_columns_mean(project: Project, client: TestClient) -> None:
    data = sheet([["Wann", "Was = geschah"], ["1978-06", "Die Fähre steht"]])
    look = send(client, data, "county.xlsx", dry_run=True).json()
    assert look["result"] is None
    assert look["columns"][1] == {"name": "Was = geschah", "field": "", "sample": "Die Fähre steht"}
    columns = ["Wann=date", "Was = geschah=title"]
    done = send(client, data, "county.xlsx", column=columns, document="County")
    assert [event["date"] for event in done.json()["events"]] == ["1978-06"]


@pytest.mark.parametrize(
    ("name", "data", "status", "said"),
    [
        ("county.csv", b"", 422, "empty"),
        ("county.csv", b"\xff\xfe\x00\xd8" * 9, 422, "county.csv"),
        ("county.xlsx", b"PK\x03\x04 cut short", 422, "damaged"),
        ("county.xlsx", b"not a spreadsheet", 422, "spreadsheet"),
        ("county.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 422, "spreadsheet"),
        ("county.json", b'{"events": 3}', 422, "county.json"),
        ("tape.wav", b"RIFF", 422, "known are .csv"),
        ("county", b"title,date", 422, "known are .csv"),
        ("../../etc/passwd.csv", b"title", 400, "not a name"),
        ("a\x00b.csv", b"title", 400, "not a name"),
        (".csv", b"title", 400, "not a name"),
        ("county.csv", b"a,b\n1,2\n", 400, "tells what happened"),
        ("county.csv", b"," * 5000, 422, "county.csv"),
    ],
)
def test_what_is_no_table_of_events_is_refused_in_words_and_nothing_is_written(
    project: Project, client: TestClient, name: str, data: bytes, status: int, said: str
) -> None:
    before = sorted(project.root.rglob("*"))
    answer = send(client, data, name)
    assert answer.status_code == status, answer.text
    assert said in answer.text
    assert "Traceback" not in answer.text
    assert [path for path in project.root.rglob("*") if path not in before and "cache" not in path.parts] == []
    assert project.store.events() == []


def test_a_table_beyond_the_limit_and_a_column_that_is_not_there_are_refused(client: TestClient) -> None:
    assert send(client, b"title\n" + b"x" * LARGEST_BODY).status_code == 413
    for column in ("Nowhere=title", "What happened=nothing", "=title", "title"):
        assert send(client, COUNTY, column=[column]).status_code == 400, column
    assert send(client, COUNTY, kind="crime").status_code == 400


@pytest.fixture
def told(client: TestClient) -> TestClient:
    """Two events, one of them a contact."""
    assert send(client, COUNTY, document="County file").status_code == 201
    body = {"title": "A letter to the harbour office", "kind": "contact", "date": "1979-02"}
    assert client.post("/api/events", json={**body, "sources": [{"document": "Carbon copy"}]}).status_code == 201
    return client


def test_a_chronology_goes_out_in_every_format_and_each_file_is_what_it_says(told: TestClient) -> None:
    names = [one["name"] for one in told.get("/api/chronology/formats").json()["out"]]
    assert names[:5] == ["csv", "timelinejs", "ics", "svg", "png"]
    done = told.post("/api/chronology/export", json={"to": names[:5]})
    assert done.status_code == 201
    called = [Path(one["path"]).name for one in done.json()["files"]]
    files = {name: told.get(f"/api/exports/{name}").content for name in called}
    assert set(files) == {f"chronology.{ending}" for ending in ("csv", "timeline.json", "ics", "svg", "png")}
    table = list(csv.DictReader(io.StringIO(files["chronology.csv"].decode("utf-8-sig"))))
    assert [row["what happened"] for row in table] == [
        "The ferry stops",
        "A letter to the harbour office",
        "The chain breaks",
    ]
    assert len(json.loads(files["chronology.timeline.json"])["events"]) == 2  # what has no date stands on no timeline
    assert files["chronology.ics"].count(b"BEGIN:VEVENT") == 2
    assert files["chronology.png"].startswith(b"\x89PNG")
    assert "The ferry stops" in " ".join(ElementTree.fromstring(files["chronology.svg"]).itertext())
    back = send(told, files["chronology.csv"], dry_run=True, leave_told=True).json()["result"]
    assert (len(back["events"]), len(back["told_before"]), back["refused"]) == (0, 3, [])


def test_only_what_was_chosen_goes_out(told: TestClient) -> None:
    which = {"kinds": ["contact"], "words": "letter", "parties": [], "case": "", "certainty": ["certain"]}
    asked = {"to": ["csv"], "which": which, "name": "chosen"}
    assert told.post("/api/chronology/export", json=asked).status_code == 201
    table = told.get("/api/exports/chosen.csv").text
    assert "A letter to the harbour office" in table
    assert "The ferry stops" not in table


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"to": []}, 400),
        ({"to": ["exe"]}, 400),
        ({"to": ["csv"], "name": "../out"}, 400),
        ({"to": ["csv"], "which": {"kinds": ["crime"]}}, 400),
        ({"to": ["csv"], "which": {"case": "nowhere"}}, 404),
        ({"to": ["csv"], "which": {"parties": ["nobody"]}}, 404),
        ({"to": ["csv"], "which": {"first": "yesterday"}}, 400),
    ],
)
def test_what_cannot_go_out_is_refused_and_nothing_is_written(
    project: Project, told: TestClient, asked: dict[str, Any], status: int
) -> None:
    assert told.post("/api/chronology/export", json=asked).status_code == status
    assert not (project.root / "exports").exists()
