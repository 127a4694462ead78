"""Voice finders by name: found through the entry points ``tapewright.voice_finders`` on request, never at import."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from tapewright.errors import MissingError, NotFoundError
from tapewright.speech import VoiceFinder

GROUP = "tapewright.voice_finders"
DEFAULT = "two-network"
WEIGHTS = "voices"
"""The known model that holds the weights of our own finder."""


def finder_class(name: str = DEFAULT) -> type[VoiceFinder]:
    """One finder's class. NotFoundError lists the names; MissingError says why it cannot be imported."""
    points = {point.name: point for point in entry_points(group=GROUP)}
    if name not in points:
        there = ", ".join(sorted(points)) or "none"
        raise NotFoundError(f"no voice finder is called {name!r}", hint=f"there are: {there}")
    return _load(points[name])


@lru_cache(maxsize=1)
def finder(kind: type[VoiceFinder], weights: Path | None) -> VoiceFinder:
    """A finder that is kept for the life of the process, so that a worker loads its weights once."""
    return kind(weights)


def _load(point: EntryPoint) -> type[VoiceFinder]:
    try:
        loaded: type[VoiceFinder] = point.load()
    except Exception as error:  # whatever somebody's package does when it is imported
        raise MissingError(
            f"the voice finder {point.name} cannot be used: {type(error).__name__}: {error}",
            hint="is its package whole? tapewright doctor tells more",
        ) from error
    return loaded
