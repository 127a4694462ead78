"""REFI-QDA codebooks, ``.qdc``: codes without what was coded with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tapewright.exchange.refi_codes import read_codes, write_codes
from tapewright.exchange.study_file import FileCodebook, Leavings, StudyFile
from tapewright.exchange.xml_file import read_xml

SPACE = "urn:QDA-XML:codebook:1.0"
_NAMES: Any = {None: SPACE}


def read_qdc(data: bytes, *, name: str) -> StudyFile:
    """The codebooks of a file. InputError for what is none."""
    root = read_xml(data, name=name, root=f"{{{SPACE}}}CodeBook")
    leavings = Leavings()
    codes = root.find(f"{{{SPACE}}}Codes")
    title = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    books = (
        []
        if codes is None
        else read_codes(codes, name=title, origin=root.get("origin") or "", space=SPACE, leavings=leavings)
    )
    sets = root.findall(f"{{{SPACE}}}Sets/{{{SPACE}}}Set")
    leavings.leave("set of codes", "a codebook is brought in, not a study", len(sets))
    return StudyFile(
        name=title,
        format="qdc",
        origin=root.get("origin") or "",
        codebooks=tuple(books),
        left=leavings.left,
    )


def write_qdc(books: Sequence[FileCodebook], *, origin: str) -> bytes:
    """Codebooks as one file."""
    from lxml import etree

    root = etree.Element(f"{{{SPACE}}}CodeBook", nsmap=_NAMES)
    root.set("origin", origin)
    write_codes(etree.SubElement(root, f"{{{SPACE}}}Codes"), books, SPACE)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made
