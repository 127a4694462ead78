"""The closed table of commands that may run as jobs: how arguments of a request become a command line, checked.

Nothing that a person or a page sends can become an option: each argument has a name in the table, options are written
``--name=value``, and everything else stands behind ``--``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tapewright.errors import UsageError
from tapewright.jobs.job import Order
from tapewright.model import TapeId
from tapewright.verbs.project import Project

_MOST_NAMED = 5_000
_LONGEST = 4_096
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_REPORTS = ("html", "pdf", "docx", "csv")
_EXPORTS = ("edl", "fcpxml", "otio", "vtt", "srt", "wav", "m4a", "mp4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one argument puts into a command line."""

    options: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


Taker = Callable[[Project, str, object], Taken]
"""Checks the value of the argument with this name. UsageError or NotFoundError says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCommand:
    """A command of the table. ``title`` is said of it, with what it is about (``{}``)."""

    line: tuple[str, ...]
    title: str
    takes: Mapping[str, Taker]
    needs: tuple[str, ...] = ()
    is_heavy: bool = False
    then: tuple[str, ...] = ()
    about: str = "tapes"
    all_of_them: str = "all tapes"
    fixed: tuple[str, ...] = field(default=("--json",))


def flag(option: str) -> Taker:
    """An option that is there or not."""

    def take(project: Project, name: str, value: object) -> Taken:
        if not isinstance(value, bool):
            raise _unfit(name, "true or false")
        return Taken(options=(option,) if value else ())

    return take


def number(option: str, *, most: int) -> Taker:
    """A whole number from 1."""

    def take(project: Project, name: str, value: object) -> Taken:
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise _unfit(name, f"a whole number from 1 to {most}")
        return Taken(options=(f"{option}={value}",))

    return take


def word(option: str) -> Taker:
    """A short name: of a model, an engine, a language."""

    def take(project: Project, name: str, value: object) -> Taken:
        if not isinstance(value, str) or not _WORD.fullmatch(value):
            raise _unfit(name, "a short name of letters and digits")
        return Taken(options=(f"{option}={value}",))

    return take


def words(option: str) -> Taker:
    """One or several short names."""
    one = word(option)

    def take(project: Project, name: str, value: object) -> Taken:
        listed = value if isinstance(value, list) else [value]
        if len(listed) > _MOST_NAMED:
            raise _unfit(name, f"at most {_MOST_NAMED} names")
        return Taken(options=tuple(option for each in listed for option in one(project, name, each).options))

    return take


def text(option: str) -> Taker:
    """A line of text."""

    def take(project: Project, name: str, value: object) -> Taken:
        return Taken(options=(f"{option}={_line(name, value)}",))

    return take


def one_of(option: str, choices: Sequence[str]) -> Taker:
    """One or several of a few."""

    def take(project: Project, name: str, value: object) -> Taken:
        listed = value if isinstance(value, list) else [value]
        if not listed or any(one not in choices for one in listed):
            raise _unfit(name, f"one of {', '.join(choices)}")
        return Taken(options=tuple(f"{option}={one}" for one in listed))

    return take


def tapes(project: Project, name: str, value: object) -> Taken:
    """Ids of tapes that are there."""
    return Taken(names=tuple(project.store.tape(TapeId(one)).id for one in _lines(name, value)))


def paths(project: Project, name: str, value: object) -> Taken:
    """Whole paths of files or folders of this machine."""
    return Taken(names=tuple(_path(name, one) for one in _lines(name, value)))


def name_or_path(project: Project, name: str, value: object) -> Taken:
    """Names of paper edits, or whole paths."""
    for one in _lines(name, value):
        if os.sep in one:
            _path(name, one)
    return Taken(names=tuple(_lines(name, value)))


COMMANDS: dict[str, JobCommand] = {
    "ingest": JobCommand(
        line=("ingest",),
        title="Take in {}",
        takes={
            "paths": paths,
            "id": word("--id"),
            "title": text("--title"),
            "together": flag("--together"),
            "start": word("--start"),
            "rate": word("--rate"),
            "listen_aid": flag("--listen-aid"),
        },
        needs=("paths",),
        then=("transcribe",),
        about="paths",
    ),
    "transcribe": JobCommand(
        line=("transcribe",),
        title="Transcribe {}",
        takes={
            "tapes": tapes,
            "model": word("--model"),
            "engine": word("--engine"),
            "language": word("--language"),
            "workers": number("--workers", most=64),
            "draft": flag("--draft"),
            "listening_copy": flag("--listening-copy"),
            "again": flag("--again"),
        },
        is_heavy=True,
        all_of_them="all tapes that have no transcript",
    ),
    "find-voices": JobCommand(
        line=("speakers", "find"),
        title="Tell the voices apart on {}",
        takes={
            "tapes": tapes,
            "count": number("--count", most=100),
            "most": number("--most", most=100),
            "workers": number("--workers", most=64),
            "again": flag("--again"),
        },
        is_heavy=True,
    ),
    "align": JobCommand(
        line=("align",),
        title="Lay a typed transcript on {}",
        takes={"tape": tapes, "file": paths, "language": word("--language"), "anyway": flag("--anyway")},
        needs=("tape", "file"),
        is_heavy=True,
        about="tape",
    ),
    "refine": JobCommand(
        line=("refine",),
        title="Move the words' edges onto the sound of {}",
        takes={"tapes": tapes, "workers": number("--workers", most=64)},
        is_heavy=True,
    ),
    "listen-aid": JobCommand(
        line=("listen-aid",),
        title="Make a listening copy of {}",
        takes={"tapes": tapes, "again": flag("--again")},
    ),
    "proxy": JobCommand(
        line=("proxy",),
        title="Make the picture of {} for the browser",
        takes={"tapes": tapes, "again": flag("--again")},
    ),
    "verify": JobCommand(line=("verify",), title="Check the sums of {}", takes={"tapes": tapes}),
    "relink": JobCommand(
        line=("relink",),
        title="Look for moved recordings in {}",
        takes={"paths": paths},
        needs=("paths",),
        about="paths",
    ),
    "export": JobCommand(
        line=("export",),
        title="Export {}",
        takes={"edit": name_or_path, "to": one_of("--to", _EXPORTS), "partial": flag("--partial")},
        needs=("edit", "to"),
        about="edit",
    ),
    "check": JobCommand(
        line=("check",),
        title="Check {}",
        takes={"files": name_or_path},
        about="files",
        all_of_them="all paper edits",
        fixed=("--json", "--fail-on=never"),
    ),
    "warning-signs": JobCommand(
        line=("report", "warning-signs"),
        title="Write the warning-sign brief",
        takes={
            "to": one_of("--to", _REPORTS),
            "case": text("--case"),
            "country": words("--country"),
            "with_sound": flag("--with-sound"),
        },
        needs=("to",),
    ),
    "institutions": JobCommand(
        line=("report", "institutions"),
        title="Write the institution ledger",
        takes={
            "to": one_of("--to", _REPORTS),
            "case": text("--case"),
            "country": words("--country"),
            "threshold": number("--threshold", most=1000),
            "without_contacts": flag("--without-contacts"),
        },
        needs=("to",),
    ),
    "fairness": JobCommand(
        line=("report", "fairness"),
        title="Write the fairness page of {}",
        takes={"edit": name_or_path, "to": one_of("--to", _REPORTS)},
        needs=("edit", "to"),
        about="edit",
    ),
    "fetch-model": JobCommand(
        line=("models", "fetch"),
        title="Fetch the model {} (over the network)",
        takes={"name": lambda project, name, value: Taken(names=(_name(name, value),)), "hub": flag("--hub")},
        needs=("name",),
        about="name",
    ),
}
"""What may run as a job, by name."""


def order(project: Project, command: str, arguments: Mapping[str, object], *, then: str = "") -> Order:
    """The order for a command of the table. UsageError or NotFoundError says which argument is wrong, and how."""
    known = COMMANDS.get(command)
    if known is None:
        raise UsageError(f"{command[:60]!r} cannot run as a job", hint=f"one of {', '.join(COMMANDS)}")
    if then and then not in known.then:
        raise UsageError(
            f"{then[:60]!r} does not follow {command}", hint=f"one of {', '.join(known.then) or 'nothing'}"
        )
    given = {name: value for name, value in arguments.items() if value is not None}
    if strange := sorted(set(given) - set(known.takes)):
        raise UsageError(f"{command} takes no {strange[0][:60]!r}", hint=f"it takes {', '.join(known.takes)}")
    if missing := [name for name in known.needs if not given.get(name)]:
        raise UsageError(f"{command} needs {missing[0]}")
    taken = {name: take(project, name, given[name]) for name, take in known.takes.items() if name in given}
    options = [option for one in taken.values() for option in one.options]
    names = [name for one in taken.values() for name in one.names]
    about = taken[known.about].names if known.about in taken else ()
    return Order(
        command=command,
        title=known.title.format(_about(about, known.all_of_them)),
        line=(*known.line, *known.fixed, *options, "--", *names),
        arguments=given,
        tapes=tuple(name for key in ("tapes", "tape") if key in taken for name in taken[key].names),
        is_heavy=known.is_heavy,
        then=then,
    )


def _about(names: Sequence[str], everything: str) -> str:
    short = [Path(name).name or name for name in names[:3]]
    if not names:
        return everything
    if len(names) > 3:
        return f"{short[0]} and {len(names) - 1} more"
    return short[0] if len(short) == 1 else f"{', '.join(short[:-1])} and {short[-1]}"


def _unfit(name: str, what: str) -> UsageError:
    return UsageError(f"{name} must be {what}")


def _lines(name: str, value: object) -> list[str]:
    listed = value if isinstance(value, list | tuple) else [value]
    if len(listed) > _MOST_NAMED:
        raise _unfit(name, f"at most {_MOST_NAMED} names")
    return [_line(name, one) for one in listed]


def _line(name: str, value: object) -> str:
    if not isinstance(value, str) or not value or len(value) > _LONGEST or _UNFIT.search(value):
        raise _unfit(name, "one line of text")
    return value


def _name(name: str, value: object) -> str:
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise _unfit(name, "a short name of letters and digits")
    return value


def _path(name: str, value: str) -> str:
    if not os.path.isabs(value):
        raise UsageError(f"{name} must be whole paths, not {value[:80]!r}", hint="begin at the root: /…")
    return value
