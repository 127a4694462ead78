"""New words are laid on the sound after a correction was saved, so that saving answers at once.

A paragraph is waited for until nobody has changed it for a moment: what is typed in one go is laid in one go. What a
server that ends has not laid stays between its neighbours, marked as ``interpolated``, until it is corrected again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tapewright.errors import TapewrightError
from tapewright.model import Turn, TurnId
from tapewright.verbs.project import Project
from tapewright.verbs.rewriting import lay_new_words

QUIET_SECONDS = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    at: float
    before: tuple[Turn, ...]
    who: str


class Aligner:
    """Lays the new words of turns, one turn after the other, in a thread that begins when it is first needed."""

    def __init__(self, project: Project, *, quiet_seconds: float = QUIET_SECONDS) -> None:
        self._project = project
        self._quiet = quiet_seconds
        self._due: dict[TurnId, _Due] = {}
        self._wake = threading.Condition()
        self._is_closed = False
        self._thread: threading.Thread | None = None

    def follow(self, before: Sequence[Turn], after: Sequence[Turn], *, who: str = "") -> None:
        """Turns were corrected: ``before`` is how they were."""
        with self._wake:
            now = time.monotonic()
            for turn in after:
                earlier = self._due.get(turn.id)
                known = earlier.before if earlier else tuple(before)
                self._due[turn.id] = _Due(at=now + self._quiet, before=known, who=who)
            if self._thread is None and not self._is_closed:
                self._thread = threading.Thread(target=self._run, name="aligner", daemon=True)
                self._thread.start()
            self._wake.notify()

    def close(self) -> None:
        """Lay nothing more."""
        with self._wake:
            self._is_closed = True
            self._wake.notify()

    def _run(self) -> None:
        while (found := self._next()) is not None:
            turn, due = found
            try:
                lay_new_words(self._project, due.before, turn, who=due.who)
            except TapewrightError as error:  # changed again, joined away, no disk: the words stay where they are
                self._project.log.info("turn %d was not laid on its sound: %s", turn, error.code)
            except Exception:
                self._project.log.exception("turn %d was not laid on its sound", turn)

    def _next(self) -> tuple[TurnId, _Due] | None:
        """The next turn that nobody has changed for a moment; None when it is over."""
        with self._wake:
            while not self._is_closed:
                turn = min(self._due, key=lambda one: self._due[one].at, default=None)
                if turn is None:
                    self._wake.wait()
                elif (wait := self._due[turn].at - time.monotonic()) > 0:
                    self._wake.wait(wait)
                else:
                    return turn, self._due.pop(turn)
        return None
