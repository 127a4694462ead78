"""A voice finder for tests that knows exactly who speaks, and the sound that it understands.

``speak`` is ``scripted.say`` with a voice for each phrase, told by a little on top of the word's level: the scripted
engine hears the words, the scripted finder the voices.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from tapewright.model import Embedding, FoundVoice, Utterance
from tapewright.model.progress import Report, Step, silent
from tapewright.speech import SAMPLE_RATE_HZ, Samples, Voices
from tapewright.testing.scripted import say
from tapewright.timing import Interval, Ticks, from_milliseconds, from_samples

MOST_VOICES = 7
DIMENSIONS = 16
_PAUSE = from_milliseconds(600)


def speak(*parts: tuple[int, str] | float) -> Samples:
    """Samples of phrases, each with the number of its voice (0 to 6), and of pauses in seconds.

    >>> len(speak((0, "boat came"), 2.0, (1, "rain"))) / 16000
    3.5
    """
    import numpy

    said = []
    for part in parts:
        if isinstance(part, tuple):
            voice, phrase = part
            samples = say(phrase)
            said.append(numpy.where(samples > 0, samples + voice / 1024, samples).astype("float32"))
        else:
            said.append(say(part))
    return numpy.concatenate(said) if said else say()


def centre_of(voice: int) -> Embedding:
    """Where a scripted voice lies, on every tape: no two are alike."""
    return tuple(1.0 if place == voice else 0.0 for place in range(DIMENSIONS))


class ScriptedFinder:
    """Finds the voices of ``speak``; words of one voice with less than 0.6 s between are one utterance."""

    name = "scripted-voices"
    version = "1"
    needs_weights = False

    def __init__(self, weights: Path | None) -> None:
        self._weights = weights

    def find(
        self,
        sound: Callable[[Interval], Samples],
        extent: Interval,
        *,
        count: int | None = None,
        most: int | None = None,
        known: Sequence[Embedding] = (),
        report: Report = silent,
    ) -> Voices:
        heard = _heard(sound(extent), extent.start)
        numbers: dict[int, int] = {}
        for _, voice in heard:
            numbers.setdefault(voice, len(numbers))
        fewest = min(count or len(numbers), most or len(numbers))
        utterances = tuple(
            Utterance(interval=interval, voice=min(numbers[voice], fewest - 1)) for interval, voice in heard
        )
        voices = tuple(
            FoundVoice(
                number=number,
                centre=centre_of(voice),
                spread=0.75,
                samples=tuple(u.interval for u in utterances if u.voice == number)[:3],
            )
            for voice, number in list(numbers.items())[:fewest]
        )
        report(Step(what="hear voices", done=extent.duration, total=extent.duration, unit="ticks"))
        return Voices(utterances=utterances, voices=voices)

    def embed(self, sound: Callable[[Interval], Samples], intervals: Sequence[Interval]) -> list[Embedding]:
        embeddings: list[Embedding] = []
        for interval in intervals:
            heard = _heard(sound(interval), interval.start)
            embeddings.append(centre_of(heard[0][1]) if heard else ())
        return embeddings

    def provenance(self) -> Mapping[str, object]:
        return {"finder": self.name, "version": self.version}


def _heard(samples: Samples, start: int) -> list[tuple[Interval, int]]:
    """Utterances with their scripted voices, in order."""
    import numpy

    steps = numpy.rint(samples * 1024).astype(int)
    edges = [0, *(numpy.flatnonzero(numpy.diff(steps)) + 1).tolist(), len(steps)]
    heard: list[tuple[Interval, int]] = []
    for first, last in pairwise(edges):
        if last == first or steps[first] <= 0:
            continue
        voice = int(steps[first]) % 16
        begins, ends = (Ticks(start + from_samples(place, SAMPLE_RATE_HZ)) for place in (first, last))
        if heard and heard[-1][1] == voice and begins - heard[-1][0].end < _PAUSE:
            heard[-1] = Interval(heard[-1][0].start, ends), voice
        else:
            heard.append((Interval(begins, ends), voice))
    return heard
