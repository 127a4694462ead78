"""What every command shares: the project option, --json, errors, exit statuses, and printing."""

from __future__ import annotations

import functools
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click
from click.core import ParameterSource

from tapewright.cli.terminal import json_text, visible
from tapewright.errors import (
    FaultError,
    InputError,
    StoppedError,
    StorageError,
    TapewrightError,
    UsageError,
    refusal,
    too_large_a_number,
)

if TYPE_CHECKING:
    from tapewright.verbs.project import Project

Command = TypeVar("Command", bound=Callable[..., Any])

EXIT_STATUSES = (
    'Exit status: 0 done, 1 the answer is "no", 2 wrong use, 3 an input could not be read, '
    "4 damaged project, 5 something missing, 70 a fault in tapewright, 130 stopped."
)


HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"]}
"""The context settings of every command and group."""


def command(*, exits: str = EXIT_STATUSES, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A click command with ``--json`` whose help ends with its exit statuses.

    The function is called with ``as_json``; what it returns is its exit status (None is 0).
    """

    def wrap(function: Callable[..., Any]) -> click.Command:
        with_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")(function)
        make: Callable[[Callable[..., Any]], click.Command] = click.command(
            epilog=exits, context_settings=HELP, **settings
        )
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

        with open_project(project_named(project_dir) or ".") as project, _logged(project):
            return function(project, *arguments, **options)

    return opened  # type: ignore[return-value]


def project_named(given: str | None) -> str | None:
    """The folder that was named behind the command, else before it, else as the option's default."""
    context = click.get_current_context()
    if context.get_parameter_source("project_dir") is ParameterSource.COMMANDLINE:
        return given
    return context.find_root().params.get("project_dir") or given


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
    if as_json:
        click.echo(json_text(record(), indent=2))
    else:
        say(text())


def say(text: str) -> None:
    """Text on stdout: to a person's terminal with nothing that it would obey, into a pipe or a file as it is."""
    click.echo(visible(text) if sys.stdout is not None and sys.stdout.isatty() else text)


def warn(message: str) -> None:
    """A remark for the person, on stderr."""
    click.echo(visible(message), err=True)


class _Failed(Protocol):
    """A tape that failed, and why."""

    @property
    def tape(self) -> str: ...

    @property
    def error(self) -> TapewrightError | None: ...


def failed_status(rows: Sequence[_Failed]) -> int:
    """Name the tapes that failed, each with its reason and the next step; the exit status that they make."""
    for row in rows:
        warn(f"tapewright: {row.tape}: {row.error}" + (f"\n  {row.error.hint}" if row.error and row.error.hint else ""))
    return InputError.exit_status if rows else 0


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
        if sys.stdout is not None:  # a program may be started with its output closed
            sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.ClickException as error:
        return _misused(error, as_json)
    except (SystemExit, BrokenPipeError):
        # The reader of our output (head, less) has gone, and click leaves so: be quiet, here and at Python's exit.
        _drop_output()
        return 0
    except (click.Abort, KeyboardInterrupt):
        return _complain(StoppedError("stopped"), as_json)
    except TapewrightError as error:
        return _complain(error, as_json)
    except OSError as error:
        return _complain(refusal(error), as_json)
    except OverflowError:
        return _complain(too_large_a_number(), as_json)
    except Exception as error:
        return _complain(_fault(error), as_json)


def _misused(error: click.ClickException, as_json: bool) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"{context.command_path} --help" if context else "tapewright --help"
    if as_json:
        return _complain(UsageError(error.format_message(), hint=hint), as_json)
    if context:
        warn(context.get_usage())
    return _complain(UsageError(error.format_message(), hint=f"see {hint}"), as_json)


def _fault(error: Exception) -> FaultError:
    hint = "nothing was half written; please report it with what the same command prints under TAPEWRIGHT_TRACEBACK=1"
    if os.environ.get("TAPEWRIGHT_TRACEBACK"):
        hint = "".join(traceback.format_exception(error)).rstrip()
    what = " ".join(str(error).split())
    return FaultError(f"a fault in tapewright itself: {type(error).__name__}: {what}", hint=hint)


def _complain(error: TapewrightError, as_json: bool) -> int:
    try:
        if as_json:
            click.echo(json_text({"error": error.to_record()}))
            return error.exit_status
    except OSError:
        pass  # the output itself is what fails; then the person is told as without --json
    warn(f"tapewright: {error}")
    if error.hint:
        warn(f"  {error.hint}")
    if isinstance(error, StorageError):
        _drop_output()
    return error.exit_status


def _drop_output() -> None:
    """Let go of what could not be printed: Python would complain of it once more at its exit."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def __getattr__(name: str) -> Any:
    # Commands name their first argument's type; `tapewright --version` must not pay for what stands behind it.
    if name == "Project":
        from tapewright.verbs.project import Project

        return Project
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["HELP", "Project", "command", "project_named", "project_option", "run", "say", "show", "stoppable", "warn"]
