"""The ear of one read: many streams of decoded frames into one line of mono, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from tapewright.media.listening import Resampler, SoundLine
from tapewright.media.peaks import PeakMaker
from tapewright.media.soundcache import RATE_HZ, SoundWriter


class Mixdown:
    """One ``SoundLine`` per audio stream, all mixed at equal weight; ``take`` gets ``int16 [n]`` at ``rate_hz``.

    The first sample is the file's time 0.
    """

    def __init__(
        self,
        streams: tuple[Any, ...],
        zero: Fraction,
        rate_hz: int,
        take: Callable[[Any], None],
        *,
        first_channel_only: bool = False,
    ) -> None:
        self._zero = zero
        self._take = take
        self._mixer = Mixer(len(streams))
        self._lines: dict[int, SoundLine] = {}
        self._resamplers: dict[int, Resampler] = {}
        for place, stream in enumerate(streams):
            resampler = self._resamplers[stream.index] = Resampler(rate_hz)
            self._lines[stream.index] = SoundLine(
                stream, zero, self._into(place, resampler), first_channel_only=first_channel_only
            )

    def add(self, index: int, frame: Any) -> None:
        """The next decoded frame of one stream."""
        self._lines[index].add(frame)

    def finish(self, packet_ends: Mapping[int, Fraction]) -> None:
        """There are no more. ``packet_ends``: where each stream's last packet ends, on the container's clock."""
        for place, (index, line) in enumerate(self._lines.items()):
            end = packet_ends.get(index)
            line.finish(end - self._zero if end is not None else None)
            for made in self._resamplers[index].finish():
                self._mixer.add(place, made)
        self._take(self._mixer.finish())

    @property
    def end(self) -> Fraction:
        """Where the last stream ends, in seconds of the file's own time, by its own samples."""
        return max((line.end for line in self._lines.values()), default=Fraction(0))

    @property
    def silences(self) -> list[tuple[Fraction, Fraction]]:
        """Start and length, in seconds, of what was filled."""
        return [gap for line in self._lines.values() for gap in line.silences]

    @property
    def leaps(self) -> int:
        """How often a clock leapt."""
        return sum(line.leaps for line in self._lines.values())

    @property
    def is_cancelling(self) -> bool:
        """Whether the channels of a stream all but extinguish each other. Known when finished."""
        return any(line.is_cancelling for line in self._lines.values())

    def _into(self, place: int, resampler: Resampler) -> Callable[[Any, int], None]:
        def take(block: Any, rate: int) -> None:
            for made in resampler.add(block, rate):
                self._mixer.add(place, made)
            self._take(self._mixer.ready())

        return take


class Hearing:
    """What ingest keeps of the sound: 16 kHz mono in a cache file, peaks, and how loud it ever was."""

    def __init__(
        self, streams: tuple[Any, ...], zero: Fraction, writer: SoundWriter, *, first_channel_only: bool = False
    ) -> None:
        self.mixdown = Mixdown(streams, zero, RATE_HZ, self._keep, first_channel_only=first_channel_only)
        self.peaks: dict[str, Any] = {}
        self.loudest = 0
        self._writer = writer
        self._peak_maker = PeakMaker()

    def finish(self, packet_ends: Mapping[int, Fraction]) -> None:
        """There are no more frames; see ``Mixdown.finish``."""
        self.mixdown.finish(packet_ends)
        self.peaks = self._peak_maker.finish()
        self._writer.finish()

    def close(self) -> None:
        """Let go of the file, finished or not."""
        self._writer.abandon()

    @property
    def samples(self) -> int:
        """How many samples of 16 kHz there are."""
        return self._writer.samples

    def _keep(self, samples: Any) -> None:
        if len(samples):
            self._writer.write(samples)
            self._peak_maker.add(samples)
            self.loudest = max(self.loudest, int(samples.max()), -int(samples.min()))


class Mixer:
    """Mixes ``int16`` lines at equal weight, as far as all of them go; at the end the shorter ones are silent."""

    def __init__(self, lines: int) -> None:
        self._waiting: list[list[Any]] = [[] for _ in range(lines)]
        self._held = [0] * lines

    def add(self, line: int, samples: Any) -> None:
        """The next samples of one line."""
        self._waiting[line].append(samples)
        self._held[line] += len(samples)

    def ready(self) -> Any:
        """``int16 [n]``: what every line has reached."""
        return self._give(min(self._held))

    def finish(self) -> Any:
        """``int16 [n]``: the rest, to the end of the longest line."""
        longest = max(self._held)
        for line, held in enumerate(self._held):
            self.add(line, np.zeros(longest - held, dtype=np.int16))
        return self._give(longest)

    def _give(self, count: int) -> Any:
        if not count:
            return np.zeros(0, dtype=np.int16)
        parts = []
        for line, waiting in enumerate(self._waiting):
            data = waiting[0] if len(waiting) == 1 else np.concatenate(waiting)
            parts.append(data[:count])
            self._waiting[line] = [data[count:]] if len(data) > count else []
            self._held[line] = len(data) - count
        if len(parts) == 1:
            return parts[0]
        total = np.sum(parts, axis=0, dtype=np.int32)
        return (total // len(parts)).astype(np.int16)
