"""A quotation as it is written: its words, what it leaves out by a sign, and what in it is the writer's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from tapewright.proof.language import Language
from tapewright.proof.rows import Row, rows_of
from tapewright.words.normal import parts

_OMISSION = re.compile(r"\[\s*(?:…|\.(?:\s?\.){2,3})\s*\]|\(\s*(?:…|\.(?:\s?\.){2,3})\s*\)|…|\.(?:\s?\.){2,3}")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_SIC = re.compile(r"\s*sic!?\s*", re.IGNORECASE)
_OPEN = re.compile(r"(?<=[^\W\d_])[’']?\[([^\W\d_]+)\]|\[([^\W\d_]+)\](?=[^\W\d_])")
_OMITTED = "\x01"
_OURS = "\x02"


class QuotedWord(NamedTuple):
    """A word as written with its signs, and the normal words ``first`` to ``end`` that the finder counts for it."""

    text: str
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation taken apart.

    ``rows`` count in ``words``: ``first`` and ``end`` of a row are numbers of words. ``omissions``, ``ours`` and
    ``hesitations`` say before which row something stands (``len(rows)``: at the end); hesitations are no rows.
    """

    words: tuple[QuotedWord, ...]
    rows: tuple[Row, ...]
    omissions: frozenset[int]
    ours: dict[int, str]
    hesitations: frozenset[int] = frozenset()

    def text(self, first: int, end: int) -> str:
        """Rows as they are written."""
        if first >= end:
            return ""
        return " ".join(word.text for word in self.words[self.rows[first].first : self.rows[end - 1].end])

    @property
    def is_shouted(self) -> bool:
        """Whether it is set in capitals: then they show no names."""
        longer = [word.text for word in self.words if len(word.text) > 2 and any(map(str.isalpha, word.text))]
        return sum(map(str.isupper, longer)) * 2 > len(longer)

    def texts(self, first: int, end: int) -> tuple[str, ...]:
        """Rows as they are compared."""
        return tuple(row.text for row in self.rows[first:end])


def read(text: str, language: Language) -> Quoted:
    """Take a quotation apart. ``[T]he`` is ``the``; ``[sic]`` is nothing; ``[the harbour]`` is the writer's.

    >>> from tapewright.proof.language import PLAIN
    >>> read("[T]he boats … [of Elbridge] came.", PLAIN).ours
    {2: 'of Elbridge'}
    """
    words: list[QuotedWord] = []
    marks: list[tuple[int, str]] = []  # the number of the word behind, and what is ours or nothing
    normal = 0
    inside: list[str] | None = None
    for token in text.split():
        count = len(parts(token))
        for piece in _pieces(token, is_inside=inside is not None):
            if piece == _OURS + "[":
                inside = []
            elif piece == _OURS + "]":
                marks += _mark(len(words), " ".join(inside or ()))
                inside = None
            elif inside is not None:
                inside.append(piece)
            elif piece == _OMITTED:
                marks.append((len(words), ""))
            elif parts(piece):
                words.append(QuotedWord(piece, normal, normal + count))
            elif words and piece:
                words[-1] = words[-1]._replace(text=words[-1].text + piece)
        normal += count
    if inside is not None:  # a bracket that nobody closed is a sign like any other
        words += [QuotedWord(piece, normal, normal) for piece in inside if parts(piece)]
    return _made(words, marks, language)


def _pieces(token: str, *, is_inside: bool) -> list[str]:
    """What a token is made of: words, marks of omission, ends of brackets."""
    if not any(sign in token for sign in "[]….("):
        return [token]
    if not is_inside:
        token = _OPEN.sub(lambda found: found[1] or found[2], token)
    token = _OMISSION.sub(f" {_OMITTED} ", token)
    token = token.replace("[", f" {_OURS}[ ").replace("]", f" {_OURS}] ")
    return token.split(" ") if "  " not in token else token.split()


def _mark(place: int, inner: str) -> list[tuple[int, str]]:
    if _SIC.fullmatch(inner):
        return []
    if not inner.replace(_OMITTED, "").strip():
        return [(place, "")]
    return [(place, " ".join(inner.replace(_OMITTED, "…").split()))]


def _made(words: list[QuotedWord], marks: list[tuple[int, str]], language: Language) -> Quoted:
    normal = [(part, number) for number, word in enumerate(words) for part in parts(word.text)]
    rows: list[Row] = []
    hesitations: set[int] = set()
    for row in rows_of([part for part, _ in normal], language):
        if row.text in language.hesitations:
            hesitations.add(len(rows))
        else:
            rows.append(Row(row.text, normal[row.first][1], normal[row.end - 1][1] + 1))
    omissions, ours = set(), dict[int, str]()
    for place, inner in marks:
        number = next((n for n, row in enumerate(rows) if row.first >= place), len(rows))
        if inner:
            ours[number] = f"{ours[number]} {inner}" if number in ours else inner
        else:
            omissions.add(number)
    return Quoted(tuple(words), tuple(rows), frozenset(omissions), ours, frozenset(hesitations))
