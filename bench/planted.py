"""Quotations whose truth is known: taken from real tapes, with one change of a known kind planted into each.

The same tapes, kind, number and seed give the same quotations. What a planter makes is a claim about the judge
("this is an honest trim, this one drops a negation"), so each says what it leaves alone: idioms, tag questions, false
starts and all else of which an editor would say that it changes nothing.
"""

from __future__ import annotations

import random

from passages import Quotable
from planted_joins import JOINS
from planted_kinds import HONEST, NOT_SAID, Kind, Planted, Spec
from planted_meaning import MEANING
from planted_trims import TRIMS

__all__ = ["HONEST", "NOT_SAID", "Kind", "Planted", "plant"]

_TRIES = 400
"""Passages that are tried for each quotation wanted: few have a condition to drop."""


def plant(kind: Kind, count: int, quotable: Quotable, elsewhere: Quotable, *, seed: int = 0) -> list[Planted]:
    """``count`` quotations of a kind, fewer where the tapes do not give so many.

    ``elsewhere`` holds tapes that nothing is proved against: what was said there was never said here.
    """
    chance = random.Random(f"{kind.value} {seed}")
    made: list[Planted] = []
    seen: set[str] = set()
    for _ in range(count * _TRIES):
        if len(made) == count:
            break
        if kind in JOINS:
            planted = JOINS[kind](quotable, elsewhere, chance)
        else:
            spec = (MEANING | TRIMS)[kind]
            planted = _changed(kind, spec, quotable, chance)
        if planted and planted.text not in seen:
            seen.add(planted.text)
            made.append(planted)
    return made


def _changed(kind: Kind, spec: Spec, quotable: Quotable, chance: random.Random) -> Planted | None:
    passage = quotable.passage(chance, least=spec.least, most=spec.most, broken=spec.broken)
    if passage is None:
        return None
    changed = spec.change(passage, quotable, chance)
    if changed is None:
        return None
    text, change = changed
    return Planted(
        kind=kind,
        text=text,
        # Half of all quotations in scripts come without a name.
        attributed_to=passage.speaker if chance.random() < 0.5 else "",
        places=((passage.tape.id, passage.first, passage.end),),
        change=change,
        verdicts=spec.verdicts,
        flags=spec.flags,
    )
