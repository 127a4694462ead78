"""``tapewright mark``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.verbs.history import mark, transaction_record


@tapewright_command(name="mark")
@click.argument("name")
@click.option("--who", default="", help="Your name in the history. Default: your name on this machine.")
@project_option
def command(project: Project, name: str, who: str, as_json: bool) -> None:
    """Name the state that the project is in now, as "locked for legal, cut 7".

    Prints a digest that stands for everything done so far. Noted in a letter, it proves later that none of it was
    changed.
    """
    done = mark(project, name, who=who)
    show(
        as_json,
        lambda: {"mark": transaction_record(done)},
        lambda: f"{done.number}: {done.mark}\nsha256 {done.digest}",
    )
