"""``tapewright chronicle``: import and export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from tapewright.cli.chronicleoptions import KINDS, chosen_options, who_option
from tapewright.cli.door import Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.model import EventKind
from tapewright.timing.edtf import say_edtf
from tapewright.verbs.chronicle_export import export_chronology
from tapewright.verbs.chronicle_export import record as export_record
from tapewright.verbs.chronicle_import import FIELDS, ImportedEvents, RowTrouble, import_file, import_record
from tapewright.verbs.chronology import Chosen
from tapewright.verbs.eventfacts import EventFacts
from tapewright.verbs.tabledates import DateOrder
from tapewright.verbs.tablemeaning import TableMeaning
from tapewright.words.counted import counted

_MOST = 40
"""Of a long list so many are told."""


@tapewright_command(name="import")
@project_option
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--column", "columns", multiple=True, metavar="HEADING=FIELD", help="What a column means; often.")
@click.option("--agency", help="Whose chronology it is.")
@click.option("--case", metavar="CASE", help="The case that its events belong to.")
@click.option("--kind", type=click.Choice(KINDS), help="The kind of events that say none.")
@click.option(
    "--document", default="", metavar="TEXT", help="The source of rows that name none: the file by its title."
)
@click.option(
    "--dates",
    type=click.Choice([order.value for order in DateOrder]),
    help="Read dates that are no EDTF (04/06/1984, June 1984). Default: keep them as words.",
)
@click.option("--leave-told", is_flag=True, help="Leave out rows that say the same again.")
@click.option("--dry-run", is_flag=True, help="Only say what would come in.")
@who_option
def import_(
    project: Project,
    file: Path,
    columns: tuple[str, ...],
    agency: str | None,
    case: str | None,
    kind: str | None,
    document: str,
    dates: str | None,
    leave_told: bool,
    dry_run: bool,
    by: str,
    as_json: bool,
) -> int:
    """Bring in events from a table: CSV, a spreadsheet, or TimelineJS.

    Headings like date, title, kind, people, document are understood; --column Datum=date says what another one
    means, and --column Remarks= leaves one out. Rows that cannot be read are named and kept out: then the exit status
    is 1.
    """
    meaning = TableMeaning(
        columns=dict(map(_pair, columns)),
        common=EventFacts(agency=agency, case=case, kind=EventKind(kind) if kind else None),
        document=document,
        dates=DateOrder(dates) if dates else None,
        leave_told=leave_told,
    )
    result = import_file(project, file, meaning, dry_run=dry_run, who=by)
    show(as_json, lambda: import_record(result), lambda: "\n".join(_told(result)))
    if not as_json:
        for said in (*_kept_out(result.refused), *_asked(result.asks, with_order=dates is not None)):
            warn(said)
    return 1 if result.refused else 0


@tapewright_command(name="export")
@project_option
@click.option("--as", "formats", multiple=True, required=True, metavar="FORMAT", help="csv, timelinejs, ics, svg, png.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="The folder. Default: the project's exports."
)
@click.option("--name", default="chronology", show_default=True, help="What the files are called.")
@chosen_options
@click.option("--dry-run", is_flag=True, help="Write nothing.")
def export(
    project: Project,
    chosen: Chosen,
    formats: tuple[str, ...],
    out: Path | None,
    name: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the chronology as a table, a timeline, a calendar or a picture."""
    files = export_chronology(project, formats, out, chosen, name=name, dry_run=dry_run)
    show(
        as_json,
        lambda: export_record(files, dry_run),
        lambda: "\n".join(f"{'would write' if dry_run else 'wrote'} {file.path}" for file in files),
    )


COMMANDS: Sequence[click.Command] = (import_, export)


def _pair(text: str) -> tuple[str, str]:
    heading, sign, field = text.rpartition("=")
    if not sign or not heading:
        raise UsageError(f"not a column: {text[:60]!r}", hint=f"write HEADING=FIELD with one of {', '.join(FIELDS)}")
    return heading.strip(), field.strip()


def _kept_out(refused: Sequence[RowTrouble]) -> Iterator[str]:
    """What kept rows out, each reason once."""
    lines: dict[str, list[int]] = {}
    for trouble in refused:
        said = f"{trouble.reason}{f' ({trouble.hint})' if trouble.hint else ''}"
        lines.setdefault(said, []).append(trouble.line)
    for said, of_it in islice(lines.items(), _MOST):
        yield f"{_named(of_it)} kept out: {said}"
    if len(lines) > _MOST:
        yield f"and {len(lines) - _MOST} more reasons (--json tells all)"


def _asked(asks: Sequence[RowTrouble], *, with_order: bool) -> Iterator[str]:
    for trouble in asks[:_MOST]:
        yield f"line {trouble.line}: {trouble.reason}"
    if len(asks) > _MOST:
        yield f"and {len(asks) - _MOST} more (--json tells all)"
    if asks and not with_order:
        yield "dates that are written otherwise are read with --dates day-first or --dates month-first"


def _named(lines: Sequence[int]) -> str:
    """``line 4``, ``lines 2 to 9``, ``lines 3, 5, 9 …``."""
    if len(lines) == 1:
        return f"line {lines[0]}"
    if lines[-1] - lines[0] + 1 == len(lines):
        return f"lines {lines[0]} to {lines[-1]}"
    shown = ", ".join(map(str, lines[:12]))
    return f"lines {shown}{f' and {len(lines) - 12} more' if len(lines) > 12 else ''}"


def _told(result: ImportedEvents) -> Iterator[str]:
    came = "would come in" if result.dry_run else "came in"
    yield f"{counted(len(result.events), 'event')} {came}, {counted(len(result.refused), 'row')} kept out"
    if result.dates:
        first = result.dates[0]
        yield f"{counted(len(result.dates), 'date')} read, as {first.text!r} is {say_edtf(first.date)}"
    if result.cases:
        made = "would be made" if result.dry_run else "made"
        yield f"{counted(len(result.cases), 'case')} {made}: {', '.join(result.cases)}"
    if result.unread:
        yield f"columns that mean nothing here: {', '.join(result.unread)}"
    yield from result.remarks
    if result.told_before:
        yield f"{counted(len(result.told_before), 'row')} may tell of an event that is told already:"
        for one in result.told_before[:_MOST]:
            other = f"E{one.event}" if one.event else f"line {one.other_line}"
            yield f"  line {one.line}, {one.title!r}: {other}, {one.said or 'no date'}, {one.other!r}"
        if len(result.told_before) > _MOST:
            yield f"  and {len(result.told_before) - _MOST} more"
    if result.twins:
        yield f"{counted(len(result.twins), 'pair')} may be one event told twice: tapewright chronicle duplicates"
