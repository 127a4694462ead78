"""How far words agree that are not written the same: misheard, misspelt, split, joined.

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
    """Where several words on one side are one on the other, by the ends of both: ``health care``, ``a bit da``.

    They have the same letters, or else the same consonants.
    """
    by_form: dict[str, list[tuple[int, int]]] = {}
    for start, end, form in _forms(heard):
        by_form.setdefault(form, []).append((start, end))
    made: dict[tuple[int, int], list[Join]] = {}
    for start, end, form in _forms(words):
        for at, stop in by_form.get(form, ()):
            if (end - start == 1) != (stop - at == 1):
                worth = _SAME_SOUND if form.startswith(_SOUND) else 1.0
                made.setdefault((end, stop), []).append(Join(end - start, stop - at, worth))
    return made


def _forms(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    keys = [sound_key(word) for word in words]
    for start in range(len(words)):
        whole = key = ""
        for end in range(start + 1, min(start + MOST_JOINED, len(words)) + 1):
            whole += words[end - 1]
            key += keys[end - 1]
            yield start, end, whole
            if len(key) > 2:
                yield start, end, _SOUND + key
