"""Reports for those who must answer for a programme: the annotated script for the fact checker and the lawyer."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import UsageError
from tapewright.exchange.annotated_words import OPEN_WORDS
from tapewright.exchange.report_formats import report_formats
from tapewright.model.annotated import AnnotatedScript, LineSource, ScriptClaim, ScriptLine
from tapewright.model.progress import Report, silent
from tapewright.timing import to_float_seconds
from tapewright.verbs.annotating import annotated_script
from tapewright.verbs.exportplace import make_folder, place_for
from tapewright.verbs.originals import check_no_original
from tapewright.verbs.paperfile import find_paper
from tapewright.verbs.project import Project
from tapewright.verbs.sources import place_record
from tapewright.verbs.verdictrecords import join_record, quote_record
from tapewright.wholefile import put


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file that was written, or with ``dry_run`` would be. ``size`` in bytes."""

    format: str
    path: Path
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """An annotated script and where it was written."""

    edit: Path
    script: AnnotatedScript
    files: tuple[ReportFile, ...]
    remarks: tuple[str, ...] = ()
    is_dry_run: bool = False


def report(
    project: Project,
    edit: str | os.PathLike[str],
    to: Sequence[str] | str,
    target: Path | None = None,
    *,
    dry_run: bool = False,
    progress: Report = silent,
) -> Reported:
    """Write the annotated script of ``edit`` in every format of ``to``: docx, pdf, html.

    ``target`` is a folder (default: ``exports`` in the project) or, for one format, a file with that format's ending.
    The same state of the project and the same edit give the same bytes. Every file is written whole or not at all.
    Raises UsageError for an unknown format and a target that is a tape's own file, StorageError where it cannot be
    written.
    """
    table = report_formats()
    names = [to] if isinstance(to, str) else list(dict.fromkeys(to))
    for name in names or [""]:
        if name not in table.formats:
            raise UsageError(
                f"no format {name!r} for an annotated script", hint=f"one or more of {', '.join(table.formats)}"
            )
    paper = find_paper(project, edit)
    endings = {name: table.formats[name].ending for name in names}
    folder, stem = place_for(project, f"{paper.stem}-annotated-script", endings, target)
    paths = {name: folder / f"{stem}{ending}" for name, ending in endings.items()}
    check_no_original(project, paths.values())
    script = annotated_script(project, paper, progress=progress)
    texts = {name: table.formats[name].make().write(script) for name in names}
    for name, data in texts.items():
        if not dry_run:
            make_folder(folder)
            put(paths[name], data)
    return Reported(
        edit=paper,
        script=script,
        files=tuple(ReportFile(format=name, path=paths[name], size=len(data)) for name, data in texts.items()),
        remarks=(*table.left_out, *script.remarks),
        is_dry_run=dry_run,
    )


def annotated_bytes(project: Project, edit: str | os.PathLike[str], form: str) -> tuple[str, bytes]:
    """The annotated script in one format without writing it anywhere, and the name that its file would have."""
    formats = report_formats().formats
    if form not in formats:
        raise UsageError(f"no format {form!r} for an annotated script", hint=f"one of {', '.join(formats)}")
    paper = find_paper(project, edit)
    data = formats[form].make().write(annotated_script(project, paper))
    return f"{paper.stem}-annotated-script{formats[form].ending}", data


def record(result: Reported) -> dict[str, object]:
    """``{"edit", "title", "made_from": {"transaction", "digest", "when", "mark", "marked_at", "edit_digest"},
    "duration", "narration", "transcript_coverage", "clean", "open_points": [{"kind", "message", "lines"}],
    "lines": [{"n", "kind", "text", …}], "claims": […], "tapes": […], "transcripts": […], "remarks", "files",
    "dry_run"}``.

    A line has ``timecode`` (in the cut), ``length``, ``bite``, ``speaker``, ``problem``, ``verdict`` (a quote as in the
    JSON of a check, or null), ``sources``, ``joins``, ``quoted``, ``claims`` and ``unclaimed``; times in seconds.
    """
    script = result.script
    made = script.made_from
    return {
        "edit": str(result.edit),
        "title": script.title,
        "made_from": {
            "transaction": made.transaction,
            "digest": made.digest,
            "when": made.when,
            "mark": made.mark,
            "marked_at": made.marked_at,
            "edit_digest": made.edit_digest,
        },
        "duration": to_float_seconds(script.cut),
        "narration": to_float_seconds(script.narration),
        "transcript_coverage": {"tapes": script.coverage.tapes, "unread": list(script.coverage.unread)},
        "clean": script.is_clean,
        "open_points": [
            {"kind": OPEN_WORDS[point.kind], "message": point.message, "lines": list(point.lines)}
            for point in script.open_points
        ],
        "lines": [_line_record(line) for line in script.lines],
        "claims": [_claim_record(claim) for claim in script.claims],
        "tapes": [
            {
                "tape": tape.tape,
                "title": tape.title,
                "path": tape.path or None,
                "size": tape.size,
                "duration": to_float_seconds(tape.duration),
                "digest": f"{tape.digest_name}:{tape.digest}" if tape.digest else None,
            }
            for tape in script.tapes
        ],
        "transcripts": [
            {
                "tape": one.tape,
                "version": one.version,
                "tool": one.tool,
                "tool_version": one.tool_version,
                "model": one.model,
                "language": one.language,
                "made_at": one.made_at,
                "input_digest": one.input_digest,
                "words": one.words,
            }
            for one in script.transcripts
        ],
        "remarks": list(result.remarks),
        "files": [{"format": file.format, "path": str(file.path), "bytes": file.size} for file in result.files],
        "dry_run": result.is_dry_run,
    }


def _line_record(line: ScriptLine) -> dict[str, object]:
    return {
        "n": line.n,
        "kind": line.kind.value,
        "text": line.text,
        "timecode": line.timecode,
        "length": to_float_seconds(line.length),
        "estimated": line.is_estimated,
        "bite": line.bite or None,
        "speaker": line.speaker or None,
        "problem": line.problem or None,
        "verdict": quote_record(line.verdict) if line.verdict else None,
        "sources": [_source_record(source) for source in line.sources],
        "joins": [join_record(join) for join in line.joins],
        "quoted": [
            {**quote_record(quoted.verdict), "sources": [_source_record(source) for source in quoted.sources]}
            for quoted in line.quoted
        ],
        "claims": [_claim_record(claim) for claim in line.claims],
        "unclaimed": list(line.unclaimed),
    }


def _source_record(source: LineSource) -> dict[str, object]:
    return {
        **place_record(source.place),
        "end_timecode": source.out_timecode,
        "heard_by": list(source.heard_by),
        "heard_otherwise": list(source.heard_otherwise),
    }


def _claim_record(claim: ScriptClaim) -> dict[str, object]:
    return {
        "id": claim.id,
        "text": claim.text,
        "status": claim.status.value,
        "sources": list(claim.sources),
        "note": claim.note,
        "troubles": list(claim.troubles),
        "rests_on_one": claim.rests_on_one,
    }
