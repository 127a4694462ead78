"""What changes in a project, whoever changes it: this server, a command in another terminal, an editor of texts.

One thread looks a few times a second. Each look costs a query that finds nothing and a listing of two folders.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

from tapewright.errors import TapewrightError
from tapewright.model import TapeId
from tapewright.store import Done
from tapewright.verbs.checkedfile import SCRIPTS
from tapewright.verbs.history import transaction_record
from tapewright.verbs.paperfile import ENDING, digest_of
from tapewright.verbs.project import SETTINGS, Project
from tapewright.web.live import Hub

LOOK_SECONDS = 0.15

State = tuple[int, int, int]
"""Of a file: when it was written, how long it is, which one it is."""


class Watcher:
    """Publishes ``changed``, ``edit`` and ``script`` until it is stopped, and has changed settings read again."""

    def __init__(self, project: Project, hub: Hub) -> None:
        self._project = project
        self._hub = hub
        last = project.store.history(last=1)
        self._number = last[-1].number if last else 0
        self._edits = dict(_files(project.edits, ENDING))
        self._scripts = dict(_files(project.root / SCRIPTS))
        self._settings = _state(project.root / SETTINGS)
        self._is_due = threading.Event()
        self._has_ended = False
        self._thread = threading.Thread(target=self._watch, name="watcher", daemon=True)
        project.store.on_change(self._hurry)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._has_ended = True
        self._is_due.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def look(self) -> None:
        """Publish what has changed since the last look."""
        for done in self._project.store.done_after(self._number):
            self._number = done.transaction.number
            self._hub.publish("changed", changed_record(done))
        self._look_at_edits()
        self._look_at_scripts()
        settings = _state(self._project.root / SETTINGS)
        if settings != self._settings:
            self._settings = settings
            self._project.reread_settings()
            self._hub.publish("changed", {"transaction": None, "what": "settings", "who": "", "tapes": []})

    def _hurry(self, tape: TapeId) -> None:
        self._is_due.set()

    def _watch(self) -> None:
        while not self._has_ended:
            self._is_due.wait(LOOK_SECONDS)
            self._is_due.clear()
            try:
                self.look()
            except (TapewrightError, OSError) as error:
                # A disk that does not answer now may answer at the next look; nobody is kept from working.
                self._project.log.warning("serve: the watcher: %s", type(error).__name__)

    def _look_at_edits(self) -> None:
        now = dict(_files(self._project.edits, ENDING))
        before, self._edits = self._edits, now
        for name in sorted(before.keys() | now.keys()):
            if before.get(name) != now.get(name):
                digest = _digest(self._project.edits / name)
                self._hub.publish("edit", {"edit": name.removesuffix(ENDING), "digest": digest})

    def _look_at_scripts(self) -> None:
        now = dict(_files(self._project.root / SCRIPTS))
        before, self._scripts = self._scripts, now
        for name in sorted(before.keys() | now.keys()):
            if before.get(name) != now.get(name):
                self._hub.publish("script", {"script": name})


def changed_record(done: Done) -> dict[str, object]:
    """``{"transaction", "what", "who", "when", "mark", "undoes", "changed", "tapes"}``: rows changed by table, and the
    tapes they lie on.
    """
    told = transaction_record(done.transaction)
    kept = {name: told[name] for name in ("what", "who", "when", "mark", "undoes", "changed")}
    return {"transaction": done.transaction.number, **kept, "tapes": list(done.tapes)}


def _files(folder: Path, ending: str = "") -> Iterator[tuple[str, State]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(ending) and not entry.name.startswith("."):
                    state = _state(Path(entry.path))
                    if state is not None:
                        yield entry.name, state
    except OSError:
        return


def _state(path: Path) -> State | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _digest(path: Path) -> str | None:
    """As paper edits give it; None where the file is gone or is no text."""
    try:
        return digest_of(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError):
        return None
