"""What kept tapewright from answering.

One tree, few classes. Each carries a stable ``code`` (for programs), an exit status (for the shell) and an HTTP
status (for the browser). A message says what happened and to which thing; ``hint`` says what to do next.

A question answered "no" (an altered quote, a gap, a bite that no longer reads so) is a result, never an error.

    TapewrightError
    ├── UsageError            2  400   asked wrongly: an option, a name or a value that cannot be meant
    │   ├── NotFoundError     2  404   the thing that was named does not exist in this project
    │   └── TooLargeError     2  413   more was given than is taken
    ├── InputError            3  422   a file that came from outside could not be read
    ├── ConflictError         2  412   somebody changed it first; nothing was written
    ├── DamagedProjectError   4  500   the project itself is not whole
    ├── MissingError          5  501   a model, an extra or a program that is not installed
    ├── StorageError          4  507   the disk is full or refuses to be written
    ├── FaultError           70  500   tapewright itself is wrong
    └── StoppedError        130  499   stopped by the person; what was finished is kept
"""

from __future__ import annotations

import errno
from typing import ClassVar

_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO))
_NO_NAME = frozenset((errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP))


class TapewrightError(Exception):
    """Something kept us from answering. ``place`` names the tape, file and line where it happened, if known."""

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 2
    http_status: ClassVar[int] = 500

    def __init__(self, message: str, *, hint: str = "", place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message

    def to_record(self) -> dict[str, str]:
        """The JSON shape that every door shows: ``{"code", "message", "hint", "place"}``."""
        return {"code": self.code, "message": self.message, "hint": self.hint, "place": self.place}

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments are lost by the default; an error must survive the way back from a worker process.
        return (_remake, (type(self), self.message, self.hint, self.place))


def _remake(kind: type[TapewrightError], message: str, hint: str, place: str) -> TapewrightError:
    return kind(message, hint=hint, place=place)


class UsageError(TapewrightError):
    """Asked wrongly: an option, a name or a value that cannot be meant."""

    code = "usage"
    exit_status = 2
    http_status = 400


class NotFoundError(UsageError):
    """The tape, speaker, edit or model that was named does not exist here."""

    code = "not_found"
    http_status = 404


class TooLargeError(UsageError):
    """More was given than is taken. Nothing of it was kept."""

    code = "too_large"
    http_status = 413


class ConflictError(UsageError):
    """Somebody changed it first. Nothing was written.

    ``current`` is the version that is there now, as JSON, where whoever asked can be shown it.
    """

    code = "conflict"
    http_status = 412
    current: object = None


class InputError(TapewrightError):
    """A file from outside could not be read. The message names the file, the place in it and the reason."""

    code = "unreadable"
    exit_status = 3
    http_status = 422


class DamagedProjectError(TapewrightError):
    """The project's own files are not whole."""

    code = "damaged"
    exit_status = 4


class StorageError(DamagedProjectError):
    """The disk is full, read-only or refuses to be written. Nothing was half written."""

    code = "storage"
    http_status = 507


class MissingError(TapewrightError):
    """A model, an extra or a program that is not installed. The hint is the command that installs it."""

    code = "missing"
    exit_status = 5
    http_status = 501


class FaultError(TapewrightError):
    """tapewright itself is wrong. Made at the doors out of whatever no other class foresees (70 is EX_SOFTWARE)."""

    code = "fault"
    exit_status = 70
    http_status = 500


class StoppedError(TapewrightError):
    """The person stopped it. What was finished is kept."""

    code = "stopped"
    exit_status = 130
    http_status = 499


def refusal(error: OSError) -> TapewrightError:
    """What the system refuses where nobody foresaw it, by its reason."""
    message, place = error.strerror or str(error), str(error.filename or "")
    if error.errno in _NO_ROOM:
        return StorageError(
            message, place=place or "the output", hint="make room or use another disk, and run it again"
        )
    if error.errno in _NO_NAME:
        return UsageError(message, place=place, hint="give another name")
    return InputError(message, place=place, hint="look at its name and permissions")


def too_large_a_number() -> TapewrightError:
    """The store counts in 64 bits: whoever gives more digits means nothing that is there."""
    return UsageError("a number is larger than any that is in use", hint="give a smaller one")
