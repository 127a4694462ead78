"""Arrays in the cache: whole or not there."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from tapewright.errors import StorageError
from tapewright.store.arraycache import keep, load, stamps

ARRAYS = {"one": np.arange(1000, dtype=np.int32), "two": np.zeros((3, 4))}


def test_what_is_kept_is_mapped_back(tmp_path: Path) -> None:
    keep(tmp_path / "c", "abc", ARRAYS, {"made": "today"})
    found = load(tmp_path / "c", "abc")
    assert found is not None
    arrays, notes = found
    assert notes == {"made": "today"}
    assert all(np.array_equal(arrays[name], array) for name, array in ARRAYS.items())
    assert isinstance(arrays["one"], np.memmap)
    with pytest.raises(ValueError):
        arrays["one"][0] = 1


def test_a_new_set_takes_the_place_of_the_old_ones(tmp_path: Path) -> None:
    keep(tmp_path, "first", ARRAYS, {})
    arrays, _ = load(tmp_path, "first") or ({}, {})
    keep(tmp_path, "second", ARRAYS, {})
    assert stamps(tmp_path) == ["second"]
    assert load(tmp_path, "first") is None
    assert int(arrays["one"].sum()) == 499_500, "who has it open can read on"
    keep(tmp_path, "second", {"one": np.ones(2)}, {})
    assert (load(tmp_path, "second") or [{}])[0]["one"].tolist() == [1, 1]


def test_what_was_left_unfinished_is_not_seen_and_swept_away(tmp_path: Path) -> None:
    unfinished = tmp_path / ".abc.1"
    unfinished.mkdir()
    (unfinished / "about.json").write_text("{}")
    assert stamps(tmp_path) == []
    os.utime(unfinished, (1, 1))
    keep(tmp_path, "abc", ARRAYS, {})
    assert not unfinished.exists()


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "one.npy").write_bytes(b""),
        lambda folder: (folder / "one.npy").write_bytes((folder / "one.npy").read_bytes()[:300]),
        lambda folder: (folder / "two.npy").unlink(),
        lambda folder: np.save(folder / "two.npy", np.zeros(5)),
        lambda folder: (folder / "about.json").write_text("{"),
        lambda folder: (folder / "about.json").write_text("[]"),
        lambda folder: (folder / "about.json").write_text(json.dumps({"shapes": 5, "notes": {}})),
        lambda folder: (folder / "about.json").write_bytes(b"\xff\xfe"),
    ],
)
def test_what_cannot_be_read_counts_as_not_there(tmp_path: Path, harm: object) -> None:
    keep(tmp_path, "abc", ARRAYS, {})
    harm(tmp_path / "abc")  # type: ignore[operator]
    assert load(tmp_path, "abc") is None


def test_an_empty_or_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert stamps(tmp_path / "nowhere") == []
    assert load(tmp_path / "nowhere", "abc") is None


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError):
        keep(tmp_path / "file", "abc", ARRAYS, {})
