"""``tapewright proxy``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tapewright.cli.door import Project, project_option, show, stoppable
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.errors import InputError
from tapewright.verbs.proxies import Proxied, make_proxies, record, remove_proxies
from tapewright.words.counted import counted


@tapewright_command(name="proxy")
@project_option
@click.argument("tapes", nargs=-1, metavar="[TAPE...]")
@click.option("--again", is_flag=True, help="Make those anew that are there.")
@click.option("--remove", is_flag=True, help="Delete the copies.")
def command(project: Project, tapes: tuple[str, ...], again: bool, remove: bool, as_json: bool) -> int:
    """Make copies of tapes' pictures that the browser app can show: H.264, 540 lines.

    Of all tapes, or of some. Sound needs none: the browser app plays every recording as it is. The originals stay
    untouched.
    """
    if remove:
        gone = remove_proxies(project, tapes)
        show(as_json, lambda: {"removed": gone}, lambda: f"{counted(gone, 'file')} deleted")
        return 0
    with stoppable("proxy"), ProgressLine() as progress:
        made = make_proxies(project, tapes, again=again, report=progress.report)
    show(as_json, lambda: record(made), lambda: _text(made))
    return InputError.exit_status if any(one.error for one in made) else 0


def _text(made: Sequence[Proxied]) -> str:
    if not made:
        return "no tape has a picture; sound is played as it is"
    return "\n".join(_line(one) for one in made)


def _line(one: Proxied) -> str:
    if one.path is None:
        return f"{one.tape.id}: could not be made: {one.error}"
    return f"{one.tape.id}: {one.path.stat().st_size / 1_000_000:.1f} MB{', was there' if one.was_there else ''}"
