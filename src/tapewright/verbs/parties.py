"""People and institutions of the chronology: add, change, merge, find by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Party, PartyId, PartyKind, SpeakerId
from tapewright.store import Change
from tapewright.verbs.datesmeant import date_of_text
from tapewright.verbs.project import Project
from tapewright.verbs.revisions import check_revision
from tapewright.verbs.speakers import named_speaker
from tapewright.verbs.voicegroups import checked_group

_NUMBER = re.compile(r"[Pp](\d{1,15})")
_LONGEST_NAME = 200
_LONGEST_NOTE = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyChange:
    """What is to be another; None leaves it as it is. ``speaker`` is a speaker's name or number, "" for none."""

    name: str | None = None
    kind: PartyKind | None = None
    speaker: str | None = None
    born: str | None = None
    died: str | None = None
    group: str | None = None
    note: str | None = None


def parties(project: Project) -> list[Party]:
    """All of them in the order in which they were made."""
    return project.store.parties()


def add_party(project: Project, given: PartyChange, *, who: str = "") -> Party:
    """A new person or institution. ConflictError where one of that name is there: two who share a name are told apart
    in the name.
    """
    made = _changed(project, Party(name=checked_name(given.name or "")), given)
    _check_free(project.store.parties(), made)
    with project.store.change(f"add {made.name} to the chronology", who=who) as pen:
        return pen.add(made)


def edit_party(
    project: Project, party: int, given: PartyChange, *, who: str = "", expected: int | None = None
) -> Party:
    """Another name, kind, speaker, birth, death, group or note."""
    old = party_with(project, party, expected=expected)
    new = _changed(project, old, given)
    if new == old:
        return old
    _check_free(project.store.parties(), new)
    with project.store.change(f"change {new.name} in the chronology", who=who) as pen:
        return pen.replace(old, new)


def remove_party(project: Project, party: int, *, who: str = "", expected: int | None = None) -> Party:
    """Remove one that no event names. ConflictError where events do."""
    old = party_with(project, party, expected=expected)
    with project.store.change(f"remove {old.name} from the chronology", who=who) as pen:
        pen.remove(old)
    return old


def merge_parties(project: Project, one: str, into: str, *, who: str = "") -> Party:
    """Two are one: ``into`` takes the place of ``one`` in every event; what it lacks (birth, speaker, …) it takes over.
    The name that is no more stands in its note, with a birth and a death that were told otherwise.

    Undo parts them again. UsageError for a person and an institution: they have lanes, births and answers of their own.
    """
    known = project.store.parties()
    old, kept = named_party(known, one), named_party(known, into)
    if old.id == kept.id:
        raise UsageError(f"{old.name} is one already", hint="name two")
    _check_same_kind(old, kept)
    also = [f"also called {old.name}"]
    also += [
        f"{what} {theirs}"
        for what, theirs, ours in (("born", old.born, kept.born), ("died", old.died, kept.died))
        if theirs and ours and theirs != ours
    ]
    filled = replace(
        kept,
        speaker=kept.speaker or old.speaker,
        born=kept.born or old.born,
        died=kept.died or old.died,
        group=kept.group or old.group,
        note="\n".join(dict.fromkeys(note for note in (kept.note, old.note, ", ".join(also)) if note)),
    )
    with project.store.change(f"{old.name} is {kept.name}", who=who) as pen:
        if filled != kept:
            kept = pen.replace(kept, filled)
        pen.merge_parties(old.id, kept.id)
    return kept


def party_with(project: Project, party: int, *, expected: int | None = None) -> Party:
    """The one with a number. ConflictError where it is not at the ``expected`` revision."""
    found = project.store.one(Party, party)
    check_revision(found.name, found.revision, expected)
    return found


def named_party(known: Sequence[Party], name: str) -> Party:
    """The one that ``P3`` or a name means. NotFoundError names those whose name begins alike."""
    found = find_party(known, name)
    if found is None:
        raise NotFoundError(f"nobody is called {name[:60]!r} in the chronology", hint="tapewright chronicle people")
    return found


