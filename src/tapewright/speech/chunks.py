"""A tape cut at its pauses into stretches of some minutes, and the sound of a stretch packed for an engine.

Where the cuts fall depends on where somebody speaks and on nothing else, so a tape reads the same on one worker and
on ten, and a stretch that is finished never has to be heard again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from tapewright.model import Word
from tapewright.speech import SAMPLE_RATE_HZ, Samples
from tapewright.speech.activity import Spoken
from tapewright.timing import Interval, Ticks, from_milliseconds, merge, nearest, to_samples

TARGET = from_milliseconds(120_000)
"""What is heard in one stretch, about. Shorter ones waste part of a recogniser's last window of 30 s."""

BRIDGED = from_milliseconds(2_000)
"""Shorter pauses stay in what is heard: they carry sentence ends."""

PADDING = from_milliseconds(400)
"""What is heard around speech, for soft beginnings and ends."""

_SEARCHED_PERCENT = 25
"""A cut is looked for this far around its even place, in percent of a stretch."""

_SAMPLE = 705_600_000 // SAMPLE_RATE_HZ


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A stretch of a tape, in tape time, and where somebody speaks in it."""

    interval: Interval
    spoken: Spoken

    @property
    def heard(self) -> tuple[Interval, ...]:
        """What an engine is given of it: speech with padding, short pauses bridged."""
        bridged = merge(self.spoken.possible, gap=BRIDGED - 1)
        padded = merge(Interval(Ticks(max(0, i.start - PADDING)), Ticks(i.end + PADDING)) for i in bridged)
        return tuple(part for i in padded if (part := i.shared(self.interval)))


def chunks(spoken: Spoken, extent: Interval, *, target: int = TARGET) -> list[Chunk]:
    """Stretches of about ``target`` ticks of speech each, in order, cut in the middle of the longest pause nearby.

    Where nobody pauses the cut falls where it falls. A stretch in which nobody speaks belongs to its neighbour; a tape
    on which nobody speaks has no stretches.
    """
    speech = merge(spoken.within(extent).possible)
    total = sum(i.duration for i in speech)
    if not speech:
        return []
    count = max(1, nearest(Fraction(total, target)))
    edges = [extent.start, *_cuts(speech, total, count), extent.end]
    made = []
    for start, end in pairwise(edges):
        interval = Interval(start, end)
        inside = spoken.within(interval)
        if inside.possible:
            made.append(Chunk(interval=interval, spoken=inside))
    return made


def _cuts(speech: Sequence[Interval], total: int, count: int) -> list[Ticks]:
    """Where to cut: near each even share of the speech, in the longest pause within reach."""
    reach = total * _SEARCHED_PERCENT // (count * 100)
    pauses: list[tuple[int, Interval]] = []  # how much has been said before, and the pause
    said = 0
    for one, next_one in pairwise(speech):
        said += one.duration
        pauses.append((said, Interval(one.end, next_one.start)))
    cuts: list[Ticks] = []
    for number in range(1, count):
        wanted = total * number // count
        near = [pause for before, pause in pauses if abs(before - wanted) <= reach]
        if near:
            longest = max(near, key=lambda pause: pause.duration)
            cut = Ticks(longest.middle // _SAMPLE * _SAMPLE)
        else:
            cut = _when_said(speech, wanted)
        if not cuts or cut > cuts[-1]:
            cuts.append(cut)
    return cuts


def _when_said(speech: Sequence[Interval], wanted: int) -> Ticks:
    """When so much has been said: inside speech, where no pause is near."""
    said = 0
    for i in speech:
        if said + i.duration > wanted:
            return Ticks((i.start + wanted - said) // _SAMPLE * _SAMPLE)
        said += i.duration
    return speech[-1].end


class Packing:
    """Parts of a stretch laid end to end, as an engine hears them, and the way back to the tape's clock."""

    def __init__(self, parts: Sequence[Interval]) -> None:
        self.parts = tuple(parts)
        self._begins: list[int] = []  # of each part, in packed time
        total = 0
        for part in self.parts:
            self._begins.append(total)
            total += part.duration
        self.duration = Ticks(total)

    def pack(self, samples: Samples, start: Ticks) -> Samples:
        """The parts out of ``samples``, whose first sample is at ``start`` on the tape's clock."""
        import numpy

        pieces = []
        for part in self.parts:
            first = to_samples(part.start - start, SAMPLE_RATE_HZ)
            pieces.append(samples[first : first + to_samples(part.duration, SAMPLE_RATE_HZ)])
        return numpy.concatenate(pieces) if pieces else samples[:0]

    def to_tape(self, word: Word) -> Word:
        """A word heard in packed time on the tape's clock: whole inside the part that holds its middle."""
        at = max(0, bisect_right(self._begins, word.interval.middle) - 1)
        part, moved = self.parts[at], self.parts[at].start - self._begins[at]
        start = min(max(word.start + moved, part.start), part.end)
        end = min(max(word.end + moved, start), part.end)
        return replace(word, start=Ticks(start), end=Ticks(end))


def provenance() -> Mapping[str, object]:
    """What the cuts depend on besides the speech."""
    return {
        "target_ms": TARGET // from_milliseconds(1),
        "bridged_ms": BRIDGED // from_milliseconds(1),
        "padding_ms": PADDING // from_milliseconds(1),
    }
