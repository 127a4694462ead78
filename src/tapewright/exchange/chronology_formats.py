"""The tables of formats that a chronology is read from and written to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from tapewright.errors import InputError
from tapewright.exchange import ChronologyReader, ChronologyWriter
from tapewright.exchange.others import NamedFormat, Table, made, table_of
from tapewright.model import ChronologyTable


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyOut(NamedFormat):
    """A format that a chronology is written in. ``writer`` is a class or ``module:Class``."""

    writer: str | Callable[[], ChronologyWriter]

    def make(self) -> ChronologyWriter:
        """A writer; its module is imported now."""
        writer: ChronologyWriter = made(self.writer)
        return writer


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyIn(NamedFormat):
    """A format that events are read from, known by the endings of its files."""

    endings: tuple[str, ...]
    reader: str | Callable[[], ChronologyReader]

    def make(self) -> ChronologyReader:
        """A reader; its module is imported now."""
        reader: ChronologyReader = made(self.reader)
        return reader


_OUT = (
    ChronologyOut(
        name="csv",
        title="a table for spreadsheets, and for another project",
        writer="tapewright.exchange.chronology_csv:CsvChronologyWriter",
    ),
    ChronologyOut(
        name="timelinejs",
        title="TimelineJS 3, for a page on the web",
        writer="tapewright.exchange.chronology_timelinejs:TimelineJsWriter",
    ),
    ChronologyOut(
        name="ics",
        title="iCalendar, for calendar programs",
        writer="tapewright.exchange.chronology_ics:IcsChronologyWriter",
    ),
    ChronologyOut(
        name="svg",
        title="a picture that can be scaled and searched",
        writer="tapewright.exchange.chronology_svg:SvgChronologyWriter",
    ),
    ChronologyOut(
        name="png",
        title="the same picture in pixels",
        writer="tapewright.exchange.chronology_svg:PngChronologyWriter",
    ),
)

_IN = (
    ChronologyIn(
        name="csv",
        title="a table with a row of headings: commas, semicolons, tabs or bars",
        endings=(".csv", ".tsv", ".txt"),
        reader="tapewright.exchange.chronology_csv:CsvChronologyReader",
    ),
    ChronologyIn(
        name="spreadsheet",
        title="the first sheet with rows of an Excel or OpenDocument file",
        endings=(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
        reader="tapewright.exchange.chronology_sheet:SheetChronologyReader",
    ),
    ChronologyIn(
        name="timelinejs",
        title="the JSON of a TimelineJS 3 timeline",
        endings=(".json",),
        reader="tapewright.exchange.chronology_timelinejs:TimelineJsReader",
    ),
)


def chronology_writers() -> Table[ChronologyOut]:
    """Our own and those of installed packages."""
    return table_of(ChronologyOut, _OUT)


def chronology_readers() -> Table[ChronologyIn]:
    """Our own and those of installed packages."""
    return table_of(ChronologyIn, _IN)


def read_chronology(data: bytes, *, name: str) -> ChronologyTable:
    """The table in a file, by its ending. InputError for one that is none of the formats."""
    ending = PurePath(name).suffix.lower()
    formats = chronology_readers().formats.values()
    for form in formats:
        if ending in form.endings:
            return form.make().read(data, name=name)
    known = ", ".join(one for form in formats for one in form.endings)
    raise InputError(f"no table of events is known by the ending {ending!r}", place=name, hint=f"known are {known}")
