"""Where what is made of a paper edit goes: a folder, or for one format a file with that format's own ending."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tapewright.errors import UsageError
from tapewright.verbs.project import Project
from tapewright.wholefile import storage_errors

FOLDER = "exports"


def place_for(project: Project, stem: str, endings: Mapping[str, str], target: Path | None) -> tuple[Path, str]:
    """The folder that is written into and the name without ending, which in a folder is ``stem``.

    ``endings`` are those of the formats, by name. Without ``target`` the folder is ``exports`` in the project.
    UsageError for a target that can be neither a folder nor such a file.
    """
    if target is None:
        return project.root / FOLDER, stem
    target = Path(target).expanduser().absolute()
    if target.is_dir() or target.suffix.lower() not in endings.values():
        if target.is_file():
            raise UsageError(f"{target} is a file", hint="name a folder, or a file with the format's own ending")
        return target, stem
    if len(endings) > 1:
        raise UsageError(f"one file cannot hold {len(endings)} formats", hint="name a folder with --out")
    return target.parent, target.stem


def make_folder(folder: Path) -> None:
    """The folder and those above it. StorageError where it cannot be made."""
    with storage_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
