"""What is open about a script is named once, the weightiest first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from tapewright.model import ClaimId, ClaimStatus, Flag, MeaningFlag, TapeId, Verdict
from tapewright.model.annotated import AnnotatedScript, LineKind, OpenKind, ScriptClaim, ScriptLine
from tapewright.model.coverage import Coverage
from tapewright.proof.openpoints import open_points
from tapewright.testing.annotated import a_bite, a_place, a_script, a_source, same
from tapewright.testing.strategies_proof import annotated_scripts

TEXT = "The harbour was quiet that year."
HEARD = a_bite(
    1,
    Verdict.VERBATIM,
    TEXT,
    "word for word",
    a_place(TEXT, 10, is_heard=True),
    diff=(same(TEXT),),
    heard_by=("J. Lind",),
)


def kinds(*lines: ScriptLine) -> list[OpenKind]:
    return [point.kind for point in open_points(lines)]


def test_a_verbatim_bite_that_somebody_heard_leaves_nothing_open() -> None:
    assert kinds(HEARD) == []


def test_the_weightiest_comes_first_whatever_the_order_of_lines() -> None:
    lost = replace(HEARD, n=2, problem="there is no tape T099")
    unheard = a_bite(3, Verdict.CONDENSED, TEXT, "something is left out", a_place(TEXT, 10))
    assert kinds(unheard, HEARD, lost) == [OpenKind.BROKEN, OpenKind.UNHEARD, OpenKind.SHORTENED]


def test_a_flag_on_doubtful_words_is_to_be_heard_and_any_other_is_about_the_meaning() -> None:
    flags = (
        MeaningFlag(flag=Flag.NEGATION_DROPPED, tape_words="did not know"),
        MeaningFlag(flag=Flag.NAME_CHANGED, tape_words="either", is_doubtful=True),
    )
    line = a_bite(1, Verdict.ALTERED, TEXT, "“not” is missing", a_place(TEXT, 10, is_heard=True), flags=flags)
    assert kinds(line) == [OpenKind.DIFFERS, OpenKind.MEANING, OpenKind.UNSETTLED]


def test_who_heard_something_else_is_named_until_the_words_are_settled() -> None:
    source = replace(a_source(a_place(TEXT, 10)), heard_otherwise=("J. Lind, 2026-11-24: “harper”",))
    points = open_points((replace(HEARD, sources=(source,)),))
    assert [point.message for point in points if point.kind is OpenKind.UNSETTLED] == [
        "heard otherwise by J. Lind, 2026-11-24: “harper”"
    ]


def test_claims_without_lines_and_unread_tapes_are_open_too() -> None:
    claim = ScriptClaim(id=ClaimId(4), text="It was in 1984.", status=ClaimStatus.OPEN, troubles=("it has no source",))
    points = open_points((), (claim,), Coverage(tapes=2, unread=(TapeId("T002"),)))
    assert [(point.kind, point.lines) for point in points] == [(OpenKind.CLAIM, ()), (OpenKind.UNREAD, ())]


def test_a_bite_of_which_nothing_was_proved_is_never_a_silent_pass() -> None:
    assert kinds(ScriptLine(n=1, kind=LineKind.BITE, text=TEXT, bite=1)) == [OpenKind.UNSETTLED]


def test_the_same_of_one_line_is_said_once() -> None:
    line = next(line for line in a_script().lines if line.joins)
    assert open_points((replace(line, joins=line.joins * 3),)) == open_points((line,))


@given(script=annotated_scripts())
@settings(max_examples=15, deadline=None)
def test_points_are_in_the_order_of_their_weight_and_name_lines_that_are_there(script: AnnotatedScript) -> None:
    order = [list(OpenKind).index(point.kind) for point in script.open_points]
    assert order == sorted(order)
    assert len(set(script.open_points)) == len(script.open_points)
    assert {n for point in script.open_points for n in point.lines} <= {line.n for line in script.lines}
