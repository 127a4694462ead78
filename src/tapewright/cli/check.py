"""``tapewright check``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from tapewright.cli.door import Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.cli.reels import asked, format_of, rate_options, reel_option
from tapewright.cli.terminal import bare, columns, is_person, wants_colour
from tapewright.cli.verdicts import join_lines, quote_lines
from tapewright.errors import InputError, NotFoundError, TapewrightError, UsageError
from tapewright.model import JoinVerdict, QuoteVerdict, Verdict
from tapewright.model.wording import VERDICTS
from tapewright.verbs.anchors import BiteVerdict, Finding, all_edits
from tapewright.verbs.check import ACCEPTED, REJECTED, check, page, record, records
from tapewright.verbs.checked import Check
from tapewright.verbs.checkedfile import FileKind
from tapewright.verbs.proofs import check_and_keep
from tapewright.words.counted import counted
from tapewright.words.shortened import first_few

_LEVELS = [verdict.value for verdict in Verdict if verdict is not Verdict.VERBATIM]
_NEVER = "never"
_PATIENCE = 2.0
"""Seconds that nobody needs progress for."""


@tapewright_command(name="check")
@project_option
@click.argument("files", nargs=-1, metavar="[FILE]…")
@click.option(
    "--fail-on",
    type=click.Choice([*_LEVELS, _NEVER]),
    default=Verdict.UNSETTLED.value,
    metavar="VERDICT",
    show_default=True,
    help=f"Exit with 1 where anything is as weak as this, or weaker: {', '.join(_LEVELS)}; or never.",
)
@click.option("--allow-empty", is_flag=True, help="A file in which nothing can be proved passes.")
@click.option("--open", "only_open", is_flag=True, help="Show only what asks for a decision.")
@click.option(
    "--changes",
    type=click.Choice([ACCEPTED, REJECTED]),
    default=ACCEPTED,
    show_default=True,
    help="How to read a document with tracked changes.",
)
@reel_option
@rate_options
@click.option("--html", "html", type=click.Path(dir_okay=False), metavar="FILE", help="Write the answer as a page too.")
def command(
    project: Project,
    files: tuple[str, ...],
    fail_on: str,
    allow_empty: bool,
    only_open: bool,
    changes: str,
    reels: dict[str, str],
    rate: str | None,
    drop: bool,
    html: str | None,
    as_json: bool,
) -> int:
    """Prove a script, an article, a paper edit or a timeline against the tapes, line by line and join by join.

    FILE is a paper edit by its name, or a path: .md, .txt, .fountain, .html, .docx, .pdf, .srt, .vtt, or a timeline:
    .edl, .otio, .fcpxml, .xml, .aaf. Without any, all paper edits of the project are checked. Every quotation gets a
    verdict: verbatim, cleaned, elided, condensed, unsettled, altered, reordered, recombined, misattributed, not_found;
    and flags where the difference touches the meaning. A flag weighs as altered, a doubtful one as unsettled. Tapes
    without a transcript are named: what is said on them cannot be proved.

    At a terminal you are asked which tape a name in a timeline means where nothing here is called so.

    What somebody accepted (`tapewright accept`) is told with the reason and fails no check.

    Exit status 1: something is as weak as --fail-on says; 3: of several files one could not be checked, or nothing in
    a file could be proved, because it quotes nobody and no tape is heard in it, or there was no file.
    """
    if html and len(files) != 1:
        raise UsageError("--html writes a page about one file", hint="name one FILE")
    if html and not Path(html).absolute().parent.is_dir():
        raise UsageError(f"there is no folder {Path(html).absolute().parent}", hint="make it, or name another FILE")
    asked_for: list[str | Path] = [*(files or all_edits(project))]
    level = None if fail_on == _NEVER else Verdict(fail_on)
    format = format_of(rate, drop)

    def checked(file: str | Path, reels: dict[str, str]) -> Check:
        with ProgressLine(after=_PATIENCE) as progress:
            if format is None:
                return check_and_keep(project, file, changes=changes, reels=reels, report=progress.report)
            return check(project, file, changes=changes, reels=reels, format=format, report=progress.report)

    checks, failed = _each(asked_for, reels, checked, asks=is_person() and not as_json)
    if html:
        page(checks[0], Path(html))
    show(
        as_json,
        lambda: record(checks[0], fail_on=level) if len(files) == 1 else records(checks, failed, fail_on=level),
        lambda: _text(checks, failed, only_open=only_open),
    )
    if html:
        warn(f"wrote {html}")
    empty = [one.path.name for one in checks if one.is_empty]
    is_nothing = level and not allow_empty and (empty or not checks)
    if is_nothing and not failed:
        what = f" of {first_few(empty)}" if empty else ""
        warn(f"nothing was proved{what}, so this is no pass; if that is meant, say --allow-empty")
    if failed or is_nothing:
        return InputError.exit_status
    return 1 if level and any(one.fails(level) for one in checks) else 0


def _each(
    files: Sequence[str | Path],
    reels: dict[str, str],
    checked: Callable[[str | Path, dict[str, str]], Check],
    *,
    asks: bool,
) -> tuple[list[Check], list[tuple[str, TapewrightError]]]:
    """Every file checked, and of several those that could not be; ``asks`` a person for names that nobody knows."""
    checks: list[Check] = []
    failed: list[tuple[str, TapewrightError]] = []
    for file in files:
        try:
            found = checked(file, reels)
        except (InputError, NotFoundError) as error:
            if len(files) == 1:
                raise
            failed.append((str(file), error))
            continue
        told = asked(found.unknown_reels) if found.unknown_reels and asks else {}
        checks.append(checked(file, {**reels, **told}) if told else found)
    return checks, failed


def _text(checks: list[Check], failed: list[tuple[str, TapewrightError]], *, only_open: bool) -> str:
    if not checks and not failed:
        return "no paper edits yet; make one: tapewright edit new NAME"
    lines = [line for one in checks for line in _file(one, only_open=only_open)]
    for file, error in failed:
        lines.append(bare(f"{file}: could not be checked: {error.message}"))
        lines += [f"  {bare(error.hint)}"] if error.hint else []
    return "\n".join(lines)


def _file(one: Check, *, only_open: bool) -> Iterator[str]:
    colour, width = wants_colour(), columns()
    for proved in one.quotes:
        anchor = one.anchors.get(proved.quotation.n)
        if not only_open or (one.finding(proved) and one.acceptance(proved) is None):
            yield from quote_lines(proved, width=width, colour=colour)
            yield from _anchor(one, anchor)
            yield from _accepted(one, proved)
    for join in one.joins:
        if not only_open or (join.flags and one.acceptance(join) is None):
            yield from join_lines(join, width=width, colour=colour)
            yield from _accepted(one, join)
    yield from (bare(f"{one.path.name}: cannot be placed: {reason}") for reason in one.unplaced)
    yield from (bare(f"{one.path.name}: {remark}") for remark in one.remarks)
    yield bare(_summary(one))
    if one.anchors:
        yield bare(_anchors(one))
    if one.coverage.unread or not one.coverage.tapes:
        yield one.coverage.explanation


def _accepted(one: Check, told: QuoteVerdict | JoinVerdict) -> Iterator[str]:
    acceptance = one.acceptance(told)
    if acceptance is not None:
        yield f"      {bare(f'accepted by {acceptance.who}, {acceptance.when[:10]}: {acceptance.reason}')}"


def _anchor(one: Check, anchor: BiteVerdict | None) -> Iterator[str]:
    if anchor is not None and anchor.finding is not Finding.HOLDS:
        yield f"      {bare(f'{one.path.name}:{anchor.line}: bite {anchor.number}: {anchor.reason}')}"


def _anchors(one: Check) -> str:
    """How the places of a paper edit's bites stand."""
    told = []
    for finding, words in (
        (Finding.HOLDS, f"of {counted(len(one.anchors), 'bite')} read as their tapes do"),
        (Finding.DIFFERS, "read otherwise"),
        (Finding.UNCHECKED, "cannot be checked"),
        (Finding.BROKEN, "broken"),
    ):
        count = sum(anchor.finding is finding for anchor in one.anchors.values())
        if count or finding is Finding.HOLDS:
            told.append(f"{count} {words}")
    return f"{one.path.stem}: {', '.join(told)}"


def _nothing(one: Check) -> str:
    if one.kind is FileKind.TIMELINE:
        return "no tape of this project is heard in it"
    return f"no quotation was found in its {counted(one.words, 'word')}" if one.words else "there are no words in it"


def _summary(one: Check) -> str:
    if not one.quotes and not one.joins:
        return f"{one.path.name}: {_nothing(one)}: nothing was proved"
    told = []
    for verdict in Verdict:
        count = sum(proved.verdict is verdict for proved in one.quotes)
        if count:
            told.append(f"{count} {VERDICTS[verdict][0]}")
    flags = sum(len(proved.flags) for proved in one.quotes) + sum(len(join.flags) for join in one.joins)
    joins = f"; {counted(len(one.joins), 'join')}" if one.joins else ""
    verdicts = f": {', '.join(told)}" if told else ""
    accepted = f"; {one.accepted_here} accepted" if one.accepted_here else ""
    told_of = f"{counted(len(one.quotes), 'quotation')}{verdicts}{joins}; {counted(flags, 'flag')}"
    return f"{one.path.name}: {told_of}{accepted}"
