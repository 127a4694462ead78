"""Whether machines hear more in the listening copy than in the tape: word errors, and words laid on the sound.

Real readings are laid end to end and made into an old tape: hiss and hum at a given distance below the speech, a band
of 150 to 4,000 Hz, a little saturation. Each is recognised as it is and as its listening copy has it, clip by clip;
and as a second opinion: the copy is asked where the recogniser is unsure of the tape, and counts where it is surer.
Then the known words of every clip are laid on both by PocketSphinx, and refusals are counted.

    python bench/bench_listenaid.py [tiny.en|base …]     default: the smallest that is here
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import jiwer
import numpy as np

from figures import figure
from recordings import RATE_HZ, Recording, normal, recordings, sound
from tapewright.errors import MissingError
from tapewright.media.aidnote import AidFacts
from tapewright.media.hum import find_hum
from tapewright.media.listenaid import write_aid
from tapewright.model.progress import silent
from tapewright.speech import HearingSettings, registry
from tapewright.speech import aligning as aligned
from tapewright.speech.faster_whisper import FasterWhisperEngine
from tapewright.testing.recordings import write_sound
from tapewright.timing import to_float_seconds
from tapewright.verbs.ingest import ingest
from tapewright.verbs.listenaid import make_aids
from tapewright.verbs.project import new_project
from tapewright.verbs.transcribe import settings_of, transcribe

GROUPS = ("LJ001", "librivox", "mfa", "inaugural", "harvard")
LEVELS_DB = (20, 15, 10, 5)
PAUSE_S = 1.0
LONGEST_S = 29
UNSURE = 0.7
"""A clip whose words have a lower mean probability is heard again in the copy."""


def clips() -> list[Recording]:
    """Readings that fit one window of the recogniser."""
    return [one for one in recordings() if one.group in GROUPS and len(sound(one.path)) < LONGEST_S * RATE_HZ]


def old_tape(clean: Any, below_db: float, seed: int = 3) -> Any:
    """The same as an old tape has it, with hiss and hum so far below the speech."""
    chance = np.random.default_rng(seed)
    at = np.arange(len(clean)) / RATE_HZ
    power = np.mean(clean[np.abs(clean) > 1e-3] ** 2)
    hiss = chance.standard_normal(len(clean))
    hum = sum(np.sin(2 * np.pi * 50.4 * n * at + n) / n for n in range(1, 8))
    worn = clean.copy()
    for noise, share in ((hiss, 0.6), (hum, 0.4)):
        worn = worn + noise * np.sqrt(share * power / 10 ** (below_db / 10) / np.mean(noise**2))
    spectrum = np.fft.rfft(np.tanh(1.5 * worn) / 1.5)
    hertz = np.fft.rfftfreq(len(worn), 1 / RATE_HZ)
    # Hum comes from the machine that plays the tape, below what the tape itself could hold.
    spectrum[(hertz > 4000) | ((hertz < 150) & (hertz > 110))] *= 0.05
    return np.fft.irfft(spectrum, len(worn)).astype(np.float32)


def laid(some: list[Recording]) -> tuple[Any, list[tuple[int, int]]]:
    """All clips with pauses between, and where each lies."""
    pause = np.zeros(int(PAUSE_S * RATE_HZ), dtype=np.float32)
    parts, places, at = [pause], [], len(pause)
    for one in some:
        samples = sound(one.path)
        places.append((at, at + len(samples)))
        parts += [samples, pause]
        at += len(samples) + len(pause)
    return np.concatenate(parts), places


def copy_of(tape: Any, folder: Path) -> tuple[Any, AidFacts]:
    """The listening copy of a tape, at the recogniser's rate."""
    path = write_sound(folder / "tape.wav", tape[None, :], rate_hz=RATE_HZ)
    copy = folder / "copy.flac"
    facts = write_aid(path, copy, find_hum([tape]), loudness=-23.0, report=silent)
    return sound(copy), facts


Heard = tuple[str, float]
"""What was heard in a clip, and the mean probability of its words."""


def hear(engine: FasterWhisperEngine, tape: Any, places: list[tuple[int, int]]) -> list[Heard]:
    """Each clip by itself."""
    heard = []
    for start, end in places:
        words = engine.hear(np.ascontiguousarray(tape[start:end])).words
        sure = [word.probability for word in words if word.probability is not None]
        heard.append((normal(" ".join(word.text for word in words)), float(np.mean(sure)) if sure else 0.0))
    return heard


def errors(heard: list[Heard], some: list[Recording]) -> float:
    """Word error rate in percent."""
    return 100 * float(jiwer.wer([normal(one.text) for one in some], [text or "nothing" for text, _ in heard]))


def second_opinion(raw: list[Heard], copy: list[Heard]) -> tuple[list[Heard], int]:
    """The copy's words where the tape's are doubtful and the copy's are surer; for how many clips it was asked."""
    asked = [one[1] < UNSURE for one in raw]
    chosen = [
        other if is_asked and other[1] > one[1] else one for one, other, is_asked in zip(raw, copy, asked, strict=True)
    ]
    return chosen, sum(asked)


