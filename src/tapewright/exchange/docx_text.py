"""The text of a Word document's XML in one of its two readings: tracked changes accepted, or rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tapewright.exchange.docx_package import WORD
from tapewright.exchange.docx_styles import Style, Styles
from tapewright.exchange.script_paragraphs import single_spaced

if TYPE_CHECKING:
    from lxml.etree import _Element

_ALTERNATIVE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_ADDED = frozenset(("ins", "moveTo", "cellIns"))
_TAKEN = frozenset(("del", "moveFrom", "cellDel"))
_INSIDE = frozenset("hyperlink smartTag sdt sdtContent fldSimple customXml dir bdo ruby rubyBase".split())
_AROUND = frozenset("body sdt sdtContent customXml smartTag document docPartBody".split())
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_OFF = frozenset(("0", "false", "off", "none"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph as read (``typed``: with its tabs), or a table of several columns as ``rows`` of cells."""

    text: str = ""
    typed: str = ""
    style: Style = Style.TEXT
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class DocxText:
    """Walks one reading. Counts its tracked changes, hidden and struck passages, and the notes that it refers to."""

    styles: Styles
    accepts: bool
    changes: int = 0
    hidden: int = 0
    struck: int = 0
    referred: dict[str, list[str]] = field(default_factory=dict)

    def blocks(self, container: _Element) -> Iterator[Block]:
        """Paragraphs and tables in order; what a text box holds comes behind the paragraph that it hangs on."""
        held = ""
        for element in self._elements(container):
            if _is(element, "tbl"):
                yield from self._table(element)
                continue
            boxes: list[_Element] = []
            text = held + self._text(element, boxes)
            held = ""
            if self._runs_on(element):
                held = text
            else:
                yield Block(text=single_spaced(text), typed=text, style=self.styles.of(element))
            for box in boxes:
                yield from self.blocks(box)
        if held:
            yield Block(text=single_spaced(held), typed=held)

    def notes(self, root: _Element, kind: str) -> list[tuple[int, list[Block]]]:
        """The notes of a part with their numbers, in the order in which this reading refers to them."""
        found: dict[str, _Element] = {}
        for note in root.iter(f"{{{WORD}}}{kind}"):
            if (note.get(f"{{{WORD}}}type") or "normal") == "normal":
                found.setdefault(note.get(f"{{{WORD}}}id") or "", note)
        order = [key for key in dict.fromkeys(self.referred.get(kind, [])) if key in found]
        if kind == "comment" or not order:
            order = list(found)
        return [(number, list(self.blocks(found[key]))) for number, key in enumerate(order, 1)]

    def _elements(self, container: _Element) -> Iterator[_Element]:
        """Paragraphs and tables, out of whatever content controls and changes they lie in."""
        for child in container:
            name = _name(child)
            if name in ("p", "tbl"):
                yield child
            elif name in _AROUND or (name in _ADDED | _TAKEN and self._stands(name)):
                yield from self._elements(child)

    def _table(self, table: _Element) -> Iterator[Block]:
        rows: list[tuple[str, ...]] = []
        inner: list[list[Block]] = []
        for row in _below(table, "tr"):
            if not self._is_kept(row, "trPr"):
                continue
            cells = [list(self.blocks(cell)) for cell in _below(row, "tc") if self._is_kept(cell, "tcPr")]
            rows.append(tuple("\n".join(_words(block) for block in cell if _words(block)) for cell in cells))
            inner += cells
        if all(len(row) <= 1 for row in rows):
            for cell in inner:  # a table of one column is a frame around text
                yield from cell
        else:
            yield Block(rows=tuple(rows))

    def _is_kept(self, element: _Element, properties: str) -> bool:
        """Whether a row or cell is there in this reading."""
        inside = element.find(f"{{{WORD}}}{properties}")
        return inside is None or all(self._stands(_name(mark)) for mark in inside if _name(mark) in _ADDED | _TAKEN)

    def _runs_on(self, paragraph: _Element) -> bool:
        """Whether the end of a paragraph is itself a tracked change by which it runs into the next."""
        marks = paragraph.find(f"{{{WORD}}}pPr/{{{WORD}}}rPr")
        if marks is None:
            return False
        return not all(self._stands(_name(mark)) for mark in marks if _name(mark) in _ADDED | _TAKEN)

    def _stands(self, name: str) -> bool:
        """Whether what a tracked change holds is there in this reading."""
        self.changes += 1
        return (name in _ADDED) is self.accepts

    def _text(self, element: _Element, boxes: list[_Element]) -> str:
        pieces: list[str] = []
        for child in element:
            name = _name(child)
            if name == "r":
                pieces.append(self._run(child, boxes))
            elif name in _ADDED | _TAKEN:
                if self._stands(name):
                    pieces.append(self._text(child, boxes))
            elif name in _INSIDE:
                pieces.append(self._text(child, boxes))
            elif child.tag == f"{{{_ALTERNATIVE}}}AlternateContent":
                pieces.append(self._text(_chosen(child), boxes))
        return "".join(pieces)

    def _run(self, run: _Element, boxes: list[_Element]) -> str:
        pieces: list[str] = []
        for child in run:
            name = _name(child)
            if name in ("t", "delText"):
                pieces.append("".join(map(str, child.itertext())))
            elif name in _SIGNS:
                pieces.append(_SIGNS[name])
            elif name in ("footnoteReference", "endnoteReference"):
                key = child.get(f"{{{WORD}}}id") or ""
                self.referred.setdefault(name.removesuffix("Reference"), []).append(key)
            elif name in ("drawing", "pict", "object"):
                boxes += child.iter(f"{{{WORD}}}txbxContent")
            elif name == "ruby":
                pieces.append(self._text(child, boxes))
            elif child.tag == f"{{{_ALTERNATIVE}}}AlternateContent":
                boxes += _chosen(child).iter(f"{{{WORD}}}txbxContent")
        text = "".join(pieces)
        if text.strip() and _is_on(run, "vanish"):
            self.hidden += 1
            return ""
        if text.strip() and (_is_on(run, "strike") or _is_on(run, "dstrike")):
            self.struck += 1
            return ""
        return text


def _words(block: Block) -> str:
    return block.text or "\n".join(cell for row in block.rows for cell in row if cell)


def _below(element: _Element, name: str) -> Sequence[_Element]:
    """The rows of a table or cells of a row, also those in content controls."""
    found: list[_Element] = []
    for child in element:
        if _is(child, name):
            found.append(child)
        elif _name(child) in ("sdt", "sdtContent", "customXml"):
            found += _below(child, name)
    return found


def _chosen(alternative: _Element) -> _Element:
    """Of a text box that is there twice, for new and for old programs, the new one."""
    choice = alternative.find(f"{{{_ALTERNATIVE}}}Choice")
    fallback = alternative.find(f"{{{_ALTERNATIVE}}}Fallback")
    return choice if choice is not None else fallback if fallback is not None else alternative


def _is_on(run: _Element, property: str) -> bool:
    found = run.find(f"{{{WORD}}}rPr/{{{WORD}}}{property}")
    return found is not None and (found.get(f"{{{WORD}}}val") or "on").lower() not in _OFF


def _is(element: _Element, name: str) -> bool:
    return _name(element) == name


def _name(element: _Element) -> str:
    """The local name of an element of Word's own, else empty."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) and tag.startswith(f"{{{WORD}}}") else ""
