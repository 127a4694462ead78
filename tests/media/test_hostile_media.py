"""Broken and hostile files: a named error or a sensible result; never another exception, a hang or a leftover."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.errors import InputError
from tapewright.media.pyav import PyAvReader
from tapewright.testing.hostile import HOSTILE_NAMES, mutations
from tapewright.testing.recordings import bext, chatter, ixml, wav, write_film, write_sound
from tapewright.timing import Interval, Ticks, from_seconds

READER = PyAvReader()
KINDS = ["wav", "flac", "mp3", "opus", "m4a", "mov", "mp4", "mkv", "ts", "avi", "aiff", "mxf"]


def good(kind: str, folder: Path) -> bytes:
    sound = chatter(1.5)
    path = folder / f"good.{kind}"
    if kind == "wav":
        notes = [(b"bext", bext(48_000 * 3600)), (b"iXML", ixml(rate="25/1", tape="A"))]
        return wav(sound, chunks=notes)
    if kind in ("flac", "mp3", "opus", "m4a", "aiff"):
        codecs = {"flac": "flac", "mp3": "libmp3lame", "opus": "libopus", "m4a": "aac", "aiff": "pcm_s16be"}
        return write_sound(path, sound, codec=codecs[kind]).read_bytes()
    codec = {"mxf": "mpeg2video", "avi": "mpeg4"}.get(kind, "libx264")
    return write_film(path, frames=30, sound=sound, timecode="01:00:00:00", codec=codec).read_bytes()


@pytest.fixture(scope="session")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("good")
    return {kind: good(kind, folder) for kind in KINDS}


def names() -> Iterator[str]:
    yield from (name for name, _ in mutations(bytes(range(256)) * 8))


@pytest.mark.parametrize("name", list(names()))
@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_recording_is_named_or_read(tmp_path: Path, originals: dict[str, bytes], kind: str, name: str) -> None:
    path, cache = tmp_path / f"broken.{kind}", tmp_path / "cache"
    content = dict(mutations(originals[kind]))[name]
    path.write_bytes(content)
    began = time.monotonic()
    try:
        facts = READER.facts(path, cache=cache)
    except InputError as error:
        complaint = error
    else:
        complaint = None
    if complaint is not None:
        assert complaint.place == str(path)
        assert complaint.message
        assert complaint.hint
        assert [p for p in cache.rglob("*") if p.is_file()] == []
    else:
        assert facts.file.size == len(content)
        assert 0 <= facts.file.duration < from_seconds(7200)
        heard = READER.sound(facts.file, Interval(Ticks(0), from_seconds(1)), cache=cache)
        assert len(heard) == 16_000
        assert [p for p in cache.rglob(".unfinished*") if p.is_file()] == []
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("name", [n for n in HOSTILE_NAMES if len(n.encode()) < 256], ids=ascii)
def test_no_name_keeps_a_recording_out(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in & out" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(wav(chatter(0.5)))
    facts = READER.facts(path, cache=tmp_path / "cache")
    assert facts.file.path == str(path)
    assert READER.proxy(facts.file, cache=tmp_path / "cache").exists()


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "missing", "dangling", "device", "null byte"])
def test_what_is_no_file_is_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x.wav"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "dangling":
        path.symlink_to(tmp_path / "nowhere.wav")
    elif kind == "device":
        path = Path("/dev/zero")
    elif kind == "null byte":
        path = tmp_path / "x\0.wav"
    with pytest.raises(InputError) as caught:
        READER.facts(path, cache=tmp_path / "cache")
    assert caught.value.hint


@pytest.mark.parametrize("kind", KINDS)
def test_every_byte_near_the_head_may_be_wrong(tmp_path: Path, originals: dict[str, bytes], kind: str) -> None:
    """Headers are where demuxers go wrong: one byte at a time, through the first of them and the last."""
    data = originals[kind]
    places = [*range(0, min(400, len(data)), 29), *range(max(0, len(data) - 400), len(data), 29)]
    for number, place in enumerate(places):
        broken = bytearray(data)
        broken[place] ^= 0xFF
        path = tmp_path / f"{number}.{kind}"
        path.write_bytes(broken)
        try:
            facts = READER.facts(path, cache=tmp_path / "cache")
        except InputError:
            continue
        assert facts.file.duration >= 0
