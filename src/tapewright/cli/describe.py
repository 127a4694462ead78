"""``tapewright describe``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.verbs.tapefacts import describe_tape
from tapewright.verbs.tapes import tape_record


@tapewright_command(name="describe")
@project_option
@click.argument("tape", metavar="TAPE")
@click.option("--title", help="Its title; an empty one is its id.")
@click.option("--reel", help="The reel, as editing programs name it.")
@click.option("--note", help="What else is to be known of it.")
@click.option("--dry-run", is_flag=True, help="Show what it would be; change nothing.")
def command(
    project: Project,
    tape: str,
    title: str | None,
    reel: str | None,
    note: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Give TAPE another title, reel or note. Its id stays, because paper edits name it.

    Without options: what the tape is called now.
    """
    found = describe_tape(project, tape, title=title, reel=reel, note=note, dry_run=dry_run)
    lines = [f"{found.id}: {found.title}", *([f"reel {found.reel}"] if found.reel else []), *found.note.splitlines()]
    show(as_json, lambda: tape_record(found, None), lambda: "\n".join(lines))
