"""A study's report says the same in every format, is the same bytes when made again, and no text in it acts."""

from __future__ import annotations

import csv
import io
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import docx
import pypdfium2 as pdfium
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from tapewright.errors import UsageError
from tapewright.exchange.study_csv import guarded
from tapewright.exchange.study_formats import study_formats
from tapewright.exchange.study_words import place_told
from tapewright.model.studyreport import Facts, Grid, Listing, Passage, Prose, Section, Sheet, StudyReport
from tapewright.testing.studyreports import a_passage, a_report, an_empty_report

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><b>x",
    '#import "x": *; = heading $x$ @label',
    '=HYPERLINK("x")',
    "‮gpj.exe",
    "a\x00b\x1bc",
    "w" * 300,
    "\ud800 half a sign",
    "文字 🎞️ é",
)


def words(text: str) -> str:
    """White space single, soft breaks and hyphens at line ends closed."""
    return " ".join(text.replace("\ufffe", "").replace("\u200b", "").replace("\u00ad", "").split())


def of_html(data: bytes) -> str:
    return words(" ".join(html.fromstring(data.decode()).itertext()))


def of_docx(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return words(
        " ".join(
            "".join(t.text or "" for t in p.iter() if t.tag.endswith("}t"))
            for p in document.element.body.iter()
            if p.tag.endswith("}p")
        )
    )


def of_pdf(data: bytes) -> str:
    document = pdfium.PdfDocument(data)
    try:
        return words(" ".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()


READERS: dict[str, Callable[[bytes], str]] = {"html": of_html, "docx": of_docx, "pdf": of_pdf}


def made(report: StudyReport, form: str) -> dict[str, bytes]:
    return study_formats().formats[form].make().write(report)


def texts(report: StudyReport) -> Iterator[str]:
    """Everything that a report says."""
    yield from (report.kicker, report.title, *report.about, *report.remarks)
    for name, value in report.facts:
        yield from (name, value)
    for section in report.sections:
        yield section.title
        for block in section.blocks:
            match block:
                case Prose():
                    yield block.text
                case Facts():
                    yield from (text for row in block.rows for text in row)
                case Listing():
                    yield from block.items
                case Passage():
                    yield from (block.lead, block.words, block.reads_now, block.note, *block.source.heard_by)
                    yield block.source.place.timecode
                case Grid():
                    yield from (block.title, block.note, *block.columns, *(text for row in block.rows for text in row))
                    yield "" if block.rows else block.empty


@pytest.mark.parametrize("form", READERS)
def test_every_word_of_a_report_stands_in_every_format(form: str) -> None:
    report = a_report()
    read = READERS[form](made(report, form)[""])
    missing = [text for text in texts(report) if words(text).casefold() not in read.casefold()]  # small capitals
    assert missing == []


def test_the_tables_have_a_file_each_and_the_front_page_one_too() -> None:
    report = a_report()
    files = made(report, "csv")
    assert list(files) == ["", "-tapes", "-about"]
    rows = list(csv.reader(io.StringIO(files[""].decode("utf-8-sig"))))
    assert rows == [["street", "letters"], ["Mole", "12"], ["'=Quay", "fewer than 5"]]
    about = dict(csv.reader(io.StringIO(files["-about"].decode("utf-8-sig"))))
    assert about["to know"] == "1 of 9 tapes has no transcript: T021."
    assert about["about"] == "It scores nobody."


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "  =1", "\ufeff=1", "\u200b=1"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert guarded(text).startswith("'")


@pytest.mark.parametrize("text", ["1 = 1", "12", "", "Mole - Quay", "2026-11-25"])
def test_what_computes_nothing_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("form", [*READERS, "csv"])
def test_an_empty_report_is_a_document_too(form: str) -> None:
    files = made(an_empty_report(), form)
    assert all(files.values())


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_are_set_as_text_in_every_format(hostile: str) -> None:
    report = replace(
        a_report(),
        title=hostile,
        facts=((hostile, hostile),),
        about=(hostile,),
        remarks=(hostile,),
        sections=(
            Section(
                title=hostile,
                blocks=(
                    Prose(text=hostile),
                    Facts(rows=((hostile, hostile),)),
                    Listing(items=(hostile,)),
                    a_passage(hostile, reads_now=hostile, lead=hostile, note=hostile),
                    Grid(columns=(hostile,), rows=((hostile,),), title=hostile, note=hostile),
                ),
            ),
        ),
        sheets=(Sheet(columns=(hostile,), rows=((hostile,),)),),
    )
    page = made(report, "html")[""].decode()
    tree = html.fromstring(page)
    assert tree.xpath("//script") == []
    assert len(tree.xpath("//style")) == 1
    assert not [a for a in tree.xpath("//@href") if not a.startswith(("#", "file:", "tape:"))]
    for form in ("docx", "pdf", "csv"):
        assert made(report, form)[""]
    etree.fromstring(docx.Document(io.BytesIO(made(report, "docx")[""])).element.xml)


# A report is too large to be shrunk within a test's time: the one that was found is shown.
@settings(
    max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck)
)
@given(st.lists(st.text(st.characters(), max_size=40), min_size=8, max_size=8))
def test_whatever_people_wrote_is_set_as_text(wrote: list[str]) -> None:
    title, fact, about, remark, words, cell, item, note = wrote
    report = replace(
        a_report(),
        title=title,
        facts=((fact, fact),),
        about=(about,),
        remarks=(remark,),
        sections=(
            Section(
                title=title,
                blocks=(
                    Prose(text=note),
                    Listing(items=(item,)),
                    a_passage(words, reads_now=note, lead=item, note=fact),
                    Grid(columns=(cell, item), rows=((cell, words), (note, fact)), title=title, note=note),
                ),
            ),
        ),
        sheets=(Sheet(columns=(cell, item), rows=((cell, words), (note, fact))),),
    )
    tree = html.fromstring(made(report, "html")[""].decode())
    assert tree.xpath("//script|//iframe|//object|//img|//form") == []
    for form in ("docx", "pdf"):
        assert made(report, form) == made(report, form)
    rows = list(csv.reader(io.StringIO(made(report, "csv")[""].decode("utf-8-sig"), newline="")))
    assert [len(row) for row in rows] == [2, 2, 2]
    assert not [text for row in rows for text in row if text.startswith(("=", "+", "-", "@"))]


def test_sound_lies_in_the_page_only_where_it_is_given_and_the_page_says_how_long() -> None:
    silent = made(a_report(), "html")[""].decode()
    assert "<audio" not in silent
    assert "media-src" not in silent
    passage = replace(a_passage(), sound=b"RIFFsound", sound_type="audio/wav")
    report = replace(a_report(), sections=(Section(title="One", blocks=(passage,)),))
    page = made(report, "html")[""].decode()
    assert 'src="data:audio/wav;base64,UklGRnNvdW5k"' in page
    assert "media-src data:;" in page
    assert "The sound of 1 moment lies in this file, 00:00:04 in all." in page


def test_headings_and_heads_of_tables_are_real_ones() -> None:
    document = docx.Document(io.BytesIO(made(a_report(), "docx")[""]))
    titles = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert titles == [
        "What this report is, and what it is not",
        "Contents",
        "The letters",
        "In numbers",
        "The recordings",
    ]
    tree = html.fromstring(made(a_report(), "html")[""].decode())
    assert [th.text for th in tree.xpath("//th[@scope='col']")] == ["Street", "Letters", "Answered"]
    pdf = made(a_report(), "pdf")[""]
    assert b"/MarkInfo" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf


def test_a_row_has_as_many_cells_as_its_table_has_columns() -> None:
    with pytest.raises(UsageError, match="has not 2 cells"):
        Grid(columns=("a", "b"), rows=(("1",),))


DIGESTS = """
import hashlib
from tapewright.exchange.study_formats import study_formats
from tapewright.testing.studyreports import a_report
for form in study_formats().formats.values():
    for name, data in form.make().write(a_report()).items():
        print(form.name, name, hashlib.sha256(data).hexdigest())
"""


def test_another_process_in_another_zone_makes_the_same_bytes() -> None:
    def digests(seed: str, zone: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LANG": "C"}
        return subprocess.run(
            [sys.executable, "-c", DIGESTS], env=environment, capture_output=True, text=True, check=True, timeout=60
        ).stdout

    first = digests("1", "UTC")
    assert len(first.splitlines()) == 6
    assert re.fullmatch(r"(?:\w+ [\w-]* ?[0-9a-f]{64}\n)+", first)
    assert digests("2", "Asia/Tokyo") == first


def levels_of(form: str) -> list[int]:
    """The levels of a report's headings as they follow each other; its title is the first."""
    data = made(a_report(), form)[""]
    if form == "html":
        return [int(node.tag[1]) for node in html.fromstring(data.decode()).xpath("//h1|//h2|//h3|//h4|//h5")]
    names = [p.style.name for p in docx.Document(io.BytesIO(data)).paragraphs]
    return [1 if name == "Title" else int(name[-1]) + 1 for name in names if name == "Title" or "Heading " in name]


@pytest.mark.parametrize("form", ["html", "docx"])
def test_no_heading_skips_a_level(form: str) -> None:
    levels = levels_of(form)
    assert levels[0] == 1
    assert levels.count(3) == 3  # one section inside another, and two tables
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))


