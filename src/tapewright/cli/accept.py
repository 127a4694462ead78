"""``tapewright accept``: quote, join, list, withdraw."""

from __future__ import annotations

from collections.abc import Sequence

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.terminal import bare
from tapewright.model import Acceptance
from tapewright.model.wording import VERDICTS
from tapewright.verbs.acceptances import accept, record, withdraw
from tapewright.verbs.check import check

_because = click.option("--because", "reason", required=True, metavar="REASON", help="Why it may stand.")
_who = click.option("--who", default="", metavar="NAME", help="Who says so. Default: who works on this machine.")


@click.group(name="accept", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Sign off what a check found: it may stand, for a reason.

    What is accepted no longer fails a check, and is told with the reason wherever the check is told. It belongs to the
    words, the verdict and the place: where any of them changes, the finding is open again.
    """


@tapewright_command(name="quote")
@project_option
@click.argument("file", metavar="FILE")
@click.argument("number", type=click.IntRange(min=1), metavar="NUMBER")
@_because
@_who
def quote(project: Project, file: str, number: int, reason: str, who: str, as_json: bool) -> None:
    """Let a quotation stand: FILE and NUMBER as `check` has them.

    \b
    tapewright accept quote article.docx 2 --because "she agreed to the wording, letter of 3 May"
    """
    _accepted(accept(project, check(project, file), number, reason, who=who), as_json)


@tapewright_command(name="join")
@project_option
@click.argument("file", metavar="FILE")
@click.argument("number", type=click.IntRange(min=1), metavar="NUMBER")
@_because
@_who
def join(project: Project, file: str, number: int, reason: str, who: str, as_json: bool) -> None:
    """Let a join of a paper edit or timeline stand."""
    _accepted(accept(project, check(project, file), number, reason, is_join=True, who=who), as_json)


@tapewright_command(name="list")
@project_option
def list_(project: Project, as_json: bool) -> None:
    """List what was accepted, by whom and why."""
    found = project.store.acceptances()
    show(as_json, lambda: record(found), lambda: _told(found) or "nothing was accepted yet")


@tapewright_command(name="withdraw")
@project_option
@click.argument("number", type=click.IntRange(min=1), metavar="NUMBER")
@_who
def withdraw_(project: Project, number: int, who: str, as_json: bool) -> None:
    """Take an acceptance back by its number in `accept list`: the finding is open again."""
    taken = withdraw(project, number, who=who)
    show(as_json, lambda: record([taken]), lambda: f"open again: {bare(taken.text)}")


def _accepted(acceptance: Acceptance, as_json: bool) -> None:
    show(as_json, lambda: record([acceptance]), lambda: _told([acceptance]))


def _told(found: Sequence[Acceptance]) -> str:
    names = {verdict.value: words[0] for verdict, words in VERDICTS.items()}
    lines = []
    for one in found:
        lines.append(bare(f"{one.id}  {names.get(one.verdict, one.verdict)}  {one.file}: “{one.text}”"))
        lines.append(bare(f"   accepted by {one.who}, {one.when[:10]}: {one.reason}"))
    return "\n".join(lines)


for _command in (quote, join, list_, withdraw_):
    command.add_command(_command)
