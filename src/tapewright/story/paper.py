"""The paper edit as text: parsed into blocks that keep their exact source (``docs/reference/paper-edit.md``).

Joined, the front and the blocks' sources are the file again, whatever it holds. What is not ours is a block of the
kind ``other`` and is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.token import Token as MarkdownToken

from tapewright.errors import UsageError
from tapewright.model import Block, PaperEdit
from tapewright.story.front import check_narration, programme, read_front
from tapewright.story.inline import plain_text, spoken_text
from tapewright.story.markdown import block_tokens, is_blank, lines_of
from tapewright.story.quotation import is_source_line, read_quotation
from tapewright.timing import TimecodeFormat, frame_rate

_PICTURE = re.compile(r"[ \t]*(?:ARCHIVE|CARD):")
_COMMENTS = re.compile(r"(?:<!--(?:[^-]|-(?!->))*-->\s*)+")
_BOM = "\ufeff"


def parse(
    text: str,
    *,
    name: str = "paper edit",
    format: TimecodeFormat = TimecodeFormat(frame_rate(25)),
    start: str = "01:00:00:00",
) -> PaperEdit:
    """The blocks of a paper edit. ``format`` and ``start`` are the project's, for a file that does not say.

    Never fails on what a body may hold: a quotation that cannot be read has a ``problem``. InputError for front
    matter that cannot be meant (a frame rate that is none), because every cut would be wrong.

    >>> edit = parse("# The gap\\n\\n> Quiet.\\n>\\n> — MARIAN [T017](tape:T017#t=1.5,2)\\n")
    >>> [(block.kind, block.text) for block in edit.blocks]
    [('scene', 'The gap'), ('bite', 'Quiet.')]
    """
    bom = _BOM if text.startswith(_BOM) else ""
    lines = lines_of(text[len(bom) :])
    front = read_front(lines)
    counting, first_frame = programme(front, name=name, default_format=format, default_start=start)
    check_narration(front, name=name)
    body = lines[front.lines :]
    pieces = list(_pieces(body))
    starts = [piece.start for piece in pieces] + [len(body)]
    return PaperEdit(
        title=front.settings.get("title") or name.removesuffix(".md"),
        format=counting,
        start=first_frame,
        blocks=tuple(
            _block(piece, "".join(body[piece.start : end]), front.lines + piece.start + 1)
            for piece, end in zip(pieces, starts[1:], strict=True)
        ),
        front=bom + "".join(lines[: front.lines] + body[: starts[0]]),
        settings=front.settings,
    )


def source_of(edit: PaperEdit) -> str:
    """The file's text, byte for byte as it was read."""
    return edit.front + "".join(block.source for block in edit.blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Where a block begins among the lines, and what it is; blank lines behind it belong to it."""

    kind: str
    start: int
    text: str = ""
    level: int = 0
    problem: str = ""


def _pieces(lines: list[str]) -> Iterator[_Piece]:
    done = 0
    tokens = block_tokens("".join(lines))
    for number, token in enumerate(tokens):
        if token.level or token.nesting < 0 or token.map is None:
            continue
        start, end = max(token.map[0], done), min(token.map[1], len(lines))
        if end <= start:
            continue
        yield from _unclaimed(lines, done, start)
        yield from _claimed(tokens, number, lines, start, end)
        done = end
    yield from _unclaimed(lines, done, len(lines))


def _unclaimed(lines: list[str], start: int, end: int) -> Iterator[_Piece]:
    """Lines without a token that are not blank: definitions of links."""
    first = next((n for n in range(start, end) if not is_blank(lines[n])), None)
    if first is not None:
        yield _Piece(kind="other", start=first)


def _claimed(tokens: list[MarkdownToken], number: int, lines: list[str], start: int, end: int) -> Iterator[_Piece]:
    token = tokens[number]
    if token.type == "heading_open":
        yield _Piece(kind="scene", start=start, text=plain_text(tokens[number + 1].content), level=int(token.tag[1:]))
    elif token.type == "paragraph_open":
        yield from _paragraph(lines, start, end)
    elif token.type == "blockquote_open":
        yield _Piece(kind="quotation", start=start)
    elif token.type == "table_open":
        yield _Piece(kind="picture", start=start, text=_table_text(tokens, number))
    elif token.type == "html_block" and _COMMENTS.fullmatch(note := "".join(lines[start:end]).strip()):
        yield _Piece(kind="note", start=start, text=re.sub(r"\s*(?:<!--|-->)\s*", " ", note).strip())
    else:
        yield _Piece(kind="other", start=start)


def _paragraph(lines: list[str], start: int, end: int) -> Iterator[_Piece]:
    """Narration, and from each line ``ARCHIVE:`` or ``CARD:`` on, picture."""
    begins = [n for n in range(start, end) if n == start or _PICTURE.match(lines[n])]
    for first, last in zip(begins, [*begins[1:], end], strict=True):
        text = "\n".join(line.strip() for line in lines[first:last])
        if _PICTURE.match(lines[first]):
            yield _Piece(kind="picture", start=first, text=plain_text(text))
        elif is_source_line(text):
            problem = "this names a source outside of a block quote (put '> ' before its lines)"
            yield _Piece(kind="bite", start=first, problem=problem)
        else:
            yield _Piece(kind="narration", start=first, text=spoken_text(text))


def _table_text(tokens: list[MarkdownToken], number: int) -> str:
    """One line a row, cells parted by a bar."""
    rows: list[list[str]] = []
    for token in tokens[number + 1 :]:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(plain_text(token.content))
    return "\n".join(" | ".join(row) for row in rows)


def _block(piece: _Piece, source: str, line: int) -> Block:
    if piece.kind == "quotation":
        return _quotation(source, line)
    problem = piece.problem
    if piece.kind == "other" and source.lstrip(" ").startswith("<!--") and "-->" not in source:
        problem = "a comment is opened here and never closed: everything behind it is hidden"
    return Block(kind=piece.kind, source=source, line=line, text=piece.text, level=piece.level, problem=problem)


def _quotation(source: str, line: int) -> Block:
    try:
        quotation = read_quotation(source)
    except UsageError as error:
        hint = f" ({error.hint})" if error.hint else ""
        return Block(kind="bite", source=source, line=line, problem=f"{error.message}{hint}")
    if quotation is None:
        return Block(kind="other", source=source, line=line)
    return Block(kind="bite", source=source, line=line, text=quotation.bite.text, bite=quotation.bite)
