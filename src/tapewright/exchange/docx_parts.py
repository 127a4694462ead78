"""What a DOCX needs beyond its library: fields, bookmarks, rules, headers of tables, and the same bytes every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP entry can name
_CONTENTS = "[Content_Types].xml"

Edge = Literal["top", "bottom", "left", "right", "start", "end"]


def repacked(data: bytes) -> bytes:
    """The same package with its entries in one order and at one time, so that the same content is the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != _CONTENTS, name)):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            new.writestr(entry, old.read(name), compresslevel=6)
    return made.getvalue()


def set_properties(document: Any, *, title: str, subject: str, when: datetime) -> None:
    """The document's own card: title, subject, and one date for everything."""
    card = document.core_properties
    card.title, card.subject, card.author, card.last_modified_by = (
        title[:255],
        subject[:255],
        "tapewright",
        "tapewright",
    )
    card.comments, card.keywords, card.category, card.revision = "", "", "", 1
    # The library writes what it is given as UTC and knows no zones.
    card.created = card.modified = card.last_printed = when.replace(tzinfo=None)


def field(paragraph: Any, code: str) -> None:
    """A field that the word processor computes: ``PAGE``, ``NUMPAGES``."""
    for kind in ("begin", "text", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "text":
            run._r.append(_element("w:instrText", {"xml:space": "preserve"}, f" {code} "))
        elif kind == "shown":
            run.text = "1"
        else:
            run._r.append(_element("w:fldChar", {"w:fldCharType": kind}))


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """A name for the paragraph, to which ``jump`` leads; ``number`` is the bookmark's own in the document."""
    start = _element("w:bookmarkStart", {"w:id": str(number), "w:name": name})
    place = 1 if paragraph._p.pPr is not None else 0
    paragraph._p.insert(place, start)
    paragraph._p.append(_element("w:bookmarkEnd", {"w:id": str(number)}))


def jump(paragraph: Any, text: str, target: str) -> None:
    """Text that leads to a bookmark."""
    run = paragraph.add_run(text)
    link = _element("w:hyperlink", {"w:anchor": target, "w:history": "1"})
    run._r.addprevious(link)
    link.append(run._r)


def rule(paragraph_or_cell: Any, edge: Edge, *, size: int = 4, colour: str = "C4C0B7", space: int = 1) -> None:
    """A line at one edge of a paragraph or a table's cell; ``size`` in eighths of a point."""
    line = _element(f"w:{edge}", {"w:val": "single", "w:sz": str(size), "w:space": str(space), "w:color": colour})
    if hasattr(paragraph_or_cell, "_tc"):
        properties, name = paragraph_or_cell._tc.get_or_add_tcPr(), "w:tcBorders"
    else:
        properties, name = paragraph_or_cell._p.get_or_add_pPr(), "w:pBdr"
    borders = properties.find(qualified(name))
    if borders is None:
        borders = _element(name)
        _put(properties, borders, name)
    borders.append(line)


def heads(row: Any) -> None:
    """Make a row the head of its table, said again on every page."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def keep_whole(row: Any) -> None:
    """Let no page end part a row."""
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))


def spoken_in(runs: Iterable[Any], language: str) -> None:
    """Tell whoever reads them aloud, or checks their spelling, that they are in another language, if they are."""
    if language:
        for run in runs:
            run._r.get_or_add_rPr().append(_element("w:lang", {"w:val": language}))


def set_widths(table: Any, widths: list[Any]) -> None:
    """Fixed widths, in the grid and in every cell: each word processor looks at another of the two."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def set_margins(table: Any, *, top: int, bottom: int, right: int) -> None:
    """The space inside the cells of a table, in twentieths of a point; none at the left."""
    margins = _element("w:tblCellMar")
    for edge, width in (("top", top), ("left", 0), ("bottom", bottom), ("right", right)):
        margins.append(_element(f"w:{edge}", {"w:w": str(width), "w:type": "dxa"}))
    properties = table._tbl.tblPr
    look = properties.find(qualified("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def qualified(name: str) -> str:
    """A name like ``w:pBdr`` as lxml writes it, with its namespace."""
    from docx.oxml.ns import qn

    found: str = qn(name) if not name.startswith("xml:") else f"{{http://www.w3.org/XML/1998/namespace}}{name[4:]}"
    return found


def _put(properties: Any, borders: Any, name: str) -> None:
    """Borders have their place in the order that the schema wants."""
    later = {
        "w:pBdr": ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"),
        "w:tcBorders": ("w:shd", "w:noWrap", "w:tcMar", "w:vAlign"),
    }[name]
    following = next((child for child in properties if child.tag in map(qualified, later)), None)
    if following is None:
        properties.append(borders)
    else:
        following.addprevious(borders)


def _element(name: str, attributes: dict[str, str] | None = None, text: str = "") -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(name)
    for key, value in (attributes or {}).items():
        made.set(qualified(key), value)
    if text:
        made.text = text
    return made
