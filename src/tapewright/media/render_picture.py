"""The picture of a rough cut: the frame that shows at a moment of a file, fitted into the programme's frame."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from tapewright.errors import InputError
from tapewright.media.render_files import open_streams, reason, wind
from tapewright.model import SourceFile
from tapewright.timing import to_seconds

_BACK = (Fraction(0), Fraction(1), Fraction(10), None)  # seconds to go back for a key frame; None is the beginning
_STAMPED = frozenset("mov mp4 matroska webm avi mxf mxf_opatom nut asf flv ogg gxf".split())
_SETTLING = (Fraction(4), Fraction(20), None)
"""The same for MPEG streams, where not every picture is stamped: after a leap the first stamps are guesses, which the
next true stamp puts right."""
_SPARSELY_STAMPED = frozenset(("mpeg", "mpegts"))
_COUNTED = (None,)
"""The same for bare video streams: only counting from the beginning tells where a picture is."""
_FORWARD = Fraction(3)  # decoding on is cheaper than a seek up to about this far


class PictureSource:
    """One file, opened for its picture; every frame comes fitted into ``size`` with black around it.

    Frames are found by their presentation times after decoding from a key frame before the place, so that long groups
    of pictures are exact too. Raises InputError for a file that cannot be opened or has no picture.
    """

    def __init__(self, file: SourceFile, size: tuple[int, int]) -> None:
        self._file, self._size = file, size
        self._open()
        names = set(self._container.format.name.split(","))
        self._back = _SETTLING if names & _SPARSELY_STAMPED else _BACK if names & _STAMPED else _COUNTED
        self._frames: Iterator[tuple[Fraction, Any]] = iter(())
        self._shown: tuple[Fraction, Any] | None = None
        self._next: tuple[Fraction, Any] | None = None
        self._fitted: tuple[Fraction, Any] | None = None

    def _open(self) -> None:
        self._container, streams = open_streams(self._file)
        if streams.video is None:
            self._container.close()
            raise InputError("has no picture", place=self._file.path)
        self._stream = streams.video
        self._stream.thread_type = "AUTO"
        self._zero = streams.start
        self._aspect = Fraction(self._stream.sample_aspect_ratio or 1)
        self._base = Fraction(self._stream.time_base)

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()

    def at(self, ticks: int) -> Any:
        """The frame that shows at ``ticks`` of the file, yuv420p; the last one after the end, the first before it."""
        moment = to_seconds(ticks)
        if self._shown is None or moment < self._shown[0] or self._is_far(moment):
            self._go_to(moment)
        while self._next and self._next[0] <= moment:
            self._shown, self._next = self._next, next(self._frames, None)
        if self._shown is None:
            raise InputError("no picture can be decoded", place=self._file.path)
        if self._fitted is None or self._fitted[0] != self._shown[0]:
            self._fitted = (self._shown[0], fit(self._shown[1], self._size, aspect=self._aspect))
        return self._fitted[1]

    def _is_far(self, moment: Fraction) -> bool:
        return self._back is not _COUNTED and self._next is not None and moment > self._next[0] + _FORWARD

    def _go_to(self, moment: Fraction) -> None:
        for back in self._back:
            if back is not None and moment < back:
                continue
            self._frames = self._decoded(None if back is None else moment - back)
            self._shown = next(self._frames, None)
            if self._shown and (back is None or self._shown[0] <= moment):
                break
        self._next = next(self._frames, None)

    def _decoded(self, moment: Fraction | None) -> Iterator[tuple[Fraction, Any]]:
        """Pictures and when they show, in seconds of the file, from a key frame at or before ``moment``."""
        import av

        if not wind(self._container, self._stream, None if moment is None else self._zero + moment):
            if moment is not None:
                return
            self.close()
            self._open()
        length = 1 / (self._file.video.format.rate.fraction if self._file.video else Fraction(25))
        last: Fraction | None = None
        try:
            for packet in self._container.demux(self._stream):
                try:
                    frames = packet.decode()
                except av.error.InvalidDataError:
                    continue  # a damaged picture: the one before it stays
                for frame in frames:
                    if self._back is _COUNTED or frame.pts is None:
                        last = Fraction(0) if last is None else last + length
                    else:
                        last = frame.pts * self._base - self._zero
                    yield last, frame
        except (OSError, av.FFmpegError) as error:
            raise InputError(f"cannot be decoded: {reason(error)}", place=self._file.path) from error


def fit(frame: Any, size: tuple[int, int], *, aspect: Fraction = Fraction(1)) -> Any:
    """The frame upright and in its true shape, as large as it goes, black around it. ``aspect``: width of a pixel."""
    turns = round((frame.rotation or 0) / 90) % 4
    width, height = frame.width * aspect, Fraction(frame.height)
    if turns % 2:
        width, height = height, width
    scale = min(size[0] / width, size[1] / height)
    inner = tuple(
        max(2, min(limit, 2 * round(length * scale / 2))) for length, limit in zip((width, height), size, strict=True)
    )
    before = inner[::-1] if turns % 2 else inner
    picture = frame.reformat(width=before[0], height=before[1], format="yuv420p")
    if turns == 0 and inner == size:
        return picture
    planes = _planes(picture.to_ndarray(), before)
    return _framed([np.rot90(plane, turns) for plane in planes], size)


def black(size: tuple[int, int]) -> Any:
    """A black frame."""
    return _framed([], size)


def _planes(array: Any, size: tuple[int, int]) -> list[Any]:
    width, height = size
    luma, chroma = array[:height], array[height:].reshape(2, height // 2, width // 2)
    return [luma, chroma[0], chroma[1]]


def _framed(planes: list[Any], size: tuple[int, int]) -> Any:
    import av

    width, height = size
    canvas = np.full((height * 3 // 2, width), 16, np.uint8)
    canvas[height:] = 128
    for plane, room in zip(planes, _planes(canvas, size), strict=False):
        top, left = ((room.shape[axis] - plane.shape[axis]) // 2 for axis in (0, 1))
        room[top : top + plane.shape[0], left : left + plane.shape[1]] = plane
    return av.VideoFrame.from_ndarray(canvas, format="yuv420p")
