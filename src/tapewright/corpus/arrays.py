"""The talk of all tapes as arrays: each word a number, and where every pair of words stands.

Arrays (``N`` words, ``V`` different ones). Numbers are folded and contractions opened (``folding.fold_words``): a word
here may stand for several normal words, and several for one. Behind every tape stands at least one ``EDGE``, and each
tape begins at a multiple of ``ALIGNED``, so that what is counted in bins of so many words does not hang on the tapes
before it:

    tokens     int32 [N]       number of each word
    positions  int32 [N]       where each word stands, sorted by the word, then by the one behind it, then by place
    seconds    int32 [N]       the word behind each of ``positions``
    firsts     int64 [V + 1]   where the positions of each word begin
    at         int32 [N]       the word's place in its tape's conversation, counted in normal words
    starts     int64 [T + 1]   where each tape begins in ``tokens``
    letters    uint32 [V]      which letters each word has, a bit each
    lengths    uint8 [V]       how many letters it has, 255 for more

16 bytes a word, and 5 for each different one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from tapewright.corpus.folding import Folding, Numbers

EDGE = "\0"
"""Between two tapes: equal to no word and dearer than any gap."""

ALIGNED = 8
"""Tapes begin at multiples of this."""

Array = Any
"""``numpy.ndarray``."""

Talk = Iterable[tuple[str, Iterable[Sequence[str]]]]
"""Tapes, each with the normal words of its turns in order."""


@dataclass(frozen=True, slots=True)
class CorpusArrays:
    """What can be kept on disk and mapped into memory; see the module's head."""

    tapes: tuple[str, ...]
    words: tuple[str, ...]
    tokens: Array
    positions: Array
    seconds: Array
    firsts: Array
    at: Array
    starts: Array
    letters: Array
    lengths: Array


def build(talk: Talk) -> CorpusArrays:
    """The arrays for tapes, each given as the normal words of its turns. About a fifth of a second for a million."""
    numbers = Numbers()
    edge = numbers[EDGE]
    folding = Folding(numbers)
    tapes, starts = [], [0]
    tokens: list[Array] = []
    at: list[Array] = []
    for tape, turns in talk:
        said = list(turns)
        heard = list(map(numbers.__getitem__, chain.from_iterable(said)))
        raw = np.fromiter(heard, dtype=np.int32, count=len(heard))
        folded, places = folding.fold(raw, np.cumsum([len(turn) for turn in said], dtype=np.int64))
        edges = ALIGNED - len(folded) % ALIGNED
        tokens += [folded, np.full(edges, edge, dtype=np.int32)]
        at += [places, np.full(edges, len(raw), dtype=np.int32)]
        tapes.append(tape)
        starts.append(starts[-1] + len(folded) + edges)
    words = tuple(numbers.words)
    ids = np.concatenate(tokens) if tokens else np.zeros(1, dtype=np.int32)
    return _sorted(tuple(tapes), words, ids, np.concatenate(at) if at else ids, np.array(starts, dtype=np.int64))


def _sorted(tapes: tuple[str, ...], words: tuple[str, ...], tokens: Array, at: Array, starts: Array) -> CorpusArrays:
    following = np.zeros_like(tokens)
    following[:-1] = tokens[1:]
    order = np.argsort(tokens.astype(np.int64) * len(words) + following, kind="stable").astype(np.int32)
    return CorpusArrays(
        tapes=tapes,
        words=words,
        tokens=tokens,
        positions=order,
        seconds=following[order],
        firsts=np.concatenate([[0], np.cumsum(np.bincount(tokens, minlength=len(words)))]),
        at=at,
        starts=starts,
        letters=np.fromiter(map(letters_of, words), dtype=np.uint32, count=len(words)),
        lengths=np.fromiter((min(len(word), 255) for word in words), dtype=np.uint8, count=len(words)),
    )


def letters_of(word: str) -> int:
    """Which letters a word has, a bit each."""
    mask = 0
    for letter in word:
        mask |= 1 << (ord(letter) % 32)
    return mask
