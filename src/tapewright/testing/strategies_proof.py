"""Hypothesis strategies for what the proof says: verdicts, flags, differences, joins, and how much was read."""

from __future__ import annotations

from hypothesis import strategies as st

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
    Verdict,
)
from tapewright.model.coverage import Coverage
from tapewright.testing.strategies import LONGEST, tape_ids, text_lines, ticks
from tapewright.timing import Interval

hostile_lines = st.one_of(
    text_lines,
    st.sampled_from(
        [
            "I did not know him.",
            "<script>alert(1)</script> & “more”",
            "\x1b[2J\x1b[31mred",
            "\u202egpj.exe",
            ']]> ${x} #{y} \\end{document} #import "a"',
            "港はその年とても静かでした。",
            "naïve Übergrößen Привет 👩‍👧",
            "a" * 300,
            "\ud800half",
        ]
    ),
)
"""Everyday lines, any text, and what some reader of a document would obey."""


def intervals() -> st.SearchStrategy[Interval]:
    """Places on a clock, empty ones too."""
    return st.tuples(ticks(), ticks()).map(lambda ends: Interval(min(ends), max(ends)))


def spans() -> st.SearchStrategy[Span]:
    """Places on tapes."""
    return st.builds(Span, tape_ids(), intervals())


def flags() -> st.SearchStrategy[MeaningFlag]:
    """Any flag with any words."""
    return st.builds(
        MeaningFlag,
        flag=st.sampled_from(Flag),
        quote_words=hostile_lines,
        tape_words=hostile_lines,
        why=hostile_lines,
        is_doubtful=st.booleans(),
    )


def diff_pieces() -> st.SearchStrategy[DiffPiece]:
    """Any stretch, with or without a place."""
    return st.builds(
        DiffPiece,
        kind=st.sampled_from(PieceKind),
        quote=hostile_lines,
        tape=hostile_lines,
        tape_id=st.one_of(st.just(""), tape_ids()),
        interval=st.none() | intervals(),
        is_doubtful=st.booleans(),
    )


def source_places() -> st.SearchStrategy[SourcePlace]:
    """Places with words, heard or not; links of every kind that somebody might try."""
    return st.builds(
        SourcePlace,
        span=spans(),
        text=hostile_lines,
        speaker=hostile_lines,
        timecode=st.sampled_from(["", "01:00:00:00", "23:59:59;29"]),
        is_heard=st.booleans(),
        link=st.sampled_from(["", "tape:T017#t=1.000000,2.000000", "javascript:alert(1)", 'tape:"><b>', "file:///a b"]),
    )


def quote_verdicts() -> st.SearchStrategy[QuoteVerdict]:
    """Any verdict on any quotation."""
    quotation = st.builds(
        Quotation,
        n=st.integers(1, 99_999),
        text=hostile_lines,
        place=hostile_lines,
        kind=st.sampled_from(QuotationKind),
        attributed_to=hostile_lines,
    )
    return st.builds(
        QuoteVerdict,
        quotation=quotation,
        verdict=st.sampled_from(Verdict),
        explanation=hostile_lines,
        flags=st.lists(flags(), max_size=3).map(tuple),
        sources=st.lists(source_places(), max_size=3).map(tuple),
        diff=st.lists(diff_pieces(), max_size=8).map(tuple),
        elsewhere=st.lists(source_places(), max_size=5).map(tuple),
        settle=hostile_lines,
    )


def join_verdicts() -> st.SearchStrategy[JoinVerdict]:
    """Any join."""
    return st.builds(
        JoinVerdict,
        n=st.integers(1, 99_999),
        between=st.tuples(source_places(), source_places()),
        kinds=st.lists(st.sampled_from(JoinKind), max_size=3, unique=True).map(tuple),
        explanation=hostile_lines,
        gap=st.none() | st.integers(-LONGEST, LONGEST),
        flags=st.lists(flags(), max_size=3).map(tuple),
        record=ticks(),
        timecode=st.sampled_from(["", "01:00:00:00"]),
        left_out=hostile_lines,
    )


def coverages() -> st.SearchStrategy[Coverage]:
    """Some tapes, some of them unread."""
    return st.lists(tape_ids(), max_size=15, unique=True).flatmap(
        lambda unread: st.integers(len(unread), 200).map(lambda count: Coverage(tapes=count, unread=tuple(unread)))
    )
