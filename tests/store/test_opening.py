"""A project is made whole or not at all, an older one is brought up to date, anything else is refused in words."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tapewright.errors import DamagedProjectError, NotFoundError, StorageError, UsageError
from tapewright.model import Provenance, TapeId
from tapewright.store import connection, migrations, opening, studyschema
from tapewright.store.rows import LOGGED
from tapewright.store.sqlite import open_store
from tapewright.testing.hostile import HOSTILE_NAMES
from tapewright.testing.material import TAPE, a_tape, filled, picture, some_claims, some_listens, some_voices, texts_of

FIRST_SCHEMA = Path(__file__).with_name("first_schema.db.gz")
"""A project that the program wrote when its schema was 0001: corrections, a split, an undo, two versions, a mark."""

OF_FIRST_SCHEMA = (
    "tape source_file speaker transcript turn history history_row transcript_size finished_piece"
).split()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tapewright.db"


def names_in(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


# --- making and finding -------------------------------------------------------------------------------------------


def test_a_project_is_made_once(path: Path) -> None:
    open_store(path, create=True).close()
    assert names_in(path.parent) == {"tapewright.db"}
    with pytest.raises(UsageError):
        open_store(path, create=True)


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_project_that_cannot_be_made_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, fails, fail)
        with pytest.raises(StorageError, match="No space left"):
            open_store(path, create=True)
    assert names_in(path.parent) == set()
    open_store(path, create=True).close()


def test_projects_are_made_alike_and_share_nothing(tmp_path: Path) -> None:
    made = [tmp_path / name for name in ("one.db", "other.db")]
    for path in made:
        opening.make_empty(path)
    assert made[0].read_bytes() == made[1].read_bytes()
    with closing(sqlite3.connect(made[0])) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(open_store(made[0])) as one, closing(open_store(made[1])) as other:
        filled(one)
        assert one.tapes()
        assert not other.tapes()


def test_what_is_not_there_is_not_found(path: Path) -> None:
    with pytest.raises(NotFoundError):
        open_store(path)
    assert names_in(path.parent) == set()


def test_a_copy_on_a_disk_that_may_not_be_written_is_read_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(path, create=True)) as store:
        filled(store)
        before = picture(store)
    there = names_in(path.parent)
    monkeypatch.setattr(connection, "may_write", lambda folder: False)
    with closing(open_store(path)) as store:
        assert picture(store) == before
        assert store.verify() == []
        assert names_in(path.parent) == there
        with pytest.raises(StorageError, match="may not be written"), store.change("in vain") as pen:
            pen.add_speaker("TOM")


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir(parents=True)
    store = open_store(folder / "tapewright.db", create=True)
    filled(store)
    store.backup(str(folder / "copy.db"))
    store.close()
    with closing(open_store(folder / "copy.db")) as copy:
        assert copy.verify() == []


def test_a_search_loads_neither_sqlalchemy_nor_alembic_nor_numpy(path: Path) -> None:
    open_store(path, create=True).close()
    script = (
        "import sys; from tapewright.store.sqlite import open_store; s = open_store(sys.argv[1]); s.tapes(); s.close();"
        "print([m for m in ('sqlalchemy', 'alembic', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- the schema and its migrations --------------------------------------------------------------------------------


def test_the_migrations_lead_to_the_schema(path: Path) -> None:
    open_store(path, create=True).close()
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": _is_ours})
        assert compare_metadata(context, studyschema.metadata) == []
    engine.dispose()
    assert migrations.known_versions()[-1] == opening.VERSION


def _is_ours(name: str | None, kind: str, parents: object) -> bool:
    return not (kind == "table" and str(name).startswith(("word_", "sqlite_")))


def test_the_plain_sql_knows_the_columns_of_the_schema() -> None:
    for table in LOGGED.values():
        assert tuple(studyschema.metadata.tables[table.name].columns.keys()) == table.columns


def test_the_schema_can_be_made_on_postgresql_too() -> None:
    engine = sa.create_mock_engine("postgresql://", lambda statement, *_: made.append(str(statement.compile(engine))))
    made: list[str] = []
    studyschema.metadata.create_all(engine, checkfirst=False)
    assert sum("CREATE TABLE" in statement for statement in made) == len(studyschema.metadata.tables)


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Makes this program one with a migration more, whose body is given."""

    def become(body: str) -> None:
        scripts = tmp_path / "scripts"
        shutil.copytree(Path(migrations.__file__).parent, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / "r0006_more.py").write_text(
            f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '0006'\ndown_revision = '0005'\n"
            f"def upgrade():\n    {body}\n"
        )
        monkeypatch.setattr(migrations, "__file__", str(scripts / "__init__.py"))
        monkeypatch.setattr(opening, "VERSION", "0006")

    return become


