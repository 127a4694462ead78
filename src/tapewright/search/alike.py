"""Search by sound: what a recogniser wrote down for a name that it did not know.

The words of the talk become one long string of sounds without ends of words, because a recogniser splits and joins
them ("ebitda" became "a bit da"). Groups of ``_GRAM`` sounds in coarse classes vote for diagonals, and a weighted
alignment says how near each likely place sounds; beginning or ending inside a word costs a little.

Arrays (``M`` sounds of ``N`` words):

    sounds     uint8 [M]      number of each sound in ``words.sound.SOUNDS``; ``EDGE_SOUND`` between tapes
    word       int32 [M]      which word each sound belongs to
    at         int32 [N]      the word's place in its tape's conversation, counted in normal words
    starts     int64 [T + 1]  where each tape begins among the words
    positions  int32 [M]      where the groups stand, sorted by group
    groups     int64 [G + 1]  where each group begins in ``positions``
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log2
from typing import Any

import numpy as np

from tapewright.errors import UsageError
from tapewright.search.close import ClosePlace, Within
from tapewright.words.sound import CHANGE, GAP, SOUNDS, VOWELS, sounds

EDGE_SOUND = len(SOUNDS)
MOST_SOUNDS = 200

_GRAM = 4
# Sounds that are often heard for each other are one class: a group survives such an error.
_CLASSES = ("PBFVW", "TDH", "KGQ", "SZXCJ", "MN", "RL", "Y" + VOWELS)
_BIN = 4
_MOST_WINDOWS = 400
_MOST_POSITIONS = 400_000
_INSIDE_A_WORD = 0.35
_LEAST_SCORE = 0.55

Array = Any
"""``numpy.ndarray``."""

_CLASS_OF = np.array([*(next(n for n, c in enumerate(_CLASSES) if sound in c) for sound in SOUNDS), 0], dtype=np.int64)
_CHANGES = np.array([[CHANGE[one][other] for other in SOUNDS] + [50.0] for one in SOUNDS])
_GAPS = np.array([*(GAP[sound] for sound in SOUNDS), 50.0])


@dataclass(frozen=True, slots=True)
class SoundArrays:
    """What can be kept on disk and mapped into memory; see the module's head."""

    tapes: tuple[str, ...]
    sounds: Array
    word: Array
    at: Array
    starts: Array
    positions: Array
    groups: Array


def build(talk: Iterable[tuple[str, Iterable[tuple[str, int]]]]) -> SoundArrays:
    """The arrays for tapes, each given as its words with their places. About three seconds for a million words."""
    numbers = bytes.maketrans(SOUNDS.encode(), bytes(range(len(SOUNDS))))
    tapes, starts, at = [], [0], []
    heard = bytearray()
    lengths: list[int] = []
    for tape, words in talk:
        for text, place in words:
            sounded = sounds(text).encode().translate(numbers)
            heard += sounded
            lengths.append(len(sounded))
            at.append(place)
        heard.append(EDGE_SOUND)
        lengths.append(1)
        at.append(at[-1] + 1 if at else 0)
        tapes.append(tape)
        starts.append(len(lengths))
    numbered = np.frombuffer(bytes(heard), dtype=np.uint8)
    groups = _groups(numbered)
    order = np.argsort(groups, kind="stable").astype(np.int32)
    return SoundArrays(
        tapes=tuple(tapes),
        sounds=numbered,
        word=np.repeat(np.arange(len(lengths), dtype=np.int32), lengths),
        at=np.array(at or [0], dtype=np.int32),
        starts=np.array(starts, dtype=np.int64),
        positions=order,
        groups=np.searchsorted(groups[order], np.arange(len(_CLASSES) ** _GRAM + 1)),
    )


def _groups(numbered: Array) -> Array:
    """The number of the group that begins at each sound, int64 [M - _GRAM + 1]."""
    classes = _CLASS_OF[numbered]
    count = max(0, len(classes) - _GRAM + 1)
    made = np.zeros(count, dtype=np.int64)
    for offset in range(_GRAM):
        made = made * len(_CLASSES) + classes[offset : offset + count]
    return made


