"""The demo's tapes are taken by digest or not at all, and what is missing is said."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import sys
import tarfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    found = importlib.util.spec_from_file_location("demo_tapes", ROOT / "tools" / "demo_tapes.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules["demo_tapes"] = module  # dataclasses look their module up
    found.loader.exec_module(module)
    return module


def _archive(path: Path, members: dict[str, bytes], *, link: str = "") -> str:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        if link:
            entry = tarfile.TarInfo(link)
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/hostname"
            archive.addfile(entry)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _sources(tool: ModuleType, folder: Path, content: bytes, *, pinned: bytes, link: str = "") -> list[object]:
    members = {"../../outside.wav": b"x", "pkg/setup.py": b"raise SystemExit(9)"}
    if not link:
        members["pkg/one.wav"] = content
    digest = _archive(folder / "pkg-1.tar.gz", members, link=link)
    package = tool.Package("pip", "pkg", "1", "pkg-1.tar.gz", digest)
    return [tool.Source("one.wav", hashlib.sha256(pinned).hexdigest(), "beside.wav", package, "pkg/one.wav")]


def test_only_the_named_member_is_read(tool: ModuleType, tmp_path: Path) -> None:
    sources = _sources(tool, tmp_path, b"sound", pinned=b"sound")
    tool.bring(sources, tmp_path, beside=None)
    assert (tmp_path / "one.wav").read_bytes() == b"sound"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.wav", "pkg-1.tar.gz"]


def test_a_second_run_reads_nothing(tool: ModuleType, tmp_path: Path) -> None:
    sources = _sources(tool, tmp_path, b"sound", pinned=b"sound")
    tool.bring(sources, tmp_path, beside=None)
    (tmp_path / "pkg-1.tar.gz").unlink()
    tool.bring(sources, tmp_path, beside=None)
    assert (tmp_path / "one.wav").read_bytes() == b"sound"


def test_another_recording_is_refused(tool: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(tool.CannotHave, match="not the pinned recording"):
        tool.bring(_sources(tool, tmp_path, b"other", pinned=b"sound"), tmp_path, beside=None)
    assert not (tmp_path / "one.wav").exists()


def test_a_link_in_the_place_of_a_recording_is_not_followed(tool: ModuleType, tmp_path: Path) -> None:
    sources = _sources(tool, tmp_path, b"", pinned=b"sound", link="pkg/one.wav")
    with pytest.raises(tool.CannotHave, match=r"holds no pkg/one\.wav"):
        tool.bring(sources, tmp_path, beside=None)


def test_another_archive_is_not_opened(tool: ModuleType, tmp_path: Path) -> None:
    sources = _sources(tool, tmp_path, b"sound", pinned=b"sound")
    (tmp_path / "pkg-1.tar.gz").write_bytes(b"not the archive")
    with pytest.raises(tool.CannotHave, match="not the pinned archive"):
        tool.bring(sources, tmp_path, beside=None)


def test_recordings_beside_the_project_are_taken_by_their_digest(tool: ModuleType, tmp_path: Path) -> None:
    sources = _sources(tool, tmp_path, b"sound", pinned=b"sound")
    beside = tmp_path / "shared"
    beside.mkdir()
    (beside / "beside.wav").write_bytes(b"sound")
    (tmp_path / "pkg-1.tar.gz").unlink()
    tool.bring(sources, tmp_path / "into", beside=beside)
    assert (tmp_path / "into" / "one.wav").read_bytes() == b"sound"


def test_without_a_network_it_says_what_to_do(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_network(order: list[str], environment: dict[str, str], package: object) -> None:
        raise tool.CannotHave("ERROR: no matching distribution")

    monkeypatch.setattr(tool, "client", no_network)
    monkeypatch.setattr(sys, "argv", ["demo_tapes.py", "--into", str(tmp_path / "tapes"), "--packages-only"])
    assert tool.main() == 5
    told = capsys.readouterr()
    assert told.out == ""
    assert "pyannote_audio-4.0.7.tar.gz" in told.err
    assert "tapewright demo" in told.err
