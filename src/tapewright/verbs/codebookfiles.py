"""Codebooks in and out: REFI-QDA codebooks, tables, JSON."""

from __future__ import annotations

from pathlib import Path

from tapewright.errors import InputError, UsageError
from tapewright.exchange.codebook_table import (
    read_codebook_csv,
    read_codebook_json,
    write_codebook_csv,
    write_codebook_json,
)
from tapewright.exchange.incoming import read_bytes
from tapewright.exchange.refi_codebook import read_qdc, write_qdc
from tapewright.exchange.study_file import StudyFile
from tapewright.exchange.study_readers import read_study
from tapewright.exchange.table_text import ENCODING
from tapewright.verbs.exportplace import FOLDER, make_folder
from tapewright.verbs.project import Project
from tapewright.verbs.studyexchange import ORIGIN, StudyExported, StudyImported, bring
from tapewright.verbs.studyout import codebooks_of
from tapewright.wholefile import put

FORMATS = {"qdc": "REFI-QDA codebook", "csv": "table", "json": "JSON"}


def import_codebook(project: Project, file: str | Path, *, dry_run: bool = False, who: str = "") -> StudyImported:
    """Bring in the codebooks of a file, and nothing else of it; in one transaction.

    A code that is here already stays as it is here. InputError for a file that cannot be read or holds no codes.
    """
    path = Path(file)
    study = read_codebooks(project, path)
    return bring(project, study, path.name, dry_run=dry_run, codes_only=True, who=who)


def export_codebook(
    project: Project, *, to: str = "qdc", out: str | Path | None = None, dry_run: bool = False
) -> StudyExported:
    """Write all codebooks as one file; in ``exports`` unless ``out`` says where. UsageError where there are none."""
    if to not in FORMATS:
        raise UsageError(f"a codebook is not written as {to!r}", hint=f"there are {', '.join(FORMATS)}")
    books = codebooks_of(project)
    if not books:
        raise UsageError("there is no codebook yet", hint="tapewright codebook new makes one")
    if to == "qdc":
        data = write_qdc(books, origin=ORIGIN)
    elif to == "csv":
        data = write_codebook_csv(books).encode(ENCODING)
    else:
        data = write_codebook_json(books).encode()
    target = project.root / FOLDER / f"codebook.{to}" if out is None else Path(out).expanduser().absolute()
    target = target / f"codebook.{to}" if target.is_dir() else target
    if not dry_run:
        make_folder(target.parent)
        put(target, data)
    counts = {"codebooks": len(books), "codes": sum(len(book.codes) for book in books)}
    return StudyExported(path=target, format=to, counts=counts, left=(), dry_run=dry_run)


def read_codebooks(project: Project, path: Path) -> StudyFile:
    """The codebooks of a file of any kind that holds some; what else it holds is not looked at."""
    ending = path.suffix.lower()
    if ending in (".csv", ".tsv"):
        study = read_codebook_csv(read_bytes(path), name=path.name)
    elif ending == ".json":
        study = read_codebook_json(read_bytes(path), name=path.name)
    elif ending == ".qdc":
        study = read_qdc(read_bytes(path), name=path.name)
    else:
        study = read_study(path, format=project.settings.format)
        study = StudyFile(name=study.name, format=study.format, origin=study.origin, codebooks=study.codebooks)
    if not any(book.codes for book in study.codebooks):
        raise InputError("there are no codes in it", place=path.name, hint="export the codebook again")
    return study
