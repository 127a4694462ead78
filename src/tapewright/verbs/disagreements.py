"""Where coders differ, as a queue; and what people settle, as codings of the coder ``settled`` and a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Code, CodeId, Coding, CodingId, Decision, DecisionKind, Quote, Span, Tape
from tapewright.study.agreement import Difference, Mine, differences
from tapewright.study.agreement.disagreeing import by_kind
from tapewright.timing import Interval
from tapewright.verbs.codebooks import code_tree
from tapewright.verbs.codings import coding_record, passages
from tapewright.verbs.comparing import SETTLED, Compared, ComparedTape, compared, everybody
from tapewright.verbs.places import quote_of, read_span, span_record
from tapewright.verbs.project import Project

EDGE_WORDS = 3
"""Edges that lie so many words apart or fewer are the same edge."""

_KEY = re.compile(r"K\d{1,18}\.\d{1,9}(\+K\d{1,18}\.\d{1,9})*")
_LONGEST = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One place to settle. ``key`` names the codings with their revisions, so that it is another once one changes."""

    key: str
    kind: str
    quote: Quote
    codings: tuple[Coding, ...]
    without: tuple[str, ...]
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What is left to settle, in order, and how much was decided already."""

    compared: Compared
    left: tuple[Disagreement, ...]
    decided: int


def queue(
    project: Project,
    *,
    coders: Iterable[str] = (),
    codes: Iterable[int] = (),
    tapes: Iterable[str] = (),
    edge_words: int = EDGE_WORDS,
) -> Queue:
    """The places where coders differ and nobody has decided: different codes first, then what only some coded, then
    edges more than ``edge_words`` words apart; each in the order of tapes.
    """
    if not 0 <= edge_words <= 1000:
        raise UsageError("edges lie 0 to 1000 words apart", hint=f"{EDGE_WORDS} is the default")
    asked = (tuple(coders), tuple(codes), tuple(tapes))
    key = ("queue", project.store.last_transaction(), edge_words, asked)
    found: Queue = project.agreements_at_hand.get(key, lambda: _queue(project, edge_words, *asked))
    return found


def _queue(
    project: Project, edge_words: int, coders: Sequence[str], codes: Sequence[int], tapes: Sequence[str]
) -> Queue:
    found = compared(project, coders=coders, codes=codes, tapes=tapes)
    by_tape = {str(one.tape.id): one for one in found.tapes}
    differing = {tape: differences(_mine(one), list(one.done), edge_words=edge_words) for tape, one in by_tape.items()}
    made = [_disagreement(by_tape[tape], one) for tape, one in by_kind(differing)]
    decided = {one.about for one in project.store.decisions(DecisionKind.DISAGREEMENT)}
    left = tuple(one for one in made if one.key not in decided)
    return Queue(compared=found, left=left, decided=len(made) - len(left))


def settle(
    project: Project,
    key: str,
    *,
    take: str = "",
    codings: Sequence[tuple[int, str | Span]] = (),
    nothing: bool = False,
    note: str = "",
    who: str = "",
) -> Decision:
    """Decide one place: ``take`` what one coder has there, or give ``codings`` (code and place), or ``nothing``.

    One transaction, that undo takes back whole. ConflictError where a coding of the key was changed, or it is decided.
    """
    if sum((bool(take), bool(codings), nothing)) != 1:
        raise UsageError("say how it is settled", hint="take one coder's, give a code and a place, or nothing")
    if len(note) > _LONGEST:
        raise UsageError("too long for a note", hint=f"give {_LONGEST} signs at most")
    here = _codings_of(project, key)
    if any(one.about == key for one in project.store.decisions(DecisionKind.DISAGREEMENT)):
        raise ConflictError(f"{key} is decided already", hint="undo takes a decision back")
    wanted = [(one.code, one.quote.span) for one in here if one.coder == take] if take else _given(project, codings)
    if take and not wanted and take not in everybody(project):
        raise NotFoundError(f"nobody called {take!r} has coded here", hint="tapewright agree queue names the coders")
    whole = _whole(here)
    known = {(one.code, one.quote.span) for one in project.store.codings(tape=whole.tape, coder=SETTLED)}
    quotes = [(code, quote_of(project, span)) for code, span in dict.fromkeys(wanted) if (code, span) not in known]
    with project.store.change(f"settle {whole.tape}", who=who) as pen:
        for code, quote in quotes:
            pen.add(Coding(code=code, quote=quote, coder=SETTLED, note=note.strip()))
        return pen.add(
            Decision(
                kind=DecisionKind.DISAGREEMENT,
                about=key,
                answer=f"as {take}" if take and wanted else "settled" if wanted else "nothing",
                quote=quote_of(project, whole),
                note=note.strip(),
            )
        )


def record(project: Project, found: Queue) -> dict[str, object]:
    """``{"coders", "decided", "disagreements": [{"key", "kind", "tape", "place", …, "text", "words", "without",
    "codings": […]}]}``; ``without`` names who did the tape and has nothing there.
    """
    tapes = {tape.id: tape for tape in project.store.tapes()}
    tree = found.compared.tree
    shown = passages(project, {coding.id: coding for one in found.left for coding in one.codings}.values(), tree=tree)
    records = {one.coding.id: coding_record(one, tapes[one.coding.quote.span.tape], tree) for one in shown}
    return {
        "coders": list(found.compared.coders),
        "decided": found.decided,
        "disagreements": [_record(tapes[one.quote.span.tape], one, records) for one in found.left],
    }


def decision_record(decision: Decision) -> dict[str, object]:
    """One decision as JSON."""
    return {
        "id": decision.id,
        "key": decision.about,
        "answer": decision.answer,
        "who": decision.who,
        "when": decision.when,
        "note": decision.note,
    }


def _record(tape: Tape, one: Disagreement, codings: Mapping[CodingId, object]) -> dict[str, object]:
    return {
        "key": one.key,
        "kind": one.kind,
        **span_record(tape, one.quote.span),
        "text": one.quote.text,
        "words": one.words,
        "without": list(one.without),
        "codings": [codings[coding.id] for coding in one.codings],
    }


def _mine(tape: ComparedTape) -> list[Mine]:
    """Codings as ranges of words in the order of the clock; those without a word are not compared."""
    order = {number: at for at, number in enumerate(tape.talk.in_time[1])}
    made = []
    for coding in tape.codings:
        inside = [order[number] for number in tape.talk.within(coding.quote.span.interval)]
        if inside:
            made.append(
                Mine(first=min(inside), behind=max(inside) + 1, coder=coding.coder, code=int(coding.code), id=coding.id)
            )
    return made


def _disagreement(tape: ComparedTape, one: Difference) -> Disagreement:
    by_id: Mapping[int, Coding] = {coding.id: coding for coding in tape.codings}
    codings = tuple(by_id[mine.id] for mine in sorted(one.codings, key=lambda mine: mine.id))
    return Disagreement(
        key="+".join(f"K{coding.id}.{coding.revision}" for coding in codings),
        kind=one.kind,
        quote=tape.quote(_whole(codings)),
        codings=codings,
        without=one.without,
        words=one.words,
    )


def _whole(codings: Sequence[Coding]) -> Span:
    spans = [coding.quote.span for coding in codings]
    ends = min(span.interval.start for span in spans), max(span.interval.end for span in spans)
    return Span(spans[0].tape, Interval(*ends))


def _codings_of(project: Project, key: str) -> list[Coding]:
    if not _KEY.fullmatch(key):
        raise UsageError(f"not a place to settle: {key[:40]!r}", hint="tapewright agree queue names them")
    made = []
    for part in key.split("+"):
        number, _, revision = part[1:].partition(".")
        found = project.store.one(Coding, int(number))
        if found.revision != int(revision):
            raise ConflictError(f"coding K{number} was changed since", hint="read the queue again")
        made.append(found)
    if len({coding.quote.span.tape for coding in made}) > 1:
        raise UsageError("these codings are not of one place", hint="tapewright agree queue names them")
    return made


def _given(project: Project, codings: Sequence[tuple[int, str | Span]]) -> list[tuple[CodeId, Span]]:
    tree = code_tree(project)
    made = []
    for code, place in codings:
        one = project.store.one(Code, code)
        if not one.is_codable:
            raise UsageError(f"{tree.path(one)} is a heading, with which nothing is coded", hint="choose one below it")
        made.append((one.id, read_span(project, place) if isinstance(place, str) else place))
    return made
