"""``tapewright doctor``."""

from __future__ import annotations

import click

from tapewright.cli.door import command as tapewright_command
from tapewright.cli.door import project_named, show
from tapewright.errors import MissingError, NotFoundError
from tapewright.verbs.doctor import Examination, doctor, record
from tapewright.verbs.project import open_project


@tapewright_command(name="doctor", exits="Exit status: 0 all that is needed is here, 2 wrong use, 5 something missing.")
@click.option("--project", "project_dir", metavar="DIR", envvar="TAPEWRIGHT_PROJECT", help="The project's folder.")
def command(project_dir: str | None, as_json: bool) -> int:
    """Look at this machine and this project: what is there, what is missing, what to do."""
    examination = _examine(project_named(project_dir))
    show(as_json, lambda: record(examination), lambda: _lines(examination))
    return 0 if examination.is_fit else MissingError.exit_status


def _examine(project_dir: str | None) -> Examination:
    try:
        project = open_project(project_dir or ".")
    except NotFoundError:
        if project_dir is not None:
            raise
        return doctor()
    with project:
        return doctor(project)


def _lines(examination: Examination) -> str:
    lines = []
    for finding in examination.findings:
        lines.append(f"{finding.state:<8} {finding.what:<10} {finding.says}")
        if finding.hint:
            lines.append(f"{'':<19} {finding.hint}")
    return "\n".join(lines)
