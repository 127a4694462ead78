"""The sound of a rough cut, read to the sample out of any file, as stereo at 48 kHz.

A place in a file is counted from where its earliest stream begins, as players do. Compressed sound is decoded from
half a second before the place, so that the decoder has settled when it comes there.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from math import ceil, floor, gcd, sqrt
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from tapewright.errors import InputError
from tapewright.media.render_plan import RATE_HZ
from tapewright.timing import Ticks, nearest, to_samples

_SETTLE = (Fraction(1, 2), Fraction(5), None)  # how long before the place to begin, in seconds; None is the beginning
_BEFORE_ALL = Fraction(-1)  # seconds: earlier than any stream of the file begins
_GUARD = 4096  # samples around a stretch that the resampling filter may look at
_CHUNK = RATE_HZ  # one second: memory stays flat however long the cut is


class SoundSource:
    """One file, opened for its sound. ``missing`` counts samples at 48 kHz that the last reading found no sound for.

    Raises InputError for a file that cannot be opened or has no sound.
    """

    def __init__(self, path: Path) -> None:
        import av

        self._av = av
        self._path = path
        try:
            # "file:" keeps a name such as "concat:…" from being taken for an address; only files are ever opened.
            self._container = av.open(f"file:{path}", options={"protocol_whitelist": "file"})
        except (OSError, av.FFmpegError) as error:
            raise InputError(f"cannot be opened: {_reason(error)}", place=str(path)) from error
        if not self._container.streams.audio:
            self._container.close()
            raise InputError("has no sound", place=str(path))
        self._stream = self._container.streams.audio[0]
        self._rate = int(self._stream.rate)
        self._base = Fraction(self._stream.time_base)
        self._origin = origin(self._container)
        self._slack = ceil(self._rate * self._base) if self._base * self._rate > 1 else 0
        self._grid: tuple[int, int] | None = None
        self._end = 0
        self.missing = 0

    def __enter__(self) -> SoundSource:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._container.close()

    def read(self, start: Ticks, samples: int) -> Iterator[Any]:
        """Exactly ``samples`` samples, float32 ``[2, n]`` at 48 kHz, the first one nearest to ``start`` of the file.

        Silence stands before the file's beginning and after its end. InputError where the sound cannot be decoded.
        """
        if self._rate == RATE_HZ:
            pieces = self._from(to_samples(start, self._rate))
            skip = 0
        else:
            # Both clocks meet at every `step` source samples; begin there, and the skip is a whole number.
            common = gcd(self._rate, RATE_HZ)
            step = self._rate // common
            wanted = to_samples(start, RATE_HZ)
            begin = max(0, wanted * self._rate // RATE_HZ - _GUARD) // step * step
            skip = wanted - begin // step * (RATE_HZ // common)
            pieces = self._resampled(begin)
        self._end, self.missing = -1, 0
        yield from _exactly(pieces, skip, samples)
        if self._end >= 0:
            heard = self._end * RATE_HZ // self._rate - to_samples(start, RATE_HZ)
            self.missing = samples - min(samples, max(0, heard))

    def _resampled(self, begin: int) -> Iterator[Any]:
        resampler = self._av.AudioResampler(format="fltp", layout="stereo", rate=RATE_HZ)
        for block in self._from(begin):
            frame = self._av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
            frame.sample_rate = self._rate
            for made in resampler.resample(frame):
                yield made.to_ndarray()

    def _from(self, first: int) -> Iterator[Any]:
        """Stereo from source sample ``first`` on, without end: silence where there is nothing."""
        cursor = first
        for position, block in self._blocks(first):
            if position + block.shape[1] <= cursor:
                continue
            while position > cursor:
                quiet = min(_CHUNK, position - cursor)
                yield np.zeros((2, quiet), np.float32)
                cursor += quiet
            yield _stereo(block[:, cursor - position :])
            cursor = position + block.shape[1]
        self._end = cursor
        while True:
            yield np.zeros((2, _CHUNK), np.float32)

    def _blocks(self, first: int) -> Iterator[tuple[int, Any]]:
        """Decoded blocks with the source sample that each begins at, from one at or before ``first`` if there is."""
        expected: int | None = None
        for frame in self._frames(first):
            block = _block(frame)
            position = expected if frame.pts is None else self._position(frame)
            if position is None:
                position = 0
            if expected is None:
                position = self._on_grid(position)
            elif abs(position - expected) <= self._slack:
                position = expected  # the container's clock is coarser than a sample: count instead
            expected = position + block.shape[1]
            yield position, block

    def _on_grid(self, position: int) -> int:
        """The true place of a block in a container whose clock is coarser than a sample (Matroska: milliseconds)."""
        if not self._slack or self._grid is None:
            return position
        first, length = self._grid
        true = first + nearest(Fraction(position - first, length)) * length
        return true if abs(true - position) <= self._slack else position

    def _learn_grid(self) -> None:
        heads = list(islice(self._decoded(None), 4))
        lengths = {frame.samples for frame in heads[1:]}
        if len(lengths) == 1 and heads[0].pts is not None:
            self._grid = (self._position(heads[0]) + heads[0].samples, lengths.pop())

    def _frames(self, first: int) -> Iterator[Any]:
        if self._slack and self._grid is None:
            self._learn_grid()
        for settle in _SETTLE:
            place = None if settle is None else Fraction(first, self._rate) - settle
            if place is not None and place <= 0:
                continue
            frames = self._decoded(place)
            head = next(frames, None)
            if head is None:
                continue
            if place is not None and (head.pts is None or self._position(head) > first):
                continue
            yield head
            yield from frames
            return

    def _decoded(self, place: Fraction | None) -> Iterator[Any]:
        av = self._av
        try:
            begin = self._origin + (_BEFORE_ALL if place is None else place)
            self._container.seek(floor(begin / self._base), stream=self._stream)
        except av.FFmpegError:
            if place is not None:
                return
        try:
            for packet in self._container.demux(self._stream):
                try:
                    frames = packet.decode()
                except av.error.InvalidDataError:
                    continue  # a damaged packet is silence of its own length, as in a player
                for frame in frames:
                    if frame.sample_rate != self._rate:
                        raise InputError("changes its sample rate on the way", place=str(self._path))
                    yield frame
        except (OSError, av.FFmpegError) as error:
            raise InputError(f"cannot be decoded: {_reason(error)}", place=str(self._path)) from error

    def _position(self, frame: Any) -> int:
        return nearest((frame.pts * self._base - self._origin) * self._rate)


def origin(container: Any) -> Fraction:
    """Where the time of a file begins, in seconds of its container's clock: its earliest sound or picture."""
    starts = [
        stream.start_time * Fraction(stream.time_base)
        for stream in (*container.streams.audio, *container.streams.video)
        if stream.start_time is not None
    ]
    return min(starts, default=Fraction(0))


