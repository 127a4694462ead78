"""The table of formats that a cut can be written in.

Formats by others come in by the entry point group ``tapewright.formats``: each gives a ``CutFormat``. They are looked
for when a cut is exported and never at import; one that fails to load is named and left out.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points

from tapewright.exchange import CutWriter
from tapewright.exchange.formats import Format

GROUP = "tapewright.formats"


@dataclass(frozen=True, slots=True, kw_only=True)
class CutFormat:
    """A format for cuts. ``writer`` is a class or ``module:Class``; ``ending`` is that of its files."""

    name: str
    title: str
    ending: str
    writer: str | Callable[[], CutWriter]

    def make(self) -> CutWriter:
        """A writer; its module is imported now."""
        if not isinstance(self.writer, str):
            return self.writer()
        module, _, attribute = self.writer.partition(":")
        made: CutWriter = getattr(importlib.import_module(module), attribute)()
        return made


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


@dataclass(frozen=True, slots=True)
class CutTable:
    """The formats by name, and what could not be loaded and why."""

    formats: dict[str, CutFormat]
    left_out: tuple[str, ...] = ()


def cut_formats() -> CutTable:
    """Our own and those of installed packages; ours win where a name is taken twice."""
    found = {form.name: form for form in OWN}
    left_out: list[str] = []
    for entry in entry_points(group=GROUP):
        try:
            form = entry.load()
            if isinstance(form, Format):
                continue  # the same door, but for transcripts
            if not isinstance(form, CutFormat):
                raise TypeError("it is not a tapewright.exchange.cut_formats.CutFormat")
        except Exception as error:  # a stranger's package may raise anything, and must not stop ours
            left_out.append(f"format {entry.name} of {entry.value} left out: {error}")
            continue
        if form.name in found:
            left_out.append(f"format {form.name} of {entry.value} left out: the name is taken")
            continue
        found[form.name] = form
    return CutTable(found, tuple(left_out))
