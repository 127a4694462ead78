"""The cut: events laid end to end on a frame grid, ready for any editing program."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.errors import UsageError
from tapewright.model.speaker import SpeakerId
from tapewright.model.tape import SourceFile, Tape
from tapewright.model.transcript import Word
from tapewright.timing import Interval, Ticks, TimecodeFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class CutEvent:
    """One piece of one file in the programme.

    ``source`` is in tape time and lies inside ``file`` (or anywhere on the tape where its media is elsewhere and
    ``file`` is None); ``record`` is in programme time from 0 and has exactly the same length. ``bite`` numbers the
    bite that it came from, from 1, and ``words`` are the words heard in it, still in tape time.
    """

    tape: Tape
    file: SourceFile | None
    source: Interval
    record: Interval
    bite: int
    scene: str = ""
    speaker: str = ""
    speaker_id: SpeakerId | None = None
    words: tuple[Word, ...] = ()

    def __post_init__(self) -> None:
        if self.source.duration != self.record.duration:
            raise UsageError(f"event of tape {self.tape.id}: source and record differ in length")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A programme: its frame grid, the label of its first frame (ticks since 00:00:00:00) and its events in order."""

    title: str
    format: TimecodeFormat
    start: Ticks
    events: tuple[CutEvent, ...]

    @property
    def duration(self) -> Ticks:
        """Where the last event ends."""
        return max((event.record.end for event in self.events), default=Ticks(0))
