"""``tapewright verify``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show, stoppable
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.media.mhl import Sealed
from tapewright.verbs.verify import Verified, record, verify
from tapewright.words.counted import counted


@tapewright_command(name="verify")
@project_option
@click.argument("tapes", nargs=-1, metavar="[TAPE...]")
@click.option(
    "--mhl",
    metavar="DIR",
    multiple=True,
    help="Hold a media folder against its ASC MHL history, and write the next generation. May be given more than once.",
)
@click.option("--dry-run", is_flag=True, help="Write no ASC MHL generation.")
def command(project: Project, tapes: tuple[str, ...], mhl: tuple[str, ...], dry_run: bool, as_json: bool) -> int:
    """Read the project and every recording again, and say what is not as it was.

    With TAPE only the recordings of these tapes are read.

    Exit status 1: something is missing or changed; 4: the project itself is damaged.
    """
    with stoppable("verify"), ProgressLine() as progress:
        result = verify(project, tapes, mhl=mhl, write_mhl=not dry_run, report=progress.report)
    show(as_json, lambda: record(result), lambda: _text(result, only=bool(tapes)))
    if result.damage:
        return 4
    return 0 if result.is_whole else 1


def _text(result: Verified, *, only: bool) -> str:
    lines = [f"damaged: {one.where}: {one.what}" for one in result.damage]
    for one in result.files:
        if one.state != "whole":
            lines.append(f"{one.state}: {one.path} ({one.tape}){': ' + one.detail if one.detail else ''}")
            if one.found and one.found != one.expected:
                lines.append(f"  taken in as {one.expected}, now {one.found}")
    for history in result.histories:
        lines += _history(history)
    whole = sum(one.state == "whole" for one in result.files)
    project = "the project is damaged" if result.damage else "the project is whole"
    lines.append(f"{'' if only else project + '; '}{whole} of {len(result.files)} recordings are as they were")
    return "\n".join(lines)


def _history(history: Sealed) -> list[str]:
    lines = [f"changed since it was sealed: {path}" for path in history.changed]
    lines += [f"sealed, but missing: {path}" for path in history.missing]
    lines += [f"could not be sealed: {path}: {why}" for path, why in history.unreadable]
    written = f"; wrote generation {history.generation}" if history.generation else ""
    sealed = f"{counted(len(history.verified), 'file')} as sealed, {len(history.new)} new"
    lines.append(f"{history.folder}: {sealed}{written}")
    return lines
