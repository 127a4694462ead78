"""Exchange: the formats of others, in and out.

Belongs here: readers and writers of transcripts, captions and timelines, one module a format. Never here: what is
done with the result. A reader takes bytes from outside and answers with records or InputError (file, place, reason);
a writer takes records and returns text or bytes. Neither opens the project.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tapewright.model import ChronologyPage, ChronologyTable, Cut, Script, Speaker, Tape, Timeline, Transcript, Word
from tapewright.timing import TimecodeFormat


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTurn:
    """A turn as a file gives it: its speaker's name ("" where none) and words in tape time."""

    speaker: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTranscript:
    """What a transcript file held. ``remarks`` are counted losses in plain sentences ("3 timecodes do not exist")."""

    turns: tuple[ReadTurn, ...]
    format: str
    language: str = ""
    title: str = ""
    remarks: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)


class TranscriptReader(Protocol):
    """Reads one format. ``tape`` gives the timecode format, start and length that the file's own times refer to."""

    def read(self, data: bytes, *, tape: Tape, name: str) -> ReadTranscript: ...


class TranscriptWriter(Protocol):
    """Writes one format; ``speakers`` gives the names of the turns' ids."""

    def write(self, transcript: Transcript, *, tape: Tape, speakers: Sequence[Speaker]) -> str: ...


class ScriptReader(Protocol):
    """Reads one format of scripts, articles or captions as text to be searched for quotations.

    One Script, or two readings of it where the file has tracked changes.
    """

    def read(self, data: bytes, *, name: str) -> tuple[Script, ...]: ...


class CutWriter(Protocol):
    """Writes a cut for an editing program: one or several files, name to bytes (an EDL of 1,200 events is two)."""

    def write(self, cut: Cut, *, name: str) -> dict[str, bytes]: ...


class TimelineReader(Protocol):
    """Reads a timeline. ``format`` is how the programme counts where a person says so, ``usual`` what to take where the
    file says nothing. What is lost is named in ``Timeline.remarks``; InputError for what is no such timeline.
    """

    def read(
        self, data: bytes, *, name: str, format: TimecodeFormat | None = None, usual: TimecodeFormat | None = None
    ) -> Timeline: ...


class ChronologyReader(Protocol):
    """Reads a table of events. What its columns mean is decided by whoever brings it in; InputError for no table."""

    def read(self, data: bytes, *, name: str) -> ChronologyTable: ...


class ChronologyWriter(Protocol):
    """Writes a chronology: one or several files, name to bytes."""

    def write(self, page: ChronologyPage, *, name: str) -> dict[str, bytes]: ...


__all__ = [
    "ChronologyReader",
    "ChronologyWriter",
    "CutWriter",
    "ReadTranscript",
    "ReadTurn",
    "ScriptReader",
    "TimelineReader",
    "TranscriptReader",
    "TranscriptWriter",
]
