"""Everybody who is heard, in one answer: who they are, what may be suggested, and where nobody has looked yet."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from tapewright.model import TapeId
from tapewright.speech import registry
from tapewright.speech.finders import WEIGHTS
from tapewright.timing import to_float_seconds
from tapewright.verbs.project import Project
from tapewright.verbs.suggesting import Suggestions, suggest
from tapewright.verbs.suggesting import record as suggestions_record
from tapewright.verbs.voicelist import SpeakerRow, rows_of, rows_record


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Speakers with their voices, and what is suggested of those that nobody has named. ``nobody`` is for how many
    ticks of each tape nobody is named in its transcript. ``has_weights``: voices can be told apart on this machine.
    """

    rows: tuple[SpeakerRow, ...]
    suggestions: Suggestions
    groups: tuple[str, ...]
    nobody: dict[TapeId, int]
    tapes: int
    has_weights: bool


class PeopleMemory:
    """What a process that is asked again and again keeps: who is heard, and what is suggested, as of a transaction.

    Holding the voices of a hundred tapes against each other takes the better part of a second.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._number = -1
        self._rows: tuple[SpeakerRow, ...] = ()
        self._suggestions = Suggestions(suggested=())

    def known(self, project: Project) -> tuple[tuple[SpeakerRow, ...], Suggestions]:
        """Both, made anew where anything was changed since."""
        with self._lock:
            last = project.store.history(last=1)
            number = last[-1].number if last else 0
            if number != self._number:
                self._rows, self._suggestions = _known(project)
                self._number = number
            return self._rows, self._suggestions


def people(project: Project, memory: PeopleMemory | None = None) -> People:
    """What is known of everybody now."""
    rows, suggestions = _known(project) if memory is None else memory.known(project)
    nobody = {one.tape: one.ticks for one in project.store.spoken() if one.speaker is None and one.ticks}
    return People(
        rows=rows,
        suggestions=suggestions,
        groups=project.settings.groups,
        nobody=nobody,
        tapes=len(project.store.tapes()),
        has_weights=registry.state(WEIGHTS).is_installed,
    )


def record(found: People) -> dict[str, object]:
    """``{"speakers": […], "unnamed", "unheard", "suggestions": […], "twins": […], "groups", "nobody": [{"tape",
    "seconds"}], "tapes", "finder": {"weights", "here"}}``; the parts are those of ``speakers list`` and ``speakers
    suggestions``.
    """
    return {
        **rows_record(found.rows),
        **suggestions_record(found.suggestions),
        "groups": list(found.groups),
        "nobody": [{"tape": tape, "seconds": to_float_seconds(ticks)} for tape, ticks in sorted(found.nobody.items())],
        "tapes": found.tapes,
        "finder": {"weights": WEIGHTS, "here": found.has_weights},
    }


def _known(project: Project) -> tuple[tuple[SpeakerRow, ...], Suggestions]:
    voices = project.store.voices()
    suggestions = suggest(project, voices)
    return tuple(rows_of(project, voices, suggestions)), suggestions
