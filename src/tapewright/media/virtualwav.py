"""A WAV file that is nowhere: a header of known length before samples that are made when they are asked for.

Sources: RIFF/WAVE (Microsoft, Multimedia Programming Interface 1.0); past 4 GB, RF64 (EBU Tech 3306, ds64 chunk).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tapewright.media.render_plan import RATE_HZ
from tapewright.media.sounddesk import SoundLine

_BITS = 16
_MOST = 0xFFFFFFFF


class VirtualWav:
    """The bytes of a line of sound as a file would hold them, from sample ``start`` to before ``end``."""

    def __init__(self, line: SoundLine, start: int = 0, end: int | None = None) -> None:
        self._line = line
        self._start = min(max(0, start), line.samples)
        self._end = line.samples if end is None else min(max(self._start, end), line.samples)
        self._frame = line.channels * _BITS // 8
        self._head = header(line.channels, self._end - self._start)

    @property
    def missing(self) -> tuple[str, ...]:
        """The files that are not there; silence stands for them."""
        return self._line.missing

    @property
    def version(self) -> str:
        """The same for the same bytes."""
        return f"{self._line.version}-{self._start:x}-{self._end:x}"

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self._head) + self._frame * (self._end - self._start)

    def read(self, first: int, count: int) -> Iterator[bytes]:
        """``count`` bytes from byte ``first`` on, in pieces; fewer where the file ends."""
        end = min(first + count, self.size)
        if first < len(self._head):
            yield self._head[first:end]
        if end <= len(self._head):
            return
        begin = max(first - len(self._head), 0)
        until = end - len(self._head)
        sample, skip = divmod(begin, self._frame)
        left = until - begin
        for piece in self._line.read(self._start + sample, -(-until // self._frame) - sample):
            kept = piece[skip : skip + left]
            skip = 0
            left -= len(kept)
            yield kept


def header(channels: int, samples: int) -> bytes:
    """What stands before the samples: 44 bytes, or 80 where a plain WAV could not say the length."""
    frame = channels * _BITS // 8
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, RATE_HZ, RATE_HZ * frame, frame, _BITS)
    data = samples * frame
    if data + 36 <= _MOST:
        return struct.pack("<4sI4s", b"RIFF", data + 36, b"WAVE") + form + struct.pack("<4sI", b"data", data)
    sizes = struct.pack("<4sIQQQI", b"ds64", 28, data + 72, data, samples, 0)
    return struct.pack("<4sI4s", b"RF64", _MOST, b"WAVE") + sizes + form + struct.pack("<4sI", b"data", _MOST)
