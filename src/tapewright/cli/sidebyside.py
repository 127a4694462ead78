"""The difference of a quotation and its tape as two columns, what belongs together on one line.

Signs say what a stretch is, so that nothing depends on colour: ``{+words+}`` are in the text only, ``[-words-]`` on the
tape only, ``(-words-)`` are fillers that are gone; ``…`` stands for what the text itself says is left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from tapewright.cli.terminal import bare, styled
from tapewright.model import DiffPiece, PieceKind, SourcePlace
from tapewright.model.wording import came_from
from tapewright.words.counted import counted

_LONG = 24
"""Words of the tape that are left out with a sign are shown whole up to this many."""


class Token(NamedTuple):
    """One word of a column and how it looks ("" is plain)."""

    text: str
    style: str = ""


class _Cell(NamedTuple):
    left: list[Token]
    right: list[Token]
    is_new_row: bool = False


def side_by_side(
    diff: Sequence[DiffPiece], *, width: int, colour: bool, sources: Sequence[SourcePlace] = ()
) -> list[str]:
    """Lines of at most ``width`` columns; ``sources`` say the timecode of a place from which words were moved."""
    column = (width - 3) // 2
    rows = _rows([cell for piece in diff for cell in _cells(piece, sources)], column)
    lines = [(f"{'text':<{column}}", "tape", True)]
    lines += [(_column(left, column, colour), _column(right, 0, colour), False) for left, right in rows]
    return [
        f"{styled(left, 'faint')} │ {styled(right, 'faint')}" if is_head and colour else f"{left} │ {right}".rstrip()
        for left, right, is_head in lines
    ]


def columns_of(text: str) -> int:
    """How many columns of a terminal a text takes: two for wide letters, none for what stands on another sign."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    none = sum(unicodedata.category(sign) in ("Mn", "Me", "Cf") for sign in text)
    return len(text) + wide - none


def wrapped(text: str, width: int) -> list[str]:
    """The words of a text on lines of at most ``width`` columns; a word that is longer is cut."""
    lines: list[str] = []
    for word in (part for whole in text.split() for part in _cut(whole, width)):
        if lines and columns_of(lines[-1]) + 1 + columns_of(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _cells(piece: DiffPiece, sources: Sequence[SourcePlace]) -> Iterator[_Cell]:
    quote, tape = bare(piece.quote).split(), bare(piece.tape).split()
    doubt = "?" if piece.is_doubtful else ""
    match piece.kind:
        case PieceKind.SAME | PieceKind.SPELT | PieceKind.MOVED:
            if piece.kind is PieceKind.MOVED:
                yield _Cell([], [Token(f"↷ {bare(came_from(piece, sources))}", "open")], True)
            if len(quote) == len(tape):
                yield from (_Cell([Token(a)], [Token(b)]) for a, b in zip(quote, tape, strict=True))
            elif quote or tape:
                yield _Cell([Token(word) for word in quote], [Token(word) for word in tape])
        case PieceKind.FILLER:
            yield _Cell([], _marked(tape, "(-", "-)", "faint"))
        case PieceKind.OMITTED:
            yield _Cell([Token("…", "open")], [Token(word, "faint") for word in _shortened(tape)])
        case PieceKind.OURS:
            yield _Cell([Token(word, "faint") for word in quote], [])
        case PieceKind.GONE | PieceKind.ADDED | PieceKind.CHANGED:
            yield _Cell(
                _marked(quote, "{+", f"+}}{doubt}", "good_strong"), _marked(tape, "[-", f"-]{doubt}", "bad_strong")
            )


def _marked(words: list[str], opening: str, closing: str, style: str) -> list[Token]:
    if not words:
        return []
    marked = [*words]
    marked[0] = opening + marked[0]
    marked[-1] += closing
    return [Token(word, style) for word in marked]


def _shortened(words: list[str]) -> list[str]:
    if len(words) <= _LONG:
        return words
    return [
        *words[: _LONG // 3],
        *f"(… {counted(len(words) - 2 * (_LONG // 3), 'word')} …)".split(),
        *words[-(_LONG // 3) :],
    ]


def _rows(cells: Sequence[_Cell], column: int) -> list[tuple[list[Token], list[Token]]]:
    rows: list[tuple[list[Token], list[Token]]] = [([], [])]
    for cell in cells:
        none: list[Token] = []
        for left, right in zip_longest(_lines(cell.left, column), _lines(cell.right, column), fillvalue=none):
            row = rows[-1]
            fits = _width([*row[0], *left]) <= column and _width([*row[1], *right]) <= column
            if not fits or (cell.is_new_row and any(row)):
                rows.append((list(left), list(right)))
            else:
                row[0].extend(left)
                row[1].extend(right)
    return [row for row in rows if any(row)]


def _lines(tokens: Sequence[Token], column: int) -> list[list[Token]]:
    """The tokens on as many lines as they need."""
    lines: list[list[Token]] = []
    for token in (Token(part, whole.style) for whole in tokens for part in _cut(whole.text, column)):
        if lines and _width([*lines[-1], token]) <= column:
            lines[-1].append(token)
        else:
            lines.append([token])
    return lines


def _cut(word: str, column: int) -> Iterator[str]:
    part = ""
    for sign in word:
        if part and columns_of(part + sign) > column:
            yield part
            part = ""
        part += sign
    if part:
        yield part


def _width(tokens: Sequence[Token]) -> int:
    return sum(columns_of(token.text) for token in tokens) + max(0, len(tokens) - 1)


def _column(tokens: Sequence[Token], column: int, colour: bool) -> str:
    text = " ".join(styled(token.text, token.style) if colour and token.style else token.text for token in tokens)
    return text + " " * (column - _width(tokens))
