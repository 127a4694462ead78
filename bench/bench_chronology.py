"""How long 10,000 events take: read from the store, laid out, chosen, gapped, and answered as JSON."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tapewright.model import Event, EventKind, EventSource, Participant, Party, PartyKind, Quote, Role, Span
from tapewright.testing.material import TAPE, filled
from tapewright.timing import Interval, from_milliseconds
from tapewright.verbs.chroniclerecord import page_record
from tapewright.verbs.chronology import Chosen, chosen_events, conflicts_of, duplicates, gaps_of, page, who_knew_of
from tapewright.verbs.project import Project, new_project
from tapewright.web.answers import json_bytes

EVENTS = 10_000
_WORDS = (
    "ferry harbour chain office letter boat pier school meeting rope storm bakery engine bridge lamp anchor".split()
)
_CONTACTS = Chosen(kinds=(EventKind.CONTACT, EventKind.INTERVENTION), first="1960", last="1990")


def filled_project(root: Path, events: int = EVENTS, *, seed: int = 1) -> Project:
    """A project of invented events of a harbour over fifty years: days, months, about, and no date at all."""
    project, chance = new_project(root), random.Random(seed)
    filled(project.store)
    with project.store.change("events") as pen:
        parties = [
            pen.add(Party(name=f"Party {n}", kind=list(PartyKind)[n % 2], born="1950-04" if n % 3 else ""))
            for n in range(40)
        ]
        for n in range(events):
            pen.add(_event(n, chance, parties))
    return project


def measured(project: Project) -> dict[str, float]:
    """Milliseconds of each step; every one but ``kept`` begins with nothing at hand."""
    told = {}
    told["read, laid out, chosen, gapped"] = _best(project, lambda: (chosen_events(project, _CONTACTS), _gaps(project)))
    told["the same while nothing is written"] = _best(project, lambda: _gaps(project), keep=True)
    told["the page with lanes, gaps, conflicts, ages"] = _best(project, lambda: page(project))
    told["the whole answer to a browser after a write"] = _best(project, lambda: json_bytes(page_record(page(project))))
    told["its JSON"] = _best(project, lambda: json_bytes(page_record(page(project))), keep=True)
    told["conflicts"] = _best(project, lambda: conflicts_of(project))
    told["duplicates"] = _best(project, lambda: duplicates(project))
    told["who knew"] = _best(project, lambda: who_knew_of(project))
    return told


def main() -> int:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder, filled_project(Path(folder) / "harbour") as project:
        for what, milliseconds in measured(project).items():
            print(f"{what:<48} {milliseconds:8.0f} ms")
    return 0


def _gaps(project: Project) -> object:
    return gaps_of(project, _CONTACTS, shortest=30)


def _best(project: Project, step: Callable[[], object], *, keep: bool = False, times: int = 5) -> float:
    best = float("inf")
    for _ in range(times):
        if not keep:
            project.__dict__.pop("chronologies_at_hand", None)
        began = time.perf_counter()
        step()
        best = min(best, time.perf_counter() - began)
    return best * 1000


def _event(number: int, chance: random.Random, parties: list[Party]) -> Event:
    year = chance.randrange(1950, 2000)
    day = f"{year}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    start = from_milliseconds(number * 100)
    place = Quote(Span(TAPE, Interval(start, from_milliseconds(number * 100 + 4000))), "the harbour was quiet")
    sources = [EventSource(quote=place)]
    if number % 3 == 0:
        sources.append(EventSource(document="a letter", date=str(year)))
    return Event(
        title=" ".join(["the", *chance.choices(_WORDS, k=4)]),
        kind=chance.choice(list(EventKind)),
        date=chance.choice([day, day, day[:7], f"{year}~", ""]),
        parties=(
            Participant(party=chance.choice(parties[:20]).id, role=Role.REPORTED),
            Participant(party=chance.choice(parties[20:]).id, role=Role.TOLD),
        ),
        sources=tuple(sources),
    )


if __name__ == "__main__":
    sys.exit(main())
