"""What happens, as it happens, to every page that is open: one stream of events with ids, replayed after a break.

Kinds: ``hello`` (the stream stands), ``changed`` (a transaction of the store), ``edit`` (a paper edit's file),
``script`` (a file in ``scripts``), ``job`` (a job's record), ``reload`` (some events were missed: read again what
you show).
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from tapewright.web.answers import json_bytes

ROOM = 2000
"""So many events are kept for pages that were away."""

HEARTBEAT_SECONDS = 15.0
"""A stream on which nothing happens says so this often; a page that has gone is noticed by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened, numbered within a run of the server."""

    number: int
    kind: str
    data: bytes


class Hub:
    """Hands what is published, from any thread, to every stream that is open."""

    def __init__(self, *, room: int = ROOM, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        self.run = secrets.token_hex(4)
        self._ring: deque[Event] = deque(maxlen=room)
        self._heartbeat = heartbeat_seconds
        self._last = 0
        self._sleepers: set[_Sleeper] = set()
        self._lock = threading.Lock()
        self._is_closed = False

    def publish(self, kind: str, data: Mapping[str, Any]) -> None:
        """Tell everybody. ``data`` is a record, as in an answer."""
        encoded = json_bytes(data)
        with self._lock:
            self._last += 1
            self._ring.append(Event(number=self._last, kind=kind, data=encoded))
        self._wake()

    def close(self) -> None:
        """End every stream, now."""
        self._is_closed = True
        self._wake()

    @property
    def place(self) -> str:
        """The id of what was told last: a stream that goes on from here tells all that comes after now."""
        with self._lock:
            return self._id(self._last)

    async def stream(self, last_id: str, hello: Mapping[str, Any]) -> AsyncIterator[bytes]:
        """The stream for a page that saw the event ``last_id`` last (empty: none). Ends when the hub is closed."""
        place = self._place(last_id)
        seen = self._last if place is None else place
        with self._sleeper() as sleeper:
            yield b"retry: 1000\n" + _frame("hello", json_bytes(hello), self._id(seen))
            if place is None:
                yield self._reload(seen)
            while not self._is_closed:
                sleeper.is_due.clear()
                events = self._after(seen)
                if events is None:
                    seen = self._last
                    yield self._reload(seen)
                    continue
                for event in events:
                    seen = event.number
                    yield _frame(event.kind, event.data, self._id(seen))
                if not events and not await sleeper.sleep(self._heartbeat):
                    yield b": still here\n\n"

    def _place(self, last_id: str) -> int | None:
        """The number of the last event that a page saw; None where it cannot be gone on from there."""
        if not last_id:
            return self._last
        run, _, number = last_id.partition("-")
        if run != self.run or not number.isascii() or not number.isdigit() or len(number) > 15:
            return None
        return int(number) if self._after(int(number)) is not None else None

    def _after(self, seen: int) -> list[Event] | None:
        """The events after a number; None where some of them are kept no more."""
        with self._lock:
            missing = self._last - seen
            if missing < 0 or missing > len(self._ring):
                return None
            return list(self._ring)[len(self._ring) - missing :] if missing else []

    def _id(self, number: int) -> str:
        return f"{self.run}-{number}"

    def _reload(self, seen: int) -> bytes:
        return _frame("reload", b"{}", self._id(seen))

    @contextmanager
    def _sleeper(self) -> Iterator[_Sleeper]:
        sleeper = _Sleeper()
        self._sleepers.add(sleeper)
        try:
            yield sleeper
        finally:
            self._sleepers.discard(sleeper)

    def _wake(self) -> None:
        for sleeper in list(self._sleepers):
            sleeper.wake()


class _Sleeper:
    """One stream that waits for something to happen, on its own event loop."""

    def __init__(self) -> None:
        self.is_due = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    async def sleep(self, seconds: float) -> bool:
        """Until woken; False where nothing happened for so long."""
        try:
            async with asyncio.timeout(seconds):
                await self.is_due.wait()
        except TimeoutError:
            return False
        return True

    def wake(self) -> None:
        with suppress(RuntimeError):  # a loop that has ended
            self._loop.call_soon_threadsafe(self.is_due.set)


def _frame(kind: str, data: bytes, event_id: str) -> bytes:
    return f"id: {event_id}\nevent: {kind}\ndata: ".encode() + data + b"\n\n"
