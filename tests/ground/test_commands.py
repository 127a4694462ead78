"""Every command loads, says how it ends, speaks JSON, and stands in the reference as it is."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from tapewright.cli import COMMANDS, app

ROOT = Path(__file__).resolve().parents[2]


def _reference() -> ModuleType:
    found = importlib.util.spec_from_file_location("make_reference", ROOT / "tools" / "make_reference.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def _leaves(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        context = click.Context(command, **command.context_settings)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _leaves(f"{path} {name}", below)
    else:
        yield path, command


def _all() -> list[tuple[str, click.Command]]:
    context = click.Context(app)
    found: list[tuple[str, click.Command]] = []
    for name in COMMANDS:
        command = app.get_command(context, name)
        assert command is not None, name
        found += _leaves(name, command)
    return found


LEAVES = _all()


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=[path for path, _ in LEAVES])
class TestEveryCommand:
    def test_says_what_you_get_and_how_it_ends(self, path: str, command: click.Command) -> None:
        text = command.get_help(click.Context(command, info_name=path, **command.context_settings))
        assert command.help, f"{path} has no help"
        assert "Exit status" in text

    def test_speaks_json(self, path: str, command: click.Command) -> None:
        assert any("--json" in option.opts for option in command.params)

    def test_every_option_says_what_it_is_for(self, path: str, command: click.Command) -> None:
        silent = [o.opts[0] for o in command.params if isinstance(o, click.Option) and not o.help and not o.hidden]
        assert silent == []


def test_help_lists_every_command_without_importing_one() -> None:
    text = app.get_help(click.Context(app, info_name="tapewright"))
    for name, (_, line) in COMMANDS.items():
        assert name in text
        assert line.endswith("."), f"the help line of {name} is a sentence"


@pytest.mark.parametrize("page", ["commands", "records"])
def test_the_reference_is_what_the_code_says(page: str) -> None:
    made = _reference()
    text = getattr(made, f"{page}_page")()
    assert made.is_current(f"{page}.md", text), "run: make docs"


def test_an_unknown_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    from tapewright.cli.door import run

    assert run(app, ["brew"]) == 2
    assert "brew" in capsys.readouterr().err
    assert run(app, ["brew", "--json"]) == 2
    assert '"code": "usage"' in capsys.readouterr().out
