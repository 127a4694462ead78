"""Demuxing and decoding in a thread of its own, while the caller mixes, measures and writes.

The thread is not only for speed. Python delivers Ctrl-C to the main thread alone; inside a read callback of FFmpeg it
would be swallowed and read as the end of the file. So no callback ever runs in the caller's thread.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av

from tapewright.media.opening import Streams
from tapewright.media.picture import PictureClock

_BATCH = 48
"""Frames handed over together; handing over each would cost as much as decoding it."""

_WAITING = 6


@dataclass(slots=True)
class Decoded:
    """What a whole pass over a file told beside its frames. Times are in seconds of the container's clock."""

    picture: PictureClock | None = None
    packet_ends: dict[int, Fraction] = field(default_factory=dict)
    damaged: list[Fraction | None] = field(default_factory=list)
    broke_off: str = ""
    packets: int = 0


class Decoding:
    """One pass: iterate to get ``(stream index, [frames])``; afterwards ``told`` holds the rest. Close it always.

    The picture is only counted, unless it is asked for too; then its frames come one by one, for they are large.
    """

    def __init__(self, container: Any, streams: Streams, *, with_picture: bool = False) -> None:
        self.told = Decoded(picture=PictureClock(streams.video) if streams.video is not None else None)
        self._container, self._streams, self._with_picture = container, streams, with_picture
        self._ready: queue.Queue[tuple[int, list[Any]] | BaseException | None] = queue.Queue(_WAITING)
        self._is_stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="decode", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[tuple[int, list[Any]]]:
        while True:
            item = self._ready.get()
            if item is None:
                return
            if isinstance(item, BaseException):
                raise item
            yield item

    def close(self) -> None:
        """Stop, and wait until the container is no longer in use."""
        self._is_stopped.set()
        while self._thread.is_alive():
            try:
                self._ready.get(timeout=0.05)
            except queue.Empty:
                continue

    def _work(self) -> None:
        try:
            self._demux()
        except BaseException as error:
            self._put(error)
        else:
            self._put(None)

    def _put(self, item: Any) -> None:
        while not self._is_stopped.is_set():
            try:
                self._ready.put(item, timeout=0.1)
                return
            except queue.Full:
                continue

    def _demux(self) -> None:
        batches: dict[int, list[Any]] = {stream.index: [] for stream in self._streams.audio}
        packets = self._container.demux(self._streams.chosen)
        while not self._is_stopped.is_set():
            try:
                packet = next(packets, None)
            except (av.FFmpegError, OSError) as error:
                self.told.broke_off = getattr(error, "strerror", None) or str(error)
                self._flush(batches)
                break
            if packet is None:
                break
            self._one(packet, batches)
        for index, frames in batches.items():
            if frames:
                self._put((index, frames))
        if self.told.picture is not None:
            self.told.picture.finish()

    def _one(self, packet: Any, batches: dict[int, list[Any]]) -> None:
        told = self.told
        told.packets += 1
        index = packet.stream_index
        if index not in batches:
            self._picture(packet)
            return
        if packet.pts is not None and packet.duration:
            told.packet_ends[index] = (packet.pts + packet.duration) * packet.time_base
        try:
            frames = packet.decode()
        except av.FFmpegError:
            told.damaged.append(packet.pts * packet.time_base if packet.pts is not None else None)
            return
        batch = batches[index]
        batch += frames
        if len(batch) >= _BATCH:
            self._put((index, batch))
            batches[index] = []

    def _picture(self, packet: Any) -> None:
        if self.told.picture is not None:
            self.told.picture.add(packet)
        if self._with_picture:
            try:
                frames = packet.decode()
            except av.FFmpegError:
                return
            for frame in frames:
                self._put((packet.stream_index, [frame]))

    def _flush(self, batches: dict[int, list[Any]]) -> None:
        """Get what the decoders still hold after the container broke off."""
        for stream in self._streams.audio:
            try:
                batches[stream.index] += stream.codec_context.decode(None)
            except av.FFmpegError:
                continue
