"""A chronology as files: what goes out says what is certain, what comes in loses nothing unseen."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.errors import InputError, UsageError
from tapewright.exchange.chronology_formats import chronology_readers, chronology_writers, read_chronology
from tapewright.model import ChronologyPage, ChronologyRow, EventId, Lane
from tapewright.study.chronology.dating import laid_out
from tapewright.testing.chronologies import a_chronology
from tapewright.timing.days import day_of

DATA = Path(__file__).parents[3] / "shared" / "data" / "study-and-captions"
WRITERS = sorted(chronology_writers().formats)
NAMES = [f"x{ending}" for form in chronology_readers().formats.values() for ending in form.endings]
HOSTILE = [
    '<script>alert("1")</script>',
    "]]>&amp;",
    "\x1b[31mred\x00",
    "\u202egpj",
    "=HYPERLINK(1)",
    "\ud800half",
    "x" * 3000,
]


def written(form: str, page: ChronologyPage | None = None) -> bytes:
    files = chronology_writers().formats[form].make().write(page or a_chronology(), name="ferry")
    ((name, data),) = files.items()
    assert name.startswith("ferry.")
    return data


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("form", WRITERS)
def test_the_same_chronology_gives_the_same_bytes(form: str) -> None:
    assert written(form) == written(form)


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(form: str, text: str) -> None:
    page = a_chronology()
    events = tuple(
        replace(one, event=replace(one.event, title=text, note=text, place=text), said=text) for one in page.events
    )
    data = written(form, replace(page, events=events, title=text))
    if form == "svg":
        assert b"<script" not in data
        ElementTree.fromstring(data)
    if form == "timelinejs":
        assert "<script" not in data.decode()
        json.loads(data)
    if form == "csv":
        assert all(not row["note"].startswith("=") for row in table(data))


@pytest.mark.parametrize("form", WRITERS)
def test_an_empty_chronology_is_a_file_too(form: str) -> None:
    assert written(form, ChronologyPage(events=()))


def test_a_table_has_every_event_with_its_bounds_and_sources() -> None:
    rows = {row["event"]: row for row in table(written("csv"))}
    assert list(rows) == ["E5", "E1", "E2", "E3", "E4", "E6"]
    letter = rows["E2"]
    assert (letter["earliest"], letter["latest"], letter["date"]) == ("1985-01-01", "1985-12-31", "1985")
    assert letter["people"] == "Marian Voss (reported)"
    assert letter["institutions"] == "Harbour board (told)"
    assert letter["sources"] == (
        "T001 00:00:00:00–00:00:04:00 “the harbour was quiet” | "
        "Harbour board, annual report 1984, p. 12 (dates it 1985; the last page)"
    )
    assert (letter["counts from"], rows["E4"]["tells of"], letter["case"]) == ("E1", "E1", "The ferry")
    assert (rows["E5"]["earliest"], rows["E4"]["latest"], rows["E6"]["earliest"]) == ("'-0120-01-01", "", "")  # guarded


def test_a_table_that_goes_out_comes_in_with_every_cell() -> None:
    data = written("csv")
    back = read_chronology(data, name="ferry.csv")
    told = [{key: value.removeprefix("'") for key, value in row.items() if value} for row in table(data)]
    assert [dict(row.cells) for row in back.rows] == told
    assert [row.line for row in back.rows] == [2, 3, 4, 5, 6, 7]


def test_a_timeline_says_uncertain_dates_in_words_and_counts_what_has_none() -> None:
    made = json.loads(written("timelinejs"))
    assert [event["unique_id"] for event in made["events"]] == [f"event-{n}" for n in (5, 1, 2, 3, 4)]
    old, stop, letter = made["events"][:3]
    assert old["start_date"] == {"year": -120, "month": 1, "day": 1}
    assert old["display_date"] == "about 121 BC"
    assert old["text"]["headline"] == "A harbour is &lt;dug&gt; &amp; named"
    assert "end_date" not in stop
    assert letter["end_date"] == {"year": 1985, "month": 12, "day": 31}
    assert made["title"]["text"]["text"] == "1 event without a date left out"


def test_a_timeline_comes_back_with_its_dates() -> None:
    back = read_chronology(written("timelinejs"), name="ferry.json")
    assert [row.cells["date"] for row in back.rows][1:4] == [
        "1984-06-14",
        "1985-01-01/1985-12-31",
        "1993-05-01/1993-08-31",
    ]
    assert back.mapping["headline"] == "title"


def test_a_calendar_holds_whole_days_and_another_reader_sees_them() -> None:
    icalendar = pytest.importorskip("icalendar")
    calendar = icalendar.Calendar.from_ical(written("ics"))
    entries = {str(one["SUMMARY"]): one for one in calendar.walk("VEVENT")}
    assert entries.keys() == {
        "The ferry stops",
        "Marian writes to the board; nobody answers (1985)",
        "The boats come back (between May and August 1993)",
    }
    boats = entries["The boats come back (between May and August 1993)"]
    first, end = boats["DTSTART"].dt, boats["DTEND"].dt
    assert (first.toordinal(), end.toordinal()) == (day_of(1993, 5, 1), day_of(1993, 9, 1))
    assert str(calendar["X-WR-CALDESC"]).startswith("3 ")
    assert max(len(line) for line in written("ics").split(b"\r\n")) <= 75


def test_a_picture_draws_an_uncertain_date_wider_than_a_known_one() -> None:
    root = ElementTree.fromstring(written("svg"))
    space = "{http://www.w3.org/2000/svg}"
    titles = [one.text or "" for one in root.iter(f"{space}title")]
    assert "14 June 1984: The ferry stops" in titles
    groups = {group[0].text: group for group in root.iter(f"{space}g") if len(group)}
    bar = groups["between May and August 1993: The boats come back"].find(f"{space}rect")
    # 2,000 years of the harbour lie across the page: a summer is a short bar and no dot, an open end a bar to the edge
    assert bar is not None
    assert float(bar.get("width", "")) > 9
    assert float(groups["from 1994 on: The ferry runs again"].find(f"{space}rect").get("width")) > 20  # type: ignore[union-attr, arg-type]
    assert any("7 to 8 years" in title for title in titles)
    late = replace(a_chronology(), events=a_chronology().events[1:])
    near = {
        group[0].text: group for group in ElementTree.fromstring(written("svg", late)).iter(f"{space}g") if len(group)
    }
    assert near["between May and August 1993: The boats come back"].find(f"{space}rect") is not None
    assert near["14 June 1984: The ferry stops"].find(f"{space}circle") is not None


def test_the_words_of_a_late_event_stand_on_its_left_and_on_no_others() -> None:
    dated = a_chronology().events[-1]
    titles = ("The ferry misses the landing in fog", "The newspaper prints a picture of the landing", "It is quiet")
    events = laid_out(
        replace(dated.event, id=EventId(n), title=title, date=date)
        for n, (title, date) in enumerate(zip(titles, ("1986-03-01", "1987-11-01", "1984-01-01"), strict=True), 1)
    )
    lane = Lane(party=None, events=tuple(one.id for one in events))
    root = ElementTree.fromstring(written("svg", replace(a_chronology(), events=tuple(events), lanes=(lane,))))
    places = {}
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        if text.text in titles:
            long, x = 6.2 * len(text.text), float(text.get("x", ""))
            start = x - long if text.get("text-anchor") == "end" else x
            places[text.text] = (text.get("y"), start, start + long)
    assert len(places) == 3
    for (row, start, end), (other, begins, ends) in combinations(places.values(), 2):
        assert row != other or end <= begins or ends <= start


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (("1978-06-04", "1978-06-20"), ["10 May 1978", "20 June 1978"]),
        (("1978-06-04", "1979-04-20"), ["July 1978", "January 1979"]),
        (("1978", "1990"), ["1978", "1990"]),
        (("-0100", "0100"), ["101 BC", "100"]),
    ],
)
def test_every_picture_has_an_axis(dates: tuple[str, str], told: list[str]) -> None:
    event = a_chronology().events[0].event
    events = laid_out(replace(event, id=EventId(n), date=date) for n, date in enumerate(dates, 1))
    lane = Lane(party=None, events=tuple(one.id for one in events))
    root = ElementTree.fromstring(written("svg", replace(a_chronology(), events=tuple(events), lanes=(lane,), gaps=())))
    axis = [text for text in root.iter("{http://www.w3.org/2000/svg}text") if text.get("y") == "56"]
    assert set(told) <= {text.text for text in axis}
    places = [float(text.get("x", "")) for text in axis]
    assert 2 <= len(axis) <= 15
    assert min(after - before for before, after in pairwise(places)) > 80


def test_the_pixels_are_a_picture() -> None:
    assert written("png").startswith(b"\x89PNG\r\n\x1a\n")


def test_a_picture_that_nothing_could_show_is_refused_with_what_to_do() -> None:
    event = replace(a_chronology().events[0].event, title="x" * 60)
    events = tuple(laid_out(replace(event, id=EventId(n)) for n in range(1, 1500)))
    lane = Lane(party=None, events=tuple(one.id for one in events))
    many = replace(a_chronology(), events=events, lanes=(lane,), gaps=())
    with pytest.raises(UsageError, match="pixels tall") as refused:
        written("png", many)
    assert "svg" in refused.value.hint
    assert written("svg", many)


# --- tables of others ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_table_with_headings_is_read(sign: str, coding: str) -> None:
    text = (
        f'\nDatum{sign}Was geschah\r\n14.6.1984{sign}"Die Fähre{sign} sie hält"\r\n\r\n1985{sign}nichts{sign}mehr\r\n'
    )
    found = read_chronology(text.encode(coding), name="faehre.csv")
    assert found.columns == ("Datum", "Was geschah")
    assert [dict(row.cells) for row in found.rows] == [
        {"Datum": "14.6.1984", "Was geschah": " ".join(f"Die Fähre{sign} sie hält".split())},
        {"Datum": "1985", "Was geschah": "nichts"},
    ]
    assert [row.line for row in found.rows] == [3, 5]
    assert any("beyond the last heading" in remark for remark in found.remarks)


def test_headings_that_stand_twice_or_not_at_all_have_names_of_their_own() -> None:
    found = read_chronology(b"date,,date\n1,2,3\n", name="x.csv")
    assert found.columns == ("date", "column 2", "date (3)")


def _ods(rows: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        packed.writestr("mimetype", kind)
        packed.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
            f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        packed.writestr(
            "content.xml",
            '<?xml version="1.0"?><office:document-content '
            'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="Events">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return out.getvalue()


def test_a_sheet_gives_dates_as_dates_and_years_as_years() -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def text(value: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    dated = '<table:table-cell office:value-type="date" office:date-value="1984-06-14"/>'
    year = '<table:table-cell office:value-type="float" office:value="1985"><text:p>1985</text:p></table:table-cell>'
    data = _ods(row(text("date"), text("event")) + row(dated, text("The ferry stops")) + row(year, text("nobody")))
    found = read_chronology(data, name="ferry.ods")
    assert [dict(one.cells) for one in found.rows] == [
        {"date": "1984-06-14", "event": "The ferry stops"},
        {"date": "1985", "event": "nobody"},
    ]


@pytest.mark.parametrize("file", ["cases456.xlsx", "survey789.xlsx", "cases123.csv"])
def test_real_tables_are_read(file: str) -> None:
    path = DATA / "qualcoder" / file
    if not path.is_file():
        pytest.skip("the shared tables are not here")
    found = read_chronology(path.read_bytes(), name=file)
    assert found.rows
    assert all(row.cells.keys() <= set(found.columns) for row in found.rows)


def test_real_timelines_are_read() -> None:
    folder = DATA / "timelinejs"
    if not folder.is_dir():
        pytest.skip("the shared timelines are not here")
    women = read_chronology((folder / "contrib/women_in_computing.json").read_bytes(), name="women.json")
    assert women.rows[0].cells["date"].startswith("1815-12-10")
    assert any("left out" in remark for remark in women.remarks)
    table = read_chronology((folder / "contrib/women_in_computing.csv").read_bytes(), name="women.csv")
    assert "Headline" in table.columns
    with pytest.raises(InputError, match="no list of events"):
        read_chronology((folder / "website/examples/example.json").read_bytes(), name="version2.json")


@pytest.mark.parametrize(
    "name", [f"x{ending}" for form in chronology_readers().formats.values() for ending in form.endings]
)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 50,
        b"PK\x03\x04broken",
        b"%PDF-1.7",
        b"{",
        b"[1, 2]",
        b'{"events": [1, null]}',
        b"\xff\xd8\xff\xe0",
        b"\n\n,,\n",
    ],
    ids=str,
)
def test_what_is_no_table_is_named_or_has_no_rows(name: str, data: bytes) -> None:
    rows, error = rows_or_error(data, name)
    assert error.place == name if error else not any(row.cells for row in rows)


def test_a_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("content.xml", "w") as entry:
        for _ in range(600):
            entry.write(bytes(1 << 20))
    with pytest.raises(InputError, match="unpacks"):
        read_chronology(out.getvalue(), name="bomb.ods")


def test_an_unknown_ending_is_told_with_those_that_are_known() -> None:
    with pytest.raises(InputError) as refused:
        read_chronology(b"x", name="events.docx")
    assert ".ods" in refused.value.hint


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    rows, error = rows_or_error(data, "x.csv")
    assert bool(error) or all(row.line > 1 and row.cells for row in rows)


def rows_or_error(data: bytes, name: str) -> tuple[tuple[ChronologyRow, ...], InputError | None]:
    try:
        return read_chronology(data, name=name).rows, None
    except InputError as error:
        return (), error
