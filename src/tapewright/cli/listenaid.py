"""``tapewright listen-aid``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tapewright.cli.door import Project, project_option, show, stoppable
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.errors import InputError
from tapewright.verbs.listenaid import LOUDNESS, Aided, make_aids, record, remove_aids
from tapewright.verbs.listening import Listening
from tapewright.words.counted import counted


@tapewright_command(name="listen-aid")
@project_option
@click.argument("tapes", nargs=-1, metavar="[TAPE...]")
@click.option("--loudness", type=float, default=LOUDNESS, show_default=True, metavar="LUFS", help="-16 for headphones.")
@click.option("--again", is_flag=True, help="Make those anew that are there.")
@click.option("--remove", is_flag=True, help="Delete the copies.")
def command(project: Project, tapes: tuple[str, ...], loudness: float, again: bool, remove: bool, as_json: bool) -> int:
    """Make cleaned copies of tapes to listen to: hum and rumble out, hiss down, one level.

    Of all tapes, or of some. `listen to --aid` and `review --aid` play them. The originals stay untouched, no export
    uses a copy, and `transcribe` hears one only with --listening-copy.
    """
    if remove:
        gone = remove_aids(project, tapes)
        show(as_json, lambda: {"removed": gone}, lambda: f"{counted(gone, 'file')} deleted")
        return 0
    with stoppable("listen-aid"), ProgressLine() as progress:
        made = make_aids(project, tapes, loudness=loudness, again=again, report=progress.report)
    show(as_json, lambda: record(made), lambda: aids_text(made))
    return InputError.exit_status if any(one.error for one in made) else 0


def copy_text(listening: Listening) -> str:
    """What is said behind the name of a sound that is the listening copy's."""
    return " (the listening copy: the original may sound otherwise)" if listening.is_copy else ""


def aids_text(made: Sequence[Aided]) -> str:
    """What was done to each file, a line each."""
    if not made:
        return "no tape has sound that could be cleaned"
    return "\n".join(_line(one) for one in made)


def _line(one: Aided) -> str:
    if one.error is not None or one.facts is None:
        return f"{one.tape.id}: could not be made: {one.error}"
    hum = f"hum at {one.facts.hum_hz[0]:g} Hz and {len(one.facts.hum_hz) - 1} more" if one.facts.hum_hz else "no hum"
    there = ", was there" if one.was_there else ""
    return f"{one.tape.id}: {hum}, {one.facts.gain_db:+.1f} dB to {one.facts.loudness:.1f} LUFS{there}"
