"""``tapewright history``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.verbs.history import Entry, history, record
from tapewright.words.counted import counted


@tapewright_command(name="history")
@click.option("--last", type=click.IntRange(min=1), default=20, show_default=True, help="How many to show.")
@click.option("--all", "everything", is_flag=True, help="Show all of them.")
@project_option
def command(project: Project, last: int, everything: bool, as_json: bool) -> None:
    """List what was done to the project: number, when, who, what."""
    entries = history(project, last=None if everything else last)
    show(as_json, lambda: record(entries), lambda: _table(entries))


def _table(entries: list[Entry]) -> str:
    if not entries:
        return "nothing has been done yet"
    return "\n".join(_line(entry) for entry in entries)


def _line(entry: Entry) -> str:
    done = entry.transaction
    when = done.when[:16].replace("T", " ")
    notes = ", ".join(counted(count, table.replace("_", " ")) for table, count in done.changed.items())
    line = f"{done.number:>6}  {when}  {done.who:<12} {done.what}"
    line += f"  ({notes})" if notes else ""
    return f"{line}  undone by {entry.undone_by}" if entry.undone_by else line
