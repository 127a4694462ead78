"""How much of a project's material can be searched for a quotation at all."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.model.tape import TapeId
from tapewright.words.shortened import first_few


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many tapes there are, and which of them have no transcript: on those nothing can be found or ruled out."""

    tapes: int
    unread: tuple[TapeId, ...] = ()

    @property
    def explanation(self) -> str:
        """One plain sentence: never a silent pass.

        >>> Coverage(tapes=98, unread=(TapeId("T003"), TapeId("T090"))).explanation
        'cannot prove on 2 of 98 tapes, which have no transcript: T003, T090'
        """
        if not self.tapes:
            return "there are no tapes: nothing can be proved"
        if not self.unread:
            return f"every tape has a transcript ({self.tapes})"
        lack = "has no transcript" if len(self.unread) == 1 else "have no transcript"
        return f"cannot prove on {len(self.unread)} of {self.tapes} tapes, which {lack}: {first_few(self.unread)}"
