"""Whether this machine can hear: the models that the project listens with, and what brings them here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from tapewright.errors import TapewrightError
from tapewright.speech import engines, registry
from tapewright.verbs.project import Project

VOICES = "voices"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A model that is wanted for something (``words``, ``voices``). ``size`` in bytes; ``source`` is ``packages``,
    ``hub`` (only when it is asked for) or empty for a person's own folder.
    """

    purpose: str
    name: str
    is_here: bool
    size: int = 0
    source: str = ""
    problem: str = ""


def ready(project: Project) -> list[Need]:
    """What is wanted to hear words and to tell voices apart. Files are looked at, not read."""
    return [_words(project), _known(VOICES, VOICES)]


def _words(project: Project) -> Need:
    name = project.settings.model
    engine = os.environ.get("TAPEWRIGHT_ENGINE", engines.DEFAULT)
    if engine != engines.DEFAULT:
        try:
            if not engines.engine_class(engine).needs_weights:
                return Need(purpose="words", name=engine, is_here=True)
        except TapewrightError as error:
            return Need(purpose="words", name=engine, is_here=False, problem=error.message)
    return _known("words", name)


def _known(purpose: str, name: str) -> Need:
    try:
        state = registry.state(name)
    except TapewrightError as error:
        is_folder = os.path.isdir(name)
        return Need(purpose=purpose, name=name, is_here=is_folder, problem="" if is_folder else error.message)
    source = "packages" if state.known.packages else "hub" if state.known.hub else ""
    return Need(purpose=purpose, name=name, is_here=state.is_installed, size=state.known.size, source=source)


def record(needs: Sequence[Need]) -> dict[str, object]:
    """``{"models": [{"purpose", "name", "here", "bytes", "source", "problem", "command"}]}``."""
    return {
        "models": [
            {
                "purpose": need.purpose,
                "name": need.name,
                "here": need.is_here,
                "bytes": need.size,
                "source": need.source,
                "problem": need.problem,
                "command": f"tapewright models fetch {need.name}" + (" --hub" if need.source == "hub" else ""),
            }
            for need in needs
        ]
    }
