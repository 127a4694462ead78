"""``tapewright report``: the annotated script, and the reports of the study (see ``cli.studyreport``)."""

from __future__ import annotations

from pathlib import Path

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show, stoppable, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.cli.studyreport import fairness_command, institutions_command, warning_signs_command
from tapewright.model.annotated import LineKind
from tapewright.verbs.report import Reported, record, report
from tapewright.words.counted import counted

_SHOWN = 10


@click.group(name="report", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Write reports for those who must answer for the programme."""


@tapewright_command(name="annotated-script")
@project_option
@click.argument("edit", metavar="EDIT")
@click.option("--to", "formats", multiple=True, required=True, metavar="FORMAT", help="docx, pdf or html; repeatable.")
@click.option("--out", type=click.Path(path_type=Path), help="A folder, or the file. Default: exports/ in the project.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def annotated_script_command(
    project: Project, edit: str, formats: tuple[str, ...], out: Path | None, dry_run: bool, as_json: bool
) -> None:
    """Write the paper edit EDIT as the fact checker and the insurer's lawyer want it.

    Every line is numbered and stands beside its sources: tape, timecode, verdict, flags, who has heard it, the claims
    that it makes and what they rest on. Open points have a page of their own; the digests of the recordings are at the
    end. The same state of the project gives the same bytes. Open points are told, and are no error: the exit status is
    0; `tapewright check` is the command that says no.
    """
    with stoppable("the report"), ProgressLine() as progress:
        result = report(project, edit, formats, out, dry_run=dry_run, progress=progress.report)
    if not as_json:
        for remark in result.remarks:
            warn(remark)
    show(as_json, lambda: record(result), lambda: _told(result))


def _told(result: Reported) -> str:
    script = result.script
    word = "would write" if result.is_dry_run else "wrote"
    lines = [f"{word} {file.path}" for file in result.files]
    quoted = sum(line.kind is LineKind.BITE for line in script.lines)
    lines.append(f"{counted(len(script.lines), 'line')}, {counted(quoted, 'bite')}")
    if script.is_clean:
        return "\n".join([*lines, "nothing is open"])
    lines.append(f"{counted(len(script.open_points), 'open point')}, the weightiest first:")
    for point in script.open_points[:_SHOWN]:
        at = f"line {', '.join(map(str, point.lines[:_SHOWN]))}: " if point.lines else ""
        lines.append(f"  {at}{point.message}")
    if len(script.open_points) > _SHOWN:
        lines.append(f"  and {len(script.open_points) - _SHOWN} more, in the report")
    return "\n".join(lines)


command.add_command(annotated_script_command)
command.add_command(warning_signs_command)
command.add_command(institutions_command)
command.add_command(fairness_command)
