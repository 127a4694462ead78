"""What a verdict on a planted quotation is worth, and shares with their intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from planted_kinds import NOT_SAID, Kind, Planted
from tapewright.model import TapeId
from tapewright.model.span import Span
from tapewright.model.verdict import MeaningFlag, QuoteVerdict, SourcePlace, Verdict
from tapewright.proof.talk import TapeTalk
from tapewright.timing import Interval

Z_95 = 1.959964


class Outcome(StrEnum):
    """How a verdict stands to the truth."""

    RIGHT = "right"  # honest: no flag, no worse a verdict than is true. Changed: the right flag or verdict
    DOUBTED = "doubtful flag"  # the right flag, resting on doubtful words; on an honest one, any such flag
    UNSETTLED = "unsettled"  # a difference that is to be heard, and no more: neither right nor wrong
    SEEN = "seen otherwise"  # changed: a difference is shown, but not the flag or verdict that it deserves
    MISSED = "missed"  # changed, and passed as said
    FALSE_FLAG = "false flag"  # honest, and a meaning flag is raised
    TOO_STRICT = "too strict"  # honest, no flag, a verdict worse than is true
    INVENTED = "invented"  # never said, and a source is given


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A planted quotation, the verdict that it got at an error rate, and what that is worth.

    ``is_misheard``: among the words that it was taken from the recogniser has one wrong, lost or put in.
    """

    planted: Planted
    rate: float
    verdict: QuoteVerdict
    outcome: Outcome
    is_placed: bool
    is_misheard: bool
    seconds: float


def outcome_of(planted: Planted, verdict: QuoteVerdict, *, rate: float) -> Outcome:
    """What a verdict is worth. On tapes that are misheard, ``cleaned`` is as true as ``verbatim``."""
    firm = {flag.flag for flag in verdict.flags if not flag.is_doubtful}
    doubtful = {flag.flag for flag in verdict.flags if flag.is_doubtful}
    if planted.kind in NOT_SAID:
        if verdict.verdict is Verdict.NOT_FOUND:
            return Outcome.RIGHT
        return Outcome.UNSETTLED if verdict.verdict is Verdict.UNSETTLED else Outcome.INVENTED
    if planted.is_honest:
        return _honest(planted, verdict.verdict, firm, doubtful, rate)
    if planted.flags:
        is_told, is_doubted = bool(firm & planted.flags), bool(doubtful & planted.flags)
    else:
        is_told, is_doubted = verdict.verdict in planted.verdicts, False
    if is_told:
        return Outcome.RIGHT
    if is_doubted:
        return Outcome.DOUBTED
    if verdict.verdict is Verdict.UNSETTLED:
        return Outcome.UNSETTLED
    return Outcome.SEEN if firm or verdict.verdict.rank > Verdict.CLEANED.rank else Outcome.MISSED


def _honest(planted: Planted, verdict: Verdict, firm: set[object], doubtful: set[object], rate: float) -> Outcome:
    if firm:
        return Outcome.FALSE_FLAG
    worst = max([*(v.rank for v in planted.verdicts), Verdict.CLEANED.rank if rate else 0])
    if doubtful:
        return Outcome.DOUBTED
    if verdict is Verdict.UNSETTLED:
        return Outcome.UNSETTLED
    return Outcome.RIGHT if verdict.rank <= worst else Outcome.TOO_STRICT


def is_placed(planted: Planted, verdict: QuoteVerdict, talks: Mapping[TapeId, TapeTalk]) -> bool:
    """Whether every source lies where the words were taken from, or another place that is named does.

    ``talks`` are the true tapes. The same words may have been said twice; then either place will do.
    """
    truth = [_interval(talks[tape], first, end) for tape, first, end in planted.places]
    if verdict.verdict is Verdict.NOT_FOUND or not verdict.sources:
        return False
    is_source = all(any(_meet(place, where) for where in truth) for place in verdict.sources)
    return is_source or any(_meet(place, where) for place in verdict.elsewhere for where in truth)


def _interval(talk: TapeTalk, first: int, end: int) -> Span:
    return Span(talk.tape, Interval(talk.words[first].start, talk.words[end - 1].end))


def _meet(place: SourcePlace, where: Span) -> bool:
    return place.span.tape == where.tape and place.span.interval.shared(where.interval) is not None


def share(judged: Iterable[Judged], *wanted: Outcome) -> tuple[int, int]:
    """How many have one of the outcomes, of how many."""
    some = list(judged)
    return sum(one.outcome in wanted for one in some), len(some)


def wilson(found: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share (E. B. Wilson, JASA 22, 1927).

    >>> [round(edge, 3) for edge in wilson(196, 200)]
    [0.95, 0.992]
    """
    if not of:
        return 0.0, 1.0
    share, z2 = found / of, Z_95 * Z_95
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    reach = Z_95 * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def confusion(judged: Iterable[Judged]) -> dict[Kind, Counter[str]]:
    """For each kind how often each verdict was given."""
    table: dict[Kind, Counter[str]] = {}
    for one in judged:
        table.setdefault(one.planted.kind, Counter())[one.verdict.verdict.value] += 1
    return table


def flag_names(flags: Iterable[MeaningFlag]) -> str:
    """Flags for people, doubtful ones with a question mark."""
    return ", ".join(flag.flag.value + ("?" if flag.is_doubtful else "") for flag in flags)
