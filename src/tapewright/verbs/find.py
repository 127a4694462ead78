"""Find what was said: exactly, closely, or by its sound."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from tapewright.errors import MissingError, NotFoundError, UsageError
from tapewright.model import Hit, HitPage, SpeakerId, TapeId
from tapewright.search.passages import Around, Place, evaluate
from tapewright.search.query import PASSAGE, read_query
from tapewright.store.wordreader import Occurrence, WordReader
from tapewright.timing import Interval, Ticks
from tapewright.verbs.hits import Talk
from tapewright.verbs.project import Project
from tapewright.verbs.times import times_record
from tapewright.words.normal import searched
from tapewright.words.numbers import readings

WAYS = ("exact", "close", "sound", "meaning")

_FEW_TURNS = 400
"""So many turns are read faster than the index is asked where a common word stands."""


def find(
    project: Project,
    query: str,
    *,
    way: str = "exact",
    speaker: str | SpeakerId | None = None,
    tape: str | None = None,
    start: Ticks | None = None,
    end: Ticks | None = None,
    offset: int = 0,
    limit: int = 50,
    context_words: int = 12,
) -> HitPage:
    """One page of what answers a query; ``total`` counts all.

    ``way``: ``exact`` reads the query language of ``tapewright.search.query`` and answers in the order of tapes;
    ``close`` finds a sentence that was remembered, typed or heard wrongly, best first; ``sound`` finds what sounds
    alike. ``speaker`` (a name or an id) keeps to hits of which every word is theirs, ``tape`` to one tape, ``start``
    and ``end`` (ticks of the tape, the end is not included) to hits whose middle lies between. Raises UsageError
    with the place where a query breaks, NotFoundError for a tape or speaker that is not there, and MissingError for
    ``meaning``, which needs weights.
    """
    if way not in WAYS:
        raise UsageError(f"there is no way of searching called {way!r}", hint=f"choose one of {', '.join(WAYS)}")
    if way == "meaning":
        raise MissingError("search by meaning is not in this version", hint="it comes with the embeddings; use close")
    if offset < 0 or limit < 0 or context_words < 0:
        raise UsageError("offset, limit and context cannot be negative")
    within = _between(start, end)
    tapes = None if tape is None else [project.store.tape(TapeId(tape)).id]
    speakers = None if speaker is None else _speakers(project, speaker)
    with project.store.reading() as connection:
        talk = Talk(project, WordReader(connection))
        if way == "exact":
            places = evaluate(read_query(query), _Index(talk, tapes, speakers))
            found = [_Graded(place) for place in places]
        else:
            found = _near_places(project, talk, query, way, _stretches(talk, tapes, speakers, within))
            found = [one for one in found if speakers is None or talk.speakers_of(one.place) <= speakers]
        if within is not None:
            found = [one for one in found if _is_within(talk, one.place, within)]
        page = [
            talk.hit(one.place, context_words=context_words, score=one.score, differs=one.differs)
            for one in found[offset : offset + limit]
        ]
        if way == "sound":
            page = [replace(hit, differs=_differing(query, hit.text)) for hit in page]
    return HitPage(query=query, way=way, total=len(found), hits=tuple(page), offset=offset)


def record(page: HitPage) -> dict[str, object]:
    """``{"query", "way", "total", "offset", "hits": [{"tape", "speaker", "start", "end", "ticks", "timecode", …}]}``.

    ``start`` and ``end`` are seconds of tape time, ``ticks`` the same in whole ticks, ``timecode`` the source timecode
    of the first word, ``score`` a number from 0 to 1, ``differs`` the number of words that are not the same.
    """
    return {
        "query": page.query,
        "way": page.way,
        "total": page.total,
        "offset": page.offset,
        "hits": [_hit_record(hit) for hit in page.hits],
    }


def _hit_record(hit: Hit) -> dict[str, object]:
    interval = hit.span.interval
    return {
        "tape": hit.span.tape,
        "speaker": hit.speaker or None,
        **times_record(interval),
        "timecode": hit.timecode,
        "text": hit.text,
        "before": hit.before,
        "after": hit.after,
        "score": hit.score / 1000,
        "differs": hit.differs,
    }


class _Index:
    """Looks phrases up for ``evaluate``, on the tapes and from the speakers that were asked for."""

    def __init__(self, talk: Talk, tapes: list[TapeId] | None, speakers: set[SpeakerId] | None) -> None:
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


class _Graded(NamedTuple):
    place: Place
    score: int = 1000
    differs: int = 0


def _near_places(
    project: Project, talk: Talk, query: str, way: str, within: dict[str, list[tuple[int, int]]] | None
) -> list[_Graded]:
    # numpy is loaded for these ways alone: an exact search must not wait for it.
    from tapewright.verbs.quotes import QuoteIndex

    words = searched(query.split())
    if not words:
        raise UsageError("there is no word to search for", hint="write the sentence as you remember it")
    found = QuoteIndex(project, talk.words, way=way).find(words, within=within)
    return [
        _Graded(Place(one.tape, one.start, one.end, one.end - one.start), int(one.score * 1000), one.differs)
        for one in found
    ]


def _differing(query: str, text: str) -> int:
    """How many words of a query a text has not."""
    return (Counter(searched(query.split())) - Counter(searched(text.split()))).total()


def _stretches(
    talk: Talk, tapes: list[TapeId] | None, speakers: set[SpeakerId] | None, within: tuple[int, int] | None
) -> dict[str, list[tuple[int, int]]] | None:
    """The turns that can answer, as stretches of each tape's words; None where every turn can."""
    if tapes is None and speakers is None and within is None:
        return None
    found: dict[str, list[tuple[int, int]]] = {}
    for tape in talk.words.digests() if tapes is None else tapes:
        layout = talk.layout(tape)
        found[tape] = [
            (layout.before[number], layout.before[number + 1])
            for number, (starts, ends) in enumerate(talk.times(tape))
            if (speakers is None or layout.speakers[number] in speakers)
            and (within is None or (starts < within[1] and ends > within[0]))
        ]
    return found


def _between(start: Ticks | None, end: Ticks | None) -> tuple[int, int] | None:
    if start is None and end is None:
        return None
    first, last = start or 0, (1 << 62) if end is None else end
    if last < first:
        raise UsageError("the end lies before the start")
    return first, last


def _is_within(talk: Talk, place: Place, within: tuple[int, int]) -> bool:
    layout = talk.layout(TapeId(place.tape))
    first, last = layout.at(place.start)[0], layout.at(place.end - 1)[0]
    times = talk.times(layout.tape)
    if times[first][0] >= within[1] or max(end for _, end in times[first : last + 1]) <= within[0]:
        return False
    interval: Interval = talk.interval(place)
    return within[0] <= interval.middle < within[1]


def _speakers(project: Project, wanted: str | SpeakerId) -> set[SpeakerId]:
    """Everybody who bears the name, whatever its case, or has the id."""
    everybody = project.store.speakers()
    if isinstance(wanted, int):
        found = {speaker.id for speaker in everybody if speaker.id == wanted}
    else:
        found = {speaker.id for speaker in everybody if speaker.name.casefold() == wanted.strip().casefold()}
    if not found:
        raise NotFoundError(f"there is no speaker {wanted!r}", hint=_near(str(wanted), (s.name for s in everybody)))
    return found


def _near(name: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(names), n=3, cutoff=0.4)
    return f"near it: {', '.join(near)}" if near else "tapewright speakers lists them"


__all__ = ["WAYS", "find", "record"]
