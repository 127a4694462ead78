"""``tapewright new``."""

from __future__ import annotations

import shlex

import click

from tapewright.cli.door import command as tapewright_command
from tapewright.cli.door import show
from tapewright.verbs.project import new_project


@tapewright_command(name="new")
@click.argument("directory", metavar="DIR")
@click.option("--title", default="", help="What the production is called.")
def command(directory: str, title: str, as_json: bool) -> None:
    """Make a project in a new folder DIR."""
    with new_project(directory, title=title) as project:
        root = str(project.root)
    show(
        as_json,
        lambda: {"project": root},
        lambda: f"made {root}\nnext: cd {shlex.quote(directory)}; tapewright ingest FOLDER",
    )
