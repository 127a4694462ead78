"""The sound of a rough cut, read to the sample out of any file, as stereo at 48 kHz.

Compressed sound is decoded from half a second before the place, so that the decoder has settled when it comes there.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from math import gcd, sqrt
from typing import Any

import numpy as np

from tapewright.errors import InputError
from tapewright.media.render_files import open_streams, reason, wind
from tapewright.media.render_plan import RATE_HZ
from tapewright.model import SourceFile
from tapewright.timing import Ticks, nearest, to_samples

_SETTLE = (Fraction(1, 2), Fraction(5), None)  # how long before the place to begin, in seconds; None is the beginning
_GUARD = 4096  # samples around a stretch that the resampling filter may look at
_CHUNK = RATE_HZ  # one second: memory stays flat however long the cut is
_ODD_FRAMES = 8  # that many frames of another sample rate in a row are no accident
_JITTER_MS = 10  # stamps nearer than this to where the samples before ended are rounding, not a gap (see listening)


_FORGETTING = (
    *("pcm_", "adpcm_", "flac", "alac", "wavpack", "tta", "ape", "mp1", "mp2", "mp3", "vorbis", "opus", "libopus"),
    *("libvorbis", "gsm", "g7"),
)
"""Decoders of which nothing stays when they are wound on. Others keep the state of the noise that they add (AC-3, AAC)
or more, so that what they give depends on what was heard before."""

_RENEWED = frozenset(("aac", "ac3", "eac3"))
"""Of those others the ones that can be made anew beside their container, which is cheaper than opening it again."""


def _renewal(codec: str) -> str:
    if codec.startswith(_FORGETTING):
        return ""
    return "decoder" if codec in _RENEWED else "opening"


class SoundSource:
    """The sound of one file. ``missing`` counts samples at 48 kHz that the last reading found no sound for.

    Raises InputError for a file that cannot be opened or has no sound.
    """

    def __init__(self, file: SourceFile) -> None:
        self._lines = [_Line(file, 0)]
        self.missing = 0
        try:
            # Each microphone may lie on a track of its own: they are read side by side, each from its own opening.
            self._lines += [_Line(file, number) for number in range(1, self._lines[0].tracks)]
        except InputError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        for line in self._lines:
            line.close()

    def read(self, start: Ticks, samples: int) -> Iterator[Any]:
        """Exactly ``samples`` samples, float32 ``[2, n]`` at 48 kHz, the first one nearest to ``start`` of the file.

        Silence stands before the file's beginning and after its end. InputError where the sound cannot be decoded.
        """
        self.missing = 0
        if len(self._lines) == 1:
            yield from self._lines[0].read(start, samples)
        else:
            share = np.float32(1 / sqrt(len(self._lines)))
            for pieces in zip(*(_even(line.read(start, samples)) for line in self._lines), strict=True):
                yield sum(pieces) * share
        self.missing = min(line.missing(start, samples) for line in self._lines)


class _Line:
    """One audio stream, in a container of its own."""

    def __init__(self, file: SourceFile, number: int) -> None:
        self._file, self._number, self._path = file, number, file.path
        stream = self._open()
        self._rate = int(stream.rate)
        self._base = Fraction(stream.time_base)
        self._jitter = max(self._rate * _JITTER_MS // 1000, nearest(2 * self._base * self._rate))
        self._is_coarse = self._base * self._rate > 1
        self._grid: tuple[int, int] | None = None
        self._end: int | None = None
        self._renewal = _renewal(stream.codec_context.codec.name)

    def _open(self) -> Any:
        self._container, streams = open_streams(self._file)
        if self._number >= len(streams.audio):
            self._container.close()
            raise InputError("has no sound", place=self._path)
        self.tracks, self._zero, self._stream = len(streams.audio), streams.start, streams.audio[self._number]
        self._decoder = self._stream.codec_context
        return self._stream

    def close(self) -> None:
        self._container.close()

    def read(self, start: Ticks, samples: int) -> Iterator[Any]:
        self._end = None
        if self._rate == RATE_HZ:
            return _exactly(self._from(to_samples(start, self._rate)), 0, samples)
        # Both clocks meet at every `step` source samples; begin there, and the skip is a whole number.
        common = gcd(self._rate, RATE_HZ)
        step = self._rate // common
        wanted = to_samples(start, RATE_HZ)
        begin = max(0, wanted * self._rate // RATE_HZ - _GUARD) // step * step
        return _exactly(self._resampled(begin), wanted - begin // step * (RATE_HZ // common), samples)

    def missing(self, start: Ticks, samples: int) -> int:
        """How many of the samples of the last reading lay behind the stream's end."""
        if self._end is None:
            return 0
        return samples - min(samples, max(0, self._end * RATE_HZ // self._rate - to_samples(start, RATE_HZ)))

    def _resampled(self, begin: int) -> Iterator[Any]:
        import av

        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE_HZ)
        for block in self._from(begin):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
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
            if frame.pts is None:
                position = expected or 0
            elif expected is None:
                position = self._on_grid(self._position(frame))
            else:
                position = self._position(frame)
                if abs(position - expected) <= self._jitter:
                    position = expected
            expected = position + block.shape[1]
            yield position, block

    def _on_grid(self, position: int) -> int:
        """The true place of a block in a container whose clock is coarser than a sample (Matroska: milliseconds)."""
        if not self._grid:
            return position
        first, length = self._grid
        true = first + nearest(Fraction(position - first, length)) * length
        return true if abs(true - position) <= self._jitter else position

    def _learn_grid(self) -> None:
        heads = list(islice(self._decoded(None), 4))
        lengths = {frame.samples for frame in heads[1:]}
        if len(lengths) == 1 and heads[0].pts is not None:
            self._grid = (self._position(heads[0]) + heads[0].samples, lengths.pop())

    def _frames(self, first: int) -> Iterator[Any]:
        if self._is_coarse and self._grid is None:
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
        import av

        self._renew(place)
        if not wind(self._container, self._stream, None if place is None else self._zero + place):
            if place is None:
                raise InputError("cannot be wound back to its beginning", place=self._path)
            return
        odd = 0
        # Where a container lands depends on what it has seen so far; the first packet that counts must not.
        begin = None if place is None else (self._zero + place) / self._base
        try:
            for packet in self._container.demux(self._stream):
                if begin is not None and packet.pts is not None and packet.pts < begin:
                    continue
                try:
                    frames = self._decoder.decode(packet if packet.size else None)
                except av.error.InvalidDataError:
                    continue  # a damaged packet is silence of its own length, as in a player
                for frame in frames:
                    # Wound into the middle of an MPEG stream, a decoder may take noise for a frame or two.
                    odd = odd + 1 if frame.sample_rate != self._rate else 0
                    if odd > _ODD_FRAMES:
                        raise InputError("changes its sample rate on the way", place=self._path)
                    if not odd:
                        yield frame
        except (OSError, av.FFmpegError) as error:
            raise InputError(f"cannot be decoded: {reason(error)}", place=self._path) from error

    def _renew(self, place: Fraction | None) -> None:
        """A decoder that remembers nothing of what was decoded before."""
        import av

        if self._renewal == "opening" or (self._renewal == "decoder" and place is None):
            # At its beginning a stream may have padding to be left out, which only the container's decoder knows how.
            self._container.close()
            self._open()
        elif self._renewal == "decoder":
            self._decoder = av.CodecContext.create(self._stream.codec_context.codec.name, "r")
            self._decoder.extradata = self._stream.codec_context.extradata

    def _position(self, frame: Any) -> int:
        return nearest((frame.pts * self._base - self._zero) * self._rate)


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
    if not samples:
        return
    for piece in pieces:
        if skip >= piece.shape[1]:
            skip -= piece.shape[1]
            continue
        kept = piece[:, skip : skip + samples]
        skip = 0
        samples -= kept.shape[1]
        yield kept
        if not samples:
            return


def _even(pieces: Iterator[Any]) -> Iterator[Any]:
    """The same samples in pieces of one second, so that lines can be added up."""
    held = np.zeros((2, 0), np.float32)
    for piece in pieces:
        held = np.concatenate([held, piece], axis=1)
        while held.shape[1] >= _CHUNK:
            yield held[:, :_CHUNK]
            held = held[:, _CHUNK:]
    if held.shape[1]:
        yield held
