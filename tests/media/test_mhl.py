"""ASC MHL: what we write the reference implementation accepts, and what it would find we find."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from lxml import etree

from tapewright.errors import InputError
from tapewright.media.mhl import Sealed, seal
from tapewright.media.pyav import PyAvReader
from tapewright.testing.hostile import mutations

XSD = Path(__file__).parents[3] / "shared" / "data" / "timelines" / "ascmhl" / "xsd"
SCENARIOS = XSD.parent / "examples" / "scenarios" / "Output"
READER = PyAvReader()
# The reference implementation itself, which some tests call, asks pathspec for patterns by a name that grew old.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:typing_extensions", "ignore:.*gitwildmatch")


def digest(path: Path) -> str:
    return READER.digests(path, ("xxh64",))["xxh64"]


def sealed(folder: Path, *, write: bool = True) -> Sealed:
    return seal(folder, digest, tool_version="0", write=write)


@pytest.fixture
def card(tmp_path: Path) -> Path:
    folder = tmp_path / "A001 – Köln & Umgebung"
    (folder / "Clips" / "deep").mkdir(parents=True)
    (folder / "Clips" / "one.mov").write_bytes(b"one" * 1000)
    (folder / "Clips" / "deep" / "two.mov").write_bytes(b"two" * 1000)
    (folder / "Sidecar <1>.txt").write_text("quiet")
    (folder / "empty folder").mkdir()
    return folder


def accepted(folder: Path) -> None:
    """The reference implementation's own verification, which raises where it finds anything."""
    from ascmhl.commands import verify_entire_folder

    verify_entire_folder(str(folder), False, None, None)


def test_the_reference_implementation_accepts_what_we_write(card: Path, capfd: pytest.CaptureFixture[str]) -> None:
    first = sealed(card)
    assert first.generation == 1
    assert sorted(first.new) == ["Clips/deep/two.mov", "Clips/one.mov", "Sidecar <1>.txt"]
    second = sealed(card)
    assert (second.generation, len(second.verified), second.new) == (2, 3, ())
    assert second.is_whole
    assert capfd.readouterr() == ("", "")
    accepted(card)
    names = sorted(path.name for path in (card / "ascmhl").iterdir())
    assert len(names) == 3
    assert not (card / "ascmhl.unfinished").exists()


def test_its_directory_hashes_are_those_of_the_reference_implementation(card: Path, tmp_path: Path) -> None:
    import shutil

    from ascmhl.commands import create_for_folder_subcommand

    other = tmp_path / "other" / card.name
    shutil.copytree(card, other)
    sealed(card)
    create_for_folder_subcommand(str(other), False, False, ["xxh64"], False, None, None, None, None, None, None, [])

    def directories(folder: Path) -> list[tuple[str, str, str]]:
        name = "{urn:ASC:MHL:v2.0}"
        tree = etree.parse(next((folder / "ascmhl").glob("*.mhl")))
        hashes = [*tree.iter(f"{name}directoryhash"), *tree.iter(f"{name}roothash")]
        return [
            (
                one.findtext(f"{name}path") or ".",
                one.findtext(f"{name}content/{name}xxh64"),
                one.findtext(f"{name}structure/{name}xxh64"),
            )
            for one in hashes
        ]

    assert directories(card) == directories(other)
    assert len(directories(card)) == 4


@pytest.mark.skipif(not XSD.is_dir(), reason="the ASC MHL schema is not beside the project (../shared/data/timelines)")
def test_what_we_write_is_valid_by_the_schema(card: Path) -> None:
    sealed(card)
    sealed(card)
    manifest = etree.XMLSchema(etree.parse(XSD / "ASCMHL.xsd"))
    chain = etree.XMLSchema(etree.parse(XSD / "ASCMHLDirectory__combined.xsd"))
    for path in (card / "ascmhl").glob("*.mhl"):
        manifest.assertValid(etree.parse(path))
    chain.assertValid(etree.parse(card / "ascmhl" / "ascmhl_chain.xml"))


