"""What has been heard by a person, what was heard otherwise, and what is to be heard first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from tapewright.model import Listen, Span, Tape, TapeId, Word
from tapewright.proof.hearing import Ear, attested, ears
from tapewright.proof.language import Language
from tapewright.proof.rows import texts_of
from tapewright.proof.talk import TapeTalk
from tapewright.proof.unheard import Unheard, unheard
from tapewright.proof.weight import Reason, Weights
from tapewright.verbs.anchors import all_edits
from tapewright.verbs.cutwords import CutWords, words_in_cuts
from tapewright.verbs.listening import listen_record
from tapewright.verbs.paperfile import read_paper
from tapewright.verbs.places import span_of, span_record, text_of
from tapewright.verbs.project import Project
from tapewright.verbs.spokenlanguage import spoken_language, spoken_names

CONTEXT_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """How many words, and how many of them a person heard, or heard otherwise."""

    words: int = 0
    human: int = 0
    contradicted: int = 0

    @property
    def machine(self) -> int:
        """What nobody has listened to."""
        return self.words - self.human - self.contradicted

    def __add__(self, other: Heard) -> Heard:
        return Heard(
            words=self.words + other.words,
            human=self.human + other.human,
            contradicted=self.contradicted + other.contradicted,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """An ear-check that heard otherwise, and the place still does not read so. ``now`` is how it reads."""

    listen: Listen
    tape: Tape
    now: str
    bite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToHear:
    """A place to be heard, with some words around it. ``bite``: ``gap 3``, or empty where it is in no cut."""

    tape: Tape
    span: Span
    text: str
    before: str
    after: str
    reasons: tuple[Reason, ...]
    bite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarReport:
    """The state of a project, or of one paper edit in it.

    ``cut`` counts the words of the edits, each once; ``tapes`` all words of each tape. ``to_hear`` is one page of
    ``total`` places, the weightiest first. ``problems`` names bites and edits of which nothing can be said.
    """

    edits: tuple[str, ...]
    cut: Heard
    tapes: Mapping[TapeId, Heard]
    contradictions: tuple[Contradiction, ...]
    to_hear: tuple[ToHear, ...]
    total: int
    offset: int = 0
    problems: tuple[str, ...] = ()

    @property
    def is_heard(self) -> bool:
        """Whether every word of the cut was heard by a person, as it reads now, and there is one."""
        is_whole = bool(self.cut.words) and self.cut.human == self.cut.words
        return is_whole and not self.problems and not any(one.bite for one in self.contradictions)

    @property
    def all_tapes(self) -> Heard:
        """All words on all tapes."""
        return sum(self.tapes.values(), Heard())


@dataclass(slots=True)
class _Found:
    cut: Heard = field(default_factory=Heard)
    tapes: dict[TapeId, Heard] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)
    places: list[tuple[tuple[bool, int, int], int, int, Unheard]] = field(default_factory=list)


def ear_report(
    project: Project, edit: str | os.PathLike[str] | None = None, *, limit: int = 20, offset: int = 0
) -> EarReport:
    """What was heard, and what is to be heard first: of all edits and tapes, or with ``edit`` of that edit's words."""
    paths = all_edits(project) if edit is None else [read_paper(project, edit).path]
    cut = words_in_cuts(project, paths)
    weights = Weights(names=spoken_names(project), is_negation=negations_of(spoken_language(project)))
    found = _Found()
    tapes = project.store.tapes()
    for number, tape in enumerate(tapes):
        _read(project, tape, number, cut, weights, found, only_cut=edit is not None)
    page = nsmallest(offset + limit, found.places)[offset:]
    return EarReport(
        edits=tuple(path.stem for path in paths),
        cut=found.cut,
        tapes=found.tapes,
        contradictions=tuple(found.contradictions),
        to_hear=tuple(_shown(project, tapes, page)),
        total=len(found.places),
        offset=offset,
        problems=cut.problems,
    )


