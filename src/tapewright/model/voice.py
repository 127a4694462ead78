"""Voices: who spoke when on a tape, as far as the sound alone tells. Whose voice it is, a person says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from tapewright.errors import UsageError
from tapewright.model.provenance import Provenance
from tapewright.model.span import Span
from tapewright.model.speaker import SpeakerId
from tapewright.model.tape import TapeId
from tapewright.timing import Interval

VoiceId = NewType("VoiceId", int)
ExemplarId = NewType("ExemplarId", int)

Embedding = tuple[float, ...]
"""Where a voice lies among voices: a vector of unit length. Two are alike by their inner product, -1 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One voice on end. Utterances of one voice do not overlap; those of different voices may.

    ``voice`` numbers the voices of a tape from 0, in the order in which they are first heard.
    """

    interval: Interval
    voice: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundVoice:
    """A voice of one tape. ``samples`` are the stretches in which it is heard best and alone, the best first.

    ``centre`` is the robust mean of its turns' embeddings, empty where none could be made of so little sound;
    ``spread`` is the median likeness of its turns to it.
    """

    number: int
    centre: Embedding
    spread: float
    samples: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeVoices:
    """Who spoke when on a tape: utterances in order of their start, and the voices they name."""

    tape: TapeId
    utterances: tuple[Utterance, ...]
    voices: tuple[FoundVoice, ...]
    provenance: Provenance

    def __post_init__(self) -> None:
        if [voice.number for voice in self.voices] != list(range(len(self.voices))):
            raise UsageError("the voices of a tape must be numbered from 0")
        if any(not 0 <= utterance.voice < len(self.voices) for utterance in self.utterances):
            raise UsageError("an utterance names a voice that the tape does not have")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice of one tape as the project keeps it.

    ``speaker`` is who bears its turns now: a label that the finder made, until a person says whose voice it is
    (``is_confirmed``). ``rejected`` are speakers of whom a person has said that it is not they.
    """

    tape: TapeId
    found: FoundVoice
    utterances: tuple[Interval, ...]
    speaker: SpeakerId
    is_confirmed: bool = False
    rejected: frozenset[SpeakerId] = frozenset()
    provenance: Provenance
    id: VoiceId = VoiceId(0)

    @property
    def heard(self) -> int:
        """For how many ticks it is heard."""
        return sum(utterance.duration for utterance in self.utterances)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemplar:
    """A stretch of which a person has said who speaks there, kept so that the voice is known again elsewhere."""

    span: Span
    speaker: SpeakerId
    embedding: Embedding
    provenance: Provenance
    id: ExemplarId = ExemplarId(0)
