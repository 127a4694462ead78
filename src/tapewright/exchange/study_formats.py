"""The table of formats that a study's report can be written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tapewright.exchange.others import NamedFormat, Table, made, table_of
from tapewright.model.studyreport import StudyReport


class StudyWriter(Protocol):
    """Writes a study's report; the same report gives the same bytes."""

    def write(self, report: StudyReport) -> dict[str, bytes]:
        """The files by what is added to the report's name before the ending; most formats have one, of ``""``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFormat(NamedFormat):
    """A format for a study's reports. ``writer`` is a class or ``module:Class``; ``ending`` is that of its files."""

    ending: str
    writer: str | Callable[[], StudyWriter]

    def make(self) -> StudyWriter:
        """A writer; its module is imported now."""
        writer: StudyWriter = made(self.writer)
        return writer


OWN = (
    StudyFormat(
        name="html",
        title="one page for a browser: to be read and played where the recordings are",
        ending=".html",
        writer="tapewright.exchange.study_html:HtmlStudyWriter",
    ),
    StudyFormat(
        name="pdf",
        title="PDF/A, tagged: to be printed, sent and kept",
        ending=".pdf",
        writer="tapewright.exchange.study_pdf:PdfStudyWriter",
    ),
    StudyFormat(
        name="docx",
        title="Word and every other word processor: to be worked on",
        ending=".docx",
        writer="tapewright.exchange.study_docx:DocxStudyWriter",
    ),
    StudyFormat(
        name="csv",
        title="the tables behind it, for spreadsheets",
        ending=".csv",
        writer="tapewright.exchange.study_csv:CsvStudyWriter",
    ),
)


def study_formats() -> Table[StudyFormat]:
    """Our own and those of installed packages."""
    return table_of(StudyFormat, OWN)