def record(report: EarReport) -> dict[str, object]:
    """``{"edits", "heard", "cut": {"words", "human", "contradicted", "machine"}, "all_tapes": {…}, "tapes": {…},
    "contradictions": [{…, "now", "bite"}], "unheard": {"total", "offset", "places": [{"tape", "place", …, "text",
    "before", "after", "reasons", "bite"}]}, "problems"}``.
    """
    return {
        "edits": list(report.edits),
        "heard": report.is_heard,
        "cut": _counts(report.cut),
        "all_tapes": _counts(report.all_tapes),
        "tapes": {tape: _counts(heard) for tape, heard in report.tapes.items()},
        "contradictions": [
            {**listen_record(one.listen, one.tape), "now": one.now, "bite": one.bite} for one in report.contradictions
        ],
        "unheard": {
            "total": report.total,
            "offset": report.offset,
            "places": [
                {
                    **span_record(one.tape, one.span),
                    "text": one.text,
                    "before": one.before,
                    "after": one.after,
                    "reasons": [reason.value for reason in one.reasons],
                    "bite": one.bite,
                }
                for one in report.to_hear
            ],
        },
        "problems": list(report.problems),
    }


def negations_of(language: Language) -> Callable[[str], bool]:
    """Whether a word denies, also inside a contraction."""
    return lambda word: bool(language.negations.found(texts_of([word], language)))


def _counts(heard: Heard) -> dict[str, int]:
    return {
        "words": heard.words,
        "human": heard.human,
        "contradicted": heard.contradicted,
        "machine": heard.machine,
    }


def _read(
    project: Project,
    tape: Tape,
    number: int,
    cut: CutWords,
    weights: Weights,
    found: _Found,
    *,
    only_cut: bool,
) -> None:
    transcript = project.store.transcript(tape.id)
    listens = project.store.listens(tape.id)
    talk = TapeTalk(tape.id, transcript.turns if transcript else ())
    known = ears(talk.words, listens, language=spoken_language(project))
    bites = cut.numbered(talk)
    found.tapes[tape.id] = _heard(known)
    found.cut += _heard([known[n] for n in bites])
    found.contradictions += _contradictions(tape, talk, known, listens, bites, only_cut=only_cut)
    places = unheard(talk, known, bites, weights, only_cut=only_cut)
    found.places += ((place.weight, number, place.first, place) for place in places)


def _heard(known: Sequence[Ear]) -> Heard:
    return Heard(words=len(known), human=known.count(Ear.HUMAN), contradicted=known.count(Ear.CONTRADICTED))


def _contradictions(
    tape: Tape,
    talk: TapeTalk,
    known: Sequence[Ear],
    listens: Sequence[Listen],
    bites: Mapping[int, str],
    *,
    only_cut: bool,
) -> Iterator[Contradiction]:
    for listen in listens:
        if listen.agrees:
            continue
        under = talk.within(listen.quote.span.interval)
        open_ = [n for n in under if known[n] is Ear.CONTRADICTED]
        bite = next((bites[n] for n in under if n in bites), "")
        if (open_ or (not under and attested(listen))) and (bite or not only_cut):
            yield Contradiction(listen=listen, tape=tape, now=text_of([talk.words[n] for n in under]), bite=bite)


def _shown(
    project: Project, tapes: Sequence[Tape], page: Sequence[tuple[tuple[bool, int, int], int, int, Unheard]]
) -> Iterator[ToHear]:
    talks: dict[TapeId, tuple[Word, ...]] = {}
    for _, number, _, place in page:
        tape = tapes[number]
        if tape.id not in talks:
            transcript = project.store.transcript(tape.id)
            talks[tape.id] = tuple(transcript.words) if transcript else ()
        words = talks[tape.id]
        inside = words[place.first : place.end]
        yield ToHear(
            tape=tape,
            span=span_of(tape.id, inside),
            text=text_of(inside),
            before=text_of(words[max(0, place.first - CONTEXT_WORDS) : place.first]),
            after=text_of(words[place.end : place.end + CONTEXT_WORDS]),
            reasons=place.reasons,
            bite=place.bite,
        )
