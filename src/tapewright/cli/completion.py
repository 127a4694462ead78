"""``tapewright completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tapewright.cli.door import command as tapewright_command
from tapewright.cli.door import show

SHELLS = ("bash", "zsh", "fish")


@tapewright_command(name="completion", exits="Exit status: 0 done, 2 wrong use.")
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str, as_json: bool) -> None:
    """Print the script that makes the Tab key complete commands and options in your shell.

    For bash, add this line to ~/.bashrc: eval "$(tapewright completion bash)"
    """
    script = _script(shell)
    show(as_json, lambda: {"shell": shell, "script": script}, lambda: script)


def _script(shell: str) -> str:
    from tapewright.cli import app

    kind = get_completion_class(shell)
    assert kind is not None, f"click completes {shell}"
    # Not kind.source(): for bash that would first start a bash to ask its version.
    script: str = kind.source_template % kind(app, {}, "tapewright", "_TAPEWRIGHT_COMPLETE").source_vars()
    return script
