"""Acceptances: who let a finding of the proof stand, when, and for what reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from tapewright.errors import UsageError

AcceptanceId = NewType("AcceptanceId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """A person let a finding stand as it is.

    ``finding`` is the digest of all that the finding is (its words, its verdict, the places that it rests on): where
    any of it changes, there is another finding, which nobody has accepted. ``file`` names the file that it was found
    in, ``text`` and ``verdict`` say what it was, for people. ``when`` is UTC in ISO 8601 with a trailing Z.
    """

    finding: str
    text: str
    verdict: str
    reason: str
    file: str = ""
    who: str = ""
    when: str = ""
    id: AcceptanceId = AcceptanceId(0)

    def __post_init__(self) -> None:
        if not self.finding or not self.reason.strip():
            raise UsageError("a finding is accepted for a reason", hint="say why it may stand")
