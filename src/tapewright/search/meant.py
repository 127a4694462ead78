"""Search by meaning: passages of some thirty words, ranked by how near their vectors lie and which words they share.

A query's words count as in BM25 (Robertson and Zaragoza, "The probabilistic relevance framework", 2009), over the words
of the corpus index; they are added to the cosine, because names and numbers mean little to a vector. Brute force:
70,000 passages are some ten milliseconds.

Arrays of ``N`` passages, in the order of tapes and words:

    tape   int32 [N]  the number of the passage's tape in ``tapes``
    start  int32 [N]  its first word, in normal words of the tape's conversation
    end    int32 [N]  behind its last word
    turn   int64 [N]  its turn, and in it ``first`` int32 [N] to ``behind`` int32 [N], in tokens
    key    uint64 [N] a digest of its text
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tapewright.corpus import Lookup
from tapewright.search.close import ClosePlace, Within

Array = Any
"""``numpy.ndarray``."""

LEAST_WORDS, MOST_WORDS = 20, 45
"""Whole sentences are put together up to the first, and cut at the second."""

WORTH_OF_WORDS = 0.25
"""What the best passage by words alone adds to a cosine; measured, see docs/decisions/0151."""

LEAST_SCORE = 0.25
MOST_HITS = 200

_K1, _B = 1.2, 0.75
_SENTENCE_ENDS = (".", "?", "!", "…")
_QUOTES = "\"'”’)]»"


@dataclass(frozen=True, slots=True)
class Passages:
    """Where passages lie; see the module's head."""

    tapes: tuple[str, ...]
    tape: Array
    start: Array
    end: Array
    turn: Array
    first: Array
    behind: Array
    key: Array


def cut(tokens: Sequence[str]) -> list[tuple[int, int]]:
    """A turn's tokens as passages, first and behind the last: whole sentences, as long as they are short.

    >>> cut("The harbour was quiet. Nobody asked us.".split())
    [(0, 7)]
    """
    passages: list[tuple[int, int]] = []
    begin = 0
    for place, token in enumerate(tokens, 1):
        length = place - begin
        ends = token.rstrip(_QUOTES).endswith(_SENTENCE_ENDS)
        if (ends and length >= LEAST_WORDS) or length >= MOST_WORDS:
            passages.append((begin, place))
            begin = place
    if begin < len(tokens):
        passages.append((begin, len(tokens)))
    return passages


def by_words(corpus: Lookup, words: Sequence[str], passages: Passages) -> Array:
    """BM25 of each passage for the corpus's own words: float32 [N], 0 on tapes that this corpus has not."""
    score = np.zeros(len(passages.start), dtype=np.float32)
    begins, ends = _positions(corpus, passages)
    order = np.argsort(begins, kind="stable")
    sorted_begins, total = begins[order], int((begins >= 0).sum())
    lengths = (passages.end - passages.start).astype(np.float32)
    usual = float(lengths.mean()) if len(lengths) else 1.0
    for word in dict.fromkeys(words):
        first, last = corpus.word(corpus.number(word))
        if first == last:
            continue
        said = np.asarray(corpus.positions[first:last], dtype=np.int64)
        rows = order[np.maximum(np.searchsorted(sorted_begins, said, side="right") - 1, 0)]
        inside = (begins[rows] <= said) & (said < ends[rows])
        rows, times = np.unique(rows[inside], return_counts=True)
        rarity = np.log1p((total - len(rows) + 0.5) / (len(rows) + 0.5))
        score[rows] += rarity * times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * lengths[rows] / usual))
    return score


def _positions(corpus: Lookup, passages: Passages) -> tuple[Array, Array]:
    """Where each passage begins and ends among the corpus's words; -1 on tapes that it has not."""
    begins = np.full(len(passages.start), -1, dtype=np.int64)
    ends = begins.copy()
    numbers = {tape: number for number, tape in enumerate(corpus.tapes)}
    edges = np.searchsorted(passages.tape, np.arange(len(passages.tapes) + 1))
    for number, tape in enumerate(passages.tapes):
        if tape in numbers:
            rows = slice(int(edges[number]), int(edges[number + 1]))
            first, last = (int(edge) for edge in corpus.starts[numbers[tape] : numbers[tape] + 2])
            at = corpus.at[first : last - 1]
            begins[rows] = first + np.searchsorted(at, passages.start[rows])
            ends[rows] = first + np.searchsorted(at, passages.end[rows])
    return begins, ends


def allowed(passages: Passages, within: Within) -> Array:
    """Which passages have their middle in the stretches that count: bool [N]."""
    found = np.zeros(len(passages.start), dtype=bool)
    middle = (passages.start + passages.end) // 2
    for number, tape in enumerate(passages.tapes):
        mine = passages.tape == number
        for start, end in within.get(tape, ()):
            found |= mine & (middle >= start) & (middle < end)
    return found


def rank(
    passages: Passages,
    nearness: Array,
    worded: Array | None = None,
    *,
    among: Array | None = None,
    most: int = MOST_HITS,
    least: float = LEAST_SCORE,
) -> list[tuple[int, ClosePlace]]:
    """The best passages with their rows: cosines float32 [N], and what their words add."""
    score = np.asarray(nearness, dtype=np.float32).copy()
    if worded is not None and len(worded) and worded.max() > 0:
        score += WORTH_OF_WORDS * worded / worded.max()
    if among is not None:
        score[~among] = -1
    count = min(most, len(score))
    if not count:
        return []
    best = np.argpartition(-score, count - 1)[:count]
    best = best[np.lexsort((best, -score[best]))]
    return [(int(row), _place(passages, int(row), float(score[row]))) for row in best if score[row] >= least]


def _place(passages: Passages, row: int, score: float) -> ClosePlace:
    tape = passages.tapes[int(passages.tape[row])]
    start, end = int(passages.start[row]), int(passages.end[row])
    return ClosePlace(tape, start, end, round(min(1.0, score / (1 + WORTH_OF_WORDS)), 4), 0)
