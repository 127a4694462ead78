"""Read everything again: the project's own files and every recording, and say what is not as it was."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tapewright import __version__
from tapewright.errors import InputError
from tapewright.media.mhl import Sealed, seal
from tapewright.model import SourceFile, Tape, TapeId
from tapewright.model.progress import Report, Step, silent
from tapewright.store import Damage
from tapewright.verbs.project import Project
from tapewright.verbs.seals import Seal, facts_of, keep
from tapewright.verbs.tapework import now

_XXH64_OF_NOTHING = "ef46db3751d8e999"

State = Literal["whole", "missing", "changed", "unreadable", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """How a recording was found. ``unknown``: nothing was noted of it that it could be held against.

    ``expected`` and ``found`` are its xxh128 as it was taken in and as it is now, where it was read.
    """

    tape: TapeId
    path: str
    state: State
    detail: str = ""
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Damage in the project, the state of every recording, and the ASC MHL histories that were checked."""

    damage: tuple[Damage, ...]
    files: tuple[FileState, ...]
    histories: tuple[Sealed, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing at all is wrong. A file of which nothing was noted is nothing wrong."""
        wrong = any(file.state not in ("whole", "unknown") for file in self.files)
        return not self.damage and not wrong and all(history.is_whole for history in self.histories)


def verify(
    project: Project,
    tapes: Sequence[str] = (),
    *,
    mhl: tuple[str | os.PathLike[str], ...] = (),
    write_mhl: bool = True,
    report: Report = silent,
) -> Verified:
    """Check the store, then read every recording and compare its digest with the one from its ingest.

    With ``tapes`` only their recordings are read, and not the store. What was found is remembered (``verbs.seals``).
    Each folder in ``mhl`` is held against its ASC MHL history too, and what was found is written as the next
    generation (``write_mhl``). A recording inside such a folder is read once for both.
    """
    chosen = [project.store.tape(TapeId(name)) for name in tapes] or project.store.tapes()
    damage = () if tapes else tuple(project.store.verify())
    seen: dict[Path, Mapping[str, str]] = {}
    files = _check_files(project, chosen, seen, report)
    remember(project, chosen, files)
    histories = []
    for given in mhl:

        def digest(path: Path) -> str:
            if path.is_file() and path.stat().st_size == 0:
                return _XXH64_OF_NOTHING  # as media it is broken, as a file beside media it is whole
            if path not in seen:
                seen[path] = project.media.digests(path, ("xxh64",), report=report)
            return seen[path]["xxh64"]

        folder = Path(os.path.abspath(Path(given).expanduser()))
        histories.append(seal(folder, digest, tool_version=__version__, write=write_mhl))
    wrong = sum(file.state not in ("whole", "unknown") for file in files)
    project.log.info("verify: %d damaged places, %d of %d files not whole", len(damage), wrong, len(files))
    return Verified(damage=damage, files=tuple(files), histories=tuple(histories))


def _check_files(
    project: Project, tapes: Sequence[Tape], seen: dict[Path, Mapping[str, str]], report: Report
) -> list[FileState]:
    parts = [(tape.id, file) for tape in tapes for file in tape.files]
    total, done = sum(file.size for _, file in parts), 0
    states = []
    for tape, file in parts:
        before = done

        def tell(step: Step, before: int = before, name: str = Path(file.path).name) -> None:
            report(Step(what="verify", done=before + step.done, total=total, unit="bytes", note=name))

        states.append(_check(project, tape, file, seen, tell))
        done += file.size
        tell(Step(what="", done=file.size, total=total, unit="bytes"))
    return states


def _check(
    project: Project, tape: TapeId, file: SourceFile, seen: dict[Path, Mapping[str, str]], report: Report
) -> FileState:
    path = Path(file.path)
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return FileState(tape=tape, path=file.path, state="missing", detail="tapewright relink finds a file that moved")
    except (OSError, ValueError) as error:
        return FileState(tape=tape, path=file.path, state="unreadable", detail=str(error))
    if size != file.size:
        detail = f"{size} bytes long, was {file.size}"
        return FileState(tape=tape, path=file.path, state="changed", detail=detail)
    names = [name for name in ("xxh128", "xxh64") if name in file.digests]
    try:
        found = project.media.digests(path, ("xxh128", "xxh64"), report=report)
    except InputError as error:
        return FileState(tape=tape, path=file.path, state="unreadable", detail=error.message)
    seen[path] = found
    if not names:
        return FileState(tape=tape, path=file.path, state="unknown", detail="it was never read: ingest it")
    is_whole = all(found[name] == file.digests[name] for name in names)
    return FileState(
        tape=tape,
        path=file.path,
        state="whole" if is_whole else "changed",
        detail="" if is_whole else "same length, other content",
        expected=file.digests.get("xxh128", ""),
        found=found["xxh128"],
    )


def remember(project: Project, tapes: Sequence[Tape], files: Sequence[FileState]) -> None:
    """Keep what was found, for the list of tapes."""
    sums = {file.path: file.digests.get("xxh128", "") for tape in tapes for file in tape.files}
    keep(
        project,
        {
            one.path: Seal(
                state=one.state, detail=one.detail, when=now(), digest=sums.get(one.path, ""), found=one.found,
                facts=facts_of(one.path),
            )
            for one in files
        },
    )  # fmt: skip


def record(result: Verified) -> dict[str, object]:
    """``{"whole", "damage": [{"where", "what"}], "files": [{"tape", "path", "state", "detail", "expected",
    "found"}], "mhl": [{"folder",
    "generation", "manifest", "verified": count, "new", "changed", "missing", "unreadable"}]}``.
    """
    return {
        "whole": result.is_whole,
        "damage": [{"where": one.where, "what": one.what} for one in result.damage],
        "files": [
            {
                "tape": one.tape,
                "path": one.path,
                "state": one.state,
                "detail": one.detail,
                "expected": one.expected,
                "found": one.found,
            }
            for one in result.files
        ],
        "mhl": [
            {
                "folder": one.folder,
                "generation": one.generation,
                "manifest": one.manifest,
                "verified": len(one.verified),
                "new": list(one.new),
                "changed": list(one.changed),
                "missing": list(one.missing),
                "unreadable": [{"path": path, "why": why} for path, why in one.unreadable],
            }
            for one in result.histories
        ],
    }
