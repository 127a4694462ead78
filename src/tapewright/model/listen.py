"""The ear-check ledger: who listened to which span, when, and what they heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

from tapewright.model.span import Quote

ListenId = NewType("ListenId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """A person heard a span.

    ``quote`` holds the span and the words as they read when it was heard; ``heard`` what the person says they heard,
    empty where it is as written. ``when`` is UTC in ISO 8601 with a trailing Z.
    """

    who: str
    when: str
    quote: Quote
    heard: str = ""
    note: str = ""
    id: ListenId = ListenId(0)

    @property
    def agrees(self) -> bool:
        """Whether the words were heard as they were written."""
        return not self.heard
