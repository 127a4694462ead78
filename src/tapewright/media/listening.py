"""From decoded frames to one unbroken line of mono on the file's own clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np

from tapewright.timing import nearest

LONGEST_GAP_S = 3600
"""A clock that leaps further than this is broken; the sound is then taken as it comes."""

_NEAR_MS = 16
"""Stamps nearer than this to where the samples before ended are rounding (whole milliseconds in Matroska, jitter in
transport streams, a page of Vorbis), not a gap; one lost packet of AAC, MP3 or Opus is 20 ms or more."""


class SoundLine:
    """Lays the frames of one audio stream end to end from the file's time 0, in blocks of ``float32 [samples]``.

    Gaps in the stamps become silence, overlaps are cut, jitter is let be. All channels are mixed at equal weight (a
    low-frequency channel is left out), so that no number of them can clip. Rates may change on the way.
    """

    def __init__(
        self, stream: Any, zero: Fraction, out: Callable[[Any, int], None], *, first_channel_only: bool = False
    ) -> None:
        self._first_only = first_channel_only
        self._zero = zero
        self._unit = Fraction(stream.time_base) if stream.time_base else Fraction(1, stream.rate)
        self._out = out
        self._rate = 0
        self._whole, self._step, self._origin, self._near = 1, 0, 0, 0
        self._next = 0
        self._frames: list[Any] = []
        self._held = 0
        self._is_started = False
        self._shape: tuple[Any, ...] = ()
        self.silences: list[tuple[Fraction, Fraction]] = []
        self.leaps = 0
        self.is_cancelling = False
        self._loudness = [0.0, 0.0]

    @property
    def end(self) -> Fraction:
        """Where the line ends, in seconds of the file's own time."""
        return Fraction(self._next, self._rate) if self._rate else Fraction(0)

    def add(self, frame: Any) -> None:
        """The next decoded frame."""
        shape = (frame.sample_rate, frame.format.name, frame.layout.name)
        if shape != self._shape:
            self._change(shape)
        if frame.pts is not None:
            late = self._place(frame.pts) - self._next
            near = self._near if self._is_started else 0
            if late > near:
                self._silence(late)
            elif -late > near:
                self._overlap(frame, -late)
                return
        self._take(frame)

    def _take(self, frame: Any) -> None:
        self._is_started = True
        self._frames.append(frame)
        self._held += frame.samples
        self._next += frame.samples
        if self._held >= self._rate:
            self._mix()

    def finish(self, end: Fraction | None) -> None:
        """There are no more frames. ``end``: where the container says that the last packet ends; codecs of fixed
        frames pad the last one, and at most that padding is taken off again.
        """
        if end is not None and self._frames:
            spare = self._next - nearest(end * self._rate)
            if 0 < spare < self._frames[-1].samples:
                self._mix(cut=spare)
        self._mix()
        whole, part = self._loudness
        self.is_cancelling = part > 1e-6 and whole < part / 400

    def _place(self, pts: int) -> int:
        return (pts * self._step - self._origin + self._whole // 2) // self._whole

    def _change(self, shape: tuple[Any, ...]) -> None:
        self._mix()
        rate = shape[0]
        if rate != self._rate:
            self._next = nearest(self.end * rate)
            self._rate = rate
            # pts * unit - zero, in samples, with whole numbers only: this runs for every frame.
            self._whole = self._unit.denominator * self._zero.denominator
            self._step = self._unit.numerator * rate * self._zero.denominator
            self._origin = self._zero.numerator * rate * self._unit.denominator
            self._near = max(rate * _NEAR_MS // 1000, nearest(2 * self._unit * rate))
        self._shape = shape

    def _silence(self, samples: int) -> None:
        if samples > LONGEST_GAP_S * self._rate:
            self.leaps += 1
            self._origin += samples * self._whole
            return
        self._mix()
        self.silences.append((Fraction(self._next, self._rate), Fraction(samples, self._rate)))
        self._next += samples
        while samples:
            piece = min(samples, self._rate)
            self._out(np.zeros(piece, dtype=np.float32), self._rate)
            samples -= piece

    def _overlap(self, frame: Any, samples: int) -> None:
        if samples >= self._rate:
            # The clock went back by more than a second: another recording begins. It follows where this one ended.
            self.leaps += 1
            self._origin -= samples * self._whole
            self._take(frame)
        elif samples < frame.samples:
            self._is_started = True
            self._mix()
            mixed = mono([frame], self._first_only)[0][samples:]
            self._next += len(mixed)
            self._out(mixed, self._rate)

    def _mix(self, cut: int = 0) -> None:
        if not self._frames:
            return
        mixed, loudness = mono(self._frames, self._first_only)
        self._frames, self._held = [], 0
        if cut:
            mixed = mixed[:-cut]
            self._next -= cut
        self._loudness = [total + part for total, part in zip(self._loudness, loudness, strict=True)]
        self._out(mixed, self._rate)


def mono(frames: list[Any], first_only: bool = False) -> tuple[Any, tuple[float, float]]:
    """``float32 [samples]`` of frames of one shape, and how loud the mix and its channels are (for opposite phase)."""
    first = frames[0]
    channels = first.layout.nb_channels
    arrays = [frame.to_ndarray() for frame in frames]
    data = arrays[0] if len(arrays) == 1 else np.concatenate(arrays, axis=1)
    rows = [data[0, k::channels] for k in range(channels)] if first.format.is_packed else list(data)
    rows = rows[:1] if first_only else _without_low_frequency(rows, first.layout)
    scale, middle = _SCALES[data.dtype.char], (128 if data.dtype.char == "B" else 0)
    mixed = rows[0].astype(np.float32)
    for row in rows[1:]:
        mixed += row
    if middle:
        mixed -= middle * len(rows)
    mixed *= np.float32(scale / len(rows))
    if data.dtype.kind == "f" and not np.isfinite(mixed.sum()):
        # Floating-point files can hold "not a number"; the resampler would smear it over its neighbours.
        mixed = np.nan_to_num(mixed, nan=0.0, posinf=1.0, neginf=-1.0)
    if len(rows) == 1:
        return mixed, (0.0, 0.0)
    thin = mixed[::16]
    sample = rows[0][::16].astype(np.float32) * np.float32(scale) - np.float32(middle * scale)
    return mixed, (float(thin @ thin), float(sample @ sample))


_SCALES = {"h": 1 / 2**15, "i": 1 / 2**31, "l": 1 / 2**63, "q": 1 / 2**63, "B": 1 / 2**7, "f": 1.0, "d": 1.0}


def _without_low_frequency(rows: list[Any], layout: Any) -> list[Any]:
    names = [channel.name for channel in layout.channels]
    kept = [row for row, name in zip(rows, names, strict=False) if name not in ("LFE", "LFE2")]
    return kept if len(names) == len(rows) and kept else rows


class Resampler:
    """Brings blocks of ``float32 [n]`` at any rates to ``int16 [m]`` at ``rate_hz``, without a shift in time."""

    def __init__(self, rate_hz: int) -> None:
        self._to = rate_hz
        self._rate = 0
        self._inner: Any = None
        self._taken = Fraction(0)
        self._given = 0

    def add(self, block: Any, rate: int) -> Iterator[Any]:
        """The samples that are certain by now."""
        if rate != self._rate:
            yield from self.finish()
            self._rate = rate
            self._inner = None if rate == self._to else av.AudioResampler("fltp", "mono", self._to)
        self._taken += Fraction(len(block), rate)
        if self._inner is None:
            yield self._give(_to_int16(block))
            return
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block)[None, :], format="fltp", layout="mono")
        frame.sample_rate = rate
        for made in self._inner.resample(frame):
            yield self._give(_to_int16(made.to_ndarray()[0]))

    def finish(self) -> Iterator[Any]:
        """The rest. As many samples have been given by now as the time that was taken holds, exactly."""
        if self._inner is not None:
            for made in self._inner.resample(None):
                yield self._give(_to_int16(made.to_ndarray()[0]))
        missing = nearest(self._taken * self._to) - self._given
        if missing > 0:
            yield self._give(np.zeros(missing, dtype=np.int16))
        self._inner, self._rate = None, 0

    def _give(self, samples: Any) -> Any:
        due = nearest(self._taken * self._to) - self._given
        kept = samples[: max(0, due)]
        self._given += len(kept)
        return kept


def _to_int16(samples: Any) -> Any:
    return np.clip(np.rint(samples * np.float32(32768)), -32768, 32767).astype(np.int16)
