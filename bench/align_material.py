"""Long tapes out of real readings with the true place of every word, what an engine hears on them, and what typists
make of them.

The true times are PocketSphinx's on the true text of each reading by itself: no reading here came with times that a
person set. So an error is measured against the same aligner that lays leftover words and refines edges, on words that
are known to be right; that it is right about a pause to 30 ms was measured apart. The engine's words are kept in
``build/align``, so that a second run is quick.
"""

from __future__ import annotations

import hashlib
import json
import random
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from recordings import RATE_HZ, Recording, recordings, sound
from tapewright.model import Transcript
from tapewright.speech import aligning, edges
from tapewright.speech.activity import Spoken, together
from tapewright.timing import to_float_seconds
from tapewright.verbs import hearing
from tapewright.verbs.project import Project, new_project, open_project
from tapewright.verbs.transcribe import settings_of, transcribe

BUILD = Path(__file__).resolve().parents[1] / "build" / "align"
PAUSES_S = (0.3, 0.6, 1.0, 1.6, 2.5, 4.0)
LONG_PAUSE_S = 25.0
LONG_PAUSE_EVERY = 25
NOISE = 0.0005

HEADING = "CHAPTER SEVEN IN WHICH THE HARBOUR MASTER EXPLAINS THE TIDES AGAIN"
HEADING_EVERY = 30
"""Clips between two headings, and between two paragraphs that the typist misses."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word as it was said: its text, which clip of the tape it is in, and its seconds on the tape where they can be
    had.
    """

    text: str
    clip: int
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One reading on the tape, from second ``start`` to ``end``, and its words."""

    recording: Recording
    start: float
    end: float
    words: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueTape:
    """A tape in a project of its own, heard by the engine, with the truth. ``heard_cpu`` is what hearing it took."""

    project: Path
    clips: tuple[Clip, ...]
    seconds: float
    heard_cpu: float

    def open(self) -> Project:
        """The project."""
        return open_project(self.project)


@dataclass(frozen=True, slots=True)
class Typed:
    """A word that the typist has. ``true`` is what was said there, None where nobody said it."""

    text: str
    true: Said | None
    is_right: bool


@dataclass(slots=True)
class Typing:
    """A typed text, word by word, and in paragraphs."""

    words: list[Typed] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    missing: list[Clip] = field(default_factory=list)


def true_tape(*, minutes: float, seed: int, model: str = "base", is_old: bool = False) -> TrueTape:
    """A tape of about so many minutes; made, heard and aligned once, then kept. ``is_old``: hiss 20 dB below the
    speech, nothing below 150 and above 4,000 Hz.
    """
    clips = [clip for clip in recordings() if clip.group != "sonnet"]
    key = hashlib.sha256(
        json.dumps(
            [[[str(c.path), c.text] for c in clips], minutes, seed, model, NOISE, is_old, edges.provenance()]
        ).encode()
    ).hexdigest()[:12]
    folder = BUILD / f"{minutes:g}-{seed}-{key}"
    laid = _laid(clips, minutes, seed)
    if not (folder / "done.json").is_file():
        _make(folder, clips, laid, seed, model, is_old)
    kept = json.loads((folder / "done.json").read_text())
    made = [
        Clip(
            recording=clips[number],
            start=start / RATE_HZ,
            end=end / RATE_HZ,
            words=tuple(
                Said(text, at, *(None if second is None else start / RATE_HZ + second for second in times))
                for text, *times in kept["truth"][str(number)]
            ),
        )
        for at, (number, start, end) in enumerate(laid)
    ]
    return TrueTape(
        project=folder / "p",
        clips=tuple(made),
        seconds=kept["seconds"],
        heard_cpu=kept["cpu"],
    )


def heard(project: Project) -> tuple[Transcript, Spoken]:
    """What the engine heard on the one tape of a project, and where somebody speaks."""
    (tape,) = project.store.tapes()
    found = project.store.transcript(tape.id, 1)
    assert found is not None
    detect = hearing.detection(settings_of(project))
    spoken = together(
        hearing.find_speech(
            hearing.FileTask(reader=project.media, file=file, cache=project.cache, detect=detect)
        ).moved(file.offset)
        for file in tape.files
    )
    return found, spoken


def typing(tape: TrueTape, *, rate: float, seed: int) -> Typing:
    """What a typist makes of a tape: of ``rate`` errors a word 35 % left out, 40 % wrong, 25 % put in; every 30 clips a
    heading that nobody says, and a clip missed.
    """
    chance = random.Random(seed)
    vocabulary = sorted({word.text.strip(".,?!").lower() for clip in tape.clips for word in clip.words})
    made = Typing()
    for number, clip in enumerate(tape.clips):
        if rate and number % HEADING_EVERY == HEADING_EVERY // 2:
            made.words += [Typed(text, None, False) for text in HEADING.split()]
            made.paragraphs.append(HEADING)
        if rate and number % HEADING_EVERY == HEADING_EVERY - 1:
            made.missing.append(clip)
            continue
        words = list(_mistyped(clip.words, rate, vocabulary, chance))
        made.words += words
        if words:
            made.paragraphs.append(" ".join(word.text for word in words))
    return made


def _mistyped(words: Sequence[Said], rate: float, vocabulary: Sequence[str], chance: random.Random) -> Iterator[Typed]:
    for word in words:
        drawn = chance.random()
        if drawn < rate * 0.35:
            continue
        if drawn < rate * 0.75:
            yield Typed(chance.choice(vocabulary), word, False)
        else:
            yield Typed(word.text, word, True)
        if chance.random() < rate * 0.25:
            yield Typed(chance.choice(vocabulary), None, False)


def _laid(clips: Sequence[Recording], minutes: float, seed: int) -> list[tuple[int, int, int]]:
    """(number of the clip, first sample, behind the last) of everything on the tape."""
    chance = random.Random(seed)
    lengths = [len(_sound(clip)) for clip in clips]
    made: list[tuple[int, int, int]] = []
    at = 0
    while True:
        for number in chance.sample(range(len(clips)), len(clips)):
            if made and at + lengths[number] > minutes * 60 * RATE_HZ:
                return made
            made.append((number, at, at + lengths[number]))
            pause = LONG_PAUSE_S if len(made) % LONG_PAUSE_EVERY == 0 else chance.choice(PAUSES_S)
            at += lengths[number] + int(RATE_HZ * pause)


_SOUNDS: dict[Path, Any] = {}


def _sound(clip: Recording) -> Any:
    if clip.path not in _SOUNDS:
        _SOUNDS[clip.path] = sound(clip.path)
    return _SOUNDS[clip.path]


def _make(
    folder: Path, clips: Sequence[Recording], laid: Sequence[tuple[int, int, int]], seed: int, model: str, is_old: bool
) -> None:
    import resource
    import shutil

    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    samples = np.random.default_rng(seed).standard_normal(laid[-1][2] + RATE_HZ).astype("float32") * NOISE
    for number, start, end in laid:
        samples[start:end] += _sound(clips[number])
    if is_old:
        samples = _aged(samples, seed)
    with wave.open(str(folder / "T001.wav"), "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(RATE_HZ)
        target.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    from tapewright.verbs.ingest import ingest

    with new_project(folder / "p") as project:
        ingest(project, [folder / "T001.wav"])
        began = resource.getrusage(resource.RUSAGE_SELF)
        settings = settings_of(project).__class__(model=model, language="en")
        result = transcribe(project, settings=settings, workers=1)
        ended = resource.getrusage(resource.RUSAGE_SELF)
        assert not result.failed, result.failed
    truth = {str(number): _truth(clips[number]) for number in sorted({number for number, _, _ in laid})}
    record = {
        "seconds": len(samples) / RATE_HZ,
        "cpu": ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime,
        "truth": truth,
    }
    (folder / "done.json").write_text(json.dumps(record))


def _aged(samples: Any, seed: int) -> Any:
    """As from an old cassette, in blocks of a minute."""
    level = float(np.sqrt(np.mean(samples[np.abs(samples) > 0.01] ** 2)))
    hiss = np.random.default_rng(seed + 1).standard_normal(len(samples)).astype("float32") * level * 0.1
    aged = samples + hiss
    for start in range(0, len(aged), 60 * RATE_HZ):
        block = aged[start : start + 60 * RATE_HZ]
        spectrum = np.fft.rfft(block)
        hertz = np.fft.rfftfreq(len(block), 1 / RATE_HZ)
        spectrum[(hertz < 150) | (hertz > 4000)] = 0
        aged[start : start + 60 * RATE_HZ] = np.fft.irfft(spectrum, len(block))
    return aged


def _truth(clip: Recording) -> list[tuple[str, float | None, float | None]]:
    """The words of a clip with their seconds; without where the aligner refuses it."""
    tokens = clip.text.split()
    samples = _sound(clip)
    found = aligning.align(samples, tokens, least_fit=-1000) if len(samples) < 60 * RATE_HZ else None
    if not found:
        print(f"no truth for {clip.group} {clip.name}: {found.refusal.value if found is not None else 'too long'}")
        return [(token, None, None) for token in tokens]
    return [
        (token, to_float_seconds(place.interval.start), to_float_seconds(place.interval.end))
        for token, place in zip(tokens, found.words, strict=True)
        if place
    ]
