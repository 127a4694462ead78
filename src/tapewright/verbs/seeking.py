"""Where a query is answered: all places, in each way of searching, of some tapes and speakers, between two times."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from typing import NamedTuple

from tapewright.errors import UsageError
from tapewright.model import SpeakerId, TapeId
from tapewright.model.progress import Report, silent
from tapewright.search.passages import Around, Place, evaluate
from tapewright.search.query import PASSAGE, Query, read_query
from tapewright.store.wordreader import Occurrence
from tapewright.timing import Interval
from tapewright.verbs.hits import Talk
from tapewright.verbs.project import Project
from tapewright.words.normal import searched
from tapewright.words.numbers import readings

_FEW_TURNS = 400
"""So many turns are read faster than the index is asked where a common word stands."""

Times = tuple[int, int]
"""From and to, in ticks of the tape; the end is not included."""


class Graded(NamedTuple):
    """A place with how well it agrees."""

    place: Place
    score: int = 1000
    differs: int = 0


class Seeker:
    """Looks a query up in one still picture of the project. UsageError where the query breaks."""

    def __init__(
        self,
        project: Project,
        talk: Talk,
        query: str,
        way: str,
        within: Times | None,
        report: Report = silent,
    ) -> None:
        self._project = project
        self._talk = talk
        self._way = way
        self._within = within
        self._text = query
        self._report = report
        self.query: Query | None = read_query(query) if way == "exact" else None
        if self.query is None and not searched(query.split()):
            raise UsageError("there is no word to search for", hint="write the sentence as you remember it")

    def places(self, tapes: Collection[TapeId] | None, speakers: frozenset[SpeakerId] | None) -> Sequence[Graded]:
        """Every place: in the order of tapes for exact search, else the best first."""
        memory = self._talk.memory
        if memory is None:
            return self._looked_up(tapes, speakers)
        reads = frozenset(self._talk.digests.items())
        among = None if tapes is None else frozenset(tapes)
        key = (self._text, self._way, among, speakers, self._within, hash(reads))
        return memory.places(key, lambda: self._looked_up(tapes, speakers))

    def _looked_up(self, tapes: Collection[TapeId] | None, speakers: frozenset[SpeakerId] | None) -> list[Graded]:
        if self.query is not None:
            found = [Graded(place) for place in evaluate(self.query, _Index(self._talk, tapes, speakers))]
        else:
            found = self._near(_stretches(self._talk, tapes, speakers, self._within))
            found = [one for one in found if speakers is None or self._talk.speakers_of(one.place) <= speakers]
        if self._within is not None:
            found = [one for one in found if _is_within(self._talk, one.place, self._within)]
        return found

    def _near(self, within: dict[str, list[tuple[int, int]]] | None) -> list[Graded]:
        if self._way == "meaning":
            from tapewright.verbs.meaningindex import find_meant

            meant = find_meant(self._project, self._talk.words, self._text, within=within, report=self._report)
            return [Graded(Place(p.tape, p.start, p.end, p.end - p.start), int(p.score * 1000)) for p in meant]
        # numpy is loaded for these ways alone: an exact search must not wait for it.
        from tapewright.verbs.quotes import QuoteIndex

        memory = self._talk.memory
        with memory.making(self._way) if memory else nullcontext():
            index = QuoteIndex(self._project, self._talk.words, way=self._way)
        return [
            Graded(Place(one.tape, one.start, one.end, one.end - one.start), int(one.score * 1000), one.differs)
            for one in index.find(searched(self._text.split()), within=within)
        ]


class _Index:
    """Looks phrases up for ``evaluate``, on the tapes and from the speakers that were asked for."""

    def __init__(self, talk: Talk, tapes: Collection[TapeId] | None, speakers: frozenset[SpeakerId] | None) -> None:
        self._talk = talk
        self._tapes = tapes
        self._speakers = speakers

    def places(self, words: Sequence[str], around: Around | None) -> list[Place]:
        places: dict[Place, None] = {}
        for way in readings(words):
            for found in self._occurrences(way, around):
                layout = self._talk.layout(found.tape)
                start = layout.before[layout.number[found.turn]] + found.first
                end = layout.end_of(found)
                # One's words before and after somebody else's long answer are no phrase.
                if end - start - found.length <= PASSAGE:
                    place = Place(found.tape, start, end, found.length, end - start > found.length)
                    if self._speakers is None or self._talk.speakers_of(place) <= self._speakers:
                        places[place] = None
        return sorted(places)

    def weight(self, words: Sequence[str]) -> int:
        return sum(self._talk.words.weight(way) for way in readings(words))

    def _occurrences(self, words: Sequence[str], around: Around | None) -> list[Occurrence]:
        turns = None if around is None else self._turns(around, len(words))
        if turns is not None and len(turns) <= _FEW_TURNS:
            return self._talk.words.phrase(words, turns=sorted(turns))
        tapes = self._tapes if around is None else sorted({TapeId(place.tape) for place in around.places})
        return self._talk.words.phrase(words, tapes=tapes)

    def _turns(self, around: Around, length: int) -> set[int]:
        """The turns in which a phrase may begin so that it lies within reach; stops when they are many."""
        turns: set[int] = set()
        for place in around.places:
            layout = self._talk.layout(TapeId(place.tape))
            # A phrase of one speaker's own words may be longer than its words by what others say between.
            first, _ = layout.at(max(0, place.start - around.reach - length - PASSAGE))
            last, _ = layout.at(min(place.end + around.reach, layout.before[-1] - 1))
            turns.update(layout.turns[first : last + 1])
            if len(turns) > _FEW_TURNS:
                break
        return turns


def _stretches(
    talk: Talk, tapes: Collection[TapeId] | None, speakers: frozenset[SpeakerId] | None, within: Times | None
) -> dict[str, list[tuple[int, int]]] | None:
    """The turns that can answer, as stretches of each tape's words; None where every turn can."""
    if tapes is None and speakers is None and within is None:
        return None
    found: dict[str, list[tuple[int, int]]] = {}
    for tape in talk.digests if tapes is None else tapes:
        layout = talk.layout(tape)
        found[tape] = [
            (layout.before[number], layout.before[number + 1])
            for number, (starts, ends) in enumerate(talk.times(tape))
            if (speakers is None or layout.speakers[number] in speakers)
            and (within is None or (starts < within[1] and ends > within[0]))
        ]
    return found


def _is_within(talk: Talk, place: Place, within: Times) -> bool:
    layout = talk.layout(TapeId(place.tape))
    first, last = layout.at(place.start)[0], layout.at(place.end - 1)[0]
    times = talk.times(layout.tape)
    if times[first][0] >= within[1] or max(end for _, end in times[first : last + 1]) <= within[0]:
        return False
    interval: Interval = talk.interval(place)
    return within[0] <= interval.middle < within[1]
