"""The styles of our documents: a serif for what is said, a sans for what is said about it."""

from __future__ import annotations

from typing import Any, NamedTuple

from tapewright.exchange.docx_parts import qualified

SERIF, SANS, CODE = "Cambria", "Calibri", "Consolas"
"""Of every word processor since 2007; others put their metric twins in their place."""

TONES = {"holds": "1F6B3A", "shortened": "7A5200", "open": "7A5200", "differs": "A3201C", "soft": "5D5A54"}
"""Colours by what they say; a sign or a word always says it too."""

_INK = "1C1B19"


class _Names(NamedTuple):
    kicker: str = "TW Kicker"
    running: str = "TW Running Head"
    small: str = "TW Small"
    about: str = "TW About"
    code: str = "TW Digest"
    head: str = "TW Column Head"
    margin: str = "TW Margin"
    label: str = "TW Who Speaks"
    quote: str = "TW Bite"
    tape: str = "TW On The Tape"
    narration: str = "TW Narration"
    picture: str = "TW Picture"
    note: str = "TW Note"
    proof: str = "TW Proof"
    hanging: str = "TW Proof Hanging"


STYLES = _Names()
"""Our paragraph styles by what they are for."""


class _Look(NamedTuple):
    font: str
    size: float
    before: float = 0
    after: float = 0
    colour: str = _INK
    left_mm: float = 0
    hanging_mm: float = 0
    bold: bool = False
    italic: bool = False
    small_caps: bool = False


_LOOKS = {
    STYLES.kicker: _Look(SANS, 9, colour=TONES["soft"], bold=True, small_caps=True),
    STYLES.running: _Look(SANS, 8, colour=TONES["soft"]),
    STYLES.small: _Look(SANS, 9),
    STYLES.about: _Look(SERIF, 9.5, after=4, colour=TONES["soft"]),
    STYLES.code: _Look(CODE, 7),
    STYLES.head: _Look(SANS, 8, colour=TONES["soft"]),
    STYLES.margin: _Look(SANS, 8, before=1, colour=TONES["soft"]),
    STYLES.label: _Look(SANS, 8, bold=True, small_caps=True),
    STYLES.quote: _Look(SERIF, 10.5, before=1, after=2, left_mm=3),
    STYLES.tape: _Look(SERIF, 9, after=2, colour=TONES["soft"], left_mm=6),
    STYLES.narration: _Look(SERIF, 10, before=1, after=1),
    STYLES.picture: _Look(SERIF, 10, before=1, after=1, italic=True),
    STYLES.note: _Look(SERIF, 9, before=1, after=1, colour=TONES["soft"]),
    STYLES.proof: _Look(SANS, 8.5, after=2),
    STYLES.hanging: _Look(SANS, 8.5, after=2, left_mm=2.5, hanging_mm=2.5),
}
_BUILT_IN = {
    "Normal": _Look(SERIF, 10),
    "Title": _Look(SERIF, 22, after=6, bold=True),
    "Heading 1": _Look(SERIF, 13, before=14, after=6, bold=True),
    "Heading 2": _Look(SERIF, 11.5, before=8, after=1, bold=True),
    "Heading 3": _Look(SERIF, 10.5, before=8, after=2, bold=True),
}


def add_styles(document: Any) -> None:
    """Our styles, and the built-in ones made to fit."""
    from docx.enum.style import WD_STYLE_TYPE

    for name, look in _BUILT_IN.items():
        _apply(document.styles[name], look)
    for name, look in _LOOKS.items():
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.quick_style = True
        _apply(style, look)
    _set_language(document)


def wear(paragraph: Any, style: str) -> Any:
    """Give a paragraph a style by its id: by its name the library looks through all styles, each time."""
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def page_of(document: Any) -> Any:
    """The document's section: A4, room for a binding, tabs for the running heads."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(20), Mm(17)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance, section.footer_distance = Mm(11), Mm(9)
    tabs = document.styles[STYLES.running].paragraph_format.tab_stops
    tabs.add_tab_stop(Mm(173), WD_TAB_ALIGNMENT.RIGHT)
    return section


def _apply(style: Any, look: _Look) -> None:
    from docx.shared import Mm, Pt, RGBColor

    style.font.name, style.font.size = look.font, Pt(look.size)
    _every_script(style, look.font)
    style.font.color.rgb = RGBColor.from_string(look.colour)
    style.font.bold, style.font.italic, style.font.small_caps = look.bold, look.italic, look.small_caps
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.before), Pt(look.after)
    shape.line_spacing = 1.1
    shape.left_indent = Mm(look.left_mm)
    shape.first_line_indent = Mm(-look.hanging_mm)
    shape.widow_control = True
    borders = style.element.find(".//" + qualified("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)


def _every_script(style: Any, font: str) -> None:
    """The theme's fonts would win over ours for headings."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qualified(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qualified(f"w:{name}"), font)


def _set_language(document: Any) -> None:
    """The report's own words are English; names and quotations keep theirs."""
    for language in document.styles.element.iter(qualified("w:lang")):
        language.set(qualified("w:val"), "en-GB")
