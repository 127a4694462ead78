"""How far words agree that are not written the same: misheard, misspelt, split, joined, contracted.

Credit runs from 0 (other words) to 1 (the same words written otherwise).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tapewright.words.likeness import likeness
from tapewright.words.sound import distance, sound_key, sounds

MOST_JOINED = 3
"""So many words on one side may be one on the other."""

_OTHER_NUMBER = 0.25
_SAME_SOUND = 0.7
_LEAST_SOUND = 0.7
_ENDINGS = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am"}
_WHOLE = {
    "can't": "cannot", "won't": "willnot", "shan't": "shallnot", "ain't": "isnot", "gonna": "goingto",
    "wanna": "wantto", "gotta": "gotto", "kinda": "kindof", "sorta": "sortof", "lemme": "letme", "gimme": "giveme",
    "let's": "letus", "y'all": "youall", "dunno": "dontknow", "okay": "ok", "alright": "allright",
}  # fmt: skip
_OPEN = {"'s": ("is", "has"), "'d": ("would", "had")}


@lru_cache(maxsize=1 << 16)
def credit(word: str, heard: str) -> float:
    """How far one word agrees with another."""
    if word == heard:
        return 1.0
    if word[0].isdigit() and heard[0].isdigit():
        return _OTHER_NUMBER
    alike = likeness(word, heard)
    found = alike * alike
    if found < _SAME_SOUND:
        key = sound_key(word)
        if len(key) > 1 and key == sound_key(heard):
            found = _SAME_SOUND
    return found


@lru_cache(maxsize=1 << 16)
def joined_credit(words: tuple[str, ...], heard: tuple[str, ...]) -> float:
    """How far some words agree with others, of which one or both are several: ``did not`` with ``didn't``."""
    if opened(words) & opened(heard):
        return 1.0
    one, other = "".join(words), "".join(heard)
    if min(len(one), len(other)) < 4 or abs(len(one) - len(other)) > 0.35 * max(len(one), len(other)):
        return 0.0
    alike = likeness(one, other)
    if alike >= 0.8:
        return alike * alike
    first, second = "".join(map(sounds, words)), "".join(map(sounds, heard))
    longest = max(len(first), len(second))
    close = 1 - distance(first, second) / longest if longest > 3 else 0.0
    return _SAME_SOUND * close if close >= _LEAST_SOUND else 0.0


@lru_cache(maxsize=1 << 14)
def opened(words: tuple[str, ...]) -> frozenset[str]:
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
    return (word.replace("'", ""),) if "'" in word else (word,)
