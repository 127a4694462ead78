"""Runs, cells, tables and running heads of our DOCX reports: what all of them have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tapewright.exchange import annotated_words as told
from tapewright.exchange.annotated_styles import STYLES, TONES, wear
from tapewright.exchange.docx_parts import field, heads, rule, set_margins, set_widths
from tapewright.exchange.printable import one_line, printable


def running_heads(section: Any, made: told.Made, kicker: str, heading: str) -> None:
    """The same head and foot on every page: what it is, at which state, and which page."""
    head = section.header.paragraphs[0]
    head.style = STYLES.running
    head.add_run(f"{one_line(heading)}\t{kicker}")
    rule(head, "bottom", space=4)
    foot = section.footer.paragraphs[0]
    foot.style = STYLES.running
    digest = made.made_from.digest[:16]
    foot.add_run(f"{f'history {digest}' if digest else ''}\tpage ")
    field(foot, "PAGE")
    foot.add_run(" of ")
    field(foot, "NUMPAGES")


def leaf(document: Any, title: str) -> None:
    """A heading that begins a page."""
    document.add_heading(title, 1).paragraph_format.page_break_before = True


def table_of(
    document: Any,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    *,
    is_ruled: bool = False,
) -> Any:
    """A table with these texts; with ``columns`` its first row is the head of every page."""
    from docx.shared import Mm

    # Of the body: asked for a table, the document looks through all it holds for the width of its page, each time.
    table = document._body.add_table(len(rows) + bool(columns), len(widths), Mm(sum(widths)))
    table.style = None
    cells = table._cells  # asked for once: the library walks the whole table for each row
    for number, text in enumerate([*columns, *(text for row in rows for text in row)]):
        is_head = number < len(columns)
        if text:
            say(cells[number], STYLES.head if is_head else STYLES.small, (text, ""))
        if is_head:
            rule(cells[number], "bottom", size=8, colour="1C1B19")
        elif is_ruled:
            rule(cells[number], "bottom")
    if columns:
        heads(table.rows[0])
    set_margins(table, top=50 if is_ruled else 10, bottom=50 if is_ruled else 10, right=140)
    set_widths(table, [Mm(width) for width in widths])
    return table


def say_all(cell: Any, parts: Iterable[tuple[str, str, str]]) -> None:
    """Paragraphs of a cell: text, marks, style."""
    for text, marks, style in parts:
        if text:
            run_of(next_paragraph(cell, style), text, marks)


def next_paragraph(cell: Any, style: str) -> Any:
    """The first paragraph of a cell while it is empty, then a new one: a cell always has one."""
    first = cell.paragraphs[0]
    if len(cell.paragraphs) == 1 and not first.runs:
        return wear(first, style)
    return wear(cell.add_paragraph(), style)


def say(cell: Any, style: str, *runs: tuple[str, str]) -> Any:
    """The first paragraph of a cell in this style, with these runs."""
    paragraph = cell.paragraphs[0]
    wear(paragraph, style)
    for text, marks in runs:
        run_of(paragraph, text, marks)
    return paragraph


def run_of(paragraph: Any, text: str, marks: str = "") -> None:
    """A run of text; ``marks`` are tones and what a font can be (bold, italic, strike …)."""
    from docx.shared import RGBColor

    if not text:
        return
    run = paragraph.add_run(printable(text))
    for mark in marks.split():
        if mark in TONES:
            run.font.color.rgb = RGBColor.from_string(TONES[mark])
        else:
            setattr(run.font, mark, True)
