"""What is drawn of a tape: its waveform, and a frame of its picture."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import SourceFile, TapeId
from tapewright.timing import Interval, Ticks, from_milliseconds, nearest
from tapewright.verbs.playing import RELINK, proxy_of
from tapewright.verbs.project import Project

Level = Literal["coarse", "fine"]

BINS: dict[Level, Ticks] = {"coarse": from_milliseconds(100), "fine": from_milliseconds(10)}
"""How long a pair of peaks stands for."""

STILL_HEIGHT = 234
"""Lines of a still: twice what a row shows, for fine screens."""


def peaks(project: Project, tape: TapeId | str, level: Level, span: Interval | None = None) -> bytes:
    """Least and greatest sample of each bin, int8 pairs, on the scale of the whole tape: its loudest is 127.

    From the bin in which ``span`` starts to the one in which it ends, by default of the whole tape; bins without sound
    are 0. NotFoundError where the tape is not there.
    """
    import numpy

    found = project.store.tape(TapeId(tape))
    size = BINS[level]
    whole = span or found.extent
    first, last = whole.start // size, -(-min(whole.end, found.duration) // size)
    made = numpy.zeros((max(0, last - first), 2), numpy.int8)
    held = [(file, _peaks(project, file)) for file in found.files if file.audio is not None]
    loudest = max((int(numpy.abs(one["coarse"].astype(int)).max(initial=0)) for _, one in held), default=0)
    for file, one in held if loudest else ():
        begin = nearest(Fraction(file.offset, size))
        low, high = max(first, begin), min(last, begin + len(one[level]))
        if low < high:
            part = one[level][low - begin : high - begin].astype(numpy.float32) * (127 / loudest)
            made[low - first : high - first] = numpy.clip(numpy.rint(part), -127, 127)
    return made.tobytes()


def still(project: Project, tape: TapeId | str, at: int) -> Path:
    """The frame that shows at a tape time, as a small JPEG in the cache; of several files, the one that lies there.

    NotFoundError where there is no picture, or its file is not there.
    """
    from tapewright.media.stills import still_path, write_still

    found = project.store.tape(TapeId(tape))
    if not 0 <= at < max(1, found.duration):
        raise UsageError(f"{found.id} is {found.duration} ticks long", hint="ask for a time on it")
    file = next((file for file in found.files if file.video and file.extent.holds(Ticks(at))), None)
    if file is None or file.video is None:
        raise NotFoundError(f"there is no picture at {found.timecode(at)}", place=str(found.id))
    step = file.video.format.rate.ticks_per_frame
    frame = (at - file.offset) // step
    digest = file.digests.get("xxh128", "")
    if not digest.isalnum():
        raise NotFoundError(f"{file.path} was never read", hint="tapewright ingest")
    target = still_path(project.cache, digest, frame)
    if not target.is_file():
        source = proxy_of(project, file) or file.path
        if not Path(source).is_file():
            raise NotFoundError("the picture is not there", place=file.path, hint=RELINK)
        # The middle of the frame: clocks of containers may be coarse.
        write_still(file, source, Ticks(frame * step + step // 2), target, height=STILL_HEIGHT)
    return target


def _peaks(project: Project, file: SourceFile) -> Any:
    digest = file.digests.get("xxh128", "")
    if not digest:
        return {level: _nothing() for level in BINS}
    return project.peaks_at_hand.get(digest, lambda: project.media.peaks(file, cache=project.cache))


def _nothing() -> Any:
    import numpy

    return numpy.zeros((0, 2), numpy.int16)
