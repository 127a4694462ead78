"""A study's report as a DOCX: real headings, tables and styles, to be worked on in a word processor."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tapewright.exchange import annotated_words
from tapewright.exchange import study_words as told
from tapewright.exchange.annotated_styles import STYLES, add_styles, page_of, wear
from tapewright.exchange.docx_parts import bookmark, jump, keep_whole, repacked, rule, set_properties, spoken_in
from tapewright.exchange.docx_tables import run_of, running_heads, say, table_of
from tapewright.exchange.printable import one_line, printable
from tapewright.model.studyreport import Block, Facts, Grid, Listing, Passage, Prose, Section, StudyReport, Tone

_PAGE_MM = 173
_FACT_WIDTHS = (42, 131)
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)
_LOOKS = {
    Tone.PLAIN: (STYLES.narration, ""),
    Tone.SOFT: (STYLES.about, ""),
    Tone.STRONG: (STYLES.narration, "bold"),
    Tone.NOTICE: (STYLES.narration, "open"),
}
_LONG_ROW = 900


class DocxStudyWriter:
    """Writes ``.docx``."""

    def write(self, report: StudyReport) -> dict[str, bytes]:
        """The document; its dates are those of the report's state."""
        import docx

        document = docx.Document()
        add_styles(document)
        running_heads(page_of(document), report, report.kicker, told.heading(report))
        _front(document, report)
        for number, section in enumerate(report.sections, 1):
            _section(document, number, section)
        subject = one_line(told.heading(report))
        when = annotated_words.moment_of(report) or _UNDATED
        set_properties(document, title=one_line(told.title_of(report)), subject=subject, when=when)
        made = io.BytesIO()
        document.save(made)
        return {"": repacked(made.getvalue())}


def _front(document: Any, report: StudyReport) -> None:
    run_of(_paragraph(document, STYLES.kicker), report.kicker)
    document.add_paragraph(one_line(report.title), "Title")
    _pairs(document, report.facts)
    for remark in report.remarks:
        run_of(_paragraph(document, STYLES.narration), remark, "open")
    _heading(document, report.about_title, 1)
    for paragraph in report.about:
        run_of(_paragraph(document, STYLES.about), paragraph)
    if titles := told.contents(report):
        _heading(document, told.CONTENTS_TITLE, 1)
        parts = [number for number, section in enumerate(report.sections, 1) if section.level == 1]
        for number, (part, title) in enumerate(zip(parts, titles, strict=True), 1):
            jump(_paragraph(document, STYLES.small), f"{number}. {printable(one_line(title))}", f"part_{part}")


def _paragraph(document: Any, style: str) -> Any:
    """A new paragraph. By the name of its style the library would look through all styles, each time."""
    return wear(document.add_paragraph(), style)


def _heading(document: Any, title: str, level: int) -> Any:
    heading = _paragraph(document, f"Heading {level}")
    run_of(heading, one_line(title))
    return heading


def _section(document: Any, number: int, section: Section) -> None:
    heading = _heading(document, section.title, section.level)
    if section.level == 1:
        bookmark(heading, f"part_{number}", number)
    heading.paragraph_format.page_break_before = section.begins_page
    for block in section.blocks:
        _block(document, block, section.level + 1)


def _block(document: Any, block: Block, level: int) -> None:
    match block:
        case Prose():
            style, marks = _LOOKS[block.tone]
            paragraph = _paragraph(document, style)
            run_of(paragraph, block.text, marks)
            if block.tone is Tone.STRONG:
                _set_off(paragraph)
        case Facts():
            _pairs(document, block.rows, is_whole=True)
            _paragraph(document, STYLES.small)
        case Listing():
            for item in block.items:
                run_of(_paragraph(document, "List Bullet"), item)
        case Passage():
            _passage(document, block)
        case Grid():
            _grid(document, block, level)


def _pairs(document: Any, rows: Sequence[tuple[str, str]], *, is_whole: bool = False) -> None:
    """Names and values; ``is_whole``: no page ends between them."""
    if not rows:
        return
    table = table_of(document, (), [("", "")] * len(rows), _FACT_WIDTHS)
    for row, (name, value) in zip(table.rows, rows, strict=True):
        say(row.cells[0], STYLES.small, (name, "soft"))
        say(row.cells[1], STYLES.code if "digest" in name else STYLES.small, (value, ""))
        row.cells[0].paragraphs[0].paragraph_format.keep_with_next = is_whole


def _passage(document: Any, block: Passage) -> None:
    if block.lead:
        lead = _paragraph(document, STYLES.small)
        _set_off(lead)
        run_of(lead, block.lead, "soft")
    words = _paragraph(document, STYLES.quote)
    words.paragraph_format.keep_with_next = True
    if not block.lead:
        _set_off(words)
    rule(words, "left", size=8, colour="1C1B19", space=6)
    run_of(words, block.words)
    spoken_in(words.runs, block.language)
    if block.reads_now:
        now = _paragraph(document, STYLES.tape)
        run_of(now, f"{told.READS_NOW} ", "bold")
        run_of(now, block.reads_now)
        spoken_in(now.runs[1:], block.language)
    place = _paragraph(document, STYLES.proof)
    run_of(place, told.place_told(block))
    place.add_run().add_break()
    run_of(place, told.heard_told(block), "holds" if block.source.place.is_heard else "soft")
    if block.note:
        run_of(_paragraph(document, STYLES.proof), block.note)


def _set_off(paragraph: Any) -> None:
    """Room above, and on one page with what follows."""
    from docx.shared import Pt

    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True


def _grid(document: Any, block: Grid, level: int) -> None:
    if block.title:
        _heading(document, block.title, level)
    if block.rows:
        widths = _widths(block)
        table = table_of(document, block.columns, block.rows, widths, is_ruled=True)
        for row, texts in zip(table.rows[1:], block.rows, strict=True):
            if sum(map(len, texts)) < _LONG_ROW:
                keep_whole(row)
        _to_the_right(table, block.numbers)
    elif block.empty:
        run_of(_paragraph(document, STYLES.narration), block.empty)
    if block.note:
        note = _paragraph(document, STYLES.about)
        run_of(note, block.note)


def _to_the_right(table: Any, numbers: Sequence[int]) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    count = len(table.columns)
    for place, cell in enumerate(table._cells):
        if place % count in numbers:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _widths(block: Grid) -> list[int]:
    """Millimetres: the page shared out as the table wants it."""
    shares = block.widths or (1,) * len(block.columns)
    widths = [_PAGE_MM * share // sum(shares) for share in shares]
    widths[-1] += _PAGE_MM - sum(widths)
    return widths
