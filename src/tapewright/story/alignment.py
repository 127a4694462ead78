"""A bite's text laid on the words of its tape, with room where something was left out.

Without an omission this is the plain difference of two word sequences (``words.difference``). With one, tape words
that are missing *there* cost nothing, wherever else the text and the tape agree just as well: "the boats … the
harbour" against "the boats, the big ships, the harbour" must not find a second "the" to blame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tapewright.words.difference import Step, StepKind, align

_LARGEST = 50_000_000
"""Most cells of the table with omissions (a byte each): 7,000 words against 7,000, an hour in one bite."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """``steps`` from tape (old) to text (new); ``left_out`` numbers the tape words that a marked omission covers."""

    steps: tuple[Step, ...]
    left_out: frozenset[int]


def lay_on(tape: Sequence[str], text: Sequence[str], omissions: frozenset[int]) -> Alignment:
    """Align comparable words. ``omissions`` are places in the text: ``j`` is before word ``j``, ``len(text)`` behind.

    >>> lay_on("the boats the big ships the harbour".split(), "the boats the harbour".split(), frozenset({2})).left_out
    frozenset({2, 3, 4})
    """
    if not omissions or len(tape) * len(text) > _LARGEST:
        steps = align(tape, text)
    else:
        steps = list(_with_room(tape, text, omissions))
    left_out = {number for step in steps if step.kind == "gone" and step.new.start in omissions for number in step.old}
    return Alignment(tuple(steps), frozenset(left_out))


def _with_room(tape: Sequence[str], text: Sequence[str], omissions: frozenset[int]) -> Iterator[Step]:
    """The script of least cost: a word changed, added or gone costs 1, gone at an omission costs 0."""
    first, last = min(omissions), max(omissions)
    # Equal words before the first omission and behind the last are part of some best script.
    head = 0
    while head < min(first, len(tape)) and tape[head] == text[head]:
        head += 1
    tail = 0
    while tail < min(len(text) - last, len(tape) - head, len(text) - head) and tape[-1 - tail] == text[-1 - tail]:
        tail += 1
    inner_tape, inner_text = tape[head : len(tape) - tail], text[head : len(text) - tail]
    moves = _moves(inner_tape, inner_text, {place - head for place in omissions})
    yield from _steps("s" * head + moves + "s" * tail)


def _moves(tape: Sequence[str], text: Sequence[str], omissions: set[int]) -> str:
    """One letter a step: ``s``ame, ``c``hanged, ``g``one, ``a``dded."""
    import numpy as np

    wide = len(text) + 1
    numbers: dict[str, int] = {}
    text_numbers = np.array([numbers.setdefault(word, len(numbers)) for word in text], dtype=np.int32)
    gone_cost = np.array([0 if place in omissions else 1 for place in range(wide)], dtype=np.int32)
    along = np.arange(wide, dtype=np.int32)
    row = along.copy()
    trace = np.empty((len(tape) + 1, wide), dtype="S1")
    trace[0] = b"a"
    for number, word in enumerate(tape, start=1):
        equal = text_numbers == numbers.get(word, -1)
        gone = row + gone_cost
        best = gone.copy()
        diagonal = row[:-1] + np.where(equal, 0, 1).astype(np.int32)
        np.minimum(best[1:], diagonal, out=best[1:])
        # Words added run along the row: the least of what stands to the left, one more for each step.
        row = np.minimum.accumulate(best - along) + along
        letters = np.full(wide, b"a", dtype="S1")
        letters[row == gone] = b"g"
        taken = row[1:] == diagonal
        letters[1:][taken & ~equal] = b"c"
        letters[1:][taken & equal] = b"s"
        trace[number] = letters
    return _way_back(trace, len(tape), len(text))


def _way_back(trace: Any, i: int, j: int) -> str:
    letters: list[str] = []
    while i or j:
        letter = trace[i, j].decode()
        letters.append(letter)
        i -= letter in "scg"
        j -= letter in "sca"
    return "".join(reversed(letters))


def _steps(moves: str) -> Iterator[Step]:
    kinds: dict[str, StepKind] = {"s": "same", "c": "changed", "g": "gone", "a": "added"}
    old = new = 0
    place = 0
    while place < len(moves):
        end = place
        while end < len(moves) and moves[end] == moves[place]:
            end += 1
        length = end - place
        kind = kinds[moves[place]]
        old_length, new_length = (0 if kind == "added" else length), (0 if kind == "gone" else length)
        yield Step(kind, range(old, old + old_length), range(new, new + new_length))
        old, new, place = old + old_length, new + new_length, end
