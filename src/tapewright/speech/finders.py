"""Voice finders by name: found through the entry points ``tapewright.voice_finders`` on request, never at import."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tapewright.speech import VoiceFinder
from tapewright.speech.plugins import loaded, named

GROUP = "tapewright.voice_finders"
DEFAULT = "two-network"
WEIGHTS = "voices"
"""The known model that holds the weights of our own finder."""


def finder_class(name: str = DEFAULT) -> type[VoiceFinder]:
    """One finder's class. NotFoundError lists the names; MissingError says why it cannot be imported."""
    kind: type[VoiceFinder] = loaded(named(GROUP, name, what="voice finder"), what="voice finder")
    return kind


@lru_cache(maxsize=1)
def finder(kind: type[VoiceFinder], weights: Path | None) -> VoiceFinder:
    """A finder that is kept for the life of the process, so that a worker loads its weights once."""
    return kind(weights)
