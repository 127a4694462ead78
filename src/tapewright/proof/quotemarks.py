"""Quotation marks of every style found in a text: what stands between an opening and its closing one.

Only the outermost pair counts: what is quoted inside a quotation was said by whoever said the quotation. Known are
``"straight"``, “curly”, „German“ and „Polish”, ”Swedish”, «French», »Danish«, ‹single›, ‘British’, 'typed British',
‚low‘, 「Japanese」, 『double』 and ``typed in TeX''. Apostrophes, feet and inches (5'10") are no quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNS = re.compile(r"``|''|[\"“”„‟«»‹›‘’‚‛'「」『』]")
_FEET = re.compile(r"\d['’]\s?\d{1,2}\"")
_CLOSERS = {
    '"': ('"', "”"),
    "“": ("”", "“", '"'),
    "”": ("”",),
    "„": ("“", "”", '"'),
    "‟": ("”",),
    "«": ("»",),
    "»": ("«", "»"),
    "‹": ("›",),
    "›": ("‹", "›"),
    "‘": ("’", "'"),
    "'": ("'", "’"),
    "‚": ("‘", "’"),
    "‛": ("’",),
    "「": ("」",),
    "『": ("』",),
    "``": ("''", '"'),
    "''": ("''",),
}
_SINGLE = frozenset("'‘‚‛")
_ALWAYS_OPENS = frozenset("„‟«‹‚「『") | {"``"}
_SENTENCE_SIGNS = ".,?!…;:—–-"
_BEFORE_OPENING = "([{—–-/…“\"‘'„«‹¿¡>*_"
_ELISIONS = re.compile(
    r"(?:em|til|till|cause|tis|twas|twere|twill|n|bout|round|nother|fraid|s|d|ll|re|ve|\d0s)\b", re.I
)
_SENTENCE_END = re.compile(r"(?:[.?!]+|…(?!\s*[a-zà-ÿ]))[\"”’')\]]*(?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A stretch between outer marks: ``text[start:end]`` with them, ``text[inner[0]:inner[1]]`` without.

    Not ``is_closed``: its closing mark is missing in this text, which then runs to its end.
    """

    mark: str
    start: int
    end: int
    inner: tuple[int, int]
    is_closed: bool = True


def marked(text: str) -> list[Marked]:
    """The outermost quoted stretches in order. One that is opened again before it is closed ends with its sentence.

    >>> [said.inner for said in marked("“No,” said Jo, 5'10\\" tall, 'don't!'")]
    [(1, 4), (28, 34)]
    """
    return list(_Scan(text).found())


def is_reopening(mark: str, text: str) -> bool:
    """Whether a paragraph begins with the mark that a quotation of the paragraph before left open."""
    first = text.lstrip()[:2]
    return first.startswith(mark) or (mark in "«»“„" and first[:1] in ("«", "»", "“", "„"))


def first_sentence(text: str) -> str:
    """What a quotation whose end was forgotten says for certain: its first sentence."""
    ended = _SENTENCE_END.search(text)
    return text[: ended.end()] if ended else text


