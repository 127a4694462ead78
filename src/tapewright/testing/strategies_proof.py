"""Hypothesis strategies for what the proof says: verdicts, flags, differences, joins, and how much was read."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tapewright.model import (
    ClaimId,
    ClaimStatus,
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
from tapewright.model.annotated import (
    AnnotatedScript,
    LineKind,
    LineQuote,
    LineSource,
    MadeFrom,
    ScriptClaim,
    ScriptLine,
    TapeRecord,
    TranscriptRecord,
)
from tapewright.model.coverage import Coverage
from tapewright.proof.openpoints import open_points
from tapewright.testing.strategies import LONGEST, formats, intervals, tape_ids, text_lines, ticks
from tapewright.timing import TICKS_PER_SECOND

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


def line_sources() -> st.SearchStrategy[LineSource]:
    """Sources of a line, with ear-checks by anybody."""
    return st.builds(
        LineSource,
        place=source_places(),
        out_timecode=st.sampled_from(["", "01:00:03:00"]),
        file=st.one_of(st.just(""), hostile_lines),
        file_fragment=st.sampled_from(["", "t=1.000000,2.000000"]),
        heard_by=st.lists(hostile_lines, max_size=2).map(tuple),
        heard_otherwise=st.lists(hostile_lines, max_size=2).map(tuple),
    )


def script_claims() -> st.SearchStrategy[ScriptClaim]:
    """Claims with any sources and troubles."""
    return st.builds(
        ScriptClaim,
        id=st.integers(1, 999).map(ClaimId),
        text=hostile_lines,
        status=st.sampled_from(ClaimStatus),
        sources=st.lists(hostile_lines, max_size=2).map(tuple),
        note=hostile_lines,
        troubles=st.lists(hostile_lines, max_size=2).map(tuple),
        rests_on_one=st.booleans(),
    )


def script_lines() -> st.SearchStrategy[list[ScriptLine]]:
    """Lines of every kind, numbered from 1."""
    one = st.builds(
        ScriptLine,
        n=st.just(0),
        kind=st.sampled_from(LineKind),
        text=hostile_lines,
        level=st.integers(1, 6),
        timecode=st.sampled_from(["", "01:00:00:00"]),
        length=ticks(),
        is_estimated=st.booleans(),
        speaker=hostile_lines,
        problem=st.one_of(st.just(""), hostile_lines),
        verdict=st.none() | quote_verdicts(),
        sources=st.lists(line_sources(), max_size=2).map(tuple),
        joins=st.lists(join_verdicts(), max_size=2).map(tuple),
        quoted=st.lists(
            st.builds(LineQuote, verdict=quote_verdicts(), sources=st.lists(line_sources(), max_size=1).map(tuple)),
            max_size=1,
        ).map(tuple),
        claims=st.lists(script_claims(), max_size=2).map(tuple),
        unclaimed=st.lists(hostile_lines, max_size=2).map(tuple),
    )
    return st.lists(one, max_size=3).map(lambda lines: [replace(line, n=n) for n, line in enumerate(lines, 1)])


@st.composite
def annotated_scripts(draw: st.DrawFn) -> AnnotatedScript:
    """Whole scripts with anything in them, also what a document's reader would obey."""
    lines = tuple(draw(script_lines()))
    apart = tuple(draw(st.lists(script_claims(), max_size=2)))
    coverage = draw(coverages())
    made = st.builds(
        MadeFrom,
        transaction=st.integers(0, 9999),
        digest=st.sampled_from(["", "ab" * 32]),
        when=st.sampled_from(["", "2026-11-24T13:05:11Z", "2026-11-24T13:05:11.123456Z", "not a date"]),
        mark=hostile_lines,
        marked_at=st.integers(0, 9999),
        edit_digest=st.just("sha256:00ff"),
    )
    tapes = st.builds(
        TapeRecord,
        tape=tape_ids(),
        title=hostile_lines,
        path=hostile_lines,
        size=st.integers(0, 2**50),
        duration=ticks(),
    )
    transcripts = st.builds(
        TranscriptRecord, tape=tape_ids(), version=st.integers(1, 9), tool=hostile_lines, model=hostile_lines
    )
    return AnnotatedScript(
        title=draw(hostile_lines),
        edit=draw(hostile_lines),
        project=draw(hostile_lines),
        format=draw(formats()),
        start=draw(ticks(23 * 3600 * TICKS_PER_SECOND)),
        made_from=draw(made),
        lines=lines,
        open_points=open_points(lines, apart, coverage),
        claims=apart,
        tapes=tuple(draw(st.lists(tapes, max_size=2))),
        transcripts=tuple(draw(st.lists(transcripts, max_size=2))),
        coverage=coverage,
        cut=draw(ticks()),
        narration=draw(ticks()),
        version="0.1.0",
        remarks=tuple(draw(st.lists(hostile_lines, max_size=2))),
    )
