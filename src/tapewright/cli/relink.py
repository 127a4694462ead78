"""``tapewright relink``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show, stoppable
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.errors import InputError
from tapewright.verbs.relink import Relinked, record, relink


@tapewright_command(name="relink")
@project_option
@click.argument("folders", metavar="FOLDER...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Say what was found; change nothing.")
def command(project: Project, folders: tuple[str, ...], dry_run: bool, as_json: bool) -> int:
    """Find recordings that were moved or renamed, by their content, and repair their paths.

    Exit status 1: some are still missing; 3: something that was named could not be read.
    """
    with stoppable("relink"), ProgressLine() as progress:
        result = relink(project, folders, dry_run=dry_run, report=progress.report)
    show(as_json, lambda: record(result), lambda: _text(result))
    if result.failed:
        return InputError.exit_status
    return 1 if result.missing else 0


def _text(result: Relinked) -> str:
    verb = "would be" if result.is_dry_run else "is now"
    lines = [f"{one.tape}: {one.old} {verb} {one.new}" for one in result.moved]
    lines += [f"{tape}: {path} is still missing" for tape, path in result.missing]
    for path, error in result.failed:
        lines.append(f"could not read {path}: {error.message}")
        lines += [f"  {error.hint}"] if error.hint else []
    lines.append(f"{len(result.moved)} found, {len(result.missing)} still missing")
    return "\n".join(lines)
