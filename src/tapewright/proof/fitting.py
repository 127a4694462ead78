"""Fitting: what lies between and beside runs is compared word by word, so that a fragment ends where agreement ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tapewright.corpus.lookup import HESITATIONS
from tapewright.proof.nearness import Join, credit, joins

_ROW_GAP, _HEARD_GAP, _BESIDE_GAP = 0.5, 0.8, 2.0
"""In bits: a row that agrees with nothing; a word passed over between two runs; one beside a run, where no second run
speaks for it that the talk goes on as it was asked."""

_NOTHING = 1e-9


class Agreement(NamedTuple):
    """Rows ``row`` to ``row_end`` of what was asked agree with words ``at`` to ``stop`` of what was heard."""

    row: int
    row_end: int
    at: int
    stop: int
    credit: float


def fit_between(texts: Sequence[str], bits: Sequence[float], heard: Sequence[str]) -> list[Agreement]:
    """What agrees of some rows and the words that stand between two runs on the tape; both ends are held."""
    return _best(texts, bits, heard, joins(texts, heard), is_held=True)


def fit_behind(texts: Sequence[str], bits: Sequence[float], heard: Sequence[str]) -> list[Agreement]:
    """What agrees of some rows and the words behind a run, as far as it is worth going on."""
    return _best(texts, bits, heard, joins(texts, heard), is_held=False)


def fit_before(texts: Sequence[str], bits: Sequence[float], heard: Sequence[str]) -> list[Agreement]:
    """The same in front of a run: its last rows and words are those beside it."""
    rows, words = len(texts), len(heard)
    joined = {
        (rows - row + join.words, words - at + join.heard): [join]
        for (row, at), some in joins(texts, heard).items()
        for join in some
    }
    found = _best(texts[::-1], bits[::-1], heard[::-1], joined, is_held=False)
    turned = [Agreement(rows - a.row_end, rows - a.row, words - a.stop, words - a.at, a.credit) for a in found]
    return turned[::-1]


def _best(
    texts: Sequence[str],
    bits: Sequence[float],
    heard: Sequence[str],
    joined: Mapping[tuple[int, int], Sequence[Join]],
    *,
    is_held: bool,
) -> list[Agreement]:
    rows, words = len(texts), len(heard)
    if not rows or not words:
        return []
    gap = _HEARD_GAP if is_held else _BESIDE_GAP
    passing = [0.0 if word in HESITATIONS else gap for word in heard]
    scores = [[0.0] * (words + 1) for _ in range(rows + 1)]
    steps: list[list[Agreement | None]] = [[None] * (words + 1) for _ in range(rows + 1)]
    for at in range(1, words + 1):
        scores[0][at] = scores[0][at - 1] - passing[at - 1]
    for row in range(1, rows + 1):
        here, last = scores[row], scores[row - 1]
        here[0] = last[0] - _ROW_GAP
        for at in range(1, words + 1):
            value, step = last[at] - _ROW_GAP, None
            if here[at - 1] - passing[at - 1] > value:
                value = here[at - 1] - passing[at - 1]
            agrees = credit(texts[row - 1], heard[at - 1])
            if agrees:
                gained = last[at - 1] + agrees * bits[row - 1]
                if gained > value:
                    value, step = gained, Agreement(row - 1, row, at - 1, at, agrees)
            for join in joined.get((row, at), ()):
                from_row, from_word = row - join.words, at - join.heard
                gained = scores[from_row][from_word] + join.credit * sum(bits[from_row:row])
                if gained > value:
                    value, step = gained, Agreement(from_row, row, from_word, at, join.credit)
            here[at], steps[row][at] = value, step
    return _traced(scores, steps, passing, is_held)


def _traced(
    scores: list[list[float]], steps: list[list[Agreement | None]], passing: Sequence[float], is_held: bool
) -> list[Agreement]:
    row, at = len(scores) - 1, len(scores[0]) - 1
    if not is_held:
        row, at = max(
            (
                (row, at)
                for row in range(len(scores))
                for at in range(len(scores[0]))
                if steps[row][at] or row == at == 0
            ),
            key=lambda cell: (scores[cell[0]][cell[1]], -cell[0] - cell[1]),
        )
    made: list[Agreement] = []
    while row > 0 and at > 0:
        step = steps[row][at]
        if step is not None:
            made.append(step)
            row, at = step.row, step.at
        elif abs(scores[row][at] - (scores[row][at - 1] - passing[at - 1])) < _NOTHING:
            at -= 1
        else:
            row -= 1
    return made[::-1]
