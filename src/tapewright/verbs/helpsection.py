"""Where help is, as a report shows it: each service with its source, its last check, and how old that is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tapewright.exchange.study_words import day_told
from tapewright.model.annotated import MadeFrom
from tapewright.model.studyreport import Block, Grid, Prose, Section, Sheet, Tone
from tapewright.verbs.helplines import FILE, HelpLine, HelpLines

_AMID_A_NUMBER = re.compile(r"(?<=\d) (?=\d)")
"""No line ends there: a number is read, and dialled, as one."""


def help_section(lines: HelpLines, countries: Sequence[str], state: MadeFrom) -> Section:
    """The note for everywhere, and a table for each country."""
    blocks: list[Block] = [
        Prose(text=lines.general),
        Prose(
            text="Numbers change. Somebody must check each entry at the service itself before this is published; the "
            "list says when and how each was last looked at.",
            tone=Tone.NOTICE,
        ),
    ]
    for code in countries:
        rows = [
            (
                entry.service,
                entry.purpose,
                _AMID_A_NUMBER.sub("\u00a0", entry.contact) + (f"\n{entry.web}" if entry.web else ""),
                entry.hours,
                f"{entry.source}; {_check(entry)}" + _warning(entry, state),
            )
            for entry in lines.of(code)
        ]
        blocks.append(
            Grid(
                title=lines.countries[code],
                columns=("Service", "For", "Number or address", "Hours", "Source and last check"),
                rows=tuple(rows),
                widths=(3, 4, 5, 2, 6),
                empty=f"No service of this country is listed; add a file {FILE} to the project.",
            )
        )
    return Section(title="Where help is", blocks=tuple(blocks))


def help_sheet(lines: HelpLines, countries: Sequence[str], state: MadeFrom) -> Sheet:
    """The same for a spreadsheet."""
    return Sheet(
        columns=("country", "service", "for", "contact", "web", "hours", "source", "checked", "how", "stale"),
        rows=tuple(
            (*_help_row(entry), entry.how, "yes" if entry.is_stale(state.when) else "no")
            for code in countries
            for entry in lines.of(code)
        ),
        name="help",
    )


def _check(entry: HelpLine) -> str:
    """When it was last held against something, and against what."""
    checked = f"last checked {day_told(entry.checked)}" if entry.checked else "not checked"
    return f"{checked} ({entry.how})" if entry.how else checked


def _warning(entry: HelpLine, state: MadeFrom) -> str:
    if not entry.checked:
        return ". Look it up."
    return ". Older than a year: check it again." if entry.is_stale(state.when) else ""


def _help_row(entry: HelpLine) -> tuple[str, ...]:
    return (
        *(entry.country, entry.service, entry.purpose, entry.contact, entry.web, entry.hours, entry.source),
        entry.checked,
    )
