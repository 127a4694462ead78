"""Whether a record is still as somebody saw it who is about to change it."""

from __future__ import annotations

from tapewright.errors import ConflictError


def check_revision(called: str, revision: int, expected: int | None) -> None:
    """ConflictError where a record is not at the ``expected`` revision, which somebody saw; None expects nothing."""
    if expected is not None and revision != expected:
        raise ConflictError(
            f"{called} was changed by somebody else (it is at revision {revision})",
            hint="read it again and repeat the change",
        )
