"""Sentences of a tape's talk, as far as its writing shows them: where one ends, what stands around a word."""

from __future__ import annotations

import re

from tapewright.proof.language import Language
from tapewright.proof.rows import Row
from tapewright.proof.stops import has_stop, is_stop
from tapewright.proof.stretch import rows_of_words
from tapewright.proof.talk import TapeTalk
from tapewright.words.normal import key

_PAUSE = re.compile(r"[,;:–—-][\"'”’»)\]]*$")
_MOST = 40


def ends_sentence(talk: TapeTalk, word: int, language: Language, *, at_any_point: bool = False) -> bool:
    """Whether a sentence ends with a word: by its sign, at the end of a turn, or because the next begins with a capital
    that no name explains. A point before a small letter ends none where there are capitals (unless ``at_any_point``).
    """
    if word + 1 >= len(talk.words) or talk.turn_of[word] != talk.turn_of[word + 1]:
        return True
    text = talk.words[word].text
    if has_stop(text):
        if (
            not at_any_point
            and text.endswith(".")
            and talk.words[word + 1].text[:1].islower()
            and _has_capitals(talk, word)
        ):
            return False
        return is_stop(text, language.abbreviations)
    following = talk.words[word + 1].text
    return following[:1].isupper() and key(following) in language.openers


def _has_capitals(talk: TapeTalk, around: int) -> bool:
    """Whether the transcript has capitals at all; then a point before a small letter ends no sentence."""
    near = talk.words[max(0, around - _MOST) : around + _MOST]
    return any(word.text[:1].isupper() and key(word.text) != "i" for word in near)


def has_sign(talk: TapeTalk, word: int) -> bool:
    """Whether a comma, a dash or an end stands behind a word."""
    text = talk.words[word].text
    return has_stop(text) or _PAUSE.search(text) is not None


def begins_sentence(talk: TapeTalk, word: int, language: Language) -> bool:
    """Whether a sentence begins with a word."""
    return word == 0 or ends_sentence(talk, word - 1, language)


def rows_before(talk: TapeTalk, word: int, language: Language) -> tuple[Row, ...]:
    """The rows of a word's sentence that stand before it."""
    first = word
    while first > 0 and word - first < _MOST and not ends_sentence(talk, first - 1, language, at_any_point=True):
        first -= 1
    return rows_of_words(talk, range(first, word), language) if first < word else ()


def rows_behind(talk: TapeTalk, word: int, language: Language) -> tuple[Row, ...]:
    """The rows of a word's sentence that stand behind it."""
    end = word + 1
    if ends_sentence(talk, word, language):
        return ()
    while end < len(talk.words) and end - word < _MOST and not ends_sentence(talk, end, language):
        end += 1
    end = min(end + 1, len(talk.words))
    return rows_of_words(talk, range(word + 1, end), language)


def is_punctuated(talk: TapeTalk, around: int) -> bool:
    """Whether the talk around a word has any stops at all; without them nobody knows where sentences end."""
    words = talk.words[max(0, around - 2 * _MOST) : around + 2 * _MOST]
    return any(word.text[-1] in ".?!" for word in words)
