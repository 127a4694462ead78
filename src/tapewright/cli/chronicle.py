"""``tapewright chronicle``: add, edit, source, remove, list, merge; what is asked of it is in ``chronicleasked``."""

from __future__ import annotations

from typing import Any

import click

from tapewright.cli import chronicleasked, chroniclefiles, mentions, people
from tapewright.cli.chronicleask import ask_date
from tapewright.cli.chronicleoptions import chosen_options, facts_options, who_option
from tapewright.cli.chronicletext import entered_text, events_text
from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.model import Certainty, EventKind, PartyKind
from tapewright.verbs import chronicle as verb
from tapewright.verbs.chroniclerecord import entered_record, event_record, events_record
from tapewright.verbs.chronology import Chosen, chosen_events
from tapewright.verbs.eventfacts import EventFacts, Source, event_number, read_taking
from tapewright.verbs.mergeevents import merge_events
from tapewright.verbs.parties import merge_parties, party_record


@click.group(name="chronicle", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Keep what happened when, to whom, who was told, and what says so.

    EVENT is an event's number (E12), as `chronicle list` gives it. Dates are EDTF: 1978, 1978-06, 1978-06-04, 1978~
    (about), 1978? (uncertain), [1978..1980] (between), 1978/1980 (from … to), 1978-22 (that summer).
    """


@tapewright_command(name="add")
@project_option
@click.argument("title")
@facts_options
@who_option
def add(project: Project, title: str, by: str, as_json: bool, **given: Any) -> None:
    """Add the event TITLE, with at least one source.

    Roles: did, harmed, saw, present, reported, told, answered, about.
    """
    facts = _facts(given, title=title)
    if not as_json:
        facts = ask_date(facts)
    _entered(project, verb.add_event(project, facts, who=by), as_json)


@tapewright_command(name="edit")
@project_option
@click.argument("event")
@click.option("--title", help="What happened.")
@facts_options
@click.option("--without", multiple=True, metavar="NAME", help="Somebody who is not in it; often.")
@who_option
def edit(project: Project, event: str, title: str | None, by: str, as_json: bool, **given: Any) -> None:
    """Change what is said of EVENT; "" takes a fact away.

    What hangs on its date is counted again.
    """
    facts = _facts(given, title=title)
    _entered(project, verb.edit_event(project, event_number(event), facts, who=by), as_json)


@tapewright_command(name="source")
@project_option
@click.argument("event")
@click.option("--span", default="", metavar="PLACE", help="A place on a tape: T017@12.5,13.9, or in timecode.")
@click.option("--document", default="", metavar="TEXT", help="A document, with page or address.")
@click.option("--date", default="", metavar="EDTF", help="The date that this source gives.")
@click.option("--disputes", is_flag=True, help="It says that it was not so.")
@click.option("--note", default="", help="What it says otherwise, or where in it.")
@click.option("--remove", type=int, metavar="NUMBER", help="Take this source away.")
@click.option("--reread", type=int, metavar="NUMBER", help="Take over the words as they read now under this source.")
@who_option
def source(
    project: Project,
    event: str,
    span: str,
    document: str,
    date: str,
    disputes: bool,
    note: str,
    remove: int | None,
    reread: int | None,
    by: str,
    as_json: bool,
) -> None:
    """Say what else says that EVENT happened, or that it did not; one at a time."""
    if sum((bool(span), bool(document), remove is not None, reread is not None)) != 1:
        raise UsageError("say what the event rests on, one at a time", hint="--span, --document, --remove or --reread")
    number = event_number(event)
    if remove is not None:
        made = verb.remove_source(project, number, remove, who=by)
    elif reread is not None:
        made = verb.requote(project, number, reread, who=by)
    else:
        given = Source(span=span, document=document, date=date, disputes=disputes, note=note)
        made = verb.add_source(project, number, given, who=by)
    show(as_json, lambda: event_record(project, made), lambda: entered_text(project, made))


@tapewright_command(name="remove")
@project_option
@click.argument("event")
@who_option
def remove(project: Project, event: str, by: str, as_json: bool) -> None:
    """Remove EVENT with its sources; undo brings it back."""
    gone = verb.remove_event(project, event_number(event), who=by)
    show(as_json, lambda: event_record(project, gone), lambda: f"removed E{gone.id}  {gone.title}")


@tapewright_command(name="list")
@project_option
@chosen_options
@click.option("--long", "in_full", is_flag=True, help="With sources, notes and answers.")
def list_(project: Project, chosen: Chosen, in_full: bool, as_json: bool) -> None:
    """List events in order of time; those without a date come last."""
    found = chosen_events(project, chosen)
    nothing = "no such events" if chosen != Chosen() else 'no events yet; tapewright chronicle add "…" adds one'
    show(as_json, lambda: events_record(project, found), lambda: events_text(project, found, in_full) or nothing)


@tapewright_command(name="merge")
@project_option
@click.argument("one")
@click.argument("into")
@who_option
def merge(project: Project, one: str, into: str, by: str, as_json: bool) -> None:
    """Say that ONE and INTO are one: two events (E12 E13), two people, or two institutions (P3 P4).

    INTO stays and gets all that the other had; undo parts them.
    """
    if one.strip()[:1] in "Ee" and one.strip()[1:].isdigit():
        _entered(project, merge_events(project, event_number(one), event_number(into), who=by), as_json)
        return
    kept = merge_parties(project, one, into, who=by)
    show(as_json, lambda: party_record(kept), lambda: f"P{kept.id}  {kept.name}")


def _facts(given: dict[str, Any], *, title: str | None) -> EventFacts:
    spans, documents = given.pop("spans"), given.pop("documents")
    sources = (*(Source(span=span) for span in spans), *(Source(document=document) for document in documents))
    also = (
        *(read_taking(text) for text in given.pop("who")),
        *(read_taking(text, PartyKind.INSTITUTION) for text in given.pop("institution")),
    )
    kind, certainty = given.pop("kind"), given.pop("certainty")
    return EventFacts(
        title=title,
        kind=EventKind(kind) if kind else None,
        certainty=Certainty(certainty) if certainty else None,
        also=also,
        sources=sources,
        **given,
    )


def _entered(project: Project, entered: verb.Entered, as_json: bool) -> None:
    show(as_json, lambda: entered_record(project, entered), lambda: entered_text(project, entered.event))
    if as_json:
        return
    if entered.asks:
        warn(entered.asks)
    for before, after in entered.counted.again:
        warn(f"E{after.id} counts from it, and is now {after.date or 'without a date'} (was {before.date or 'none'})")
    for event in entered.counted.kept:
        warn(f"E{event.id} hangs on it and keeps the date that it was given: {event.date or 'none'}")


for _command in (
    add,
    edit,
    source,
    remove,
    list_,
    merge,
    *chronicleasked.COMMANDS,
    *chroniclefiles.COMMANDS,
    mentions.command,
    people.command,
):
    command.add_command(_command)
