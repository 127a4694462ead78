"""What the styles of a Word document say of its paragraphs: heading, block quote, or the parts of a screenplay."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from tapewright.exchange.docx_package import WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

_LONGEST_CHAIN = 12


class Style(Enum):
    """What a paragraph of a style is."""

    TEXT = "text"
    HEADING = "heading"
    QUOTE = "quote"
    CUE = "cue"  # the name above a dialogue
    DIALOGUE = "dialogue"
    DIRECTION = "direction"


_NAMES = {
    "title": Style.HEADING,
    "subtitle": Style.HEADING,
    "scene heading": Style.HEADING,
    "slug line": Style.HEADING,
    "slugline": Style.HEADING,
    "quote": Style.QUOTE,
    "intense quote": Style.QUOTE,
    "quotations": Style.QUOTE,
    "quotation": Style.QUOTE,
    "block text": Style.QUOTE,
    "block quote": Style.QUOTE,
    "blockquote": Style.QUOTE,
    "block quotation": Style.QUOTE,
    "character": Style.CUE,
    "character name": Style.CUE,
    "dialogue": Style.DIALOGUE,
    "dialog": Style.DIALOGUE,
    "parenthetical": Style.DIRECTION,
    "transition": Style.DIRECTION,
    "shot": Style.DIRECTION,
}


class Styles:
    """The styles of a document. Word keeps the English names of its own styles in every language."""

    def __init__(self, root: _Element | None) -> None:
        self._names: dict[str, str] = {}
        self._based: dict[str, str] = {}
        for style in root.iter(f"{{{WORD}}}style") if root is not None else ():
            key = style.get(f"{{{WORD}}}styleId") or ""
            name, based = style.find(f"{{{WORD}}}name"), style.find(f"{{{WORD}}}basedOn")
            self._names[key] = (_value(name) or key).lower()
            self._based[key] = _value(based)

    def of(self, paragraph: _Element) -> Style:
        """What a paragraph is by its style, or by what that is based on; by its outline level where it has one."""
        properties = paragraph.find(f"{{{WORD}}}pPr")
        if properties is None:
            return Style.TEXT
        key = _value(properties.find(f"{{{WORD}}}pStyle"))
        for _ in range(_LONGEST_CHAIN):
            if not key:
                break
            if found := _named(self._names.get(key, key.lower())):
                return found
            key = self._based.get(key, "")
        level = _value(properties.find(f"{{{WORD}}}outlineLvl"))
        return Style.HEADING if level.isdigit() and int(level) < 9 else Style.TEXT


def _named(name: str) -> Style | None:
    plain = " ".join(name.replace("_", " ").split())
    if plain in _NAMES:
        return _NAMES[plain]
    return Style.HEADING if plain.startswith("heading") and plain[7:].strip().isdigit() else None


def _value(element: _Element | None) -> str:
    return "" if element is None else element.get(f"{{{WORD}}}val") or ""
