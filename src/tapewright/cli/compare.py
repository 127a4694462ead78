"""``tapewright compare``: cases beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import click

from tapewright.cli.chronicletext import Names, event_line, known_events
from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.model import DatedEvent
from tapewright.study.chronology.alignment import FIRST_OFFENCE, AlignedCase
from tapewright.verbs import compare as verb
from tapewright.verbs.find import WAYS
from tapewright.words.counted import counted


@tapewright_command(name="compare")
@project_option
@click.option("--case", "cases", multiple=True, metavar="CASE", help="Only this case; often. Default: all.")
@click.option(
    "--at",
    default=FIRST_OFFENCE,
    show_default=True,
    metavar="WHAT",
    help="Day 0: first offence, first report, arrest, first KIND, or words of a title.",
)
@click.option("--zero", multiple=True, metavar="EVENT", help="The event that is day 0 of its case; one for each.")
@click.option("--codes", is_flag=True, help="Instead: how often each code stands on the tapes of each case.")
@click.option("--ask", metavar="QUERY", help="Instead: search the tapes of each case for the same words.")
@click.option("--way", type=click.Choice(WAYS), default="exact", help="How to search.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=10, show_default=True, help="So many hits a case.")
def command(
    project: Project,
    cases: tuple[str, ...],
    at: str,
    zero: tuple[str, ...],
    codes: bool,
    ask: str | None,
    way: str,
    limit: int,
    as_json: bool,
) -> None:
    """Lay cases beside each other, each counted from its own day 0."""
    if codes and ask is not None:
        raise UsageError("one thing at a time", hint="--codes or --ask")
    if codes:
        table = verb.codes_by_case(project, cases=cases)
        show(as_json, lambda: verb.codes_record(table), lambda: "\n".join(_codes(table)))
    elif ask is not None:
        answers = verb.ask_each(project, ask, way=way, cases=cases, limit=limit)
        show(as_json, lambda: verb.answers_record(answers, ask, way), lambda: "\n".join(_answers(answers)))
    else:
        found = verb.compare(project, at=at, cases=cases, named=zero)
        events, names = known_events(project), Names(project)
        show(as_json, lambda: verb.aligned_record(found), lambda: "\n".join(_aligned(found, at, events, names)))


def _aligned(found: Sequence[AlignedCase], at: str, events: Mapping[int, DatedEvent], names: Names) -> Iterator[str]:
    for one in found:
        if one.anchor is None:
            yield f"{one.case.name}: no {at}"
            continue
        yield f"{one.case.name}: day 0 is E{one.anchor}, {events[one.anchor].said}"
        if one.may_be:
            yield f"  or {', '.join(f'E{event}' for event in one.may_be)}: which came first is not certain"
        for offset in one.events:
            yield f"  {offset.said:<28}{event_line(events[offset.event], names)}"


def _codes(table: verb.CodesByCase) -> Iterator[str]:
    if not table.rows:
        yield "nothing is coded on the tapes of these cases"
        return
    width = max(len(row.path) for row in table.rows)
    yield " " * width + "".join(f"  {case.name:>12}" for case in table.cases)
    for row in table.rows:
        cells = zip(row.counts, row.with_below, strict=True)
        told = [str(own) if own == all_ else f"{own} ({all_})" for own, all_ in cells]
        shown = "".join(
            f"  {told if case.tapes else '–':>{max(12, len(case.name))}}"
            for case, told in zip(table.cases, told, strict=True)
        )
        yield f"{row.path:<{width}}{shown}"
    if untaped := [case.name for case in table.cases if not case.tapes]:
        yield f"–: no tapes are said to be of {', '.join(untaped)} (tapewright case tapes)"


def _answers(found: Sequence[verb.Answers]) -> Iterator[str]:
    for one in found:
        yield f"{one.case.name}: {'no tapes' if one.is_untaped else counted(one.total, 'hit')}"
        for hit in one.hits:
            who = f"{hit.speaker}: " if hit.speaker else ""
            yield f"  {hit.span.tape}  {hit.timecode}  {who}{hit.before} [{hit.text}] {hit.after}"
