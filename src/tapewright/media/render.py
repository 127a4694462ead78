"""The rough cut as one file: WAV or M4A to listen to, MP4 to look at.

The sound is cut at the sample and has exactly as many samples as the cut has time; each join is softened by short
raised-cosine fades, so that nothing clicks. The picture is exact to the frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tapewright.errors import InputError, UsageError
from tapewright.media.cutsound import FADE_MS, CutSound, to_int16
from tapewright.media.render_files import OpenFiles
from tapewright.media.render_picture import PictureSource, black
from tapewright.media.render_plan import RATE_HZ, Stretch, plan_sound
from tapewright.media.soundblocks import FileSound
from tapewright.model import Cut, CutEvent
from tapewright.model.progress import Report, Step, silent
from tapewright.timing import Ticks, from_samples
from tapewright.wholefile import whole_file

_LARGEST = (1920, 1080)
_NO_PICTURE = (1280, 720)


@dataclass(frozen=True, slots=True)
class _Kind:
    container: str
    sound: str
    sample_format: str
    with_picture: bool
    options: dict[str, str]


_KINDS = {
    ".wav": _Kind("wav", "pcm_s16le", "s16", False, {"rf64": "auto", "fflags": "+bitexact"}),
    ".m4a": _Kind("ipod", "aac", "fltp", False, {"movflags": "+faststart", "fflags": "+bitexact"}),
    ".mp4": _Kind("mp4", "aac", "fltp", True, {"movflags": "+faststart", "fflags": "+bitexact"}),
}


class PyAvRenderer:
    """Renders with PyAV. Memory does not grow with the length of the cut."""

    def render(self, cut: Cut, target: Path, *, fade_ms: int = FADE_MS, report: Report = silent) -> Sequence[str]:
        """Write ``target``; its ending says what: .wav (16 bit), .m4a (AAC) or .mp4 (H.264 and AAC), 48 kHz stereo.

        Returns remarks that name each event whose media could not be used: it is silent and black there. Raises
        UsageError for another ending or an empty cut, StorageError if the target cannot be written; then nothing is.
        """
        kind = _KINDS.get(target.suffix.lower())
        if kind is None:
            raise UsageError(f"cannot render {target.name}", hint=f"end the name in {', '.join(_KINDS)}")
        if not cut.duration:
            raise UsageError("there is nothing to render: the cut is empty")
        stretches = plan_sound(cut)
        remarks = _Remarks(cut)
        size = frame_size(cut)
        with (
            whole_file(target) as part,
            OpenFiles(FileSound) as heard,
            OpenFiles(lambda file: PictureSource(file, size)) as seen,
        ):
            line = CutSound(stretches, heard.get, fade=RATE_HZ * fade_ms // 1000, remark=remarks.on)
            sound = line.read(0, line.samples)
            picture = _pictures(cut, size, seen, remarks) if kind.with_picture else None
            _encode(cut, part, kind, sound, picture, lambda done: report(_step(target, cut, done)))
        return remarks.said


class _Remarks:
    """What to tell the person, each thing once."""

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self.said: list[str] = []

    def on(self, stretch: Stretch, what: str) -> None:
        """What a stretch of the sound lacks."""
        if stretch.event:
            self.add(stretch.event, what)

    def add(self, event: CutEvent, what: str) -> None:
        place = self._cut.format.write(self._cut.start + event.record.start)
        line = f"{event.tape.id} at {place}: {what}"
        if line not in self.said:
            self.said.append(line)


def _step(target: Path, cut: Cut, done: int) -> Step:
    return Step(what=f"render {target.name}", done=min(done, cut.duration), total=cut.duration, unit="ticks")


def _pictures(cut: Cut, size: tuple[int, int], files: OpenFiles[PictureSource], remarks: _Remarks) -> Iterator[Any]:
    """A frame of the size of the programme for each of its frames."""
    rate, dark, at = cut.format.rate, black(size), 0
    for event in sorted(cut.events, key=lambda e: e.record):
        first, last = rate.nearest_frame(event.record.start), rate.nearest_frame(event.record.end)
        for _ in range(at, first):
            yield dark
        for frame in range(first, last):
            # The middle of the frame: clocks of containers may be coarse.
            into = rate.at_frame(frame) + rate.ticks_per_frame // 2 - event.record.start
            yield _shown(event, Ticks(into), files, remarks) or dark
        at = last
    for _ in range(at, rate.nearest_frame(cut.duration)):
        yield dark


def _shown(event: CutEvent, into: Ticks, files: OpenFiles[PictureSource], remarks: _Remarks) -> Any:
    """The picture at ``into`` ticks of the event, or None where there is none."""
    if event.file is None or event.file.video is None:
        return None
    try:
        return files.get(event.file).at(event.source.start - event.file.offset + into)
    except InputError as error:
        files.give_up(event.file, error)
        remarks.add(event, f"{error}; black stands for it")
        return None


def frame_size(cut: Cut) -> tuple[int, int]:
    """Width and height of the rendered picture: the largest source's, at most 1920 by 1080, even numbers."""
    videos = [event.file.video for event in cut.events if event.file and event.file.video]
    if not videos:
        return _NO_PICTURE
    largest = max(videos, key=lambda v: (v.width * v.height, v.width))
    limit = _LARGEST if largest.width >= largest.height else _LARGEST[::-1]
    shrink = min(1.0, limit[0] / largest.width, limit[1] / largest.height)
    return tuple(max(2, 2 * round(n * shrink / 2)) for n in (largest.width, largest.height))  # type: ignore[return-value]


