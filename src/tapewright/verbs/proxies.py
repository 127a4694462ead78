"""Copies of tapes' pictures for browsers, made ahead, one for each file that has a picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tapewright.errors import TapewrightError
from tapewright.media.cachefolder import proxy_path, sweep
from tapewright.model import SourceFile, Tape, TapeId
from tapewright.model.progress import Report, silent
from tapewright.verbs.project import Project
from tapewright.verbs.tapework import error_on_tape


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxied:
    """What became of one file of a tape: its copy, or why there is none. ``was_there``: nothing had to be done."""

    tape: Tape
    file: SourceFile
    path: Path | None = None
    error: TapewrightError | None = None
    was_there: bool = False


def make_proxies(
    project: Project, tapes: Iterable[TapeId | str] = (), *, again: bool = False, report: Report = silent
) -> list[Proxied]:
    """A copy of every file with a picture of these tapes, by default of all; what is there is left, unless ``again``.

    A file that cannot be read is named, and the rest goes on; a full disk ends the run (StorageError). Stopped in the
    middle, the file in hand is made anew the next time; those that are finished stay.
    """
    sweep(project.cache)
    made = []
    for tape, file in _pictures(project, tapes):
        one = Proxied(tape=tape, file=file)
        try:
            path = proxy_path(project.cache, file.digests.get("xxh128", ""))
            if again:
                path.unlink(missing_ok=True)
            one = replace(one, was_there=path.is_file())
            one = replace(one, path=project.media.proxy(file, cache=project.cache, report=report))
        except Exception as error:
            told = error_on_tape(project, error, tape.id, what="be made into a proxy")
            project.log.error("no proxy of %s: %s", tape.id, told.code)
            one = replace(one, error=told)
        made.append(one)
    return made


def remove_proxies(project: Project, tapes: Iterable[TapeId | str] = ()) -> int:
    """Delete the copies of these tapes, by default all of them; how many there were."""
    removed = 0
    for _, file in _pictures(project, tapes):
        path = proxy_path(project.cache, file.digests.get("xxh128", ""))
        if path.is_file():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def record(made: Iterable[Proxied]) -> dict[str, object]:
    """``{"proxies": [{"tape", "file", "path", "bytes", "was_there", "error"}]}``; ``path`` is the copy, null where it
    could not be made.
    """
    return {
        "proxies": [
            {
                "tape": one.tape.id,
                "file": one.file.path,
                "path": str(one.path) if one.path else None,
                "bytes": one.path.stat().st_size if one.path else None,
                "was_there": one.was_there,
                "error": one.error.message if one.error else None,
            }
            for one in made
        ]
    }


def _pictures(project: Project, tapes: Iterable[TapeId | str]) -> Iterator[tuple[Tape, SourceFile]]:
    wanted = [project.store.tape(TapeId(tape)) for tape in tapes] or project.store.tapes()
    for tape in wanted:
        for file in tape.files:
            if file.video is not None:
                yield tape, file
