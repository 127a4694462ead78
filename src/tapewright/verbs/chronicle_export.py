"""The chronology as files: a table, a timeline, a calendar, a picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import UsageError
from tapewright.exchange.chronology_formats import chronology_readers, chronology_writers
from tapewright.verbs.chronology import Chosen, page
from tapewright.verbs.exportplace import FOLDER, make_folder
from tapewright.verbs.originals import check_no_original
from tapewright.verbs.project import Project
from tapewright.wholefile import put


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenChronology:
    """A file that was written, or with ``dry_run`` would be. ``size`` in bytes."""

    path: Path
    size: int


def export_chronology(
    project: Project,
    to: Sequence[str],
    folder: Path | None = None,
    chosen: Chosen | None = None,
    *,
    name: str = "chronology",
    dry_run: bool = False,
) -> list[WrittenChronology]:
    """Write what was chosen in every format of ``to``, into ``folder`` (``exports`` of the project without one).

    UsageError for an unknown format and where a tape's own file would be written over, StorageError where it cannot be
    written.
    """
    if not re.fullmatch(r"[^/\\\0]{1,120}", name) or name in (".", ".."):
        raise UsageError(f"not a name for a file: {name[:60]!r}", hint="give it without a folder and an ending")
    into = project.root / FOLDER if folder is None else folder.expanduser().absolute()
    if into.is_file():
        raise UsageError(f"{into} is a file", hint="name a folder with --out")
    texts: dict[str, bytes] = {}
    for form in dict.fromkeys(to):
        texts |= chronology_bytes(project, form, chosen, name=name)
    check_no_original(project, [into / file for file in texts])
    for file, data in texts.items():
        if not dry_run:
            make_folder(into)
            put(into / file, data)
    return [WrittenChronology(path=into / file, size=len(data)) for file, data in texts.items()]


def chronology_bytes(
    project: Project, form: str, chosen: Chosen | None = None, *, name: str = "chronology"
) -> dict[str, bytes]:
    """The files of one format by their names, written nowhere."""
    formats = chronology_writers().formats
    if form not in formats:
        raise UsageError(f"no format {form[:40]!r} for a chronology", hint=f"one of {', '.join(formats)}")
    return formats[form].make().write(page(project, chosen), name=name)


def record(files: Sequence[WrittenChronology], dry_run: bool) -> dict[str, object]:
    """``{"files": [{"path", "size"}], "dry_run"}``."""
    return {"files": [{"path": str(file.path), "size": file.size} for file in files], "dry_run": dry_run}


def formats_record(project: Project) -> dict[str, object]:
    """``{"folder", "out": [{"name", "title"}], "in": [{"name", "title", "endings"}]}``."""
    read = chronology_readers().formats
    return {
        "folder": str(project.root / FOLDER),
        "out": [{"name": name, "title": form.title} for name, form in chronology_writers().formats.items()],
        "in": [{"name": name, "title": one.title, "endings": list(one.endings)} for name, one in read.items()],
    }
