"""Codings and what people write beside them: memos, sets, and what they decided about what was offered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from tapewright.errors import UsageError
from tapewright.model.codebook import CodeId
from tapewright.model.span import Quote
from tapewright.model.tape import TapeId

CodingId = NewType("CodingId", int)
MemoId = NewType("MemoId", int)
StudySetId = NewType("StudySetId", int)
DecisionId = NewType("DecisionId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A coder put a code on a span. ``quote`` keeps the words of that day; ``when`` is UTC, ISO 8601 with a Z."""

    code: CodeId
    quote: Quote
    coder: str = ""
    when: str = ""
    note: str = ""
    guid: str = ""
    id: CodingId = CodingId(0)
    revision: int = 0

    def __post_init__(self) -> None:
        if self.quote.span.interval.is_empty:
            raise UsageError("a coding needs a stretch of tape", hint="give a start and a later end")


class MemoAbout(StrEnum):
    """What a memo is written about."""

    PROJECT = "project"
    TAPE = "tape"
    SPAN = "span"
    CODEBOOK = "codebook"
    CODE = "code"
    CODING = "coding"
    EVENT = "event"
    CASE = "case"
    PARTY = "party"
    SET = "set"


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A thought in words. ``target`` is the id of what it is about; ``tape`` names a tape, ``quote`` a span."""

    text: str
    title: str = ""
    about: MemoAbout = MemoAbout.PROJECT
    target: int = 0
    tape: TapeId | None = None
    quote: Quote | None = None
    who: str = ""
    when: str = ""
    guid: str = ""
    id: MemoId = MemoId(0)
    revision: int = 0

    def __post_init__(self) -> None:
        if (self.quote is not None) != (self.about is MemoAbout.SPAN):
            raise UsageError("a memo about a span names the span, and no other does")
        if (self.tape is not None) != (self.about is MemoAbout.TAPE):
            raise UsageError("a memo about a tape names the tape, and no other does")
        if bool(self.target) != (self.about not in (MemoAbout.PROJECT, MemoAbout.TAPE, MemoAbout.SPAN)):
            raise UsageError(f"a memo about a {self.about.value} says which")


@dataclass(frozen=True, slots=True, kw_only=True)
class StudySet:
    """Codes and tapes that somebody put together under a name."""

    name: str
    note: str = ""
    codes: tuple[CodeId, ...] = ()
    tapes: tuple[TapeId, ...] = ()
    guid: str = ""
    id: StudySetId = StudySetId(0)
    revision: int = 0

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise UsageError("a set needs a name")


class DecisionKind(StrEnum):
    """What was offered, so that a person had to decide."""

    SUGGESTED_CODING = "suggested coding"
    DISAGREEMENT = "disagreement"
    DATE_MENTION = "date mention"
    DUPLICATE_EVENTS = "duplicate events"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's answer to something that was offered, so that it is not offered again.

    ``about`` names what was offered (made by whoever offers it, always the same for the same thing), ``answer`` is a
    word of that kind ("taken", "left", "settled", "distinct"), ``quote`` its place on a tape, where it has one.
    """

    kind: DecisionKind
    about: str
    answer: str
    quote: Quote | None = None
    who: str = ""
    when: str = ""
    note: str = ""
    id: DecisionId = DecisionId(0)
    revision: int = 0

    def __post_init__(self) -> None:
        if not self.about or not self.answer.strip():
            raise UsageError("a decision says about what, and what was decided")
