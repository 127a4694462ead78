"""What the SQLite of this Python can do."""

from __future__ import annotations

import sqlite3

LEAST = (3, 35, 0)
"""RETURNING and the FTS5 that the text index is written for."""


def sqlite_version() -> str:
    """The version of the SQLite library that this Python is linked with."""
    return sqlite3.sqlite_version


def missing_features() -> list[str]:
    """What tapewright needs of SQLite and does not find here, in plain words; empty where all is there."""
    missing = []
    if sqlite3.sqlite_version_info < LEAST:
        missing.append(f"version {'.'.join(map(str, LEAST))} or later")
    connection = sqlite3.connect(":memory:")
    try:
        for what, statement in (
            ("full-text search (FTS5)", "CREATE VIRTUAL TABLE probe USING fts5(text)"),
            ("JSON", "SELECT json('[1]')"),
        ):
            try:
                connection.execute(statement)
            except sqlite3.OperationalError:
                missing.append(what)
    finally:
        connection.close()
    return missing
