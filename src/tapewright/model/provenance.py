"""Where a record came from, so that it can be made again and be believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

HEARD_BY = "heard_by"
"""The setting of an import that says who heard the words."""

TEXT_ALONE = "text_alone"
"""The setting of an import that says that the words came as a text without times and without a recording."""


class HeardBy(StrEnum):
    """Who heard the words of a transcript."""

    MACHINE = "machine"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Which tool, in which version and with which settings, made something out of which input.

    ``settings`` are plain JSON values; ``input_digest`` is ``xxh128:<hex>`` of the bytes that were read, or empty;
    ``made_at`` is UTC in ISO 8601 with a trailing Z, given by whoever writes to the store.
    """

    tool: str
    version: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    input_digest: str = ""
    made_at: str = ""

    @property
    def heard_by(self) -> HeardBy:
        """Who heard a transcript: what was transcribed here has its guards, an import says who it was."""
        is_machine = self.settings.get(HEARD_BY) == HeardBy.MACHINE or "guards" in self.settings
        return HeardBy.MACHINE if is_machine else HeardBy.PERSON

    @property
    def is_text_alone(self) -> bool:
        """Whether a transcript came as a text that stood for no recording: its times are reckoned from its length."""
        return self.settings.get(TEXT_ALONE) is True