def test_an_older_project_is_brought_up_to_date_after_a_backup(
    path: Path, newer_program: Callable[[str], None]
) -> None:
    with closing(open_store(path, create=True)) as store:
        filled(store)
        before = picture(store)
    newer_program("op.add_column('turn', sa.Column('language', sa.Text))")
    with closing(open_store(path)) as store:
        assert picture(store) == before
        assert store.verify() == []  # a new and empty column changes no digest
        store.undo()
        assert store.transcript(TAPE) is None
    with closing(sqlite3.connect(path.with_name("tapewright.db.before-0006"))) as backup:
        assert backup.execute("SELECT version_num FROM alembic_version").fetchall() == [("0005",)]
        assert backup.execute("SELECT count(*) FROM turn").fetchone() == (3,)


def test_a_project_of_the_first_schema_loses_nothing(path: Path) -> None:
    path.write_bytes(gzip.decompress(FIRST_SCHEMA.read_bytes()))
    before = rows_of(path)
    with closing(open_store(path)) as store:
        assert rows_of(path) == before
        assert store.verify() == []
        assert [tape.id for tape in store.tapes()] == ["T001", "T002"]
        assert store.history()[-1].mark == "locked for legal, cut 7"
        assert store.listens() == store.claims() == store.acceptances() == []
        (turn, *_) = store.turns_in(TAPE, a_tape().extent)
        with store.change("listen and claim", who="MB") as pen:
            for listen in some_listens(TAPE):
                pen.add_listen(listen)
            for claim in some_claims(TAPE):
                pen.add_claim(claim)
        store.undo()
        assert store.voices() == store.exemplars() == []
        assert store.codebooks() == store.codings() == store.events() == store.decisions() == []
        with store.change("find voices", who="MB") as pen:
            label = pen.add_speaker("T001 voice 1").id
            found = pen.replace_voices(TAPE, Provenance(tool="scripted"), some_voices(TAPE, [label]))
        assert store.voices() == found
        store.undo()
        store.undo(7)  # what was done before the migration is undone after it
        assert texts_of(store, TapeId("T002"))[0] == "the bakery opens at five"
        assert store.finished("transcribe", "key") == {"0": b"a piece"}
        assert len(store.revisions(turn.id)) == 3
        assert store.verify() == []
    with closing(sqlite3.connect(path.with_name("tapewright.db.before-0005"))) as backup:
        assert backup.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    assert rows_of(path.with_name("tapewright.db.before-0005")) == before


def test_a_migrated_project_has_the_tables_of_a_new_one(path: Path) -> None:
    path.write_bytes(gzip.decompress(FIRST_SCHEMA.read_bytes()))
    open_store(path).close()
    new = path.with_name("new.db")
    open_store(new, create=True).close()
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(new)) as other:
        assert opening.schema_digest(one) == opening.schema_digest(other)


def test_the_program_before_this_one_asks_for_a_newer(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_store(path, create=True)) as store:
        filled(store)
    before = path.read_bytes()
    scripts = tmp_path / "scripts"
    shutil.copytree(Path(migrations.__file__).parent, scripts, ignore=shutil.ignore_patterns("__pycache__", "r0005*"))
    monkeypatch.setattr(migrations, "__file__", str(scripts / "__init__.py"))
    monkeypatch.setattr(opening, "VERSION", "0004")
    with pytest.raises(UsageError, match="0005") as refused:
        open_store(path)
    assert "newer" in refused.value.hint
    assert path.read_bytes() == before


def rows_of(path: Path) -> dict[str, list[object]]:
    """What the tables of the first schema hold, but for the digest of their definitions."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in OF_FIRST_SCHEMA}


def test_a_migration_that_fails_leaves_the_project_as_it_was(path: Path, newer_program: Callable[[str], None]) -> None:
    with closing(open_store(path, create=True)) as store:
        filled(store)
    newer_program("op.add_column('turn', sa.Column('language', sa.Text)); op.execute('SELECT nonsense')")
    with pytest.raises(DamagedProjectError, match="nonsense"):
        open_store(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0005",)]
        columns = [row[1] for row in connection.execute("PRAGMA table_info(turn)")]
    assert tuple(columns) == LOGGED["turn"].columns


def test_a_project_of_a_newer_program_is_refused(path: Path) -> None:
    open_store(path, create=True).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(UsageError, match="9999") as refused:
        open_store(path)
    assert "newer" in refused.value.hint
    assert not path.with_name(f"tapewright.db.before-{opening.VERSION}").exists()
