"""A date that is said: where, what kind, which EDTF its own words give, and what it would be by what it hangs on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tapewright.study.mentions.writing import Written


class MentionKind(StrEnum):
    """Whether the words name a date, or count from another one."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"


class Hook(StrEnum):
    """What a date hangs on that its own words do not give."""

    NOTHING = ""
    MENTION = "mention"  # the date that was said before it
    NEXT_WORDS = "next words"  # what is named behind it: "before the inquest"
    RECORDING = "recording"  # the day on which it was said
    BIRTH = "birth"  # of whoever is meant: "when I was fifteen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words ``first`` to ``end`` (exclusive) of a turn that say a date.

    ``date`` is the EDTF that the words alone give, "" where they give none; ``guess`` the EDTF by what it hangs on,
    always with a ``?``. ``anchor`` is the place of the mention it hangs on in the list that it came in. ``age`` is how
    old the speaker was, in years, where they say it of themselves.
    """

    turn: int
    first: int
    end: int
    words: str
    kind: MentionKind
    date: str = ""
    hook: Hook = Hook.NOTHING
    guess: str = ""
    anchor: int | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How a relative date is counted from its anchor: ``amount`` of days or months, or the same, in a unit.

    ``unit`` is the precision of the answer: "day", "month", "year", a season's number, or "" where nobody can say. Of a
    month without a year it is "" too, and ``months`` says on which side of the anchor it lies: "last October" is -1.
    """

    days: int = 0
    months: int = 0
    unit: str = ""
    is_about: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A stretch of the written text that says a date, from character ``start`` to ``end``."""

    start: int
    end: int
    kind: MentionKind
    date: str = ""
    hook: Hook = Hook.NOTHING
    shift: Shift | None = None
    age: int | None = None


Reader = Callable[[re.Match[str], Written, Any], Found | None]
"""Makes a date of a match, with the rules that it was found by; None where it says none."""


def read_by(readers: Mapping[str, Reader], rules: Any, written: Written) -> Iterator[Found]:
    """What each reader makes of the matches of the pattern of its name in ``rules``."""
    for name, reader in readers.items():
        for match in getattr(rules, name).finditer(written.text):
            if (found := reader(match, written, rules)) is not None:
                yield found
