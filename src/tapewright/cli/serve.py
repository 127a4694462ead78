"""``tapewright serve``."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from contextlib import suppress

import click

from tapewright.cli.door import Project, project_option, say
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.terminal import json_text


@tapewright_command(name="serve")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Listen here. Default: the port of last time, or a free one."
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@project_option
def command(project: Project, port: int | None, no_browser: bool, as_json: bool) -> None:
    """Work on the project in the browser. Listens on this machine alone; Ctrl-C ends it.

    The address that is printed lets one browser in, once; then that browser is known, also after a restart.
    """
    from tapewright.web.serving import serve

    def started(address: str) -> None:
        if as_json:
            click.echo(json_text({"project": str(project.root), "address": address}))
        else:
            say(f"{project.settings.title or project.root.name} ({project.root})\n{address}\nCtrl-C ends it.")
        if not no_browser and _has_screen():
            # Its own thread: some browsers keep their caller until they are closed.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    with suppress(KeyboardInterrupt):  # how it is meant to end
        serve(project, port=port, started=started)


def _has_screen() -> bool:
    """Whether a browser would have a window; without one Python would run a browser for terminals in this one."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER"))
