"""``tapewright serve``."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from tapewright.cli.door import Project, project_option, say
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.terminal import json_text

if TYPE_CHECKING:
    from tapewright.verbs.project import Project as OpenProject
    from tapewright.web.serving import Started


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
    from tapewright.web.serving import is_at_work, serve

    def started(server: Started) -> None:
        if as_json:
            record = {"project": str(project.root), "address": server.address, "process": server.process}
            click.echo(json_text({**record, "already": server.is_other}))
        else:
            say(_told(project, server))
        if not no_browser and _has_screen():
            # Its own thread: some browsers keep their caller until they are closed.
            opening = threading.Thread(target=webbrowser.open, args=(server.address,), daemon=True)
            opening.start()
            opening.join(5 if server.is_other else 0)  # without a server of our own the process ends at once

    with suppress(KeyboardInterrupt):  # how it is meant to end
        serve(project, port=port, started=started)
    if is_at_work():
        # Ctrl-C means now. What is being written is written whole or not at all, as at a kill.
        project.close()
        sys.stdout.flush()
        os._exit(0)


def _told(project: OpenProject, server: Started) -> str:
    name = f"{project.settings.title or project.root.name} ({project.root})"
    if server.is_other:
        return f"{name} is being served already, by process {server.process}\n{server.address}"
    return f"{name}\n{server.address}\nCtrl-C ends it."


def _has_screen() -> bool:
    """Whether a browser would have a window; without one Python would run a browser for terminals in this one."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER"))
