"""Hypothesis strategies for the records of the study, not stored yet: whoever made them and when are named."""

from __future__ import annotations

from hypothesis import strategies as st

from tapewright.model import (
    Case,
    CaseId,
    Certainty,
    Code,
    Codebook,
    CodebookId,
    CodeId,
    Coding,
    Decision,
    DecisionKind,
    Event,
    EventId,
    EventKind,
    EventSource,
    Memo,
    MemoAbout,
    Participant,
    Party,
    PartyId,
    PartyKind,
    Quote,
    Role,
    SpeakerId,
    StudySet,
    TapeId,
)
from tapewright.testing.strategies import edtf_dates, quotes, text_lines

names = text_lines.filter(lambda text: bool(text.strip()))
"""Any text that can be a name."""

_AT = st.just("2026-01-02T03:04:05Z")
_DATES = st.just("") | edtf_dates()


def codebooks() -> st.SearchStrategy[Codebook]:
    """Any codebook."""
    return st.builds(Codebook, name=names, note=text_lines, origin=text_lines, guid=text_lines)


def codes(codebook: CodebookId, *, parent: CodeId | None = None) -> st.SearchStrategy[Code]:
    """Any code of a codebook, below a code of it or at its top."""
    return st.builds(
        Code,
        codebook=st.just(codebook),
        parent=st.just(parent),
        rank=st.integers(0, 99),
        name=names,
        definition=text_lines,
        use_when=text_lines,
        not_when=text_lines,
        example=text_lines,
        colour=st.just("") | st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}"),
        key=st.sampled_from(["", *"123456789"]),
        source=text_lines,
        is_codable=st.booleans(),
        guid=text_lines,
    )


def stretches(tape: TapeId) -> st.SearchStrategy[Quote]:
    """Places of a tape that are not empty."""
    return quotes(tape).filter(lambda quote: not quote.span.interval.is_empty)


def codings(tape: TapeId, code: CodeId) -> st.SearchStrategy[Coding]:
    """Any coding of a tape with a code."""
    return st.builds(
        Coding,
        code=st.just(code),
        quote=stretches(tape),
        coder=names,
        when=_AT,
        note=text_lines,
        guid=text_lines,
    )


def memos(tape: TapeId, about: MemoAbout = MemoAbout.PROJECT, target: int = 0) -> st.SearchStrategy[Memo]:
    """Any memo about one thing."""
    return st.builds(
        Memo,
        text=text_lines,
        title=text_lines,
        about=st.just(about),
        target=st.just(target),
        tape=st.just(tape if about is MemoAbout.TAPE else None),
        quote=quotes(tape) if about is MemoAbout.SPAN else st.none(),
        who=names,
        when=_AT,
        guid=text_lines,
    )


def study_sets(code: CodeId, tape: TapeId) -> st.SearchStrategy[StudySet]:
    """A set with or without a code and a tape."""
    return st.builds(
        StudySet,
        name=names,
        note=text_lines,
        codes=st.sampled_from([(), (code,)]),
        tapes=st.sampled_from([(), (tape,)]),
        guid=text_lines,
    )


def cases(tape: TapeId) -> st.SearchStrategy[Case]:
    """A case with or without a tape."""
    return st.builds(Case, name=names, note=text_lines, tapes=st.sampled_from([(), (tape,)]), guid=text_lines)


def parties(speaker: SpeakerId | None = None) -> st.SearchStrategy[Party]:
    """Any person or institution."""
    return st.builds(
        Party,
        name=names,
        kind=st.sampled_from(PartyKind),
        speaker=st.sampled_from([None, speaker]),
        born=_DATES,
        died=_DATES,
        group=text_lines,
        note=text_lines,
        guid=text_lines,
    )


def event_sources(tape: TapeId) -> st.SearchStrategy[EventSource]:
    """A place of a tape or a document."""
    return st.one_of(
        st.builds(EventSource, quote=quotes(tape), date=_DATES, disputes=st.booleans(), note=text_lines),
        st.builds(EventSource, document=names, date=_DATES, disputes=st.booleans(), note=text_lines),
    )


def events(
    tape: TapeId, party: PartyId, *, case: CaseId | None = None, other: EventId | None = None
) -> st.SearchStrategy[Event]:
    """Any event about a party, with or without a case and another event that it hangs on or tells of."""
    participants = st.builds(Participant, party=st.just(party), role=st.sampled_from(Role), note=text_lines)
    return st.builds(
        Event,
        title=names,
        kind=st.sampled_from(EventKind),
        date=_DATES,
        date_words=text_lines,
        certainty=st.sampled_from(Certainty),
        place=text_lines,
        note=text_lines,
        case=st.sampled_from([None, case]),
        agency=text_lines,
        hangs_on=st.sampled_from([None, other]),
        tells_of=st.sampled_from([None, other]),
        answer=text_lines,
        answered_on=_DATES,
        outcome=text_lines,
        believed=st.sampled_from(["", "yes", "no", "partly"]),
        parties=st.lists(participants, max_size=3).map(tuple),
        sources=st.lists(event_sources(tape), min_size=1, max_size=3).map(tuple),
        guid=text_lines,
    )


def decisions(tape: TapeId) -> st.SearchStrategy[Decision]:
    """Any answer to anything offered."""
    return st.builds(
        Decision,
        kind=st.sampled_from(DecisionKind),
        about=names,
        answer=names,
        quote=st.none() | quotes(tape),
        who=names,
        when=_AT,
        note=text_lines,
    )
