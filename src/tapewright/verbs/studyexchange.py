"""Studies in and out: REFI-QDA, Taguette and QualCoder projects, codings as a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tapewright import __version__
from tapewright.errors import InputError, UsageError
from tapewright.exchange.study_file import Leavings, Left, StudyFile
from tapewright.exchange.study_readers import read_study
from tapewright.verbs.exportplace import FOLDER, make_folder
from tapewright.verbs.project import Project
from tapewright.verbs.studyin import Bringing, SourceMatch
from tapewright.verbs.studyout import gather, recordings_in
from tapewright.wholefile import put, whole_file

FORMATS = {"qdpx": "REFI-QDA project", "csv": "codings as a table"}
ORIGIN = f"tapewright {__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyImported:
    """What a file held (``read``), what of it came in (``brought``), and what was left of it, with the reasons."""

    file: str
    format: str
    origin: str
    read: Mapping[str, int]
    brought: Mapping[str, int]
    left: tuple[Left, ...]
    sources: tuple[SourceMatch, ...]
    remarks: tuple[str, ...]
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyExported:
    """The file that was written, what is in it, and what had no place in it."""

    path: Path
    format: str
    counts: Mapping[str, int]
    left: tuple[Left, ...]
    dry_run: bool = False


class _Enough(Exception):
    """Ends a dry run inside its transaction, so that nothing is written."""


def import_study(
    project: Project,
    file: str | Path,
    *,
    tapes: Mapping[str, str] | None = None,
    dry_run: bool = False,
    who: str = "",
) -> StudyImported:
    """Bring in the study of a file, in one transaction. ``tapes`` says which tape a source is, by the source's name.

    A source that is no tape here becomes one whose media is elsewhere. InputError for a file that cannot be read.
    """
    path = Path(file)
    study = read_study(path, format=project.settings.format)
    return bring(project, study, path.name, tapes=tapes, dry_run=dry_run, who=who)


def bring(
    project: Project,
    study: StudyFile,
    name: str,
    *,
    tapes: Mapping[str, str] | None = None,
    dry_run: bool = False,
    codes_only: bool = False,
    who: str = "",
) -> StudyImported:
    """Bring in a study that was read: all of it, or its codebooks alone."""
    if not any(study.counts.values()):
        raise InputError("there is nothing in it that has a place here", place=name, hint=_first_left(study))
    leavings = Leavings()
    bringing = Bringing(project, study, leavings, tapes=tapes)
    try:
        with project.store.change(f"bring in {name}", who=who) as pen:
            bringing.write_codebooks(pen) if codes_only else bringing.write(pen)
            if dry_run:
                raise _Enough
    except _Enough:
        pass
    return StudyImported(
        file=name,
        format=study.format,
        origin=study.origin,
        read=study.counts,
        brought=bringing.done.counts,
        left=tuple(sorted((*study.left, *leavings.left))),
        sources=tuple(bringing.done.sources),
        remarks=(*study.remarks, *bringing.done.remarks),
        dry_run=dry_run,
    )


def export_study(
    project: Project,
    *,
    to: str = "qdpx",
    out: str | Path | None = None,
    tapes: Iterable[str] = (),
    sync: str = "turn",
    paths: str = "name",
    dry_run: bool = False,
) -> StudyExported:
    """Write the study, or that of some tapes, as one file; in ``exports`` unless ``out`` says where.

    UsageError where there is nothing to write.
    """
    if to not in FORMATS:
        raise UsageError(f"a study is not written as {to!r}", hint=f"there are {', '.join(FORMATS)}")
    study = gather(project, tapes=tapes, sync=sync, paths=paths)
    if not study.codebooks and not study.memos and not study.sets and not study.cases:
        raise UsageError("there is no study yet", hint="tapewright codebook new makes a codebook")
    target = _target(project, out, "study", to)
    left = study.left
    if to == "qdpx":
        if not dry_run:
            _write_qdpx(project, study, target)
    else:
        from tapewright.exchange.codings_csv import write_codings
        from tapewright.exchange.table_text import ENCODING

        data = write_codings(study).encode(ENCODING)
        left = tuple(sorted((*left, *_not_in_a_table(study))))
        if not dry_run:
            make_folder(target.parent)
            put(target, data)
    return StudyExported(path=target, format=to, counts=study.counts, left=left, dry_run=dry_run)


def record(done: StudyImported) -> dict[str, object]:
    """``{"file", "format", "origin", "read": {kind: number}, "brought": {kind: number}, "left": [{"what", "count",
    "reason"}], "sources": [{"name", "tape", "is_new", "transcript"}], "remarks", "dry_run"}``.
    """
    return {
        "file": done.file,
        "format": done.format,
        "origin": done.origin,
        "read": dict(done.read),
        "brought": dict(done.brought),
        "left": left_record(done.left),
        "sources": [
            {"name": one.name, "tape": one.tape, "is_new": one.is_new, "transcript": one.transcript}
            for one in done.sources
        ],
        "remarks": list(done.remarks),
        "dry_run": done.dry_run,
    }


def export_record(done: StudyExported) -> dict[str, object]:
    """``{"path", "file", "format", "counts": {kind: number}, "left": [{"what", "count", "reason"}], "dry_run"}``."""
    return {
        "path": str(done.path),
        "file": done.path.name,
        "format": done.format,
        "counts": dict(done.counts),
        "left": left_record(done.left),
        "dry_run": done.dry_run,
    }


def left_record(left: Iterable[Left]) -> list[dict[str, object]]:
    """What was left, as JSON."""
    return [{"what": one.what, "count": one.count, "reason": one.reason} for one in left]


def _write_qdpx(project: Project, study: StudyFile, target: Path) -> None:
    from tapewright.exchange.refi_writer import write_qdpx

    when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    make_folder(target.parent)
    with whole_file(target) as part, part.open("wb") as file:
        write_qdpx(file, study, origin=ORIGIN, when=when, recordings=recordings_in(project, study))


def _target(project: Project, out: str | Path | None, stem: str, ending: str) -> Path:
    if out is None:
        return project.root / FOLDER / f"{stem}.{ending}"
    target = Path(out).expanduser().absolute()
    return target / f"{stem}.{ending}" if target.is_dir() else target


def _first_left(study: StudyFile) -> str:
    first = max(study.left, key=lambda one: one.count, default=None)
    return f"{first.count} × {first.what}: {first.reason}" if first else "look at the file"


def _not_in_a_table(study: StudyFile) -> list[Left]:
    reason = "a table of codings has no place for it"
    numbers = (("memo", len(study.memos)), ("set", len(study.sets)), ("case", len(study.cases)))
    return [Left(what, count, reason) for what, count in numbers if count]
