"""Rows of a table that may tell of an event that is told already: said before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tapewright.model import DatedEvent, DecisionKind, Event, EventId
from tapewright.study.chronology.dating import laid_out
from tapewright.study.chronology.twins import twins
from tapewright.verbs.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBefore:
    """A row and what it may be: an event of the project, or (``event`` None) the one of another row.

    ``other`` is the title of that one and ``said`` its date in words. ``is_same`` where both are called the same and
    their dates meet.
    """

    line: int
    title: str
    event: EventId | None
    other_line: int | None
    other: str
    said: str
    is_same: bool


def told_before(project: Project, rows: Sequence[tuple[int, Event]]) -> tuple[ToldBefore, ...]:
    """Rows, each with its line and its event, that may be told already, in order of the file: offers, no verdicts.

    Of each row what it is likest.
    """
    there = project.store.events()
    top = max((event.id for event in there), default=0)
    coming = {EventId(top + at): (line, event) for at, (line, event) in enumerate(rows, 1)}
    laid = laid_out([*there, *(replace(event, id=number) for number, (_, event) in coming.items())])
    settled = frozenset(decision.about for decision in project.store.decisions(DecisionKind.DUPLICATE_EVENTS))
    by_id = {one.id: one for one in laid}
    found: dict[int, ToldBefore] = {}
    for pair in twins(laid, settled=settled):
        row, other = max(pair.one, pair.other), min(pair.one, pair.other)
        if row in coming:
            line = coming[other][0] if other in coming else None
            found.setdefault(coming[row][0], _told(coming[row], by_id[other], line, pair.is_apart))
    return tuple(found[line] for line in sorted(found))


def before_record(one: ToldBefore) -> dict[str, object]:
    """``{"line", "title", "event", "other_line", "other", "said", "same"}``."""
    return {
        "line": one.line,
        "title": one.title,
        "event": one.event,
        "other_line": one.other_line,
        "other": one.other,
        "said": one.said,
        "same": one.is_same,
    }


def _told(row: tuple[int, Event], other: DatedEvent, other_line: int | None, is_apart: bool) -> ToldBefore:
    return ToldBefore(
        line=row[0],
        title=row[1].title,
        event=other.id if other_line is None else None,
        other_line=other_line,
        other=other.event.title,
        said=other.said,
        is_same=not is_apart and _plain(row[1].title) == _plain(other.event.title),
    )


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()
