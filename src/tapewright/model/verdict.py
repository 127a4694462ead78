"""Proof: what was said of a quotation or of a join, and why. Verdicts are kinds, never scores."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tapewright.model.span import Span
from tapewright.timing import Interval


class QuotationKind(StrEnum):
    """How a text says that somebody said it."""

    QUOTED = "quoted"  # in quotation marks of any style
    BLOCK = "block"  # a block quote
    SPEECH = "speech"  # NAME: line, a caption, dialogue of a screenplay
    BITE = "bite"  # a bite of a paper edit: its place on the tape is named
    HEARD = "heard"  # a run of a timeline: what is heard there


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words that a text puts into somebody's mouth, numbered from 1 in their order.

    ``text`` is as written, without its outer quotation marks: ``…`` and ``...`` stand for omissions, ``[brackets]`` are
    the writer's. ``attributed_to`` is the name as written, or empty; ``is_inferred`` where a pronoun
    stands in its place, and the name in a paragraph before. ``place`` says where it stands in its file.
    """

    n: int
    text: str
    place: str
    kind: QuotationKind
    attributed_to: str = ""
    is_inferred: bool = False


class Verdict(StrEnum):
    """How a quotation stands to the tapes, strongest first; ``docs/reference/proof-rules.md`` says when."""

    VERBATIM = "verbatim"
    CLEANED = "cleaned"  # only fillers, false starts and repeats are gone
    ELIDED = "elided"  # something is left out, and the text says so
    CONDENSED = "condensed"  # something is left out, and the text does not say so
    ALTERED = "altered"  # words differ
    REORDERED = "reordered"  # pieces of one passage in another order
    RECOMBINED = "recombined"  # pieces that were said apart
    MISATTRIBUTED = "misattributed"  # somebody else said it
    UNSETTLED = "unsettled"  # a difference rests on words that a machine was unsure of: listen
    NOT_FOUND = "not_found"

    @property
    def rank(self) -> int:
        """0 for the strongest. ``UNSETTLED`` stands between what is left out and what differs."""
        return _ORDER.index(self)


_ORDER = (
    Verdict.VERBATIM,
    Verdict.CLEANED,
    Verdict.ELIDED,
    Verdict.CONDENSED,
    Verdict.UNSETTLED,
    Verdict.ALTERED,
    Verdict.REORDERED,
    Verdict.RECOMBINED,
    Verdict.MISATTRIBUTED,
    Verdict.NOT_FOUND,
)


class Flag(StrEnum):
    """What a difference does to the meaning."""

    NEGATION_DROPPED = "negation_dropped"
    NEGATION_ADDED = "negation_added"
    HEDGE_DROPPED = "hedge_dropped"
    CONDITION_DROPPED = "condition_dropped"
    QUANTITY_CHANGED = "quantity_changed"
    NAME_CHANGED = "name_changed"
    SUBJECT_CHANGED = "subject_changed"
    QUESTION_SWAPPED = "question_swapped"
    SENTENCE_ENDED_EARLY = "sentence_ended_early"
    RETRACTED_NEXT = "retracted_next"
    PAUSE_REMOVED = "pause_removed"
    PAUSE_ADDED = "pause_added"
    CLIPPED_WORD = "clipped_word"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningFlag:
    """A flag with the words of both sides that raised it, and one plain sentence why.

    ``is_doubtful``: it rests on words that a machine was unsure of and nobody has heard.
    """

    flag: Flag
    quote_words: str = ""
    tape_words: str = ""
    why: str = ""
    is_doubtful: bool = False


class PieceKind(StrEnum):
    """What a stretch of a comparison is."""

    SAME = "same"
    SPELT = "spelt"  # the same words written otherwise: numbers, contractions, spelling
    FILLER = "filler"  # on the tape only: fillers, false starts, repeats, backchannels of others
    OMITTED = "omitted"  # on the tape only, and the text says so: …
    GONE = "gone"  # on the tape only, unmarked
    ADDED = "added"  # in the text only
    CHANGED = "changed"  # other words in the text than on the tape
    OURS = "ours"  # [brackets]: the writer's own
    MOVED = "moved"  # from here on the words come from another place


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPiece:
    """A stretch of the word-level difference, in the order of the quotation.

    ``quote`` and ``tape`` are the words of each side as they read. ``interval`` is when the tape's words are heard, on
    ``tape_id``. ``is_doubtful``: a difference that rests on words of little confidence.
    """

    kind: PieceKind
    quote: str = ""
    tape: str = ""
    tape_id: str = ""
    interval: Interval | None = None
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlace:
    """A place on a tape that a quotation rests on.

    ``text`` is its words as they read now, ``speaker`` the name as it is called now, ``timecode`` the source timecode.
    ``is_heard``: a person has listened to every word of it as it reads now. ``link`` plays it where the media is here.
    """

    span: Span
    text: str
    speaker: str = ""
    timecode: str = ""
    is_heard: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteVerdict:
    """What the proof says about one quotation.

    ``sources`` are the pieces that it is made of, in the quotation's order; for ``not_found`` the nearest three, which
    it does *not* rest on. ``elsewhere`` are other places where the same was said, best first. ``settle`` says what
    would settle an open question. ``explanation`` is one plain sentence. ``accepted`` says who let it stand, when and
    why, where somebody did.
    """

    quotation: Quotation
    verdict: Verdict
    explanation: str
    flags: tuple[MeaningFlag, ...] = ()
    sources: tuple[SourcePlace, ...] = ()
    diff: tuple[DiffPiece, ...] = ()
    elsewhere: tuple[SourcePlace, ...] = ()
    settle: str = ""
    accepted: str = ""


class JoinKind(StrEnum):
    """What lies between two neighbouring pieces of a programme."""

    CONTINUOUS = "continuous"  # no cut at all: the tape runs on
    FORWARD = "forward"  # something of the same tape is left out
    BACKWARD = "backward"  # the second was said before the first
    OTHER_TAPE = "other_tape"
    OTHER_SPEAKER = "other_speaker"
    SENTENCE_BUILT = "sentence_built"  # one sentence out of two
    APART = "apart"  # something else stands between in the programme


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinVerdict:
    """What the proof says about one join: the place before and the place after.

    ``gap`` is the tape time from the end of the first to the start of the second in ticks, negative backwards; None
    between tapes. ``record`` is where the join lies in the programme, ``timecode`` its label there. ``accepted`` as
    of a quotation.
    """

    n: int
    between: tuple[SourcePlace, SourcePlace]
    kinds: tuple[JoinKind, ...]
    explanation: str
    gap: int | None = None
    flags: tuple[MeaningFlag, ...] = ()
    record: int = 0
    timecode: str = ""
    left_out: str = ""
    accepted: str = ""
