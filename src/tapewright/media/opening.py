"""Opening a file of sound or picture: guarded, with its streams chosen and every failure named."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av

from tapewright.errors import InputError
from tapewright.media.oneread import OneRead

BUFFER_BYTES = 1 << 18

_PLAYLISTS_AND_DEVICES = """
hls dash hds concat concatf sdp rtsp rtp rtp_mpegts sap whip lavfi webm_dash_manifest imf smoothstreaming mpjpeg sbg
alsa oss fbdev kmsgrab x11grab video4linux2 v4l2 video4linux2,v4l2
"""
_TEXTS = """
ass aqtitle jacosub lrc microdvd mpl2 mpsub pjs realtext sami scc mcc srt stl subviewer subviewer1 tedcaptions ttml
vobsub vplayer webvtt tty bin xbin adf idf ffmetadata sup dvbsub dvbtxt rcwt
"""
_PICTURES = "apng gif ico image2 image2pipe alias_pix brender_pix webp fits jpegxl_anim avif"
_STILLS = "png bmp gif tiff webp targa psd qoi sgi xbm xpm ppm pgm pbm pam jpegxl"

_NEVER = frozenset(f"{_PLAYLISTS_AND_DEVICES} {_TEXTS} {_PICTURES}".split())
"""Formats that are never tried: they open further files, the network or a camera, or are no recordings."""

_PROTECTED_TAGS = frozenset(("drms", "drmi", "drmt", "enca", "encv", "p608"))
_STILL_CODECS = frozenset(_STILLS.split())

_LOOKS_LIKE = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"BM", "a picture (BMP)"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"Rar!", "an archive"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"#EXTM3U", "a playlist, which only names other files"),
    (b"ffconcat", "a playlist, which only names other files"),
    (b"SQLite format 3", "a database"),
)


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of an open container that a tape is made of."""

    video: Any | None
    audio: tuple[Any, ...]

    @property
    def chosen(self) -> tuple[Any, ...]:
        """All of them, picture first."""
        return (*((self.video,) if self.video is not None else ()), *self.audio)

    @property
    def start(self) -> Fraction:
        """The file's time 0 on its container's clock, in seconds: the first thing that is seen or heard."""
        starts = [s.start_time * Fraction(s.time_base) for s in self.chosen if s.start_time is not None and s.time_base]
        return min(starts, default=Fraction(0))


def check_is_file(path: Path) -> None:
    """InputError unless the path leads to an ordinary file with something in it; a FIFO or device is never opened."""
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise InputError("there is no such file", place=str(path), hint="check the path") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be looked at: {reason}", place=str(path), hint="check the path") from error
    if stat.S_ISDIR(found.st_mode):
        raise InputError("this is a folder, not a file", place=str(path), hint="give the files in it")
    if not stat.S_ISREG(found.st_mode):
        raise InputError("this is not an ordinary file (a pipe or a device)", place=str(path), hint="copy it to a file")
    if found.st_size == 0:
        raise InputError("the file is empty", place=str(path), hint="copy it again from its source")


@contextmanager
def read_once(path: Path) -> Iterator[OneRead]:
    """The file, open for one read. InputError where it is not an ordinary, readable file."""
    check_is_file(path)
    try:
        reading = OneRead(path)
    except OSError as error:
        raise InputError(
            f"cannot be opened: {error.strerror}", place=str(path), hint="check the permissions of the file"
        ) from error
    with reading:
        yield reading


@contextmanager
def container_of(reading: OneRead, path: Path) -> Iterator[Any]:
    """The file as an open PyAV container. No file name reaches FFmpeg, so content alone decides what it is, and
    nothing that the content names is opened: neither other files nor the network. InputError says what it looks like.
    """
    options = {"format_whitelist": _formats(), "protocol_whitelist": "none"}
    if reading.peek(0, 4) in (b"RIFF", b"RF64", b"BW64"):
        # Packets of 1,024 samples would cost more to hand over than to decode.
        options["max_size"] = "65536"
    try:
        container = av.open(
            reading,
            mode="r",
            container_options=options,
            metadata_errors="replace",
            buffer_size=BUFFER_BYTES,
            io_open=_refuse,
        )
    except (av.FFmpegError, OSError, ValueError, MemoryError) as error:
        raise _unreadable(reading, path, error) from error
    with container:
        yield container