class _Scan:
    def __init__(self, text: str) -> None:
        self._text = text
        measures = {found.end() - 1 for found in _FEET.finditer(text)}
        self._signs = [(one.start(), one[0]) for one in _SIGNS.finditer(text) if one.start() not in measures]
        self._open: list[tuple[str, int]] = []
        self._straight_left = sum(sign == '"' for _, sign in self._signs)

    def found(self) -> Iterator[Marked]:
        for number, (place, sign) in enumerate(self._signs):
            self._straight_left -= sign == '"'
            level = self._closed_level(number, place, sign)
            if level is not None:
                mark, start = self._open[level]
                del self._open[level:]
                if level == 0:
                    yield Marked(mark=mark, start=start, end=place + len(sign), inner=(start + len(mark), place))
            elif self._opens(place, sign):
                level = next((level for level, (mark, _) in enumerate(self._open) if mark == sign), None)
                if level is not None and sign not in _SINGLE:
                    yield self._broken_off(place)
                    level = 0
                # A single mark that is opened twice was an apostrophe the first time.
                del self._open[len(self._open) if level is None else level :]
                self._open.append((sign, place))
        if self._open:
            mark, start = self._open[0]
            end = len(self._text)
            yield Marked(mark=mark, start=start, end=end, inner=(start + len(mark), end), is_closed=False)

    def _broken_off(self, before: int) -> Marked:
        """A quotation whose end was forgotten: it reaches to the end of its first sentence."""
        mark, start = self._open[0]
        inner = start + len(mark)
        ended = _SENTENCE_END.search(self._text, inner, before)
        end = ended.end() if ended else before
        return Marked(mark=mark, start=start, end=end, inner=(inner, end))

    def _closed_level(self, number: int, place: int, sign: str) -> int | None:
        """Which open mark, counted from the outermost, this sign closes."""
        for level in range(len(self._open) - 1, -1, -1):
            mark, start = self._open[level]
            if sign in _CLOSERS[mark] and start + len(mark) < place and self._closes(number, place, sign, mark):
                return level
        return None

    def _closes(self, number: int, place: int, sign: str, mark: str) -> bool:
        before, after = self._beside(place, sign)
        if sign == '"':
            if (
                before.isdigit()
                and self._straight_left % 2
                and re.match(r"\s+[a-z]", self._text[place + 1 : place + 3])
            ):
                return False  # 12" wide: as many marks follow as a closed quotation would not need
            return not before.isspace() or not after.isalnum()
        if sign == mark and sign in "“”«»":
            return not before.isspace() and not after.isalnum()
        if mark in _SINGLE:
            return self._closes_single(number, place, before, after)
        return True

    def _closes_single(self, number: int, place: int, before: str, after: str) -> bool:
        if before.isspace() or after.isalnum():
            return False
        is_sure = before in _SENTENCE_SIGNS or not after.isspace() or after == "\n"
        if is_sure or not self._text[max(0, place - 2) : place].endswith(("s", "in", "x", "z")):
            return True
        return not self._closed_later(number)

    def _closed_later(self, number: int) -> bool:
        """Whether a single mark that certainly closes follows before one opens: then this is an apostrophe."""
        for place, sign in self._signs[number + 1 : number + 60]:
            before, after = self._beside(place, sign)
            if sign in ("'", "‘") and self._opens(place, sign):
                return False
            if sign in ("'", "’") and not before.isspace() and not after.isalnum():
                return True
        return False

    def _opens(self, place: int, sign: str) -> bool:
        before, after = self._beside(place, sign)
        is_behind_space = before.isspace() or before in _BEFORE_OPENING
        if sign in _ALWAYS_OPENS:
            return True
        if sign == "“":
            return not after.isspace()
        if sign in "'‘":
            follows = self._text[place + 1 : place + 8]
            if not is_behind_space or not (after.isalnum() or after in '…[“"¿¡('):
                return False
            return _ELISIONS.match(follows) is None or (sign == "‘" and self._closed_soon(place))
        if sign in "’」』›":
            return sign == "›" and is_behind_space and after.isalnum()
        if sign == "''":
            return is_behind_space and after.isalnum()
        if sign in "”»":
            return is_behind_space and not after.isspace()
        if before.isdigit():
            return False
        return is_behind_space and not after.isspace()

    def _closed_soon(self, place: int) -> bool:
        """Whether ‘ is closed at the end of a sentence: then ‘Cause I said so.’ is a quotation."""
        return re.search(r"[.,?!…]’", self._text[place : place + 400]) is not None

    def _beside(self, place: int, sign: str) -> tuple[str, str]:
        """The signs before and after; a space stands for the ends of the text."""
        end = place + len(sign)
        return self._text[place - 1] if place else " ", self._text[end] if end < len(self._text) else " "
