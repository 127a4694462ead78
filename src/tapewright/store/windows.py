"""Windows: the overlapping pieces of a tape's words in which the text index looks for phrases.

A phrase is lost where it crosses the edge of an indexed row. So every row, a *window*, holds the words that it
owns and the next ``LOOKAHEAD`` words behind them, whatever turn they belong to. A phrase of up to ``LOOKAHEAD + 1``
words lies whole in the window that owns its first word, and is counted there alone.

There are two streams. The *conversation* runs turn after turn. A *speaker's own words* run past what others say
between: only the ends of turns need windows there, and only where the two streams go on differently.

Cost: about 2.5 indexed words a word of talk (real hearings and meetings).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

LOOKAHEAD = 15
CONVERSATION, OWN_WORDS = 0, 1

_SHORTEST, _LONGEST, _CUTS_AT = 32, 96, 31


class Window(NamedTuple):
    """One indexed row. Positions count normal words.

    The first ``own`` words of ``text`` are the words ``first`` to ``first + own`` of the turn. ``reach`` is the
    number of leading words that the conversation has in the same order: a phrase that ends within them is no news
    in the stream ``OWN_WORDS``.
    """

    stream: int
    first: int
    own: int
    reach: int
    text: str


class Ahead(NamedTuple):
    """Words that follow: the turns that they come from, with how many of each, and the words themselves."""

    turns: tuple[tuple[int, int], ...]
    words: tuple[str, ...]


def windows(words: Sequence[str], conversation: Ahead, own: Ahead) -> list[Window]:
    """The windows of a turn with these normal words, given what follows in the conversation and from its speaker."""
    made = []
    edges = cuts(words)
    for start, end in pairwise(edges):
        inside = tuple(words[start : end + LOOKAHEAD])
        missing = LOOKAHEAD - (len(inside) - (end - start))
        made.append(_window(CONVERSATION, start, end - start, 0, inside + conversation.words[:missing]))
    shared = _shared(conversation, own)
    if words and shared < len(own.words):
        start = max(0, len(words) - LOOKAHEAD)
        tail = tuple(words[start:])
        made.append(_window(OWN_WORDS, start, len(tail), len(tail) + shared, tail + own.words))
    return made


def cuts(words: Sequence[str]) -> list[int]:
    """Where a turn is cut into windows: 0, …, its length.

    A long turn is cut behind words that the words themselves choose, so that a correction moves only the cuts
    beside it and the other windows stay as they are (content-defined chunking).
    """
    edges = [0]
    while len(words) - edges[-1] > _LONGEST:
        earliest, latest = edges[-1] + _SHORTEST, edges[-1] + _LONGEST
        chosen = (at for at in range(earliest, latest) if crc32(words[at - 1].encode()) & _CUTS_AT == 0)
        edges.append(next(chosen, latest))
    return [*edges, len(words)] if words else edges


def _window(stream: int, first: int, own: int, reach: int, words: tuple[str, ...]) -> Window:
    return Window(stream, first, own, reach or len(words), " ".join(words))


def _shared(one: Ahead, other: Ahead) -> int:
    """How many leading words come out of the same turns."""
    shared = 0
    for (turn, count), (also, also_count) in zip(one.turns, other.turns, strict=False):
        if turn != also:
            break
        shared += min(count, also_count)
    return shared
