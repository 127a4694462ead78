"""Questions to codings: this and that, this within 30 s of that, this but not that; the answer is stretches of tapes.

    threats                              passages with the code, or with one below it
    threats and police                   where both lie on the same words
    threats or letters                   either
    threats not police                   passages with the first that no passage with the second touches
    threats within 30 s of police        both with what lies between, at most so long
    (threats or letters) not "on the phone"

Words up to the next operator are one name, and so is the longest run of words that a code is called by ("withdrew or
changed"). What stands in quotation marks is always a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from tapewright.errors import UsageError
from tapewright.model import CodeId, CodingId, Span, TapeId
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks

_TOKENS = re.compile(r'\s*(?:"([^"]*)"|“([^”]*)”|([()])|([^\s()"“]+))')
_NUMBER = re.compile(r"(\d{1,6})(?:\.(\d{1,3}))?(s|m)?")
_OPERATORS = ("and", "or", "not", "within")
_DEEPEST = 30
_LONGEST = 2000
_UNITS = {"s": 1, "sec": 1, "second": 1, "seconds": 1, "m": 60, "min": 60, "minute": 60, "minutes": 60}


MOST = 200_000
"""So many passages are put together at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A coding as a question sees it."""

    coding: CodingId
    code: CodeId
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a tape that answers a question, with the codings that make it up."""

    span: Span
    codings: tuple[CodingId, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """Passages with a code, or with one below it."""

    name: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Two questions and what joins them; ``within`` is the longest stretch between, in ticks."""

    operator: str
    first: Question
    second: Question
    within: int = 0


Question = Named | Joined


def parse(text: str, names: Collection[str] = ()) -> Question:
    """The question of a text. UsageError says what is not understood, and where.

    ``names`` are what codes are called by, in lower case (``CodeTree.called``): they win over operators in them.
    """
    if len(text) > _LONGEST:
        raise UsageError("too long for a question", hint=f"{_LONGEST} signs at most")
    reader = _Reader(text, names)
    question = reader.question(0)
    if reader.left:
        raise reader.error(f"nothing is expected behind {reader.before!r}")
    return question


def names_in(question: Question) -> list[str]:
    """The codes that it names, in order, each once."""
    if isinstance(question, Named):
        return [question.name]
    return list(dict.fromkeys([*names_in(question.first), *names_in(question.second)]))


def answer(question: Question, coded: Sequence[Coded], codes_of: Callable[[str], frozenset[CodeId]]) -> list[Stretch]:
    """The stretches that answer it, by tape and time. ``codes_of`` gives the code of a name and those below it.

    UsageError where they are too many to be put together.
    """
    if isinstance(question, Named):
        wanted = codes_of(question.name)
        found = [Stretch(span=one.span, codings=(one.coding,)) for one in coded if one.code in wanted]
        return _ordered(found)
    first = answer(question.first, coded, codes_of)
    second = answer(question.second, coded, codes_of)
    if question.operator == "or":
        return _ordered([*first, *second])
    near = _Near(second, question.within)
    if question.operator == "not":
        return [one for one in first if not any(_meet(one, other) for other in near.to(one))]
    make, fits = (_both, _meet) if question.operator == "and" else (_around, _always)
    made: list[Stretch] = []
    for one in first:
        # A passage does not lie beside itself: one coding may answer to both names, where one lies below the other.
        made += [make(one, other) for other in near.to(one) if fits(one, other) and one.codings != other.codings]
        if len(made) > MOST:
            raise UsageError(f"more than {MOST} passages answer", hint="ask for a shorter time, or for one tape")
    return _ordered(made)


class _Near:
    """The stretches that lie at most so many ticks from another, found without looking at all of them."""

    def __init__(self, stretches: Sequence[Stretch], within: int) -> None:
        self._within = within
        self._by_tape = {tape: list(some) for tape, some in groupby(stretches, key=lambda one: one.span.tape)}
        self._longest = {tape: max(one.span.interval.duration for one in some) for tape, some in self._by_tape.items()}

    def to(self, one: Stretch) -> list[Stretch]:
        """Those near one, in order."""
        tape, interval = one.span.tape, one.span.interval
        if tape not in self._by_tape:
            return []
        some, longest = self._by_tape[tape], self._longest[tape]
        first = bisect_left(some, interval.start - self._within - longest, key=_start)
        last = bisect_right(some, interval.end + self._within, key=_start)
        return [other for other in some[first:last] if _apart(one, other) <= self._within]


def _start(one: Stretch) -> Ticks:
    return one.span.interval.start


def _meet(one: Stretch, other: Stretch) -> bool:
    return one.span.interval.meets(other.span.interval)


def _always(one: Stretch, other: Stretch) -> bool:
    return True


def _both(one: Stretch, other: Stretch) -> Stretch:
    """What lies in both."""
    start = max(one.span.interval.start, other.span.interval.start)
    end = min(one.span.interval.end, other.span.interval.end)
    return _stretch(one, other, start, end)


def _around(one: Stretch, other: Stretch) -> Stretch:
    """From the beginning of the earlier to the end of the later."""
    start = min(one.span.interval.start, other.span.interval.start)
    end = max(one.span.interval.end, other.span.interval.end)
    return _stretch(one, other, start, end)


def _stretch(one: Stretch, other: Stretch, start: Ticks, end: Ticks) -> Stretch:
    codings = tuple(dict.fromkeys((*one.codings, *other.codings)))
    return Stretch(span=Span(one.span.tape, Interval(start, end)), codings=codings)


def _apart(one: Stretch, other: Stretch) -> int:
    """Ticks between two stretches of a tape; 0 where they meet."""
    first, second = one.span.interval, other.span.interval
    return max(0, second.start - first.end, first.start - second.end)


def _ordered(found: Iterable[Stretch]) -> list[Stretch]:
    """In order, those of one place as one."""
    by_place: dict[Span, list[CodingId]] = {}
    for one in found:
        by_place.setdefault(one.span, []).extend(one.codings)
    return [
        Stretch(span=span, codings=tuple(dict.fromkeys(codings)))
        for span, codings in sorted(by_place.items(), key=lambda item: _order(item[0]))
    ]


def _order(span: Span) -> tuple[TapeId, Ticks, Ticks]:
    return span.tape, span.interval.start, span.interval.end


class _Reader:
    """Reads a question, token by token."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        self._names = names
        self._longest = max((len(name.split()) for name in names), default=0)
        self._tokens: list[tuple[str, bool]] = []
        at = 0
        while found := _TOKENS.match(text, at):
            quoted = found[1] if found[1] is not None else found[2]
            self._tokens.append((quoted, True) if quoted is not None else (found[3] or found[4], False))
            at = found.end()
        if text[at:].strip():
            raise UsageError(f"not understood: {text[at:].strip()[:40]!r}", hint="is a quotation mark missing?")
        self._at = 0

    @property
    def left(self) -> bool:
        """Whether anything is left to read."""
        return self._at < len(self._tokens)

    @property
    def before(self) -> str:
        """The token that was read last."""
        return self._tokens[self._at - 1][0] if self._at else ""

    def error(self, why: str) -> UsageError:
        """What is told to whoever asked."""
        return UsageError(
            f"the question is not understood: {why}", hint='for example: threats within 30 s of "not believed"'
        )

    def question(self, depth: int) -> Question:
        """Terms and what joins them, from left to right."""
        if depth > _DEEPEST:
            raise self.error("too many brackets in one another")
        left = self._term(depth)
        while (operator := self._operator()) is not None:
            self._at += 1
            within = self._within() if operator == "within" else 0
            left = Joined(operator, left, self._term(depth), within)
        return left

    def _term(self, depth: int) -> Question:
        if self._is("("):
            self._at += 1
            inside = self.question(depth + 1)
            if not self._is(")"):
                raise self.error("a bracket is not closed")
            self._at += 1
            return inside
        words = self._known()
        while self.left and self._operator() is None and not (self._is("(") or self._is(")")):
            words.append(self._tokens[self._at][0])
            self._at += 1
        name = " ".join(" ".join(words).split())
        if not name:
            raise self.error(self._missing())
        return Named(name)

    def _missing(self) -> str:
        """What is said where a code should stand and none does."""
        if self.before:
            return f"a code is missing behind {self.before!r}"
        return f"a code is missing before {self._word()!r}" if self.left else "it is empty"

    def _known(self) -> list[str]:
        """The longest run of words from here that is a name, read."""
        run = self._tokens[self._at : self._at + self._longest]
        for length in range(len(run), 1, -1):
            words = [word for word, _ in run[:length]]
            # What is in quotation marks is a name by itself.
            if not any(quoted for _, quoted in run[:length]) and " ".join(words).casefold() in self._names:
                self._at += length
                return words
        return []

    def _within(self) -> int:
        """``30 s of``: ticks."""
        number = _NUMBER.fullmatch(self._word())
        if number is None:
            raise self.error("say within how many seconds")
        self._at += 1
        unit = number[3] or "s"
        if not number[3] and self._word() in _UNITS:
            unit = self._word()
            self._at += 1
        elif not number[3] and self._at + 1 < len(self._tokens) and self._tokens[self._at + 1] == ("of", False):
            raise self.error(f"{self._word()!r} is no length: seconds or minutes, s or m")
        if self._word() == "of":
            self._at += 1
        thousandths = int((number[2] or "").ljust(3, "0"))
        return _UNITS[unit] * (int(number[1]) * TICKS_PER_SECOND + thousandths * TICKS_PER_SECOND // 1000)

    def _operator(self) -> str | None:
        word = self._word()
        return word if word in _OPERATORS else None

    def _word(self) -> str:
        if not self.left or self._tokens[self._at][1]:
            return ""
        return self._tokens[self._at][0].lower()

    def _is(self, sign: str) -> bool:
        return self.left and self._tokens[self._at] == (sign, False)
