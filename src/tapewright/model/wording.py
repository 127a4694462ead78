"""Proof in plain words: how verdicts, flags and joins are called wherever a person reads them.

A sign stands beside every word, so that nothing depends on colour. The terminal, the pages and the annotated script
all speak so.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from tapewright.model.verdict import (
    DiffPiece,
    Flag,
    JoinKind,
    JoinVerdict,
    MeaningFlag,
    PieceKind,
    Quotation,
    SourcePlace,
    Verdict,
)
from tapewright.timing import write_clock, write_seconds


class Outcome(StrEnum):
    """What a verdict comes to: it asks for nothing, for a look, for an ear, or for a decision."""

    HOLDS = "holds"
    SHORTENED = "shortened"
    OPEN = "open"  # somebody has to listen
    DIFFERS = "differs"


SIGNS = {Outcome.HOLDS: "✓", Outcome.SHORTENED: "…", Outcome.OPEN: "?", Outcome.DIFFERS: "✗"}
"""One sign for each outcome; all are in the plainest fonts."""

VERDICTS = {
    Verdict.VERBATIM: ("verbatim", "word for word as on the tape"),
    Verdict.CLEANED: ("cleaned", "only fillers, false starts and repeats are gone"),
    Verdict.ELIDED: ("elided", "something is left out, and the text says so"),
    Verdict.CONDENSED: ("condensed", "something is left out, and the text does not say so"),
    Verdict.UNSETTLED: ("unsettled", "a difference rests on words that a machine was unsure of: listen"),
    Verdict.ALTERED: ("altered", "words differ from the tape"),
    Verdict.REORDERED: ("reordered", "pieces of one passage stand in another order"),
    Verdict.RECOMBINED: ("recombined", "made of pieces that were said apart"),
    Verdict.MISATTRIBUTED: ("misattributed", "somebody else said it"),
    Verdict.NOT_FOUND: ("not found", "on no tape that has a transcript"),
}
"""Each verdict as a person reads it, and what it means."""

FLAGS = {
    Flag.NEGATION_DROPPED: "a “not” is gone",
    Flag.NEGATION_ADDED: "a “not” was put in",
    Flag.HEDGE_DROPPED: "a reservation is gone",
    Flag.CONDITION_DROPPED: "a condition is gone",
    Flag.QUANTITY_CHANGED: "a number or date differs",
    Flag.NAME_CHANGED: "a name differs",
    Flag.SUBJECT_CHANGED: "it is about somebody else",
    Flag.QUESTION_SWAPPED: "it answered another question",
    Flag.SENTENCE_ENDED_EARLY: "the sentence went on",
    Flag.RETRACTED_NEXT: "taken back in the next sentence",
    Flag.PAUSE_REMOVED: "a pause is gone",
    Flag.PAUSE_ADDED: "a pause was put in",
    Flag.CLIPPED_WORD: "a word is cut into",
}
"""Each meaning flag in plain words."""

JOINS = {
    JoinKind.CONTINUOUS: "the tape runs on",
    JoinKind.FORWARD: "something is left out",
    JoinKind.BACKWARD: "the second was said before the first",
    JoinKind.OTHER_TAPE: "another tape",
    JoinKind.OTHER_SPEAKER: "another speaker",
    JoinKind.SENTENCE_BUILT: "one sentence out of two",
    JoinKind.APART: "something stands between in the programme",
}
"""Each kind of join in plain words."""

PIECES = {
    PieceKind.SAME: "the same",
    PieceKind.SPELT: "the same words, written otherwise",
    PieceKind.FILLER: "filler on the tape only",
    PieceKind.OMITTED: "left out, and the text says so",
    PieceKind.GONE: "on the tape only",
    PieceKind.ADDED: "in the text only",
    PieceKind.CHANGED: "other words than on the tape",
    PieceKind.OURS: "the writer’s own",
    PieceKind.MOVED: "from another place",
}
"""Each stretch of a difference in plain words."""

MACHINE_HEARD = "nobody has listened yet"
"""Said of words that no person has listened to."""


def outcome(verdict: Verdict) -> Outcome:
    """What a verdict comes to.

    >>> SIGNS[outcome(Verdict.ALTERED)]
    '✗'
    """
    if verdict.rank <= Verdict.CLEANED.rank:
        return Outcome.HOLDS
    if verdict.rank <= Verdict.CONDENSED.rank:
        return Outcome.SHORTENED
    return Outcome.OPEN if verdict is Verdict.UNSETTLED else Outcome.DIFFERS


def signed(verdict: Verdict) -> str:
    """The verdict with its sign: ``✗ not found``."""
    return f"{SIGNS[outcome(verdict)]} {VERDICTS[verdict][0]}"


def who_told(quotation: Quotation) -> str:
    """To whom a text gives a quotation; what a pronoun means is told from what the text says."""
    return f"{quotation.attributed_to} (by a pronoun)" if quotation.is_inferred else quotation.attributed_to


def flag_name(flag: Flag) -> str:
    """A flag as a person reads it: ``negation dropped``."""
    return flag.value.replace("_", " ")


def flag_told(flag: MeaningFlag, *, explained: str = "") -> tuple[str, str]:
    """The flag's name, and why it was raised: its own sentence, else what it is and the words of both sides.
    A sentence that ``explained`` (what stands above it) holds already gives way to what the flag is.

    >>> flag_told(MeaningFlag(flag=Flag.NEGATION_DROPPED, tape_words="did not know"))
    ('negation dropped', 'a “not” is gone; the tape has “did not know”')
    """
    sides = []
    if flag.quote_words:
        sides.append(f"the text has “{flag.quote_words}”")
    if flag.tape_words:
        sides.append(f"the tape has “{flag.tape_words}”")
    why = flag.why or "; ".join([FLAGS[flag.flag], *sides])
    if flag.why and flag.why.casefold() in explained.casefold():
        why = FLAGS[flag.flag]
    doubt = " (rests on words that a machine was unsure of)" if flag.is_doubtful else ""
    return flag_name(flag.flag), why + doubt


def join_head(join: JoinVerdict) -> str:
    """What a join is and how far it leads: ``something is left out, 3.2 s``."""
    kinds = ", ".join(JOINS[kind] for kind in join.kinds) or "a join"
    if join.gap is None:
        return kinds
    return f"{kinds}, {write_seconds(abs(join.gap), decimals=1)} s{' back' if join.gap < 0 else ''}"


def is_to_be_compared(diff: Iterable[DiffPiece]) -> bool:
    """Whether the two sides of a difference are to be shown beside each other: they are not the same words."""
    return any(piece.kind not in (PieceKind.SAME, PieceKind.OURS) for piece in diff)


def came_from(piece: DiffPiece, sources: Iterable[SourcePlace]) -> str:
    """Where words were moved from: the tape, and the timecode of the source that holds them, else its running time."""
    at = piece.interval
    if at is None:
        return piece.tape_id
    for place in sources:
        if place.span.tape == piece.tape_id and place.span.interval.holds(at.start):
            return f"{piece.tape_id} {place.timecode}"
    return f"{piece.tape_id} {write_clock(at.start, decimals=1)}"
