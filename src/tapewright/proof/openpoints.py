"""What is still open about a script, ranked: what somebody has to settle before it goes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tapewright.model import QuoteVerdict, Verdict
from tapewright.model.annotated import LineKind, LineSource, OpenKind, OpenPoint, ScriptClaim, ScriptLine
from tapewright.model.coverage import Coverage
from tapewright.model.wording import Outcome, flag_told, outcome
from tapewright.proof.annotate import all_sources
from tapewright.words.counted import counted


def open_points(
    lines: Sequence[ScriptLine], claims: Sequence[ScriptClaim] = (), coverage: Coverage = Coverage(tapes=0)
) -> tuple[OpenPoint, ...]:
    """Every open point, the weightiest kind first and within a kind in the order of lines; ``claims`` are those that
    stand in no line. What is the same of one line is said once; what somebody let stand is not open.
    """
    found = [point for line in lines for point in _of_line(line)]
    found += [point for claim in claims for point in _of_claim(claim, ())]
    found += _unheard(lines)
    if coverage.unread:
        found.append(OpenPoint(kind=OpenKind.UNREAD, message=coverage.explanation))
    order = list(OpenKind)
    return tuple(sorted(dict.fromkeys(found), key=lambda point: order.index(point.kind)))


def _of_line(line: ScriptLine) -> Iterator[OpenPoint]:
    here = (line.n,)
    if line.problem:
        yield OpenPoint(kind=OpenKind.BROKEN, message=line.problem, lines=here)
    if line.verdict:
        yield from _of_verdict(line.verdict, line.sources, here)
    elif line.kind is LineKind.BITE and not line.problem:
        yield OpenPoint(kind=OpenKind.UNSETTLED, message="nothing was proved of it", lines=here)
    for quoted in line.quoted:
        yield from _of_verdict(quoted.verdict, quoted.sources, here)
    for join in line.joins:
        for flag in join.flags if not join.accepted else ():
            message = f"join {join.n}, {': '.join(flag_told(flag))}"
            yield OpenPoint(kind=OpenKind.MEANING, message=message, lines=here)
    for claim in line.claims:
        yield from _of_claim(claim, here)
    for sentence in line.unclaimed:
        yield OpenPoint(kind=OpenKind.UNCLAIMED, message=f"no claim is made of “{sentence}”", lines=here)


def _of_verdict(proved: QuoteVerdict, sources: Sequence[LineSource], here: tuple[int, ...]) -> Iterator[OpenPoint]:
    if proved.accepted:
        yield from _heard_otherwise(sources, here)
        return
    if proved.verdict is Verdict.NOT_FOUND:
        yield OpenPoint(kind=OpenKind.NOT_FOUND, message=proved.explanation, lines=here)
    elif outcome(proved.verdict) is Outcome.DIFFERS:
        message = f"{proved.verdict.value}: {proved.explanation}"
        yield OpenPoint(kind=OpenKind.DIFFERS, message=message, lines=here)
    elif proved.verdict is Verdict.UNSETTLED:
        yield OpenPoint(kind=OpenKind.UNSETTLED, message=proved.settle or proved.explanation, lines=here)
    elif proved.verdict is Verdict.CONDENSED:
        yield OpenPoint(kind=OpenKind.SHORTENED, message=proved.explanation, lines=here)
    for flag in proved.flags:
        message = ": ".join(flag_told(flag))
        yield OpenPoint(kind=OpenKind.UNSETTLED if flag.is_doubtful else OpenKind.MEANING, message=message, lines=here)
    yield from _heard_otherwise(sources, here)


def _heard_otherwise(sources: Sequence[LineSource], here: tuple[int, ...]) -> Iterator[OpenPoint]:
    for source in sources:
        if not source.place.is_heard:
            for heard in source.heard_otherwise:
                yield OpenPoint(kind=OpenKind.UNSETTLED, message=f"heard otherwise by {heard}", lines=here)


def _of_claim(claim: ScriptClaim, here: tuple[int, ...]) -> Iterator[OpenPoint]:
    told = f"claim {claim.id}, “{claim.text}”"
    for trouble in claim.troubles:
        yield OpenPoint(kind=OpenKind.CLAIM, message=f"{told}: {trouble}", lines=here)
    if claim.rests_on_one:
        yield OpenPoint(kind=OpenKind.ONE_SOURCE, message=f"{told}: it rests on one source only", lines=here)


def _unheard(lines: Sequence[ScriptLine]) -> Iterator[OpenPoint]:
    resting = [line for line in lines if all_sources(line)]
    unheard = tuple(line.n for line in resting if not all(source.place.is_heard for source in all_sources(line)))
    if unheard:
        message = (
            f"no person has listened to every word of {len(unheard)} of {counted(len(resting), 'line')} that quote"
        )
        yield OpenPoint(kind=OpenKind.UNHEARD, message=message, lines=unheard)
