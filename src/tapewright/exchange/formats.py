"""The table of transcript formats: names, endings, readers, writers, and how to tell one file from another."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from tapewright.errors import InputError, UsageError
from tapewright.exchange import TranscriptReader, TranscriptWriter
from tapewright.exchange.encoding import HEAD, head_text
from tapewright.exchange.others import NamedFormat, Table, made, table_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Format(NamedFormat):
    """A transcript format. ``reader`` and ``writer`` are classes or ``module:Class``; empty where there is none.

    ``looks`` answers whether the first characters of a file are of this format. ``takes_template``: reader and
    writer are made with a layout template. ``is_by_machines``: recognisers write it, and nobody else does.
    """

    endings: tuple[str, ...] = ()
    reader: str | Callable[..., TranscriptReader] = ""
    writer: str | Callable[..., TranscriptWriter] = ""
    looks: Callable[[str], bool] | None = None
    takes_template: bool = False
    is_by_machines: bool = False


@functools.cache
def formats() -> Table[Format]:
    """Our own and those of installed packages. Looked for once a process."""
    return table_of(Format, OWN)


def reader_for(name: str, *, template: str = "") -> TranscriptReader:
    """The reader of a format. UsageError names the formats that can be read."""
    form = _known(name, readable, "read")
    reader: TranscriptReader = made(form.reader, *_layout(form, template))
    return reader


def writer_for(name: str, *, template: str = "") -> TranscriptWriter:
    """The writer of a format. UsageError names the formats that can be written."""
    form = _known(name, writable, "written")
    writer: TranscriptWriter = made(form.writer, *_layout(form, template))
    return writer


def readable() -> list[str]:
    """Names of the formats that can be read."""
    return [form.name for form in formats().formats.values() if form.reader]


def writable() -> list[str]:
    """Names of the formats that can be written."""
    return [form.name for form in formats().formats.values() if form.writer]


def guess(data: bytes, *, name: str) -> str:
    """The format of a file, by its content first and its ending second; plain text where nothing else fits a text.

    InputError where it cannot be any transcript.
    """
    ending = PurePath(name).suffix.lower()
    head = head_text(data[:HEAD])
    candidates = [form for form in formats().formats.values() if form.reader]
    looked = [form for form in candidates if form.looks and form.looks(head)]
    by_ending = [form for form in candidates if ending in form.endings]
    for form in looked:
        if form in by_ending or len(looked) == 1:
            return form.name
    if looked:
        return looked[0].name
    if by_ending:
        return by_ending[0].name
    if head and "\x00" not in head:
        return "txt"
    raise InputError(
        "cannot tell what format this is", place=name, hint="name one of " + ", ".join(form.name for form in candidates)
    )


def _known(name: str, usable: Callable[[], list[str]], what: str) -> Format:
    """A format by its name; other packages are looked through only where it is none of ours."""
    own = next((form for form in OWN if form.name == name), None)
    if own and (own.reader if what == "read" else own.writer):
        return own
    if name in usable():
        return formats().formats[name]
    raise UsageError(f"{name!r} is no format that can be {what}", hint="one of " + ", ".join(usable()))


def _layout(form: Format, template: str) -> tuple[str, ...]:
    """What a format's reader or writer is made with."""
    if template and not form.takes_template:
        raise UsageError(f"{form.name} has no layout of its own", hint="templates are for the format txt")
    return (template,) if form.takes_template else ()


def _is_vtt(head: str) -> bool:
    return head.startswith("WEBVTT")


def _is_srt(head: str) -> bool:
    return re.search(r"^[ \t]*\d+:\d\d:\d\d[,.]\d{1,3}\s*-->", head, re.MULTILINE) is not None and not _is_vtt(head)


def _is_ours(head: str) -> bool:
    """Our own files say so; others may write the documented record without that line."""
    if not head.lstrip().startswith("{"):
        return False
    return f'"format": "{_OURS}"' in head[:400] or all(f'"{key}"' in head for key in ("tape", "engine", "marks"))


def _is_json(head: str) -> bool:
    text = head.lstrip()
    if not text.startswith(("{", "[")) or _is_ours(head):
        return False
    try:
        json.JSONDecoder().raw_decode(text)
    except json.JSONDecodeError as error:
        # A long file is cut off in its middle: only its beginning is judged.
        return error.pos > len(text) * 0.9 or '"' in text[1:20]
    except RecursionError:
        return False
    return True


_OURS = "tapewright-transcript"

OWN: tuple[Format, ...] = (
    Format(
        name="txt",
        title="text with timecode and names, or without",
        endings=(".txt", ".text"),
        reader="tapewright.exchange.timed_text:TimedTextReader",
        writer="tapewright.exchange.timed_text:TxtWriter",
        takes_template=True,
    ),
    Format(name="md", title="Markdown, to be read", writer="tapewright.exchange.markdown:MarkdownWriter"),
    Format(
        name="json",
        title="tapewright's own JSON, without loss",
        endings=(".json",),
        reader="tapewright.exchange.tapewright_json:TapewrightJsonReader",
        writer="tapewright.exchange.tapewright_json:TapewrightJsonWriter",
        looks=_is_ours,
    ),
    Format(
        name="vtt",
        title="WebVTT with voices",
        endings=(".vtt",),
        reader="tapewright.exchange.vtt:VttReader",
        writer="tapewright.exchange.vtt:VttWriter",
        looks=_is_vtt,
    ),
    Format(
        name="vtt-words",
        title="WebVTT with a timestamp at every word",
        writer="tapewright.exchange.vtt:VttWordsWriter",
    ),
    Format(
        name="srt",
        title="SubRip captions",
        endings=(".srt",),
        reader="tapewright.exchange.srt:SrtReader",
        writer="tapewright.exchange.srt:SrtWriter",
        looks=_is_srt,
    ),
    Format(
        name="whisper-json",
        title="JSON of openai-whisper, whisperX, faster-whisper, whisper.cpp and the like",
        endings=(".json",),
        reader="tapewright.exchange.whisper_json:WhisperJsonReader",
        looks=_is_json,
        is_by_machines=True,
    ),
)
