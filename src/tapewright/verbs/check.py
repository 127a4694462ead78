"""Check scripts, articles, paper edits and timelines against the tapes: every quotation and every join gets a verdict.

What a file puts into somebody's mouth is found on the tapes and compared word by word; what a timeline plays is turned
into the words that are heard, and judged join by join. A tape that nobody has transcribed is named: what may be said
on it cannot be proved, and cannot be ruled out either.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from tapewright.errors import TapewrightError
from tapewright.exchange.check_html import check_page
from tapewright.exchange.incoming import read_bytes
from tapewright.exchange.scripts import read_script
from tapewright.model import (
    JoinVerdict,
    MeaningFlag,
    Paragraph,
    ParagraphKind,
    Quotation,
    QuoteVerdict,
    Script,
    Verdict,
)
from tapewright.model.coverage import Coverage
from tapewright.model.progress import Report, Step, silent
from tapewright.proof.language import language_of
from tapewright.proof.programme import HeardRun
from tapewright.proof.quotations import quotations
from tapewright.proof.speechwords import speech_words
from tapewright.timing import TimecodeFormat
from tapewright.verbs.acceptances import acceptance_record, accepted
from tapewright.verbs.anchors import BiteVerdict, anchors_of
from tapewright.verbs.bites import PlacedBite, placed_bites
from tapewright.verbs.checked import Check, signed
from tapewright.verbs.checkedfile import FileKind, find_input, kind_of
from tapewright.verbs.cutproof import CutProof, judge_cut, judge_timeline, open_timeline
from tapewright.verbs.cutting import cut_of_bites
from tapewright.verbs.editquotes import line_of, text_of_edit
from tapewright.verbs.locating import told_unplaced
from tapewright.verbs.paperfile import PaperFile, read_paper
from tapewright.verbs.project import Project
from tapewright.verbs.proving import Prover, bite_quotation, with_flags
from tapewright.verbs.verdictrecords import counts_record, join_record, quote_record
from tapewright.wholefile import put
from tapewright.words.counted import counted
from tapewright.words.shortened import first_few

One = TypeVar("One")

ACCEPTED, REJECTED = "accepted", "rejected"
"""The two readings of a document with tracked changes."""


def check(
    project: Project,
    file: str | os.PathLike[str],
    *,
    changes: str = ACCEPTED,
    reels: Mapping[str, str] | None = None,
    format: TimecodeFormat | None = None,
    report: Report = silent,
) -> Check:
    """Check one file: a script or article, a paper edit by name or path, or a timeline.

    ``changes`` chooses the reading of a document with tracked changes; ``reels`` says which tape a name in a timeline
    means, ``format`` how it counts where it does not say so (default: as the project does). InputError and
    NotFoundError name a file that cannot be read.
    """
    path = find_input(project, file)
    kind = kind_of(project, path)
    if kind is FileKind.TIMELINE:
        found = _timeline(project, path, reels or {}, format, report)
    elif kind is FileKind.EDIT:
        found = prove_edit(project, path, report=report)
    else:
        found = _script(project, path, changes, report)
    return replace(found, accepted=accepted(project))


def prove_edit(project: Project, edit: str | os.PathLike[str], *, report: Report = silent) -> Check:
    """The proof of a paper edit: its bites at their places, what its narration quotes, its joins as they are cut."""
    return prove_paper(project, read_paper(project, edit), report=report)


def prove_paper(project: Project, paper: PaperFile, *, report: Report = silent) -> Check:
    """The same for a paper edit that was read already, whatever stands in its file by now."""
    placed = list(placed_bites(project, paper.edit))
    prover = Prover(project)
    anchored = anchors_of(project, paper)
    by_number = {anchor.number: anchor for anchor in anchored.verdicts}
    joined = judge_cut(project, cut_of_bites(paper.edit, placed).cut, heard=prover.places.heard, talk=prover.talks)
    at_ends = _at_ends(joined)
    text = text_of_edit(paper.edit)
    beside = quotations_in(project, text, prover)
    quotes: list[QuoteVerdict] = []
    standing: dict[int, BiteVerdict] = {}
    for quotation, bite in _counted(_in_order(placed, beside), paper.path, report):
        proved = prover.prove(quotation) if bite is None else prover.prove_bite(quotation, bite)
        quotes.append(proved if bite is None else with_flags(proved, at_ends.get(bite.number, ())))
        if bite is not None:
            standing[quotation.n] = by_number[bite.number]
    return Check(
        path=paper.path,
        kind=FileKind.EDIT,
        coverage=coverage(project),
        quotes=tuple(quotes),
        joins=prover.completed(joined.joins),
        anchors=standing,
        accepted=accepted(project),
        words=_words(text.paragraphs),
        remarks=(
            *(f"line {line}: {message}" for line, message in anchored.remarks),
            *joined.remarks,
            *_about_names([proved.quotation for proved in quotes]),
        ),
    )


def coverage(project: Project) -> Coverage:
    """Which tapes can be searched, and which nobody has transcribed."""
    tapes = [tape.id for tape in project.store.tapes()]
    read = {head.tape for head in project.store.transcript_heads() if head.is_current}
    return Coverage(tapes=len(tapes), unread=tuple(tape for tape in tapes if tape not in read))


def page(checked: Check, target: Path) -> None:
    """Write the answer as one HTML page that fetches nothing. StorageError where it cannot be written."""
    put(target, page_text(checked).encode("utf-8"))


def page_text(checked: Check) -> str:
    """The answer as one HTML page that fetches nothing."""
    remarks = [f"cannot be placed: {reason}" for reason in checked.unplaced] + list(checked.remarks)
    remarks += [f"bite {a.number}, line {a.line}: {a.reason}" for a in checked.anchors.values() if a.reason]
    remarks += [f"quotation {one.quotation.n} is {one.accepted}" for one in signed(checked).quotes if one.accepted]
    remarks += [f"join {one.n} is {one.accepted}" for one in signed(checked).joins if one.accepted]
    return check_page(checked.path.name, checked.quotes, checked.joins, checked.coverage, remarks)


def records(
    checks: Sequence[Check],
    failed: Sequence[tuple[str, TapewrightError]] = (),
    *,
    fail_on: Verdict | None = Verdict.UNSETTLED,
) -> dict[str, object]:
    """Several files: ``{"checks": [{…}], "failed": [{"input", "error"}], "fails"}``, each as ``record`` makes it;
    ``failed`` are those that could not be checked.
    """
    return {
        "checks": [record(one, fail_on=fail_on) for one in checks],
        "failed": [{"input": file, "error": error.to_record()} for file, error in failed],
        "fails": any(fail_on is not None and one.fails(fail_on) for one in checks),
    }


def record(checked: Check, *, fail_on: Verdict | None = Verdict.UNSETTLED) -> dict[str, object]:
    """``{"input", "kind", "reading", "words", "transcript_coverage": {"tapes", "unread"}, "quotes": [{"n", "text",
    "attributed_to", "verdict", "flags", "sources", "diff", "explanation", …}], "joins": [{"n", "between", "kinds",
    "gap_seconds", "flags", "explanation", …}], "unplaced", "unknown_reels", "remarks",
    "summary": {…}}``.

    A quote that is a bite has ``bite``, ``line``, ``finding`` and ``reason`` too: whether its place still holds.
    ``finding_id`` of a quote or join is the digest of what asks for a decision, null where nothing does; ``accepted``
    says who let it stand and why.
    """
    return {
        "input": str(checked.path),
        "kind": checked.kind.value,
        "reading": checked.reading or None,
        "words": checked.words,
        "transcript_coverage": {"tapes": checked.coverage.tapes, "unread": list(checked.coverage.unread)},
        "quotes": [
            {**quote_record(proved), **_anchor_record(checked, proved), **_decided(checked, proved)}
            for proved in checked.quotes
        ],
        "joins": [{**join_record(join), **_decided(checked, join)} for join in checked.joins],
        "unplaced": list(checked.unplaced),
        "unknown_reels": list(checked.unknown_reels),
        "remarks": list(checked.remarks),
        "summary": {
            **counts_record(checked.quotes, checked.joins),
            "worst": checked.worst.value,
            "open": checked.open,
            "accepted": checked.accepted_here,
            "fail_on": fail_on.value if fail_on else None,
            "fails": bool(fail_on and checked.fails(fail_on)),
            "empty": checked.is_empty,
        },
    }


def _anchor_record(checked: Check, proved: QuoteVerdict) -> dict[str, object]:
    anchor = checked.anchors.get(proved.quotation.n)
    if anchor is None:
        return {}
    return {
        "bite": anchor.number,
        "line": anchor.line,
        "finding": anchor.finding.value,
        "reason": anchor.reason or None,
    }


def _decided(checked: Check, one: QuoteVerdict | JoinVerdict) -> dict[str, object]:
    acceptance = checked.acceptance(one)
    return {
        "finding_id": checked.finding(one) or None,
        "accepted": acceptance_record(acceptance) if acceptance else None,
    }


def _script(project: Project, path: Path, changes: str, report: Report) -> Check:
    readings = read_script(read_bytes(path), name=path.name)
    chosen = next((one for one in readings if one.reading.endswith(changes)), readings[0])
    prover = Prover(project)
    found = quotations_in(project, chosen, prover)
    return Check(
        path=path,
        kind=FileKind.SCRIPT,
        coverage=coverage(project),
        quotes=tuple(prover.prove(quotation) for quotation in _counted(found, path, report)),
        reading=chosen.reading,
        words=_words(chosen.paragraphs),
        remarks=(
            *chosen.remarks,
            *_about_readings(project, readings, chosen, found, prover),
            *_about_language(project.settings.language),
            *_about_names(found),
        ),
    )


def _words(paragraphs: Iterable[Paragraph]) -> int:
    """How many words there are in which quotations are looked for."""
    return sum(len(one.text.split()) for one in paragraphs if one.kind is not ParagraphKind.NOTE)


def quotations_in(project: Project, script: Script, prover: Prover) -> list[Quotation]:
    """The quotations of a script, known by the names of the project's speakers."""
    return quotations(script, known_speakers=prover.speaker_names, language=project.settings.language)


