"""Word documents as scripts: the text as it is with all changes accepted, and as it is with all of them rejected.

``paragraph.text`` of the common library drops tracked insertions ("did not nothing" came back as "did nothing"), so
the XML is walked here. Read are the body with tables and text boxes, footnotes, endnotes, and comments as notes. Left
out, and counted: hidden and struck text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tapewright.errors import InputError
from tapewright.exchange.docx_package import Package
from tapewright.exchange.docx_styles import Style, Styles
from tapewright.exchange.docx_text import Block, DocxText
from tapewright.exchange.script_paragraphs import (
    column_names,
    column_of,
    joined_blocks,
    made_script,
    single_spaced,
    table_paragraphs,
)
from tapewright.model import Paragraph, ParagraphKind, Script
from tapewright.words.counted import counted

READINGS = ("changes accepted", "changes rejected")


class DocxReader:
    """Reads .docx."""

    def read(self, data: bytes, *, name: str) -> tuple[Script, ...]:
        """One script, or two readings where the document has tracked changes. Places count paragraphs as read."""
        package = Package(data, name=name)
        document = _Document(package)
        accepted = document.reading(accepts=True)
        if not accepted.changes:
            return (accepted.made(name, ""),)
        rejected = document.reading(accepts=False)
        return (accepted.made(name, READINGS[0]), rejected.made(name, READINGS[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What one reading holds, and what was counted on the way."""

    paragraphs: list[Paragraph]
    title: str
    changes: int
    hidden: int
    struck: int

    def made(self, name: str, reading: str) -> Script:
        remarks = []
        if self.changes:
            remarks.append(f"{counted(self.changes, 'tracked change')}: read with all {reading.split()[-1]}")
        if self.hidden:
            remarks.append(f"{counted(self.hidden, 'hidden passage')} left out")
        if self.struck:
            remarks.append(f"{counted(self.struck, 'struck passage')} left out")
        try:
            return made_script(
                joined_blocks(self.paragraphs),
                format="docx",
                name=name,
                title=self.title,
                reading=reading,
                remarks=remarks,
            )
        except InputError:
            if not reading:
                raise
            # A document whose every word is a change is empty in one of its readings, and that is an answer.
            return Script(format="docx", paragraphs=(), reading=reading, remarks=tuple(remarks))


class _Document:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.tree(package.beside("styles.xml")))

    def reading(self, *, accepts: bool) -> _Reading:
        body = self._package.tree(self._package.main)
        assert body is not None  # the package has looked
        text = DocxText(self._styles, accepts=accepts)
        paragraphs = list(_placed(list(text.blocks(body))))
        for kind in ("footnote", "endnote", "comment"):
            root = self._package.tree(self._package.beside(f"{kind}s.xml"))
            if root is not None:
                paragraphs += _notes(text.notes(root, kind), kind)
        return _Reading(
            paragraphs=[paragraph for paragraph in paragraphs if paragraph.text],
            title=next((p.text for p in paragraphs if p.kind is ParagraphKind.HEADING), ""),
            changes=text.changes,
            hidden=text.hidden,
            struck=text.struck,
        )


def _placed(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Paragraphs with their places; the name above a dialogue goes to what is said below it."""
    names = column_names(block.typed for block in blocks)
    number = tables = 0
    speaker = ""
    for block in blocks:
        if block.rows:
            tables += 1
            places = [f"table {tables}, row {row}" for row in range(1, len(block.rows) + 1)]
            yield from table_paragraphs(block.rows, places)
            continue
        number += bool(block.text)
        speaker = _next_speaker(block, speaker)
        if block.text and block.style is not Style.CUE:
            yield _paragraph(block, f"paragraph {number}", speaker, names)


def _next_speaker(block: Block, speaker: str) -> str:
    if block.style is Style.CUE:
        return re.sub(r"\s*\([^()]*\)|\s*\^$", "", block.text).strip()
    return speaker if block.style in (Style.DIALOGUE, Style.DIRECTION) or not block.text else ""


def _paragraph(block: Block, place: str, speaker: str, names: frozenset[str]) -> Paragraph:
    kind = _KINDS[block.style]
    column = column_of(block.typed.replace("\n", " "), names) if kind is ParagraphKind.TEXT else None
    if column:
        text = single_spaced(column[1])
        return Paragraph(text=text, place=place, kind=ParagraphKind.SPEECH, speaker=column[0])
    return Paragraph(text=block.text, place=place, kind=kind, speaker=speaker if kind is ParagraphKind.SPEECH else "")


_KINDS = {
    Style.TEXT: ParagraphKind.TEXT,
    Style.HEADING: ParagraphKind.HEADING,
    Style.QUOTE: ParagraphKind.BLOCK_QUOTE,
    Style.CUE: ParagraphKind.NOTE,
    Style.DIALOGUE: ParagraphKind.SPEECH,
    Style.DIRECTION: ParagraphKind.NOTE,
}


def _notes(notes: Iterable[tuple[int, list[Block]]], kind: str) -> Iterator[Paragraph]:
    """Footnotes as text (or as notes: comments) at the place of their number."""
    for number, blocks in notes:
        for block in blocks:
            if words := block.text or " ".join(cell for row in block.rows for cell in row):
                style = ParagraphKind.NOTE if kind == "comment" else _KINDS[block.style]
                yield Paragraph(text=words, place=f"{kind} {number}", kind=style)
