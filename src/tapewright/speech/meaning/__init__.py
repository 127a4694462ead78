"""Meaning: texts become vectors that lie near each other where the texts mean something alike.

Belongs here: what makes vectors out of texts, by weights on this machine. Never here: tapes, passages, what is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Protocol

MODEL = "meaning"
"""The model, by its name in the registry."""

Vectors = Any
"""``numpy.ndarray`` float32 ``[texts, size]``, each row of length 1."""


class Embedder(Protocol):
    """Makes vectors. ``stamp`` names the weights and how they are run: vectors of different stamps are never mixed."""

    stamp: str
    size: int

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """A row for each text. A long text is cut behind some hundred words."""


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """Our own, kept for the life of the process. MissingError with the command that fetches its weights."""
    from tapewright.speech import registry
    from tapewright.speech.meaning.minilm import MiniLm

    return MiniLm(registry.find(MODEL, purpose="meaning"))


def is_here() -> bool:
    """Whether the weights are on this machine, judged by their files' sizes."""
    from tapewright.speech import registry

    return registry.state(MODEL).is_installed


__all__ = ["MODEL", "Embedder", "Vectors", "embedder", "is_here"]
