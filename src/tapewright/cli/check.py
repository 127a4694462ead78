"""``tapewright check``."""

from __future__ import annotations

import click

from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.story.resolve import Difference, DifferenceKind
from tapewright.verbs.anchors import BiteVerdict, EditCheck, Finding, all_edits, anchors, record


@tapewright_command(name="check")
@project_option
@click.argument("files", nargs=-1, metavar="[FILE]…")
def command(project: Project, files: tuple[str, ...], as_json: bool) -> int:
    """Check that every bite of a paper edit is on its tape, word by word.

    FILE is the name of a paper edit in the project, or a path; without any, all of the project's are checked.
    Punctuation and case do not count. A bite of a tape without a transcript cannot be checked, and that is said.

    Exit status 1: something differs, is broken or could not be checked.
    """
    checks = anchors(project, files or all_edits(project))
    show(as_json, lambda: record(checks), lambda: _text(checks))
    return 0 if all(one.holds for one in checks) else 1


def _text(checks: list[EditCheck]) -> str:
    if not checks:
        return "no paper edits yet; make one: tapewright edit new NAME"
    return "\n".join(line for one in checks for line in _file(one))


def _file(one: EditCheck) -> list[str]:
    lines = []
    for verdict in one.verdicts:
        if verdict.finding is not Finding.HOLDS:
            lines.append(f"{one.path.name}:{verdict.line}: bite {verdict.number}: {_place(verdict)}{verdict.reason}")
            lines += [f"    {_difference(verdict, difference)}" for difference in verdict.differences]
    lines += [f"{one.path.name}:{line}: {message}" for line, message in one.remarks]
    if not one.verdicts:
        return [*lines, f"{one.path.stem}: there is no bite in it"]
    counts = one.counts
    told = [f"{counts[Finding.HOLDS]} of {len(one.verdicts)} bites read as their tapes do"]
    told += [
        f"{counts[finding]} {words}"
        for finding, words in (
            (Finding.DIFFERS, "read otherwise"),
            (Finding.UNCHECKED, "cannot be checked"),
            (Finding.BROKEN, "broken"),
        )
        if counts[finding]
    ]
    return [*lines, f"{one.path.stem}: {', '.join(told)}"]


def _place(verdict: BiteVerdict) -> str:
    if verdict.tape is None or verdict.span is None:
        return ""
    return f"{verdict.tape.id} {verdict.tape.timecode(verdict.span.start)}: "


def _difference(verdict: BiteVerdict, difference: Difference) -> str:
    at = verdict.tape.timecode(difference.place.start) if verdict.tape else ""
    return {
        DifferenceKind.CHANGED: f"{at}  “{difference.edit}” in the edit, “{difference.tape}” on the tape",
        DifferenceKind.NOT_ON_TAPE: f"{at}  “{difference.edit}” is not on the tape",
        DifferenceKind.NOT_IN_EDIT: f"{at}  “{difference.tape}” is heard, and the edit does not say so",
        DifferenceKind.INSEPARABLE: f"{at}  “{difference.tape}” cannot be lifted out of what is said over it",
    }[difference.kind]
