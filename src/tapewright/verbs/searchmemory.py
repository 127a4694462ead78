"""What a process that answers many searches keeps between them: how tapes lie, and the places of the last queries."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from tapewright.model import TapeId
from tapewright.store.wordreader import TapeLayout

Place = TypeVar("Place")

_QUERIES = 64
_PLACES = 400_000
"""So many places are kept in all, some 100 MB at the most; the query asked last is kept however many it has."""


class SearchMemory:
    """Kept answers. Whoever asks says in the key what the tapes read (``WordReader.digests``), so that nothing stale is
    ever given. May be used from many threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, Sequence[Any]] = OrderedDict()
        self._layouts: dict[TapeId, tuple[int, TapeLayout]] = {}
        self._making: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self.warming = threading.Lock()

    def places(self, key: Hashable, look: Callable[[], Sequence[Place]]) -> Sequence[Place]:
        """The places of a query, looked for where they are not known."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        found = look()
        with self._lock:
            self._found[key] = found
            self._found.move_to_end(key)
            while len(self._found) > 1 and self._is_full():
                self._found.popitem(last=False)
        return found

    def layout(self, tape: TapeId, digest: int, read: Callable[[TapeId], TapeLayout]) -> TapeLayout:
        """How the turns of a tape run while it reads as the digest says."""
        kept = self._layouts.get(tape)
        if kept is None or kept[0] != digest:
            kept = self._layouts[tape] = (digest, read(tape))
        return kept[1]

    def making(self, way: str) -> threading.Lock:
        """Held while the index of a way of searching is got, so that it is made once."""
        with self._lock:
            return self._making[way]

    def _is_full(self) -> bool:
        return len(self._found) > _QUERIES or sum(map(len, self._found.values())) > _PLACES
