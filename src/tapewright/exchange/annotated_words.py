"""What the annotated script says, in words, whatever it is written in: the page, the document and the PDF agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from tapewright.model import DiffPiece, JoinVerdict, PieceKind, QuoteVerdict, Verdict
from tapewright.model.annotated import (
    AnnotatedScript,
    LineKind,
    LineQuote,
    LineSource,
    MadeFrom,
    OpenKind,
    OpenPoint,
    ScriptClaim,
    ScriptLine,
    TapeRecord,
    TranscriptRecord,
)
from tapewright.model.wording import (
    JOINS,
    MACHINE_HEARD,
    SIGNS,
    VERDICTS,
    Outcome,
    flag_told,
    outcome,
    signed,
    who_told,
)
from tapewright.timing import write_clock, write_seconds
from tapewright.words.counted import counted
from tapewright.words.shortened import shortened

KICKER = "Annotated script"
OPEN_TITLE = "Open points"
SCRIPT_TITLE = "The script"
CLAIMS_TITLE = "Claims that stand in no line"
TAPES_TITLE = "The recordings it rests on"
TRANSCRIPTS_TITLE = "Where the words come from"
ABOUT_TITLE = "What this report is, and what it is not"
NOTHING_OPEN = "Nothing is open."
NO_LINES = "There is nothing in this script yet."

ON_TAPE = "On the tape:"

COLUMNS = ("Line", "Time", "Script", "Source and proof")
OPEN_COLUMNS = ("Kind", "Line", "What is open")
TAPE_COLUMNS = ("Tape", "File", "Length", "Size", "Digest")
TRANSCRIPT_COLUMNS = ("Tape", "Version", "Heard by", "Language", "Words", "Made")

ABOUT = (
    "Every quotation was laid, word by word, on the transcript of the tape that it names. The verdict says how its "
    "words stand to what is on the tape; a flag (!) says what a difference does to the meaning. Times in the second "
    "column are timecodes of the cut as it is exported, bites alone; narration is estimated and marked “about”. Source "
    "timecodes are those of the recordings.",
    f"Words marked “{MACHINE_HEARD}” were written down by a recogniser or a typist, and no person of this project has "
    "listened to them yet; both err. Where a name and a date stand instead, that person listened to that place.",
    "The report describes what is on the tapes and what people of this project noted at the state named above. It is "
    "not legal advice, it does not say whether what somebody said is true, and it scores nobody.",
)

OPEN_WORDS = {
    OpenKind.BROKEN: "cannot be played",
    OpenKind.NOT_FOUND: "not found",
    OpenKind.DIFFERS: "differs from the tape",
    OpenKind.MEANING: "meaning",
    OpenKind.UNSETTLED: "to be heard",
    OpenKind.CLAIM: "claim",
    OpenKind.UNCLAIMED: "no claim",
    OpenKind.UNHEARD: MACHINE_HEARD,
    OpenKind.SHORTENED: "shortened without a sign",
    OpenKind.ONE_SOURCE: "one source only",
    OpenKind.UNREAD: "tapes without transcript",
}
"""Each kind of open point as a reader sees it."""

_FEW = 6
_LONGEST_HEAD = 60
_ONE_PAGE = 1500


class Made(Protocol):
    """Whatever is made from a state of the project."""

    @property
    def title(self) -> str: ...

    @property
    def made_from(self) -> MadeFrom: ...


class Run(NamedTuple):
    """A stretch of words and what it is: "" plain, or ``differs``, ``filler``, ``left``, ``ours``, ``moved``."""

    text: str
    mark: str = ""


def facts(script: AnnotatedScript) -> list[tuple[str, str]]:
    """What stands at the head: which script, at which state, how long."""
    made = script.made_from
    told = [("Paper edit", script.edit), ("Project", script.project)]
    told += state_facts(made)
    told.append(("Edit digest", made.edit_digest))
    length = write_clock(script.cut, decimals=1)
    if script.narration:
        length += f" of tape, and about {write_clock(script.narration, decimals=0)} of narration"
    told.append(("Length", length))
    told.append(("Timecode", f"{script.format} frames a second, from {script.format.write(script.start)}"))
    told.append(("Material", script.coverage.explanation))
    told.append(("Made by", f"tapewright {script.version}".strip()))
    return [(name, value) for name, value in told if value]


def state_facts(made: MadeFrom) -> list[tuple[str, str]]:
    """At which state of the project something was made; nothing where nothing was ever done."""
    if not made.transaction:
        return []
    return [("State", f"{state_told(made)}, {_date(made.when)}"), ("History digest", made.digest)]


def state_told(made: MadeFrom) -> str:
    """``transaction 412, marked “first cut”``: which state of the project something was made from."""
    mark = ""
    if made.mark:
        is_now = made.marked_at == made.transaction
        mark = f", marked “{made.mark}”" if is_now else f", after “{made.mark}” (transaction {made.marked_at})"
    return f"transaction {made.transaction}{mark}"


def moment_of(script: Made) -> datetime | None:
    """When the state came to be, in whole seconds; None where nothing was ever done."""
    try:
        return datetime.fromisoformat(script.made_from.when).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None


def tally(script: AnnotatedScript) -> list[tuple[Verdict, int, str]]:
    """How many quotations there are of each verdict, strongest first, and what the verdict means."""
    counts = Counter(line.verdict.verdict for line in script.lines if line.verdict)
    counts.update(quoted.verdict.verdict for line in script.lines for quoted in line.quoted)
    return [(verdict, counts[verdict], VERDICTS[verdict][1]) for verdict in Verdict if counts[verdict]]


def heading(script: Made) -> str:
    """One line for the head of every page."""
    made = script.made_from
    state = f"transaction {made.transaction}, {made.when[:10]}" if made.transaction else "no transaction yet"
    return f"{short_title(script)} · {state}"


def short_title(script: Made) -> str:
    """The title, as much of it as a head of a page has room for."""
    words = script.title.split()
    while len(title := " ".join(words)) > _LONGEST_HEAD and len(words) > 1:
        words.pop()
    title = title[:_LONGEST_HEAD]
    return f"{title}{'' if title == ' '.join(script.title.split()) else ' …'}"


def lines_told(numbers: Sequence[int]) -> str:
    """Numbers of lines as people write them.

    >>> lines_told((1, 3, 4, 5, 9))
    '1, 3–5, 9'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def linked(point: OpenPoint) -> tuple[int, ...]:
    """The lines to which a point leads: few lines each; many are named as runs and lead nowhere."""
    return point.lines if len(point.lines) <= _FEW else ()


