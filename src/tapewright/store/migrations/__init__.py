"""Alembic migrations of the project's schema, run when a project is made or opened.

Importing Alembic takes longer than a search may, so whoever opens a project first looks at the version with plain
SQL and comes here only where there is work. A new one: ``versions/r0004_what_it_does.py`` with ``revision = "0004"``,
and ``opening.VERSION`` after it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool


def known_versions() -> list[str]:
    """The versions that this program knows, oldest first."""
    return [step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def migrate(connection: sqlite3.Connection, begin: Callable[[], object], finish: Callable[[], object]) -> None:
    """Call ``begin``, bring a project's schema up to date, call ``finish`` and commit: whole, or as it was.

    ``begin`` begins a writing transaction; it is called late, because SQLAlchemy rolls back when it is handed a
    connection. Foreign keys must be off (a table is rebuilt by copying it).
    """
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    event.listen(engine, "begin", lambda _: begin())
    try:
        with engine.begin() as whole:
            config = _config()
            config.attributes["connection"] = whole
            command.upgrade(config, "head")
            finish()
    except DBAPIError as error:
        raise error.orig or error from error  # what SQLite said, for those who know its errors


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
