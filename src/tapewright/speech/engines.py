"""Engines by name: found through the entry points ``tapewright.engines`` on request, never at import.

Our own engine comes in by the same door as those of others. One that cannot be imported is named and left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tapewright.errors import MissingError
from tapewright.speech import Engine, HearingSettings
from tapewright.speech.plugins import loaded, named, points_of

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
    for name, point in points_of(GROUP).items():
        try:
            found[name] = loaded(point, what="engine")
        except MissingError as error:
            left_out.append(LeftOut(name, error.message))
    return found, left_out


def engine_class(name: str) -> type[Engine]:
    """One engine's class. NotFoundError lists the names; MissingError says why it cannot be imported."""
    kind: type[Engine] = loaded(named(GROUP, name, what="engine"), what="engine")
    return kind


@lru_cache(maxsize=1)
def engine(kind: type[Engine], settings: HearingSettings, weights: Path | None) -> Engine:
    """An engine that is kept for the life of the process, so that a worker loads its weights once."""
    return kind(settings, weights)
