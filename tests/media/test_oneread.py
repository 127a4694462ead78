"""One read: whatever a demuxer asks for, in whatever order, the digests are those of the file."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
import xxhash
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tapewright.errors import InputError, StorageError
from tapewright.media.apart import Stop, apart
from tapewright.media.oneread import OneRead
from tapewright.media.opening import check_is_file, read_once
from tapewright.media.pyav import PyAvReader
from tapewright.testing.recordings import chatter, wav, write_film

CONTENT = os.urandom(300_000)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("oneread") / "bytes"
    path.write_bytes(CONTENT)
    return path


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(asked=st.lists(st.tuples(st.integers(0, 320_000), st.integers(0, 100_000)), max_size=12))
def test_no_order_of_reading_changes_the_digests(file: Path, asked: list[tuple[int, int]]) -> None:
    with OneRead(file) as reading:
        for offset, count in asked:
            reading.seek(offset)
            assert reading.read(count) == CONTENT[offset : offset + count]
        assert reading.digests() == {
            "xxh128": xxhash.xxh3_128_hexdigest(CONTENT),
            "xxh64": xxhash.xxh64_hexdigest(CONTENT),
        }


def test_a_file_that_is_written_to_meanwhile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "growing"
    path.write_bytes(CONTENT)
    with OneRead(path) as reading:
        reading.read(1000)
        with path.open("ab") as file:
            file.write(b"more")
        with pytest.raises(InputError, match="changed while it was being read"):
            reading.digests()


def test_a_file_that_is_cut_short_meanwhile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shrinking"
    path.write_bytes(CONTENT)
    with OneRead(path) as reading:
        os.truncate(path, 1000)
        with pytest.raises(InputError):
            reading.digests()


def test_a_recording_that_grows_while_it_is_ingested_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "growing.wav"
    path.write_bytes(wav(chatter(60.0, rate_hz=16_000), rate_hz=16_000))
    told = []

    def grow(step: object) -> None:
        told.append(step)
        with path.open("ab") as file:
            file.write(bytes(100))

    with pytest.raises(InputError, match="changed while"):
        PyAvReader().facts(_long(path), cache=tmp_path / "cache", report=grow)
    assert told
    assert [p for p in (tmp_path / "cache").rglob("*") if p.is_file()] == []


def _long(path: Path) -> Path:
    path.write_bytes(wav(chatter(60.0, rate_hz=16_000).repeat(4, axis=0), rate_hz=16_000))
    return path


def test_the_original_is_not_touched(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mov", sound=chatter(1.0), timecode="01:00:00:00")
    os.utime(path, ns=(1_600_000_000_000_000_000, 1_600_000_000_123_456_789))
    before, content = path.stat(), path.read_bytes()
    path.chmod(0o444)
    reader = PyAvReader()
    facts = reader.facts(path, cache=tmp_path / "cache")
    reader.proxy(facts.file, cache=tmp_path / "cache")
    reader.digests(path)
    after = path.stat()
    assert (after.st_mtime_ns, after.st_size, after.st_ino) == (before.st_mtime_ns, before.st_size, before.st_ino)
    assert path.read_bytes() == content
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cache", "film.mov"]


def test_digests_alone_are_the_same_as_those_of_ingest(tmp_path: Path) -> None:
    path = write_film(tmp_path / "film.mp4", sound=chatter(1.0))
    reader = PyAvReader()
    facts = reader.facts(path, cache=tmp_path / "cache")
    assert reader.digests(path, ("xxh128", "xxh64")) == facts.file.digests


def test_a_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    with pytest.raises(InputError, match="not an ordinary file"):
        check_is_file(tmp_path / "pipe.wav")
    # Even if it took the name of a file after it was looked at.
    with OneRead(tmp_path / "pipe.wav") as reading:
        assert reading.size == 0


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.wav"
    path.write_bytes(b"x")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tapewright.media.oneread.os.open", refuse)
    with pytest.raises(InputError, match="Permission denied") as caught, read_once(path):
        pass
    assert caught.value.place == str(path)


@pytest.mark.parametrize("at", [0, 150_000, 1_900_000])
def test_a_failing_disk_is_named_with_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav(chatter(20.0)))
    pread = os.pread

    def failing(descriptor: int, count: int, offset: int) -> bytes:
        if offset + count > at:
            raise OSError(5, "Input/output error")
        return pread(descriptor, count, offset)

    monkeypatch.setattr("tapewright.media.oneread.os.pread", failing)
    with pytest.raises(InputError, match="Input/output error") as caught:
        PyAvReader().facts(path, cache=tmp_path / "cache")
    assert caught.value.place == str(path)
    assert [p for p in (tmp_path / "cache").rglob("*") if p.is_file()] == []


def test_a_full_disk_is_named_and_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav(chatter(20.0)))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tapewright.media.soundcache.SoundWriter.write", full)
    with pytest.raises(StorageError, match="No space left"):
        PyAvReader().facts(path, cache=tmp_path / "cache")
    assert [p for p in (tmp_path / "cache").rglob("*") if p.is_file()] == []


def test_work_apart_returns_raises_and_stops() -> None:
    assert apart(lambda stop: threading.current_thread() is not threading.main_thread())

    def fail(stop: Stop) -> None:
        raise InputError("so")

    with pytest.raises(InputError, match="so"):
        apart(fail)
    stop = Stop()
    stop.check()
    stop.ask()
    with pytest.raises(KeyboardInterrupt):
        stop.check()
