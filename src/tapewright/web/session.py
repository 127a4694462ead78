"""What a server keeps between its runs, in the project's folder ``.serve``: its secret, its port, the person's name.

The folder and its file can be read by their owner alone. Where the project cannot be written (a copy on a read-only
disk) it is kept in memory, and a restart begins anew.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tapewright.errors import StorageError, UsageError
from tapewright.wholefile import put

try:
    import fcntl
except ImportError:  # Windows: two servers on one project are not told apart
    fcntl = None  # type: ignore[assignment]

FOLDER = ".serve"
FILE = "session.json"
LOCK = "lock"
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The content of the file. ``run`` and ``process`` are of the server that runs now, or ran last."""

    secret: str
    port: int = 0
    who: str = ""
    run: str = ""
    process: int = 0


class Session:
    """What is kept, read once and written when it changes."""

    def __init__(self, root: Path | None) -> None:
        self._folder = root and root / FOLDER
        kept = _read(self._folder and self._folder / FILE)
        self._kept = kept or Kept(secret=secrets.token_hex(32))
        if kept is None:
            self._write()

    @property
    def secret(self) -> bytes:
        """What the project's cookie is made of."""
        return bytes.fromhex(self._kept.secret)

    @property
    def port(self) -> int:
        """Where the server listened last; 0 where it never did."""
        return self._kept.port

    @property
    def run(self) -> str:
        """The run of the server that runs now, or ran last."""
        return self._kept.run

    @property
    def process(self) -> int:
        """Its process."""
        return self._kept.process

    @property
    def who(self) -> str:
        """The name under which the person works; empty for the name on this machine."""
        return self._kept.who

    def name_person(self, name: str) -> None:
        """Work under another name from now on; an empty one is the name on this machine again."""
        plain = " ".join(name.split())
        if len(plain) > LONGEST_NAME or not plain.isprintable():
            raise UsageError(f"a name for the history is one line of at most {LONGEST_NAME} letters")
        self._kept = replace(self._kept, who=plain)
        self._write()

    def begin(self, *, port: int, run: str) -> None:
        """A server listens now."""
        self._kept = replace(self._kept, port=port, run=run, process=os.getpid())
        self._write()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether no other server holds this project; none can while the block lasts."""
        try:
            if self._folder is None or fcntl is None:
                raise FileNotFoundError
            handle = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:  # nothing can be kept here, so nobody else keeps anything either
            yield True
            return
        try:
            yield _locks(handle)
        finally:
            os.close(handle)

    def _write(self) -> None:
        if self._folder is None:
            return
        file = self._folder / FILE
        with suppress(OSError, StorageError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            if not file.exists():
                os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
            put(file, json.dumps(asdict(self._kept)).encode())


def _locks(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without such locks
    return True


def _read(file: Path | None) -> Kept | None:
    """What the file holds; None where it is missing or not whole."""
    try:
        values = json.loads(file.read_text("utf-8")) if file else {}
        kept = Kept(**values)
        is_whole = len(bytes.fromhex(kept.secret)) == 32 and isinstance(kept.port, int) and 0 <= kept.port < 65536
        is_whole = is_whole and isinstance(kept.who, str) and isinstance(kept.run, str)
        return kept if is_whole and isinstance(kept.process, int) else None
    except (OSError, ValueError, TypeError):
        return None
