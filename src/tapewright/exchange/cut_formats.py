"""The table of formats that a cut can be written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tapewright.exchange import CutWriter
from tapewright.exchange.others import NamedFormat, Table, made, table_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CutFormat(NamedFormat):
    """A format for cuts. ``writer`` is a class or ``module:Class``; ``ending`` is that of its files."""

    ending: str
    writer: str | Callable[[], CutWriter]

    def make(self) -> CutWriter:
        """A writer; its module is imported now."""
        writer: CutWriter = made(self.writer)
        return writer


OWN = (
    CutFormat(
        name="edl",
        title="CMX3600 edit decision list: Avid, Resolve, Premiere and nearly every other program",
        ending=".edl",
        writer="tapewright.exchange.edl:EdlWriter",
    ),
    CutFormat(
        name="fcpxml",
        title="FCPXML 1.10: Final Cut Pro, Resolve",
        ending=".fcpxml",
        writer="tapewright.exchange.fcpxml:FcpxmlWriter",
    ),
    CutFormat(
        name="otio",
        title="OpenTimelineIO: Resolve 18.5 and later, Premiere 2025 and later",
        ending=".otio",
        writer="tapewright.exchange.otio:OtioWriter",
    ),
    CutFormat(
        name="vtt",
        title="WebVTT captions with voices, for browsers",
        ending=".vtt",
        writer="tapewright.exchange.cut_captions:CutVttWriter",
    ),
    CutFormat(
        name="srt",
        title="SubRip captions, for everything else",
        ending=".srt",
        writer="tapewright.exchange.cut_captions:CutSrtWriter",
    ),
)


def cut_formats() -> Table[CutFormat]:
    """Our own and those of installed packages."""
    return table_of(CutFormat, OWN)
