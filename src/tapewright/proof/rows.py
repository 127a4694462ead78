"""Rows: words as they are compared, numbers in figures, contractions written out, one spelling for each word.

``didn't`` is two rows, ``did`` and ``not``; ``twenty-five`` is one, ``25``. Every row knows the normal words that it
stands for, so that what is found about rows can be told in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tapewright.proof.language import Language
from tapewright.words.numbers import folded

_LEAST_STEM = 3
"""So many letters stay before an ending that is spelt in two ways: ``colour``, and never ``four``."""


class Row(NamedTuple):
    """A comparable word, and the normal words ``first`` to ``end`` (exclusive) that it stands for."""

    text: str
    first: int
    end: int


def rows_of(words: Sequence[str], language: Language) -> list[Row]:
    """The rows of normal words, hesitations among them.

    >>> from tapewright.proof.language import language_of
    >>> [row.text for row in rows_of("he didn't row twenty five boats".split(), language_of("en"))]
    ['he', 'did', 'not', 'row', '25', 'boats']
    """
    made: list[Row] = []
    for word in folded(words):
        if word.end - word.first == 1 and not word.text[0].isdigit():
            made += (Row(text, word.first, word.end) for text in _opened(word.text, language))
        else:
            made.append(Row(word.text, word.first, word.end))
    return _joined(made, language)


def texts_of(words: Sequence[str], language: Language) -> list[str]:
    """Only the texts."""
    return [row.text for row in rows_of(words, language)]


@lru_cache(maxsize=1 << 15)
def _opened(word: str, language: Language) -> tuple[str, ...]:
    if whole := language.whole.get(word):
        return whole
    for ending, full in language.endings.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (*_opened(word.removesuffix(ending), language), full)
    for ending in language.open_endings:
        if word.endswith(ending) and word.removesuffix(ending) in language.open_hosts:
            return (_spelt(word.removesuffix(ending), language), ending)
    return (_spelt(word, language),)


def _spelt(word: str, language: Language) -> str:
    one = language.variants.get(word)
    if one is not None:
        return one
    for suffix, written in language.suffixes:
        if word.endswith(suffix) and len(word) >= len(suffix) + _LEAST_STEM:
            return word.removesuffix(suffix) + written
    return word


def _joined(rows: list[Row], language: Language) -> list[Row]:
    """Variants of two words (``any more``) as one row."""
    longer = language.long_variants
    made: list[Row] = []
    at = 0
    while at < len(rows):
        pair = (rows[at].text, rows[at + 1].text) if at + 1 < len(rows) else ()
        if pair in longer:
            made.append(Row(longer[pair], rows[at].first, rows[at + 1].end))
            at += 2
        else:
            made.append(rows[at])
            at += 1
    return made
