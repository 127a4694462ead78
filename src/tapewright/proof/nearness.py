"""How far words agree that are not written the same: misheard, misspelt, split, joined, contracted.

Credit runs from 0 (other words) to 1 (the same words written otherwise).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from tapewright.words.likeness import likeness
from tapewright.words.sound import sound_key

MOST_JOINED = 3
"""So many words on one side may be one on the other."""

_OTHER_NUMBER = 0.25
_SAME_SOUND = 0.7
_SOUND = "\1"
_ENDINGS = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am"}
_WHOLE = {
    "can't": "cannot", "won't": "willnot", "shan't": "shallnot", "ain't": "isnot", "gonna": "goingto",
    "wanna": "wantto", "gotta": "gotto", "kinda": "kindof", "sorta": "sortof", "lemme": "letme", "gimme": "giveme",
    "let's": "letus", "y'all": "youall", "dunno": "dontknow", "okay": "ok", "alright": "allright",
}  # fmt: skip
_OPEN = {"'s": ("is", "has"), "'d": ("would", "had")}


class Join(NamedTuple):
    """So many words agree with so many heard; one of both is one."""

    words: int
    heard: int
    credit: float


@lru_cache(maxsize=1 << 16)
def credit(word: str, heard: str) -> float:
    """How far one word agrees with another."""
    if word == heard:
        return 1.0
    if word[:1].isdigit() and heard[:1].isdigit():
        return _OTHER_NUMBER
    alike = likeness(word, heard)
    found = alike * alike
    if found < _SAME_SOUND:
        key = sound_key(word)
        if len(key) > 1 and key == sound_key(heard):
            found = _SAME_SOUND
    return found


def joins(words: Sequence[str], heard: Sequence[str]) -> dict[tuple[int, int], list[Join]]:
    """Where several words on one side are one on the other, by the ends of both: ``did not`` with ``didn't``.

    They read the same when nothing is contracted and no space counts, or they have the same consonants.
    """
    by_form: dict[str, list[tuple[int, int]]] = {}
    for start, end, form in _forms(heard):
        by_form.setdefault(form, []).append((start, end))
    made: dict[tuple[int, int], list[Join]] = {}
    for start, end, form in _forms(words):
        for at, stop in by_form.get(form, ()):
            if (end - start == 1) != (stop - at == 1):
                made.setdefault((end, stop), []).append(Join(end - start, stop - at, _worth(form)))
    return made


def _forms(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_JOINED, len(words)) + 1):
            some = words[start:end]
            key = "".join(map(sound_key, some))
            if len(key) > 2:
                yield start, end, _SOUND + key
            whole = "".join(some)
            yield start, end, whole
            if "'" in whole or not _WHOLE.keys().isdisjoint(some):
                yield from ((start, end, way) for way in _opened_all(tuple(some)) if way != whole)


def _worth(form: str) -> float:
    return _SAME_SOUND if form.startswith(_SOUND) else 1.0


@lru_cache(maxsize=1 << 14)
def _opened_all(words: tuple[str, ...]) -> frozenset[str]:
    """The ways in which words read when nothing is contracted, without the spaces between."""
    ways = [""]
    for word in words:
        ways = [way + more for way in ways for more in _opened(word)]
    return frozenset(ways)


def _opened(word: str) -> Sequence[str]:
    if word in _WHOLE:
        return (word, _WHOLE[word])
    for ending, whole in _ENDINGS.items():
        if word.endswith(ending):
            return (word, word.removesuffix(ending) + whole)
    for ending, wholes in _OPEN.items():
        if word.endswith(ending):
            return (word, *(word.removesuffix(ending) + whole for whole in wholes))
    return (word, word.replace("'", "")) if "'" in word else (word,)
