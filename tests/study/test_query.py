"""Questions to codings: each operator finds its planted passages and not the decoys, and nonsense is told in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.model import CodeId, CodingId, Span, TapeId
from tapewright.study.query import Coded, Joined, Named, answer, names_in, parse
from tapewright.timing import Interval, from_seconds

LETTERS, BOARD, BOATS = CodeId(1), CodeId(2), CodeId(3)
NAMES = {
    "letters": frozenset({LETTERS}),
    "board": frozenset({BOARD}),
    "boats": frozenset({BOATS}),
    "all": frozenset({1, 2, 3}),
}


def coded(number: int, code: CodeId, start: float, end: float, tape: str = "T001") -> Coded:
    return Coded(
        coding=CodingId(number),
        code=code,
        span=Span(TapeId(tape), Interval(from_seconds(start), from_seconds(end))),
    )


CODED = [
    coded(1, LETTERS, 0, 10),
    coded(2, BOARD, 5, 19),
    coded(3, LETTERS, 50, 60),
    coded(4, BOARD, 89, 95),
    coded(5, LETTERS, 200, 210),
    coded(6, BOARD, 5, 9, "T002"),
    coded(7, BOATS, 208, 220),
]


def asked(question: str) -> list[tuple[str, float, float, tuple[int, ...]]]:
    found = answer(parse(question), CODED, lambda name: NAMES[name])
    second = from_seconds(1)
    return [
        (one.span.tape, one.span.interval.start / second, one.span.interval.end / second, one.codings) for one in found
    ]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("letters", [("T001", 0, 10, (1,)), ("T001", 50, 60, (3,)), ("T001", 200, 210, (5,))]),
        ("letters and board", [("T001", 5, 10, (1, 2))]),
        ("letters not board", [("T001", 50, 60, (3,)), ("T001", 200, 210, (5,))]),
        ("letters within 30 s of board", [("T001", 0, 19, (1, 2)), ("T001", 50, 95, (3, 4))]),
        ("letters within 29s of board", [("T001", 0, 19, (1, 2)), ("T001", 50, 95, (3, 4))]),
        ("letters within 28.999 s of board", [("T001", 0, 19, (1, 2))]),
        (
            "board within 1 minute of letters not boats",
            [("T001", 0, 19, (2, 1)), ("T001", 5, 60, (2, 3)), ("T001", 50, 95, (4, 3))],
        ),
        ("(letters or boats) not board", [("T001", 50, 60, (3,)), ("T001", 200, 210, (5,)), ("T001", 208, 220, (7,))]),
        ("letters AND boats", [("T001", 208, 210, (5, 7))]),
        ('"letters"', [("T001", 0, 10, (1,)), ("T001", 50, 60, (3,)), ("T001", 200, 210, (5,))]),
    ],
)
def test_every_operator_finds_what_was_planted(question: str, found: list[object]) -> None:
    assert asked(question) == found


def test_a_passage_does_not_lie_beside_itself() -> None:
    assert asked("letters and all") == [("T001", 5, 10, (1, 2)), ("T001", 208, 210, (5, 7))]
    assert asked("boats within 30 s of boats") == []
    assert asked("letters within 40 s of letters") == [("T001", 0, 60, (1, 3))]


def test_a_short_passage_is_found_beside_a_long_one_that_began_long_before() -> None:
    some = [coded(1, LETTERS, 0, 900), coded(2, LETTERS, 10, 11), coded(3, BOARD, 899, 901), coded(4, BOARD, 950, 951)]
    found = answer(parse("board and letters"), some, lambda name: NAMES[name])
    assert [one.codings for one in found] == [(3, 1)]
    near = answer(parse("board within 50 s of letters"), some, lambda name: NAMES[name])
    assert [one.codings for one in near] == [(3, 1), (4, 1)]


def test_what_would_be_put_together_without_end_is_refused() -> None:
    some = [coded(number, LETTERS, number, number + 1) for number in range(1, 700)]
    with pytest.raises(UsageError, match="passages answer"):
        answer(parse("letters within 9999 m of letters"), some, lambda name: NAMES[name])


def test_a_name_of_several_words_and_one_with_an_operator_in_it() -> None:
    assert names_in(parse("letters to the board and “boats and nets” or ( calls )")) == [
        "letters to the board",
        "boats and nets",
        "calls",
    ]
    assert parse("a and b or c") == Joined("or", Joined("and", Named("a"), Named("b")), Named("c"))


def test_a_code_is_found_by_its_name_though_an_operator_stands_in_it() -> None:
    called = frozenset({"withdrew or changed", "signs/withdrew or changed", "not believed", "believed", "lost", "and"})
    assert parse("Withdrew or changed not Not believed", called) == Joined(
        "not", Named("Withdrew or changed"), Named("Not believed")
    )
    assert parse("signs/withdrew or changed or lost", called) == Joined(
        "or", Named("signs/withdrew or changed"), Named("lost")
    )
    assert names_in(parse("lost not believed", called)) == ["lost", "believed"]
    assert names_in(parse('"not believed" or (believed)', called)) == ["not believed", "believed"]


@pytest.mark.parametrize(
    "question",
    [
        *("", " ", "and", "letters and", "letters and and board", "(letters", "letters)", "letters within of board"),
        *("letters within x of board", 'letters "', "()", "(" * 40 + "a" + ")" * 40, "x" * 3000, "a (b)"),
    ],
)
def test_a_question_that_is_none_says_why(question: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse(question)
    assert refused.value.hint


@given(st.text(max_size=60) | st.text('abc ()" and or not within 30 s', max_size=60))
def test_any_text_is_a_question_or_refused(text: str) -> None:
    try:
        names = names_in(parse(text))
    except UsageError:
        return
    assert all(name.strip() == name != "" for name in names)


@given(
    st.lists(
        st.builds(
            lambda number, code, start, length: coded(number, CodeId(code), start, start + length),
            st.integers(1, 99),
            st.integers(1, 3),
            st.integers(0, 60),
            st.integers(1, 20),
        ),
        max_size=12,
        unique_by=lambda one: one.coding,
    )
)
def test_not_and_and_part_the_first_between_them(some: list[Coded]) -> None:
    def spans(question: str) -> set[Span]:
        return {one.span for one in answer(parse(question), some, lambda name: NAMES[name])}

    kept = spans("letters not board")
    touched = {
        one
        for one in spans("letters")
        if any(one.interval.meets(other.interval) for other in spans("board") if other.tape == one.tape)
    }
    assert kept | touched == spans("letters")
    assert not kept & touched
    assert bool(touched) == bool(spans("letters and board"))


@given(
    st.lists(
        st.builds(
            lambda number, code, start, length: coded(number, CodeId(code), start, start + length),
            st.integers(1, 99),
            st.integers(1, 2),
            st.integers(0, 90),
            st.integers(1, 60),
        ),
        max_size=15,
        unique_by=lambda one: one.coding,
    ),
    st.integers(0, 40),
)
def test_within_finds_every_pair_that_looking_at_all_of_them_finds(some: list[Coded], seconds: int) -> None:
    found = answer(parse(f"letters within {seconds} s of board"), some, lambda name: NAMES[name])
    pairs = {
        Span(
            one.span.tape,
            Interval(
                min(one.span.interval.start, other.span.interval.start),
                max(one.span.interval.end, other.span.interval.end),
            ),
        )
        for one in some
        for other in some
        if (one.code, other.code) == (LETTERS, BOARD)
        and max(other.span.interval.start - one.span.interval.end, one.span.interval.start - other.span.interval.end)
        <= from_seconds(seconds)
    }
    assert {one.span for one in found} == pairs
