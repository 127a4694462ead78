"""An embedder for tests that knows a few words which mean the same, and counts what it was asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

_SAME = {
    "boat": ("boats", "ferry", "ship", "vessel"),
    "afraid": ("fear", "frightened", "scared"),
    "bread": ("flour", "bakery", "loaf"),
    "silent": ("quiet", "nobody", "asked"),
}
_MEANS = {word: first for first, others in _SAME.items() for word in (first, *others)}


class MeantWords:
    """Texts that hold words of the same meaning lie near each other; ``asked`` holds every text that was embedded."""

    stamp = "meant-1"
    size = 64

    def __init__(self) -> None:
        self.asked: list[str] = []

    def vectors(self, texts: Sequence[str]) -> Any:
        """A row for each text: the sum of its words' directions, those that mean something here ten times."""
        import numpy as np

        self.asked += texts
        made = np.zeros((len(texts), self.size), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.casefold()):
                seed = blake2b(_MEANS.get(word, word).encode(), digest_size=8).digest()
                direction = np.random.default_rng(int.from_bytes(seed, "big")).standard_normal(self.size)
                made[row] += direction * (10 if word in _MEANS else 1)
        return made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-12)
