"""A study's report as a PDF (see ``typesetting``): to be printed, sent and kept."""

from __future__ import annotations

from typing import Any

from tapewright.exchange import study_words as told
from tapewright.exchange.printable import one_line
from tapewright.exchange.typesetting import date_of, typeset
from tapewright.model.studyreport import Block, Facts, Grid, Listing, Passage, Prose, StudyReport

_MAY_END = "\u200b"
"""A line may end behind a slash: dates and addresses are long, columns narrow."""


class PdfStudyWriter:
    """Writes ``.pdf``."""

    def write(self, report: StudyReport) -> dict[str, bytes]:
        """The document."""
        return {"": typeset(report, _data(report), "study.typ", what="report", place=report.title)}


def _data(report: StudyReport) -> dict[str, Any]:
    digest = report.made_from.digest[:16]
    return {
        "kicker": report.kicker,
        "title": one_line(report.title),
        "version": report.version,
        "date": date_of(report),
        "heading": one_line(told.heading(report)),
        "footer": f"history {digest}" if digest else "",
        "words": {"contents": told.CONTENTS_TITLE, "reads_now": told.READS_NOW, "page": "page", "of": "of"},
        "facts": [(name, value, "digest" in name) for name, value in report.facts],
        "remarks": list(report.remarks),
        "about_title": report.about_title,
        "about": list(report.about),
        "contents": told.contents(report),
        "sections": [
            {
                "title": one_line(section.title),
                "level": section.level,
                "begins_page": section.begins_page,
                "blocks": [_block(block, section.level + 1) for block in section.blocks],
            }
            for section in report.sections
        ],
    }


def _block(block: Block, level: int) -> dict[str, Any]:
    match block:
        case Prose():
            return {"kind": "prose", "text": block.text, "tone": block.tone.value}
        case Facts():
            return {"kind": "facts", "rows": block.rows}
        case Listing():
            return {"kind": "list", "items": block.items}
        case Passage():
            return {
                "kind": "passage",
                "lead": block.lead,
                "words": block.words,
                "reads_now": block.reads_now,
                "language": block.language or told.REPORT_LANGUAGE,
                "place": told.place_told(block),
                "heard": told.heard_told(block),
                "is_heard": block.source.place.is_heard,
                "note": block.note,
            }
        case Grid():
            return {
                "kind": "grid",
                "level": level,
                "title": one_line(block.title),
                "columns": block.columns,
                "rows": [[cell.replace("/", f"/{_MAY_END}") for cell in row] for row in block.rows],
                "note": block.note,
                "empty": block.empty,
                "numbers": block.numbers,
                "widths": block.widths or (1,) * len(block.columns),
            }
