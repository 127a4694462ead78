"""A typed transcript out of any file that people type into: turns with names, words and times, each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tapewright.errors import InputError
from tapewright.exchange import formats as table
from tapewright.exchange.encoding import decode
from tapewright.exchange.incoming import read_bytes
from tapewright.exchange.scripts import guess_script
from tapewright.exchange.scripts import read_script as read_paragraphs
from tapewright.exchange.stamps import Stamp, read_stamps
from tapewright.exchange.typed import Token, opening, speakers_among
from tapewright.exchange.typed_script import Block, read_script
from tapewright.model import Mark, Paragraph, ParagraphKind, Tape
from tapewright.timing import Ticks, write_clock
from tapewright.words.counted import counted

_NUMBER = re.compile(r"\d+")
_LEAST_HEADS = 3
_LONGEST_HEAD = 80
_LONGEST_TITLE = 3
_CAPTIONS = ("srt", "vtt")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedText:
    """A typed transcript. ``places`` says for each block where in the file it begins ("line 12", "paragraph 7")."""

    file: str
    format: str
    data: bytes
    blocks: tuple[Block, ...]
    places: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def tokens(self) -> list[Token]:
        """All words in order."""
        return [token for block in self.blocks for token in block.tokens]

    def times(self, tape: Tape) -> tuple[dict[int, Ticks], list[str]]:
        """The times in it on the tape's clock, by the number of the word behind each; and which cannot be used."""
        places: list[int] = []
        stamps: list[Stamp] = []
        passed = 0
        for block in self.blocks:
            places += [passed + at for at, _ in block.anchors]
            stamps += [stamp for _, stamp in block.anchors]
            passed += len(block.tokens)
        read = read_stamps(stamps, tape)
        found: dict[int, Ticks] = {}
        for place, tick in zip(places, read.ticks, strict=True):
            if tick is not None and place < passed:
                found.setdefault(place, tick)
        return found, list(read.remarks)


def read_typed(
    file: str | Path,
    tape: Tape,
    *,
    template: str = "",
    known: Iterable[str] = (),
    labels: Mapping[str, str] | None = None,
) -> TypedText:
    """Read .docx, .pdf, .html, .md, .txt or captions as the transcript that somebody typed.

    ``known`` are names of speakers; ``labels`` say whose a label is (``R`` is Marian). InputError for a file that
    cannot be read or holds no words.
    """
    path = Path(file)
    data = read_bytes(path)
    form = guess_script(data, name=path.name).name
    remarks: list[str] = []
    if form in _CAPTIONS:
        blocks, places = _captions(data, form, path.name, tape, remarks)
    else:
        lines, where = _lines(data, form, path.name, remarks)
        lines = _without_heads(lines, remarks)
        names = {*known, *(labels or {}), *_below_title(lines)}
        script = read_script("\n".join(lines), template=template, known=names)
        remarks += script.remarks
        blocks = [block for block in script.blocks if block.tokens]
        places = [where(block.line) for block in blocks]
    if not blocks:
        raise InputError("; ".join(("there are no words in it", *remarks)), place=path.name, hint="open it and look")
    for block in blocks:
        if block.name is not None and labels:
            block.name = labels.get(block.name, block.name)
    return TypedText(
        file=path.name, format=form, data=data, blocks=tuple(blocks), places=tuple(places), remarks=tuple(remarks)
    )


def _lines(data: bytes, form: str, name: str, remarks: list[str]) -> tuple[list[str], _Where]:
    """The text in lines, and where in the file each one is."""
    if form == "txt":
        decoded = decode(data, name=name)
        remarks += decoded.remarks
        return decoded.text.split("\n"), _Where(())
    script = read_paragraphs(data, name=name, format=form)[0]
    remarks += script.remarks
    left_out = sum(paragraph.kind is ParagraphKind.NOTE for paragraph in script.paragraphs)
    if left_out:
        remarks.append(f"{counted(left_out, 'comment or direction')} left out")
    lines: list[str] = []
    places: list[str] = []
    for paragraph in script.paragraphs:
        if paragraph.kind is not ParagraphKind.NOTE:
            for line in [*_spoken_lines(paragraph), ""]:
                lines.append(line)
                places.append(paragraph.place)
    return lines, _Where(tuple(places))


@dataclass(frozen=True, slots=True)
class _Where:
    places: tuple[str, ...]

    def __call__(self, line: int) -> str:
        return self.places[line - 1] if 0 < line <= len(self.places) else f"line {line}"


def _spoken_lines(paragraph: Paragraph) -> Iterator[str]:
    lines = paragraph.text.split("\n")
    if paragraph.speaker:
        lines[0] = f"{paragraph.speaker}: {lines[0]}"
    yield from lines


def _below_title(lines: Sequence[str]) -> frozenset[str]:
    """The speakers of a text, judged without the title above it, which would speak against all of them."""
    text = [line for line in lines if line.strip()]
    above = 0
    while above < min(_LONGEST_TITLE, len(text)) and opening(text[above]).name is None:
        above += 1
    return speakers_among(text[above:]) if 0 < above < len(text) and opening(text[above]).name else frozenset()


def _without_heads(lines: Sequence[str], remarks: list[str]) -> list[str]:
    """Without lines that come again and again and differ in a number that grows: the heads and feet of pages."""
    shapes: dict[str, list[tuple[int, list[int]]]] = {}
    for number, line in enumerate(lines):
        text = " ".join(line.split())
        if 0 < len(text) <= _LONGEST_HEAD and _NUMBER.search(text) and any(map(str.isalpha, text)):
            shapes.setdefault(_NUMBER.sub("0", text), []).append((number, [int(n) for n in _NUMBER.findall(text)[:8]]))
    gone: set[int] = set()
    for found in shapes.values():
        if len(found) >= _LEAST_HEADS and _counts_pages([numbers for _, numbers in found]):
            gone.update(number for number, _ in found)
    if gone:
        shown = " ".join(lines[min(gone)].split())
        remarks.append(f"{counted(len(gone), 'line')} at the head or foot of pages left out: {shown}")
    return ["" if number in gone else line for number, line in enumerate(lines)]


def _counts_pages(rows: Sequence[Sequence[int]]) -> bool:
    """Whether one number of the line grows by one from page to page, and the others stay."""
    columns = list(zip(*rows, strict=True))
    steps = Counter(
        "stays" if len(set(column)) == 1 else "counts" if _is_count(column) else "varies" for column in columns
    )
    return steps["counts"] == 1 and not steps["varies"]


def _is_count(column: Sequence[int]) -> bool:
    return all(0 < later - earlier <= 2 for earlier, later in pairwise(column))


def _captions(data: bytes, form: str, name: str, tape: Tape, remarks: list[str]) -> tuple[list[Block], list[str]]:
    """Captions as typed text; their times are hints like any other."""
    read = table.reader_for(form).read(data, tape=tape, name=name)
    remarks += read.remarks
    blocks, places = [], []
    for turn in read.turns:
        if turn.words:
            tokens = [Token(word.text, Mark.UNSURE in word.marks) for word in turn.words]
            start = write_clock(turn.words[0].start)
            blocks.append(Block(turn.speaker or None, 0, tokens, [(0, Stamp(start, 0))]))
            places.append(start)
    return blocks, places
