"""How old somebody was at an event: as exact as both dates are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tapewright.model import Age, DatedEvent, Party, PartyId
from tapewright.study.chronology.dating import read_date
from tapewright.study.chronology.lengths import whole_years

_OLDEST = 125
"""At more years nobody is called old: a person of whom no death is known is not aged for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The days between which somebody was born and died; None where nothing is known of that end.

    ``is_about`` where one of the two dates is only about right.
    """

    born: tuple[int | None, int | None] = (None, None)
    died: tuple[int | None, int | None] = (None, None)
    is_about: bool = False


def lives(parties: Iterable[Party]) -> dict[PartyId, Life]:
    """The lives of those of whom a birth or a death is known."""
    return {
        party.id: Life(
            born=_days(party.born), died=_days(party.died), is_about=_is_about(party.born) or _is_about(party.died)
        )
        for party in parties
        if _has(party)
    }


def ages(events: Iterable[DatedEvent], parties: Mapping[PartyId, Life]) -> list[Age]:
    """The age of each who has to do with an event, once an event, where both dates are known."""
    found = []
    for one in events:
        for party in dict.fromkeys(participant.party for participant in one.event.parties):
            life = parties.get(party)
            age = life and age_at(one, party, life)
            if age:
                found.append(age)
    return found


def age_at(one: DatedEvent, party: PartyId, life: Life) -> Age | None:
    """Whole years at least and at most; None before the birth, after the death, or where a date is open."""
    first, last = life.born
    if first is None or last is None or one.earliest is None or one.latest is None or one.latest < first:
        return None
    if life.died[1] is not None and one.earliest > life.died[1]:
        return None
    least, most = max(0, whole_years(last, max(last, one.earliest))), whole_years(first, one.latest)
    if least > _OLDEST:
        return None
    return Age(
        event=one.id,
        party=party,
        least=least,
        most=most,
        said=("about " if one.is_about or life.is_about else "") + _said(least, most),
    )


def _said(least: int, most: int) -> str:
    if least == most:
        return str(least)
    return f"{least} or {most}" if most == least + 1 else f"{least} to {most}"


def _has(party: Party) -> bool:
    return bool(party.born or party.died)


def _days(date: str) -> tuple[int | None, int | None]:
    read = read_date(date)
    return (read.earliest, read.latest) if read else (None, None)


def _is_about(date: str) -> bool:
    read = read_date(date)
    return read is not None and (read.is_approximate or read.is_uncertain)


def not_alive(one: DatedEvent, life: Life) -> Iterator[str]:
    """``before the birth``, ``after the death``: what an event certainly is, of those two."""
    if one.latest is not None and life.born[0] is not None and one.latest < life.born[0]:
        yield "before the birth"
    if one.earliest is not None and life.died[1] is not None and one.earliest > life.died[1]:
        yield "after the death"
