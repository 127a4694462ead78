"""Known names that words may stand for: what a recogniser wrote down for a name that it did not know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tapewright.model.names import KnownName, NameKind
from tapewright.words.normal import normal_words
from tapewright.words.sound import distance, sound_key, sounds

LEAST_ALIKE, LEAST_ALIKE_OF_SEVERAL = 0.8, 0.75
"""Of the sounds of both, so much must agree; less where a name became several words, which chance makes seldom."""

LEAST_SOUNDS = 4
"""Shorter names sound like too much."""

MOST_WORDS = 4
_WHOLE = 0.1


@dataclass(frozen=True, slots=True)
class Alike:
    """Words ``first`` to before ``end`` may stand for ``text``, a known name or a part of one. ``likeness``: 0 to 1;
    1 where the list itself says that the name is misheard so.
    """

    first: int
    end: int
    text: str
    likeness: float


@dataclass(frozen=True, slots=True)
class _Target:
    text: str
    sounds: str
    words: frozenset[str]
    is_listed: bool = False


class NamesBySound:
    """Finds known names by their sound. Each token is looked at once; a project has few of them."""

    def __init__(self, names: Iterable[KnownName]) -> None:
        self._by_key: defaultdict[str, list[_Target]] = defaultdict(list)
        self._exact: defaultdict[str, list[_Target]] = defaultdict(list)
        self._longest = 0
        self._own: set[str] = set()
        for name in names:
            self._take(name)
        self.near = lru_cache(maxsize=1 << 17)(self._near)

    @property
    def is_empty(self) -> bool:
        """Whether there is no name to be found."""
        return not self._by_key and not self._exact

    def in_words(self, normal: Sequence[str], places: Iterable[int]) -> list[Alike]:
        """Known names that words sound like and are not, from each of these places on; the most alike first."""
        found: list[Alike] = []
        for place in places:
            for length in range(1, min(MOST_WORDS, self._longest + 1, len(normal) - place) + 1):
                words = tuple(normal[place : place + length])
                found += (Alike(place, place + length, text, likeness) for text, likeness in self.near(words))
        # A whole name says more than one word of it.
        return sorted(found, key=lambda one: (-one.likeness - _WHOLE * (one.end - one.first), one.first))

    def _near(self, words: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
        joined = "".join(words)
        made = {target.text: 1.0 for target in self._exact.get(joined, ())}
        mine = sounds(joined) if len(words) == 1 else "".join(map(sounds, words))
        if len(mine) >= LEAST_SOUNDS and not (len(words) == 1 and joined in self._own):
            for skeleton in _thinned(sound_key_of(mine)):
                for target in self._by_key.get(skeleton, ()):
                    if target.words.issubset(words):
                        continue  # it is written right
                    longest = max(len(mine), len(target.sounds))
                    likeness = 1 - distance(mine, target.sounds) / longest
                    least = LEAST_ALIKE if len(words) == 1 else LEAST_ALIKE_OF_SEVERAL
                    if likeness >= least:
                        made[target.text] = max(made.get(target.text, 0.0), likeness)
        return tuple(sorted(made.items(), key=lambda pair: -pair[1])[:3])

    def _take(self, name: KnownName) -> None:
        for written in name.written:
            words = normal_words(written)
            self._own.update(words)
            self._own.add("".join(words))
            self._add(name.name, words)
            if name.kind in (NameKind.PERSON, NameKind.NAME) and len(words) > 1:
                for part in written.split():
                    self._add(part, normal_words(part))
        for heard in name.sounds_like:
            words = normal_words(heard)
            self._longest = max(self._longest, len(words))
            self._exact["".join(words)].append(_Target(name.name, "", frozenset(words), is_listed=True))

    def _add(self, text: str, words: Sequence[str]) -> None:
        spoken = "".join(map(sounds, words))
        if len(spoken) < LEAST_SOUNDS:
            return
        self._longest = max(self._longest, len(words))
        target = _Target(text, spoken, frozenset(words))
        for skeleton in _thinned(sound_key_of(spoken)):
            if target not in self._by_key[skeleton]:
                self._by_key[skeleton].append(target)


def sound_key_of(spoken: str) -> str:
    """The skeleton of a string of sounds: as ``sound_key`` makes it of a word."""
    return spoken.translate(_SKELETON)


def _thinned(skeleton: str) -> Iterator[str]:
    """A skeleton, and it with one of its sounds left out: two that differ in one sound have one in common."""
    yield skeleton
    if len(skeleton) > 2:
        yield from {skeleton[:place] + skeleton[place + 1 :] for place in range(len(skeleton))}


_SKELETON = str.maketrans("BDGVZJ", "PTKFSC", "IEAOU")
assert sound_key("fairy") == sounds("fairy").translate(_SKELETON)
