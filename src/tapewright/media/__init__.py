"""Media: files of sound and picture, read exactly and never written to.

Belongs here: probing, decoding, digests, timecode out of containers, peaks, proxies, the rendered rough cut, fixity
histories. Never here: what a tape is called, where records are kept. PyAV is imported by ``pyav.py`` and the
modules that it joins, never by this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tapewright.model import Cut, SourceFile
from tapewright.model.progress import Report, silent
from tapewright.timing import Interval, TimecodeFormat

Samples = Any
"""``numpy.ndarray`` float32 ``[samples]``, mono, -1 to 1. Named so that numpy is not imported for a type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What one read of a file told. ``file`` has offset 0; ``remarks`` are plain sentences for the person.

    ``timecode`` is the file's own counting (rate and drop flag) or None where it has neither picture nor timecode;
    ``is_timecode_certain`` is False where the rate had to be guessed (a BWF time reference without iXML rate).
    """

    file: SourceFile
    timecode: TimecodeFormat | None
    is_timecode_certain: bool = True
    is_silent: bool = False
    title: str = ""
    recorded_at: str = ""
    remarks: tuple[str, ...] = ()


class MediaReader(Protocol):
    """Reads files. InputError names file, place and reason for whatever cannot be read."""

    def facts(self, path: Path, *, cache: Path, report: Report = silent) -> FileFacts:
        """Read the file once: digests (xxh128, xxh64), true duration, streams, timecode, and write into ``cache``
        the 16 kHz mono sound (``<xxh128>.16k.flac`` or alike) and peaks at two resolutions. Atomic: all or nothing.
        """

    def digests(self, path: Path, names: Iterable[str] = ("xxh128",), *, report: Report = silent) -> Mapping[str, str]:
        """Digests of the whole file, lower-case hex."""

    def sound(self, file: SourceFile, interval: Interval, *, cache: Path) -> Samples:
        """16 kHz mono of a part of the file; ``interval`` in the file's own time (0 is its first sample).

        From the cache where it is whole, else from the original. Exact: the first sample is the one nearest to
        ``interval.start`` and there are as many as the interval holds (zeros past the end).
        """

    def proxy(self, file: SourceFile, *, cache: Path, report: Report = silent) -> Path:
        """A copy that browsers play: H.264 and AAC in MP4, index first, a key frame a second. Made once."""

    def peaks(self, file: SourceFile, *, cache: Path) -> Mapping[str, Any]:
        """``{"coarse": int16 [n, 2], "fine": int16 [m, 2]}``: least and greatest sample of each bin (100 and 10 ms)."""


class Renderer(Protocol):
    """Turns a cut into something that can be listened to."""

    def render(self, cut: Cut, target: Path, *, fade_ms: int = 5, report: Report = silent) -> Sequence[str]:
        """Write ``target`` (.wav, .m4a, .mp4 by its ending), cut at sample precision with short fades so that nothing
        clicks. Events without media become silence and black; the remarks returned name them. Atomic.
        """


__all__ = ["FileFacts", "MediaReader", "Renderer", "Samples"]
