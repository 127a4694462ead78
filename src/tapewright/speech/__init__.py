"""Speech: engines that hear words, the guards around them, and the weights they need.

Belongs here: engines, voice activity, guards, the model registry. Never here: the store, tapes' files. An engine's
float seconds become ticks in this edge. Heavy libraries are imported at first use, inside the engine's own module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Protocol

from tapewright.model import Embedding, FoundVoice, Utterance, Word
from tapewright.model.progress import Report, silent
from tapewright.timing import Interval

Samples = Any
"""``numpy.ndarray`` float32 ``[samples]``, 16 kHz mono."""

SAMPLE_RATE_HZ = 16_000


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingSettings:
    """How to listen. The same settings on the same sound give the same words, so all of them are provenance."""

    model: str = "base"
    language: str = "en"
    names: tuple[str, ...] = ()
    beam_size: int = 5
    temperatures: tuple[float, ...] = (0.0,)
    compute_type: str = "int8"
    threads: int = 1
    guards: bool = True
    edges: bool = True  # the words' edges are moved onto the sound, where an aligner knows the language
    draft: bool = False  # batched: faster, loses more; marked as a draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an engine heard in one stretch: words in order, times in ticks from the stretch's first sample."""

    words: tuple[Word, ...]
    language: str = ""
    remarks: Mapping[str, object] = field(default_factory=dict)


class Engine(Protocol):
    """Hears words in sound. Made by ``Engine(settings, weights)``; loads its weights at the first ``hear``.

    ``weights`` is a folder, checked beforehand, or None where the class says that it needs none.
    """

    name: str
    version: str
    needs_weights: ClassVar[bool]

    def __init__(self, settings: HearingSettings, weights: Path | None) -> None: ...

    def hear(self, samples: Samples) -> Heard:
        """Words of one stretch of at most a few minutes. No words is an answer, not an error."""

    def provenance(self) -> Mapping[str, object]:
        """Everything that the words depend on: engine, version, weights' digest, compute type, threads, beam, …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Who speaks when in a stretch: utterances in order of their start, times in ticks of the tape."""

    utterances: tuple[Utterance, ...]
    voices: tuple[FoundVoice, ...]


class VoiceFinder(Protocol):
    """Tells voices apart. Made by ``VoiceFinder(weights)``; loads its networks at the first ``find``."""

    name: str
    version: str
    needs_weights: ClassVar[bool]

    def __init__(self, weights: Path | None) -> None: ...

    def find(
        self,
        sound: Callable[[Interval], Samples],
        extent: Interval,
        *,
        count: int | None = None,
        most: int | None = None,
        known: Sequence[Embedding] = (),
        report: Report = silent,
    ) -> Voices:
        """The voices of one tape. ``sound`` gives 16 kHz mono of any part of ``extent``, the tape's whole length.

        ``count``: how many people speak, where somebody has told; ``most``: at most so many. ``known`` are voices that
        are likely to be heard. A tape without speech has none: an answer, not an error.
        """

    def embed(self, sound: Callable[[Interval], Samples], intervals: Sequence[Interval]) -> list[Embedding]:
        """The embedding of each interval's voice: to enrol a voice by a stretch, to compare turns."""

    def provenance(self) -> Mapping[str, object]:
        """Everything that the voices depend on besides the sound, as plain JSON values."""


__all__ = ["SAMPLE_RATE_HZ", "Engine", "Heard", "HearingSettings", "Samples", "VoiceFinder", "Voices"]
