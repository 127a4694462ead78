"""What lies in the project's ``exports``: the formats that can be written there, and the files that were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import NotFoundError, UsageError
from tapewright.verbs.export import format_names
from tapewright.verbs.exportplace import FOLDER
from tapewright.verbs.project import Project

_MOST_LISTED = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """A file in ``exports``; ``changed_ns`` is when it was written."""

    path: Path
    size: int
    changed_ns: int


def exported(project: Project) -> tuple[ExportFile, ...]:
    """The files that lie there, newest first."""
    folder = project.root / FOLDER
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.startswith(".") or path.is_symlink() or not path.is_file():
            continue
        facts = path.stat()
        found.append(ExportFile(path=path, size=facts.st_size, changed_ns=facts.st_mtime_ns))
    return tuple(sorted(found, key=lambda one: (-one.changed_ns, one.path.name))[:_MOST_LISTED])


def exported_file(project: Project, name: str) -> Path:
    """One of them by its name, which is never a path. NotFoundError where there is none, or a link that leads out."""
    if not name or name.startswith(".") or not name.isprintable() or "/" in name or "\\" in name:
        raise UsageError(f"not the name of an exported file: {name[:60]!r}")
    path = project.root / FOLDER / name
    if path.is_symlink() or not path.is_file():
        raise NotFoundError(f"there is no exported file {name[:60]!r}", hint="export it again")
    return path


def record(project: Project, files: Sequence[ExportFile]) -> dict[str, object]:
    """``{"folder", "formats": [{"name", "title"}], "files": [{"name", "bytes", "changed_ns"}]}``."""
    return {
        "folder": str(project.root / FOLDER),
        "formats": [{"name": name, "title": title} for name, title in format_names().items()],
        "files": [{"name": one.path.name, "bytes": one.size, "changed_ns": one.changed_ns} for one in files],
    }
