"""Timecode and reel names out of containers: QuickTime ``tmcd``, ``timecode`` tags, BWF and iXML.

Source of the atoms: QuickTime File Format Specification, "Timecode Media" (timecode sample description).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tapewright.errors import UsageError
from tapewright.media.bwf import Peek, RecorderNotes
from tapewright.timing import FrameRate, Ticks, TimecodeFormat, frame_rate, from_seconds

_CONTAINERS = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl"))
_DROP_SIGN = re.compile(r"[;.,]\d+$")
_DROPS = 1
"""Bit of the flags of a timecode sample description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTimecode:
    """The label of a file's first frame and how it counts, as far as the file says."""

    start: Ticks | None = None
    format: TimecodeFormat | None = None
    is_certain: bool = True
    reel: str = ""
    remarks: tuple[str, ...] = ()


def timecode_of(container: Any, peek: Peek, size: int, picture: FrameRate | None) -> FoundTimecode:
    """What the tags and the timecode track of a container say. ``picture`` is the frame rate of its picture.

    A timecode track may count at another rate than the picture has (25 at 50 frames a second): its own counts.
    """
    label, reel = _tag(container, "timecode"), _tag(container, "reel_name") or _tag(container, "reel")
    if not label:
        return FoundTimecode(reel=reel)
    track = _timecode_track(peek, size) if "mp4" in container.format.name else None
    rate, is_drop = track if track else (picture, bool(_DROP_SIGN.search(label)))
    if rate is None:
        remark = f"its timecode {label} does not say at which rate it counts: give it with --start and --rate"
        return FoundTimecode(reel=reel, is_certain=False, remarks=(remark,))
    remarks: tuple[str, ...] = ()
    if is_drop and not rate.can_drop:
        remarks, is_drop = (f"its timecode {label} says drop-frame, which does not exist at {rate}",), False
    counting = TimecodeFormat(rate, is_drop)
    try:
        return FoundTimecode(start=counting.read(label), format=counting, reel=reel, remarks=remarks)
    except UsageError as error:
        remark = f"its timecode cannot be used: {error.message}; it begins at 00:00:00:00 here"
        return FoundTimecode(format=counting, reel=reel, remarks=(*remarks, remark))


def timecode_of_recorder(notes: RecorderNotes, rate_hz: int) -> FoundTimecode:
    """What a sound recorder's notes say. The time reference is real time, which is what our ticks are; only the label
    needs the rate.
    """
    if notes.time_reference is None:
        return FoundTimecode(reel=notes.reel, remarks=notes.remarks)
    per_second = notes.samples_per_second or Fraction(rate_hz)
    start = from_seconds(notes.time_reference / per_second)
    try:
        counting = TimecodeFormat(frame_rate(str(notes.rate)), notes.is_drop) if notes.rate else None
    except UsageError:
        counting = None
    if counting is None:
        remark = "it has a time reference but no frame rate (iXML): its timecode is a guess until you say --rate"
        certain = notes.time_reference == 0
        remarks = notes.remarks if certain else (*notes.remarks, remark)
        return FoundTimecode(start=start or None, is_certain=certain, reel=notes.reel, remarks=remarks)
    start = on_frame(start, counting.rate, slack=Fraction(1) / per_second)
    return FoundTimecode(start=start, format=counting, reel=notes.reel, remarks=notes.remarks)


def on_frame(ticks: Ticks, rate: FrameRate, *, slack: Fraction) -> Ticks:
    """The frame start within ``slack`` seconds, if there is one: a reference in whole samples rounds it off."""
    frame = rate.at_frame(rate.nearest_frame(ticks))
    return frame if abs(frame - ticks) < from_seconds(slack) else ticks


def _tag(container: Any, name: str) -> str:
    for stream in container.streams:
        if value := _in(stream.metadata, name):
            return value
    return _in(container.metadata, name)


def _in(tags: Mapping[str, str], name: str) -> str:
    # Matroska writes its tags in capitals.
    return next((value.strip() for key, value in tags.items() if key.lower() == name), "")


def _timecode_track(peek: Peek, size: int) -> tuple[FrameRate, bool] | None:
    """Rate and drop flag of the first timecode track, which FFmpeg does not hand on."""
    for kind, offset, length in _atoms(peek, 0, size, depth=0):
        if kind != b"stsd":
            continue
        data = peek(offset, min(length, 64))
        if len(data) < 42 or data[12:16] != b"tmcd":
            continue
        flags, scale, step = struct.unpack_from(">III", data, 28)
        frames = data[40]
        if not scale or not step:
            return None
        try:
            rate = frame_rate(f"{scale}/{step}")
        except UsageError:
            return None
        # The counter's own number of frames decides between 29.97 and 30 where the scale was rounded.
        if frames and rate.nominal != frames:
            return None
        return rate, bool(flags & _DROPS)
    return None


def _atoms(peek: Peek, start: int, end: int, *, depth: int) -> Iterator[tuple[bytes, int, int]]:
    for _ in range(4096):
        head = peek(start, 16)
        if len(head) < 8 or start + 8 > end or depth > 6:
            return
        length, kind, body = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        if length == 1 and len(head) == 16:
            length, body = int.from_bytes(head[8:16], "big"), start + 16
        elif length == 0:
            length = end - start
        if length < body - start:
            return
        stop = min(end, start + length)
        if kind in _CONTAINERS:
            yield from _atoms(peek, body, stop, depth=depth + 1)
        else:
            yield kind, body, stop - body
        start += length