def _encode(cut: Cut, part: Path, kind: _Kind, sound: Iterator[Any], picture: Iterator[Any] | None, told: Any) -> None:
    import av

    with _encoding(), av.open(str(part), "w", format=kind.container, options=kind.options) as out:
        # Picture first: players and editing programs expect it as stream 0.
        frames = _PictureTrack(out, cut) if picture else None
        track = _SoundTrack(out, kind)
        for piece in sound:
            track.add(piece)
            done = from_samples(track.samples, RATE_HZ)
            if frames and picture:
                frames.add_until(done, picture)
            told(done)
        if frames and picture:
            frames.finish(picture)
        track.finish()


@contextmanager
def _encoding() -> Iterator[None]:
    import av

    try:
        yield
    except OSError:
        raise
    except av.FFmpegError as error:
        raise OSError(error.errno, f"the encoder gave up: {error.strerror or error}") from error


class _SoundTrack:
    def __init__(self, out: Any, kind: _Kind) -> None:
        self._out, self._format = out, kind.sample_format
        self._stream = out.add_stream(kind.sound, rate=RATE_HZ)
        self._stream.codec_context.layout = "stereo"
        self._stream.codec_context.format = kind.sample_format
        if kind.sound == "aac":
            self._stream.codec_context.bit_rate = 192_000
        self.samples = 0

    def add(self, piece: Any) -> None:
        import av

        if self._format == "s16":
            array = to_int16(piece).reshape(1, -1)
        else:
            array = np.ascontiguousarray(np.clip(piece, -1, 1))
        frame = av.AudioFrame.from_ndarray(array, format=self._format, layout="stereo")
        frame.sample_rate, frame.pts = RATE_HZ, self.samples
        self.samples += piece.shape[1]
        self._out.mux(self._stream.encode(frame))

    def finish(self) -> None:
        self._out.mux(self._stream.encode(None))


class _PictureTrack:
    def __init__(self, out: Any, cut: Cut) -> None:
        self._out, self._rate = out, cut.format.rate
        self._stream = out.add_stream(
            "libx264", rate=self._rate.fraction, options={"preset": "veryfast", "crf": "21", "x264-params": "info=0"}
        )
        self._stream.width, self._stream.height = frame_size(cut)
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = 1 / self._rate.fraction
        self._frames = 0

    def add_until(self, ticks: Ticks, picture: Iterator[Any]) -> None:
        while self._rate.at_frame(self._frames) < ticks and (frame := next(picture, None)) is not None:
            self._add(frame)

    def finish(self, picture: Iterator[Any]) -> None:
        for frame in picture:
            self._add(frame)
        self._out.mux(self._stream.encode(None))

    def _add(self, frame: Any) -> None:
        frame.pts, frame.time_base = self._frames, 1 / self._rate.fraction
        frame.pict_type = 0  # what it was in its own file must not make it a key frame here
        self._frames += 1
        self._out.mux(self._stream.encode(frame))
