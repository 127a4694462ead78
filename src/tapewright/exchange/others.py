"""Formats by others: they come in by the entry points ``tapewright.formats``, for transcripts and for cuts alike.

They are looked for when a format is asked for and never at import; one that fails to load is named and left out.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Generic, TypeVar

GROUP = "tapewright.formats"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFormat:
    """What a format of any kind has: the name that a person types, and what it is for."""

    name: str
    title: str


Kind = TypeVar("Kind", bound=NamedFormat)


@dataclass(frozen=True, slots=True)
class Table(Generic[Kind]):
    """The formats of one kind by name, and what could not be loaded and why."""

    formats: dict[str, Kind]
    left_out: tuple[str, ...] = ()


def table_of(kind: type[Kind], own: Iterable[Kind]) -> Table[Kind]:
    """Our own and those of installed packages; ours win where a name is taken twice."""
    found = {form.name: form for form in own}
    left_out: list[str] = []
    for entry in entry_points(group=GROUP):
        try:
            form = entry.load()
            if not isinstance(form, NamedFormat):
                raise TypeError(f"it is not a {kind.__module__}.{kind.__qualname__}")
        except Exception as error:  # a stranger's package may raise anything, and must not stop ours
            left_out.append(f"format {entry.name} of {entry.value} left out: {error}")
            continue
        if not isinstance(form, kind):
            continue  # the same door, but for the other kind
        if form.name in found:
            left_out.append(f"format {form.name} of {entry.value} left out: the name is taken")
            continue
        found[form.name] = form
    return Table(found, tuple(left_out))


def made(maker: str | Callable[..., Any], *arguments: str) -> Any:
    """A reader or writer of a class, or of ``module:Class``, whose module is imported now."""
    if isinstance(maker, str):
        module, _, attribute = maker.partition(":")
        maker = getattr(importlib.import_module(module), attribute)
    assert callable(maker)
    return maker(*arguments)
