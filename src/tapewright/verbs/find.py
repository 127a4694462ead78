"""Find what was said: exactly, closely, or by its sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Facets, Hit, HitPage, SpeakerId, TapeId
from tapewright.model.progress import Report, silent
from tapewright.store.wordreader import WordReader
from tapewright.timing import Ticks
from tapewright.verbs.codedsearch import CodedSeeker
from tapewright.verbs.facets import by_speaker, by_tape
from tapewright.verbs.facets import record as facets_record
from tapewright.verbs.hits import Talk
from tapewright.verbs.lighting import compared, lit_by
from tapewright.verbs.project import Project
from tapewright.verbs.searchmemory import SearchMemory
from tapewright.verbs.seeking import Graded, Seeker
from tapewright.verbs.times import times_record
from tapewright.words.near import near
from tapewright.words.normal import searched

WAYS = ("exact", "close", "sound", "meaning")


def find(
    project: Project,
    query: str,
    *,
    way: str = "exact",
    speaker: str | SpeakerId | None = None,
    tape: str | None = None,
    code: str | None = None,
    start: Ticks | None = None,
    end: Ticks | None = None,
    offset: int = 0,
    limit: int = 50,
    context_words: int = 12,
    facets: bool = False,
    memory: SearchMemory | None = None,
    report: Report = silent,
) -> HitPage:
    """One page of what answers a query; ``total`` counts all.

    ``way``: ``exact`` reads the query language of ``tapewright.search.query`` and answers in the order of tapes;
    ``close`` finds a sentence that was remembered, typed or heard wrongly, best first; ``sound`` finds what sounds
    alike; ``meaning`` passages that mean it, in whatever words. ``speaker`` (a name or an id) keeps to hits of which
    every word is theirs, ``tape`` to one tape, ``code`` (its name, the end of its path, or ``C12``) to hits whose
    middle lies in a passage that is coded so or with a code below it, ``start`` and ``end`` (ticks, the end is not
    included) to hits whose middle lies between. ``facets`` says how the hits are spread, each facet as if nothing was
    chosen in it; ``memory`` is what the process keeps between searches; ``report`` hears of passages that are embedded.
    Raises UsageError with the place where a query breaks, NotFoundError for a tape, speaker or code that is not there,
    and MissingError for ``meaning`` where its weights are not on this machine.
    """
    if way not in WAYS:
        raise UsageError(f"there is no way of searching called {way!r}", hint=f"choose one of {', '.join(WAYS)}")
    if offset < 0 or limit < 0 or context_words < 0:
        raise UsageError("offset, limit and context cannot be negative")
    within = _between(start, end)
    tapes = None if tape is None else [project.store.tape(TapeId(tape)).id]
    speakers = None if speaker is None else _speakers(project, speaker)
    with project.store.reading() as connection:
        talk = Talk(project, WordReader(connection), memory)
        every = Seeker(project, talk, query, way, within, report)
        seeker = every if code is None else CodedSeeker(project, talk, every, code)
        found = seeker.places(tapes, speakers)
        hits = [
            talk.hit(one.place, context_words=context_words, score=one.score, differs=one.differs)
            for one in found[offset : offset + limit]
        ]
        spread = _facets(talk, seeker, found, tapes, speakers) if facets else None
    page = tuple(lit_by(seeker.query, hit) if seeker.query else _explained(query, way, hit) for hit in hits)
    return HitPage(query=query, way=way, total=len(found), hits=page, offset=offset, facets=spread)


def record(page: HitPage) -> dict[str, object]:
    """``{"query", "way", "total", "offset", "hits": [{"tape", "speaker", "start", "end", "ticks", "timecode", "text",
    "before", "after", "score", "differs", "differences": [{"asked", "said"}], "lit": [[first, end]]}], "facets"?}``.

    ``start`` and ``end`` are seconds of tape time, ``ticks`` the same in whole ticks, ``timecode`` the source timecode
    of the first word, ``score`` a number from 0 to 1, ``differs`` the number of words that are not the same, ``lit``
    the words of ``text`` that were asked for. ``facets`` is there where it was asked for.
    """
    made = {
        "query": page.query,
        "way": page.way,
        "total": page.total,
        "offset": page.offset,
        "hits": [hit_record(hit) for hit in page.hits],
    }
    return made if page.facets is None else {**made, "facets": facets_record(page.facets)}


def hit_record(hit: Hit) -> dict[str, object]:
    """One hit as JSON."""
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
        "differences": [{"asked": asked, "said": said} for asked, said in hit.differences],
        "lit": [list(stretch) for stretch in hit.lit],
    }


def _facets(
    talk: Talk,
    seeker: Seeker | CodedSeeker,
    found: Sequence[Graded],
    tapes: list[TapeId] | None,
    speakers: frozenset[SpeakerId] | None,
) -> Facets:
    of_all_tapes = found if tapes is None else seeker.places(None, speakers)
    of_everybody = found if speakers is None else seeker.places(tapes, None)
    return Facets(
        tapes=by_tape(talk, (one.place for one in of_all_tapes)),
        speakers=by_speaker(talk, [one.place for one in of_everybody]),
    )


def _explained(query: str, way: str, hit: Hit) -> Hit:
    """A hit with what differs. Of what sounds alike every word is lit, and what differs is told by its words, not by
    the sounds that were compared.
    """
    if way == "meaning":
        return hit
    told = compared(query, hit)
    if way != "sound":
        return told
    return replace(told, differs=_differing(query, hit.text), lit=((0, len(hit.text.split(" "))),))


def _differing(query: str, text: str) -> int:
    """How many words of a query a text has not."""
    return (Counter(searched(query.split())) - Counter(searched(text.split()))).total()


def _between(start: Ticks | None, end: Ticks | None) -> tuple[int, int] | None:
    if start is None and end is None:
        return None
    first, last = start or 0, (1 << 62) if end is None else end
    if last < first:
        raise UsageError("the end lies before the start")
    return first, last


def _speakers(project: Project, wanted: str | SpeakerId) -> frozenset[SpeakerId]:
    """Everybody who bears the name, whatever its case, or has the id (``7``, ``#7``)."""
    everybody = project.store.speakers()
    number = str(wanted).strip().removeprefix("#")
    if number.isdecimal() and number.isascii():
        found = frozenset(speaker.id for speaker in everybody if str(speaker.id) == number)
    else:
        found = frozenset(s.id for s in everybody if s.name.casefold() == str(wanted).strip().casefold())
    if not found:
        raise NotFoundError(f"there is no speaker {wanted!r}", hint=_near(str(wanted), (s.name for s in everybody)))
    return found


def _near(name: str, names: Iterable[str]) -> str:
    alike = near(name, names, least=0.4)
    return f"near it: {', '.join(alike)}" if alike else "tapewright speakers lists them"


__all__ = ["WAYS", "find", "hit_record", "record"]