def test_a_wide_table_names_each_cell_so_that_a_narrow_window_can_stack_it() -> None:
    columns = ("Service", "For", "Number", "Hours", "Source")
    grid = Grid(columns=columns, rows=(("Harbour line", "anybody", "12", "day and night", "a poster"),), numbers=(2,))
    page = made(replace(a_report(), sections=(Section(title="Help", blocks=(grid,)),)), "html")[""].decode()
    (table,) = html.fromstring(page).xpath("//table[contains(@class, 'stack')]")
    assert [cell.get("data-name") for cell in table.xpath(".//td[@role='cell']")] == list(columns)
    assert [head.text for head in table.xpath(".//th[@role='columnheader' and @scope='col']")] == list(columns)
    assert len(table.xpath(".//tr[@role='row']")) == 2
    assert not html.fromstring(made(a_report(), "html")[""].decode()).xpath("//table[contains(@class, 'stack')]")


def test_no_link_of_a_page_leads_where_no_browser_goes() -> None:
    tree = html.fromstring(made(a_report(), "html")[""].decode())
    links = tree.xpath("//a/@href")
    assert [address for address in links if not address.startswith(("#", "file:"))] == []
    assert [
        address[1:] for address in links if address.startswith("#") and not tree.xpath(f"//*[@id='{address[1:]}']")
    ] == []
    assert "A place that is a link plays on the machine on which its recording lies" in tree.text_content()


