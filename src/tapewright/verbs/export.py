"""Write the cut of a paper edit for editing programs, as captions, and as a rough cut to hear and see."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import UsageError
from tapewright.exchange.cut_formats import CutFormat, cut_formats
from tapewright.exchange.others import Table
from tapewright.model import Cut
from tapewright.model.progress import Report, silent
from tapewright.timing import Ticks, to_float_seconds
from tapewright.verbs.edit import CutOf, Problem, cut_of
from tapewright.verbs.exportplace import make_folder, place_for
from tapewright.verbs.originals import check_no_original
from tapewright.verbs.paperfile import find_paper
from tapewright.verbs.project import Project
from tapewright.wholefile import put

RENDERED = {"wav": "16 bit, 48 kHz, stereo", "m4a": "AAC", "mp4": "H.264 and AAC"}
"""Formats that are played rather than read; the renderer makes them."""

_CAPTIONS = frozenset(("vtt", "srt"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file that was written, or with ``dry_run`` would be. ``size`` in bytes; None for a rendering not made."""

    format: str
    path: Path
    size: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What came of an export. ``is_refused``: bites could not be found, and nothing was written because of them."""

    edit: Path
    title: str
    duration: Ticks
    events: int
    files: tuple[ExportedFile, ...]
    remarks: tuple[str, ...]
    problems: tuple[Problem, ...]
    is_refused: bool = False
    is_dry_run: bool = False


def export(
    project: Project,
    edit: str | os.PathLike[str],
    to: Sequence[str] | str,
    target: Path | None = None,
    *,
    partial: bool = False,
    dry_run: bool = False,
    report: Report = silent,
) -> Exported:
    """Write the cut of ``edit`` in every format of ``to``.

    ``target`` is a folder (default: ``exports`` in the project) or, for one format, a file with that format's ending.
    Where a bite cannot be played the export is refused and nothing is written, unless ``partial``; then the cut lacks
    it, and ``problems`` says so. A rendering also needs every recording; with ``partial`` silence stands for one that
    is not there, while timelines name it as it was. Every file is written whole or not at all, texts before
    renderings. Raises UsageError for an unknown format and a target that is a tape's own file, StorageError where it
    cannot be written.
    """
    table = cut_formats()
    names = [to] if isinstance(to, str) else list(dict.fromkeys(to))
    _check_formats(names, table)
    paper = find_paper(project, edit)
    found = cut_of(project, paper)
    endings = {name: table.formats[name].ending if name in table.formats else f".{name}" for name in names}
    folder, stem = place_for(project, paper.stem, endings, target)
    unheard = _unheard(found) if RENDERED.keys() & set(names) else []
    lost = unheard or any(problem.is_left_out for problem in found.problems)
    refused = not found.cut.events or (not partial and bool(lost))
    texts = [] if refused else _texts(found.cut, names, table, folder, stem)
    renderings = [] if refused else [(name, folder / f"{stem}.{name}") for name in names if name in RENDERED]
    check_no_original(project, [*(path for _, path, _ in texts), *(path for _, path in renderings)])
    files, remarks = _written(project, found.cut, texts, renderings, dry_run=dry_run, report=report)
    return Exported(
        edit=paper,
        title=found.cut.title,
        duration=found.cut.duration,
        events=len(found.cut.events),
        files=tuple(files),
        remarks=(*table.left_out, *_about(found.cut, names), *remarks),
        problems=(*found.problems, *unheard) or _nothing(found),
        is_refused=refused,
        is_dry_run=dry_run,
    )


def record(result: Exported) -> dict[str, object]:
    """``{"edit", "title", "duration", "ticks", "events", "refused", "dry_run", "files": [{"format", "path", "bytes"}],
    "remarks": […], "problems": [{"bite", "line", "message", "left_out"}]}``. ``duration`` in seconds.
    """
    return {
        "edit": str(result.edit),
        "title": result.title,
        "duration": to_float_seconds(result.duration),
        "ticks": result.duration,
        "events": result.events,
        "refused": result.is_refused,
        "dry_run": result.is_dry_run,
        "files": [{"format": f.format, "path": str(f.path), "bytes": f.size} for f in result.files],
        "remarks": list(result.remarks),
        "problems": [
            {"bite": p.bite, "line": p.line, "message": p.message, "left_out": p.is_left_out} for p in result.problems
        ],
    }


def format_names() -> dict[str, str]:
    """Every format that an export can write, with what it is for."""
    return {form.name: form.title for form in cut_formats().formats.values()} | RENDERED


def _check_formats(names: Sequence[str], table: Table[CutFormat]) -> None:
    known = [*table.formats, *RENDERED]
    if not names:
        raise UsageError("to which format?", hint=f"one or more of {', '.join(known)}")
    for name in names:
        if name not in known:
            raise UsageError(f"no format {name!r}", hint=f"one of {', '.join(known)}")


def _texts(
    cut: Cut, names: Sequence[str], table: Table[CutFormat], folder: Path, stem: str
) -> list[tuple[str, Path, bytes]]:
    """Everything that is not rendered, made before anything is written: an error in one leaves nothing behind."""
    made = []
    for name in names:
        if name in table.formats:
            for file, data in table.formats[name].make().write(cut, name=stem).items():
                if Path(file).name != file:
                    raise UsageError(f"format {name} names a file outside the folder: {file!r}")
                made.append((name, folder / file, data))
    return made


def _written(
    project: Project,
    cut: Cut,
    texts: Sequence[tuple[str, Path, bytes]],
    renderings: Sequence[tuple[str, Path]],
    *,
    dry_run: bool,
    report: Report,
) -> tuple[list[ExportedFile], list[str]]:
    files: list[ExportedFile] = []
    remarks: list[str] = []
    for name, path, data in texts:
        if not dry_run:
            make_folder(path.parent)
            put(path, data)
        files.append(ExportedFile(format=name, path=path, size=len(data)))
    for name, path in renderings:
        size = None
        if not dry_run:
            make_folder(path.parent)
            remarks += project.renderer.render(cut, path, report=report)
            size = path.stat().st_size
        files.append(ExportedFile(format=name, path=path, size=size))
    return files, list(dict.fromkeys(remarks))


def _about(cut: Cut, names: Sequence[str]) -> list[str]:
    """What the person should know of the cut before an editing program does what it likes with it."""
    remarks = []
    rates = {
        event.tape.id: event.file.video.format.rate if event.file and event.file.video else event.tape.format.rate
        for event in cut.events
        if event.file is None or event.file.video
    }
    other = sorted(tape for tape, rate in rates.items() if rate != cut.format.rate)
    if other:
        remarks.append(f"{', '.join(other)}: another frame rate than the programme's {cut.format.rate}; check the sync")
    elsewhere = sorted({event.tape.id for event in cut.events if event.file is None})
    if elsewhere:
        remarks.append(f"{', '.join(elsewhere)}: media is elsewhere; the editing program must relink it")
    gone = sorted({event.file.path for event in cut.events if event.file and not os.path.exists(event.file.path)})
    remarks += [f"{path} is not there; tapewright relink finds what moved" for path in gone]
    wordless = sorted({event.tape.id for event in cut.events if not event.words})
    if wordless and not _CAPTIONS.isdisjoint(names):
        remarks.append(f"{', '.join(wordless)}: no words are known under its bites; the captions are silent there")
    return remarks


def _unheard(found: CutOf) -> list[Problem]:
    """The bites of which a rendering would have only silence, because a recording is not there."""
    missing: dict[tuple[int, str], None] = {}
    for event in found.cut.events:
        if event.file is None:
            missing[event.bite, f"the media of tape {event.tape.id} is elsewhere"] = None
        elif not os.path.exists(event.file.path):
            why = f"{event.file.path} of tape {event.tape.id} is not there; tapewright relink finds what moved"
            missing[event.bite, why] = None
    return [Problem(bite=bite, line=found.lines.get(bite, 1), message=why) for bite, why in missing]


def _nothing(found: CutOf) -> tuple[Problem, ...]:
    if found.cut.events:
        return ()
    return (Problem(bite=0, line=1, message="there is no bite in it that can be played", is_left_out=True),)
