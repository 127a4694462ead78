"""Cases beside each other: from the same day 0, by the codes on their tapes, and what each answers to a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tapewright.errors import UsageError
from tapewright.model import Case, CaseId, Code, CodeId, Event, EventId, Hit, HitPage, TapeId
from tapewright.study.chronology.alignment import FIRST_OFFENCE, AlignedCase, Offset, aligned
from tapewright.verbs.chroniclerecord import case_record
from tapewright.verbs.chronology import laid
from tapewright.verbs.eventfacts import event_number, named_case
from tapewright.verbs.find import find
from tapewright.verbs.find import record as hits_record
from tapewright.verbs.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A code and how often it was put on the tapes of each case; ``with_below`` counts the codes below it too."""

    code: CodeId
    path: str
    counts: tuple[int, ...]
    with_below: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesByCase:
    """Codes that were used on a tape of some case, in the order of the tree, and the cases of the columns."""

    cases: tuple[Case, ...]
    rows: tuple[CodeRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What one case says to a question: the first hits on its tapes, and how many there are in all."""

    case: Case
    total: int
    hits: tuple[Hit, ...]
    is_untaped: bool = False


def compare(
    project: Project, *, at: str = FIRST_OFFENCE, cases: Sequence[str] = (), named: Iterable[str] = ()
) -> list[AlignedCase]:
    """Cases (all, or some by name) with day 0 at what ``at`` means: ``first offence``, ``first report``, ``arrest``,
    ``first KIND``, or words of a title. ``named`` are events (``E12``) that are day 0 of their case, whatever it means.
    """
    if not at.strip():
        raise UsageError("say what day 0 is", hint="name it by its kind or by words of its title: --at 'first report'")
    whole = laid(project)
    zero: dict[CaseId, EventId] = {}
    for text in named:
        event = project.store.one(Event, event_number(text))
        if event.case is None:
            raise UsageError(
                f"E{event.id} belongs to no case",
                hint=f"say to which: tapewright chronicle edit E{event.id} --case NAME",
            )
        zero[event.case] = event.id
    return aligned(_cases(whole.cases, cases), whole.events, at, named=zero)


def codes_by_case(project: Project, *, cases: Sequence[str] = ()) -> CodesByCase:
    """How often each code was put on the tapes of each case; a tape of two cases counts in both."""
    chosen = _cases(project.store.cases(), cases)
    of_tape: dict[TapeId, list[int]] = {}
    for column, case in enumerate(chosen):
        for tape in case.tapes:
            of_tape.setdefault(tape, []).append(column)
    counts: dict[CodeId, list[int]] = {}
    for coding in project.store.codings():
        for column in of_tape.get(coding.quote.span.tape, ()):
            counts.setdefault(coding.code, [0] * len(chosen))[column] += 1
    return CodesByCase(cases=tuple(chosen), rows=tuple(_rows(project.store.codes(), counts, len(chosen))))


def ask_each(
    project: Project, query: str, *, way: str = "exact", cases: Sequence[str] = (), limit: int = 20
) -> list[Answers]:
    """The same question asked of each case: a search on its tapes alone."""
    found = []
    for case in _cases(project.store.cases(), cases):
        pages = [find(project, query, way=way, tape=tape, limit=limit) for tape in case.tapes]
        hits = [hit for page in pages for hit in page.hits]
        if way != "exact":
            hits.sort(key=lambda hit: -hit.score)
        total = sum(page.total for page in pages)
        found.append(Answers(case=case, total=total, hits=tuple(hits[:limit]), is_untaped=not case.tapes))
    return found


def aligned_record(found: Iterable[AlignedCase]) -> dict[str, object]:
    """``{"cases": [{"case", "anchor", "may_be", "events": [{"event", "least", "most", "said"}]}]}``."""
    return {
        "cases": [
            {
                "case": case_record(one.case),
                "anchor": one.anchor,
                "may_be": list(one.may_be),
                "events": [_offset_record(offset) for offset in one.events],
            }
            for one in found
        ]
    }


def codes_record(table: CodesByCase) -> dict[str, object]:
    """``{"cases": [name], "untaped": [name], "codes": [{"code", "path", "counts", "with_below"}]}``; counts in the
    order of the cases, which say nothing of those that have no tapes (``untaped``).
    """
    return {
        "cases": [case.name for case in table.cases],
        "untaped": [case.name for case in table.cases if not case.tapes],
        "codes": [
            {"code": row.code, "path": row.path, "counts": list(row.counts), "with_below": list(row.with_below)}
            for row in table.rows
        ],
    }


def answers_record(found: Iterable[Answers], query: str, way: str) -> dict[str, object]:
    """``{"query", "way", "cases": [{"case", "total", "untaped", "hits"}]}``; hits as ``search --json`` has them."""
    return {
        "query": query,
        "way": way,
        "cases": [
            {
                "case": one.case.name,
                "total": one.total,
                "untaped": one.is_untaped,
                "hits": hits_record(HitPage(query=query, way=way, total=one.total, hits=one.hits))["hits"],
            }
            for one in found
        ],
    }


def _cases(known: Sequence[Case], names: Sequence[str]) -> list[Case]:
    if not known:
        raise UsageError(
            "there are no cases to compare",
            hint="make two, and say which tapes are theirs: tapewright case add NAME --tape T017",
        )
    return [named_case(known, name) for name in dict.fromkeys(names)] if names else list(known)


def _rows(codes: Sequence[Code], counts: Mapping[CodeId, list[int]], columns: int) -> Iterable[CodeRow]:
    """Depth first, siblings by rank; codes with nothing in or below them are left out."""
    below: dict[tuple[int, CodeId | None], list[Code]] = {}
    for code in sorted(codes, key=lambda code: (code.rank, code.id)):
        below.setdefault((code.codebook, code.parent), []).append(code)

    def of(code: Code, above: str) -> tuple[list[CodeRow], list[int]]:
        path = f"{above}/{code.name}" if above else code.name
        own = counts.get(code.id, [0] * columns)
        total, rows = list(own), []
        for child in below.get((code.codebook, code.id), ()):
            made, sums = of(child, path)
            rows += made
            total = [one + other for one, other in zip(total, sums, strict=True)]
        if not any(total):
            return [], total
        return [CodeRow(code=code.id, path=path, counts=tuple(own), with_below=tuple(total)), *rows], total

    for book in dict.fromkeys(code.codebook for code in codes):
        for code in below.get((book, None), ()):
            yield from of(code, "")[0]


def _offset_record(offset: Offset) -> dict[str, object]:
    return {"event": offset.event, "least": offset.least, "most": offset.most, "said": offset.said}
