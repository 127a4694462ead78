"""Ids for new tapes: out of file names, valid, and each once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tapewright.model import TapeId
from tapewright.model.tape import check_tape_id

_FOREIGN = re.compile(r"[^\w.-]+")
_LONGEST = 56


class TapeIds:
    """The ids in use. Two that differ only by case count as one, since folders and people mix them up."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._taken

    def take(self, wish: str) -> TapeId:
        """A free id as near to ``wish`` as can be: ``Tape & 01`` gives ``Tape-01``, the next one ``Tape-01-2``;
        a name without letters or digits gives ``T001``.
        """
        base = from_name(wish)
        name, number = base, 1
        if not base:
            name, number = "T001", 1
        while name in self:
            number += 1
            name = f"{base}-{number}" if base else f"T{number:03d}"
        self._taken.add(name.casefold())
        return check_tape_id(name)


def from_name(text: str) -> str:
    """The letters and digits of a name, joined by hyphens; empty where there are none."""
    plain = _FOREIGN.sub("-", unicodedata.normalize("NFC", text))
    return plain.strip("-._")[:_LONGEST].rstrip("-._")
