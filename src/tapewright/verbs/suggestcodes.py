"""Suggestions: passages like those that are coded already, offered for a person to take or leave.

A suggestion is no coding: nothing is counted, asked or sent out of it until somebody takes it, and what was taken or
left is not offered again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from tapewright.errors import ConflictError, UsageError
from tapewright.model import Code, Coding, Decision, DecisionKind, Hit, Span, TapeId
from tapewright.model.progress import Report, silent
from tapewright.search.meant import allowed, rank
from tapewright.search.passages import Place
from tapewright.store.wordreader import WordReader
from tapewright.timing import Interval, Ticks
from tapewright.verbs.codebooks import code_tree
from tapewright.verbs.codings import refuse_twice
from tapewright.verbs.find import hit_record
from tapewright.verbs.hits import Talk
from tapewright.verbs.places import quote_of, write_span
from tapewright.verbs.project import Project

_MOST_EXAMPLES = 200
_NEAREST = 3
_LEAST = 0.3
_RANKED = 2000
_KEY = re.compile(r"C(?P<code>\d{1,15}):(?P<tape>[^@]{1,200})@(?P<start>\d{1,18})-(?P<end>\d{1,18})")

TAKEN, LEFT = "taken", "left"

Array = np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A passage that may be coded so. ``key`` names it; ``like`` are the words of the example that it is nearest to."""

    key: str
    code: Code
    hit: Hit
    like: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """Of one code, best first; ``examples`` counts what they were looked for by. ``why``: there is nothing to go by."""

    code: Code
    offered: tuple[Suggestion, ...]
    examples: int
    decided: int
    why: str = ""


def suggestions(
    project: Project, code: int, *, tape: str | None = None, most: int = 20, report: Report = silent
) -> Suggestions:
    """Passages like those with the code, and like its definition and example, that nobody has coded so or decided on.

    MissingError where the weights of meaning are not on this machine.
    """
    if not 1 <= most <= 200:
        raise UsageError("offer 1 to 200 passages", hint="20 is the default")
    used = project.store.one(Code, code)
    if not used.is_codable:
        raise UsageError(f"{used.name} is a heading, with which nothing is coded", hint="choose a code below it")
    within = None if tape is None else {str(project.store.tape(TapeId(tape)).id): [(0, 1 << 31)]}
    coded = project.store.codings(code=used.id)
    decided = _decided(project, used)
    examples = _examples(used, coded)
    if not examples:
        why = "nothing is coded with it yet, and it has no definition or example to go by"
        return Suggestions(code=used, offered=(), examples=0, decided=len(decided), why=why)
    busy = [*(coding.quote.span for coding in coded), *decided]
    with project.store.reading() as connection:
        talk = Talk(project, WordReader(connection))
        index = project.meaning.get(project, talk.words, report)
        nearness, nearest = _nearness(index.vectors, project.embedder.vectors(examples))
        among = None if within is None else allowed(index.passages, within)
        ranked = rank(index.passages, nearness, among=among, most=_RANKED, least=_LEAST)
        free = _free(talk, ((row, Place(p.tape, p.start, p.end, p.end - p.start)) for row, p in ranked), busy)
        offered = tuple(
            Suggestion(
                key=_key(used, span),
                code=used,
                hit=talk.hit(place, context_words=12, score=round(1000 * float(nearness[row]))),
                like=examples[int(nearest[row])],
            )
            for row, place, span in islice(free, most)
        )
    return Suggestions(code=used, offered=offered, examples=len(examples), decided=len(decided))


