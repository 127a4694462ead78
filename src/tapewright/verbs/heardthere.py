"""What the engine heard at items of a review on which a typist wrote something else."""

from __future__ import annotations

from tapewright.collation.differences import Difference
from tapewright.errors import NotFoundError
from tapewright.model import TapeId
from tapewright.proof.review.items import Item
from tapewright.proof.review.matter import Why
from tapewright.verbs.keptdifferences import compared
from tapewright.verbs.project import Project


class HeardThere:
    """Asks each tape once for its differences between typist and engine."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[TapeId, tuple[Difference, ...]] = {}

    def words(self, tape: TapeId, item: Item) -> tuple[str, ...]:
        """The engine's words at an item; none where the two do not differ."""
        if Why.DIFFERS not in item.whys:
            return ()
        return tuple(
            one.heard_text
            for one in self._differences(tape)
            if one.heard_text and one.typed.start < item.end and item.first < one.typed.stop
        )

    def is_twin(self, one: tuple[TapeId, Item], other: tuple[TapeId, Item]) -> bool:
        """Whether one answer may settle both: they read the same, are asked about for the same first reason, and the
        engine heard the same at both. Where it heard others, another is said.
        """
        return one[1].twin_key == other[1].twin_key and self.words(*one) == self.words(*other)

    def _differences(self, tape: TapeId) -> tuple[Difference, ...]:
        if tape not in self._known:
            try:
                self._known[tape] = tuple(compared(self._project, tape).differences)
            except NotFoundError:  # no person has typed it, or no engine has heard it
                self._known[tape] = ()
        return self._known[tape]
