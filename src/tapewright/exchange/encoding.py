"""Text out of bytes from outside: the encoding found, line ends made one, what is not text refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tapewright.errors import InputError

_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_KINDS = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PK\x03\x04", "a zip, .docx or .odt file"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word file, or a document locked with a password"),
    (b"{\\rtf", "an RTF file"),
    (b"RIFF", "a sound or video file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MOST_CONTROLS = 0.03
"""Share of control characters above which a file is taken for something else than text."""

HEAD = 65_536
"""Bytes of a file that are looked at to tell its format."""

HINT = "save it as plain text in UTF-8"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text with line ends ``\\n`` and without control characters, and what had to be guessed."""

    text: str
    remarks: tuple[str, ...] = ()


def decode(data: bytes, *, name: str) -> Decoded:
    """The text of a file: UTF-8 with or without BOM, UTF-16 and UTF-32 with BOM, else Windows-1252 with a remark.

    Raises InputError, placed at ``name``, for an empty file and for what is not text.
    """
    if not data.strip():
        raise InputError("the file is empty", place=name, hint="export it again where it came from")
    if kind := kind_of(data):
        raise InputError(f"this is {kind}, not a text", place=name, hint=HINT)
    text, remarks = _text(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    found = len(_CONTROLS.findall(text))
    if found > len(text) * _MOST_CONTROLS or not text.strip():
        raise InputError("this is not a text file", place=name, hint=HINT)
    return Decoded(_CONTROLS.sub("", text), remarks)


def head_text(head: bytes) -> str:
    """The first bytes of a file as text, whatever it is, to tell formats by: what is none stands as U+FFFD."""
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return head.decode(encoding, "replace").lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def kind_of(data: bytes) -> str:
    """What a file is that cannot be a text, by its first bytes; empty where they do not say."""
    return next((kind for head, kind in _KINDS if data.startswith(head)), "")


def _text(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise InputError(
                    f"begins as {encoding.removesuffix('-sig').upper()} and is broken at byte {error.start}",
                    place=name,
                    hint=HINT,
                ) from error
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; they become the replacement sign rather than stop the file.
        return data.decode("cp1252", "replace"), ("not UTF-8: read as Windows-1252; look at its accents and quotes",)


def line_of(text: str, offset: int) -> int:
    """The line, counted from 1, on which a character lies."""
    return text.count("\n", 0, offset) + 1
