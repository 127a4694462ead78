"""Known words laid on sound: where each one begins and ends, by PocketSphinx's forced alignment. English only.

The model and the dictionary of 134,000 words lie in PocketSphinx's own package. Words that it lacks are sounded out by
rules. What does not fit is refused, never laid somewhere: an aligner that must place every word will place the words of
another text too, but they fit the sound badly, and how well they fit is measured.

Where an edge lies is known to a frame of 10 ms. The same words on the same samples give the same edges, whatever was
aligned before.
"""

from __future__ import annotations

import importlib.metadata
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, product
from typing import Any

from tapewright.speech import SAMPLE_RATE_HZ, Samples
from tapewright.speech.letters import begun, phones
from tapewright.speech.pronouncing import MOST_WAYS, is_broken_off, is_said, ways
from tapewright.timing import Interval, from_milliseconds, from_samples

LANGUAGE = "en"

LONGEST_S = 60
"""Longer stretches are not laid in one piece: their cost grows with their words, and one slip spoils all of it."""

LEAST_FIT = -250
"""The mean fit of words that were said. Measured on real speech: those that were said have -80 to -180 in a quiet room,
words of another text -260 to -600."""

LEAST_WORD_FIT = -700
"""A single word below this lies on something else."""

LONGEST_WORD_MS = 1_000
LONGEST_PHONE_MS = 120
"""No word lasts longer than the first, or than so much for each of its phones and the first half again."""

SILENCE_PROBABILITY = 0.1
"""Of a silence between two words. The model's own 0.005 lets a word grow over the breath behind it."""

_NOISE = 1e-4
_FRAME = 160
_INTO_FRAME = 125
"""An edge between two frames lies between the middles of their windows of 410 samples, not where the later begins."""

_SHORTEST_S = 0.05
_ALTERNATIVE = re.compile(r"\(\d+\)$")
_NO_FIT = -9_900


class Refusal(StrEnum):
    """Why words were not laid on a stretch of sound. An answer, not an error."""

    NO_WORDS = "nothing to lay"
    UNREADABLE = "a word cannot be read in English"
    TOO_LONG = "too long for one piece"
    NO_ROOM = "there is no room for so many words"
    NO_MATCH = "the words do not match the sound"
    BAD_FIT = "the words fit the sound badly"


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one word lies, from the first sample of the stretch, and how well it fits: 0 is perfect, -250 poor."""

    interval: Interval
    fit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What came of it: a place for each token (None for a token that is not heard, as a dash), or a refusal.

    ``fit`` is the mean fit of all words.
    """

    words: tuple[Placed | None, ...] = ()
    fit: int = 0
    refusal: Refusal | None = None

    def __bool__(self) -> bool:
        return self.refusal is None


def align(samples: Samples, tokens: Sequence[str], *, least_fit: int = LEAST_FIT) -> Laid:
    """Lay the tokens, all of them and in order, on a stretch of sound: float32 ``[samples]``, 16 kHz mono.

    Silence before, between and behind the words costs nothing. Takes about a hundredth of the stretch's length of CPU
    time. Words whose mean fit is below ``least_fit`` are refused.
    """
    said = [number for number, token in enumerate(tokens) if is_said(token)]
    if not said or len(samples) < _SHORTEST_S * SAMPLE_RATE_HZ:
        return Laid(refusal=Refusal.NO_WORDS if not said else Refusal.NO_ROOM)
    if len(samples) > LONGEST_S * SAMPLE_RATE_HZ:
        return Laid(refusal=Refusal.TOO_LONG)
    if any(not ways(tokens[number]) for number in said):
        return Laid(refusal=Refusal.UNREADABLE)
    decoder = _decoder()
    names = [decoder.names(tokens[number]) for number in said]
    # A phone has three states, and each takes a frame at least.
    if sum(decoder.fewest_phones(name) for word in names for name in word) * 3 * _FRAME > len(samples):
        return Laid(refusal=Refusal.NO_ROOM)
    segments = decoder.run(samples, [name for word in names for name in word])
    if segments is None:
        return Laid(refusal=Refusal.NO_MATCH)
    placed = _placed(segments, [len(word) for word in names], len(samples))
    fit = sum(word.fit for word in placed) // len(placed)
    if fit < least_fit or any(word.fit < LEAST_WORD_FIT for word in placed):
        return Laid(refusal=Refusal.BAD_FIT, fit=fit)
    if any(word.interval.duration > decoder.longest(name) for word, name in zip(placed, names, strict=True)):
        return Laid(refusal=Refusal.BAD_FIT, fit=fit)
    words: list[Placed | None] = [None] * len(tokens)
    for number, word in zip(said, placed, strict=True):
        words[number] = word
    return Laid(words=tuple(words), fit=fit)


def provenance() -> dict[str, object]:
    """What the edges depend on besides the sound and the words, as plain JSON values."""
    return {
        "aligner": "pocketsphinx",
        "version": version(),
        "model": "en-us",
        "silence_probability": SILENCE_PROBABILITY,
        "least_fit": LEAST_FIT,
        "least_word_fit": LEAST_WORD_FIT,
    }


def version() -> str:
    """PocketSphinx's version."""
    return importlib.metadata.version("pocketsphinx")


