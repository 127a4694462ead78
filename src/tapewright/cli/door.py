"""What every command shares: the project option, --json, errors, exit statuses, and printing."""

from __future__ import annotations

import functools
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tapewright.errors import StoppedError, TapewrightError

if TYPE_CHECKING:
    from tapewright.verbs.project import Project

Command = TypeVar("Command", bound=Callable[..., Any])

EXIT_STATUSES = (
    'Exit status: 0 done, 1 the answer is "no", 2 wrong use, 3 an input could not be read, '
    "4 damaged project, 5 something missing, 130 stopped."
)


def command(*, exits: str = EXIT_STATUSES, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A click command with ``--json`` whose help ends with its exit statuses.

    The function is called with ``as_json``; what it returns is its exit status (None is 0).
    """

    def wrap(function: Callable[..., Any]) -> click.Command:
        with_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")(function)
        make: Callable[[Callable[..., Any]], click.Command] = click.command(epilog=exits, **settings)
        return make(with_json)

    return wrap


def project_option(function: Command) -> Command:
    """``--project DIR``; the function gets an open ``project`` as its first argument, closed when it ends."""

    @click.option(
        "--project",
        "project_dir",
        metavar="DIR",
        default=".",
        envvar="TAPEWRIGHT_PROJECT",
        help="The project's folder. Default: this folder or the nearest one above it.",
    )
    @functools.wraps(function)
    def opened(*arguments: Any, project_dir: str, **options: Any) -> Any:
        from tapewright.verbs.project import open_project

        with open_project(project_dir) as project, _logged(project):
            return function(project, *arguments, **options)

    return opened  # type: ignore[return-value]


@contextmanager
def _logged(project: Project) -> Iterator[None]:
    """One line in the project's log: which command, how long, how it ended. Never its arguments: they quote tapes."""
    import logging

    began, ending = time.perf_counter(), "done"
    try:
        yield
    except TapewrightError as error:
        ending = f"{error.code} ({error.exit_status})"
        raise
    except BaseException as error:
        ending = type(error).__name__
        raise
    finally:
        # A log that cannot be written (a project on a read-only disk) must not keep anybody from an answer.
        logging.raiseExceptions = False
        if os.access(project.root, os.W_OK):
            with suppress(OSError):
                name = click.get_current_context().command_path
                project.log.info("%s: %s, %.2f s", name, ending, time.perf_counter() - began)


def show(as_json: bool, record: Callable[[], object], text: Callable[[], str]) -> None:
    """Print the answer on stdout: its JSON record, or its text."""
    click.echo(json.dumps(record(), ensure_ascii=False, indent=2) if as_json else text())


def warn(message: str) -> None:
    """A remark for the person, on stderr."""
    click.echo(message, err=True)


@contextmanager
def stoppable(what: str) -> Iterator[None]:
    """Ctrl-C inside becomes StoppedError, which says that what was finished is kept."""
    try:
        yield
    except KeyboardInterrupt:
        raise StoppedError(f"{what} stopped", hint="what was finished is kept; run it again to go on") from None


def run(app: click.Command, arguments: list[str]) -> int:
    """Run a command line; print an error in the form that was asked for; return the exit status."""
    as_json = "--json" in arguments
    try:
        status = app.main(args=arguments, prog_name="tapewright", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort:
        return _complain(StoppedError("stopped"), as_json)
    except KeyboardInterrupt:
        return _complain(StoppedError("stopped"), as_json)
    except click.ClickException as error:
        if as_json:
            click.echo(
                json.dumps({"error": {"code": "usage", "message": error.format_message(), "hint": "", "place": ""}})
            )
        else:
            error.show()
        return 2
    except TapewrightError as error:
        return _complain(error, as_json)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone: leave quietly, and keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _complain(error: TapewrightError, as_json: bool) -> int:
    if as_json:
        click.echo(json.dumps({"error": error.to_record()}, ensure_ascii=False))
    else:
        click.echo(f"tapewright: {error}", err=True)
        if error.hint:
            click.echo(f"  {error.hint}", err=True)
    return error.exit_status


def __getattr__(name: str) -> Any:
    # Commands name their first argument's type; `tapewright --version` must not pay for what stands behind it.
    if name == "Project":
        from tapewright.verbs.project import Project

        return Project
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["Project", "command", "project_option", "run", "show", "stoppable", "warn"]