def laying() -> None:
    """Known words on the tape and on its copy: how many clips are refused, and how near the starts of words are to
    where they are laid on the clean sound.
    """
    some = [one for one in recordings() if len(sound(one.path)) < LONGEST_S * RATE_HZ]
    clean, places = laid(some)
    true = lay(clean, places, some)
    print(f"\nwords laid on the sound, {len(some)} readings, {sum(map(bool, true))} of them laid on the clean sound\n")
    print(
        "| | refused as it is | in the copy | in both | median of starts, as it is | in the copy | only in the copy |"
    )
    print("|---|---|---|---|---|---|---|")
    for below in (None, *LEVELS_DB):
        tape = clean if below is None else old_tape(clean, below)
        with tempfile.TemporaryDirectory() as folder:
            copy, _ = copy_of(tape, Path(folder))
        raw, cleaned = lay(tape, places, some), lay(copy, places, some)
        only = [
            new if not old else aligned.Laid(refusal=aligned.Refusal.NO_WORDS)
            for old, new in zip(raw, cleaned, strict=True)
        ]
        both = sum(not one and not other for one, other in zip(raw, cleaned, strict=True))
        name = "clean" if below is None else f"{below} dB"
        counts = [sum(not one for one in each) for each in (raw, cleaned)]
        off = [off_ms(each, true) for each in (raw, cleaned, only)]
        print(f"| {name} | {counts[0]} | {counts[1]} | {both} | {' | '.join(off)} |", flush=True)
        for what, value in zip(("as they are", "in the copy", "in both"), (*counts, both), strict=True):
            figure(f"listening copy, {name}: readings refused {what}", value, "readings")


def lay(tape: Any, places: list[tuple[int, int]], some: list[Recording]) -> list[Any]:
    """The words of each clip, laid on a tape."""
    return [
        aligned.align(np.ascontiguousarray(tape[start:end]), one.text.split())
        for one, (start, end) in zip(some, places, strict=True)
    ]


def off_ms(found: list[Any], true: list[Any]) -> str:
    """The median distance of the starts of words from where they are on the clean sound, and the share within 50 ms."""
    off = [
        1000 * to_float_seconds(abs(one.interval.start - other.interval.start))
        for new, old in zip(found, true, strict=True)
        if new and old
        for one, other in zip(new.words, old.words, strict=False)
        if one is not None and other is not None
    ]
    return f"{np.median(off):.0f} ms, {100 * np.mean(np.array(off) <= 50):.0f} % of {len(off)}" if off else "-"


def whole(model: str, some: list[Recording], tape: Any) -> list[float]:
    """Word error rates of `transcribe`, guards and all, as it is and with ``listening_copy``, of the whole tape."""
    said, rates = normal(" ".join(one.text for one in some)), []
    with tempfile.TemporaryDirectory() as folder:
        path = write_sound(Path(folder) / "tape.wav", tape[None, :], rate_hz=RATE_HZ)
        with new_project(Path(folder) / "project") as project:
            ingest(project, [path])
            make_aids(project)
            settings = replace(settings_of(project), model=model)
            for copy in (False, True):
                (row,) = transcribe(project, settings=settings, workers=1, listening_copy=copy).tapes
                words = project.store.transcript(row.tape).words
                rates.append(100 * float(jiwer.wer(said, normal(" ".join(word.text for word in words)) or "nothing")))
    return rates


def main(models: list[str]) -> int:
    some = clips()
    if not some:
        print("left out: no recordings under ../shared/data/speech", file=sys.stderr)
        return 0
    clean, places = laid(some)
    print(f"{len(some)} readings, {len(clean) / RATE_HZ / 60:.1f} min")
    laying()
    for model in models or ["tiny.en"]:
        try:
            weights = registry.find(model).folder
        except MissingError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        engine = FasterWhisperEngine(HearingSettings(model=model, guards=False), weights)
        print(f"\n| {model} | as it is | its listening copy | second opinion | asked |\n|---|---|---|---|---|")
        for below in (None, *LEVELS_DB):
            tape = clean if below is None else old_tape(clean, below)
            with tempfile.TemporaryDirectory() as folder:
                began = time.process_time()
                copy, facts = copy_of(tape, Path(folder))
                cost = time.process_time() - began
            heard = [hear(engine, one, places) for one in (tape, copy)]
            chosen, asked = second_opinion(*heard)
            raw, cleaned, second = (errors(one, some) for one in (*heard, chosen))
            name = "clean" if below is None else f"{below} dB"
            print(f"| {name} | {raw:.1f} % | {cleaned:.1f} % | {second:.1f} % | {asked} |", flush=True)
            with_guards = whole(model, some, tape)
            print(f"  with guards, by transcribe: {with_guards[0]:.1f} % as it is, {with_guards[1]:.1f} % of the copy")
            figure(f"listening copy, {model}, {name}: word error rate with a second opinion", second, "%")
            figure(f"listening copy, {model}, {name}: word error rate as it is", raw, "%")
            figure(f"listening copy, {model}, {name}: word error rate of the copy", cleaned, "%")
        print(f"hum at {facts.hum_hz}, {len(clean) / RATE_HZ / cost:.0f} x real time a core")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
