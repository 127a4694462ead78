"""What a table of events means where it does not say so itself: one record from every door to the verbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tapewright.verbs.eventfacts import EventFacts
from tapewright.verbs.tabledates import DateOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMeaning:
    """What somebody says of a table that it does not say itself, and how its rows are to be taken.

    ``columns`` says what a column means (a field of an event, "" for nothing) where its heading does not; ``common`` is
    said of every event that says nothing else; ``document`` names the file as the source of rows that name none.
    ``dates`` says how dates that are no EDTF are meant; without it they are kept as words. ``leave_told`` leaves out
    rows that say the same again: an event of that title is there whose date meets theirs.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    common: EventFacts = EventFacts()
    document: str = ""
    dates: DateOrder | None = None
    leave_told: bool = False


PLAIN = TableMeaning()
"""A table that says everything itself."""
