"""``tapewright chronicle``: what is asked of it: gaps, conflicts, ages, who-knew, duplicates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import click

from tapewright.cli.chronicleoptions import chosen_options, who_option
from tapewright.cli.chronicletext import Names, event_line, gap_lines, known_events
from tapewright.cli.door import Project, project_option, show
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.model import Age, Conflict, DatedEvent
from tapewright.study.chronology.gaps import between, say_between
from tapewright.study.chronology.knowing import Knowing, first_of_each
from tapewright.study.chronology.twins import Twins
from tapewright.verbs import chronology as verb
from tapewright.verbs.chroniclerecord import (
    age_record,
    conflict_record,
    gap_record,
    knowing_record,
    twins_record,
)
from tapewright.verbs.chronology import SHORTEST_GAP, Chosen
from tapewright.verbs.eventfacts import event_number
from tapewright.verbs.gaptold import record as told_record
from tapewright.verbs.gaptold import told_of
from tapewright.verbs.mergeevents import keep_apart
from tapewright.words.counted import counted


@tapewright_command(name="gaps")
@project_option
@chosen_options
@click.option(
    "--longer-than",
    type=click.IntRange(0, 10_000_000),
    default=SHORTEST_GAP,
    show_default=True,
    metavar="DAYS",
    help="Only gaps of so many days.",
)
@click.option("--possible", is_flag=True, help="Also those that may be so long, as far as dates are uncertain.")
@click.option("--between", "pair", nargs=2, metavar="EVENT EVENT", help="How long from one event to another.")
def gaps(
    project: Project,
    chosen: Chosen,
    longer_than: int,
    possible: bool,
    pair: tuple[str, str] | None,
    as_json: bool,
) -> None:
    """Say of what time nothing is told, between neighbouring events of those that are chosen.

    A gap is as certain as the dates of its ends: its least and its greatest length are both told. Other events that
    lie in it are named, and places on tapes where a date in it is said.
    """
    events = known_events(project)
    if pair is not None:
        _between(project, events, pair, as_json)
        return
    found = verb.gaps_of(project, chosen, shortest=longer_than, possible=possible)
    names, told = Names(project), [told_of(project, gap) for gap in found]
    pairs = list(zip(found, told, strict=True))
    show(
        as_json,
        lambda: {"gaps": [{**gap_record(gap), "told": told_record(project, said)} for gap, said in pairs]},
        lambda: "\n\n".join("\n".join(gap_lines(gap, events, names, said)) for gap, said in pairs) or "no such gap",
    )


@tapewright_command(name="conflicts")
@project_option
@chosen_options
def conflicts(project: Project, chosen: Chosen, as_json: bool) -> int:
    """Show sources and events that do not agree. Exit status 1 where there are any."""
    found = verb.conflicts_of(project, chosen)
    show(
        as_json,
        lambda: {"conflicts": [conflict_record(conflict) for conflict in found]},
        lambda: "\n".join(_conflicts(project, found)) or "no conflicts",
    )
    return 1 if found else 0


@tapewright_command(name="ages")
@project_option
@chosen_options
def ages(project: Project, chosen: Chosen, as_json: bool) -> None:
    """Say how old each person was at each event, where a birth is known (`chronicle people edit NAME --born`)."""
    page = verb.page(project, chosen)
    events, names = known_events(project), Names(project)
    show(
        as_json,
        lambda: {"ages": [age_record(age) for age in page.ages]},
        lambda: "\n".join(_ages(page.ages, events, names)) or "no age is known; chronicle people edit NAME --born 1965",
    )


@tapewright_command(name="who-knew")
@project_option
@click.argument("event", required=False, default="")
@click.option("--party", default="", metavar="NAME", help="Only this person or institution.")
@click.option("--all", "every_way", is_flag=True, help="Every way, not only the first of each.")
def who_knew(project: Project, event: str, party: str, every_way: bool, as_json: bool) -> None:
    """Say who knew of EVENT (or of each event), when, and from what.

    Whoever took part knows; whoever was told in an event that tells of it (--tells-of) knows from then on.
    """
    found = verb.who_knew_of(project, event=event, party=party)
    found = found if every_way else first_of_each(found)
    events, names = known_events(project), Names(project)
    show(
        as_json,
        lambda: {"knew": [knowing_record(way) for way in found]},
        lambda: "\n".join(_knew(found, events, names)) or "nothing tells who knew",
    )


@tapewright_command(name="duplicates")
@project_option
@chosen_options
@click.option("--distinct", nargs=2, metavar="EVENT EVENT", help="These two are not one: do not offer them again.")
@click.option("--note", default="", help="Why they are two.")
@who_option
def duplicates(
    project: Project, chosen: Chosen, distinct: tuple[str, str] | None, note: str, by: str, as_json: bool
) -> None:
    """Offer events that may be one, told twice. Nothing is merged by itself: `chronicle merge E13 E12` does."""
    if distinct is not None:
        keep_apart(project, event_number(distinct[0]), event_number(distinct[1]), note=note, who=by)
    elif note:
        raise UsageError("a note says why two events are two", hint="--distinct E12 E13 --note …")
    found = verb.duplicates(project, chosen)
    events, names = known_events(project), Names(project)
    show(
        as_json,
        lambda: {"duplicates": [twins_record(pair) for pair in found]},
        lambda: "\n".join(_twins(found, events, names)) or "no two events look like one",
    )


COMMANDS: Sequence[click.Command] = (gaps, conflicts, ages, who_knew, duplicates)


def _between(project: Project, events: Mapping[int, DatedEvent], pair: tuple[str, str], as_json: bool) -> None:
    one, other = (events.get(event_number(text)) for text in pair)
    if one is None or other is None:
        raise UsageError(f"there is no event {pair[0] if one is None else pair[1]}", hint="tapewright chronicle list")
    days, said, names = between(one, other), say_between(one, other), Names(project)
    record = {
        "before": one.id,
        "after": other.id,
        "least": days[0] if days else None,
        "most": days[1] if days else None,
        "said": said,
    }
    show(as_json, lambda: record, lambda: f"{said}\n{event_line(one, names)}\n{event_line(other, names)}")


def _conflicts(project: Project, found: Sequence[Conflict]) -> Iterator[str]:
    events, names = known_events(project), Names(project)
    of = None
    for conflict in found:
        if conflict.event != of:
            yield event_line(events[conflict.event], names)
            of = conflict.event
        sure = "" if conflict.is_sure else " (perhaps: a date is only about right, or it may be another event)"
        yield f"        {conflict.kind.value}: {conflict.said}{sure}"
        if conflict.other is not None:
            yield event_line(events[conflict.other], names)
    if found:
        yield counted(len(found), "conflict")


def _ages(found: Sequence[Age], events: Mapping[int, DatedEvent], names: Names) -> Iterator[str]:
    at = None
    for age in found:
        if age.event != at:
            yield event_line(events[age.event], names)
            at = age.event
        yield f"          {names.parties[age.party]}: {age.said}"


def _knew(found: Sequence[Knowing], events: Mapping[int, DatedEvent], names: Names) -> Iterator[str]:
    of = None
    for way in found:
        if way.event != of:
            yield event_line(events[way.event], names)
            of = way.event
        chain = ", which told of ".join(f"E{number}" for number in way.through[:-1])
        how = f"{way.role.value} in {chain}" if chain else way.role.value
        yield f"          {way.said or '(no date)':<20}  {names.parties[way.party]}  ({how})"


def _twins(found: Sequence[Twins], events: Mapping[int, DatedEvent], names: Names) -> Iterator[str]:
    for pair in found:
        apart = f", {counted(pair.apart_days, 'day')} apart" if pair.is_apart else ""
        both = f"; both name {', '.join(names.parties[party] for party in pair.shared)}" if pair.shared else ""
        yield f"alike {pair.alike:.2f}{apart}: {', '.join(pair.words)}{both}"
        yield event_line(events[pair.one], names)
        yield event_line(events[pair.other], names)
    if found:
        two = f"E{found[0].other} E{found[0].one}"
        yield f"{counted(len(found), 'pair')}; tapewright chronicle merge {two}, or duplicates --distinct {two}"
