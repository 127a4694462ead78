"""Transcripts of everyday talk for the tests of readers and writers, and where the shared real ones lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import strategies as st

from tapewright.exchange import ReadTranscript
from tapewright.model import Provenance, Speaker, SpeakerId, Tape, TapeId, Transcript, Turn, Word
from tapewright.timing import TICKS_PER_SECOND, Ticks, TimecodeFormat, frame_rate, from_seconds

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"

SPEAKERS = tuple(
    Speaker(id=SpeakerId(number), name=name)
    for number, name in enumerate(("MARIAN", "Jo de Vries", "Dr. Ödegaard", "INTERVIEWER 2"), 1)
)

_TALK = st.sampled_from(
    [
        "the", "harbour", "ferry,", "bakery.", "don't", "“well”", "naïve", "1,234", "港", "R&D", "a<b", "-->", "why?",
        "10:30", "So:", "—", "rain", "came", "in", "[sic]", "{wind}", "&amp;", "Note:", "42", "…", "'42",
    ]
)  # fmt: skip


def tape_of(seconds: float | str = 3600, *, rate: str = "25", drop: bool = False, start: str = "00:00:00:00") -> Tape:
    """A tape whose media is elsewhere."""
    counting = TimecodeFormat(frame_rate(rate), drop)
    return Tape(
        id=TapeId("T001"),
        title="At the harbour",
        format=counting,
        duration=from_seconds(seconds),
        start_timecode=counting.read(start),
    )


@st.composite
def talks(draw: st.DrawFn, *, named: bool | None = None) -> Transcript:
    """A transcript of up to six turns, each behind the other, on a millisecond grid; words touch or pause."""
    at = draw(st.integers(0, 50_000))
    is_named = draw(st.booleans()) if named is None else named
    turns = []
    for _ in range(draw(st.integers(1, 6))):
        words = []
        for text in draw(st.lists(_TALK, min_size=1, max_size=30)):
            length = draw(st.integers(40, 900))
            words.append(Word(text=text, start=_ms(at), end=_ms(at + length), confidence=200))
            at += length + draw(st.sampled_from([0, 0, 0, 60, 1500]))
        speaker = draw(st.sampled_from([s.id for s in SPEAKERS])) if is_named else None
        turns.append(Turn(words=tuple(words), speaker=speaker))
    return Transcript(tape=TapeId("T001"), turns=tuple(turns), provenance=Provenance(tool="scripted"))


def texts_of(read: ReadTranscript) -> list[str]:
    """The words of all turns."""
    return [word.text for turn in read.turns for word in turn.words]


def by_word(transcript: Transcript) -> list[tuple[str, str]]:
    """Name and text of every word."""
    names = {speaker.id: speaker.name for speaker in SPEAKERS}
    return [(names.get(t.speaker, "") if t.speaker else "", w.text) for t in transcript.turns for w in t.words]


def read_by_word(read: ReadTranscript) -> list[tuple[str, str]]:
    """Name and text of every word that was read."""
    return [(turn.speaker, word.text) for turn in read.turns for word in turn.words]


def shared(relative: str) -> Path:
    """A folder of the shared real material; the test is skipped, with the reason, where it is not here."""
    folder = SHARED / relative
    if not folder.exists():
        pytest.skip(f"no shared material at {folder}")
    return folder


def seconds(ticks: int) -> float:
    """Ticks as seconds, for comparing by eye."""
    return ticks / TICKS_PER_SECOND


def _ms(milliseconds: int) -> Ticks:
    return Ticks(milliseconds * (TICKS_PER_SECOND // 1000))
