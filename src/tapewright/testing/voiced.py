"""A small project whose tapes have words, sound and voices: who is who is told on none of them yet."""

from __future__ import annotations

import math
import wave
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from tapewright.model import (
    AudioStream,
    FoundVoice,
    Provenance,
    SourceFile,
    Tape,
    TapeId,
    Transcript,
    Turn,
    Voice,
    Word,
)
from tapewright.store import Change
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_milliseconds, from_seconds
from tapewright.verbs.project import Project, new_project

TALK: dict[str, tuple[tuple[int, str], ...]] = {
    "T001": (
        (0, "Would you tell us how the harbour was run in those days?"),
        (1, "The harbour master kept the ledger himself. Nobody else was allowed to touch the ledger, not ever."),
        (0, "And who paid the pilots?"),
        (1, "We paid the pilots out of the ferry money, every Friday, in the bakery by the Corran slip."),
        (2, "She means the old bakery."),
        (1, "The old bakery, yes. The harbour master sat by the oven and counted it out in small coins."),
    ),
    "T002": (
        (0, "When did the ferry stop?"),
        (1, "The ferry stopped the winter after the storm. Nobody told us until the boats came back to Corran."),
        (3, "I was on the last boat. The harbour was quite quiet, and the lamps along the slip were out."),
        (0, "Who lit the lamps?"),
        (3, "The harbour master lit the lamps. He always lit the lamps himself."),
    ),
    "T003": (
        (0, "You baked for the boats?"),
        (3, "We baked forty loaves before four in the morning, and the pilots ate half of them on the slip."),
        (1, "He forgets the ledger. Every loaf stood in the ledger, here in Corran."),
    ),
}
"""Tape: turns as the number of a voice and words. Voice 0 asks on every tape, 1 is heard on all of them too."""

SILENT = "T004"
"""A tape that nobody has transcribed."""

WORD, GAP, SILENCE = from_milliseconds(320), from_milliseconds(60), from_milliseconds(700)
_SIZE = 24
_RATE_HZ = 16_000


def voiced_project(root: Path, *, with_voices: bool = True, with_sound: bool = True) -> Project:
    """The project. Each voice of each tape bears a label; without voices the turns are nobody's."""
    project = new_project(root, title="The harbour")
    media = root / "media"
    media.mkdir()
    counting = TimecodeFormat(frame_rate("25"))
    for number, (tape, turns) in enumerate([*TALK.items(), (SILENT, ())]):
        said = list(timed(turns))
        length = Ticks((said[-1][1][-1].end if said else 0) + from_seconds(4))
        file = media / f"{tape}.wav"
        if with_sound:
            write_sound(file, length, [(voice, words) for voice, words in said])
        with project.store.change(f"add {tape}") as pen:
            pen.add_tape(
                Tape(
                    id=TapeId(tape),
                    title=f"Harbour, conversation {number + 1}",
                    format=counting,
                    duration=length,
                    start_timecode=counting.read("10:00:00:00"),
                    files=(
                        SourceFile(
                            path=str(file),
                            size=file.stat().st_size if with_sound else 1,
                            duration=length,
                            audio=AudioStream(rate_hz=_RATE_HZ, channels=1),
                        ),
                    ),
                )
            )
            if said:
                _add_words(pen, tape, said, with_voices=with_voices)
    return project


def timed(turns: Sequence[tuple[int, str]]) -> Iterator[tuple[int, tuple[Word, ...]]]:
    """Voice and words of each turn, in tape time."""
    at = 0
    for voice, text in turns:
        at += SILENCE
        words = []
        for token in text.split():
            words.append(Word(text=token, start=Ticks(at), end=Ticks(at + WORD), confidence=220))
            at += WORD + GAP
        yield voice, tuple(words)


def write_sound(file: Path, length: Ticks, said: Sequence[tuple[int, tuple[Word, ...]]]) -> None:
    """A sound file in which each voice hums a tone of its own while its words last."""
    samples = bytearray(2 * math.ceil(length * _RATE_HZ / 705_600_000))
    for voice, words in said:
        for word in words:
            first, last = (int(tick * _RATE_HZ / 705_600_000) for tick in (word.start, word.end))
            samples[2 * first : 2 * last] = _hum(voice, last - first)
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(_RATE_HZ)
        sound.writeframes(bytes(samples))


@cache
def _hum(voice: int, count: int) -> bytes:
    tone = 2 * math.pi * (180 + 70 * voice) / _RATE_HZ
    return b"".join(int(6000 * math.sin(tone * at)).to_bytes(2, "little", signed=True) for at in range(count))


def _add_words(change: Change, tape: str, said: list[tuple[int, tuple[Word, ...]]], *, with_voices: bool) -> None:
    here = sorted({voice for voice, _ in said})
    names = [f"{tape} voice {place + 1}" for place in range(len(here))]
    labels = (
        {voice: change.add_speaker(name).id for voice, name in zip(here, names, strict=True)} if with_voices else {}
    )
    turns = tuple(Turn(words=words, speaker=labels.get(voice)) for voice, words in said)
    change.add_transcript(Transcript(tape=TapeId(tape), turns=turns, provenance=Provenance(tool="scripted")))
    if not with_voices:
        return
    made = Provenance(tool="scripted-voices", version="1", settings={"likeness": "1"})
    heard = {voice: [words for one, words in said if one == voice] for voice in here}
    voices = [
        Voice(
            tape=TapeId(tape),
            found=FoundVoice(
                number=place,
                centre=_centre(voice, tape) if sum(map(len, heard[voice])) > 5 else (),
                spread=0.8,
                samples=tuple(_span(words) for words in sorted(heard[voice], key=len, reverse=True))[:3],
            ),
            utterances=tuple(_span(words) for words in heard[voice]),
            speaker=labels[voice],
            provenance=made,
        )
        for place, voice in enumerate(here)
    ]
    change.replace_voices(TapeId(tape), made, voices)


def _centre(voice: int, tape: str) -> tuple[float, ...]:
    """Where a voice lies: much the same on every tape, and a little of the tape's own channel."""
    raw = [0.05 + (1.0 if place == voice else 0.0) for place in range(_SIZE)]
    raw[-1 - int(tape[-1]) % 4] += 0.3
    length = math.sqrt(sum(value * value for value in raw))
    return tuple(value / length for value in raw)


def _span(words: Sequence[Word]) -> Interval:
    return Interval(words[0].start, words[-1].end)
