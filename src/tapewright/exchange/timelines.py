"""The table of timelines that can be read: names, endings, readers, and how to tell one file from another."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from tapewright.errors import InputError, UsageError
from tapewright.exchange import TimelineReader
from tapewright.exchange.encoding import HEAD, head_text
from tapewright.exchange.others import NamedFormat, Table, made, table_of
from tapewright.model import Timeline
from tapewright.timing import TimecodeFormat

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineFormat(NamedFormat):
    """A timeline that can be read. ``reader`` is a class or ``module:Class``.

    ``looks`` answers whether the first bytes of a file, and the same as text, are of this format.
    """

    endings: tuple[str, ...]
    reader: str | Callable[[], TimelineReader]
    looks: Callable[[bytes, str], bool]

    def make(self) -> TimelineReader:
        """A reader; its module is imported now."""
        reader: TimelineReader = made(self.reader)
        return reader


def read_timeline(
    data: bytes,
    *,
    name: str,
    kind: str = "",
    format: TimecodeFormat | None = None,
    usual: TimecodeFormat | None = None,
) -> Timeline:
    """The timeline in a file called ``name``, of the format ``kind`` or of whichever it looks like.

    ``format`` is how the programme counts where a person says so; ``usual`` is what the project takes where the file
    says nothing. InputError for what is no timeline or cannot be read as one.
    """
    form = _named(kind) if kind else guess_timeline(data, name=name)
    if form is None:
        known = ", ".join(one.name for one in timeline_formats().formats.values())
        raise InputError("no timeline that tapewright knows", place=name, hint=f"it reads {known}")
    return form.make().read(data, name=name, format=format, usual=usual)


def guess_timeline(data: bytes, *, name: str) -> TimelineFormat | None:
    """The timeline format of a file, by its content first and its ending second; None where it is none."""
    head, ending = data[:HEAD], PurePath(name).suffix.lower()
    text = head_text(head)
    forms = list(timeline_formats().formats.values())
    looked = [form for form in forms if form.looks(head, text)]
    by_ending = [form for form in forms if ending in form.endings]
    return next(iter([form for form in looked if form in by_ending] + looked + by_ending), None)


def timeline_formats() -> Table[TimelineFormat]:
    """Our own and those of installed packages."""
    return table_of(TimelineFormat, OWN)


def _named(kind: str) -> TimelineFormat:
    forms = timeline_formats().formats
    if kind not in forms:
        raise UsageError(f"{kind!r} is no timeline that can be read", hint="one of " + ", ".join(forms))
    return forms[kind]


def _is_edl(head: bytes, text: str) -> bool:
    event = r"^[ \t]*\d{1,6}[ \t]+\S.{1,300}?[ \t](?:\d{1,2}[:;.]\d\d[:;.]\d\d[:;.,]\d\d[ \t]+){3}\d{1,2}[:;]"
    return b"\0" not in head[:512] and re.search(event, text, re.MULTILINE) is not None


def _is_otio(head: bytes, text: str) -> bool:
    return text.lstrip().startswith(("{", "[")) and '"OTIO_SCHEMA"' in text


def _is_fcpxml(head: bytes, text: str) -> bool:
    return re.search(r"<fcpxml[\s>]", text[:4096]) is not None


def _is_fcp7(head: bytes, text: str) -> bool:
    return re.search(r"<xmeml[\s>]", text[:4096]) is not None


def _is_aaf(head: bytes, text: str) -> bool:
    return head.startswith(_COMPOUND_FILE)


OWN: tuple[TimelineFormat, ...] = (
    TimelineFormat(
        name="edl",
        title="CMX3600 edit decision list",
        endings=(".edl",),
        reader="tapewright.exchange.edl_reader:EdlReader",
        looks=_is_edl,
    ),
    TimelineFormat(
        name="otio",
        title="OpenTimelineIO",
        endings=(".otio",),
        reader="tapewright.exchange.otio_reader:OtioReader",
        looks=_is_otio,
    ),
    TimelineFormat(
        name="fcpxml",
        title="FCPXML: Final Cut Pro, Resolve",
        endings=(".fcpxml",),
        reader="tapewright.exchange.fcpxml_reader:FcpxmlReader",
        looks=_is_fcpxml,
    ),
    TimelineFormat(
        name="fcp7",
        title="Final Cut Pro 7 XML: Premiere, Resolve",
        endings=(".xml",),
        reader="tapewright.exchange.fcp7_reader:Fcp7Reader",
        looks=_is_fcp7,
    ),
    TimelineFormat(
        name="aaf",
        title="AAF: Avid Media Composer, Pro Tools",
        endings=(".aaf",),
        reader="tapewright.exchange.aaf_reader:AafReader",
        looks=_is_aaf,
    ),
)

__all__ = ["TimelineFormat", "guess_timeline", "read_timeline", "timeline_formats"]