def test_sound_says_what_it_is_the_sound_of() -> None:
    passage = replace(a_passage(), sound=b"RIFFsound", sound_type="audio/wav")
    page = made(replace(a_report(), sections=(Section(title="One", blocks=(passage,)),)), "html")[""].decode()
    (label,) = html.fromstring(page).xpath("//audio/@aria-label")
    assert label == f"Sound of {place_told(passage)}"


def test_the_contents_of_a_document_lead_to_its_sections() -> None:
    body = docx.Document(io.BytesIO(made(a_report(), "docx")[""])).element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}%s"
    leads = [node.get(name % "anchor") for node in body.iter(name % "hyperlink")]
    marks = [node.get(name % "name") for node in body.iter(name % "bookmarkStart")]
    assert leads == marks == ["part_1", "part_3", "part_4"]


def test_a_long_name_ends_its_line_behind_a_hyphen() -> None:
    name = "Wilhelmina-Featherstonehaugh-Cholmondeley-Marjoribanks"
    report = replace(a_report(), sections=(Section(title="Who", blocks=(Listing(items=(name,)),)),))
    document = pdfium.PdfDocument(made(report, "pdf")[""])
    try:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    assert [part.strip("\u200b\ufffe-") for part in re.search(r"Wilhelmina.*?banks", text)[0].split("-")] == name.split(
        "-"
    )  # type: ignore[index]


def test_words_of_another_language_say_so_to_a_voice_that_reads_them() -> None:
    passage = replace(a_passage("Niemand hat uns gefragt.", reads_now="Keiner hat uns gefragt."), language="de")
    report = replace(a_report(), sections=(Section(title="One", blocks=(passage, a_passage())),))
    tree = html.fromstring(made(report, "html")[""].decode())
    said = {"".join(node.itertext()): node.get("lang") for node in tree.xpath("//blockquote|//p[@class='tape']/span")}
    assert said == {"Niemand hat uns gefragt.": "de", "Keiner hat uns gefragt.": "de", "Nobody asked us.": None}
    body = docx.Document(io.BytesIO(made(report, "docx")[""])).element.body
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}%s"
    assert [node.get(name % "val") for node in body.iter(name % "lang")] == ["de", "de"]
    ours = replace(report, sections=(Section(title="One", blocks=(replace(passage, language=""), a_passage())),))
    assert made(report, "pdf") != made(ours, "pdf")  # the tags of the same words name another language
