"""Annotated scripts for tests: invented talk of a harbour and a bakery, with everything that a line can hold."""

from __future__ import annotations

from dataclasses import replace

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
    TapeId,
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
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_seconds

PAL = TimecodeFormat(frame_rate("25"))
_HOUR = from_seconds(3600)


def a_place(text: str, at: float, length: float = 3, *, tape: str = "T017", is_heard: bool = False) -> SourcePlace:
    """A place on a tape whose first label is 01:00:00:00."""
    start, end = from_seconds(at), from_seconds(at + length)
    return SourcePlace(
        span=Span(TapeId(tape), Interval(start, end)),
        text=text,
        speaker="MARIAN" if tape == "T017" else "JONAS",
        timecode=PAL.write(_HOUR + start),
        is_heard=is_heard,
        link=f"tape:{tape}#t={at:.6f},{at + length:.6f}",
    )


def a_source(place: SourcePlace, *heard_by: str) -> LineSource:
    """The same place as a line shows it."""
    interval = place.span.interval
    return LineSource(
        place=place,
        out_timecode=PAL.write(_HOUR + interval.end),
        file=f"/card/{place.span.tape}.wav",
        file_fragment=place.link.partition("#")[2],
        heard_by=heard_by,
    )


def a_bite(
    n: int,
    verdict: Verdict,
    text: str,
    explanation: str,
    *places: SourcePlace,
    flags: tuple[MeaningFlag, ...] = (),
    diff: tuple[DiffPiece, ...] = (),
    joins: tuple[JoinVerdict, ...] = (),
    heard_by: tuple[str, ...] = (),
    settle: str = "",
) -> ScriptLine:
    """A line that quotes ``places``."""
    quotation = Quotation(n=n, text=text, place=f"line {n}", kind=QuotationKind.BITE)
    return ScriptLine(
        n=n,
        kind=LineKind.BITE,
        text=text,
        timecode=PAL.write(_HOUR + from_seconds(4 * n)),
        length=from_seconds(4),
        bite=n,
        speaker=places[0].speaker if places else "MARIAN",
        verdict=QuoteVerdict(
            quotation=quotation,
            verdict=verdict,
            explanation=explanation,
            flags=flags,
            sources=places,
            diff=diff,
            settle=settle,
        ),
        sources=() if verdict is Verdict.NOT_FOUND else tuple(a_source(place, *heard_by) for place in places),
        joins=joins,
    )


def same(text: str) -> DiffPiece:
    """Words that both sides have."""
    return DiffPiece(kind=PieceKind.SAME, quote=text, tape=text)


