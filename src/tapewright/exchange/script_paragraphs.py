"""What the readers of scripts share: white space made single, tables with a column of names, block quotes joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from tapewright.errors import InputError
from tapewright.model import Paragraph, ParagraphKind, Script
from tapewright.words.signature import signed_by

_SPACES = re.compile(r"[^\S\n]+")
_INVISIBLE = dict.fromkeys(
    map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_COLUMN = re.compile(r" {0,3}(?P<name>[A-Z](?:[A-Z0-9.'’_-]| (?! )){0,30}?):?[ ]*(?:\t+| {2,})[ \t]*(?P<rest>\S.*)")
_LEAST_LABELS = 3
_NAME_HEADS = frozenset("speaker speakers name who character voice person sprecher sprecherin".split())
_TEXT_HEADS = frozenset("text dialogue dialog transcript quote audio words speech line lines said sound vo".split())


def single_spaced(text: str) -> str:
    """Lines without outer and double white space, marks of direction and soft hyphens; empty lines are gone."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.translate(_INVISIBLE).split("\n"))
    return "\n".join(line for line in lines if line)


def made_script(
    paragraphs: Iterable[Paragraph],
    *,
    format: str,
    name: str,
    title: str = "",
    reading: str = "",
    remarks: Sequence[str] = (),
) -> Script:
    """The script out of paragraphs that have something to read. InputError where none has."""
    kept = tuple(paragraph for paragraph in paragraphs if paragraph.text)
    if not kept:
        raise InputError("there is no text in it", place=name, hint="open it and look")
    return Script(
        format=format,
        paragraphs=kept,
        title=" ".join(single_spaced(title).split()),
        reading=reading,
        remarks=tuple(remarks),
    )


def table_paragraphs(rows: Sequence[Sequence[str]], places: Sequence[str]) -> list[Paragraph]:
    """A table's cells as paragraphs, row by row. Under a heading like *Speaker* a cell is the speaker of the row's
    *Text* (or longest) cell.
    """
    columns = _columns(rows[0]) if rows else None
    made: list[Paragraph] = []
    for row, place in zip(rows, places, strict=True):
        if columns is None or row is rows[0]:
            made += [Paragraph(text=cell, place=place) for cell in row if cell]
            continue
        names, texts = columns
        name = row[names] if names < len(row) else ""
        chosen = texts if texts is not None and texts < len(row) else _longest(row, names)
        for number, cell in enumerate(row):
            if cell and number != names:
                is_said = number == chosen and bool(name)
                made.append(
                    Paragraph(
                        text=cell,
                        place=place,
                        kind=ParagraphKind.SPEECH if is_said else ParagraphKind.TEXT,
                        speaker=" ".join(name.rstrip(":").split()) if is_said else "",
                    )
                )
    return made


def joined_blocks(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    """Neighbouring paragraphs in the style of a quotation are one block quote, up to its line ``— NAME``."""
    made: list[Paragraph] = []
    for paragraph in paragraphs:
        last = made[-1] if made else None
        is_block = paragraph.kind is ParagraphKind.BLOCK_QUOTE
        if last and is_block and last.kind is ParagraphKind.BLOCK_QUOTE and not _is_signed(last.text):
            made[-1] = Paragraph(text=f"{last.text}\n{paragraph.text}", place=last.place, kind=last.kind)
        else:
            made.append(paragraph)
    return made


def column_names(lines: Iterable[str]) -> frozenset[str]:
    """Names in capitals that stand in a column of their own, as a layout and not by chance: each comes again, and at
    least three lines have one.
    """
    found = Counter(label["name"] for line in lines if (label := _COLUMN.match(line)))
    names = frozenset(name for name, count in found.items() if count > 1 and name.rstrip(":"))
    return names if sum(found[name] for name in names) >= _LEAST_LABELS else frozenset()


def column_of(line: str, names: frozenset[str]) -> tuple[str, str] | None:
    """The name in its column and the words behind it; None where a line has none of ``names``."""
    label = _COLUMN.match(line) if names else None
    return (label["name"], label["rest"]) if label and label["name"] in names else None


def _is_signed(text: str) -> bool:
    lines = text.split("\n")
    return len(lines) > 1 and bool(signed_by(lines[-1]))


def _columns(head: Sequence[str]) -> tuple[int, int | None] | None:
    """The columns of names and of words, where the head of a table says which they are."""
    words = [cell.strip(" :").lower() for cell in head]
    names = next((place for place, word in enumerate(words) if word in _NAME_HEADS), None)
    if names is None:
        return None
    return names, next((place for place, word in enumerate(words) if word in _TEXT_HEADS and place != names), None)


def _longest(row: Sequence[str], names: int) -> int:
    return max((place for place in range(len(row)) if place != names), key=lambda place: len(row[place]), default=names)
