"""A file that is no whole project is refused by name, or verify names what is wrong; it is never written to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tapewright.errors import DamagedProjectError
from tapewright.store.sqlite import open_store
from tapewright.testing.hostile import mutations
from tapewright.testing.material import filled

BROKEN_FROM_THE_START = dict(mutations(b"SQLite format 3\0"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tapewright.db"


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A whole project and its broken versions."""
    place = tmp_path_factory.mktemp("whole") / "tapewright.db"
    with closing(open_store(place, create=True)) as store:
        filled(store)
    return {"whole": place.read_bytes()} | dict(mutations(place.read_bytes()))


@pytest.mark.parametrize("name", BROKEN_FROM_THE_START)
def test_a_file_that_is_no_project_is_refused(path: Path, name: str) -> None:
    path.write_bytes(BROKEN_FROM_THE_START[name])
    with pytest.raises(DamagedProjectError) as refused:
        open_store(path)
    assert refused.value.place == "tapewright.db"
    assert refused.value.hint
    assert path.read_bytes() == BROKEN_FROM_THE_START[name]


@pytest.mark.parametrize("name", BROKEN_FROM_THE_START)
def test_a_broken_project_is_refused_or_its_damage_is_named(path: Path, broken: dict[str, bytes], name: str) -> None:
    path.write_bytes(broken[name])
    try:
        store = open_store(path)
    except DamagedProjectError:
        return
    with closing(store):
        # Bytes behind the end of a database are read by nobody.
        assert store.verify() != [] or broken[name].startswith(broken["whole"])


@pytest.mark.parametrize("percent", [10, 30, 50, 70, 99])
def test_a_project_that_is_cut_short_is_refused(path: Path, broken: dict[str, bytes], percent: int) -> None:
    whole = broken["whole"]
    path.write_bytes(whole[: len(whole) * percent // 100])
    with pytest.raises(DamagedProjectError):
        open_store(path)


def test_another_programs_database_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (bread TEXT)")
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(DamagedProjectError, match="not a project's"):
        open_store(path)
    assert path.read_bytes() == before