def _block(frame: Any) -> Any:
    """A decoded frame as float32 ``[channels, samples]``, full scale at 1."""
    samples = frame.to_ndarray()
    if not frame.format.is_planar:
        samples = samples.reshape(-1, frame.layout.nb_channels).T
    if samples.dtype == np.uint8:
        return (samples.astype(np.float32) - 128) / 128
    if samples.dtype.kind == "i":
        return samples.astype(np.float32) / -float(np.iinfo(samples.dtype).min)
    return np.nan_to_num(samples.astype(np.float32, copy=False), nan=0.0, posinf=1.0, neginf=-1.0)


def _stereo(block: Any) -> Any:
    """One channel to both sides, two as they are; more (several microphones) summed to both sides with equal power."""
    channels = block.shape[0]
    if channels == 2:
        return block
    mixed = block[0] if channels == 1 else block.sum(axis=0) / np.float32(sqrt(channels))
    return np.stack([mixed, mixed])


def _exactly(pieces: Iterator[Any], skip: int, samples: int) -> Iterator[Any]:
    for piece in pieces:
        if skip >= piece.shape[1]:
            skip -= piece.shape[1]
            continue
        kept = piece[:, skip : skip + samples]
        skip = 0
        samples -= kept.shape[1]
        if kept.shape[1]:
            yield kept
        if not samples:
            return


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error)
