"""What a paper edit quotes besides its bites: narration, and block quotes and lists that name no place on a tape."""

from __future__ import annotations

from tapewright.exchange.scripts import read_script
from tapewright.model import PaperEdit, Script

_READ = frozenset(("narration", "other"))
"""Blocks whose words are read. Scenes, pictures and notes are nobody's words, and bites are proved at their places."""


def text_of_edit(edit: PaperEdit) -> Script:
    """A paper edit as a text to be searched for quotations, whole, so that who speaks is known from what stands above.

    Its places are lines of the file.
    """
    text = _emptied(edit.front) + "".join(
        block.source if block.kind in _READ else _emptied(block.source) for block in edit.blocks
    )
    if not text.strip():
        return Script(format="md", paragraphs=())
    return read_script(text.encode("utf-8"), name=edit.title, format="md")[0]


def line_of(place: str) -> int:
    """The line that a place of a paper edit's text means."""
    return int(place.removeprefix("line "))


def _emptied(source: str) -> str:
    """As many lines, and nothing in them."""
    return "\n" * len(source.splitlines())
