"""Which transactions are made inside a block: what a door tells whoever asked for the change, so that just that can be
taken back, and nothing that others did meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_MADE: ContextVar[list[int] | None] = ContextVar("made", default=None)


@contextmanager
def noting_made() -> Iterator[list[int]]:
    """The numbers of the transactions that are made inside, oldest first, by this thread or those it hands its context.

    >>> with noting_made() as made:
    ...     note_made(7)
    >>> note_made(8)
    >>> made
    [7]
    """
    numbers: list[int] = []
    token = _MADE.set(numbers)
    try:
        yield numbers
    finally:
        _MADE.reset(token)


def note_made(number: int) -> None:
    """A transaction is durable now. Told by stores."""
    numbers = _MADE.get()
    if numbers is not None:
        numbers.append(number)
