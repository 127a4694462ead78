"""The runner that needs nothing: one piece after the other, in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tapewright.jobs import Done, Piece


class InProcess:
    """Runs pieces here. For one piece of work, for tests, and for machines with one core."""

    def run(self, pieces: Iterable[Piece]) -> Iterator[Done]:
        for piece in pieces:
            try:
                yield Done(name=piece.name, result=piece.do(piece.argument))
            except Exception as error:
                yield Done(name=piece.name, error=error)
