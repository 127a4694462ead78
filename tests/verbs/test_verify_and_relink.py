"""Everything is read again and compared; what moved is found by its content."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tapewright.cli import app
from tapewright.cli.door import run
from tapewright.model import TapeId
from tapewright.model.progress import Step
from tapewright.store import Damage
from tapewright.testing.recordings import chatter, wav
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.relink import relink
from tapewright.verbs.verify import verify

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:typing_extensions", "ignore:.*gitwildmatch")


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    folder.mkdir()
    for number in range(3):
        (folder / f"T{number}.wav").write_bytes(wav(chatter(1.0, seed=number)))
    return folder


@pytest.fixture
def project(tmp_path: Path, media: Path) -> Project:
    project = new_project(tmp_path / "project", title="Bakery")
    ingest(project, [media])
    return project


def tapewright(capsys: pytest.CaptureFixture[str], project: Project, *arguments: str) -> tuple[int, str]:
    status = run(app, [*arguments, "--project", str(project.root)])
    return status, capsys.readouterr().out


def states(project: Project) -> list[str]:
    return [file.state for file in verify(project).files]


def test_what_is_whole_is_said_to_be_whole(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    result = verify(project)
    assert result.is_whole
    assert [file.state for file in result.files] == ["whole"] * 3
    status, out = tapewright(capsys, project, "verify")
    assert status == 0
    assert "3 of 3 recordings are as they were" in out


def test_an_empty_file_beside_the_media_is_sealed_and_nothing_wrong(
    project: Project, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (media / "notes.txt").touch()
    status, out = tapewright(capsys, project, "verify", "--mhl", str(media))
    assert (status, "4 new" in out) == (0, True)
    status, out = tapewright(capsys, project, "verify", "--mhl", str(media))
    assert (status, "4 files as sealed" in out) == (0, True)
    (media / "notes.txt").write_text("no longer empty")
    assert tapewright(capsys, project, "verify", "--mhl", str(media))[0] == 1


def test_one_flipped_bit_is_found(project: Project, media: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray((media / "T1.wav").read_bytes())
    data[50_000] ^= 1
    stamp = (media / "T1.wav").stat()
    (media / "T1.wav").write_bytes(data)
    os.utime(media / "T1.wav", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert states(project) == ["whole", "changed", "whole"]
    status, out = tapewright(capsys, project, "verify", "--json")
    assert status == 1
    answer = json.loads(out)
    assert not answer["whole"]
    assert answer["files"][1]["state"] == "changed"


def test_missing_longer_and_unreadable_files_are_told_apart(project: Project, media: Path) -> None:
    (media / "T0.wav").unlink()
    with (media / "T1.wav").open("ab") as file:
        file.write(b"more")
    (media / "T2.wav").unlink()
    (media / "T2.wav").symlink_to(media / "T2.wav")
    assert states(project) == ["missing", "changed", "unreadable"]


def test_damage_of_the_project_is_status_4(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    damage = [Damage(where="turn 7", what="the digest does not match")]
    monkeypatch.setattr(type(project.store), "verify", lambda store: damage)
    assert not verify(project).is_whole
    status, out = tapewright(capsys, project, "verify")
    assert status == 4
    assert "damaged: turn 7: the digest does not match" in out


def test_progress_of_verify_ends_at_the_total(project: Project) -> None:
    steps: list[Step] = []
    verify(project, report=steps.append)
    assert steps[-1].done == steps[-1].total == sum(t.files[0].size for t in project.store.tapes())


def test_a_media_folder_is_sealed_and_held_to_its_seal(
    project: Project, media: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out = tapewright(capsys, project, "verify", "--mhl", str(media))
    assert status == 0
    assert "3 new; wrote generation 1" in out
    status, out = tapewright(capsys, project, "verify", "--mhl", str(media), "--dry-run")
    assert status == 0
    assert "3 files as sealed, 0 new" in out
    assert len(list((media / "ascmhl").glob("*.mhl"))) == 1
    (media / "T0.wav").unlink()
    status, out = tapewright(capsys, project, "verify", "--mhl", str(media), "--json")
    assert status == 1
    assert json.loads(out)["mhl"][0]["missing"] == ["T0.wav"]


def test_sealing_reads_each_recording_once(project: Project, media: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    digests = type(project.media).digests

    def counting(self: object, path: Path, *rest: object, **options: object) -> object:
        read.append(path.name)
        return digests(self, path, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(type(project.media), "digests", counting)
    verify(project, mhl=(media,))
    assert sorted(read) == ["T0.wav", "T1.wav", "T2.wav"]


def test_moved_and_renamed_recordings_are_found_by_content(
    project: Project, media: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other disk" / "deep"
    other.mkdir(parents=True)
    (media / "T0.wav").rename(other / "renamed ü.bin")
    (media / "T1.wav").rename(other / "T1.wav")
    (media / "T2.wav").unlink()
    decoy = bytearray((other / "T1.wav").read_bytes())
    decoy[-1] ^= 1
    (other / "A decoy.wav").write_bytes(decoy)
    dry = relink(project, [other], dry_run=True)
    assert [(one.tape, Path(one.new).name) for one in dry.moved] == [("T0", "renamed ü.bin"), ("T1", "T1.wav")]
    assert project.store.tape(TapeId("T0")).files[0].path == str(media / "T0.wav")
    status, out = tapewright(capsys, project, "relink", str(tmp_path / "other disk"))
    assert status == 1
    assert "2 found, 1 still missing" in out
    assert project.store.tape(TapeId("T0")).files[0].path == str(other / "renamed ü.bin")
    assert states(project) == ["whole", "whole", "missing"]


def test_a_relinked_path_can_be_taken_back(project: Project, media: Path, tmp_path: Path) -> None:
    (media / "T0.wav").rename(tmp_path / "T0.wav")
    relink(project, [tmp_path])
    assert project.store.tape(TapeId("T0")).files[0].path == str(tmp_path / "T0.wav")
    project.store.undo()
    assert project.store.tape(TapeId("T0")).files[0].path == str(media / "T0.wav")


def test_nothing_is_read_when_nothing_is_missing(project: Project, tmp_path: Path) -> None:
    steps: list[Step] = []
    result = relink(project, [tmp_path], report=steps.append)
    assert (result.moved, result.missing, steps) == ((), (), [])


def test_a_moved_tape_is_still_heard(project: Project, media: Path, tmp_path: Path) -> None:
    from tapewright.timing import Interval, Ticks

    before = project.store.tape(TapeId("T0")).files[0]
    span = Interval(Ticks(0), before.duration)
    heard = project.media.sound(before, span, cache=project.cache)
    (media / "T0.wav").rename(tmp_path / "else.wav")
    relink(project, [tmp_path])
    for cached in project.cache.glob("sound/*"):
        cached.unlink()
    again = project.media.sound(project.store.tape(TapeId("T0")).files[0], span, cache=project.cache)
    assert (again == heard).all()


def test_a_folder_that_is_not_there_is_named(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out = tapewright(capsys, project, "relink", str(tmp_path / "nowhere"))
    assert status == 3
    assert f"could not read {tmp_path / 'nowhere'}: there is no such file or folder" in out
