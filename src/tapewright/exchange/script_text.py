"""Plain text as a script: paragraphs at empty lines, at names before a colon and at times; ``>`` quotes as in mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tapewright.exchange.encoding import decode
from tapewright.exchange.script_paragraphs import column_names, column_of, joined_blocks, made_script, single_spaced
from tapewright.exchange.stamps import CLOCK, TIMECODE
from tapewright.exchange.typed import is_name, opening
from tapewright.model import Paragraph, ParagraphKind, Script

_STAMPED = re.compile(rf"[\[(<]?\s*(?:{TIMECODE}|{CLOCK})")
_QUOTED = re.compile(r"\s{0,3}>\s?(?P<rest>.*)")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,200}?)(?<=\S)\1")
_WRAPPED = 100
"""Signs up to which all lines of a file whose paragraphs were wrapped by hand are."""


class TextReader:
    """Reads plain text. ``MARIAN:`` stays where it stands: whether it speaks is judged over the whole script. A name in
    a column of its own (``MARIAN   It was quiet.``) is the speaker.
    """

    def read(self, data: bytes, *, name: str) -> tuple[Script, ...]:
        """One script, its places counted in lines."""
        decoded = decode(data, name=name)
        lines = _BOLD.sub(r"\2", decoded.text).split("\n")  # **MARIAN**: is a habit also outside of Markdown
        script = made_script(joined_blocks(_paragraphs(lines)), format="txt", name=name, remarks=decoded.remarks)
        return (script,)


def _paragraphs(lines: list[str]) -> Iterator[Paragraph]:
    is_wrapped = all(len(line) <= _WRAPPED for line in lines)
    names = column_names(lines)
    held: list[str] = []
    place, kind, speaker = "", ParagraphKind.TEXT, ""
    for number, line in enumerate([*lines, ""], 1):
        quoted = _QUOTED.fullmatch(line)
        column = column_of(line, names)
        if held and (not line.strip() or column or _parts(line, quoted is not None, kind) or not is_wrapped):
            yield Paragraph(text=single_spaced("\n".join(held)), place=place, kind=kind, speaker=speaker)
            held = []
        if not line.strip():
            continue
        if not held:
            place, speaker = f"line {number}", column[0] if column else ""
            kind = ParagraphKind.SPEECH if column else ParagraphKind.BLOCK_QUOTE if quoted else ParagraphKind.TEXT
        held.append(column[1] if column else quoted["rest"] if quoted else line)


def _parts(line: str, is_quoted: bool, kind: ParagraphKind) -> bool:
    """Whether a line cannot go on the paragraph above it."""
    return is_quoted is not (kind is ParagraphKind.BLOCK_QUOTE) or _begins(line)


def _begins(line: str) -> bool:
    """Whether a line begins somebody's turn."""
    head = line.strip()[:200]
    if _STAMPED.match(head):
        return True
    found = opening(head)
    return bool(found.changes or (found.name and is_name(found.name)))
