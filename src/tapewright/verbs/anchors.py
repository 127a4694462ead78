"""The anchors of paper edits: does every bite resolve, and do its words still read so, one by one.

What a cut does to the meaning of what was said is another question, and another verb's: ``check``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tapewright.model import Tape
from tapewright.story.resolve import Difference, Resolved
from tapewright.timing import Interval
from tapewright.verbs.bites import PlacedBite, Standing, placed_bites
from tapewright.verbs.paperfile import PaperFile, read_paper
from tapewright.verbs.project import Project
from tapewright.verbs.times import times_record


class Finding(StrEnum):
    """What a check can say of a bite, best first."""

    HOLDS = "holds"  # the tape reads so, word by word
    DIFFERS = "differs"  # the place is there, and its words read otherwise
    UNCHECKED = "unchecked"  # nobody can say: the tape has no transcript
    BROKEN = "broken"  # the source line, the tape or the place cannot be meant


@dataclass(frozen=True, slots=True, kw_only=True)
class BiteVerdict:
    """What the check found about one bite. ``reason`` says in words why it is not ``holds``."""

    number: int
    line: int
    finding: Finding
    text: str
    reason: str = ""
    tape: Tape | None = None
    span: Interval | None = None
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCheck:
    """The verdicts on one file's bites, in order, and remarks on blocks that are no bites."""

    path: Path
    verdicts: tuple[BiteVerdict, ...]
    remarks: tuple[tuple[int, str], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every bite reads as its tape does. What could not be checked does not hold."""
        return all(verdict.finding is Finding.HOLDS for verdict in self.verdicts) and not self.remarks

    @property
    def counts(self) -> dict[Finding, int]:
        """How many bites there are of each finding."""
        counted = Counter(verdict.finding for verdict in self.verdicts)
        return {finding: counted[finding] for finding in Finding}


def anchors(project: Project, paths: Iterable[str | os.PathLike[str]]) -> list[EditCheck]:
    """Check each paper edit, by name or path. InputError and NotFoundError name a file that cannot be read."""
    return [anchors_of(project, read_paper(project, path)) for path in paths]


def anchors_of(project: Project, file: PaperFile) -> EditCheck:
    """The same for a paper edit that was read already."""
    return EditCheck(
        path=file.path,
        verdicts=tuple(_verdict(bite) for bite in placed_bites(project, file.edit)),
        remarks=tuple(
            (block.line, block.problem) for block in file.edit.blocks if block.problem and block.kind != "bite"
        ),
    )


def all_edits(project: Project) -> list[Path]:
    """Every paper edit of the project, by name."""
    return sorted(project.edits.glob("*.md"))


def record(checks: Iterable[EditCheck]) -> dict[str, object]:
    """``{"holds", "files": [{"edit", "path", "holds", "counts", "bites": [{"number", "line", "finding", …}]}]}``.

    A bite has ``tape``, ``start``, ``end``, ``timecode``, ``text``, ``reason`` and ``differences``: ``kind``, the words
    in the ``edit`` and on the ``tape``, when those are heard (``start``, ``end``, ``timecode``).
    """
    listed = list(checks)
    return {
        "holds": all(one.holds for one in listed),
        "files": [
            {
                "edit": one.path.stem,
                "path": str(one.path),
                "holds": one.holds,
                "counts": {finding.value: count for finding, count in one.counts.items()},
                "bites": [_verdict_record(verdict) for verdict in one.verdicts],
                "remarks": [{"line": line, "message": message} for line, message in one.remarks],
            }
            for one in listed
        ],
    }


def _verdict(placed: PlacedBite) -> BiteVerdict:
    resolved = placed.resolved
    finding, reason = _finding(placed, resolved)
    return BiteVerdict(
        number=placed.number,
        line=placed.block.line,
        finding=finding,
        text=placed.block.text,
        reason=reason,
        tape=resolved.tape if resolved else None,
        span=resolved.span if resolved else None,
        differences=resolved.differences if resolved and placed.standing is Standing.READ else (),
    )


def _finding(placed: PlacedBite, resolved: Resolved | None) -> tuple[Finding, str]:
    if placed.standing is Standing.BROKEN or (resolved is None and placed.standing is Standing.READ):
        return Finding.BROKEN, placed.why
    if resolved and (outside := _outside(resolved)):
        return Finding.BROKEN, outside
    if placed.standing is Standing.UNREAD or resolved is None:
        return Finding.UNCHECKED, f"cannot check: {placed.why}"
    if resolved.span.is_empty:
        return Finding.BROKEN, "its place is empty"
    if resolved.differences:
        return Finding.DIFFERS, "the tape reads otherwise"
    return Finding.HOLDS, ""


def _outside(resolved: Resolved) -> str:
    tape = resolved.tape
    if tape.duration and resolved.span.end > tape.duration:
        return f"its place ends behind the end of tape {tape.id}, at {tape.timecode(tape.duration)}"
    return ""


def _verdict_record(verdict: BiteVerdict) -> dict[str, object]:
    return {
        "number": verdict.number,
        "line": verdict.line,
        "finding": verdict.finding.value,
        "reason": verdict.reason,
        "text": verdict.text,
        "tape": verdict.tape.id if verdict.tape else None,
        **_times(verdict.tape, verdict.span),
        "differences": [
            {"kind": d.kind.value, "edit": d.edit, "tape": d.tape, **_times(verdict.tape, d.place)}
            for d in verdict.differences
        ],
    }


def _times(tape: Tape | None, interval: Interval | None) -> dict[str, object]:
    if tape is None or interval is None:
        return {"start": None, "end": None, "ticks": None, "timecode": ""}
    return {
        **times_record(interval),
        "timecode": tape.timecode(interval.start),
    }
