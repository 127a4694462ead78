"""Transcripts: versions of what was heard on a tape, made of turns, made of words with times."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from tapewright.errors import UsageError
from tapewright.model.provenance import Provenance
from tapewright.model.speaker import SpeakerId
from tapewright.model.tape import TapeId
from tapewright.timing import Interval, Ticks

TranscriptId = NewType("TranscriptId", int)
TurnId = NewType("TurnId", int)

CHECKED = 255
"""The confidence of a word that a person has checked."""


class WordTiming(StrEnum):
    """How a word got its time."""

    RECOGNISED = "recognised"  # by the engine that heard it
    REFINED = "refined"  # its edges moved onto the sound
    ALIGNED = "aligned"  # known text laid on the sound
    INTERPOLATED = "interpolated"  # put between its neighbours after a correction
    ESTIMATED = "estimated"  # from text that came with coarse times or none
    BY_HAND = "by_hand"  # set by a person


class Mark(StrEnum):
    """What is doubtful about a word."""

    UNSUPPORTED = "unsupported"  # no speech was found under it, or its rate is impossible, or it repeats in a loop
    RECOVERED = "recovered"  # found by listening again to speech that the first hearing had left without words
    UNSURE = "unsure"  # a typist or an importer marked it so: [word??]
    DIFFERS = "differs"  # the typist and the engine have different words here
    ABSENT = "absent"  # it stands in the text and nobody says it: it has no length and belongs to no span


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One token of a turn's text and when it is heard, in tape time.

    ``text`` holds no white space. ``confidence`` is 0 to 254 in 254ths, 255 where a person has checked the word, None
    where nobody said. A word belongs to a span when the middle of its interval lies inside.
    """

    text: str
    start: Ticks
    end: Ticks
    confidence: int | None = None
    timing: WordTiming = WordTiming.RECOGNISED
    marks: frozenset[Mark] = frozenset()

    def __post_init__(self) -> None:
        if not self.text or self.text.split() != [self.text]:
            raise UsageError(f"not one word: {self.text!r}")
        if not 0 <= self.start <= self.end:
            raise UsageError(f"the word {self.text!r} has impossible times: {self.start} to {self.end}")
        if self.confidence is not None and not 0 <= self.confidence <= CHECKED:
            raise UsageError(f"the word {self.text!r} has an impossible confidence: {self.confidence}")

    @property
    def interval(self) -> Interval:
        """When it is heard."""
        return Interval(self.start, self.end)

    @property
    def is_rough(self) -> bool:
        """Whether its edges were not found on the sound, nor set by a person: they may lie a tenth of a second off."""
        return self.timing in (WordTiming.RECOGNISED, WordTiming.INTERPOLATED, WordTiming.ESTIMATED)

    @property
    def probability(self) -> float | None:
        """The confidence as a number from 0 to 1, for a screen or JSON."""
        return None if self.confidence is None else round(min(self.confidence, 254) / 254, 3)

    @property
    def all_marks(self) -> list[str]:
        """The marks as the JSON shows them, with the way the time was got where it is not the engine's own."""
        names = [mark.value for mark in self.marks]
        if self.timing is not WordTiming.RECOGNISED:
            names.append(self.timing.value)
        if self.confidence == CHECKED:
            names.append("checked")
        return sorted(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says without another between. Words start in order; they may overlap those of other turns.

    ``id`` is stable for the life of the turn and 0 before it is stored; ``revision`` counts its corrections.
    """

    words: tuple[Word, ...]
    speaker: SpeakerId | None = None
    id: TurnId = TurnId(0)
    revision: int = 0

    def __post_init__(self) -> None:
        if any(b.start < a.start for a, b in zip(self.words, self.words[1:], strict=False)):
            raise UsageError("the words of a turn must start in order")

    @property
    def text(self) -> str:
        """The words with one space between."""
        return " ".join(word.text for word in self.words)

    @property
    def interval(self) -> Interval:
        """From the first word's start to the latest end; empty at 0 for a turn without words."""
        if not self.words:
            return Interval(Ticks(0), Ticks(0))
        return Interval(self.words[0].start, max(word.end for word in self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One version of what is heard on a tape, turns in order of their start. Versions count from 1 for each tape.

    ``counts`` holds what the guards found, by name: ``recovered_words``, ``unsupported_words``, ``unheard_seconds``.
    """

    tape: TapeId
    turns: tuple[Turn, ...]
    provenance: Provenance
    language: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    id: TranscriptId = TranscriptId(0)
    version: int = 0

    @property
    def words(self) -> list[Word]:
        """All words in the order of their turns."""
        return [word for turn in self.turns for word in turn.words]
