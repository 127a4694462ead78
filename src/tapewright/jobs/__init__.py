"""Jobs: many independent pieces of work, run here or elsewhere, each at least once and stored once.

Belongs here: runners. Never here: what the pieces mean. The ledger of what is finished is the store's
(``store.Ledger``); it makes runners interchangeable and restartable. Every runner passes
``tapewright.testing.runner_suite``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of work: ``do(argument)`` in some process. Both must pickle; ``name`` is unique within the run."""

    name: str
    do: Callable[[Any], Any]
    argument: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a piece ended: with a result, or with the error that it raised."""

    name: str
    result: Any = None
    error: BaseException | None = None


class Runner(Protocol):
    """Runs pieces and yields each as it ends, in any order. One failing piece does not end the others.

    A worker that dies costs only its piece: it is run again, twice at most, then reported as an error. Closing the
    iterator (Ctrl-C) stops the workers at once and leaves no process behind.
    """

    def run(self, pieces: Iterable[Piece]) -> Iterator[Done]: ...


__all__ = ["Done", "Piece", "Runner"]