@dataclass(frozen=True, slots=True)
class _Segment:
    """A word of the decoder in frames, ``end`` exclusive, and its fit in hundredths summed over its frames."""

    start: int
    end: int
    fit: float


class _Decoder:
    """PocketSphinx, with words added as they come."""

    def __init__(self) -> None:
        import pocketsphinx

        self._decoder: Any = pocketsphinx.Decoder(lm=None, loglevel="FATAL", silprob=SILENCE_PROBABILITY)
        self._names: dict[str, tuple[str, ...]] = {}
        self._fewest: dict[str, int] = {}

    def names(self, token: str) -> tuple[str, ...]:
        """The words of the decoder's dictionary that stand for a token: one for each word of it, or one of our own
        for all of it, with its ways of being read.
        """
        if token not in self._names:
            read = ways(token)
            if len(read) == 1 and not is_broken_off(token) and all(self._look_up(word) for word in read[0]):
                self._names[token] = read[0]
            else:
                self._names[token] = (self._added(token, read),)
        return self._names[token]

    def fewest_phones(self, name: str) -> int:
        """The length of a name's shortest pronunciation."""
        if name not in self._fewest:
            self._fewest[name] = min(len(said.split()) for said in self._pronounced(name))
        return self._fewest[name]

    def longest(self, names: Sequence[str]) -> int:
        """The longest that anybody draws out a token with these names, in ticks."""
        phones_ms = LONGEST_PHONE_MS * sum(self.fewest_phones(name) for name in names)
        return from_milliseconds(max(LONGEST_WORD_MS, LONGEST_WORD_MS // 2 + phones_ms))

    def run(self, samples: Samples, names: Sequence[str]) -> list[_Segment] | None:
        """The segments of the names in order, or None where there is no way through the sound."""
        decoder, raw = self._decoder, _as_bytes(samples)
        decoder.reinit_feat()  # what was heard before must not colour what is heard now
        decoder.set_align_text(" ".join(names))
        decoder.start_utt()
        try:
            decoder.process_raw(raw, full_utt=True)
        finally:
            decoder.end_utt()
        if decoder.hyp() is None:
            return None
        found = [segment for segment in decoder.seg() if not _is_filler(segment.word)]
        if [_ALTERNATIVE.sub("", segment.word) for segment in found] != list(names):
            return None
        return [
            _Segment(
                segment.start_frame,
                segment.end_frame + 1,
                100 * math.log(segment.ascore) if segment.ascore else _NO_FIT,
            )
            for segment in found
        ]

    def _look_up(self, word: str) -> str | None:
        found: str | None = self._decoder.lookup_word(word)
        return found

    def _pronounced(self, name: str) -> Iterator[str]:
        number = 1
        while said := self._look_up(name if number == 1 else f"{name}({number})"):
            yield said
            number += 1

    def _added(self, token: str, read: Sequence[Sequence[str]]) -> str:
        name = f"our-{len(self._names)}"
        made: dict[str, None] = {}
        if is_broken_off(token):
            made = dict.fromkeys(" ".join(begun(way[-1])) for way in read if len(way) == 1)
        for way in read:
            choices = [list(self._pronounced(word)) or [" ".join(phones(word))] for word in way]
            made |= dict.fromkeys(" ".join(said) for said in islice(product(*choices), MOST_WAYS))
        for number, said in enumerate(islice(made, MOST_WAYS * 2), start=1):
            self._decoder.add_word(name if number == 1 else f"{name}({number})", said, update=False)
        return name


@lru_cache(maxsize=1)
def _decoder() -> _Decoder:
    return _Decoder()


def _as_bytes(samples: Samples) -> bytes:
    import numpy

    # Digital silence between words is like no silence that the model knows; the same faint noise lies under everything.
    noise = numpy.random.default_rng(len(samples)).normal(0, _NOISE, len(samples))
    raw: bytes = (numpy.clip(numpy.nan_to_num(samples) + noise, -1.0, 1.0) * 32767).astype("<i2").tobytes()
    return raw


def _fit(score: float) -> float:
    """How well a segment fits, of the likelihood of all its frames beside that of the sounds which fit best."""
    return 100 * math.log(score) if score > 0 else 10 * _NO_FIT


def _is_filler(word: str) -> bool:
    return word.startswith(("<", "[", "++"))


def _placed(segments: Sequence[_Segment], sizes: Sequence[int], samples: int) -> list[Placed]:
    """The segments of each token as one."""
    made: list[Placed] = []
    first = 0
    for size in sizes:
        mine = segments[first : first + size]
        first += size
        start, end = _sample(mine[0].start, samples), _sample(mine[-1].end, samples)
        interval = Interval(from_samples(start, SAMPLE_RATE_HZ), from_samples(max(end, start), SAMPLE_RATE_HZ))
        made.append(Placed(interval, _mean_fit(mine)))
    return made


def _sample(frame: int, samples: int) -> int:
    return min(frame * _FRAME + _INTO_FRAME, samples) if frame else 0


def _mean_fit(segments: Sequence[_Segment]) -> int:
    frames = sum(segment.end - segment.start for segment in segments)
    return round(max(sum(segment.fit for segment in segments) / max(frames, 1), _NO_FIT))
