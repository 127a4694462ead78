"""The parts of a Word document out of its zip: bounded, nothing written to disk, no entities, no network."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from tapewright.errors import InputError
from tapewright.exchange.xml_file import careful_parser

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"

MOST_PARTS = 20_000
LARGEST_PART = 128 * 1024 * 1024
LARGEST_ALL = 256 * 1024 * 1024
"""Bytes unpacked; a book of a million words is a quarter of a part."""

_HINT = "open it in Word or LibreOffice and save it again as .docx"


class Package:
    """A document's parts by name. InputError for what is no Word document, is locked, or unpacks to too much."""

    def __init__(self, data: bytes, *, name: str) -> None:
        self._name = name
        self._left = LARGEST_ALL
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise InputError("this is no whole .docx file: it may be cut short", place=name, hint=_HINT) from error
        parts = self._zip.namelist()
        if len(parts) > MOST_PARTS:
            raise InputError(f"it has {len(parts)} parts: not a document", place=name, hint=_HINT)
        self._parts = {part.lower(): part for part in parts}
        self.main = self._main()
        if self.main.lower() not in self._parts:
            raise InputError("this zip holds no Word document", place=name, hint="only .docx is read from zip files")

    def tree(self, part: str) -> _Element | None:
        """A part's XML, its names those of the common (transitional) form; None where the document has none."""
        data = self._read(part)
        return None if data is None else self._parsed(data, part)

    def beside(self, file: str) -> str:
        """The name of a part that lies beside the main one: ``footnotes.xml``."""
        return posixpath.join(posixpath.dirname(self.main), file)

    def _main(self) -> str:
        relations = self.tree("_rels/.rels")
        if relations is not None:
            for relation in relations.iter(f"{{{_RELATIONS}}}Relationship"):
                if (relation.get("Type") or "").endswith("/officeDocument"):
                    return posixpath.normpath((relation.get("Target") or "").lstrip("/"))
        return "word/document.xml"

    def _read(self, part: str) -> bytes | None:
        stored = self._parts.get(part.lower())
        if stored is None:
            return None
        info = self._zip.getinfo(stored)
        if info.flag_bits & 1:
            raise InputError("it is locked with a password", place=self._name, hint="save it without one")
        most = min(LARGEST_PART, self._left)
        try:
            with self._zip.open(info) as file:
                data = file.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise InputError(f"its part {part} is broken", place=self._name, hint=_HINT) from error
        if len(data) > most:
            raise InputError(f"its part {part} unpacks to more than can be text", place=self._name, hint=_HINT)
        self._left -= len(data)
        return data

    def _parsed(self, data: bytes, part: str) -> _Element:
        from lxml import etree

        data = data.replace(_STRICT.encode(), WORD.encode())
        try:
            root: _Element = etree.fromstring(data, careful_parser(comments=False))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise InputError(f"its part {part} is broken: {error}", place=self._name, hint=_HINT) from error
        if getattr(root.getroottree().docinfo, "doctype", ""):
            raise InputError(
                f"its part {part} declares a document type, which no Word document does", place=self._name, hint=_HINT
            )
        return root
