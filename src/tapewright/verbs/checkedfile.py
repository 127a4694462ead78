"""What kind of file is to be checked, and where a name means it to lie."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path

from tapewright.errors import NotFoundError
from tapewright.verbs.paperfile import ENDING, find_paper
from tapewright.verbs.project import Project

SCRIPTS = "scripts"
"""The project's folder for scripts and articles."""

BUNDLES = frozenset((".fcpxmld",))
"""Endings of timelines that are folders."""
TIMELINES = BUNDLES | {".edl", ".otio", ".fcpxml", ".xml", ".aaf"}
"""Endings of timelines."""
_BITE = re.compile(r"\]\(tape:")
_HEAD = 1 << 20


class FileKind(StrEnum):
    """What a file is to a check."""

    EDIT = "edit"
    SCRIPT = "script"
    TIMELINE = "timeline"


def find_input(project: Project, given: str | os.PathLike[str]) -> Path:
    """The file that a name means: a path as it is, else a paper edit of the project, else one of its scripts.

    NotFoundError where there is none of them.
    """
    path = Path(given)
    if path.is_file() or (path.is_dir() and path.suffix.lower() in BUNDLES):
        return path.resolve()
    if path.is_dir():
        raise NotFoundError(f"{given} is a folder", hint="name a file in it")
    if path.name == str(given) and (project.root / SCRIPTS / path).is_file():
        return (project.root / SCRIPTS / path).resolve()
    try:
        return find_paper(project, given)
    except NotFoundError as error:
        raise NotFoundError(
            f"no file and no paper edit {str(given)!r}", hint=f"give a path, or a name: {error.hint.split(';')[0]}"
        ) from error


def kind_of(project: Project, path: Path) -> FileKind:
    """By its ending; a Markdown file is a paper edit where it lies with the others or has a bite in it."""
    ending = path.suffix.lower()
    if ending in TIMELINES:
        return FileKind.TIMELINE
    if ending != ENDING:
        return FileKind.SCRIPT
    if path.parent == project.edits.resolve():
        return FileKind.EDIT
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD).decode("utf-8", "replace")
    except OSError:
        return FileKind.SCRIPT  # whoever reads it says what is wrong
    return FileKind.EDIT if _BITE.search(head) else FileKind.SCRIPT
