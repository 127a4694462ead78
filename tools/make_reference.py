"""Write docs/reference/commands.md, records.md and openapi.json out of the code; ``--check`` only says whether they are
current.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

import tapewright.verbs
from tapewright.cli import COMMANDS, app
from tapewright.cli.door import EXIT_STATUSES

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"
WIDTH = 100

_MADE = "<!-- Made from the code by `make docs`; change the code, not this page. -->\n"


def main() -> int:
    """Write the pages, or with ``--check`` answer 1 where one of them is not what the code says."""
    pages = {"commands.md": commands_page(), "records.md": records_page(), "openapi.json": openapi_page()}
    if "--check" in sys.argv[1:]:
        old = [name for name, text in pages.items() if not is_current(name, text)]
        for name in old:
            print(f"docs/reference/{name} is not what the code says; run: make docs", file=sys.stderr)
        return 1 if old else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (FOLDER / name).write_text(text, "utf-8")
    return 0


def is_current(name: str, text: str) -> bool:
    """Whether the page on disk is this text."""
    path = FOLDER / name
    return path.is_file() and path.read_text("utf-8") == text


def commands_page() -> str:
    """Every command and subcommand with its own help."""
    lines = [
        "# Commands",
        "",
        _MADE,
        "Every command takes `--json` (one record on stdout; progress and warnings stay on stderr) and most take",
        "`--project DIR`, the project's folder; by default it is the current folder or the nearest one above it.",
        "What the records hold stands in [json.md](json.md) and [records.md](records.md).",
        "",
        EXIT_STATUSES,
        "",
    ]
    for name in COMMANDS:
        for path, command in _with_subcommands(f"tapewright {name}", _command(name)):
            level = "##" if path.count(" ") == 1 else "###"
            lines += [f"{level} {path}", "", "```text", help_of(path, command), "```", ""]
    return "\n".join(lines)


def help_of(path: str, command: click.Command) -> str:
    """What ``--help`` prints, at a fixed width."""
    settings = command.context_settings
    context = click.Context(command, info_name=path, terminal_width=WIDTH, max_content_width=WIDTH, **settings)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines()).strip("\n")


def records_page() -> str:
    """What ``--json`` prints, verb by verb, as the verb's ``record`` says."""
    lines = ["# The records of every verb", "", _MADE]
    lines += ["`--json` prints these records, and the browser gets the same ones.", ""]
    for module in pkgutil.iter_modules(tapewright.verbs.__path__):
        verb = importlib.import_module(f"tapewright.verbs.{module.name}")
        for name, function in inspect.getmembers(verb, inspect.isfunction):
            is_record = name == "record" or name.endswith("_record")
            if is_record and not name.startswith("_") and function.__module__ == verb.__name__:
                told = inspect.cleandoc(function.__doc__ or "")
                title = module.name if name == "record" else f"{module.name}.{name}"
                lines += [f"## {title}", "", (verb.__doc__ or "").strip().splitlines()[0], "", told, ""]
    return "\n".join(lines)


def openapi_page() -> str:
    """What the browser app's API may be asked, as an OpenAPI document."""
    from tapewright.verbs.project import new_project
    from tapewright.web.access import Access
    from tapewright.web.app import create_app
    from tapewright.web.openapi import document

    with tempfile.TemporaryDirectory() as folder, new_project(Path(folder) / "any") as project:
        made = document(create_app(project, access=Access.fresh()))
    made["info"]["version"] = "see tapewright --version"
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _command(name: str) -> click.Command:
    command = app.get_command(click.Context(app), name)
    assert command is not None, name
    return command


def _with_subcommands(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            below = command.get_command(click.Context(command), name)
            if below is not None:
                yield from _with_subcommands(f"{path} {name}", below)


if __name__ == "__main__":
    sys.exit(main())