def a_script() -> AnnotatedScript:
    """A short script with one of everything."""
    lines = _lines()
    claims = (
        ScriptClaim(
            id=ClaimId(9),
            text="The bakery opened in 1962.",
            status=ClaimStatus.OPEN,
            troubles=("it has no source", "the narration of gap no longer says so"),
        ),
    )
    coverage = Coverage(tapes=9, unread=(TapeId("T021"), TapeId("T022")))
    return AnnotatedScript(
        title="Nine years",
        edit="gap",
        project="The harbour",
        format=PAL,
        start=_HOUR,
        made_from=MadeFrom(
            transaction=412,
            digest="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            when="2026-11-24T13:05:11Z",
            mark="locked for legal, cut 7",
            marked_at=412,
            edit_digest="sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        ),
        lines=lines,
        open_points=open_points(lines, claims, coverage),
        claims=claims,
        tapes=_tapes(),
        transcripts=_transcripts(),
        coverage=coverage,
        cut=from_seconds(24),
        narration=from_seconds(7),
        version="0.1.0",
    )


def a_long_script(count: int = 400) -> AnnotatedScript:
    """The same lines over and over, numbered through."""
    short = a_script()
    lines = tuple(_numbered(short.lines[n % len(short.lines)], n + 1) for n in range(count))
    return _with_lines(short, lines)


def an_empty_script() -> AnnotatedScript:
    """Nothing in it, of a project in which nothing was done."""
    return AnnotatedScript(
        title="Empty", edit="empty", project="", format=PAL, start=Ticks(0), made_from=MadeFrom(), lines=()
    )


def _lines() -> tuple[ScriptLine, ...]:
    return (
        ScriptLine(n=1, kind=LineKind.SCENE, text="The gap", level=1),
        ScriptLine(n=2, kind=LineKind.PICTURE, text="ARCHIVE: the harbour from the mole, winter, 16 mm, mute"),
        _narrated(),
        a_bite(
            4,
            Verdict.VERBATIM,
            "The harbour was quiet that year.",
            "word for word as on the tape",
            a_place("The harbour was quiet that year.", 2531.24, is_heard=True),
            diff=(same("The harbour was quiet that year."),),
            heard_by=("J. Lind, 2026-11-24", "R. Amsel, 2026-11-25"),
        ),
        _negated(),
        ScriptLine(n=6, kind=LineKind.NOTE, text="Ask Marian whether she means the old captain or his son."),
        _elided(),
        a_bite(
            8,
            Verdict.RECOMBINED,
            "We baked for the whole street, and then the boats came back.",
            "made of two pieces: T018, and T017 said on another day",
            a_place("We baked for the whole street,", 71, tape="T018"),
            a_place("and then the boats came back.", 2544),
            diff=(
                same("We baked for the whole street,"),
                DiffPiece(
                    kind=PieceKind.MOVED, tape_id="T017", interval=Interval(from_seconds(2544), from_seconds(2547))
                ),
                same("and then the boats came back."),
            ),
        ),
        a_bite(
            9,
            Verdict.NOT_FOUND,
            "Every one of us signed the letter.",
            "no tape has these words; the nearest is on T018",
            a_place("some of us read the letter", 300, tape="T018"),
        ),
        a_bite(
            10,
            Verdict.UNSETTLED,
            "It was the Elbe, not the Eider.",
            "“Eider” rests on a word that the recogniser was unsure of",
            a_place("it was the Elbe not the either", 910),
            diff=(
                same("It was the Elbe, not the"),
                DiffPiece(kind=PieceKind.CHANGED, quote="Eider.", tape="either", is_doubtful=True),
            ),
            settle="listen to T017 01:15:10:00",
        ),
        ScriptLine(
            n=11,
            kind=LineKind.BITE,
            text="what nobody can find",
            problem="there is no tape T099 in this project",
            bite=11,
        ),
    )


def _with_lines(script: AnnotatedScript, lines: tuple[ScriptLine, ...]) -> AnnotatedScript:
    return replace(script, lines=lines, open_points=open_points(lines, script.claims, script.coverage))


def _numbered(line: ScriptLine, n: int) -> ScriptLine:
    return replace(line, n=n)


def _narrated() -> ScriptLine:
    text = (
        "For nine years nobody in Elbridge spoke of the ferry. The last one had left in 1984. It was the oldest. "
        "“Nobody asked us”, says Marian."
    )
    return ScriptLine(
        n=3,
        kind=LineKind.NARRATION,
        text=text,
        length=from_seconds(7),
        is_estimated=True,
        quoted=(
            LineQuote(
                verdict=QuoteVerdict(
                    quotation=Quotation(
                        n=1,
                        text="nobody asked us",
                        place="line 5",
                        kind=QuotationKind.QUOTED,
                        attributed_to="Marian",
                    ),
                    verdict=Verdict.VERBATIM,
                    explanation="word for word as on the tape",
                    sources=(a_place("nobody asked us", 2536),),
                ),
                sources=(a_source(a_place("nobody asked us", 2536)),),
            ),
        ),
        unclaimed=("It was the oldest.",),
        claims=(
            ScriptClaim(
                id=ClaimId(3),
                text="For nine years nobody in Elbridge spoke of the ferry.",
                status=ClaimStatus.DISPUTED,
                sources=("T017 01:44:02:10, MARIAN: “it was nine years, I think”",),
                note="Jonas says eight",
                troubles=("it is disputed: Jonas says eight",),
            ),
            ScriptClaim(
                id=ClaimId(4),
                text="The last one had left in 1984.",
                status=ClaimStatus.VERIFIED,
                sources=(
                    "harbour office, timetable 1984, page 3",
                    "T018 01:02:11:00, JONAS: “the last one went in eighty-four”",
                ),
            ),
        ),
    )


def _negated() -> ScriptLine:
    join = JoinVerdict(
        n=1,
        between=(a_place("The harbour was quiet that year.", 2531), a_place("I did um not know", 2612)),
        kinds=(JoinKind.FORWARD,),
        explanation="78.0 s of the tape are left out between the two",
        gap=from_seconds(78),
        flags=(MeaningFlag(flag=Flag.QUESTION_SWAPPED, why="it answered “Did you know the captain?”"),),
    )
    return a_bite(
        5,
        Verdict.ALTERED,
        "I did know the captain, and nobody asked us for ten years.",
        "“not” is missing: the tape has “I did not know the captain”",
        a_place("I did um not know the captain, and nobody asked us for two years", 2612, 7),
        flags=(
            MeaningFlag(flag=Flag.NEGATION_DROPPED, quote_words="did know", tape_words="did not know"),
            MeaningFlag(flag=Flag.QUANTITY_CHANGED, quote_words="ten years", tape_words="two years", is_doubtful=True),
        ),
        diff=(
            same("I did"),
            DiffPiece(kind=PieceKind.FILLER, tape="um"),
            DiffPiece(kind=PieceKind.GONE, tape="not"),
            same("know the captain, and nobody asked us for"),
            DiffPiece(kind=PieceKind.CHANGED, quote="ten", tape="two", is_doubtful=True),
            same("years."),
        ),
        joins=(join,),
        settle="listen to T017 01:43:38:00",
    )


def _elided() -> ScriptLine:
    return a_bite(
        7,
        Verdict.ELIDED,
        "We baked … until four [in the morning].",
        "something is left out, and the text says so",
        a_place("We baked bread and rolls for the whole street until four", 68, 9, tape="T018", is_heard=True),
        diff=(
            same("We baked"),
            DiffPiece(kind=PieceKind.OMITTED, tape="bread and rolls for the whole street"),
            same("until four"),
            DiffPiece(kind=PieceKind.OURS, quote="[in the morning]."),
        ),
    )


def _tapes() -> tuple[TapeRecord, ...]:
    return (
        TapeRecord(
            tape=TapeId("T017"),
            title="Marian, second day",
            path="/card/INT 07/Tape & 017.wav",
            size=1_234_567_890,
            duration=from_seconds(5400),
            digest_name="xxh128",
            digest="99aa06d3014798d86001c324468d497f",
        ),
        TapeRecord(tape=TapeId("T018"), title="Jonas", duration=from_seconds(1800)),
    )


def _transcripts() -> tuple[TranscriptRecord, ...]:
    return (
        TranscriptRecord(
            tape=TapeId("T017"),
            version=2,
            tool="faster-whisper",
            tool_version="1.2.1",
            model="large-v3",
            language="en",
            made_at="2026-11-20T08:12:00Z",
            words=14_220,
        ),
        TranscriptRecord(tape=TapeId("T018"), version=1, tool="typed", words=3_021, made_at="2026-11-21T09:00:00Z"),
    )
