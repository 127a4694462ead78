"""Plain text as a script: paragraphs at empty lines, at names before a colon and at times; ``>`` quotes as in mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tapewright.exchange.encoding import decode
from tapewright.exchange.script_paragraphs import joined_blocks, made_script, single_spaced
from tapewright.exchange.stamps import CLOCK, TIMECODE
from tapewright.exchange.typed import is_name, opening
from tapewright.model import Paragraph, ParagraphKind, Script

_STAMPED = re.compile(rf"[\[(<]?\s*(?:{TIMECODE}|{CLOCK})")
_QUOTED = re.compile(r"\s{0,3}>\s?(?P<rest>.*)")
_WRAPPED = 100
"""Signs up to which all lines of a file whose paragraphs were wrapped by hand are."""


class TextReader:
    """Reads plain text. Names stay where they stand: whether ``MARIAN:`` speaks is judged over the whole script."""

    def read(self, data: bytes, *, name: str) -> tuple[Script, ...]:
        """One script, its places counted in lines."""
        decoded = decode(data, name=name)
        lines = decoded.text.split("\n")
        script = made_script(joined_blocks(_paragraphs(lines)), format="txt", name=name, remarks=decoded.remarks)
        return (script,)


def _paragraphs(lines: list[str]) -> Iterator[Paragraph]:
    is_wrapped = all(len(line) <= _WRAPPED for line in lines)
    held: list[str] = []
    first = 0
    kind = ParagraphKind.TEXT
    for number, line in enumerate([*lines, ""], 1):
        quoted = _QUOTED.fullmatch(line)
        this = ParagraphKind.BLOCK_QUOTE if quoted else ParagraphKind.TEXT
        if held and (not line.strip() or this is not kind or _begins(line) or not is_wrapped):
            yield Paragraph(text=single_spaced("\n".join(held)), place=f"line {first}", kind=kind)
            held = []
        if line.strip():
            if not held:
                first, kind = number, this
            held.append(quoted["rest"] if quoted else line)


def _begins(line: str) -> bool:
    """Whether a line begins somebody's turn."""
    head = line.strip()[:200]
    if _STAMPED.match(head):
        return True
    found = opening(head)
    return bool(found.changes or (found.name and is_name(found.name)))