def test_changed_lost_and_new_files_are_told_apart(card: Path) -> None:
    sealed(card)
    (card / "Clips" / "one.mov").write_bytes(b"ONE" * 1000)
    (card / "Clips" / "deep" / "two.mov").unlink()
    (card / "three.mov").write_bytes(b"three")
    found = sealed(card)
    assert found.changed == ("Clips/one.mov",)
    assert found.missing == ("Clips/deep/two.mov",)
    assert found.new == ("three.mov",)
    assert found.verified == ("Sidecar <1>.txt",)
    assert not found.is_whole


def test_checking_alone_writes_nothing(card: Path) -> None:
    before = sorted(card.rglob("*"))
    assert sealed(card, write=False).generation == 0
    assert sorted(card.rglob("*")) == before


def test_digests_that_are_handed_in_are_not_computed_again(card: Path) -> None:
    asked: list[Path] = []

    def told(path: Path) -> str:
        asked.append(path)
        return digest(path)

    seal(card, told, tool_version="0")
    assert sorted(asked) == sorted(path for path in card.rglob("*") if path.is_file() and "ascmhl" not in path.parts)


def test_a_history_in_another_digest_is_carried_on(card: Path) -> None:
    from ascmhl.commands import create_for_folder_subcommand

    create_for_folder_subcommand(str(card), False, False, ["md5"], False, None, None, None, None, None, None, [])
    found = sealed(card)
    assert (found.generation, len(found.verified), found.changed) == (2, 3, ())
    accepted(card)
    (card / "Clips" / "one.mov").write_bytes(b"ONE" * 1000)
    assert sealed(card).changed == ("Clips/one.mov",)


def test_what_cannot_be_sealed_is_named_and_the_rest_is_sealed(card: Path) -> None:
    os.mkfifo(card / "pipe")
    (card / "bell\a.mov").write_bytes(b"x")
    (card / "loop").symlink_to(card)
    found = sealed(card)
    assert sorted(path for path, _ in found.unreadable) == ["bell\a.mov", "pipe"]
    assert len(found.new) == 3


@pytest.mark.parametrize("victim", ["*.mhl", "ascmhl_chain.xml"])
@pytest.mark.parametrize("name", [name for name, _ in mutations(b"<x/>" * 200)])
def test_a_broken_history_is_named_and_left_alone(card: Path, victim: str, name: str) -> None:
    sealed(card)
    path = next((card / "ascmhl").glob(victim))
    path.write_bytes(dict(mutations(path.read_bytes()))[name])
    before = {p.name: p.read_bytes() for p in (card / "ascmhl").iterdir()}
    try:
        sealed(card)
    except InputError as error:
        complaint = error
    else:
        complaint = None
    if complaint is not None:
        assert complaint.hint
        assert {p.name: p.read_bytes() for p in (card / "ascmhl").iterdir()} == before
    assert not (card / "ascmhl.unfinished").exists()


def test_a_disk_that_refuses_leaves_the_history_as_it_was(card: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tapewright.errors import StorageError

    sealed(card)
    before = {p.name: p.read_bytes() for p in (card / "ascmhl").iterdir()}

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tapewright.media.mhl.os.replace", refuse)
    with pytest.raises(StorageError, match="No space left"):
        sealed(card)
    assert {p.name: p.read_bytes() for p in (card / "ascmhl").iterdir()} == before
    assert not (card / "ascmhl.unfinished").exists()


@pytest.mark.skipif(not SCENARIOS.is_dir(), reason="the ASC MHL examples are not beside the project")
@pytest.mark.parametrize("number", ["01", "02", "03"])
def test_the_published_examples_are_read(tmp_path: Path, number: str) -> None:
    import shutil

    source = next(SCENARIOS.glob(f"scenario_{number}/*/A002R2EC"))
    shutil.copytree(source, tmp_path / "A002R2EC")
    found = sealed(tmp_path / "A002R2EC")
    assert found.generation >= 2
    assert found.changed == ()
    assert found.missing == ()
