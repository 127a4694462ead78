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
from tapewright.media.render_files import OpenFiles
from tapewright.media.render_picture import PictureSource, black
from tapewright.media.render_plan import RATE_HZ, Stretch, plan_sound
from tapewright.media.render_sound import SoundSource
from tapewright.model import Cut, CutEvent
from tapewright.model.progress import Report, Step, silent
from tapewright.timing import Ticks, from_samples
from tapewright.wholefile import whole_file

_LARGEST = (1920, 1080)
_NO_PICTURE = (1280, 720)
_EARLY_END = RATE_HZ // 10  # a file that is this much shorter than it was measured is worth a remark


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

    def render(self, cut: Cut, target: Path, *, fade_ms: int = 5, report: Report = silent) -> Sequence[str]:
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
            OpenFiles(SoundSource) as heard,
            OpenFiles(lambda file: PictureSource(file, size)) as seen,
        ):
            sound = _sound(stretches, RATE_HZ * fade_ms // 1000, heard, remarks)
            picture = _pictures(cut, size, seen, remarks) if kind.with_picture else None
            _encode(cut, part, kind, sound, picture, lambda done: report(_step(target, cut, done)))
        return remarks.said


class _Remarks:
    """What to tell the person, each thing once."""

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self.said: list[str] = []

    def add(self, event: CutEvent, what: str) -> None:
        place = self._cut.format.write(self._cut.start + event.record.start)
        line = f"{event.tape.id} at {place}: {what}"
        if line not in self.said:
            self.said.append(line)


def _step(target: Path, cut: Cut, done: int) -> Step:
    return Step(what=f"render {target.name}", done=min(done, cut.duration), total=cut.duration, unit="ticks")


def _sound(stretches: list[Stretch], fade: int, files: OpenFiles[SoundSource], remarks: _Remarks) -> Iterator[Any]:
    """The whole cut in float32 ``[2, n]`` pieces, fades and all."""
    for stretch in stretches:
        done = 0
        for piece in _heard(stretch, files, remarks):
            yield _faded(piece, stretch, done, fade)
            done += piece.shape[1]


def _heard(stretch: Stretch, files: OpenFiles[SoundSource], remarks: _Remarks) -> Iterator[Any]:
    done = 0
    if stretch.event and stretch.file is None:
        remarks.add(stretch.event, "its media is elsewhere; silence stands for it")
    if stretch.file and stretch.file.audio and stretch.event:
        try:
            source = files.get(stretch.file)
            for piece in source.read(stretch.start, stretch.samples):
                done += piece.shape[1]
                yield piece
            if source.missing > _EARLY_END:
                remarks.add(stretch.event, f"{stretch.file.path} ended early; silence stands for the rest")
        except InputError as error:
            remarks.add(stretch.event, f"{error}; silence stands for it")
    while done < stretch.samples:
        quiet = min(RATE_HZ, stretch.samples - done)
        yield np.zeros((2, quiet), np.float32)
        done += quiet


def _faded(piece: Any, stretch: Stretch, begin: int, fade: int) -> Any:
    """A piece that begins ``begin`` samples into its stretch, drawn to 0 in a raised cosine at ends that are joins."""
    fade = min(fade, stretch.samples // 2)
    before, after = begin, stretch.samples - begin - piece.shape[1]
    if stretch.fades_in and before < fade:
        piece = piece.copy()
        ramp = _rise(fade)[before : before + piece.shape[1]]
        piece[:, : len(ramp)] *= ramp
    if stretch.fades_out and after < fade:
        piece = piece.copy()
        ramp = _rise(fade)[after : after + piece.shape[1]][::-1]
        piece[:, piece.shape[1] - len(ramp) :] *= ramp
    return piece


def _rise(fade: int) -> Any:
    return (0.5 - 0.5 * np.cos(np.pi * np.arange(fade) / fade)).astype(np.float32)


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
            whole = np.clip(np.rint(piece * 32768), -32768, 32767).astype(np.int16)
            array = np.ascontiguousarray(whole.T).reshape(1, -1)
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
