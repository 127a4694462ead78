"""The cut of a paper edit: what an export writes and a rough cut plays."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tapewright.model import Cut, PaperEdit
from tapewright.story.layout import Problem, lay
from tapewright.verbs.bites import PlacedBite, Standing, placed_bites
from tapewright.verbs.paperfile import PaperFile, read_paper
from tapewright.verbs.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOf:
    """The cut, and what a person must know before trusting it, in the order of the bites.

    A problem with ``is_left_out`` means that nothing of that bite is in the cut. ``lines`` says on which line of the
    file each bite begins.
    """

    cut: Cut
    problems: tuple[Problem, ...]
    lines: Mapping[int, int] = field(default_factory=dict)


def cut_of(project: Project, path: str | os.PathLike[str]) -> CutOf:
    """Lay a paper edit's bites end to end. Bites that do not resolve are named and left out."""
    return cut_of_paper(project, read_paper(project, path))


def cut_of_paper(project: Project, file: PaperFile) -> CutOf:
    """The same for a paper edit that was read already."""
    return cut_of_bites(file.edit, list(placed_bites(project, file.edit)))


def cut_of_bites(edit: PaperEdit, bites: Sequence[PlacedBite]) -> CutOf:
    """The same for bites that were placed already."""
    laid = lay(edit.title, edit.format, edit.start, [bite.resolved for bite in bites if bite.resolved])
    named = [*(problem for bite in bites for problem in _problems(bite)), *laid.problems]
    elsewhere = [
        Problem(bite=0, line=block.line, message=block.problem)
        for block in edit.blocks
        if block.problem and block.kind != "bite"
    ]
    named.sort(key=lambda problem: problem.bite)
    lines = {bite.number: bite.block.line for bite in bites}
    return CutOf(cut=laid.cut, problems=(*elsewhere, *named), lines=lines)


def _problems(bite: PlacedBite) -> list[Problem]:
    messages = [bite.why] if bite.why else []
    if bite.standing is Standing.READ and bite.resolved:
        resolved = bite.resolved
        messages += [_in_words(d.kind.value, d.edit, d.tape) for d in resolved.differences]
        if resolved.is_estimated:
            messages.append("it is cut at words whose times are only estimated: listen to the joins")
    return [
        Problem(bite=bite.number, line=bite.block.line, message=message, is_left_out=bite.resolved is None)
        for message in messages
    ]


def _in_words(kind: str, edit: str, tape: str) -> str:
    return {
        "changed": f"the text says “{edit}”, the tape “{tape}”",
        "not on tape": f"the text says “{edit}”, which the tape does not",
        "not in edit": f"“{tape}” is heard, and the text does not say so",
        "inseparable": f"“{tape}” cannot be lifted out: words that are played lie over it",
    }[kind]


__all__ = ["CutOf", "Problem", "cut_of", "cut_of_bites", "cut_of_paper"]
