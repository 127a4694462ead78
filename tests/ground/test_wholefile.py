"""A file stands whole under its name, or what was there before does."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tapewright.errors import StorageError, UsageError
from tapewright.wholefile import put, whole_file


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "cut.edl"
    path.write_bytes(b"yesterday")
    return path


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def alone(target: Path) -> bool:
    return os.listdir(target.parent) == [target.name]


def test_what_was_written_takes_the_place_of_what_was_there(target: Path) -> None:
    put(target, b"today")
    assert target.read_bytes() == b"today"
    assert alone(target)


def test_nobody_sees_it_before_the_block_has_ended(target: Path) -> None:
    with whole_file(target) as part:
        part.write_bytes(b"half")
        assert target.read_bytes() == b"yesterday"
    assert target.read_bytes() == b"half"


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, StorageError])
def test_a_block_that_raises_leaves_everything_as_it_was(target: Path, error: type[BaseException]) -> None:
    def half(part: Path) -> None:
        part.write_bytes(b"half")
        raise error("")

    with pytest.raises(error), whole_file(target) as part:
        half(part)
    assert target.read_bytes() == b"yesterday"
    assert alone(target)


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_a_disk_that_refuses_is_named_and_leaves_no_scraps(
    target: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(StorageError, match="No space left") as refusal:
        put(target, b"today")
    monkeypatch.undo()
    assert refusal.value.place == str(target)
    assert target.read_bytes() == b"yesterday"
    assert alone(target)


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        put(tmp_path / "none" / "cut.edl", b"today")
    assert os.listdir(tmp_path) == []


@pytest.mark.usefixtures("umask")
def test_a_new_file_has_the_rights_that_the_umask_leaves_and_an_old_one_keeps_its_own(target: Path) -> None:
    put(target.with_name("new"), b"today")
    assert stat.S_IMODE(target.with_name("new").stat().st_mode) == 0o640
    target.chmod(0o400)
    put(target, b"today")
    assert stat.S_IMODE(target.stat().st_mode) == 0o400
    assert target.read_bytes() == b"today"


def test_a_link_is_replaced_and_what_it_leads_to_is_not_touched(target: Path) -> None:
    link = target.with_name("link")
    link.symlink_to(target)
    put(link, b"today")
    assert not link.is_symlink()
    assert target.read_bytes() == b"yesterday"


@pytest.mark.parametrize("name", ["a" * 255, "港" * 85, "-rf", "two\nlines"])
def test_any_name_that_a_file_can_bear_can_be_written(tmp_path: Path, name: str) -> None:
    put(tmp_path / name, b"today")
    assert os.listdir(tmp_path) == [name]


def test_of_many_writers_one_wins_whole(target: Path) -> None:
    bodies = [bytes([number]) * 100_000 for number in range(8)]
    writers = [threading.Thread(target=put, args=(target, body)) for body in bodies]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert target.read_bytes() in bodies
    assert alone(target)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names on this system")
def test_a_pipe_or_a_device_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="pipe is no ordinary file"):
        put(pipe, b"today")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert alone(pipe)
