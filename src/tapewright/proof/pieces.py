"""Pieces: runs of a chain that belong together, fitted to the words around them, become fragments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tapewright.corpus.lookup import HESITATIONS
from tapewright.corpus.shelves import Shelf, Shelves
from tapewright.model import TapeId
from tapewright.proof.fitting import Agreement, fit_before, fit_behind, fit_between
from tapewright.proof.runs import Run
from tapewright.proof.talk import Fragment
from tapewright.proof.weighing import Asked

TOGETHER = 10
"""More words than these between two runs, on the tape (hesitations aside) or in the quotation, part them."""

_MOST_ROWS, _MORE_WORDS = 6, 4
_MOST_BETWEEN = 14


@dataclass(slots=True)
class FoundPiece:
    """What agrees, in order: rows with positions of all shelves. ``explained`` is what it explains, in bits."""

    agreements: list[Agreement]

    @property
    def first(self) -> int:
        """Its first row."""
        return self.agreements[0].row

    @property
    def end(self) -> int:
        """Behind its last row."""
        return self.agreements[-1].row_end

    @property
    def start(self) -> int:
        """Where it begins in the corpus."""
        return self.agreements[0].at

    @property
    def stop(self) -> int:
        """Where it ends in the corpus, exclusive."""
        return self.agreements[-1].stop

    def explained(self, asked: Asked) -> float:
        """How much of what was asked it explains, in bits."""
        return sum(a.credit * sum(asked.bits[a.row : a.row_end]) for a in self.agreements)


def pieces_of(runs: Sequence[Run], shelves: Shelves) -> list[list[Run]]:
    """The runs of a chain by pieces: those that follow each other closely on a tape are one."""
    made: list[list[Run]] = []
    for run in runs:
        last = made[-1][-1] if made else None
        is_near = last is not None and last.tape == run.tape and run.first - last.end <= TOGETHER
        if last is not None and is_near and last.stop <= run.start:
            gap = run.start - last.stop
            if gap <= TOGETHER or (gap <= 2 * TOGETHER and _said(shelves, last.stop, run.start) <= TOGETHER):
                made[-1].append(run)
                continue
        made.append([run])
    return made


def fitted(asked: Asked, shelves: Shelves, pieces: Sequence[Sequence[Run]]) -> list[FoundPiece]:
    """Pieces with all that agrees between their runs and beside them, as far as no other piece has it."""
    made = [FoundPiece(_filled(asked, shelves, runs)) for runs in pieces]
    for index, piece in enumerate(made):
        before, behind = made[index - 1] if index else None, made[index + 1] if index + 1 < len(made) else None
        _extend_back(asked, shelves, piece, before)
        _extend(asked, shelves, piece, behind)
    return _joined(made, [runs[0].tape for runs in pieces])


def _joined(pieces: Sequence[FoundPiece], tapes: Sequence[int]) -> list[FoundPiece]:
    """Neighbours that have grown together are one piece."""
    made: list[FoundPiece] = []
    last = -1
    for piece, tape in zip(pieces, tapes, strict=True):
        if made and tape == last and 0 <= piece.start - made[-1].stop <= TOGETHER >= piece.first - made[-1].end:
            made[-1] = FoundPiece(made[-1].agreements + piece.agreements)
        else:
            made.append(piece)
        last = tape
    return made


def credits_of(asked: Asked, pieces: Iterable[FoundPiece]) -> list[float]:
    """How far each row agrees with what it stands against."""
    credits = [0.0] * asked.rows
    for piece in pieces:
        for agreement in piece.agreements:
            credits[agreement.row : agreement.row_end] = [agreement.credit] * (agreement.row_end - agreement.row)
    return credits


def fragments(asked: Asked, shelves: Shelves, pieces: Iterable[FoundPiece]) -> list[Fragment]:
    """Pieces as fragments, counted in normal words that are not folded."""
    made: list[Fragment] = []
    for piece in pieces:
        fragment = fragment_at(asked, shelves, (piece.first, piece.end), piece.start, piece.stop)
        score = piece.explained(asked) / sum(asked.bits[slice(*asked.whole(piece.first, piece.end))])
        # Two pieces may have a part each of one word: the sign and the figure of a sum, both words of a contraction.
        first = max(fragment.first, made[-1].end if made else 0)
        if first < fragment.end:
            made.append(fragment._replace(first=first, score=round(score, 4)))
    return made


def fragment_at(asked: Asked, shelves: Shelves, rows: tuple[int, int], start: int, stop: int) -> Fragment:
    """Rows with what stands between two positions of all shelves."""
    tape, place = shelves.place_at(start)
    shelf = shelves.all[shelves.shelf_at(start)]
    first, last = asked.folded[rows[0]], asked.folded[rows[1] - 1]
    return Fragment(first.first, last.end, TapeId(tape), place, shelf.corpus.behind(stop - shelf.offset - 1))


def _filled(asked: Asked, shelves: Shelves, runs: Sequence[Run]) -> list[Agreement]:
    made: list[Agreement] = []
    for run in runs:
        if made:
            row, at = made[-1].row_end, made[-1].stop
            if row < run.first and at < run.start and run.first - row <= _MOST_BETWEEN:
                found = fit_between(
                    asked.texts[row : run.first], asked.bits[row : run.first], _words(shelves, at, run.start)
                )
                made += _moved(found, row, at)
        steps = run.end - run.first
        made += [
            Agreement(run.first + n, run.first + n + 1, run.start + n, run.start + n + 1, 1.0) for n in range(steps)
        ]
    return made


def _extend(asked: Asked, shelves: Shelves, piece: FoundPiece, behind: FoundPiece | None) -> None:
    to_row = behind.first if behind else asked.rows
    # What the next piece has is its own.
    limit = behind.start if behind and behind.start >= piece.stop else 1 << 62
    while piece.end < to_row:
        row, at = piece.end, piece.stop
        end = min(to_row, row + _MOST_ROWS)
        heard = _words(shelves, at, min(limit, at + end - row + _MORE_WORDS))
        found = fit_behind(asked.texts[row:end], asked.bits[row:end], heard[: _edge(heard)])
        if not found:
            return
        piece.agreements += _moved(found, row, at)


def _extend_back(asked: Asked, shelves: Shelves, piece: FoundPiece, before: FoundPiece | None) -> None:
    from_row = before.end if before else 0
    limit = before.stop if before and before.stop <= piece.start else 0
    while piece.first > from_row:
        row, at = max(from_row, piece.first - _MOST_ROWS), piece.start
        begin = max(limit, shelves.all[shelves.shelf_at(at)].offset, at - (piece.first - row) - _MORE_WORDS)
        heard = _words(shelves, begin, at)
        heard = heard[len(heard) - _edge(heard[::-1]) :]
        found = fit_before(asked.texts[row : piece.first], asked.bits[row : piece.first], heard)
        if not found:
            return
        piece.agreements[:0] = _moved(found, row, at - len(heard))


def _edge(heard: Sequence[str]) -> int:
    """How many words there are before the edge of the tape."""
    return next((n for n, word in enumerate(heard) if word == "\0"), len(heard))


def _words(shelves: Shelves, start: int, stop: int) -> list[str]:
    shelf: Shelf = shelves.all[shelves.shelf_at(start)]
    words = shelf.corpus.words
    return [words[number] for number in shelf.corpus.tokens[start - shelf.offset : stop - shelf.offset].tolist()]


def _said(shelves: Shelves, start: int, stop: int) -> int:
    return sum(word not in HESITATIONS for word in _words(shelves, start, stop))


def _moved(found: Iterable[Agreement], row: int, at: int) -> list[Agreement]:
    return [Agreement(a.row + row, a.row_end + row, a.at + at, a.stop + at, a.credit) for a in found]
