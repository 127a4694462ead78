"""The annotated script: a paper edit line by line with everything that it rests on, at one state of the project."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tapewright.model.claim import ClaimId, ClaimStatus
from tapewright.model.coverage import Coverage
from tapewright.model.tape import TapeId
from tapewright.model.verdict import JoinVerdict, QuoteVerdict, SourcePlace
from tapewright.timing import Ticks, TimecodeFormat


class LineKind(StrEnum):
    """What a line of the script is."""

    SCENE = "scene"
    NARRATION = "narration"
    BITE = "bite"
    PICTURE = "picture"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFrom:
    """The state of the project that a report shows: its last transaction, by number, digest and date.

    ``when`` is the date of that transaction (UTC, ISO 8601), not of the printing: the same state gives the same bytes.
    ``mark`` is the last name that somebody gave to a state, ``marked_at`` the number of that transaction;
    ``edit_digest`` is that of the paper edit's file.
    """

    transaction: int = 0
    digest: str = ""
    when: str = ""
    mark: str = ""
    marked_at: int = 0
    edit_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSource:
    """A place on a tape on which a line rests, with both timecodes.

    ``file`` is the recording under it, empty where it is elsewhere; ``file_fragment`` is the place in it as a media
    fragment (``t=12.500000,13.900000``). ``heard_by`` are ear-checks of it or of a part of it ("J. Lind, 2026-11-24"),
    ``heard_otherwise`` those that heard something else.
    """

    place: SourcePlace
    out_timecode: str = ""
    file: str = ""
    file_fragment: str = ""
    heard_by: tuple[str, ...] = ()
    heard_otherwise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuote:
    """Words that the narration puts into somebody's mouth, with the places that they rest on."""

    verdict: QuoteVerdict
    sources: tuple[LineSource, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptClaim:
    """A claim that stands in a line. ``sources`` are in plain words; ``troubles`` say what is still open about it.

    ``rests_on_one``: one source is all it has, and nobody has verified it.
    """

    id: ClaimId
    text: str
    status: ClaimStatus
    sources: tuple[str, ...] = ()
    note: str = ""
    troubles: tuple[str, ...] = ()
    rests_on_one: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptLine:
    """One numbered line. ``text`` is what is heard, seen or said to the makers, as the paper edit has it.

    ``timecode`` is its label in the cut, empty for what is not in it; ``length`` what it adds to the running time,
    ``is_estimated`` where nobody has recorded it. ``problem`` says why a bite cannot be played. ``joins`` are those at
    its beginning and inside it. ``quoted`` are quotations inside narration. ``unclaimed`` are sentences that ask for a
    source and have no claim.
    """

    n: int
    kind: LineKind
    text: str
    level: int = 0
    timecode: str = ""
    length: Ticks = Ticks(0)
    is_estimated: bool = False
    bite: int = 0
    speaker: str = ""
    problem: str = ""
    verdict: QuoteVerdict | None = None
    sources: tuple[LineSource, ...] = ()
    joins: tuple[JoinVerdict, ...] = ()
    quoted: tuple[LineQuote, ...] = ()
    claims: tuple[ScriptClaim, ...] = ()
    unclaimed: tuple[str, ...] = ()


class OpenKind(StrEnum):
    """Why a point is open, the weightiest first."""

    BROKEN = "broken"  # a bite that cannot be played
    NOT_FOUND = "not found"
    DIFFERS = "differs"  # altered, reordered, recombined, misattributed
    MEANING = "meaning"  # a flag on a quotation or a join
    UNSETTLED = "to be heard"  # a difference rests on what a machine was unsure of
    CLAIM = "claim"  # without a source, reading otherwise, disputed
    UNCLAIMED = "unclaimed"  # a sentence that asks for a source, and nobody made a claim of it
    UNHEARD = "unheard"  # nobody has listened to the words
    SHORTENED = "shortened"  # left out without a sign
    ONE_SOURCE = "one source"
    UNREAD = "unread"  # tapes without a transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPoint:
    """Something that somebody has to settle. ``lines`` are the numbers of the lines that it is about."""

    kind: OpenKind
    message: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeRecord:
    """A file of a tape that the script rests on, and how its bytes are known again; no digest where it has none.

    A tape whose media is elsewhere has one record without a path.
    """

    tape: TapeId
    title: str = ""
    path: str = ""
    size: int = 0
    duration: Ticks = Ticks(0)
    digest_name: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptRecord:
    """Where the words of a tape came from. ``words`` are those of the whole tape."""

    tape: TapeId
    version: int
    tool: str
    tool_version: str = ""
    model: str = ""
    language: str = ""
    made_at: str = ""
    input_digest: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedScript:
    """The whole. ``claims`` are those that stand in no line. ``remarks`` are what a reader must know besides."""

    title: str
    edit: str
    project: str
    format: TimecodeFormat
    start: Ticks
    made_from: MadeFrom
    lines: tuple[ScriptLine, ...]
    open_points: tuple[OpenPoint, ...] = ()
    claims: tuple[ScriptClaim, ...] = ()
    tapes: tuple[TapeRecord, ...] = ()
    transcripts: tuple[TranscriptRecord, ...] = ()
    coverage: Coverage = Coverage(tapes=0)
    cut: Ticks = Ticks(0)
    narration: Ticks = Ticks(0)
    version: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether nothing is open."""
        return not self.open_points
