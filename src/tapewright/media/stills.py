"""One frame of a file as a small JPEG, kept in the cache."""

from __future__ import annotations

import threading
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av

from tapewright.errors import InputError
from tapewright.media.cachefolder import settle, unfinished
from tapewright.media.render_picture import PictureSource
from tapewright.model import SourceFile
from tapewright.timing import Ticks

_TURNS = threading.BoundedSemaphore(2)
"""So many stills are made at once at most: each opens its film."""


def still_path(cache: Path, digest: str, frame: int) -> Path:
    """Where the frame of the file with this xxh128 lies."""
    return cache / "still" / f"{digest}.{frame}.jpg"


def write_still(file: SourceFile, source: str, at: Ticks, target: Path, *, height: int) -> None:
    """The frame that shows at ``at`` of the file, read from ``source`` (itself or its proxy), with true pixels.

    InputError where no picture can be decoded.
    """
    if file.video is None:
        raise InputError("has no picture", place=file.path)
    shape = Fraction(file.video.width, file.video.height)
    size = (max(2, round(height * shape / 2) * 2), height)
    with _TURNS:
        opened = PictureSource(
            replace(file, path=source, container=file.container if source == file.path else ""), size
        )
        try:
            frame = opened.at(at)
        finally:
            opened.close()
    with unfinished(target) as temporary:
        temporary.write_bytes(_jpeg(frame, size))
        settle(temporary, target)


def _jpeg(frame: av.VideoFrame, size: tuple[int, int]) -> bytes:
    encoder = av.CodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = *size, "yuvj420p"
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"qscale": "4"}
    made = frame.reformat(format="yuvj420p", dst_color_range="JPEG")
    made.pts, made.time_base = 0, Fraction(1, 25)
    return b"".join(bytes(packet) for packet in (*encoder.encode(made), *encoder.encode(None)))
