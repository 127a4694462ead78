"""Names that somebody may have meant who wrote another."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_SHOWN = 8


def near(wanted: str, known: Iterable[str], *, most: int = 3, least: float = 0.6) -> list[str]:
    """The names nearest to one that there is not, whatever their capitals; alike at ``least`` so much, of 1.

    >>> near("Jonas lnid", ["Marta Bauer", "Jonas Lind"])
    ['Jonas Lind']
    """
    by_key = {name.casefold(): name for name in known if name}
    found = difflib.get_close_matches(" ".join(wanted.casefold().split()), by_key, n=most, cutoff=least)
    return [by_key[key] for key in found]


def near_or_all(wanted: str, known: Iterable[str]) -> str:
    """What to say beside "there is no …": the names near it, else those that there are; empty where there are none.

    >>> near_or_all("Jona", ["Marta Bauer", "Jonas"]), near_or_all("x", ["Marta Bauer", "Jonas"])
    ('near it: Jonas', 'there are: Marta Bauer, Jonas')
    """
    names = [name for name in dict.fromkeys(known) if name]
    if some := near(wanted, names):
        return f"near it: {', '.join(some)}"
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"there are: {', '.join(names[:_SHOWN])}{more}" if names else ""