def _about_readings(
    project: Project, readings: Sequence[Script], chosen: Script, found: Sequence[Quotation], prover: Prover
) -> list[str]:
    """What a person must know of a document that can be read in two ways."""
    if len(readings) == 1:
        return []
    judged = {quotation.text for quotation in found}
    others = [other for other in readings if other is not chosen]
    odd = sum(q.text not in judged for other in others for q in quotations_in(project, other, prover))
    told = f"the document has tracked changes; it was judged with the {chosen.reading}"
    reads = "reads" if odd == 1 else "read"
    return [f"{told}, and {counted(odd, 'quotation')} {reads} otherwise with the {others[0].reading}"]


def _about_names(found: Sequence[Quotation]) -> list[str]:
    """That it was not checked who says what names nobody."""
    nobody = [str(quotation.n) for quotation in found if not quotation.attributed_to]
    if not nobody:
        return []
    name = "names" if len(nobody) == 1 else "name"
    return [f"{counted(len(nobody), 'quotation')} {name} nobody, so who says it was not checked: {first_few(nobody)}"]


def _about_language(language: str) -> list[str]:
    """What is not judged of a script for want of a language's files."""
    lost = []
    if language_of(language) is None:
        lost.append("what a difference does to the meaning")
    if not speech_words(language).verbs:
        lost.append("who is named beside a quotation (NAME: line counts)")
    return [f"there are no rules for the language {language}: {' and '.join(lost)} was not judged"] if lost else []


