"""The annotated script as a DOCX: read back without our library, the same bytes twice, never broken by a quote."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from hypothesis import Phase, given, settings
from lxml import etree

from tapewright.exchange.annotated_docx import DocxScriptWriter
from tapewright.model.annotated import AnnotatedScript
from tapewright.testing.annotated import a_long_script, a_script, an_empty_script
from tapewright.testing.strategies_proof import annotated_scripts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# A script is too large to be shrunk within a test's time: the one that was found is shown.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def part(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def paragraphs(root: etree._Element) -> list[str]:
    return ["".join(node.text or "" for node in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]


@pytest.fixture(scope="module")
def made() -> bytes:
    return DocxScriptWriter().write(a_script())


def test_every_word_is_there_for_a_reader_that_is_not_ours(made: bytes) -> None:
    told = paragraphs(part(made, "word/document.xml"))
    for wanted in (
        "Nine years",
        "I did know the captain, and nobody asked us for ten? years.",
        "On the tape: I did um not know the captain, and nobody asked us for two? years.",
        "✗ altered",
        "! negation dropped: a “not” is gone; the text has “did know”; the tape has “did not know”",
        "? No claim, no source: “It was the oldest.”",
        "nearest, no source: T018 01:05:00:00: “some of us read the letter”",
        "there is no tape T099 in this project",
        "xxh128: 99aa06d3014798d86001c324468d497f",
    ):
        assert wanted in told
    assert any(line.startswith("T017 01:43:32:00–01:43:39:00, MARIAN") for line in told)


def test_headings_tables_and_columns_are_real(made: bytes) -> None:
    read = docx.Document(io.BytesIO(made))
    headings = [p.text for p in read.paragraphs if p.style.name == "Heading 1"]
    assert headings[:3] == ["What this report is, and what it is not", "Open points", "The script"]
    script = next(table for table in read.tables if table.rows[0].cells[0].text == "Line")
    assert [cell.text for cell in script.rows[0].cells] == ["Line", "Time", "Script", "Source and proof"]
    assert script.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert script.rows[1].cells[2].paragraphs[0].style.name == "Heading 2"
    assert script.rows[5].cells[0].text == "5"


def test_pages_are_numbered_by_fields_and_headed_by_title_and_state(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        feet = [package.read(name).decode() for name in package.namelist() if re.match("word/(head|foot)er", name)]
    assert any("Nine years · transaction 412, 2026-11-24" in text for text in feet)
    assert any(" PAGE " in text and " NUMPAGES " in text for text in feet)


def test_open_points_lead_to_their_lines(made: bytes) -> None:
    root = part(made, "word/document.xml")
    names = {node.get(f"{W}name") for node in root.iter(f"{W}bookmarkStart")}
    targets = {node.get(f"{W}anchor") for node in root.iter(f"{W}hyperlink")}
    assert targets
    assert targets <= names


def test_it_is_the_same_bytes_when_made_again_and_carries_the_dates_of_its_state(made: bytes) -> None:
    assert DocxScriptWriter().write(a_script()) == made
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = package.namelist()
        assert names == [names[0], *sorted(names[1:])]
        card = package.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", card)) == {"2026-11-24T13:05:11Z"}


def test_another_state_is_another_document(made: bytes) -> None:
    script = a_script()
    later = replace(script, made_from=replace(script.made_from, transaction=413))
    assert DocxScriptWriter().write(later) != made


def test_an_empty_script_and_a_long_one_open(made: bytes) -> None:
    told = paragraphs(part(DocxScriptWriter().write(an_empty_script()), "word/document.xml"))
    assert "There is nothing in this script yet." in told
    long = docx.Document(io.BytesIO(DocxScriptWriter().write(a_long_script(120))))
    assert [len(table.rows) for table in long.tables if table.rows[0].cells[0].text == "Line"] == [121]


@given(script=annotated_scripts())
@settings(max_examples=10, deadline=None, phases=PHASES)
def test_whatever_is_quoted_the_package_stays_whole(script: AnnotatedScript) -> None:
    written = DocxScriptWriter().write(script)
    docx.Document(io.BytesIO(written))
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        assert package.testzip() is None
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                text = package.read(name).decode("utf-8")
                etree.fromstring(text.encode())
                assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