def time_of(line: ScriptLine) -> str:
    """The timecode in the cut, or about how long it takes."""
    if line.is_estimated and line.length:
        return f"about {write_clock(line.length, decimals=0).removeprefix('00:')}"
    return line.timecode


def label_of(line: ScriptLine) -> str:
    """Who speaks or what the line is: printed before its text."""
    if line.kind is LineKind.BITE:
        return line.speaker or "no name"
    return {LineKind.NARRATION: "narration", LineKind.PICTURE: "picture", LineKind.NOTE: "note"}.get(line.kind, "")


def verdict_of(line: ScriptLine) -> str:
    """The verdict with its sign; what to say where there is none."""
    return signed(line.verdict.verdict) if line.verdict else "✗ cannot be played" if line.problem else "? not proved"


def place_told(source: LineSource) -> str:
    """``T017 01:42:11:00–01:42:14:09, MARIAN``."""
    place = source.place
    timecodes = place.timecode + (f"–{source.out_timecode}" if source.out_timecode else "")
    return f"{place.span.tape} {timecodes}".strip() + (f", {place.speaker}" if place.speaker else "")


def heard_told(source: LineSource) -> str:
    """Who has listened to a place, or that nobody has."""
    names = "; ".join(source.heard_by)
    if source.place.is_heard:
        return f"heard by {names}" if names else "checked by a person in the transcript"
    told = f"heard in part by {names}" if names else MACHINE_HEARD
    return told + "".join(f"; heard otherwise by {other}" for other in source.heard_otherwise)


def explanation_told(proved: QuoteVerdict) -> str:
    """The verdict in one sentence. A verbatim quotation needs none: its place stands right below."""
    if proved.accepted:
        return f"{proved.explanation} {_signed(proved.accepted)}"
    return "" if proved.verdict is Verdict.VERBATIM and proved.sources else proved.explanation


def _signed(accepted: str) -> str:
    """Who let it stand and why, as a sentence."""
    return f"{accepted[0].upper()}{accepted[1:]}{'' if accepted[-1] in '.!?…' else '.'}"


def nearest_told(proved: QuoteVerdict) -> tuple[str, ...]:
    """Of a quotation that was not found the places that come nearest: a help to look, and no sources."""
    if proved.verdict is not Verdict.NOT_FOUND:
        return ()
    return tuple(f"nearest, no source: {place.span.tape} {place.timecode}: “{place.text}”" for place in proved.sources)


def join_told(join: JoinVerdict) -> str:
    """A join in a line or two: of what kind and how far; where more is to be said of it, its explanation."""
    if join.explanation and (join.flags or len(join.kinds) > 1):
        return f"Join {join.n}: {join.explanation}" + (f" {_signed(join.accepted)}" if join.accepted else "")
    kinds = ", ".join(JOINS[kind] for kind in join.kinds) or "a join"
    way = " back" if join.gap is not None and join.gap < 0 else ""
    gap = f" ({write_seconds(abs(join.gap), decimals=1)} s{way})" if join.gap else ""
    return f"Join {join.n}: {kinds}{gap}"


def settle_told(line: ScriptLine) -> str:
    """What would settle an open question; empty where nothing is open."""
    return f"To settle it: {line.verdict.settle}" if line.verdict and line.verdict.settle else ""


