"""Agreement: how far coders put the same codes on the same words, by code and over all."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from tapewright.model import Code
from tapewright.study.agreement import Measure, Row, Turns, Unitized, measured, unitized_alpha
from tapewright.study.agreement.resampling import DRAWS, SEED
from tapewright.verbs.comparing import Compared, ComparedTape, compared
from tapewright.verbs.project import Project

UNIT = "words"
INTERVALS = f"95 %, from {DRAWS} draws of whole turns with replacement (seed {SEED})"

_TWO_ALONE = "given for two coders only"
_NOBODY = "agreement needs two coders who have done the same tape"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """κ (two coders), α (any number) and unitized α (two) of one code, of all, or of a pair of coders.

    ``words`` counts, in the order of the coders, how many words each gave the code (any code, over all).
    """

    code: Code | None
    coders: tuple[str, ...]
    kappa: Measure
    alpha: Measure
    unitized: Measure
    words: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementPage:
    """Agreement over all codes, by code, and between each two of more than two coders; or ``why`` there is none."""

    compared: Compared
    overall: Agreement | None
    codes: tuple[Agreement, ...]
    pairs: tuple[Agreement, ...]
    why: str = ""


def agreement(
    project: Project,
    *,
    coders: Iterable[str] = (),
    codes: Iterable[int] = (),
    tapes: Iterable[str] = (),
) -> AgreementPage:
    """How far coders agree on the tapes that two of them have done; see ``comparing.compared`` for what that means.

    The unit is a word of the current transcript, which belongs to a coding when its middle lies inside. For one code
    its value is yes or no; over all it is the whole set of codes that a coder gave it.
    """
    asked = (tuple(coders), tuple(codes), tuple(tapes))
    key = ("agreement", project.store.last_transaction(), asked)
    page: AgreementPage = project.agreements_at_hand.get(key, lambda: _agreement(project, *asked))
    return page


def _agreement(project: Project, coders: Sequence[str], codes: Sequence[int], tapes: Sequence[str]) -> AgreementPage:
    found = compared(project, coders=coders, codes=codes, tapes=tapes)
    if not found.tapes:
        return AgreementPage(compared=found, overall=None, codes=(), pairs=(), why=_NOBODY)
    laid = _Laid.of(found)
    by_code = tuple(_of_code(found, laid, code) for code in found.codes)
    pairs = [found.of(pair) for pair in combinations(found.coders, 2)] if len(found.coders) > 2 else []
    return AgreementPage(
        compared=found,
        overall=_over_all(found, laid),
        codes=by_code,
        pairs=tuple(_over_all(pair, _Laid.of(pair)) for pair in pairs if pair.tapes),
    )


def record(page: AgreementPage) -> dict[str, object]:
    """``{"coders", "unit", "intervals", "why", "tapes": [{"tape", "words", "done": {coder: how}}], "left": [{"tape",
    "why", "done": [coder, …]}], "untouched", "overall", "codes": […], "pairs": […]}``.

    One of ``codes`` has ``code``, ``code_name``, ``path``, ``colour``, ``coders``, ``words`` (one number for each
    coder), ``kappa``, ``alpha``, ``unitized``; ``overall`` (null where there is none) and one of ``pairs`` the same
    with ``code`` null. A measure is ``{"value", "low", "high", "of", "why", "no_interval"}``; ``value`` is null where
    ``why`` says the reason, ``of`` counts words (for ``unitized`` stretches).
    """
    found = page.compared
    return {
        "coders": list(found.coders),
        "unit": UNIT,
        "intervals": INTERVALS,
        "why": page.why,
        "tapes": [
            {"tape": one.tape.id, "words": sum(one.turn_words.values()), "done": dict(one.done)} for one in found.tapes
        ],
        "left": [{"tape": one.tape, "why": one.why, "done": list(one.done)} for one in found.left],
        "untouched": found.untouched,
        "overall": None if page.overall is None else _record(found, page.overall),
        "codes": [_record(found, one) for one in page.codes],
        "pairs": [_record(found, one) for one in page.pairs],
    }


def _record(found: Compared, one: Agreement) -> dict[str, object]:
    code = one.code
    return {
        "code": code.id if code else None,
        "code_name": code.name if code else "",
        "path": found.tree.path(code) if code else "",
        "colour": code.colour if code else "",
        "coders": list(one.coders),
        "words": list(one.words),
        "kappa": _measure_record(one.kappa),
        "alpha": _measure_record(one.alpha),
        "unitized": _measure_record(one.unitized),
    }


def _measure_record(measure: Measure) -> dict[str, object]:
    return {
        "value": measure.number,
        "low": measure.low,
        "high": measure.high,
        "of": measure.of,
        "why": measure.why,
        "no_interval": measure.no_interval,
    }


def _of_code(found: Compared, laid: _Laid, code: Code) -> Agreement:
    by_tape = [(one, {coder: one.words_with(coder, code.id) for coder in one.done}) for one in found.tapes]
    return Agreement(
        code=code,
        coders=found.coders,
        words=_words(found, [values for _, values in by_tape]),
        unitized=_unitized(found, [code]),
        **_nominal(found, laid, by_tape),
    )


def _over_all(found: Compared, laid: _Laid) -> Agreement:
    by_tape = [(one, {coder: _sets(one, coder, found.codes) for coder in one.done}) for one in found.tapes]
    return Agreement(
        code=None,
        coders=found.coders,
        words=_words(found, [values for _, values in by_tape]),
        unitized=_unitized(found, found.codes),
        **_nominal(found, laid, by_tape),
    )


Values = dict[str, dict[int, Hashable]]


def _sets(tape: ComparedTape, coder: str, codes: Sequence[Code]) -> dict[int, Hashable]:
    """The set of codes of each word that has one."""
    sets: dict[int, frozenset[int]] = {}
    for code in codes:
        for number in tape.words_with(coder, code.id):
            sets[number] = sets.get(number, frozenset()) | {code.id}
    return dict(sets)


@dataclass(frozen=True)
class _Laid:
    """The turns of all tapes behind each other, and where those of each tape begin."""

    turns: Turns
    numbers: Sequence[dict[int, int]]

    @classmethod
    def of(cls, found: Compared) -> _Laid:
        words: list[int] = []
        blanks: list[Row] = []
        numbers: list[dict[int, int]] = []
        for one in found.tapes:
            numbers.append({turn: len(words) + at for at, turn in enumerate(one.turn_words)})
            words += one.turn_words.values()
            blanks += [one.blank(found.coders)] * len(one.turn_words)
        return cls(Turns(words, blanks), numbers)


def _nominal(found: Compared, laid: _Laid, by_tape: Sequence[tuple[ComparedTape, Values]]) -> dict[str, Measure]:
    given = {
        numbers[turn]: rows
        for (one, values), numbers in zip(by_tape, laid.numbers, strict=True)
        for turn, rows in one.rows(found.coders, values).items()
    }
    kappa, alpha = measured(laid.turns, given)
    return {"kappa": kappa if len(found.coders) == 2 else Measure(why=_TWO_ALONE), "alpha": alpha}


def _unitized(found: Compared, codes: Sequence[Code]) -> Measure:
    if len(found.coders) != 2:
        return Measure(why=_TWO_ALONE)
    first, second = found.coders
    total = Unitized()
    for code in codes:
        total += unitized_alpha(
            (
                one.spoken,
                [coding.quote.span.interval for coding in one.coded(first, code.id)],
                [coding.quote.span.interval for coding in one.coded(second, code.id)],
            )
            for one in found.tapes
        )
    return total.measure


def _words(found: Compared, values: Sequence[Values]) -> tuple[int, ...]:
    return tuple(sum(len(mine.get(coder, ())) for mine in values) for coder in found.coders)
