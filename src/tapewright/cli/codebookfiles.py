"""``tapewright codebook import`` and ``codebook export``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.studyfiles import told_export, told_import
from tapewright.verbs import codebookfiles as verb
from tapewright.verbs.studyexchange import export_record, record


@tapewright_command(name="import")
@project_option
@click.argument("file", metavar="FILE", type=click.Path())
@click.option("--who", default="", metavar="NAME", help="Who brings it in. Default: who works on this machine.")
@click.option("--dry-run", is_flag=True, help="Say what would come in; store nothing.")
def import_(project: Project, file: str, who: str, dry_run: bool, as_json: bool) -> None:
    """Bring in the codebooks of FILE: .qdc, .csv, .json, or those of a whole study.

    A code that is here already, by its GUID, stays as it is here.
    """
    done = verb.import_codebook(project, file, dry_run=dry_run, who=who)
    show(as_json, lambda: record(done), lambda: told_import(done))
    if not as_json:
        for remark in done.remarks:
            warn(f"{done.file}: {remark}")


@tapewright_command(name="export")
@project_option
@click.option("--to", type=click.Choice(list(verb.FORMATS)), default="qdc", show_default=True, help="As what.")
@click.option("--out", metavar="PATH", type=click.Path(), help="A file or folder. Default: exports in the project.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
def export(project: Project, to: str, out: str | None, dry_run: bool, as_json: bool) -> None:
    """Write all codebooks as one file."""
    done = verb.export_codebook(project, to=to, out=out, dry_run=dry_run)
    show(as_json, lambda: export_record(done), lambda: told_export(done))
