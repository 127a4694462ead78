"""Connections to the project's file: how they are set up, and what SQLite's refusals mean to a person."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tapewright.errors import DamagedProjectError, StorageError, UsageError

APPLICATION_ID = 0x74617065
"""``tape`` in ASCII: what ``file`` and SQLite's header call our projects."""

BUSY_SECONDS = 30
"""How long anyone waits for another writer before giving up with a clear error."""

DAMAGE_HINT = "keep the file as it is, restore a backup beside it, and compare"


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode: transactions are begun and ended by name. Usable from any one thread at a time.

    One that may write waits in the turnstile, not in SQLite. An acknowledged commit is on the disk
    (``synchronous=FULL``); foreign keys hold; SQL inside the file is not trusted to call functions that can do harm.
    Where nobody may write (a copy on a read-only disk) the project can be read all the same.
    """
    fixed = is_unchangeable(path)
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?immutable=1" if fixed else path,
        uri=fixed,
        timeout=BUSY_SECONDS if read_only else 0,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA cell_size_check=ON")
        connection.execute("PRAGMA cache_size=-16000")
        # The log is written back every 16 MB: one correction in some 200 pays for it, rather than one in 50.
        connection.execute("PRAGMA wal_autocheckpoint=4000")
        if read_only:
            connection.execute("PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def is_unchangeable(path: Path) -> bool:
    """Whether SQLite must be told that the file stays as it is: in a folder in which it cannot make the log and the
    index of the log that it reads by, and with nothing in a log that was left.
    """
    log = Path(f"{path}-wal")
    return not may_write(path.parent) and not (log.exists() and log.stat().st_size)


def may_write(folder: Path) -> bool:
    """Whether the system lets us make files there."""
    return os.access(folder, os.W_OK)


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into our errors, naming the file."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error, path) from error


@contextmanager
def opening_errors(path: Path) -> Iterator[None]:
    """The same for a file that nobody has looked at yet: a broken one makes SQLite's very messages unreadable."""
    try:
        with sqlite_errors(path), file_errors(path):
            yield
    except UnicodeDecodeError as error:
        raise DamagedProjectError("the database is damaged", place=path.name, hint=DAMAGE_HINT) from error


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Turn the system's refusals to write into StorageError, naming the file."""
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"cannot write: {error.strerror or error}", place=path.name, hint="free space or permissions are missing"
        ) from error


def _translated(error: sqlite3.Error, path: Path) -> DamagedProjectError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return busy(path)
    if name.startswith("SQLITE_FULL"):
        return StorageError(
            "the disk is full; nothing was half written", place=path.name, hint="free some space and do it again"
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN", "SQLITE_AUTH")):
        return StorageError(
            f"the project may not be written: {error}",
            place=path.name,
            hint="check the permissions of the file and of its folder, and whether the disk is read-only",
        )
    if name.startswith(("SQLITE_IOERR", "SQLITE_NOLFS", "SQLITE_NOMEM", "SQLITE_TOOBIG")):
        return StorageError(
            f"the disk does not answer as it should ({name}); nothing was half written",
            place=path.name,
            hint="check the disk and its free space, then run tapewright verify",
        )
    if name.startswith("SQLITE_NOTADB"):
        return DamagedProjectError("this is not a project's database", place=path.name, hint=DAMAGE_HINT)
    return DamagedProjectError(f"the database is damaged: {error}", place=path.name, hint=DAMAGE_HINT)


def busy(path: Path) -> StorageError:
    """Somebody else has been writing for too long."""
    return StorageError(
        f"another program has been writing to the project for {BUSY_SECONDS} seconds; nothing was written",
        place=path.name,
        hint="wait until it has finished, or end it, then do it again",
    )


class Pool:
    """Connections of one kind, one for each user at a time, kept for the next.

    After a fork the child leaves its parent's connections alone and makes its own, as SQLite demands.
    """

    def __init__(self, path: Path, *, read_only: bool) -> None:
        self._path = path
        self._read_only = read_only
        self._idle: list[sqlite3.Connection] = []
        self._of_parent: list[sqlite3.Connection] = []  # never closed here: that would let go of the parent's locks
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._is_closed = False

    @contextmanager
    def lend(self) -> Iterator[sqlite3.Connection]:
        """A connection for one user; an open transaction is rolled back when it is given back."""
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def close(self) -> None:
        """Close what is idle; what is lent is closed when it comes back."""
        with self._lock:
            self._leave_to_parent()
            self._is_closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _take(self) -> sqlite3.Connection:
        with self._lock:
            if self._is_closed:
                raise UsageError("the project has been closed", hint="open it again")
            self._leave_to_parent()
            if self._idle:
                return self._idle.pop()
        with opening_errors(self._path):
            return connect(self._path, read_only=self._read_only)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        with self._lock:
            if not self._is_closed and len(self._idle) < 8 and not connection.in_transaction:
                self._idle.append(connection)
                return
        connection.close()

    def _leave_to_parent(self) -> None:
        if self._process != os.getpid():
            self._of_parent, self._idle, self._process = self._idle, [], os.getpid()
