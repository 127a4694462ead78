"""Rates of contacts by group, with intervals, and silence where the numbers are too small.

A rate from fewer contacts than the threshold is not shown. Where the total and the other groups would give it back, the
next smallest group is not shown either; so a hidden number can only be known together with another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tapewright.model import Party, PartyKind
from tapewright.study.intervals import wilson
from tapewright.study.ledger import Contact, Measure, Said

THRESHOLD = 5
"""The fewest contacts of which a rate is told, unless somebody says otherwise."""

NO_GROUP = "no group given"
ALL = "all contacts"


class Silence(StrEnum):
    """Why a rate is not shown."""

    TOO_FEW = "too few"
    RECKONED = "could be reckoned back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``yes`` of ``known`` contacts, with Wilson's 95 % interval; nothing but ``silence`` where it is not shown."""

    yes: int = 0
    partly: int = 0
    known: int = 0
    interval: tuple[float, float] = (0.0, 1.0)
    silence: Silence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRow:
    """A group. ``contacts`` is None where that number itself is not shown."""

    group: str
    contacts: int | None
    silence: Silence | None
    rates: dict[Measure, Rate]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """The rates by one way of grouping. ``is_overlapping``: a contact may count in several groups."""

    title: str
    rows: tuple[RateRow, ...]
    is_overlapping: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """A way of grouping contacts: what it is called, whom of a contact it looks at, and in which group each is."""

    title: str
    parties_of: Callable[[Contact], tuple[Party, ...]]
    group_of: Callable[[Party], str]

    def groups_of(self, contact: Contact) -> tuple[str, ...]:
        """The groups that a contact belongs to, each once."""
        return tuple(dict.fromkeys(map(self.group_of, self.parties_of(contact)))) or (NO_GROUP,)


def by_group(party: Party) -> str:
    """The group of somebody."""
    return party.group or NO_GROUP


def by_name(party: Party) -> str:
    """An institution by its name. A person is nobody's to rate: of one, the group counts."""
    return party.name if party.kind is PartyKind.INSTITUTION else by_group(party)


GROUPINGS = (
    Grouping(title="By who reported", parties_of=lambda contact: contact.reporters, group_of=by_group),
    Grouping(title="By whom it was about", parties_of=lambda contact: contact.about, group_of=by_group),
    Grouping(title="By who was told", parties_of=lambda contact: contact.institutions, group_of=by_name),
)


def overall(contacts: Sequence[Contact], threshold: int = THRESHOLD) -> RateRow:
    """The rates of all contacts together."""
    few = Silence.TOO_FEW if len(contacts) < threshold else None
    rates = {}
    for measure in Measure:
        counted = _counted(contacts, measure)
        rates[measure] = Rate(silence=Silence.TOO_FEW) if counted.known < threshold else counted
    return RateRow(group=ALL, contacts=None if few else len(contacts), silence=few, rates=rates)


def rate_table(contacts: Sequence[Contact], grouping: Grouping, threshold: int = THRESHOLD) -> RateTable:
    """The rates of each group, the largest group first."""
    members: dict[str, list[Contact]] = {}
    for contact in contacts:
        for group in grouping.groups_of(contact):
            members.setdefault(group, []).append(contact)
    names = sorted(members, key=lambda name: (-len(members[name]), name))
    hidden = silences({name: len(members[name]) for name in names}, threshold, _of_one(members, grouping))
    rates: dict[str, dict[Measure, Rate]] = {name: {} for name in names}
    for measure in Measure:
        counted = {name: _counted(members[name], measure) for name in names}
        silent = silences({name: rate.known for name, rate in counted.items()}, threshold, hidden)
        for name in names:
            rates[name][measure] = Rate(silence=silent[name]) if name in silent else counted[name]
    rows = tuple(
        RateRow(
            group=name,
            contacts=None if name in hidden else len(members[name]),
            silence=hidden.get(name),
            rates=rates[name],
        )
        for name in names
    )
    is_overlapping = sum(len(group) for group in members.values()) > len(contacts)
    return RateTable(title=grouping.title, rows=rows, is_overlapping=is_overlapping)


def _of_one(members: Mapping[str, Sequence[Contact]], grouping: Grouping) -> dict[str, Silence]:
    """The groups that are one person, whose rate it would be. Where there is no other group, the total tells it."""
    if len(members) < 2:
        return {}
    who: dict[str, set[Party]] = {
        name: {one for contact in some for one in grouping.parties_of(contact) if grouping.group_of(one) == name}
        for name, some in members.items()
    }
    alone = (name for name, parties in who.items() if len(parties) == 1)
    return {name: Silence.TOO_FEW for name in alone if next(iter(who[name])).kind is PartyKind.PERSON}


def silences(
    counts: Mapping[str, int], threshold: int, also: Mapping[str, Silence] | None = None
) -> dict[str, Silence]:
    """The groups of which a count is not shown, and why. A count of nothing is shown: nobody is in it.

    ``also`` are silent already: of a group whose very size is not told, nothing is told. What is hidden is hidden
    together with another, and comes to the threshold at least: what the total gives back is their sum alone.

    >>> silences({"families": 20, "friends": 9, "schools": 3}, 5)
    {'schools': <Silence.TOO_FEW: 'too few'>, 'friends': <Silence.RECKONED: 'could be reckoned back'>}
    """
    hidden = {name: Silence.TOO_FEW for name, count in counts.items() if 0 < count < threshold} | dict(also or {})
    left = sorted(
        (name for name in counts if name not in hidden and counts[name]), key=lambda name: (counts[name], name)
    )
    for name in left:
        if not hidden or (len(hidden) > 1 and sum(counts[one] for one in hidden) >= threshold):
            break
        hidden[name] = Silence.RECKONED
    return hidden


def _counted(contacts: Sequence[Contact], measure: Measure) -> Rate:
    said = [contact.said(measure) for contact in contacts]
    known = sum(one is not Said.UNKNOWN for one in said)
    yes, partly = said.count(Said.YES), said.count(Said.PARTLY)
    return Rate(yes=yes, partly=partly, known=known, interval=wilson(yes, known) if known else (0.0, 1.0))
