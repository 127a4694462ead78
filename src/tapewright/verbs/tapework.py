"""What long work on tapes has in common: digests of what is read, settings to compare, errors that name the tape."""

from __future__ import annotations

import datetime
import json
import traceback
from collections.abc import Mapping

from tapewright.errors import InputError, StoppedError, StorageError, TapewrightError
from tapewright.model import Tape, TapeId
from tapewright.verbs.project import Project


def input_digest(tape: Tape) -> str:
    """The xxh128 of the tape's file; of several files theirs in order, each with its offset, joined by ``+``."""
    parts = [(file.digests.get("xxh128", ""), file.offset) for file in tape.files]
    if len(parts) == 1 and parts[0][1] == 0:
        return f"xxh128:{parts[0][0]}"
    return "xxh128:" + "+".join(f"{digest}@{offset}" for digest, offset in parts)


def why_silent(tape: Tape) -> str:
    """Why nothing can be heard on a tape; empty where something can."""
    if any(file.audio for file in tape.files):
        return ""
    return "has no sound" if tape.files else "its media is elsewhere"


def error_on_tape(project: Project, error: BaseException, tape: TapeId, *, what: str) -> TapewrightError:
    """An error of ours that names the tape. A full disk or a stop is nobody's tape: it ends the run."""
    if isinstance(error, StorageError | StoppedError):
        raise error
    if isinstance(error, TapewrightError):
        return type(error)(error.message, hint=error.hint, place=error.place or tape)
    # Where it happened and not what it says: an error's message may quote a word that was heard.
    where = "".join(traceback.format_tb(error.__traceback__))
    project.log.error("unexpected on %s (%s): %s\n%s", tape, what, type(error).__name__, where)
    return InputError(f"could not {what}: {type(error).__name__}: {error}", place=tape, hint="see the project's log")


def plain(settings: Mapping[str, object]) -> dict[str, object]:
    """The same values as JSON gives them back, so that what was stored can be compared."""
    given: dict[str, object] = json.loads(json.dumps(dict(settings)))
    return given


def now() -> str:
    """This moment in UTC, ISO 8601, to the second."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
