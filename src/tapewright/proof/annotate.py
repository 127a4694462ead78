"""The lines of the annotated script: the blocks of a paper edit, numbered, each with what was proved of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tapewright.model import (
    Block,
    ClaimSource,
    JoinVerdict,
    Listen,
    PaperEdit,
    PartKind,
    QuoteVerdict,
    SourcePlace,
    Tape,
    TapeId,
    Verdict,
)
from tapewright.model.annotated import (
    LineKind,
    LineQuote,
    LineSource,
    ScriptClaim,
    ScriptLine,
    TapeRecord,
)
from tapewright.proof.statements import stands_in
from tapewright.timing import Interval, Ticks, write_fragment

_KINDS = {kind.value: kind for kind in LineKind}
_SIGNS = re.compile(r"^[ \t]*(?:>[ \t]*|[*+-][ \t]+)+", re.MULTILINE)
"""Of Markdown's quotes and lists."""

_DIGESTS = ("sha256", "xxh128", "xxh64", "md5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """How a block runs: its number as a bite (0 for none), its place in the cut from 0, its length, what is wrong."""

    bite: int = 0
    record: Interval | None = None
    length: Ticks = Ticks(0)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What the proof, the ledger and the tapes say.

    ``quotes`` are by the first line of their block in the file: one for a bite, any number for narration.
    ``unclaimed`` are sentences by the same lines; ``listens`` as ``by_tape`` has them.
    """

    tapes: Mapping[TapeId, Tape]
    quotes: Mapping[int, Sequence[QuoteVerdict]] = field(default_factory=dict)
    joins: Sequence[JoinVerdict] = ()
    claims: Sequence[ScriptClaim] = ()
    listens: Mapping[TapeId, Sequence[Listen]] = field(default_factory=dict)
    unclaimed: Mapping[int, Sequence[str]] = field(default_factory=dict)


def by_tape(listens: Iterable[Listen]) -> dict[TapeId, list[Listen]]:
    """Ear-checks by their tape, in the order of time."""
    found: dict[TapeId, list[Listen]] = {}
    for listen in sorted(listens, key=lambda listen: (listen.when, listen.id)):
        found.setdefault(listen.quote.span.tape, []).append(listen)
    return found


def script_lines(edit: PaperEdit, running: Callable[[Block], Running], proved: Proved) -> tuple[ScriptLine, ...]:
    """Every block that says something, numbered from 1 in its order.

    A claim goes to the first line of narration or picture in which it stands; see ``claims_apart`` for the others.
    """
    kept: list[ScriptLine] = []
    open_claims = list(proved.claims)
    for block in edit.blocks:
        kind = _KINDS.get(block.kind)
        if kind is None and proved.quotes.get(block.line):
            # A block quote without a place is nothing to a cut, and puts words into somebody's mouth all the same.
            kind, block = LineKind.NARRATION, replace(block, text=_SIGNS.sub("", block.source).strip())
        if kind is None or not (block.text.strip() or block.problem or kind is LineKind.BITE):
            continue
        runs = running(block)
        line = _line(len(kept) + 1, kind, block, runs, edit)
        if kind is LineKind.BITE:
            line = _proved_bite(line, next(iter(proved.quotes.get(block.line, ())), None), runs, proved)
        elif kind in (LineKind.NARRATION, LineKind.PICTURE):
            here = [claim for claim in open_claims if stands_in(claim.text, block.text)]
            open_claims = [claim for claim in open_claims if claim not in here]
            line = replace(
                line,
                quoted=tuple(
                    LineQuote(verdict=quote, sources=_sources(quote, proved))
                    for quote in proved.quotes.get(block.line, ())
                ),
                claims=tuple(here),
                unclaimed=tuple(proved.unclaimed.get(block.line, ())),
            )
        kept.append(line)
    return tuple(kept)


def _proved_bite(line: ScriptLine, quote: QuoteVerdict | None, runs: Running, proved: Proved) -> ScriptLine:
    joins = () if runs.record is None else tuple(join for join in proved.joins if runs.record.holds(join.record))
    return replace(line, verdict=quote, sources=_sources(quote, proved), joins=joins)


def claims_apart(claims: Iterable[ScriptClaim], lines: Iterable[ScriptLine]) -> tuple[ScriptClaim, ...]:
    """The claims that stand in no line."""
    placed = {claim.id for line in lines for claim in line.claims}
    return tuple(claim for claim in claims if claim.id not in placed)


def tapes_used(lines: Iterable[ScriptLine], sources: Iterable[ClaimSource]) -> list[TapeId]:
    """The tapes on which lines and claims rest, in the order of their ids."""
    used = {source.place.span.tape for line in lines for source in all_sources(line)}
    used |= {source.quote.span.tape for source in sources if source.quote}
    return sorted(used)


def all_sources(line: ScriptLine) -> list[LineSource]:
    """The places that a line rests on, those of quotations inside narration too."""
    return [*line.sources, *(source for quoted in line.quoted for source in quoted.sources)]


def tape_records(tape: Tape) -> list[TapeRecord]:
    """One record for each file of a tape, or one without a path where its media is elsewhere."""
    if not tape.files:
        return [TapeRecord(tape=tape.id, title=tape.title, duration=tape.duration)]
    made = []
    for file in tape.files:
        name = next((name for name in _DIGESTS if name in file.digests), "")
        made.append(
            TapeRecord(
                tape=tape.id,
                title=tape.title,
                path=file.path,
                size=file.size,
                duration=file.duration,
                digest_name=name,
                digest=file.digests.get(name, ""),
            )
        )
    return made


def _line(n: int, kind: LineKind, block: Block, runs: Running, edit: PaperEdit) -> ScriptLine:
    return ScriptLine(
        n=n,
        kind=kind,
        text=_text(block),
        level=block.level,
        timecode=edit.format.write(edit.start + runs.record.start) if runs.record else "",
        length=runs.length,
        is_estimated=kind is LineKind.NARRATION,
        bite=runs.bite,
        speaker=block.bite.speaker if block.bite else "",
        problem=runs.problem or block.problem,
    )


def _text(block: Block) -> str:
    """What a bite lets us hear, omissions and our own words shown; else the block's text, or its source where none."""
    if block.bite is None:
        return (block.text or block.source).strip()
    shown = [
        f"[{part.text}]" if part.kind is PartKind.OURS else part.text
        for part in block.bite.parts
        if part.kind is not PartKind.STRUCK
    ]
    return " ".join(" ".join(shown).split())


def _sources(quote: QuoteVerdict | None, proved: Proved) -> tuple[LineSource, ...]:
    """What the quotation rests on. What was not found rests on nothing: its nearest places are no sources."""
    if quote is None or quote.verdict is Verdict.NOT_FOUND:
        return ()
    return tuple(line_source(place, proved) for place in quote.sources)


def line_source(place: SourcePlace, proved: Proved) -> LineSource:
    """A place with its other timecode, the recording under it, and who has listened to it."""
    tape = proved.tapes.get(place.span.tape)
    within = tape.pieces(place.span.interval) if tape else []
    file, part = within[0] if within else (None, None)
    heard = _latest(place.span.interval, proved.listens.get(place.span.tape, ()))
    return LineSource(
        place=place,
        out_timecode=tape.timecode(place.span.interval.end) if tape else "",
        file=file.path if file else "",
        file_fragment=write_fragment(part.moved(-file.offset)) if file and part else "",
        heard_by=tuple(f"{listen.who}, {listen.when[:10]}" for listen in heard if listen.agrees),
        heard_otherwise=tuple(
            f"{listen.who}, {listen.when[:10]}: “{listen.heard}”" for listen in heard if not listen.agrees
        ),
    )


def _latest(place: Interval, listens: Iterable[Listen]) -> list[Listen]:
    """The last ear-check of each person that meets the place; ``listens`` of its tape, in the order of time."""
    latest: dict[str, Listen] = {}
    for listen in listens:
        if listen.quote.span.interval.meets(place):
            latest.pop(listen.who.casefold(), None)
            latest[listen.who.casefold()] = listen
    return list(latest.values())