def find_party(known: Iterable[Party], name: str) -> Party | None:
    """The one that ``P3`` or a name means, in capitals or not; None where there is none of that name."""
    if number := _NUMBER.fullmatch(name.strip()):
        for party in known:
            if party.id == int(number[1]):
                return party
        raise NotFoundError(f"there is no {name.strip()}", hint="tapewright chronicle people lists them")
    folded = " ".join(name.split()).casefold()
    return next((party for party in known if party.name.casefold() == folded), None)


def party_of(pen: Change, known: list[Party], name: str, kind: PartyKind) -> Party:
    """The one of a name, made where it is not there (and then put among the known)."""
    found = find_party(known, name)
    if found is None:
        found = pen.add(Party(name=checked_name(name), kind=kind))
        known.append(found)
    return found


def checked_name(name: str) -> str:
    """A name on one line. UsageError for an empty or endless one, or one that reads as a number (``P3``)."""
    plain = " ".join(name.split())
    if not plain or len(plain) > _LONGEST_NAME:
        raise UsageError(f"not a name: {plain[:40]!r}", hint=f"give 1 to {_LONGEST_NAME} signs")
    if _NUMBER.fullmatch(plain):
        raise UsageError(f"{plain} is how numbers are written here", hint="give a name")
    return plain


def party_record(party: Party, events: int = 0) -> dict[str, object]:
    """``{"id", "name", "kind", "speaker", "born", "died", "group", "note", "events", "revision"}``."""
    return {
        "id": party.id,
        "name": party.name,
        "kind": party.kind.value,
        "speaker": party.speaker,
        "born": party.born,
        "died": party.died,
        "group": party.group,
        "note": party.note,
        "events": events,
        "revision": party.revision,
    }


def record(project: Project, found: Iterable[Party]) -> dict[str, object]:
    """``{"parties": […]}``, each with the number of its events."""
    counts: dict[PartyId, int] = {}
    for event in project.store.events():
        for party in {participant.party for participant in event.parties}:
            counts[party] = counts.get(party, 0) + 1
    return {"parties": [party_record(party, counts.get(party.id, 0)) for party in found]}


def _changed(project: Project, old: Party, given: PartyChange) -> Party:
    return replace(
        old,
        name=old.name if given.name is None else checked_name(given.name),
        kind=given.kind or old.kind,
        speaker=old.speaker if given.speaker is None else _speaker(project, given.speaker),
        born=old.born if given.born is None else _date(given.born),
        died=old.died if given.died is None else _date(given.died),
        group=old.group if given.group is None else checked_group(project, given.group),
        note=old.note if given.note is None else checked_note(given.note),
    )


def checked_note(note: str) -> str:
    """A note of bearable length."""
    plain = note.strip()
    if len(plain) > _LONGEST_NOTE:
        raise UsageError(f"a note of {len(plain)} signs is too long", hint=f"give at most {_LONGEST_NOTE}")
    return plain


def _date(text: str) -> str:
    return date_of_text(text).text if text.strip() else ""


def _speaker(project: Project, given: str) -> SpeakerId | None:
    return named_speaker(project, given.removeprefix("#")).id if given.strip() else None


def _check_same_kind(one: Party, other: Party) -> None:
    if one.kind is other.kind:
        return
    office, person = (one, other) if one.kind is PartyKind.INSTITUTION else (other, one)
    raise UsageError(
        f"{office.name} is an institution, and {person.name} a person: they cannot be one",
        hint=f"where one was entered wrongly, say so first: tapewright chronicle people edit P{person.id} --institution"
        f" or P{office.id} --person",
    )


def _check_free(known: Iterable[Party], party: Party) -> None:
    other = find_party(known, party.name)
    if other is not None and other.id != party.id:
        raise ConflictError(
            f"there is a {other.name} already (P{other.id})",
            hint="tell the two apart in the name, or use the one that is there",
        )
