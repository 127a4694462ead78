"""One read of a file: its digests, its true length, its streams, its timecode, and its sound into the cache."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from tapewright.errors import InputError
from tapewright.media import FileFacts
from tapewright.media.apart import Stop, apart
from tapewright.media.bwf import RecorderNotes, missing_bytes, recorder_notes
from tapewright.media.cachefolder import peaks_path, settle, sound_path, unfinished
from tapewright.media.decoding import Told, decode
from tapewright.media.hearing import Hearing
from tapewright.media.oneread import OneRead
from tapewright.media.opening import Streams, choose_streams, container_of, read_once
from tapewright.media.peaks import write_peaks
from tapewright.media.picture import picture_of, seconds_to_ticks
from tapewright.media.soundcache import SoundWriter
from tapewright.media.timecode import FoundTimecode, timecode_of, timecode_of_recorder
from tapewright.model import AudioStream, SourceFile, VideoStream
from tapewright.model.progress import Report, Step
from tapewright.timing import TICKS_PER_SECOND, Ticks, write_clock

_TOLD_EVERY = 4 << 20
_LEVEL_OF_SILENCE = 8
"""Of 32,768, about -72 dBFS: the noise of any microphone is louder, dither is not."""

_ESTIMATED = frozenset(("mp3", "aac", "ac3", "eac3", "mpeg", "mpegts", "mpegvideo", "h264", "hevc", "m4v", "amr"))
"""Containers without an index: FFmpeg guesses their length from the bit rate, so it is nobody's claim."""


def read_facts(path: Path, *, cache: Path, report: Report) -> FileFacts:
    """Read the file once and settle its sound and peaks in the cache. InputError names what cannot be read."""
    facts = apart(lambda stop: _read(path, cache, report, stop))
    if facts is not None:
        return facts
    # The channels cancel each other (a microphone wired in opposite phase): mixed they would be all but silent.
    again = apart(lambda stop: _read(path, cache, report, stop, first_channel_only=True))
    assert again is not None
    remark = "its channels cancel each other (opposite phase): only the first channel is heard"
    return replace(again, remarks=(*again.remarks, remark))


def _read(path: Path, cache: Path, report: Report, stop: Stop, *, first_channel_only: bool = False) -> FileFacts | None:
    """The facts, or None where the channels turned out to cancel each other."""
    with (
        read_once(path) as reading,
        unfinished(sound_path(cache, "new")) as sound,
        unfinished(peaks_path(cache, "new")) as peaks,
        container_of(reading, path) as container,
    ):
        streams = choose_streams(container, path)
        zero = streams.start
        hearing = None
        if streams.audio:
            hearing = Hearing(streams.audio, zero, SoundWriter(sound), first_channel_only=first_channel_only)
        try:
            told = _listen(container, streams, hearing, reading, _Teller(path, reading, report), stop)
            if hearing is not None and hearing.mixdown.is_cancelling and not first_channel_only:
                return None
            digests = reading.digests()
        finally:
            if hearing is not None:
                hearing.close()
        facts = _facts(path, reading, container, streams, zero, hearing, told)
        if hearing is not None and hearing.samples:
            write_peaks(peaks, hearing.peaks)
            settle(peaks, peaks_path(cache, digests["xxh128"]))
            settle(sound, sound_path(cache, digests["xxh128"]))
        return replace(facts, file=replace(facts.file, digests=digests))


class _Teller:
    """Reports how much of the file has passed, every few megabytes."""

    def __init__(self, path: Path, reading: OneRead, report: Report) -> None:
        self._what, self._reading, self._report = f"read {path.name}", reading, report
        self._said = 0

    def __call__(self) -> None:
        if self._reading.hashed - self._said >= _TOLD_EVERY:
            self._said = self._reading.hashed
            self._report(Step(what=self._what, done=self._said, total=self._reading.size, unit="bytes"))


def _listen(
    container: Any, streams: Streams, hearing: Hearing | None, reading: OneRead, tell: _Teller, stop: Stop
) -> Told:
    def ignore(index: int, frame: Any) -> None:
        """There is no sound to keep."""

    hear = hearing.mixdown.add if hearing is not None else ignore
    told = decode(container, streams, stop, hear=hear, after=tell)
    if hearing is not None:
        hearing.finish(told.packet_ends)
    while reading.advance(_TOLD_EVERY):
        stop.check()
        tell()
    return told


