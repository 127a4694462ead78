"""What the chronicle asks a person at a terminal: a date that nobody can read."""

from __future__ import annotations

from dataclasses import replace

import click

from tapewright.cli.door import warn
from tapewright.cli.terminal import is_person
from tapewright.verbs.eventdates import given_date
from tapewright.verbs.eventfacts import EventFacts


def ask_date(facts: EventFacts) -> EventFacts:
    """The facts with a date that can be read, where a person is there to ask; else as they are."""
    date, words = facts.date, facts.words
    while date and is_person() and (given := given_date(date, "")).asks:
        words = words or date
        warn(given.asks)
        what = f"Enter for {given.offers}, - for none" if given.offers else "Enter for none"
        date = click.prompt(f"a date in EDTF ({what})", default=given.offers, show_default=False, err=True)
        date = "" if date.strip() == "-" else date
    return replace(facts, date=date, words=words)
