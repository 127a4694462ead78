"""Write a report of the study in one or several formats, whole or not at all."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import UsageError
from tapewright.exchange.study_formats import study_formats
from tapewright.model.studyreport import Facts, Grid, Listing, Passage, Prose, StudyReport
from tapewright.timing import to_float_seconds
from tapewright.verbs.exportplace import make_folder, place_for
from tapewright.verbs.originals import check_no_original
from tapewright.verbs.project import Project
from tapewright.verbs.report import ReportFile
from tapewright.verbs.sources import place_record
from tapewright.wholefile import put

_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that an archive can name


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyReported:
    """A report and where it was written."""

    report: StudyReport
    files: tuple[ReportFile, ...]
    remarks: tuple[str, ...] = ()
    is_dry_run: bool = False


def write_report(
    project: Project,
    make: Callable[[], StudyReport],
    stem: str,
    to: Sequence[str] | str,
    target: Path | None = None,
    *,
    dry_run: bool = False,
) -> StudyReported:
    """Write what ``make`` gives in every format of ``to``: html, pdf, docx, csv.

    ``target`` is a folder (default: ``exports`` in the project) or, for one format, a file with that format's ending.
    The same state of the project gives the same bytes. UsageError for an unknown format and a target that is a tape's
    own file, StorageError where it cannot be written.
    """
    table = study_formats()
    names = [to] if isinstance(to, str) else list(dict.fromkeys(to))
    for name in names or [""]:
        if name not in table.formats:
            raise UsageError(f"no format {name!r} for this report", hint=f"one or more of {', '.join(table.formats)}")
    endings = {name: table.formats[name].ending for name in names}
    folder, name_of_file = place_for(project, stem, endings, target)
    report = make()
    written: list[tuple[str, Path, bytes]] = []
    for name in names:
        for suffix, data in table.formats[name].make().write(report).items():
            written.append((name, folder / f"{name_of_file}{suffix}{endings[name]}", data))
    check_no_original(project, [path for _, path, _ in written])
    if not dry_run:
        make_folder(folder)
        for _, path, data in written:
            put(path, data)
    return StudyReported(
        report=report,
        files=tuple(ReportFile(format=name, path=path, size=len(data)) for name, path, data in written),
        remarks=(*table.left_out, *report.remarks),
        is_dry_run=dry_run,
    )


def report_bytes(report: StudyReport, stem: str, form: str) -> tuple[str, bytes]:
    """A report in one format without writing it anywhere, and the name that its file would have.

    Several files (the tables of ``csv``) come as a ZIP archive, the same bytes every time. UsageError for an unknown
    format.
    """
    formats = study_formats().formats
    if form not in formats:
        raise UsageError(f"no format {form!r} for this report", hint=f"one of {', '.join(formats)}")
    ending = formats[form].ending
    files = {f"{stem}{suffix}{ending}": data for suffix, data in formats[form].make().write(report).items()}
    if len(files) == 1:
        return next(iter(files.items()))
    return f"{stem}{ending}.zip", _archive(files)


def record(result: StudyReported) -> dict[str, object]:
    """``{"kicker", "title", "facts": {…}, "about", "remarks", "made_from": {"transaction", "digest", "when", "mark",
    "marked_at"}, "sections": [{"title", "level", "blocks": [{"kind", …}]}], "tables": [{"name", "columns", "rows"}],
    "files": [{"format", "path", "bytes"}], "dry_run"}``.

    A block is ``prose`` (text, tone), ``facts`` (rows), ``list`` (items), ``passage`` (words, reads_now, lead, note,
    seconds, source) or ``grid`` (title, columns, rows, note).
    """
    report = result.report
    made = report.made_from
    return {
        "kicker": report.kicker,
        "title": report.title,
        "facts": dict(report.facts),
        "about": list(report.about),
        "remarks": list(result.remarks),
        "made_from": {
            "transaction": made.transaction,
            "digest": made.digest,
            "when": made.when,
            "mark": made.mark,
            "marked_at": made.marked_at,
        },
        "sections": [
            {
                "title": section.title,
                "level": section.level,
                "blocks": [_block_record(block) for block in section.blocks],
            }
            for section in report.sections
        ],
        "tables": [
            {"name": sheet.name, "columns": list(sheet.columns), "rows": [list(row) for row in sheet.rows]}
            for sheet in report.sheets
        ],
        "files": [{"format": file.format, "path": str(file.path), "bytes": file.size} for file in result.files],
        "dry_run": result.is_dry_run,
    }


def _archive(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return made.getvalue()


def _block_record(block: Prose | Facts | Listing | Passage | Grid) -> dict[str, object]:
    match block:
        case Prose():
            return {"kind": "prose", "text": block.text, "tone": block.tone.value}
        case Facts():
            return {"kind": "facts", "rows": [list(row) for row in block.rows]}
        case Listing():
            return {"kind": "list", "items": list(block.items)}
        case Passage():
            return {
                "kind": "passage",
                "words": block.words,
                "reads_now": block.reads_now or None,
                "lead": block.lead,
                "note": block.note,
                "seconds": to_float_seconds(block.length),
                "source": {
                    **place_record(block.source.place),
                    "end_timecode": block.source.out_timecode,
                    "heard_by": list(block.source.heard_by),
                },
            }
        case Grid():
            return {
                "kind": "grid",
                "title": block.title,
                "columns": list(block.columns),
                "rows": [list(row) for row in block.rows],
                "note": block.note,
            }
