"""Find recordings that were moved or renamed, by what is in them, and repair their paths."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tapewright.errors import InputError
from tapewright.model import Tape, TapeId
from tapewright.model.progress import Report, Step, silent
from tapewright.verbs.gathering import gather
from tapewright.verbs.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A file of a tape that was found elsewhere."""

    tape: TapeId
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relinked:
    """What was found, what is still missing (tape and path), and what could not be read on the way."""

    moved: tuple[Moved, ...] = ()
    missing: tuple[tuple[TapeId, str], ...] = ()
    failed: tuple[tuple[str, InputError], ...] = ()
    is_dry_run: bool = False


def relink(
    project: Project,
    folders: Sequence[str | os.PathLike[str]],
    *,
    dry_run: bool = False,
    report: Report = silent,
) -> Relinked:
    """Look in ``folders`` (walked) for every recording that is no longer where it was.

    A file is the same when its size and its xxh128 are; its name does not matter. Only files of a size that is looked
    for are read. A missing file without a digest cannot be found again.
    """
    tapes = project.store.tapes()
    lost = {
        (file.size, file.digests["xxh128"])
        for tape in tapes
        for file in tape.files
        if "xxh128" in file.digests and _is_lost(file.path, file.size)
    }
    found: dict[tuple[int, str], str] = {}
    gathered = gather(folders, wanted=lambda path: True)
    failed = [*gathered.failed, *((str(path), _nowhere(path)) for path in gathered.files if not os.path.lexists(path))]
    sizes = {size for size, _ in lost}
    candidates = [(path, size) for path in gathered.files if (size := _size(path)) in sizes]
    total, done = sum(size for _, size in candidates), 0
    for path, size in candidates:
        if len(found) == len(lost):
            break
        before = done

        def tell(step: Step, before: int = before, name: str = path.name) -> None:
            report(Step(what="relink", done=before + step.done, total=total, unit="bytes", note=name))

        try:
            key = (size, project.media.digests(path, report=tell)["xxh128"])
        except InputError as error:
            failed.append((str(path), error))
            continue
        finally:
            done += size
        if key in lost:
            found.setdefault(key, str(path))
    moved, missing = _repair(project, tapes, found, dry_run)
    return Relinked(moved=tuple(moved), missing=tuple(missing), failed=tuple(failed), is_dry_run=dry_run)


def _nowhere(path: Path) -> InputError:
    return InputError("there is no such file or folder", place=str(path), hint="check the path")


def _repair(
    project: Project, tapes: list[Tape], found: dict[tuple[int, str], str], dry_run: bool
) -> tuple[list[Moved], list[tuple[TapeId, str]]]:
    moved, missing = [], []
    for tape in tapes:
        files, changed = list(tape.files), False
        for place, file in enumerate(tape.files):
            if not _is_lost(file.path, file.size):
                continue
            new = found.get((file.size, file.digests.get("xxh128", "")))
            if new is None:
                missing.append((tape.id, file.path))
                continue
            moved.append(Moved(tape=tape.id, old=file.path, new=new))
            files[place], changed = replace(file, path=new), True
        if changed and not dry_run:
            with project.store.change(f"relink {tape.id}") as pen:
                pen.replace_tape(replace(tape, files=tuple(files)))
    return moved, missing


def _is_lost(path: str, size: int) -> bool:
    return _size(Path(path)) != size


def _size(path: Path) -> int:
    try:
        return path.stat().st_size if path.is_file() else -1
    except (OSError, ValueError):
        return -1


def record(result: Relinked) -> dict[str, object]:
    """``{"moved": [{"tape", "old", "new"}], "missing": [{"tape", "path"}], "failed": [{"path", "error"}],
    "dry_run"}``.
    """
    return {
        "moved": [{"tape": one.tape, "old": one.old, "new": one.new} for one in result.moved],
        "missing": [{"tape": tape, "path": path} for tape, path in result.missing],
        "failed": [{"path": path, "error": error.to_record()} for path, error in result.failed],
        "dry_run": result.is_dry_run,
    }
