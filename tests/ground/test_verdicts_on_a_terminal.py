"""A person at a terminal sees the verdict in words, both sides beside each other, and nothing that is obeyed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.cli.sidebyside import columns_of, side_by_side, wrapped
from tapewright.cli.terminal import STYLES, bare, styled, visible, wants_colour
from tapewright.cli.verdicts import join_lines, quote_lines
from tapewright.model import (
    DiffPiece,
    Flag,
    JoinKind,
    JoinVerdict,
    MeaningFlag,
    PieceKind,
    Quotation,
    QuotationKind,
    QuoteVerdict,
    SourcePlace,
    Span,
    TapeId,
    Verdict,
)
from tapewright.model.wording import FLAGS, JOINS, PIECES, VERDICTS
from tapewright.testing.strategies_proof import hostile_lines, join_verdicts, quote_verdicts
from tapewright.timing import Interval, from_seconds

CODES = re.compile("|".join(re.escape(code) for code in (*sorted(STYLES.values(), key=len, reverse=True), "\x1b[0m")))


def place(text: str, at: int = 10, tape: str = "T017", *, is_heard: bool = False) -> SourcePlace:
    return SourcePlace(
        span=Span(TapeId(tape), Interval(from_seconds(at), from_seconds(at + 3))),
        text=text,
        speaker="MARIAN",
        timecode=f"01:00:{at:02}:00",
        is_heard=is_heard,
        link=f"tape:{tape}#t={at}.000000,{at + 3}.000000",
    )


NEGATED = QuoteVerdict(
    quotation=Quotation(n=3, text="I did know him.", place="line 7", kind=QuotationKind.QUOTED, attributed_to="Marian"),
    verdict=Verdict.ALTERED,
    explanation="“not” is missing: the tape has “I did not know him”",
    flags=(MeaningFlag(flag=Flag.NEGATION_DROPPED, quote_words="did know", tape_words="did not know"),),
    sources=(place("I did um not know him"),),
    diff=(
        DiffPiece(kind=PieceKind.SAME, quote="I did", tape="I did"),
        DiffPiece(kind=PieceKind.FILLER, tape="um"),
        DiffPiece(kind=PieceKind.GONE, tape="not"),
        DiffPiece(kind=PieceKind.SAME, quote="know him.", tape="know him."),
    ),
)


def test_an_altered_quotation_is_told_with_its_words_flag_place_and_both_sides() -> None:
    assert quote_lines(NEGATED, width=80, colour=False) == [
        "   3  ✗ altered   Marian, line 7",
        "      “I did know him.”",
        "      “not” is missing: the tape has “I did not know him”",
        "      ! negation dropped: a “not” is gone; the text has “did know”; the tape has",
        "      “did not know”",
        "      T017 01:00:10:00 (3.0 s), MARIAN, nobody has listened yet",
        "      tape:T017#t=10.000000,13.000000",
        "      text                                │ tape",
        "      I did know him.                     │ I did (-um-) [-not-] know him.",
    ]


def test_colour_adds_nothing_but_colour() -> None:
    coloured = quote_lines(NEGATED, width=80, colour=True)
    assert any("\x1b[31m" in line for line in coloured)
    assert [CODES.sub("", line) for line in coloured] == quote_lines(NEGATED, width=80, colour=False)
    assert visible("\n".join(coloured)) == "\n".join(coloured)


def test_a_quotation_without_a_difference_shows_no_columns() -> None:
    same = QuoteVerdict(
        quotation=Quotation(n=1, text="Nobody asked us.", place="line 1", kind=QuotationKind.BLOCK),
        verdict=Verdict.VERBATIM,
        explanation="word for word as on the tape",
        sources=(place("Nobody asked us.", is_heard=True),),
        diff=(DiffPiece(kind=PieceKind.SAME, quote="Nobody asked us.", tape="Nobody asked us."),),
    )
    told = "\n".join(quote_lines(same, width=100, colour=False))
    assert "│" not in told
    assert "heard by a person" in told


def test_what_is_not_found_shows_the_nearest_and_compares_nothing() -> None:
    lost = QuoteVerdict(
        quotation=Quotation(n=9, text="We all flew.", place="page 2", kind=QuotationKind.QUOTED),
        verdict=Verdict.NOT_FOUND,
        explanation="no tape has these words",
        sources=(place("we all knew"),),
        diff=(DiffPiece(kind=PieceKind.CHANGED, quote="flew", tape="knew"),),
    )
    told = "\n".join(quote_lines(lost, width=100, colour=False))
    assert "nearest: T017 01:00:10:00" in told
    assert "│" not in told


def test_words_that_belong_together_stand_on_one_line() -> None:
    diff = [
        DiffPiece(kind=PieceKind.SAME, quote="one two three four five six", tape="one two three four five six"),
        DiffPiece(kind=PieceKind.OMITTED, tape="a lot of other words that nobody needs here"),
        DiffPiece(kind=PieceKind.SAME, quote="seven", tape="seven"),
        DiffPiece(kind=PieceKind.CHANGED, quote="ten", tape="two", is_doubtful=True),
        DiffPiece(kind=PieceKind.MOVED, tape_id="T018", interval=Interval(from_seconds(11), from_seconds(12))),
        DiffPiece(kind=PieceKind.OURS, quote="[later]"),
        DiffPiece(kind=PieceKind.SAME, quote="years", tape="years"),
    ]
    lines = side_by_side(diff, width=59, colour=False, sources=[place("years", 10, "T018")])
    assert [line.split(" │ ")[0].strip() for line in lines] == [
        "text",
        "one two three four five six",
        "…",
        "seven",
        "{+ten+}?",
        "[later] years",
    ]
    assert lines[-1].endswith("│ ↷ T018 01:00:10:00 years")


def test_a_join_says_how_far_and_which_way() -> None:
    join = JoinVerdict(
        n=2,
        between=(place("until the boats came back", 50), place("Nobody asked us", 10)),
        kinds=(JoinKind.BACKWARD,),
        explanation="the second was said 43.0 s before the first",
        gap=-from_seconds(43),
        timecode="01:00:03:00",
    )
    lines = join_lines(join, width=100, colour=False)
    assert lines[0] == "   2  · the second was said before the first, 43.0 s back   01:00:03:00"
    assert "              until the boats came back" in lines


@given(verdict=quote_verdicts(), width=st.integers(60, 160), colour=st.booleans())
@settings(max_examples=30, deadline=None)
def test_no_line_is_wider_than_asked_or_obeyed(verdict: QuoteVerdict, width: int, colour: bool) -> None:
    for line in quote_lines(verdict, width=width, colour=colour):
        plain = CODES.sub("", line) if colour else line
        assert columns_of(plain) <= width or plain.strip() in links(*verdict.sources, *verdict.elsewhere)
        assert visible(plain) == plain
        assert "\x1b" not in plain


@given(join=join_verdicts(), width=st.integers(60, 160))
@settings(max_examples=20, deadline=None)
def test_the_same_holds_for_joins(join: JoinVerdict, width: int) -> None:
    for line in join_lines(join, width=width, colour=False):
        assert columns_of(line) <= width or line.strip() in links(*join.between)
        assert visible(line) == line


def test_a_long_link_is_one_line_that_can_be_copied() -> None:
    path = f"file:///{'a folder/' * 20}INT_01.wav#t=1.000000,2.000000"
    found = replace(NEGATED, sources=(replace(place("I did not know him"), link=path),))
    assert f"      {path}" in quote_lines(found, width=60, colour=False)


def test_a_reason_that_the_explanation_gives_is_not_said_twice() -> None:
    why = "'not' is missing: the tape has 'did not know'"
    flag = MeaningFlag(flag=Flag.NEGATION_DROPPED, why=why)
    told = " ".join(quote_lines(replace(NEGATED, explanation=f"{why}.", flags=(flag,)), width=160, colour=False))
    assert told.count(why) == 1
    told = " ".join(quote_lines(replace(NEGATED, flags=(flag,)), width=160, colour=False))
    assert told.count(why) == 1


def links(*places: SourcePlace) -> set[str]:
    return {bare(place.link).strip() for place in places}


@given(text=hostile_lines, width=st.integers(5, 60))
def test_wrapping_loses_no_sign(text: str, width: int) -> None:
    assert "".join("".join(wrapped(text, width)).split()) == "".join(text.split())


def test_words_from_outside_cannot_bring_styles_of_their_own() -> None:
    assert bare(f"a {styled('b', 'bad')} c") == "a \\x1b[31mb\\x1b[0m c"


def test_no_colour_is_wanted_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    assert not wants_colour()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert wants_colour()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour()


def test_every_verdict_flag_join_and_piece_has_its_words() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert set(FLAGS) == set(Flag)
    assert set(JOINS) == set(JoinKind)
    assert set(PIECES) == set(PieceKind)
