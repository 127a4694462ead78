"""The table of formats that an annotated script can be written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tapewright.exchange.others import NamedFormat, Table, made, table_of
from tapewright.model.annotated import AnnotatedScript


class ScriptWriter(Protocol):
    """Writes an annotated script; the same script gives the same bytes."""

    def write(self, script: AnnotatedScript) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat(NamedFormat):
    """A format for annotated scripts. ``writer`` is a class or ``module:Class``; ``ending`` is that of its file."""

    ending: str
    writer: str | Callable[[], ScriptWriter]

    def make(self) -> ScriptWriter:
        """A writer; its module is imported now."""
        writer: ScriptWriter = made(self.writer)
        return writer


OWN = (
    ReportFormat(
        name="docx",
        title="Word and every other word processor: to be worked on",
        ending=".docx",
        writer="tapewright.exchange.annotated_docx:DocxScriptWriter",
    ),
    ReportFormat(
        name="pdf",
        title="PDF/A, tagged: to be printed, sent and kept",
        ending=".pdf",
        writer="tapewright.exchange.annotated_pdf:PdfScriptWriter",
    ),
    ReportFormat(
        name="html",
        title="one page for a browser: to be read and played where the recordings are",
        ending=".html",
        writer="tapewright.exchange.annotated_html:HtmlScriptWriter",
    ),
)


def report_formats() -> Table[ReportFormat]:
    """Our own and those of installed packages."""
    return table_of(ReportFormat, OWN)
