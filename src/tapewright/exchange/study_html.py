"""A study's report as one HTML page: to be read, printed, searched, and played where the recordings are."""

from __future__ import annotations

import base64

from tapewright.exchange import study_words as told
from tapewright.exchange.markup import Child, Markup, element, joined, link
from tapewright.exchange.page import page
from tapewright.exchange.place_html import plain_table, source_line, stacked_table
from tapewright.model.studyreport import Block, Facts, Grid, Listing, Passage, Prose, Section, StudyReport

_FEW_COLUMNS = 4
"""So many fit into the window of a telephone."""


class HtmlStudyWriter:
    """Writes ``.html``."""

    def write(self, report: StudyReport) -> dict[str, bytes]:
        """The page in UTF-8; nothing in it is fetched, and no script runs."""
        body = page(
            told.title_of(report),
            link("#report", "Go to the report", class_="skip"),
            _front(report),
            element("main", [_section(n, section) for n, section in enumerate(report.sections, 1)], id="report"),
            sheets=("page.css", "study.css"),
            has_sound=bool(told.sound_told(report)),
        )
        return {"": body.encode("utf-8")}


def _front(report: StudyReport) -> Markup:
    pairs = [
        element("dt", name) + element("dd", value, class_="code" if "digest" in name else None)
        for name, value in report.facts
    ]
    notices = [*report.remarks, *filter(None, (told.plays_told(report), told.sound_told(report)))]
    return element(
        "header",
        element("p", report.kicker, class_="kicker"),
        element("h1", report.title),
        element("dl", [Markup(pair) for pair in pairs], class_="facts"),
        [element("p", notice, class_="settle") for notice in notices],
        element("h2", report.about_title),
        [element("p", paragraph, class_="about") for paragraph in report.about],
        _contents(report),
    )


def _contents(report: StudyReport) -> Markup:
    titles = told.contents(report)
    if not titles:
        return Markup()
    numbers = [n for n, section in enumerate(report.sections, 1) if section.level == 1]
    items = [element("li", link(f"#part-{n}", title)) for n, title in zip(numbers, titles, strict=True)]
    return element(
        "nav", element("h2", told.CONTENTS_TITLE), element("ol", items, class_="contents"), aria_label="Contents"
    )


def _section(number: int, section: Section) -> Markup:
    return element(
        "section",
        element(f"h{section.level + 1}", section.title),
        [_block(block, section.level + 2) for block in section.blocks],
        class_=f"level-{section.level}{' leaf' if section.begins_page else ''}",
        id=f"part-{number}",
    )


def _block(block: Block, level: int) -> Markup:
    match block:
        case Prose():
            return element("p", block.text, class_=f"prose {block.tone.value}")
        case Facts():
            rows = [Markup(element("dt", name) + element("dd", value)) for name, value in block.rows]
            return element("dl", rows, class_="facts")
        case Listing():
            return element("ul", [element("li", item) for item in block.items], class_="points")
        case Passage():
            return _passage(block)
        case Grid():
            return _grid(block, level)


def _passage(block: Passage) -> Markup:
    parts: list[Child] = []
    place = told.place_told(block)
    if block.lead:
        parts.append(element("p", block.lead, class_="lead"))
    parts.append(element("blockquote", block.words, dir="auto", lang=block.language or None))
    if block.reads_now:
        parts.append(
            element(
                "p",
                element("b", f"{told.READS_NOW} "),
                element("span", block.reads_now, lang=block.language or None),
                class_="tape",
            )
        )
    if block.sound:
        data = base64.b64encode(block.sound).decode("ascii")
        address = f"data:{block.sound_type};base64,{data}"
        audio = element("audio", controls="", preload="none", src=address, aria_label=f"Sound of {place}")
        parts.append(audio)
    parts.append(source_line(block.source, place, told.heard_told(block), is_addressed=False))
    if block.note:
        parts.append(element("p", block.note, class_="why"))
    return element("figure", joined(*parts), class_="passage")


def _grid(block: Grid, level: int) -> Markup:
    parts: list[Child] = []
    if block.title:
        parts.append(element(f"h{level}", block.title, class_="of-table"))
    if block.rows:
        table_of = stacked_table if len(block.columns) > _FEW_COLUMNS else plain_table
        table = table_of(block.columns, block.rows, dict.fromkeys(block.numbers, "number"))
        parts.append(element("div", table, class_="wide"))
    elif block.empty:
        parts.append(element("p", block.empty, class_="prose plain"))
    if block.note:
        parts.append(element("p", block.note, class_="prose soft"))
    return joined(*parts)
