"""A copy that browsers play: H.264 and AAC in MP4, index first, a key frame a second.

The sound is the same mix that the engines hear, at 48 kHz: what a person checks is what the machine was given.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from tapewright.errors import InputError
from tapewright.media.apart import Stop, apart
from tapewright.media.cachefolder import settle, unfinished
from tapewright.media.decoding import decode
from tapewright.media.hearing import Mixdown
from tapewright.media.opening import Streams, choose_streams, container_of, read_once
from tapewright.media.picture import rate_of
from tapewright.model.progress import Report, Step

_DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO, errno.EACCES, errno.ENOENT)
_HIGHEST = 540
_CLOCK = Fraction(1, 90_000)
_RATE_HZ = 48_000
_SOUND_BITS = 96_000
_QUALITY = {"preset": "veryfast", "crf": "26", "forced-idr": "1", "sc_threshold": "0"}


def write_proxy(source: Path, target: Path, *, report: Report) -> None:
    """Make ``target`` out of ``source``: whole, or not at all. InputError where the source cannot be read."""
    if not apart(lambda stop: _write(source, target, report, stop, first_channel_only=False)):
        apart(lambda stop: _write(source, target, report, stop, first_channel_only=True))


def _write(source: Path, target: Path, report: Report, stop: Stop, *, first_channel_only: bool) -> bool:
    """Whether the sound is worth hearing; if its channels cancelled each other nothing was kept."""
    with read_once(source) as reading, unfinished(target) as temporary, container_of(reading, source) as container:
        streams = choose_streams(container, source)
        zero = streams.start

        def tell() -> None:
            report(Step(what=f"proxy {source.name}", done=reading.tell(), total=reading.size, unit="bytes"))

        with _named(source), _output(temporary) as opened:
            output = _Output(opened, waits_for_picture=streams.video is not None)
            picture = _Picture(output, streams.video, zero) if streams.video is not None else None
            sound = _Sound(output, streams, zero, first_channel_only)
            see = picture.add if picture is not None else None
            told = decode(container, streams, stop, hear=sound.mixdown.add, see=see, after=tell)
            if picture is not None:
                picture.finish()
            sound.finish(told.packet_ends)
            output.begin()
        if not sound.samples and not (picture is not None and picture.frames):
            raise InputError("nothing in it can be decoded", place=str(source), hint="copy it again from its source")
        reading.check_unchanged()
        if sound.mixdown.is_cancelling and not first_channel_only:
            return False
        settle(temporary, target)
    return True


def _output(path: Path) -> Any:
    # The "file:" keeps FFmpeg from taking a colon in a folder's name for a protocol.
    return av.open(f"file:{path}", "w", format="mp4", options={"movflags": "+faststart"})


@contextmanager
def _named(source: Path) -> Iterator[None]:
    """Pictures that no filter or encoder takes become InputError; a disk that refuses stays an OSError."""
    try:
        yield
    except av.FFmpegError as error:
        if error.errno in _DISK_ERRORS:
            raise
        raise InputError(
            f"its picture cannot be converted: {error.strerror or error}",
            place=str(source),
            hint="copy it again from its source; does another program play it?",
        ) from error


class _Output:
    """Holds back what is written until every stream is there: the first packet closes the header, and the size of the
    picture is known only when a frame of it was decoded.
    """

    def __init__(self, container: Any, *, waits_for_picture: bool) -> None:
        self.add_stream = container.add_stream
        self._mux = container.mux
        self._waiting: list[Any] | None = [] if waits_for_picture else None

    def begin(self) -> None:
        """All streams are there."""
        waiting, self._waiting = self._waiting, None
        for packets in waiting or ():
            self._mux(packets)

    def mux(self, packets: Any) -> None:
        """Write packets, now or as soon as may be."""
        if self._waiting is None:
            self._mux(packets)
        else:
            self._waiting.append(packets)


class _Sound:
    """AAC out of the mixdown."""

    def __init__(self, output: _Output, streams: Streams, zero: Fraction, first_channel_only: bool) -> None:
        self.mixdown = Mixdown(streams.audio, zero, _RATE_HZ, self._take, first_channel_only=first_channel_only)
        self.samples = 0
        self._output = output
        self._stream: Any = None
        if streams.audio:
            self._stream = output.add_stream("aac", rate=_RATE_HZ, layout="mono")
            self._stream.bit_rate = _SOUND_BITS
        self._packer = av.AudioResampler("fltp", "mono", _RATE_HZ, frame_size=1024)

    def finish(self, packet_ends: dict[int, Fraction]) -> None:
        if self._stream is None:
            return
        self.mixdown.finish(packet_ends)
        if self.samples:
            self._encode(self._packer.resample(None))
        self._output.mux(self._stream.encode(None))

    def _take(self, samples: Any) -> None:
        if len(samples):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples)[None, :], format="s16", layout="mono")
            frame.sample_rate, frame.time_base, frame.pts = _RATE_HZ, Fraction(1, _RATE_HZ), self.samples
            self.samples += len(samples)
            self._encode(self._packer.resample(frame))

    def _encode(self, frames: list[Any]) -> None:
        for frame in frames:
            self._output.mux(self._stream.encode(frame))


class _Picture:
    """H.264 out of decoded frames: upright, square pixels, progressive, at most 540 lines."""

    def __init__(self, output: _Output, stream: Any, zero: Fraction) -> None:
        self.frames = 0
        self._output, self._source, self._zero = output, stream, zero
        self._rate = rate_of(stream)
        self._encoder: Any = None
        self._graph: Any = None
        self._shape: tuple[Any, ...] = ()
        self._last = -1
        self._next_key = 0

    def add(self, frame: Any) -> None:
        """The next frame as decoded."""
        shape = (frame.width, frame.height, frame.format.name, frame.rotation)
        if shape != self._shape:
            self._drain()
            self._prepare(frame)
            self._shape = shape
        self._graph.push(frame)
        self._drain()

    def finish(self) -> None:
        """Write what the filters and the encoder still hold."""
        if self._graph is not None:
            self._graph.push(None)
            self._drain()
        if self._encoder is not None:
            self._output.mux(self._encoder.encode(None))

    def _prepare(self, frame: Any) -> None:
        aspect = Fraction(self._source.codec_context.sample_aspect_ratio or 1) or Fraction(1)
        turned = round(frame.rotation / 90) % 4 if frame.rotation else 0
        wide, high = frame.width * aspect, Fraction(frame.height)
        if turned % 2:
            wide, high = high, wide
        if self._encoder is None:
            lines = min(_HIGHEST, int(high))
            self._start(_even(wide * lines / high), _even(Fraction(lines)))
        turn = {0: "", 1: "transpose=cclock,", 2: "hflip,vflip,", 3: "transpose=clock,"}[turned]
        self._graph = _graph(
            frame,
            self._source.time_base,
            f"bwdif=deint=interlaced,{turn}scale={self._encoder.width}:{self._encoder.height},setsar=1,format=yuv420p",
        )

    def _start(self, width: int, height: int) -> None:
        self._encoder = self._output.add_stream("libx264", rate=self._rate.fraction, options=dict(_QUALITY))
        self._encoder.width, self._encoder.height, self._encoder.pix_fmt = width, height, "yuv420p"
        self._encoder.codec_context.time_base = _CLOCK
        self._encoder.codec_context.gop_size = 2 * self._rate.nominal
        self._output.begin()

    def _drain(self) -> None:
        while self._graph is not None:
            try:
                frame = self._graph.pull()
            except (BlockingIOError, EOFError):
                return
            self._encode(frame)

    def _encode(self, frame: Any) -> None:
        time = frame.pts * Fraction(frame.time_base) - self._zero if frame.pts is not None else None
        at = round(time / _CLOCK) if time is not None else self._last + round(1 / (self._rate.fraction * _CLOCK))
        at = max(at, self._last + 1)
        frame.pts, frame.time_base, self._last = at, _CLOCK, at
        is_key = at >= self._next_key
        if is_key:
            self._next_key = (at * _CLOCK.numerator // _CLOCK.denominator + 1) * _CLOCK.denominator
        frame.pict_type = av.video.frame.PictureType.I if is_key else av.video.frame.PictureType.NONE
        self.frames += 1
        self._output.mux(self._encoder.encode(frame))


def _graph(frame: Any, time_base: Fraction, chain: str) -> Any:
    graph = av.filter.Graph()
    last = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, name="in", time_base=frame.time_base or time_base
    )
    for step in (*chain.split(","), "buffersink"):
        name, _, arguments = step.partition("=")
        node = graph.add(name, arguments or None)
        last.link_to(node)
        last = node
    graph.configure()
    return graph


def _even(size: Fraction) -> int:
    return max(2, round(size / 2) * 2)