def quoted_told(quoted: LineQuote) -> str:
    """What a quotation inside narration says, and who it is put to."""
    quotation = quoted.verdict.quotation
    who = f" ({who_told(quotation)})" if quotation.attributed_to else ""
    return f"{signed(quoted.verdict.verdict)}: “{quotation.text}”{who}"


def claim_told(claim: ScriptClaim) -> str:
    """A claim's sign, number, status and note."""
    sign = SIGNS[Outcome.OPEN if claim_troubles(claim) else Outcome.HOLDS]
    return f"{sign} Claim {claim.id}, {claim.status.value}" + (f" ({claim.note})" if claim.note else "")


def claim_troubles(claim: ScriptClaim) -> tuple[str, ...]:
    """What is open about a claim."""
    return (*claim.troubles, *(("it rests on one source only",) if claim.rests_on_one else ()))


def unclaimed_told(line: ScriptLine) -> tuple[str, ...]:
    """The sentences for which nobody has named a source."""
    return tuple(f"? No claim, no source: “{sentence}”" for sentence in line.unclaimed)


def tone_of(line: ScriptLine) -> Outcome:
    """What the line's verdict comes to; a line that cannot be played differs, one without proof is open."""
    if line.verdict:
        return outcome(line.verdict.verdict)
    return Outcome.DIFFERS if line.problem else Outcome.OPEN


def differs(line: ScriptLine) -> bool:
    """Whether the words on the tape are to be shown beside the line's own."""
    plain = (PieceKind.SAME, PieceKind.SPELT, PieceKind.OURS)
    proved = line.verdict
    return bool(
        proved and proved.verdict is not Verdict.NOT_FOUND and any(piece.kind not in plain for piece in proved.diff)
    )


def is_long(line: ScriptLine) -> bool:
    """Whether its row may be too long for a page, so that a page's end may part it."""
    proved = line.verdict
    texts = [line.text, line.problem, *(claim_told(claim) + claim.text for claim in line.claims)]
    texts += [text for claim in line.claims for text in (*claim.sources, *claim.troubles)]
    texts += [text for quoted in line.quoted for text in (quoted_told(quoted), explanation_told(quoted.verdict))]
    texts += [join_told(join) for join in line.joins] + [heard_told(source) for source in line.sources]
    if proved:
        texts += [run.text for run in runs(proved.diff, on_tape=True)]
        texts += [explanation_told(proved), proved.settle, *(flag_told(flag)[1] for flag in proved.flags)]
    return sum(map(len, texts)) > _ONE_PAGE


def runs(diff: Sequence[DiffPiece], *, on_tape: bool) -> list[Run]:
    """The words of one side with what each stretch is; a long omission is shortened in its middle."""
    return [run for piece in diff for run in _runs(piece, on_tape) if run.text]


def tape_row(record: TapeRecord) -> tuple[str, ...]:
    """One row of the recordings; see ``TAPE_COLUMNS``."""
    if not record.path:
        return (record.tape, "the recording lies elsewhere", write_clock(record.duration, decimals=1), "", "none known")
    digest = f"{record.digest_name}: {record.digest}" if record.digest else "none taken"
    return (
        record.tape,
        record.path,
        write_clock(record.duration, decimals=1),
        f"{record.size:,} byte{'' if record.size == 1 else 's'}",
        digest,
    )


def transcript_row(record: TranscriptRecord) -> tuple[str, ...]:
    """One row of the transcripts; see ``TRANSCRIPT_COLUMNS``."""
    tool = " ".join(part for part in (record.tool, record.tool_version) if part) or "unknown"
    if record.model:
        tool += f", {record.model}"
    version, words = str(record.version), f"{record.words:,}"
    return record.tape, version, tool, record.language or "unknown", words, _date(record.made_at)


def summary(script: AnnotatedScript) -> str:
    """One sentence on what is open."""
    if not script.open_points:
        return NOTHING_OPEN
    return f"{counted(len(script.open_points), 'point')} to settle, the weightiest first."


def _runs(piece: DiffPiece, on_tape: bool) -> Iterator[Run]:
    words = piece.tape if on_tape else piece.quote
    match piece.kind:
        case PieceKind.OMITTED:
            yield Run(shortened(words, most=60, first=20, last=20, is_counted=True), "left") if on_tape else Run("…")
        case PieceKind.MOVED:
            if on_tape:
                yield Run(f"↷ {piece.tape_id}", "moved")
            yield Run(words)
        case PieceKind.FILLER:
            yield Run(words, "filler")
        case PieceKind.OURS:
            yield Run(words, "ours")
        case PieceKind.GONE | PieceKind.ADDED | PieceKind.CHANGED:
            yield Run(words + ("?" if piece.is_doubtful and words else ""), "differs")
        case _:
            yield Run(words)


def _date(when: str) -> str:
    """``2026-11-24 13:05 UTC`` out of ISO 8601."""
    return f"{when[:10]} {when[11:16]} UTC" if len(when) > 16 else when
