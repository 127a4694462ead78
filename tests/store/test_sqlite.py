"""The SQLite store passes the suite of every store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tapewright.store.sqlite import SqliteStore, open_store
from tapewright.testing.store_suite import StoreSuite


class TestSqlite(StoreSuite):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[SqliteStore]:
        store = open_store(tmp_path / "tapewright.db", create=True)
        yield store
        store.close()

    @pytest.fixture
    def again(self, store: SqliteStore) -> Iterator[Callable[[], SqliteStore]]:
        opened: list[SqliteStore] = []

        def once_more() -> SqliteStore:
            opened.append(open_store(store.path))
            return opened[-1]

        yield once_more
        for other in opened:
            other.close()
