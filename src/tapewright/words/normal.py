"""Normal form: how a word reads when its typography does not count.

Two people, or a person and a recogniser, write the same word differently: ``Don’t``, ``don't,``, ``DON'T``. The
normal form is what search, alignment and captions compare. The policy:

- Case, compatibility forms (NFKC) and punctuation around a word do not count; ``’ ‘ ʼ `` and ``'`` are one sign.
- An apostrophe between letters is part of the word: ``don't``, ``o'clock``; ``boats'`` is ``boats``.
- Any other sign inside a token parts it into words, and the key writes the parting as ``-`` whatever it was:
  ``twenty–five``, ``and/or``, ``came—back``. ``well-known`` and ``well known`` are therefore the same two words.
- Initials lose their points: ``U.S.`` is ``us``, ``p.m.`` is ``pm``. ``&`` between letters stays: ``q&a``.
- Numbers keep what makes their value and lose the rest: ``1,000`` is ``1000``; ``3.5``, ``1/2`` and ``10:30`` stay.
- ``$ € £ ¥`` before a number, ``%`` behind one and a lone ``&`` (``and``) are words of their own in ``spoken``,
  and no part of a key.

Whether ``25`` is ``twenty-five`` is another question: ``tapewright.words.numbers``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

_APOSTROPHES = "\u2018\u2019\u201b\u02bc\u02b9\u2032\u0060\u00b4\uff07\u02bb"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2026\u2043"
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SIGNS = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES, "-") | dict.fromkeys(_INVISIBLE, ""))

CURRENCIES = frozenset("$€£¥")
SYMBOLS = CURRENCIES | {"%"}
"""Words of ``spoken`` that are signs rather than letters or digits."""

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_INITIALS = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])")
_AMPERSANDS = frozenset("&＆")
_PLAIN = re.compile(r"[a-z]+")


class NormalWord(NamedTuple):
    """A normal word and the number of the token that it came from."""

    text: str
    token: int


@lru_cache(maxsize=1 << 17)
def key(token: str) -> str:
    """The comparable form of one token; ``""`` where it has no letter or digit. Keys are their own keys.

    >>> key("“Don’t,"), key("Twenty–Five."), key("1,000"), key("U.S."), key("—")
    ("don't", 'twenty-five', '1000', 'us', '')
    """
    return "" if token in _AMPERSANDS else "-".join(word for word in parts(token) if word not in SYMBOLS)


def keys(tokens: Iterable[str]) -> list[str]:
    """The key of every token, in order."""
    return [key(token) for token in tokens]


@lru_cache(maxsize=1 << 17)
def parts(token: str) -> tuple[str, ...]:
    """The normal words of one token, signs of money and percent among them.

    >>> parts("Well-known"), parts("$1,200"), parts("25%"), parts("&"), parts("--")
    (('well', 'known'), ('$', '1200'), ('25', '%'), ('and',), ())
    """
    if _PLAIN.fullmatch(token):
        return (token,)
    if token in _AMPERSANDS:
        return ("and",)
    text = _fold(token)
    text = _THOUSANDS.sub("", text)
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    return tuple(_split(text))


def spoken(tokens: Sequence[str]) -> list[NormalWord]:
    """The normal words of a text, each with the number of its token; tokens without any word are passed over.

    >>> [tuple(word) for word in spoken(["The", "well-known", "—", "harbour."])]
    [('the', 0), ('well', 1), ('known', 1), ('harbour', 3)]
    """
    return [NormalWord(word, number) for number, token in enumerate(tokens) for word in parts(token)]


def normal_words(text: str) -> list[str]:
    """The normal words of a text, without where they came from.

    >>> normal_words("The well-known — harbour.")
    ['the', 'well', 'known', 'harbour']
    """
    return [word.text for word in spoken(text.split())]


def searched(tokens: Iterable[str]) -> list[str]:
    """The normal words of a text as search compares them: accents on Latin letters do not count either.

    >>> searched(["Señor", "Café-Bar"])
    ['senor', 'cafe', 'bar']
    """
    return [word for token in tokens for word in searched_parts(token)]


@lru_cache(maxsize=1 << 17)
def searched_parts(token: str) -> tuple[str, ...]:
    """The normal words of one token without accents: people search with the keyboard that they have."""
    words = parts(token)
    return words if token.isascii() else tuple(map(without_accents, words))


def without_accents(word: str) -> str:
    """A normal word whose Latin letters have lost their marks.

    >>> without_accents("señor"), without_accents("й")
    ('senor', 'й')
    """
    if word.isascii():
        return word
    bare = ""
    for sign in unicodedata.normalize("NFD", word):
        # Only Latin letters lose their marks: in other scripts the mark makes another letter (й is not и).
        if not (unicodedata.category(sign) == "Mn" and bare and bare[-1] < "\u0250"):
            bare += sign
    return unicodedata.normalize("NFC", bare)


def _fold(token: str) -> str:
    """Case and compatibility forms away. Twice, because folding can undo normalisation and the other way round."""
    text = "".join(_open_fraction(token)) if any(c in _FRACTIONS for c in token) else token
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text.translate(_SIGNS)).casefold()
    return unicodedata.normalize("NFKC", text.translate(_SIGNS)).replace("\u2044", "/")


_FRACTIONS = frozenset("¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅟")


def _open_fraction(token: str) -> Iterable[str]:
    """``10½`` as ``10-½``: NFKC alone would make ``101/2`` of it."""
    for index, sign in enumerate(token):
        if sign in _FRACTIONS and index and token[index - 1].isdecimal():
            yield "-"
        yield sign


def _split(text: str) -> Iterable[str]:
    word = ""
    for index, sign in enumerate(text):
        before = text[index - 1] if index else ""
        after = text[index + 1] if index + 1 < len(text) else ""
        if sign.isalnum() or (word and unicodedata.category(sign)[0] == "M") or (word and _joins(before, sign, after)):
            word += sign
            continue
        if word:
            yield word
            word = ""
        if (sign in CURRENCIES and after.isdecimal()) or (sign == "%" and before.isdecimal()):
            yield sign
    if word:
        yield word


def _joins(before: str, sign: str, after: str) -> bool:
    """Whether a sign between two others holds one word together."""
    if sign in ".:/":
        return before.isdecimal() and after.isdecimal()
    return sign in "'&" and _is_inner(before) and after.isalnum()


def _is_inner(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"