def choose_streams(container: Any, path: Path) -> Streams:
    """The picture (not cover art) and the sound. Mono tracks beside each other are one recording: cameras write each
    microphone to a track of its own. InputError for files without either, and for protected ones.
    """
    for stream in container.streams:
        context = stream.codec_context if stream.type in ("audio", "video") else None
        if context is not None and _four_letters(context) in _PROTECTED_TAGS:
            raise _protected(path)
    video = next((s for s in container.streams.video if _is_moving(s)), None)
    audio = _sound_of([s for s in container.streams.audio if s.codec_context is not None])
    for stream in audio:
        if not is_sound_rate(stream.rate):
            raise InputError(
                f"its sound claims {stream.rate} samples a second: its header is damaged",
                place=str(path),
                hint="copy it again from its source",
            )
    if video is None and not audio:
        if container.streams.video:
            raise InputError("a picture, not a recording", place=str(path), hint="leave it out")
        kinds = sorted({s.type for s in container.streams})
        what = f" (only {', '.join(kinds)})" if kinds else ""
        raise InputError(
            f"holds neither sound nor moving picture that can be decoded{what}",
            place=str(path),
            hint="leave it out, or copy it again from its source",
        )
    return Streams(video=video, audio=audio)


def is_sound_rate(rate_hz: int) -> bool:
    """Whether any sound has this rate. Others come out of broken headers; a filter for them would take all memory."""
    return 1_000 <= rate_hz <= 6_000_000


def _four_letters(context: Any) -> str:
    try:
        return str(context.codec_tag)
    except UnicodeDecodeError:
        # PyAV takes the four bytes for ASCII; in a broken file they are anything.
        return ""


def _sound_of(streams: list[Any]) -> tuple[Any, ...]:
    heard = [s for s in streams if s.rate and s.channels]
    if not heard:
        return ()
    first = heard[0]
    if first.channels != 1:
        return (first,)
    return tuple(s for s in heard if s.channels == 1 and s.rate == first.rate and s.codec.name == first.codec.name)


def _is_moving(stream: Any) -> bool:
    if stream.codec_context is None or not stream.codec_context.width:
        return False
    still = av.stream.Disposition.attached_pic | av.stream.Disposition.still_image
    if stream.disposition & (still | av.stream.Disposition.timed_thumbnails):
        return False
    return stream.codec_context.name not in _STILL_CODECS


def _protected(path: Path) -> InputError:
    return InputError(
        "the file is protected (DRM) and cannot be decoded",
        place=str(path),
        hint="ask whoever made it for an unprotected copy",
    )


@cache
def _formats() -> str:
    return ",".join(name for name in sorted(av.formats_available) if name not in _NEVER and not name.endswith("_pipe"))


def _refuse(url: str, flags: int, options: dict[str, str]) -> Any:
    raise PermissionError(f"the file refers to another one: {url}")


def _unreadable(reading: OneRead, path: Path, error: Exception) -> InputError:
    head = reading.peek(0, 512)
    what = next((kind for magic, kind in _LOOKS_LIKE if head.startswith(magic)), "")
    if not what and head.lstrip()[:1] == b"<":
        what = "a web page or an XML document"
    elif not what and not head.strip(b"\0"):
        what = "nothing but zeroes: the copy or the recording broke off"
    elif not what and _is_text(head):
        what = "text"
    if what:
        return InputError(
            f"not a recording: it holds {what}", place=str(path), hint="leave it out, or copy it again from its source"
        )
    reason = getattr(error, "strerror", None) or str(error)
    if b"ftyp" in head[:16] or b"moov" in head or b"mdat" in head:
        reason = "its index (moov) is missing or broken: the recording or the copy broke off"
    return InputError(
        f"no known kind of sound or video, or damaged: {reason}",
        place=str(path),
        hint="copy it again from its source; play it in another program to see whether it is whole",
    )


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 4:
            return False
        text = head[: error.start].decode("utf-8")
    return bool(text) and all(c.isprintable() or c in "\r\n\t\f\ufeff" for c in text)
