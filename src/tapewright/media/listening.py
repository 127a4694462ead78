"""From decoded frames to one unbroken line of mono on the file's own clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np

from tapewright.media.opening import is_sound_rate
from tapewright.timing import nearest

LONGEST_GAP_S = 3600
"""A clock that leaps further than this is broken; the sound is then taken as it comes."""

_NEAR_MS = 16
"""Stamps nearer than this to where the samples before ended are rounding (whole milliseconds in Matroska, jitter in
transport streams, a page of Vorbis), not a gap; one lost packet of AAC, MP3 or Opus is 20 ms or more."""


_BLOCK_S = 4
"""Seconds that are mixed and resampled together: fewer would cost more for each call, more would not fit the cache."""

_MOST_PLANES = 8
"""From eight planes on PyAV 18 reads past the end of the list of a frame's planes (``AudioFrame.planes``) and crashes;
such frames are interleaved by FFmpeg first."""


class SoundLine:
    """Lays the frames of one audio stream end to end from the file's time 0, in blocks of ``float32 [samples]``.

    Gaps in the stamps become silence, overlaps are cut, jitter is let be. All channels are mixed at equal weight (a
    low-frequency channel is left out), so that no number of them can clip. Rates may change on the way.
    """

    def __init__(
        self, stream: Any, zero: Fraction, out: Callable[[Any, int], None], *, first_channel_only: bool = False
    ) -> None:
        self.silences: list[tuple[Fraction, Fraction]] = []
        self.leaps = 0
        self.is_cancelling = False
        self._zero, self._out, self._first_only = zero, out, first_channel_only
        self._unit = Fraction(stream.time_base) if stream.time_base else Fraction(1, stream.rate)
        self._rate, self._next, self._last_size = 0, 0, 0
        self._whole, self._step, self._origin, self._near = 1, 0, 0, 0
        self._is_started = False
        self._held = av.AudioFifo()
        self._shape = ("", 0)
        self._mixed = self._first = 0.0

    @property
    def end(self) -> Fraction:
        """Where the line ends, in seconds of the file's own time."""
        return Fraction(self._next, self._rate) if self._rate else Fraction(0)

    def add(self, frame: Any) -> None:
        """The next decoded frame. This runs for every 20 ms of a tape: whole numbers only, and little of it."""
        rate = frame.sample_rate
        if rate != self._rate:
            if not is_sound_rate(rate):
                self.leaps += 1
                return
            self._change_rate(rate)
        pts = frame.pts
        if pts is not None:
            late = (pts * self._step - self._origin + self._whole // 2) // self._whole - self._next
            near = self._near if self._is_started else 0
            if late > near:
                self._silence(late)
            elif late < -near:
                self._overlap(frame, -late)
                return
        self._take(frame)

    def finish(self, end: Fraction | None) -> None:
        """There are no more frames. ``end``: where the container says that the last packet ends; codecs of fixed
        frames pad the last one, and at most that padding is taken off again.
        """
        spare = self._next - nearest(end * self._rate) if end is not None else 0
        self._mix(cut=spare if 0 < spare < min(self._last_size, self._held.samples + 1) else 0)
        self.is_cancelling = self._first > 1e-6 and self._mixed < self._first / 400

    def _take(self, frame: Any) -> None:
        self._is_started = True
        # The stamp has done its work; the fifo would insist that it joins the one before to the sample.
        frame.pts = None
        shape = (frame.format.name, frame.layout.nb_channels)
        if shape != self._shape:
            self._mix()
            self._held, self._shape = av.AudioFifo(), shape
        if self._held.samples >= _BLOCK_S * self._rate:
            # Before the frame and not after it: the last one must be at hand in ``finish``, which may cut its padding.
            self._mix()
        self._held.write(frame)
        self._last_size = frame.samples
        self._next += frame.samples

    def _change_rate(self, rate: int) -> None:
        self._mix()
        self._held, self._shape = av.AudioFifo(), ("", 0)
        self._next = nearest(self.end * rate)
        self._rate = rate
        # pts * unit - zero, in samples, as (pts * step - origin) / whole.
        self._whole = self._unit.denominator * self._zero.denominator
        self._step = self._unit.numerator * rate * self._zero.denominator
        self._origin = self._zero.numerator * rate * self._unit.denominator
        self._near = max(rate * _NEAR_MS // 1000, nearest(2 * self._unit * rate))

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
            self._mix()
            mixed = mono(frame, self._first_only)[0][samples:]
            self._is_started = True
            self._next += len(mixed)
            self._out(mixed, self._rate)

    def _mix(self, cut: int = 0) -> None:
        frame = self._held.read() if self._held.samples else None
        if frame is None:
            return
        mixed, first = mono(frame, self._first_only)
        if frame.layout.nb_channels > 1:
            self._mixed += _energy(mixed[::16])
            self._first += _energy(first[::16])
        if cut:
            mixed = mixed[:-cut]
            self._next -= cut
        self._out(mixed, self._rate)


def _energy(samples: Any) -> float:
    return float(np.square(np.clip(np.nan_to_num(samples), -1, 1)).sum())


def mono(frame: Any, first_only: bool = False) -> tuple[Any, Any]:
    """``float32 [samples]`` of a frame: the mean of its channels (or the first alone), and the first channel."""
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is dealt with at the end
        return _mixed(_channels(frame), frame, first_only)


def _mixed(rows: list[Any], frame: Any, first_only: bool) -> tuple[Any, Any]:
    heard = [rows[0]] if first_only or len(rows) == 1 else [rows[number] for number in _heard(frame.layout)]
    mixed = heard[0] + heard[1] if len(heard) > 1 else heard[0].copy()
    for row in heard[2:]:
        mixed += row
    kind = _KINDS[frame.format.packed.name]
    unit = np.float32(1 if kind[0] == "f" else 0.5 ** (8 * int(kind[1]) - 1))
    mixed *= np.float32(unit / len(heard))
    first = mixed if len(heard) == 1 else rows[0] * unit
    if kind == "u1":
        # Eight bits count from 0 to 255 around 128.
        mixed, first = mixed - 1, first - 1
    if kind[0] == "f" and not np.isfinite(mixed.sum()):
        # Floating-point files can hold "not a number"; the resampler would smear it over its neighbours.
        mixed = np.nan_to_num(mixed, nan=0.0, posinf=1.0, neginf=-1.0)
    return mixed, first


def _channels(frame: Any) -> list[Any]:
    """``float32`` samples of each channel in the units of the frame's format. All are brought to float together:
    channel by channel would take ten times as long where they lie interleaved.
    """
    count = frame.layout.nb_channels
    if frame.format.is_planar and count >= _MOST_PLANES:
        frame = _interleaved(frame)
    kind = _KINDS[frame.format.packed.name]
    if frame.format.is_planar:
        planes = [np.frombuffer(plane, dtype=kind, count=frame.samples) for plane in frame.planes]
        return [plane.astype(np.float32, copy=False) for plane in planes]
    data = np.frombuffer(frame.planes[0], dtype=kind, count=frame.samples * count).astype(np.float32, copy=False)
    return [data[channel::count] for channel in range(count)]


_KINDS = {"u8": "u1", "s16": "i2", "s32": "i4", "s64": "i8", "flt": "f4", "dbl": "f8"}


def _interleaved(frame: Any) -> Any:
    packer = av.AudioResampler(frame.format.packed.name, frame.layout, frame.sample_rate)
    pieces = packer.resample(frame) + packer.resample(None)
    if len(pieces) == 1:
        return pieces[0]
    joined = av.AudioFifo()
    for piece in pieces:
        piece.pts = None
        joined.write(piece)
    return joined.read()


def _heard(layout: Any) -> list[int]:
    names = [channel.name for channel in layout.channels]
    if len(names) != layout.nb_channels:
        return list(range(layout.nb_channels))
    return [number for number, name in enumerate(names) if name not in ("LFE", "LFE2")] or [0]


class Resampler:
    """Brings blocks of ``float32 [n]`` at any rates to ``int16 [m]`` at ``rate_hz``, without a shift in time."""

    def __init__(self, rate_hz: int) -> None:
        self._to = rate_hz
        self._rate = rate_hz
        self._inner: Any = None
        self._taken, self._given = 0, 0
        self._before = Fraction(0)

    def add(self, block: Any, rate: int) -> Iterator[Any]:
        """The samples that are certain by now."""
        if rate != self._rate:
            yield from self.finish()
            self._before += Fraction(self._taken, self._rate)
            self._rate, self._taken = rate, 0
            self._inner = None if rate == self._to else av.AudioResampler("fltp", "mono", self._to)
        self._taken += len(block)
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
        missing = self._due
        if missing > 0:
            yield self._give(np.zeros(missing, dtype=np.int16))
        self._inner = None

    @property
    def _due(self) -> int:
        return nearest((self._before + Fraction(self._taken, self._rate)) * self._to) - self._given

    def _give(self, samples: Any) -> Any:
        # One sample of the resampler's tail at most lies beyond the time that was taken.
        kept = samples[: max(0, self._due)]
        self._given += len(kept)
        return kept


def _to_int16(samples: Any) -> Any:
    whole = np.clip(samples, -1, 1) * np.float32(32768)
    return np.minimum(np.rint(whole, out=whole), 32767, out=whole).astype(np.int16)
