"""What `verify` found of each recording last, remembered for the list of tapes; in the cache, so it may be deleted."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from tapewright.errors import StorageError
from tapewright.verbs.project import Project
from tapewright.wholefile import put

Facts = tuple[int, int]
"""A file's size and the nanosecond of its last change; ``(-1, 0)`` where it is not there."""

NOWHERE: Facts = (-1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """How a recording was when it was last read: ``whole``, ``missing``, ``changed``, ``unreadable``, ``unknown``.

    ``digest`` is the sum that it was held against, ``found`` the one that it had, ``facts`` what the file was then.
    """

    state: str
    when: str
    digest: str
    detail: str = ""
    found: str = ""
    facts: Facts = NOWHERE


def facts_of(path: str) -> Facts:
    """What a file is now, as the system says; it is not read."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return NOWHERE
    return (found.st_size, found.st_mtime_ns)


def keep(project: Project, found: Mapping[str, Seal]) -> None:
    """Remember what was found, by path. Where the cache cannot be written nothing is remembered."""
    kept = {**seals(project), **found}
    with suppress(StorageError, OSError):
        project.cache.mkdir(exist_ok=True)
        put(_file(project), json.dumps({path: asdict(seal) for path, seal in kept.items()}).encode())


def seals(project: Project) -> dict[str, Seal]:
    """What is remembered, by path; nothing where the file is not whole."""
    try:
        values = json.loads(_file(project).read_bytes())
        return {
            str(path): Seal(**{**value, "facts": (int(value["facts"][0]), int(value["facts"][1]))})
            for path, value in values.items()
        }
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return {}


def _file(project: Project) -> Path:
    return project.cache / "seals.json"
