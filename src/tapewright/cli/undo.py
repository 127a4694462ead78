"""``tapewright undo``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.verbs.history import transaction_record, undo


@tapewright_command(name="undo")
@click.argument("number", type=int, required=False)
@click.option("--who", default="", help="Your name in the history. Default: your name on this machine.")
@click.option("--dry-run", is_flag=True, help="Try it and say what it would do; change nothing.")
@project_option
def command(project: Project, number: int | None, who: str, dry_run: bool, as_json: bool) -> None:
    """Take back the last thing done, or NUMBER of `tapewright history`. Undoing an undo does it again.

    Where something was changed since, nothing is taken back and the message names it.
    """
    done = undo(project, number, who=who, dry_run=dry_run)
    show(
        as_json,
        lambda: {"undo": transaction_record(done), "dry_run": dry_run},
        lambda: f"would {done.what}" if dry_run else f"{done.number}: {done.what}",
    )
