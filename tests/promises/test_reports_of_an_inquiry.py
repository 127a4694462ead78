"""Both reports from the hearings of a public inquiry: every passage is where it was read, and every format has it."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
from lxml import html

from tapewright.model import EventKind
from tapewright.model.studyreport import Facts, Grid, Listing, Passage, Prose, StudyReport
from tapewright.verbs.brief import warning_signs
from tapewright.verbs.ledgerreport import institutions
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.studywriting import write_report

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT.parent / "shared" / "data" / "texts"
METHODS = re.compile(
    r"\b(ligatur|hang(ed|ing)|noose|jump|trains?\b|railway|overdos|car ?park|paracetamol)", re.IGNORECASE
)
"""How somebody died or tried to: no report of ours repeats it."""


@pytest.fixture(scope="module")
def inquiry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    if not (TEXTS / "lampard-inquiry").is_dir():
        pytest.skip("the shared data has no hearings")
    sys.path.insert(0, str(ROOT / "bench"))
    try:
        from lampard_study import bring_in, enter
    finally:
        sys.path.pop(0)
    with new_project(tmp_path_factory.mktemp("inquiry") / "project", title="The hearings") as project:
        enter(project, bring_in(project, TEXTS))
        yield project


def said(report: StudyReport) -> list[str]:
    found: list[str] = []
    for section in report.sections:
        found.append(section.title)
        for block in section.blocks:
            match block:
                case Prose():
                    found.append(block.text)
                case Facts():
                    found += [text for row in block.rows for text in row]
                case Listing():
                    found += block.items
                case Passage():
                    found += [block.lead, block.words, block.reads_now, block.note]
                case Grid():
                    found += [block.title, block.note, *(text for row in block.rows for text in row)]
    return found


def plain(text: str) -> str:
    return re.sub(r"[\s\u200b\ufffe\x02-]", "", text).casefold()


def read(path: Path) -> str:
    if path.suffix == ".html":
        return " ".join(html.fromstring(path.read_text("utf-8")).itertext())
    if path.suffix == ".docx":
        return " ".join("".join(node.itertext()) for node in docx.Document(io.BytesIO(path.read_bytes())).element.body)
    document = pdfium.PdfDocument(path)
    try:
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def test_every_event_rests_on_a_passage_that_reads_as_it_was_chosen(inquiry: Project) -> None:
    events = inquiry.store.events()
    assert len([event for event in events if event.kind is EventKind.CONTACT]) == 25
    assert all(source.quote for event in events for source in event.sources)
    for report in (warning_signs(inquiry), institutions(inquiry)):
        passages = [block for section in report.sections for block in section.blocks if isinstance(block, Passage)]
        assert passages
        assert [one.words for one in passages if one.reads_now] == []


def test_every_format_has_every_word(inquiry: Project) -> None:
    for name, report in (("brief", warning_signs(inquiry)), ("ledger", institutions(inquiry))):
        wanted = [plain(text) for text in said(report) if text]
        for file in write_report(inquiry, lambda report=report: report, name, ("html", "pdf", "docx")).files:  # type: ignore[misc]
            found = plain(read(file.path))
            assert [text for text in wanted if text not in found] == [], file.format


def test_no_report_tells_how_somebody_died(inquiry: Project) -> None:
    for report in (warning_signs(inquiry), institutions(inquiry)):
        assert [text for text in said(report) if METHODS.search(text)] == []


def test_a_case_names_nobody_of_another_case(inquiry: Project) -> None:
    told = " ".join(said(warning_signs(inquiry, case="Pippa Whiteward", country=["GB"])))
    assert "Pippa asks to be assessed" in told
    assert not re.search(r"\b(TJ|Liam|W4|Brennan|Pimm)\b", told)
