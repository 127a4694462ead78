"""The table of formats that scripts, articles and captions come in, to be searched for quotations; and the way in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from tapewright.errors import InputError, UsageError
from tapewright.exchange import ScriptReader
from tapewright.exchange.encoding import HEAD, decode, head_text, kind_of
from tapewright.exchange.others import NamedFormat, Table, made, table_of
from tapewright.model import Script

LARGEST_SCRIPT = 64 * 1024 * 1024
"""Bytes. The longest book is a tenth of it; what is larger is something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptFormat(NamedFormat):
    """A format of scripts. ``reader`` is a class or ``module:Class``.

    ``looks`` answers whether a file's first bytes are of this format whatever it is called.
    """

    endings: tuple[str, ...]
    reader: str | Callable[[], ScriptReader]
    looks: Callable[[bytes], bool] | None = None


def script_formats() -> Table[ScriptFormat]:
    """Our own and those of installed packages."""
    return table_of(ScriptFormat, OWN)


def read_script(data: bytes, *, name: str, format: str = "") -> tuple[Script, ...]:
    """A file's text in paragraphs: one Script, or two readings where it has tracked changes.

    ``name`` is the file's, for its ending and for messages; ``format`` one of the table's where it is known. InputError
    says what is wrong with a file that cannot be read; what could not be read *inside* of it is in the remarks.
    """
    if len(data) > LARGEST_SCRIPT:
        raise InputError(
            f"larger than {LARGEST_SCRIPT // 1024**2} MiB: not a script", place=name, hint="is it a recording?"
        )
    reader: ScriptReader = made(_known(format).reader if format else guess_script(data, name=name).reader)
    return reader.read(data, name=name)


def guess_script(data: bytes, *, name: str) -> ScriptFormat:
    """The format of a file, by its content first and its ending second; plain text where nothing else fits a text."""
    if not data.strip():
        raise InputError("the file is empty", place=name, hint="save it again where it came from")
    forms = list(OWN)
    forms += [form for form in script_formats().formats.values() if form not in OWN]
    ending = PurePath(name).suffix.lower()
    head = data[:HEAD]
    looked = [form for form in forms if form.looks and form.looks(head)]
    by_ending = [form for form in forms if ending in form.endings]
    for form in looked:
        if form in by_ending or len(looked) == 1:
            return form
    if looked:
        return looked[0]
    for form in by_ending:
        if not form.looks or form.name in _PLAIN:
            return form
    if by_ending:
        kind = kind_of(data)
        raise InputError(
            f"called {ending} and is not {by_ending[0].title}" + (f" but {kind}" if kind else ""),
            place=name,
            hint="was it renamed, or cut short? save it again where it came from",
        )
    decode(data, name=name)  # says so where it is no text at all
    return next(form for form in OWN if form.name == "txt")


def _known(name: str) -> ScriptFormat:
    forms = script_formats().formats
    if name not in forms:
        raise UsageError(f"{name!r} is no format that scripts are read in", hint="one of " + ", ".join(forms))
    return forms[name]


def _is_docx(head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04")


def _is_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


def _is_vtt(head: bytes) -> bool:
    return head_text(head).startswith("WEBVTT")


def _is_srt(head: bytes) -> bool:
    return re.search(r"^[ \t]*\d+:\d\d:\d\d[,.]\d{1,3}\s*-->", head_text(head), re.MULTILINE) is not None


def _is_html(head: bytes) -> bool:
    return (
        re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", head_text(head), re.I | re.S)
        is not None
    )


def _is_fountain(head: bytes) -> bool:
    text = head_text(head)
    scenes = re.findall(r"^(?:INT|EXT|EST|INT\./EXT|I/E)[. ].+\n\s*\n", text, re.MULTILINE)
    return len(scenes) > 1 and re.search(r"\n\n[A-Z][A-Z .'’-]+(?: \([^)\n]+\))?\n\S", text) is not None


_PLAIN = ("fountain", "html")
"""Formats that a file may be in without its beginning showing it: their endings are believed."""

OWN: tuple[ScriptFormat, ...] = (
    ScriptFormat(
        name="docx",
        title="a Word document (.docx)",
        endings=(".docx", ".docm"),
        reader="tapewright.exchange.script_docx:DocxReader",
        looks=_is_docx,
    ),
    ScriptFormat(
        name="pdf",
        title="a PDF with text",
        endings=(".pdf",),
        reader="tapewright.exchange.script_pdf:PdfReader",
        looks=_is_pdf,
    ),
    ScriptFormat(
        name="vtt",
        title="WebVTT captions",
        endings=(".vtt",),
        reader="tapewright.exchange.script_captions:VttScriptReader",
        looks=_is_vtt,
    ),
    ScriptFormat(
        name="srt",
        title="SubRip captions",
        endings=(".srt",),
        reader="tapewright.exchange.script_captions:SrtScriptReader",
        looks=_is_srt,
    ),
    ScriptFormat(
        name="html",
        title="a web page",
        endings=(".html", ".htm", ".xhtml"),
        reader="tapewright.exchange.script_html:HtmlReader",
        looks=_is_html,
    ),
    ScriptFormat(
        name="fountain",
        title="a screenplay in Fountain",
        endings=(".fountain", ".spmd"),
        reader="tapewright.exchange.script_fountain:FountainReader",
        looks=_is_fountain,
    ),
    ScriptFormat(
        name="md",
        title="Markdown",
        endings=(".md", ".markdown"),
        reader="tapewright.exchange.script_markdown:MarkdownReader",
    ),
    ScriptFormat(
        name="txt",
        title="plain text",
        endings=(".txt", ".text"),
        reader="tapewright.exchange.script_text:TextReader",
    ),
)