def _facts(
    path: Path,
    reading: OneRead,
    container: Any,
    streams: Streams,
    zero: Fraction,
    hearing: Hearing | None,
    told: Told,
) -> FileFacts:
    remarks: list[str] = []
    video: VideoStream | None = None
    ends = [hearing.mixdown.end] if hearing is not None else []
    if told.picture is not None and told.picture.frames:
        video, about_picture = picture_of(streams.video, told.picture)
        remarks += about_picture
        end = told.picture.end(video.format.rate)
        ends += [end - zero] if end is not None else []
    audio = _audio_of(streams) if hearing is not None and hearing.samples else None
    if video is None and audio is None:
        raise InputError(
            _nothing(told), place=str(path), hint="copy it again from its source; does another program play it?"
        )
    duration = seconds_to_ticks(max(ends, default=Fraction(0)))
    remarks += _about_sound(streams, hearing, told)
    remarks += _about_length(container, reading, duration, told)
    notes = recorder_notes(reading.peek, reading.size)
    found = _timecode(container, reading, video, audio, notes)
    if video is not None and found.format is not None and found.format.rate == video.format.rate:
        video = replace(video, format=found.format)
    file = SourceFile(
        path=str(path),
        size=reading.size,
        duration=duration,
        start_timecode=found.start,
        reel=found.reel,
        video=video,
        audio=audio,
        container=container.format.name,
    )
    is_silent = hearing is not None and audio is not None and hearing.loudest <= _LEVEL_OF_SILENCE
    if is_silent:
        remarks.append("it is silent from beginning to end")
    return FileFacts(
        file=file,
        timecode=found.format or (video.format if video else None),
        is_timecode_certain=found.is_certain,
        is_silent=is_silent,
        title=_title(container, notes),
        recorded_at=_recorded_at(container, notes),
        remarks=(*remarks, *found.remarks),
    )


def _timecode(
    container: Any, reading: OneRead, video: VideoStream | None, audio: AudioStream | None, notes: RecorderNotes | None
) -> FoundTimecode:
    if notes is not None and audio is not None:
        return timecode_of_recorder(notes, audio.rate_hz)
    return timecode_of(container, reading.peek, reading.size, video.format.rate if video else None)


def _audio_of(streams: Streams) -> AudioStream:
    first = streams.audio[0]
    return AudioStream(rate_hz=first.rate, channels=first.channels, codec=first.codec_context.codec.canonical_name)


def _nothing(told: Told) -> str:
    if told.damaged:
        return f"nothing in it can be decoded ({len(told.damaged)} damaged packets)"
    return f"nothing in it can be decoded{': ' + told.broke_off if told.broke_off else ''}"


def _about_sound(streams: Streams, hearing: Hearing | None, told: Told) -> list[str]:
    remarks = []
    if hearing is None:
        remarks.append("it has no sound")
    elif not hearing.samples:
        remarks.append("its sound cannot be decoded; only the picture is here")
    if len(streams.audio) > 1:
        remarks.append(f"its sound lies on {len(streams.audio)} tracks of one channel; all are heard together")
    if told.damaged:
        places = [t for t in told.damaged if t is not None]
        where = f", the first at {write_clock(seconds_to_ticks(places[0]))}" if places else ""
        remarks.append(f"{len(told.damaged)} damaged places in its sound{where}")
    if hearing is not None and hearing.mixdown.silences:
        begin, length = hearing.mixdown.silences[0]
        seconds = float(sum(s[1] for s in hearing.mixdown.silences))
        where = write_clock(seconds_to_ticks(begin))
        if len(hearing.mixdown.silences) > 1 or begin:
            remarks.append(
                f"{len(hearing.mixdown.silences)} gaps in its sound, {seconds:.3f} s in all, the first at {where}"
            )
        else:
            remarks.append(f"its sound begins {float(length):.3f} s after its picture")
    if hearing is not None and hearing.mixdown.leaps:
        remarks.append(f"its clock leaps {hearing.mixdown.leaps} times; the sound was taken as it comes")
    return remarks


def _about_length(container: Any, reading: OneRead, duration: Ticks, told: Told) -> list[str]:
    remarks = []
    if missing := missing_bytes(reading.peek, reading.size):
        remarks.append(f"it is cut short: {missing} bytes are missing that its header promises")
    if told.broke_off:
        remarks.append(f"it breaks off after {write_clock(duration)}: {told.broke_off}")
    claimed = container.duration
    if claimed and container.format.name not in _ESTIMATED:
        ticks = claimed * TICKS_PER_SECOND // 1_000_000
        if abs(ticks - duration) > max(TICKS_PER_SECOND // 2, duration // 1000):
            claim, found = write_clock(ticks), write_clock(duration)
            kind = "is it cut short?" if ticks > duration else "the header is wrong"
            remarks.append(f"its header says {claim}, but it holds {found}: {kind}")
    return remarks


def _title(container: Any, notes: RecorderNotes | None) -> str:
    tags = {key.lower(): value for key, value in container.metadata.items()}
    return ((notes.title if notes else "") or tags.get("title", "")).strip()


def _recorded_at(container: Any, notes: RecorderNotes | None) -> str:
    if notes and notes.recorded_at:
        return notes.recorded_at
    tags = {key.lower(): value for key, value in container.metadata.items()}
    text = tags.get("creation_time") or tags.get("modification_date") or tags.get("date", "")
    try:
        return datetime.fromisoformat(text.strip().replace("Z", "+00:00")).isoformat() if text else ""
    except ValueError:
        return ""
