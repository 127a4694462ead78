"""Options of the chronicle's commands: which events, and what is said of one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click

from tapewright.model import Certainty, EventKind
from tapewright.verbs.chronology import Chosen

Command = TypeVar("Command", bound=Callable[..., Any])

KINDS = [kind.value for kind in EventKind]
CERTAINTIES = [certainty.value for certainty in Certainty]

who_option = click.option(
    "--by", "by", default="", metavar="NAME", help="Who enters it. Default: who works on this machine."
)


def chosen_options(function: Command) -> Command:
    """Options that choose events; the function gets a ``chosen``."""

    @functools.wraps(function)
    def chosen(*arguments: Any, **options: Any) -> Any:
        picked = Chosen(
            kinds=tuple(EventKind(kind) for kind in options.pop("kind")),
            parties=options.pop("party"),
            case=options.pop("case"),
            agency=options.pop("agency"),
            certainty=tuple(Certainty(certainty) for certainty in options.pop("certainty")),
            first=options.pop("first"),
            last=options.pop("last"),
            words=options.pop("words"),
        )
        return function(*arguments, chosen=picked, **options)

    made: Any = chosen
    for option in reversed(_CHOOSING):
        made = option(made)
    wrapped: Command = made
    return wrapped


_CHOOSING = (
    click.option("--kind", multiple=True, type=click.Choice(KINDS), help="Only this kind; may be given often."),
    click.option("--party", multiple=True, metavar="NAME", help="Only with this person or institution; often."),
    click.option("--case", default="", metavar="CASE", help="Only of this case."),
    click.option("--agency", default="", help="Only from the chronology of this agency."),
    click.option("--certainty", multiple=True, type=click.Choice(CERTAINTIES), help="Only so certain; often."),
    click.option("--from", "first", default="", metavar="EDTF", help="Only what may lie on or after this."),
    click.option("--to", "last", default="", metavar="EDTF", help="Only what may lie on or before this."),
    click.option("--words", default="", help="Only with these words in title, note or place."),
)


def facts_options(function: Command) -> Command:
    """The options of an event that may be added or changed."""
    for option in reversed(_FACTS):
        function = option(function)
    return function


_FACTS = (
    click.option("--date", metavar="EDTF", help="When: 1978-06, 1978~, [1978..1980]. Other words are kept as words."),
    click.option("--words", help='What dated it: "that summer", "nine years later".'),
    click.option("--after", metavar="EVENT", help="Counted from this event: --after E12 --words 'nine years'."),
    click.option("--before", metavar="EVENT", help="The same, before it."),
    click.option("--kind", type=click.Choice(KINDS), help="What kind of thing happened."),
    click.option("--certainty", type=click.Choice(CERTAINTIES), help="How sure you are that it happened so."),
    click.option("--place", help="Where."),
    click.option("--case", metavar="CASE", help="The case that it belongs to."),
    click.option("--agency", help="Whose chronology it came from."),
    click.option("--tells-of", metavar="EVENT", help="The event that is told of in this one: who is told knows of it."),
    click.option("--answer", help="What was answered."),
    click.option("--answered-on", metavar="EDTF", help="When it was answered."),
    click.option("--outcome", help="What came of it."),
    click.option("--believed", type=click.Choice(["yes", "no", "partly", ""]), help="Was whoever reported believed?"),
    click.option("--note", help="A remark."),
    click.option("--who", multiple=True, metavar="NAME:ROLE", help="A person in it; often. Roles: see --help."),
    click.option("--institution", multiple=True, metavar="NAME:ROLE", help="An institution in it; often."),
    click.option("--source", "spans", multiple=True, metavar="PLACE", help="A place on a tape: T017@12.5,13.9; often."),
    click.option("--document", "documents", multiple=True, metavar="TEXT", help="A document, with page; often."),
)
