"""What a store tells of itself: heads of transcripts, revisions, transactions, who speaks how much, damage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from tapewright.model import (
    Case,
    Code,
    Codebook,
    Coding,
    Decision,
    Event,
    Memo,
    Party,
    SpeakerId,
    StudySet,
    TapeId,
    TranscriptId,
    Turn,
)
from tapewright.model.provenance import Provenance

Study = Codebook | Code | Coding | Memo | StudySet | Case | Party | Event | Decision
"""Everything that the study keeps; every kind is added, replaced and removed alike."""

AnyStudy = TypeVar("AnyStudy", bound=Study)


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptHead:
    """A transcript without its turns."""

    id: TranscriptId
    tape: TapeId
    version: int
    is_current: bool
    provenance: Provenance
    language: str
    counts: dict[str, int]
    turns: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A turn as it stood at one revision (0 is as first stored), and who made it so. ``when`` is UTC, ISO 8601."""

    turn: Turn
    who: str
    when: str
    transaction: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One row of the history, chained by SHA-256 (``digest``) to the row before."""

    number: int
    who: str
    when: str
    what: str
    digest: str
    undoes: int | None = None
    mark: str = ""
    changed: dict[str, int] = field(default_factory=dict)  # rows by table


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A transaction and the tapes on which anything was changed by it, those that it took away too."""

    transaction: Transaction
    tapes: tuple[TapeId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How much a speaker says on a tape, by its current transcript. ``speaker`` is None for turns of nobody named.

    ``revisions`` is how often these turns were changed, all together.
    """

    speaker: SpeakerId | None
    tape: TapeId
    turns: int
    ticks: int
    revisions: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """Something in the project that is not as it was written. ``where`` names table and row, or the file."""

    where: str
    what: str
