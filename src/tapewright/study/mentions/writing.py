"""Words of a transcript in one way of writing, so that one rule finds a date however it was typed or recognised.

``The fourteenth of June, nineteen seventy-eight.`` becomes ``the 14th of june , 1978 |``: lower case, numbers in
figures, ``,`` for what parts a little and ``|`` for what ends a sentence. Every part knows which words it came from.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tapewright.words.numbers import folded, may_continue_number

_SIGNS = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "–": "-", "—": "-", "−": "-", "…": ".", "“": '"', "”": '"'}
)
_APOSTROPHES = frozenset("'’‘")
_FRONT = re.compile(r"^(?:[(\[{\"«*_]|'(?!\d\d))+")
_BACK = re.compile(r"[^\w%'£$€/-]+$|'$")
_WHOLE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}")
_PARTS = re.compile(r"[/-]|[^/-]+")
_END = frozenset(".?!;:|")
_POSSESSIVE = re.compile(r"(?<=[a-z])(?<!\bthat)(?<!\bit)(?<!\bwhat)(?<!\bthere)(?<!\bhe)(?<!\bshe)(?<!\bwho)'s$")
_TENS = re.compile(r"(?<=\d0)'s$")


class Part(NamedTuple):
    """One part of the written text, and the words ``first`` to ``end`` (exclusive) that it stands for."""

    text: str
    first: int
    end: int
    is_capital: bool = False
    is_acronym: bool = False


class Written:
    """The words of a turn in one way of writing."""

    def __init__(self, words: Sequence[str]) -> None:
        self.parts = _parts(words)
        self.text = " ".join(part.text for part in self.parts)
        self._starts: list[int] = []
        at = 0
        for part in self.parts:
            self._starts.append(at)
            at += len(part.text) + 1

    def part_at(self, offset: int) -> int:
        """The number of the part that holds a place in the text."""
        return bisect_right(self._starts, offset) - 1

    def before(self, part: int, count: int = 1) -> str:
        """The text of the parts in front of one."""
        return " ".join(each.text for each in self.parts[max(part - count, 0) : part])

    def after(self, part: int) -> str:
        """The text of the part behind one, ``|`` at the end."""
        return self.parts[part + 1].text if part + 1 < len(self.parts) else "|"


def _parts(words: Sequence[str]) -> list[Part]:
    loose = [part for number, word in enumerate(words) for part in _of_word(_joined(words, number), number)]
    made: list[Part] = []
    at = 0
    while at < len(loose):
        end = at
        while end < len(loose) and loose[end].text.isalpha() and may_continue_number(loose[end].text):
            end += 1
        if end == at:
            made.append(loose[at])
            at += 1
            continue
        for word in folded([part.text for part in loose[at:end]]):
            here = loose[at + word.first : at + word.end]
            made.append(Part(word.text, here[0].first, here[-1].end, here[0].is_capital))
        at = end
    return made


def _joined(words: Sequence[str], number: int) -> str:
    """A word, with the apostrophe that stands by itself before it: ``' 96`` is ``'96``, and the apostrophe nothing."""
    word = words[number]
    if word in _APOSTROPHES:
        return "'" if number + 1 < len(words) and words[number + 1][:2].isdecimal() else word
    is_behind = number > 0 and words[number - 1] in _APOSTROPHES and word[:2].isdecimal()
    return f"'{word}" if is_behind and not word[2:3].isdecimal() else word


def _of_word(word: str, number: int) -> list[Part]:
    return [Part(text, number, number + 1, *kind) for text, kind in _pieces(word)]


@lru_cache(maxsize=1 << 15)
def _pieces(word: str) -> tuple[tuple[str, tuple[bool, bool]], ...]:
    """What a word is written as: each part, whether it has a capital and is an acronym, and ``,`` or ``|`` behind."""
    text = _FRONT.sub("", word.translate(_SIGNS))
    core = _BACK.sub("", _BACK.sub("", text))
    tail = text[len(core) :]
    kind = (core[:1].isupper(), len(core) > 2 and core.isalpha() and core.isupper())
    if text == "" and word == "'":
        return ()
    is_bare = not core.strip("-/'")
    made = [] if is_bare else [(part, kind) for part in _split(core)]
    if _END & set(tail) or (is_bare and "," not in tail):
        return (*made, ("|", (False, False)))
    if "," in tail:
        return (*made, (",", (False, False)))
    return tuple(made)


def _split(core: str) -> list[str]:
    core = core.lower()
    if _WHOLE.fullmatch(core):
        return [core]
    parts = _PARTS.findall(core) if "-" in core or "/" in core else [core]
    if "-" in parts and not any(part[:1].isdigit() for part in parts):
        parts = [part for part in parts if part != "-"]
    return [_TENS.sub("s", _POSSESSIVE.sub("", part)) for part in parts]
