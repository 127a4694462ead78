"""The annotated script of a paper edit: what the proof, the ear-checks, the claims and the tapes say of each line."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tapewright import __version__
from tapewright.model import Block, Claim, ClaimSource, ClaimStatus, QuoteVerdict, Tape, TapeId, Verdict
from tapewright.model.annotated import AnnotatedScript, ScriptClaim, TranscriptRecord
from tapewright.model.progress import Report, silent
from tapewright.proof.annotate import Proved, Running, by_tape, claims_apart, script_lines, tape_records, tapes_used
from tapewright.proof.openpoints import open_points
from tapewright.proof.statements import stands_in
from tapewright.timing import Ticks
from tapewright.verbs.anchors import Finding as Anchored
from tapewright.verbs.check import prove_paper
from tapewright.verbs.checked import Check, signed
from tapewright.verbs.claimcheck import ClaimCheck, ClaimTrouble, check_claims, offers
from tapewright.verbs.claimcheck import Finding as ClaimFinding
from tapewright.verbs.editquotes import line_of
from tapewright.verbs.laststate import made_from
from tapewright.verbs.paperfile import PaperFile, read_paper
from tapewright.verbs.places import place_of
from tapewright.verbs.project import Project
from tapewright.verbs.runningorder import RunningOrder, order_of


def annotated_script(project: Project, edit: str | os.PathLike[str], *, progress: Report = silent) -> AnnotatedScript:
    """The whole record. No clock: its date is that of the project's last transaction."""
    file = read_paper(project, edit)
    proof = signed(prove_paper(project, file, report=progress))
    order = order_of(project, file)
    tapes = {tape.id: tape for tape in project.store.tapes()}
    checked = _claims(project, file)
    told = [_claim(project, claim, checked.findings, tapes) for claim in checked.claims]
    by_line = _quotes_by_line(proof, file)
    proved = Proved(
        tapes=tapes,
        quotes=by_line,
        joins=proof.joins,
        claims=told,
        listens=by_tape(project.store.listens()),
        unclaimed=_unclaimed(project, file, by_line),
    )
    lines = script_lines(file.edit, _Runs(order, proof).of, proved)
    apart = claims_apart(told, lines)
    used = tapes_used(lines, [source for claim in checked.claims for source in claim.sources])
    return AnnotatedScript(
        title=file.edit.title or file.path.stem,
        edit=file.path.stem,
        project=project.settings.title,
        format=file.edit.format,
        start=file.edit.start,
        made_from=replace(made_from(project), edit_digest=file.digest),
        lines=lines,
        open_points=open_points(lines, apart, proof.coverage),
        claims=apart,
        tapes=tuple(record for tape in used if tape in tapes for record in tape_records(tapes[tape])),
        transcripts=_transcripts(project, used),
        coverage=proof.coverage,
        cut=order.cut,
        narration=order.narration,
        version=__version__,
        remarks=proof.remarks,
    )


class _Runs:
    """How each block runs, by its first line."""

    def __init__(self, order: RunningOrder, proof: Check) -> None:
        self._rows = {row.block.line: row for row in order.rows}
        self._broken = {
            anchor.number: anchor.reason for anchor in proof.anchors.values() if anchor.finding is Anchored.BROKEN
        }
        self._left_out = {problem.bite: problem.message for problem in order.problems if problem.is_left_out}

    def of(self, block: Block) -> Running:
        """A bite that is broken or left out of the cut says why."""
        row = self._rows[block.line]
        bite = row.bite.number if row.bite else 0
        problem = self._broken.get(bite) or self._left_out.get(bite, "") if bite else ""
        return Running(bite=bite, record=row.record, length=row.length, problem=problem)


def _quotes_by_line(proof: Check, file: PaperFile) -> dict[int, list[QuoteVerdict]]:
    """The verdicts by the first line of the block in which they stand."""
    starts = [block.line for block in file.edit.blocks]
    found: dict[int, list[QuoteVerdict]] = {}
    for quote in proof.quotes:
        block = bisect_right(starts, line_of(quote.quotation.place)) - 1
        found.setdefault(starts[block], []).append(quote)
    return found


def _claims(project: Project, file: PaperFile) -> ClaimCheck:
    """The claims of the edit, and those of no edit that stand in it; dropped ones only where it still says so."""
    here = check_claims(project, edit=file.path)
    text = "\n".join(block.text for block in file.edit.blocks if block.kind in ("narration", "picture"))
    loose = [claim for claim in project.store.claims("") if stands_in(claim.text, text)]
    findings = here.findings
    if loose:
        ids = {claim.id for claim in loose}
        findings += tuple(one for one in check_claims(project).findings if one.claim.id in ids)
    troubled = {one.claim.id for one in findings}
    claims = {claim.id: claim for claim in (*here.claims, *loose)}
    kept = [claim for claim in claims.values() if claim.status is not ClaimStatus.DROPPED or claim.id in troubled]
    return ClaimCheck(claims=tuple(sorted(kept, key=lambda claim: claim.id)), findings=findings)


def _claim(
    project: Project, claim: Claim, findings: Sequence[ClaimFinding], tapes: Mapping[TapeId, Tape]
) -> ScriptClaim:
    mine = [one for one in findings if one.claim.id == claim.id and one.is_open]
    return ScriptClaim(
        id=claim.id,
        text=claim.text,
        status=claim.status,
        sources=tuple(_source_told(project, source, tapes) for source in claim.sources),
        note=claim.note,
        troubles=tuple(_trouble_told(one) for one in mine if one.trouble is not ClaimTrouble.ONE_SOURCE),
        rests_on_one=any(one.trouble is ClaimTrouble.ONE_SOURCE for one in mine),
    )


def _source_told(project: Project, source: ClaimSource, tapes: Mapping[TapeId, Tape]) -> str:
    note = f" ({source.note})" if source.note else ""
    if source.quote is None:
        return f"{source.document}{note}"
    span = source.quote.span
    tape = tapes[span.tape]
    speaker = place_of(project, span, around=Ticks(0)).speaker
    at = f"{span.tape} {tape.timecode(span.interval.start)}–{tape.timecode(span.interval.end)}"
    return f"{at}{f', {speaker}' if speaker else ''}: “{source.quote.text}”{note}"


def _trouble_told(finding: ClaimFinding) -> str:
    return f"{finding.message}: “{finding.now}”" if finding.now else finding.message


def _unclaimed(project: Project, file: PaperFile, quotes: Mapping[int, Sequence[QuoteVerdict]]) -> dict[int, list[str]]:
    """Sentences that ask for a source and have no claim; one that only quotes what was found has its source."""
    found: dict[int, list[str]] = {}
    for offer in offers(project, file.path):
        proved = [quote for quote in quotes.get(offer.line, ()) if quote.verdict is not Verdict.NOT_FOUND]
        if offer.signals and not any(stands_in(quote.quotation.text, offer.text) for quote in proved):
            found.setdefault(offer.line, []).append(offer.text)
    return found


def _transcripts(project: Project, used: Sequence[TapeId]) -> tuple[TranscriptRecord, ...]:
    heads = {head.tape: head for head in project.store.transcript_heads() if head.is_current}
    return tuple(
        TranscriptRecord(
            tape=tape,
            version=head.version,
            tool=head.provenance.tool,
            tool_version=head.provenance.version,
            model=str(head.provenance.settings.get("model", "")),
            language=head.language,
            made_at=head.provenance.made_at,
            input_digest=head.provenance.input_digest,
            words=head.words,
        )
        for tape in used
        if (head := heads.get(tape))
    )
