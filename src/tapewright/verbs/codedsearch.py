"""Search among coded passages: hits whose middle lies under a code, or under one below it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence

from tapewright.model import SpeakerId, TapeId
from tapewright.search.query import Query
from tapewright.timing import Interval, merge
from tapewright.verbs.codebooks import code_tree
from tapewright.verbs.hits import Talk
from tapewright.verbs.project import Project
from tapewright.verbs.seeking import Graded, Seeker


class CodedSeeker:
    """A ``Seeker`` that keeps to what is coded. ``code`` is a name, a path or ``C12``: NotFoundError, ConflictError."""

    def __init__(self, project: Project, talk: Talk, seeker: Seeker, code: str) -> None:
        tree = code_tree(project)
        wanted = tree.under(tree.find(code).id)
        spans = [coding.quote.span for coding in project.store.codings() if coding.code in wanted]
        self._talk = talk
        self._seeker = seeker
        self.query: Query | None = seeker.query
        self._coded = {
            tape: merge(span.interval for span in spans if span.tape == tape)
            for tape in sorted({span.tape for span in spans})
        }

    def places(self, tapes: Collection[TapeId] | None, speakers: frozenset[SpeakerId] | None) -> Sequence[Graded]:
        """As ``Seeker.places``, on the tapes that are coded so."""
        among = [tape for tape in self._coded if tapes is None or tape in tapes]
        if not among:
            return []
        return [one for one in self._seeker.places(among, speakers) if self._is_coded(one)]

    def _is_coded(self, one: Graded) -> bool:
        stretches: Sequence[Interval] = self._coded[TapeId(one.place.tape)]
        middle = self._talk.interval(one.place).middle
        at = bisect_right(stretches, middle, key=lambda stretch: stretch.start) - 1
        return at >= 0 and middle < stretches[at].end
