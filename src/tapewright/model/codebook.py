"""Codebooks: trees of codes that say what each code means and when it is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NewType

from tapewright.errors import UsageError

CodebookId = NewType("CodebookId", int)
CodeId = NewType("CodeId", int)

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_KEYS = frozenset("123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """A named tree of codes. ``origin`` says where it comes from: a published source, a file, or nothing.

    ``guid`` is the name under which another program knows it; empty where none does.
    """

    name: str
    note: str = ""
    origin: str = ""
    guid: str = ""
    id: CodebookId = CodebookId(0)
    revision: int = 0

    def __post_init__(self) -> None:
        _named("a codebook", self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code of a codebook. ``parent`` is None at the top; ``rank`` orders siblings, from 0.

    ``is_codable`` is false for a heading that only holds others. ``colour`` is ``#rrggbb`` or empty, ``key`` the digit
    1 to 9 that codes with it, or empty. ``source`` is the publication that the definition rests on.
    """

    codebook: CodebookId
    name: str
    parent: CodeId | None = None
    rank: int = 0
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    example: str = ""
    colour: str = ""
    key: str = ""
    source: str = ""
    is_codable: bool = True
    guid: str = ""
    id: CodeId = CodeId(0)
    revision: int = 0

    def __post_init__(self) -> None:
        _named("a code", self.name)
        if self.colour and not _COLOUR.fullmatch(self.colour):
            raise UsageError(f"not a colour: {self.colour[:20]!r}", hint="write it as #rrggbb, in lower case")
        if self.key and self.key not in _KEYS:
            raise UsageError(f"not a number key: {self.key[:20]!r}", hint="give a digit from 1 to 9")
        if self.rank < 0:
            raise UsageError("a place among siblings is counted from 0")


def _named(what: str, name: str) -> None:
    if not name.strip():
        raise UsageError(f"{what} needs a name")
