"""A small project with an invented conversation on two tapes, for tests of cuts: every word's time is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tapewright.model import (
    AudioStream,
    Provenance,
    SourceFile,
    Tape,
    TapeId,
    Transcript,
    Turn,
    VideoStream,
    Word,
    WordTiming,
)
from tapewright.timing import Interval, Ticks, TimecodeFormat, from_milliseconds, from_seconds
from tapewright.verbs.project import Project, new_project

TALK: dict[str, tuple[tuple[str, float, str], ...]] = {
    "T001": (
        ("ASKER", 0.5, "Did you see the boats that night?"),
        ("MARIAN", 0.6, "No, I did not see the boats. I saw the lights on the water."),
        ("MARIAN", 0.4, "The harbour was quiet that year, you know, and nobody asked us until the boats came back."),
        ("ASKER", 1.0, "Were you afraid of your brother?"),
        ("MARIAN", 3.0, "Never. I was afraid of the storm. I think he was afraid of me."),
        ("ASKER", 0.8, "And were you afraid of the sea?"),
        ("MARIAN", 0.7, "Yes. Every single night that winter. But only when the wind came from the north."),
    ),
    "T002": (("JONAS", 0.5, "The bakery opened at four. We had flour for two days, maybe for three."),),
}
"""Tape: turns as speaker, silence before in seconds, words. A word lasts 300 ms, with 50 ms behind it."""

WORD, GAP = from_milliseconds(300), from_milliseconds(50)


def timed(turns: tuple[tuple[str, float, str], ...]) -> Iterator[tuple[str, tuple[Word, ...]]]:
    """Speaker and words of each turn, in tape time."""
    at = 0
    for speaker, silence, text in turns:
        at += from_seconds(silence)
        words = []
        for token in text.split():
            words.append(Word(text=token, start=Ticks(at), end=Ticks(at + WORD), timing=WordTiming.REFINED))
            at += WORD + GAP
        yield speaker, tuple(words)


def harbour_project(
    root: Path, counting: TimecodeFormat, *, programme: TimecodeFormat | None = None, start: str = "10:00:00:00"
) -> Project:
    """The project: T001 with picture, T002 sound alone, both with timecode from ``start``, the files not there."""
    project = new_project(root, title="Harbour")
    counts = programme or counting
    (root / "tapewright.toml").write_text(f'rate = "{counts.rate}"\ndrop_frame = {str(counts.drop).lower()}\n')
    label = start[:-3] + ";" + start[-2:] if counting.drop else start
    length = from_seconds(60)
    with project.store.change("tapes") as pen:
        ids = {name: pen.add_speaker(name).id for name in ("ASKER", "MARIAN", "JONAS")}
        for tape, turns in TALK.items():
            has_picture = tape == "T001"
            file = SourceFile(
                path=f"/media/harbour/{tape}{'.mov' if has_picture else '.wav'}",
                size=1,
                duration=length,
                start_timecode=counting.read(label),
                video=VideoStream(width=1920, height=1080, format=counting) if has_picture else None,
                audio=AudioStream(rate_hz=48_000, channels=2),
            )
            pen.add_tape(
                Tape(
                    id=TapeId(tape),
                    title=tape,
                    format=counting,
                    duration=length,
                    start_timecode=counting.read(label),
                    files=(file,),
                )
            )
            said = tuple(Turn(words=words, speaker=ids[speaker]) for speaker, words in timed(turns))
            pen.add_transcript(
                Transcript(tape=TapeId(tape), turns=said, provenance=Provenance(tool="scripted"), language="en")
            )
    return project


def place_of(tape: str, phrase: str) -> Interval:
    """From the start of a phrase's first word to the end of its last, on a tape of ``TALK``."""
    words = [word for _, turn in timed(TALK[tape]) for word in turn]
    wanted = phrase.split()
    for first in range(len(words) - len(wanted) + 1):
        if [word.text.strip(".,?") for word in words[first : first + len(wanted)]] == wanted:
            return Interval(words[first].start, words[first + len(wanted) - 1].end)
    raise ValueError(f"{phrase!r} is not said on {tape}")