class SoundIndex:
    """Finds what sounds alike, by arrays that were built or loaded."""

    def __init__(self, arrays: SoundArrays) -> None:
        self._arrays = arrays
        self._size = len(arrays.sounds)

    @property
    def tapes(self) -> tuple[str, ...]:
        """The tapes that can be searched here."""
        return self._arrays.tapes

    @cached_property
    def _begins_word(self) -> Array:
        word = self._arrays.word
        return np.concatenate([[True], word[1:] != word[:-1], [True]])

    def find(
        self, words: Sequence[str], *, within: Within | None = None, least_score: float = _LEAST_SCORE
    ) -> list[ClosePlace]:
        """Places that sound like normal words, best first: all that sound the same, then the likeliest few hundred.

        About 40 ms for a name in a million words; ``differs`` is 0, sounds say nothing of spelling. Raises
        UsageError for much more than a sentence.
        """
        wanted = np.array([SOUNDS.index(sound) for word in words for sound in sounds(word)], dtype=np.int64)
        if len(wanted) > MOST_SOUNDS:
            raise UsageError("that is too much for one search by sound", hint="search for a name or a few words")
        if not len(wanted) or self._size <= 1:
            return []
        same = self._same(wanted, within)
        near = self._aligned(wanted, self._windows(wanted, within, same), least_score)
        places = [self._place(begin, begin + len(wanted) - 1, 1.0) for begin in same.tolist()]
        places += [self._place(begin, end, score) for begin, end, score in near]
        return sorted(places, key=lambda place: (-place.score, place.tape, place.start))

    def _same(self, wanted: Array, within: Within | None) -> Array:
        """Where whole words have the very same sounds: so many that they would crowd out those that are only near."""
        groups = self._arrays.groups
        asked = [(int(groups[g + 1] - groups[g]), offset, g) for offset, g in enumerate(_groups(wanted).tolist())]
        if asked:
            _, offset, group = min(asked)
            begins = self._arrays.positions[groups[group] : groups[group + 1]].astype(np.int64) - offset
        else:
            begins = self._same_classes(wanted)
        begins = begins[(begins >= 0) & (begins + len(wanted) <= self._size)]
        begins = begins[self._begins_word[begins] & self._begins_word[begins + len(wanted)]]
        for offset, number in enumerate(wanted):
            begins = begins[self._arrays.sounds[begins + offset] == number]
        return np.sort(begins if within is None else begins[self._allowed(within)[begins]])

    def _windows(self, wanted: Array, within: Within | None, same: Array) -> Array:
        begins, worths = [], []
        groups = self._arrays.groups
        asked = sorted((int(groups[g + 1] - groups[g]), offset, g) for offset, g in enumerate(_groups(wanted).tolist()))
        taken = 0
        for count, offset, group in asked:
            if taken and taken + count > _MOST_POSITIONS:
                break
            taken += count
            begins.append(self._arrays.positions[groups[group] : groups[group + 1]].astype(np.int64) - offset)
            worths.append(np.full(count, log2(self._size / (1 + count))))
        if len(wanted) < _GRAM:
            begins = [self._same_classes(wanted)]
            worths = [np.ones(len(begins[0]))]
        every, worth = np.concatenate(begins), np.concatenate(worths)
        if within is not None:
            allowed = self._allowed(within)
            inside = allowed[np.clip(every + len(wanted) // 2, 0, self._size - 1)]
            every, worth = every[inside], worth[inside]
        if not len(every):
            return every
        votes = np.bincount(np.maximum(every // _BIN, 0) + 1, weights=worth, minlength=self._size // _BIN + 3)
        for neighbour in range(-1, 2):
            votes[np.clip(same // _BIN + neighbour + 1, 0, len(votes) - 1)] = 0
        joined = votes[1:-1] + np.maximum(votes[:-2], votes[2:])
        chosen = np.flatnonzero(votes[1:-1])
        best = chosen[np.argsort(-joined[chosen], kind="stable")[:_MOST_WINDOWS]]
        return np.sort(best) * _BIN

    def _same_classes(self, wanted: Array) -> Array:
        """Where a sound or three stand, too few for a group."""
        classes = _CLASS_OF[self._arrays.sounds]
        same = np.ones(max(0, self._size - len(wanted) + 1), dtype=bool)
        for offset, number in enumerate(_CLASS_OF[wanted]):
            same &= classes[offset : offset + len(same)] == number
        return np.flatnonzero(same & self._begins_word[: len(same)])

    def _allowed(self, within: Within) -> Array:
        """Which sounds lie within: bool [M]."""
        allowed = np.zeros(len(self._arrays.at), dtype=bool)
        for tape, stretches in within.items():
            if tape in self._arrays.tapes:
                number = self._arrays.tapes.index(tape)
                first, last = (int(edge) for edge in self._arrays.starts[number : number + 2])
                at = self._arrays.at[first : last - 1]
                for start, end in stretches:
                    allowed[first + np.searchsorted(at, start) : first + np.searchsorted(at, end)] = True
        return allowed[self._arrays.word]

    def _aligned(self, wanted: Array, begins: Array, least_score: float) -> list[tuple[int, int, float]]:
        """First and last sound of each near place, and its score."""
        if not len(begins):
            return []
        margin = 3 + len(wanted) // 4
        columns = np.arange(margin + _BIN + len(wanted) + margin)
        index = np.clip(begins[:, None] - margin + columns, 0, self._size - 1)
        heard = self._arrays.sounds[index]
        starts_here = self._begins_word[index]
        ends_here = self._begins_word[index + 1]
        costs, origin = _align(wanted, heard, starts_here)
        costs = costs + np.where(ends_here, 0.0, _INSIDE_A_WORD)
        last = np.argmin(costs, axis=1)
        rows = np.arange(len(begins))
        # Half of the cost of leaving a sound out is the scale: nothing but vowels in common scores low.
        scores = 1 - costs[rows, last] / (0.55 * len(wanted))
        found: list[tuple[int, int, float]] = []
        taken: list[tuple[int, int]] = []
        for row in np.argsort(-scores, kind="stable"):
            if scores[row] < least_score:
                break
            begin, end = int(index[row, origin[row, last[row]]]), int(index[row, last[row]])
            first, final = int(self._arrays.word[begin]), int(self._arrays.word[end])
            if not any(first <= other_final and other_first <= final for other_first, other_final in taken):
                taken.append((first, final))
                found.append((begin, end, float(scores[row])))
        return found

    def _place(self, begin: int, end: int, score: float) -> ClosePlace:
        first, final = int(self._arrays.word[begin]), int(self._arrays.word[end])
        tape = int(np.searchsorted(self._arrays.starts, first, side="right")) - 1
        start, stop = int(self._arrays.at[first]), int(self._arrays.at[final + 1])
        return ClosePlace(self._arrays.tapes[tape], start, stop, round(min(1.0, score), 4), 0)


def _align(wanted: Array, heard: Array, starts_here: Array) -> tuple[Array, Array]:
    """What each end costs, float [windows, columns], and in which column its best beginning lies.

    All of ``wanted`` is aligned; the window's own ends are free.
    """
    windows, columns = heard.shape
    passing = _GAPS[heard]
    passed = np.concatenate([np.zeros((windows, 1)), np.cumsum(passing, axis=1)], axis=1)
    starts = np.concatenate([starts_here, np.zeros((windows, 1), dtype=bool)], axis=1)
    costs = np.where(starts, 0.0, _INSIDE_A_WORD)
    origin = np.broadcast_to(np.arange(columns + 1), costs.shape).copy()
    ahead = np.arange(columns + 1)
    for number in wanted:
        here = costs + _GAPS[number]
        came = origin.copy()
        changed = costs[:, :-1] + _CHANGES[number][heard]
        better = changed < here[:, 1:]
        here[:, 1:][better] = changed[better]
        came[:, 1:][better] = origin[:, :-1][better]
        # Sounds passed over on the tape: the best of all cells to the left, with what lies between.
        level = here - passed
        lowest = np.minimum.accumulate(level, axis=1)
        source = np.maximum.accumulate(np.where(level <= lowest, ahead, 0), axis=1)
        costs = lowest + passed
        origin = np.take_along_axis(came, source, axis=1)
    return costs[:, 1:], np.minimum(origin[:, 1:], columns - 1)
