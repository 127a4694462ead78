"""Whose voice is it: voices of many tapes held against each other, before anybody has said a name.

Belongs here: how alike voices are beyond what chance and channel make of strangers, groups of voices that may be one
person's, ranked candidates. Never here: engines, files, the store; a threshold on likeness (the same voice falls from
0.86 to 0.38 on a bad tape while strangers rise to 0.5 on two tapes of one channel). Records in, records out; nothing
is decided here: a person confirms or rejects. See docs/decisions/0074-margins-not-likeness.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.model import Embedding, SpeakerId, TapeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A voice of one tape. ``speaker`` bears it: a person where ``is_confirmed``, else a label of its own.

    ``rejected`` are speakers that it is not. ``weight`` is for how many ticks it is heard, ``spread`` how alike its
    turns are.
    """

    key: int
    tape: TapeId
    centre: Embedding
    speaker: SpeakerId
    is_confirmed: bool = False
    rejected: frozenset[SpeakerId] = frozenset()
    weight: int
    spread: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A stretch of which a person has said who speaks there."""

    speaker: SpeakerId
    centre: Embedding


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A speaker who may be heard, beside another voice. ``likeness`` is the mean of the two best inner products;
    ``strength`` how far that lies above strangers, in their standard deviations; ``margin`` how much more alike it is
    than the best of all others.
    """

    speaker: SpeakerId
    likeness: float
    strength: float
    margin: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """That a voice may be a speaker's: a person's, or an unnamed voice's of other tapes. ``with_voices`` are the voices
    that speak for it; ``others`` the next best candidates.
    """

    key: int
    candidate: Candidate
    with_voices: tuple[int, ...]
    others: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Two voices of one tape that sound like one: the finder may have split somebody."""

    key: int
    other: int
    likeness: float


__all__ = ["Candidate", "Example", "Heard", "Split", "Suggestion"]
