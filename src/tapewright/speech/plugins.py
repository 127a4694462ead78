"""Classes that packages bring in by entry points, ours by the same door as those of others; looked up on request."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any

from tapewright.errors import MissingError, NotFoundError


def points_of(group: str) -> dict[str, EntryPoint]:
    """The entry points of a group by name, in the order of their names."""
    return {point.name: point for point in sorted(entry_points(group=group), key=lambda point: point.name)}


def named(group: str, name: str, *, what: str) -> EntryPoint:
    """One entry point. NotFoundError lists the names; ``what`` says what is looked for: "engine"."""
    points = points_of(group)
    if name not in points:
        raise NotFoundError(f"no {what} is called {name!r}", hint=f"there are: {', '.join(points) or 'none'}")
    return points[name]


def loaded(point: EntryPoint, *, what: str) -> Any:
    """What an entry point leads to. MissingError says why it cannot be imported."""
    try:
        return point.load()
    except Exception as error:  # whatever somebody's package does when it is imported
        raise MissingError(
            f"the {what} {point.name} cannot be used: {type(error).__name__}: {error}",
            hint="is its package whole? tapewright doctor tells more",
        ) from error
