"""Originals are never written to, whatever a person names as the place for a new file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from tapewright.errors import UsageError
from tapewright.verbs.project import Project


def check_no_original(project: Project, paths: Iterable[Path]) -> None:
    """UsageError where one of the paths, links followed, leads to a file of a tape."""
    originals = {os.path.realpath(file.path): tape.id for tape in project.store.tapes() for file in tape.files}
    for path in paths:
        if tape := originals.get(os.path.realpath(path)):
            raise UsageError(
                f"{path} is a file of tape {tape}", hint="originals are never written to; use another --out"
            )
