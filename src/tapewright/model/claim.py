"""Claims: statements of the narration that need a source, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from tapewright.errors import UsageError
from tapewright.model.span import Quote

ClaimId = NewType("ClaimId", int)


class ClaimStatus(StrEnum):
    """How far a claim has come."""

    OPEN = "open"
    SOURCED = "sourced"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSource:
    """What a claim rests on: a span with its words on that day, or a document named in words. Never both."""

    quote: Quote | None = None
    document: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if (self.quote is None) == (not self.document.strip()):
            raise UsageError("a source is either a place on a tape or a document")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A statement. ``edit`` names the paper edit that it stands in, empty for none."""

    text: str
    status: ClaimStatus = ClaimStatus.OPEN
    sources: tuple[ClaimSource, ...] = ()
    note: str = ""
    edit: str = ""
    id: ClaimId = ClaimId(0)
    revision: int = 0
