"""The query language of exact search: what a person types, as a tree.

    harbour quiet              both in one passage (within ``PASSAGE`` words, as the conversation ran)
    "the harbour was quiet"    these words, one behind the other; “ ” and « » do as well
    harb*                      words that begin so; in a phrase too: "the harb* was"
    boats OR ferry             either
    boats NOT ferry            boats where no ferry is in the same passage; also "boats -ferry"
    boats NEAR/5 quiet         at most five words between, in either order; NEAR alone means NEAR/10
    (boats OR ferry) quiet     parentheses group

``AND`` may be written between words and changes nothing. Operators are upper case; ``and``, ``or`` and ``not`` are
words like any other. Binding, closest first: NEAR, then AND with NOT, then OR. A word with inner signs
(``well-known``) is a phrase. Case, accents and punctuation do not count. Nothing of what was typed reaches the
database but normal words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tapewright.errors import UsageError
from tapewright.words.normal import searched_parts

PASSAGE = 40
"""Words that may lie between the parts of a passage: about a quarter of a minute of talk."""

NEAR = 10
SHORTEST_PREFIX = 2
_OPERATORS = ("AND", "OR", "NOT", "NEAR")
_EXAMPLE = 'write words, or a phrase: "the harbour was quiet"'
_MOST_SIGNS, _DEEPEST = 4000, 40


@dataclass(frozen=True, slots=True)
class Phrase:
    """Normal words one behind the other. A word that ends with ``*`` stands for all that begin so."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """All of the parts with at most ``within`` words between them, in any order."""

    parts: tuple[Query, ...]
    within: int = PASSAGE


@dataclass(frozen=True, slots=True)
class Either:
    """Any of the parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """``wanted`` where ``unwanted`` is not within ``PASSAGE`` words."""

    wanted: Query
    unwanted: Query


Query = Phrase | Together | Either | Without


def read_query(text: str) -> Query:
    """What a query means. UsageError says at which character it breaks and how it could be written.

    >>> read_query('harb* NEAR/3 "was quiet"')
    Together(parts=(Phrase(words=('harb*',)), Phrase(words=('was', 'quiet'))), within=3)
    """
    if len(text) > _MOST_SIGNS:
        raise UsageError(
            f"the query has {len(text)} characters; {_MOST_SIGNS} is the most",
            hint="search for a part of it, or use --way close",
        )
    reader = _Reader(_signs(text))
    found = reader.either(0)
    reader.expect_end()
    if found is None:
        raise UsageError("there is no word to search for", hint=_EXAMPLE)
    return found


class _Sign(NamedTuple):
    kind: str  # "(", ")", "AND", "OR", "NOT", "NEAR", "phrase", "end"
    at: int  # character, counted from 1
    words: tuple[str, ...] = ()
    within: int = NEAR


_OPENING = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«"}
_LEXEMES = re.compile(
    rf"\s+|(?P<quote>[{''.join(_OPENING)}])|(?P<group>[()])"
    rf"|(?P<near>NEAR(?:/(?P<within>\d{{1,4}}))?(?=$|[\s()]))|(?P<operator>(?:AND|OR|NOT)(?=$|[\s()]))"
    rf"|(?P<minus>-(?=[^\s()-]))|(?P<word>[^\s(){''.join(_OPENING)}]+)"
)


def _signs(text: str) -> list[_Sign]:
    signs: list[_Sign] = []
    at = 0
    while at < len(text):
        found = _LEXEMES.match(text, at)
        assert found, "every character is white space, a sign or part of a word"
        place, at = at + 1, found.end()
        if found["quote"]:
            end = next((i for i in range(at, len(text)) if text[i] in _OPENING[found["quote"]] + '"'), None)
            if end is None:
                raise UsageError(
                    f"the quotation mark at character {place} of the query is never closed",
                    hint='write a phrase between two of them: "the harbour was quiet"',
                )
            signs.append(_Sign("phrase", place, _words(text[at:end], at)))
            at = end + 1
        elif found["group"]:
            signs.append(_Sign(found["group"], place))
        elif found["near"]:
            signs.append(_Sign("NEAR", place, within=int(found["within"] or NEAR)))
        elif found["operator"]:
            signs.append(_Sign(found["operator"], place))
        elif found["minus"] and (place == 1 or text[place - 2].isspace() or text[place - 2] in "()"):
            signs.append(_Sign("NOT", place))
        elif found["word"]:
            signs.append(_Sign("phrase", place, _words(found["word"], place - 1)))
    return [*signs, _Sign("end", len(text) + 1)]


