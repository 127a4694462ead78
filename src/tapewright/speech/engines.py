"""Engines by name: found through the entry points ``tapewright.engines`` on request, never at import.

Our own engine comes in by the same door as those of others. One that cannot be imported is named and left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from tapewright.errors import MissingError, NotFoundError
from tapewright.speech import Engine, HearingSettings

GROUP = "tapewright.engines"
DEFAULT = "faster-whisper"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An engine that is installed but cannot be used, and why."""

    name: str
    reason: str


def engines() -> tuple[dict[str, type[Engine]], list[LeftOut]]:
    """The engines that can be imported, by name, and those that cannot."""
    found: dict[str, type[Engine]] = {}
    left_out: list[LeftOut] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found[point.name] = _load(point)
        except MissingError as error:
            left_out.append(LeftOut(point.name, error.message))
    return found, left_out


def engine_class(name: str) -> type[Engine]:
    """One engine's class. NotFoundError lists the names; MissingError says why it cannot be imported."""
    points = {point.name: point for point in entry_points(group=GROUP)}
    if name not in points:
        raise NotFoundError(f"no engine is called {name!r}", hint=f"there are: {', '.join(sorted(points)) or 'none'}")
    return _load(points[name])


@lru_cache(maxsize=1)
def engine(kind: type[Engine], settings: HearingSettings, weights: Path | None) -> Engine:
    """An engine that is kept for the life of the process, so that a worker loads its weights once."""
    return kind(settings, weights)


def _load(point: EntryPoint) -> type[Engine]:
    try:
        loaded: type[Engine] = point.load()
    except Exception as error:  # whatever somebody's package does when it is imported
        raise MissingError(
            f"the engine {point.name} cannot be used: {type(error).__name__}: {error}",
            hint="is its package whole? tapewright doctor tells more",
        ) from error
    return loaded
