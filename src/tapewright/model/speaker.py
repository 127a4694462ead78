"""Speakers are ids; names are labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

SpeakerId = NewType("SpeakerId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who is heard. ``name`` is what scripts and transcripts call them; it may change, the id does not."""

    id: SpeakerId
    name: str
    group: str = ""
    note: str = ""
