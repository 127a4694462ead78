"""One pass over a file: its sound decoded, its picture counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av

from tapewright.media.apart import Stop
from tapewright.media.opening import Streams
from tapewright.media.picture import PictureClock

_LOOK_UP_EVERY = 16
"""Packets between two looks at the stop and the progress."""


_ROUNDED_S = Fraction(15, 10_000)


@dataclass(slots=True)
class Told:
    """What a whole pass told beside its frames. Times are in seconds of the container's clock.

    ``damaged``: where packets could not be decoded; ``broke_off``: why the container could not be read to its end.
    """

    picture: PictureClock | None = None
    packet_ends: dict[int, Fraction] = field(default_factory=dict)
    damaged: list[Fraction | None] = field(default_factory=list)
    broke_off: str = ""


def decode(
    container: Any,
    streams: Streams,
    stop: Stop,
    *,
    hear: Callable[[int, Any], None],
    see: Callable[[Any], None] | None = None,
    after: Callable[[], None] = lambda: None,
) -> Told:
    """Hand every frame of sound to ``hear(stream index, frame)``, in order. The picture is only counted, unless
    ``see`` wants its frames; ``after`` is called every few packets. A packet that cannot be decoded is noted and the
    next one tried.
    """
    told = Told(picture=PictureClock(streams.video) if streams.video is not None else None)
    picture_index = streams.video.index if streams.video is not None else -1
    ends: dict[int, int] = {}
    packets = container.demux(streams.chosen)
    number = 0
    while True:
        try:
            packet = next(packets, None)
        except (av.FFmpegError, OSError) as error:
            told.broke_off = getattr(error, "strerror", None) or str(error)
            break
        except IndexError:
            # A stream that began on the way: at the end of the file PyAV 18 looks for it in its list of the first ones.
            _flush(streams, hear)
            break
        if packet is None:
            break
        number += 1
        if number % _LOOK_UP_EVERY == 0:
            stop.check()
            after()
        index = packet.stream_index
        if index == picture_index:
            _see(packet, told, see)
        else:
            pts, length = packet.pts, packet.duration
            if pts is not None and length:
                ends[index] = pts + length
            try:
                frames = packet.decode()
            except av.FFmpegError:
                told.damaged.append(pts * packet.time_base if pts is not None else None)
                continue
            for frame in frames:
                hear(index, frame)
    if told.broke_off:
        _flush(streams, hear)
    if told.picture is not None:
        told.picture.finish()
    told.packet_ends = _ends(container, streams, ends)
    return told


def _see(packet: Any, told: Told, see: Callable[[Any], None] | None) -> None:
    if told.picture is not None:
        told.picture.add(packet)
    if see is not None:
        try:
            frames = packet.decode()
        except av.FFmpegError:
            return
        for frame in frames:
            see(frame)


def _flush(streams: Streams, hear: Callable[[int, Any], None]) -> None:
    """What the decoders still hold after the container broke off."""
    for stream in streams.audio:
        try:
            frames = stream.codec_context.decode(None)
        except av.FFmpegError:
            continue
        for frame in frames:
            hear(stream.index, frame)


def _ends(container: Any, streams: Streams, ends: dict[int, int]) -> dict[int, Fraction]:
    """Where each stream's last packet ends. In the QuickTime family the track's own length (its edit list) may say that
    padding begins before; it is kept in milliseconds mostly, so a difference of that size is rounding.
    """
    found = {}
    for stream in streams.audio:
        end = ends.get(stream.index)
        if end is None or not stream.time_base:
            continue
        if "mp4" in container.format.name and stream.duration:
            edited = (stream.start_time or 0) + stream.duration
            end = edited if (end - edited) * stream.time_base > _ROUNDED_S else end
        found[stream.index] = end * Fraction(stream.time_base)
    return found
