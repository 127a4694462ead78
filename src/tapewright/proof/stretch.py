"""Stretches of tape: where on the tapes a quotation is to be laid, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from tapewright.model import Mark
from tapewright.proof.language import Language
from tapewright.proof.rows import Row, rows_of
from tapewright.proof.talk import Fragment, Talks, TapeTalk
from tapewright.words.normal import NormalWord, parts

_OPENED = re.compile(r"\[[^\W\d_]+\][^\W\d_]|[^\W\d_]\[[^\W\d_]+\]")
"""``[T]he``, ``want[s]``."""

_AROUND = 8
"""So many words more are looked at on either side of what was found."""

_MOST_AROUND = 60
_ONE_STRETCH = 60
"""Fragments with at most so many words between are one stretch."""


@dataclass(frozen=True)
class Stretch:
    """Normal words ``start`` to ``stop`` of a tape's talk; ``found`` are those of them that the finder named."""

    talk: TapeTalk
    start: int
    stop: int
    language: Language
    found: tuple[range, ...] = ()

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Its rows, hesitations left out; ``first`` and ``end`` of a row are numbers of the tape's words."""
        return rows_between(self.talk, self.start, self.stop, self.language)

    @cached_property
    def texts(self) -> list[str]:
        """What its rows read."""
        return [row.text for row in self.rows]

    @cached_property
    def is_found(self) -> list[bool]:
        """For each row whether it lies where the finder found something, or only around it."""
        normal = self.talk.normal
        words = [range(normal[one.start].token, normal[one.stop - 1].token + 1) for one in self.found if one]
        return [any(row.first < some.stop and some.start < row.end for some in words) for row in self.rows]


def rows_between(talk: TapeTalk, start: int, stop: int, language: Language) -> tuple[Row, ...]:
    """The rows of normal words ``start`` to ``stop``, counted in the tape's words; hesitations and what a typist
    remarks are left out.
    """
    normal = talk.normal[start:stop]
    if talk.is_annotated:
        normal = list(_without_brackets(talk, normal, language))
    return tuple(
        Row(row.text, normal[row.first].token, normal[row.end - 1].token + 1)
        for row in rows_of([word.text for word in normal], language)
        if row.text not in language.hesitations
    )


def is_unsaid(talk: TapeTalk, word: int, language: Language) -> bool:
    """Whether a word is a typist's alone, and nobody's: a remark (``[laughs]``, ``[sic]``), or a word that is marked as
    said by nobody. Under ``[inaudible]`` something was said; what a remark says in a language without a file nobody
    knows.
    """
    remark = talk.remarks.get(word)
    if remark is None:
        return Mark.ABSENT in talk.words[word].marks
    texts = [text for number in remark for text in parts(talk.words[number].text)]
    return texts == ["sic"] or (bool(language.code) and not language.unheard.found(texts))


def rows_of_words(talk: TapeTalk, words: range, language: Language) -> tuple[Row, ...]:
    """The rows of the tape's words ``words``, hesitations left out."""
    return rows_between(talk, talk.normal_before(words.start), talk.normal_before(words.stop), language)


def stretches_of(fragments: Sequence[Fragment], words: int, talks: Talks, language: Language) -> list[Stretch]:
    """The stretches that hold the fragments of a quotation of so many normal words, in its order.

    What no fragment explains may stand beside one: the more there is of it, the more is looked at.
    """
    made: list[Stretch] = []
    for number, fragment in enumerate(fragments):
        talk = talks(fragment.tape)
        before = fragment.first - (fragments[number - 1].end if number else 0)
        after = (fragments[number + 1].first if number + 1 < len(fragments) else words) - fragment.end
        start = max(0, fragment.start - _room(before))
        stop = min(len(talk.normal), fragment.stop + _room(after))
        found = range(fragment.start, min(fragment.stop, len(talk.normal)))
        last = made[-1] if made else None
        if last and _runs_on(fragments[number - 1], fragment):
            made[-1] = Stretch(talk, last.start, max(last.stop, stop), language, (*last.found, found))
        else:
            made.append(Stretch(talk, start, stop, language, (found,)))
    return made


def words_of(rows: Iterable[Row], otherwise: int) -> range:
    """The tape's words that rows stand for; an empty range at ``otherwise`` for none."""
    some = list(rows)
    return range(some[0].first, some[-1].end) if some else range(otherwise, otherwise)


def _without_brackets(talk: TapeTalk, normal: Sequence[NormalWord], language: Language) -> Iterator[NormalWord]:
    """Normal words without what a typist remarks, and ``[T]he`` as one word."""
    for token, some in groupby(normal, key=lambda word: word.token):
        if not is_unsaid(talk, token, language):
            text = talk.words[token].text
            if _OPENED.search(text):
                yield NormalWord("".join(word.text for word in some), token)
            else:
                yield from some


def _room(unexplained: int) -> int:
    return min(_MOST_AROUND, _AROUND + max(0, unexplained) * 3 // 2)


def _runs_on(one: Fragment, other: Fragment) -> bool:
    return one.tape == other.tape and 0 <= other.start - one.stop <= _ONE_STRETCH