def _words(text: str, before: int) -> tuple[str, ...]:
    words: list[str] = []
    for token in re.finditer(r"\S+", text):
        bare = token[0].rstrip(".,;:!?…")
        parts = list(searched_parts(bare))
        if "*" in bare.rstrip("*") or ("*" in bare and not parts):
            raise UsageError(
                f"a star stands at the end of a word; at character {before + token.start() + 1} it does not",
                hint="harb* finds harbour and harbours",
            )
        if bare.endswith("*"):
            if len(parts[-1]) < SHORTEST_PREFIX:
                raise UsageError(
                    f"{bare} at character {before + token.start() + 1} would find almost every word",
                    hint=f"write at least {SHORTEST_PREFIX} letters before the star",
                )
            parts[-1] += "*"
        words += parts
    return tuple(words)


class _Reader:
    """Reads signs by recursive descent. Parts without any word (a dash alone) are None and are passed over."""

    def __init__(self, signs: Sequence[_Sign]) -> None:
        self._signs = signs
        self._next = 0

    def either(self, depth: int) -> Query | None:
        parts = [self._passage(depth)]
        while self._take("OR"):
            parts.append(self._passage(depth))
        return _joined(Either, [part for part in parts if part])

    def expect_end(self) -> None:
        sign = self._signs[self._next]
        if sign.kind != "end":
            raise UsageError(
                f"the parenthesis at character {sign.at} of the query closes nothing", hint="take it away or open it"
            )

    def _passage(self, depth: int) -> Query | None:
        wanted: list[Query | None] = []
        unwanted: list[Query | None] = []
        begins = self._signs[self._next]
        more = True
        while more:
            refused = self._take("NOT")
            self._expect_words()
            (unwanted if refused else wanted).append(self._near(depth))
            more = bool(self._take("AND")) or self._signs[self._next].kind in ("phrase", "(", "NOT")
        found = _joined(Together, [part for part in wanted if part])
        without = _joined(Either, [part for part in unwanted if part])
        if found is None and without is not None:
            raise UsageError(
                f"at character {begins.at} the query says only what not to find", hint="write: harbour NOT ferry"
            )
        return Without(found, without) if found and without else found

    def _near(self, depth: int) -> Query | None:
        found = self._part(depth)
        while sign := self._take("NEAR"):
            self._expect_words()
            other = self._part(depth)
            found = Together((found, other), sign.within) if found and other else found or other
        return found

    def _part(self, depth: int) -> Query | None:
        sign = self._signs[self._next]
        self._next += 1
        if sign.kind == "phrase":
            return Phrase(sign.words) if sign.words else None
        if depth >= _DEEPEST:
            raise UsageError(f"too many parentheses at character {sign.at} of the query")
        found = self.either(depth + 1)
        if not self._take(")"):
            raise UsageError(
                f"the parenthesis at character {sign.at} of the query is never closed", hint="add ) where it ends"
            )
        return found

    def _take(self, kind: str) -> _Sign | None:
        sign = self._signs[self._next]
        if sign.kind != kind:
            return None
        self._next += 1
        return sign

    def _expect_words(self) -> None:
        """The next sign begins something to look for; else UsageError names the operator that lacks it."""
        sign = self._signs[self._next]
        if sign.kind in ("phrase", "("):
            return
        before = self._signs[self._next - 1] if self._next else sign
        culprit = before if before.kind in _OPERATORS else sign
        if culprit.kind in _OPERATORS:
            raise UsageError(
                f"{culprit.kind} at character {culprit.at} of the query has nothing to join",
                hint=f"write words on both sides of it, or {culprit.kind.lower()} in small letters for the word itself",
            )
        if len(self._signs) > 1:
            raise UsageError(
                f"at character {sign.at} of the query words should stand",
                hint=_EXAMPLE,
            )
        raise UsageError("there is no word to search for", hint=_EXAMPLE)


def _joined(kind: type[Together] | type[Either], parts: list[Query]) -> Query | None:
    different = tuple(dict.fromkeys(parts))
    return kind(different) if len(different) > 1 else different[0] if different else None
