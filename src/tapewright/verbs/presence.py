"""Whether recordings are where they were: asked of the system by one thread, remembered for a while.

Two thousand files on a disk that sleeps, or on a server that is away, must not keep a list waiting.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable

from tapewright.verbs.seals import Facts, facts_of

FRESH_S = 20.0
PATIENCE_S = 0.15


class Presence:
    """What the files are, as last seen. ``tell`` gets the paths of files that are otherwise than they were."""

    def __init__(self, *, tell: Callable[[set[str]], None] = lambda paths: None) -> None:
        self._tell = tell
        self._known: dict[str, tuple[Facts, float]] = {}
        self._due: deque[str] = deque()
        self._queued: set[str] = set()
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None

    def of(self, paths: Iterable[str]) -> dict[str, Facts | None]:
        """What each file is (``verbs.seals.Facts``); None where nobody knows yet. Waits a moment at most."""
        wanted = list(paths)
        now = time.monotonic()
        with self._news:
            for path in wanted:
                seen = self._known.get(path)
                if (seen is None or now - seen[1] > FRESH_S) and path not in self._queued:
                    self._queued.add(path)
                    self._due.append(path)
            if self._due:
                self._start()
            self._news.wait_for(lambda: all(path in self._known for path in wanted), timeout=PATIENCE_S)
            return {path: self._known[path][0] if path in self._known else None for path in wanted}

    def forget(self, paths: Iterable[str]) -> None:
        """Look at these files anew when they are next asked for."""
        with self._news:
            for path in paths:
                self._known.pop(path, None)

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, name="presence", daemon=True)
            self._thread.start()

    def _look(self) -> None:
        changed: set[str] = set()
        while True:
            with self._news:
                if not self._due:
                    self._thread = None
                    break
                path = self._due[0]
            found = facts_of(path)  # may take as long as a disk needs to wake up
            with self._news:
                self._due.popleft()
                self._queued.discard(path)
                before = self._known.get(path)
                self._known[path] = (found, time.monotonic())
                self._news.notify_all()
            if before is not None and before[0] != found:
                changed.add(path)
        if changed:
            self._tell(changed)