def decide(project: Project, key: str, *, take: bool, note: str = "", who: str = "") -> Decision:
    """Take a suggestion (it becomes a coding of whoever takes it) or leave it; one transaction that undo takes back.

    ConflictError where somebody has decided already.
    """
    found = _KEY.fullmatch(key)
    if not found or int(found["end"]) <= int(found["start"]):
        raise UsageError(f"not a suggestion: {key[:40]!r}", hint="tapewright code suggest CODE names them")
    code = project.store.one(Code, int(found["code"]))
    tape = project.store.tape(TapeId(found["tape"]))
    if tape.duration and int(found["start"]) >= tape.duration:
        raise UsageError(f"{key[:60]!r} lies outside its tape", hint="tapewright code suggest CODE names them")
    if take and not code.is_codable:
        raise UsageError(f"{code.name} is a heading, with which nothing is coded", hint="choose a code below it")
    if any(one.about == key for one in project.store.decisions(DecisionKind.SUGGESTED_CODING)):
        raise ConflictError("that suggestion is decided already", hint="undo takes a decision back")
    quote = quote_of(project, Span(tape.id, Interval(Ticks(int(found["start"])), Ticks(int(found["end"])))))
    if not quote.text:
        raise UsageError(f"nothing is said at {key[:60]!r}", hint="tapewright code suggest CODE names them")
    what = f"{'take' if take else 'leave'} a suggestion for {code.name}"
    with project.store.change(what, who=who) as pen:
        if take:
            refuse_twice(project, pen.add(Coding(code=code.id, quote=quote, note=note.strip())))
        answer = TAKEN if take else LEFT
        return pen.add(
            Decision(kind=DecisionKind.SUGGESTED_CODING, about=key, answer=answer, quote=quote, note=note.strip())
        )


def record(project: Project, found: Suggestions) -> dict[str, object]:
    """``{"code", "code_name", "path", "examples", "decided", "why", "suggestions": [{"key", "place", "like", …}]}``;
    a suggestion has the fields of a hit of ``find``, its ``score`` from 0 to 1.
    """
    return {
        "code": found.code.id,
        "code_name": found.code.name,
        "path": code_tree(project).path(found.code),
        "examples": found.examples,
        "decided": found.decided,
        "why": found.why,
        "suggestions": [
            {"key": one.key, "place": write_span(one.hit.span), "like": one.like, **hit_record(one.hit)}
            for one in found.offered
        ],
    }


def decision_record(decision: Decision) -> dict[str, object]:
    """``{"id", "key", "answer", "who", "when", "note"}``."""
    return {
        "id": decision.id,
        "key": decision.about,
        "answer": decision.answer,
        "who": decision.who,
        "when": decision.when,
        "note": decision.note,
    }


def _key(code: Code, span: Span) -> str:
    return f"C{code.id}:{span.tape}@{span.interval.start}-{span.interval.end}"


def _examples(code: Code, coded: Sequence[Coding]) -> list[str]:
    """What to go by: the words of the last codings, and what the codebook says."""
    texts = [coding.quote.text for coding in coded[-_MOST_EXAMPLES:]]
    return [text for text in dict.fromkeys((*texts, code.example, code.definition)) if text.strip()]


def _decided(project: Project, code: Code) -> list[Span]:
    """Where somebody took or left a suggestion of the code."""
    kept = project.store.decisions(DecisionKind.SUGGESTED_CODING)
    return [one.quote.span for one in kept if one.quote is not None and one.about.startswith(f"C{code.id}:")]


def _nearness(vectors: Array, examples: Array) -> tuple[Array, Array]:
    """The mean cosine with the nearest few examples, and which is nearest: float32 [N], int [N]."""
    cosines = vectors @ examples.T
    count = min(_NEAREST, cosines.shape[1])
    best = -np.partition(-cosines, count - 1, axis=1)[:, :count]
    return best.mean(axis=1), cosines.argmax(axis=1)


def _free(talk: Talk, places: Iterator[tuple[int, Place]], busy: Sequence[Span]) -> Iterator[tuple[int, Place, Span]]:
    """Places of which not half is taken by one of the spans."""
    for row, place in places:
        interval = talk.interval(place)
        if not any(span.tape == place.tape and _is_half(span.interval, interval) for span in busy):
            yield row, place, Span(TapeId(place.tape), interval)


def _is_half(one: Interval, other: Interval) -> bool:
    shared = one.shared(other)
    return shared is not None and 2 * shared.duration >= min(one.duration, other.duration)
