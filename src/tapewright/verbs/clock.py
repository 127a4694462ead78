"""Several files on one clock: by their timecode where it runs on from file to file, else end to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tapewright.media import FileFacts
from tapewright.model import SourceFile
from tapewright.timing import TICKS_PER_SECOND, Ticks, TimecodeFormat, write_clock

_LONGEST_DAY = 18 * 3600 * TICKS_PER_SECOND
"""Files further apart than this on a 24-hour clock are not one recording."""


def one_clock(
    parts: Sequence[FileFacts], default: TimecodeFormat
) -> tuple[tuple[SourceFile, ...], TimecodeFormat, Ticks, tuple[str, ...]]:
    """The files with their offsets, how the tape counts, the label of its first frame, and remarks.

    ``default`` is how a tape counts whose files do not say. A clock begins at its first file.
    """
    format = next((part.timecode for part in parts if part.timecode is not None), default)
    remarks = [remark if len(parts) == 1 else f"{_name(part)}: {remark}" for part in parts for remark in part.remarks]
    offsets, about = (None, []) if len(parts) == 1 else _by_timecode(parts, format)
    remarks += about
    if offsets is None:
        at, placed = 0, []
        for part in parts:
            placed.append(replace(part.file, offset=Ticks(at)))
            at += part.file.duration
    else:
        placed = sorted(
            (replace(part.file, offset=Ticks(offset)) for part, offset in zip(parts, offsets, strict=True)),
            key=lambda file: file.offset,
        )
        placed = _trimmed(placed)
    first = placed[0].start_timecode
    return tuple(placed), format, Ticks(first or 0), tuple(remarks)


def _by_timecode(parts: Sequence[FileFacts], format: TimecodeFormat) -> tuple[list[int] | None, list[str]]:
    """Offsets by timecode, or None where the files' timecode does not put them one after another."""
    starts = [part.file.start_timecode for part in parts]
    if any(start is None for start in starts) or any(part.timecode not in (None, format) for part in parts):
        return None, ["not every file carries timecode that counts alike: they were put end to end, as they were named"]
    day = format.rate.at_frame(format.frames_per_day)
    # Whichever file is the first, the others follow it, over midnight if need be; the shortest clock is the true one.
    turns = [[(start - first) % day for start in starts] for first in starts]  # type: ignore[operator]
    offsets = min(turns, key=max)
    order = sorted(range(len(parts)), key=offsets.__getitem__)
    frame = format.rate.ticks_per_frame
    remarks = []
    for one, next_one in pairwise(order):
        end = offsets[one] + parts[one].file.duration
        if end > offsets[next_one] + 2 * frame or offsets[one] == offsets[next_one]:
            return None, [
                f"by timecode {_name(parts[one])} and {_name(parts[next_one])} overlap by "
                f"{write_clock(end - offsets[next_one])}: they were put end to end, as they were named"
            ]
        if offsets[next_one] - end > 2 * frame:
            gap = write_clock(offsets[next_one] - end)
            remarks.append(f"by timecode {gap} is missing between {_name(parts[one])} and {_name(parts[next_one])}")
    if max(offsets) > _LONGEST_DAY:
        return None, [
            "by timecode the files lie more than 18 hours apart: they were put end to end, as they were named"
        ]
    return offsets, remarks


def _trimmed(files: list[SourceFile]) -> list[SourceFile]:
    """Sound runs on for a few samples after the last frame; on the clock a file ends where the next one begins."""
    ends = [following.offset for following in files[1:]] + [None]
    return [
        replace(file, duration=Ticks(end - file.offset)) if end is not None and end < file.extent.end else file
        for file, end in zip(files, ends, strict=True)
    ]


def _name(part: FileFacts) -> str:
    return part.file.path.rsplit("/", 1)[-1]
