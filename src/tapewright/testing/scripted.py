"""A recogniser for tests that hears exactly what was said, and the sound that it understands.

``say`` turns words into samples: each word is 0.4 s of one constant level, with pauses of silence between. The engine
reads the level back, so that any part of the sound, in any process, cut anywhere in a pause, gives the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from tapewright.errors import InputError
from tapewright.model import SourceFile, Word
from tapewright.speech import SAMPLE_RATE_HZ, Heard, HearingSettings, Samples
from tapewright.speech.activity import Spoken
from tapewright.timing import Interval, Ticks, from_samples, to_samples

_SENTENCE = (
    "the boat came in at dawn and bread was still warm nobody asked us why gulls sat on quay all morning until rain "
    "stopped we sold every loaf before noon then harbour master rang his bell twice so ferry could leave."
)
VOCABULARY = tuple(_SENTENCE.split())
"""What can be said; a word's level is its place, from 1, in 64ths."""

ROUGHLY = HearingSettings(edges=False)
"""Words stay where the engine puts them: laying them on the sound is nine tenths of hearing a scripted tape."""

WORD_S = 0.4
GAP_S = 0.1


def say(*phrases: str | float) -> Samples:
    """Samples of phrases (words of ``VOCABULARY``) and of pauses (numbers, in seconds), in order.

    >>> len(say("boat came", 2.0, "rain")) / 16000
    3.5
    """
    import numpy

    parts: list[Any] = []
    for phrase in phrases:
        if isinstance(phrase, str):
            for word in phrase.split():
                level = (VOCABULARY.index(word) + 1) / 64
                parts.append(numpy.full(round(WORD_S * SAMPLE_RATE_HZ), level, dtype="float32"))
                parts.append(numpy.zeros(round(GAP_S * SAMPLE_RATE_HZ), dtype="float32"))
        else:
            parts.append(numpy.zeros(round(phrase * SAMPLE_RATE_HZ), dtype="float32"))
    return numpy.concatenate(parts) if parts else numpy.zeros(0, dtype="float32")


def levels(samples: Samples) -> list[tuple[int, int, int]]:
    """Runs of one level above 0: level in 64ths, first sample, sample behind the last."""
    import numpy

    steps = numpy.rint(samples * 64).astype(int)
    edges = [0, *(numpy.flatnonzero(numpy.diff(steps)) + 1).tolist(), len(steps)]
    return [(int(steps[a]), a, b) for a, b in pairwise(edges) if b > a and steps[a] > 0]


def scripted_speech_in(blocks: Iterable[Samples]) -> Spoken:
    """Where somebody speaks in such sound: an interval a word, all of it clear."""
    found: list[Interval] = []
    before = 0
    for block in blocks:
        for _, first, last in levels(block):
            found.append(_interval(before + first, before + last))
        before += len(block)
    return Spoken(possible=tuple(found), clear=tuple(found))


class ScriptedEngine:
    """Hears what ``say`` made. It needs no weights, and as a fake it is as strict as an engine may be."""

    name = "scripted"
    version = "1"
    needs_weights = False

    def __init__(self, settings: HearingSettings, weights: Path | None) -> None:
        self._settings = settings

    def hear(self, samples: Samples) -> Heard:
        words = []
        for level, first, last in levels(samples):
            if 1 <= level <= len(VOCABULARY):
                heard = _interval(first, last)
                words.append(Word(text=VOCABULARY[level - 1], start=heard.start, end=heard.end, confidence=200))
        return Heard(words=tuple(words), language=self._settings.language)

    def provenance(self) -> Mapping[str, object]:
        return {"engine": self.name, "version": self.version, "model": self._settings.model}


class SpokenReader:
    """A media reader over ``.npy`` files of samples. A file whose name holds ``broken`` cannot be read."""

    def sound(self, file: SourceFile, interval: Interval, *, cache: Path) -> Samples:
        """As ``MediaReader.sound`` has it."""
        import numpy

        if "broken" in file.path:
            raise InputError("cannot be decoded", place=file.path, hint="is the file whole?")
        whole = numpy.load(file.path)
        first, count = to_samples(interval.start, SAMPLE_RATE_HZ), to_samples(interval.duration, SAMPLE_RATE_HZ)
        part = whole[first : first + count]
        return numpy.concatenate([part, numpy.zeros(count - len(part), dtype="float32")])


def spoken_words(samples: Samples) -> Sequence[str]:
    """What is said in such sound."""
    return [VOCABULARY[level - 1] for level, _, _ in levels(samples)]


def _interval(first: int, last: int) -> Interval:
    return Interval(Ticks(from_samples(first, SAMPLE_RATE_HZ)), Ticks(from_samples(last, SAMPLE_RATE_HZ)))
