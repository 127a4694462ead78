"""Progress: what long work says of itself while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far something is. ``done`` and ``total`` count ``unit`` (``bytes``, ``ticks`` of tape, ``files``, ``words``).

    ``total`` 0 means that nobody knows yet. ``note`` is one short remark ("2 stretches heard again").
    """

    what: str
    done: int
    total: int
    unit: str
    note: str = ""


Report = Callable[[Step], None]
"""Called often and from the thread that does the work; it must be quick and must not raise."""


def silent(step: Step) -> None:
    """A report that nobody hears."""