def _timeline(
    project: Project, path: Path, reels: Mapping[str, str], format: TimecodeFormat | None, report: Report
) -> Check:
    prover = Prover(project)
    timeline = open_timeline(project, path, format=format)
    proof = judge_timeline(project, timeline, reels=reels, heard=prover.places.heard, talk=prover.talks)
    return Check(
        path=path,
        kind=FileKind.TIMELINE,
        coverage=coverage(project),
        quotes=tuple(
            prover.prove_run(_outer(run, proof), proof.format.write(proof.start + run.record.start))
            for run in _counted(proof.runs, path, report)
        ),
        joins=prover.completed(proof.joins),
        unplaced=tuple(told_unplaced(proof.unplaced)),
        unknown_reels=tuple(dict.fromkeys(one.name for one in proof.unplaced if one.is_unknown)),
        remarks=proof.remarks,
    )


def _outer(run: HeardRun, proof: CutProof) -> HeardRun:
    """The run without the flags of its ends that a join has already."""
    at_joins = {flag for join in proof.joins for flag in join.flags}
    return replace(
        run,
        head=tuple(flag for flag in run.head if flag not in at_joins),
        tail=tuple(flag for flag in run.tail if flag not in at_joins),
    )


def _at_ends(proof: CutProof) -> dict[int, tuple[MeaningFlag, ...]]:
    """By the number of its bite, what is wrong where a bite begins or ends and nothing is joined to it."""
    found: dict[int, tuple[MeaningFlag, ...]] = {}
    for run in (_outer(run, proof) for run in proof.runs):
        for piece, flags in ((run.pieces[0], run.head), (run.pieces[-1], run.tail)):
            if piece.bite is not None and flags:
                found[piece.bite] = (*found.get(piece.bite, ()), *flags)
    return found


def _counted(some: Sequence[One], path: Path, report: Report) -> Iterator[One]:
    """Them one by one, with how many are proved before each and behind the last."""
    for done, one in enumerate(some):
        report(Step(what=f"check {path.name}", done=done, total=len(some), unit="quotations"))
        yield one
    report(Step(what=f"check {path.name}", done=len(some), total=len(some), unit="quotations"))


def _in_order(placed: Sequence[PlacedBite], beside: Sequence[Quotation]) -> list[tuple[Quotation, PlacedBite | None]]:
    """Bites and the quotations beside them, numbered through in the order of the file."""
    found: list[tuple[int, Quotation, PlacedBite | None]] = [
        (bite.block.line, bite_quotation(bite, n=0), bite) for bite in placed
    ]
    found += [(line_of(quotation.place), quotation, None) for quotation in beside]
    found.sort(key=lambda one: one[0])
    return [(replace(quotation, n=n), bite) for n, (_, quotation, bite) in enumerate(found, 1)]
