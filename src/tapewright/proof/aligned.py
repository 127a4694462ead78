"""A quotation and its tape, word over word: what a screen shows in two lines, with what each stretch is.

The comparison is made once, by the judge; here its stretches are laid out so that nobody has to compare anything again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tapewright.model import DiffPiece, MeaningFlag, PieceKind, QuoteVerdict, SourcePlace
from tapewright.model.wording import came_from
from tapewright.timing import Interval, Ticks
from tapewright.words.normal import normal_words

KEPT = frozenset({PieceKind.SAME, PieceKind.SPELT, PieceKind.CHANGED, PieceKind.MOVED})
"""What a quotation takes over from the tape, as it stands there or in other words."""

_DIFFERENT = frozenset({PieceKind.FILLER, PieceKind.OMITTED, PieceKind.GONE, PieceKind.ADDED, PieceKind.CHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Words of the text over the words of the tape that belong to them; either side may be empty.

    ``flags`` are the numbers, from 0, of the verdict's meaning flags that these words raised. ``came_from`` says where
    the words come from, in the first cell behind a jump.
    """

    kind: PieceKind
    quote: str = ""
    tape: str = ""
    tape_id: str = ""
    interval: Interval | None = None
    is_doubtful: bool = False
    flags: tuple[int, ...] = ()
    came_from: str = ""


def aligned(verdict: QuoteVerdict) -> tuple[Cell, ...]:
    """The cells of a verdict in the order of the quotation; words that agree stand one to a cell."""
    cells = (cell for piece in verdict.diff for cell in _cells(piece, verdict.flags, verdict.sources))
    return tuple(_with_jumps(cells, verdict.sources))


def as_cut(verdict: QuoteVerdict) -> tuple[tuple[str, Interval], ...]:
    """What the tapes say of a quotation when all that it leaves out is cut away: tape and interval, in its order.

    Stretches that follow each other on the tape are one.
    """
    found: list[tuple[str, Interval]] = []
    joins = False
    for piece in verdict.diff:
        at = piece.interval
        if piece.kind not in KEPT or at is None or at.is_empty:
            joins = joins and piece.kind in (PieceKind.ADDED, PieceKind.OURS)
            continue
        if joins and found[-1][0] == piece.tape_id and at.start >= found[-1][1].end and piece.kind != PieceKind.MOVED:
            found[-1] = (piece.tape_id, Interval(found[-1][1].start, at.end))
        else:
            found.append((piece.tape_id, at))
        joins = True
    return tuple(found)


def _cells(piece: DiffPiece, flags: Sequence[MeaningFlag], sources: Sequence[SourcePlace]) -> Iterator[Cell]:
    quote, tape = piece.quote.split(), piece.tape.split()
    label = came_from(piece, sources) if piece.kind is PieceKind.MOVED else ""
    if piece.kind in (PieceKind.SAME, PieceKind.SPELT, PieceKind.MOVED) and len(quote) == len(tape):
        for number, (written, said) in enumerate(zip(quote, tape, strict=True)):
            yield Cell(
                kind=piece.kind,
                quote=written,
                tape=said,
                tape_id=piece.tape_id,
                interval=_part(piece.interval, number, len(quote)),
                came_from="" if number else label,
            )
        return
    yield Cell(
        kind=piece.kind,
        quote="…" if piece.kind is PieceKind.OMITTED and not quote else piece.quote,
        tape=piece.tape,
        tape_id=piece.tape_id,
        interval=piece.interval,
        is_doubtful=piece.is_doubtful,
        flags=tuple(number for number, flag in enumerate(flags) if _raised(piece, flag)),
        came_from=label,
    )


def _with_jumps(cells: Iterable[Cell], sources: Sequence[SourcePlace]) -> Iterator[Cell]:
    """The cells; the first that comes from another source than the ones before says from where."""
    last = -1
    for cell in cells:
        here = -1 if cell.interval is None else _source_of(cell.tape_id, cell.interval, sources)
        if here >= 0 and last not in (-1, here) and not cell.came_from:
            source = sources[here]
            yield replace(cell, came_from=f"{source.span.tape} {source.timecode}".strip())
        else:
            yield cell
        last = here if here >= 0 else last


def _source_of(tape: str, interval: Interval, sources: Sequence[SourcePlace]) -> int:
    """The number of the source in which words are heard; -1 for none."""
    for number, source in enumerate(sources):
        if source.span.tape == tape and source.span.interval.holds(interval.start):
            return number
    return -1


def _part(interval: Interval | None, number: int, count: int) -> Interval | None:
    """About where one word of a stretch is heard: near enough to begin to play there."""
    if interval is None:
        return None
    start, length = interval.start, interval.end - interval.start
    return Interval(Ticks(start + length * number // count), Ticks(start + length * (number + 1) // count))


def _raised(piece: DiffPiece, flag: MeaningFlag) -> bool:
    """Whether the words of a difference are those that a flag is about."""
    if piece.kind not in _DIFFERENT:
        return False
    return _holds(piece.tape, flag.tape_words) or _holds(piece.quote, flag.quote_words)


def _holds(one: str, other: str) -> bool:
    """Whether the words of one stand in the other, in a row."""
    short, long = sorted((_row(one), _row(other)), key=len)
    return bool(short.strip()) and short in long


def _row(text: str) -> str:
    return f" {' '.join(normal_words(text))} "
