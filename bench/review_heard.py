"""Readings as our own recogniser hears them, as they are and as old tapes, their edges laid on the sound."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench_listenaid import old_tape
from proof_material import RealTape
from recordings import RATE_HZ, Recording, recordings, sound
from review_material import Case, errors_of, typed_text
from tapewright.errors import MissingError
from tapewright.model import TapeId, Turn, Word
from tapewright.proof.talk import TapeTalk
from tapewright.speech import HearingSettings, edges, registry
from tapewright.speech.faster_whisper import FasterWhisperEngine
from tapewright.timing import Ticks, from_seconds

MODEL = "tiny.en"
LEVELS = {"tune": (None, 15.0), "report": (20.0, 10.0)}
"""How far hiss and hum lie below the speech, in dB; None for the reading as it is."""

_LONGEST_S = 60


def readings() -> Iterator[Case]:
    """One tape for each level: all readings, one after the other. Nothing where the weights are not here."""
    some = [one for one in recordings() if len(sound(one.path)) < _LONGEST_S * RATE_HZ]
    try:
        weights = registry.find(MODEL).folder
    except MissingError as error:
        print(f"left out: readings: {error}", file=sys.stderr)
        return
    engine = FasterWhisperEngine(HearingSettings(model=MODEL, guards=False), weights)
    for half, levels in LEVELS.items():
        for below in levels if some else ():
            yield _tape(engine, some, half, below)


def _tape(engine: FasterWhisperEngine, some: Sequence[Recording], half: str, below: float | None) -> Case:
    turns, errors, at, count = [], [], Ticks(0), 0
    for one in some:
        clean = sound(one.path)
        samples = clean if below is None else old_tape(clean, below)
        words = edges.refine(engine.hear(samples).words, samples, Ticks(0)).words
        alone = RealTape("readings", TapeTalk(TapeId("one"), (Turn(words=tuple(words)),)), {})
        errors += [
            replace(error, words=frozenset(count + word for word in error.words))
            for error in errors_of(alone, typed_text(one.text))
        ]
        if words:
            turns.append(Turn(words=tuple(_moved(word, at) for word in words)))
        count += len(words)
        at = Ticks(at + from_seconds(len(clean) / RATE_HZ + 2))
    name = "clean" if below is None else f"{below:.0f}dB"
    talk = TapeTalk(TapeId(f"readings-{name}"), tuple(turns), is_by_machine=True)
    return Case("readings", RealTape("readings", talk, {}), errors, is_of=half)


def _moved(word: Word, by: Ticks) -> Word:
    return replace(word, start=Ticks(word.start + by), end=Ticks(word.end + by))
