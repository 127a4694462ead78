"""A few answers that cost something, kept while what they were worked out from stays the same."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class AtHand(Generic[Value]):
    """The last ``most`` values by their keys. Safe to use from several threads; each key is worked out once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, tuple[threading.Lock, list[Value]]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value, made now if it is not at hand. What ``make`` raises is raised, and nothing is kept."""
        with self._lock:
            turn, found = self._held.setdefault(key, (threading.Lock(), []))
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        with turn:
            if not found:
                found.append(make())
            return found[0]
