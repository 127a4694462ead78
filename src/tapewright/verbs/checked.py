"""What a check found out about one file, and what people have said to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tapewright.model import Acceptance, JoinVerdict, QuoteVerdict, Verdict
from tapewright.model.coverage import Coverage
from tapewright.verbs.anchors import BiteVerdict, Finding
from tapewright.verbs.checkedfile import FileKind
from tapewright.verbs.findings import join_finding, quote_finding
from tapewright.verbs.verdictrecords import worst


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a check found out about one file.

    ``anchors`` holds, by the number of its quotation, how the place of each bite of a paper edit stands; a bite that
    cannot be placed has an anchor and no verdict but ``unsettled``. ``unplaced`` are events of a timeline that lie on
    no tape here, each with its reason, and ``unknown_reels`` the names that mean no tape.
    ``reading`` names the one that was judged where a document has two. ``words`` counts those of the text that was
    searched for quotations. ``accepted`` are the acceptances of the project by the digest of their finding.
    """

    path: Path
    kind: FileKind
    coverage: Coverage
    quotes: tuple[QuoteVerdict, ...]
    joins: tuple[JoinVerdict, ...] = ()
    anchors: Mapping[int, BiteVerdict] = field(default_factory=dict)
    unplaced: tuple[str, ...] = ()
    unknown_reels: tuple[str, ...] = ()
    reading: str = ""
    remarks: tuple[str, ...] = ()
    words: int = 0
    accepted: Mapping[str, Acceptance] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that could be proved: that is no pass."""
        return not (self.quotes or self.joins or self.unplaced)

    @property
    def worst(self) -> Verdict:
        """The weakest that anything in it is; an unplaced event or an unchecked bite weighs as ``unsettled``."""
        return self._weakest(self.quotes, self.joins)

    @property
    def worst_open(self) -> Verdict:
        """The same without what a person let stand."""
        return self._weakest(
            [proved for proved in self.quotes if self.acceptance(proved) is None],
            [join for join in self.joins if self.acceptance(join) is None],
        )

    @property
    def open(self) -> int:
        """How many findings ask for a decision that nobody has made; an event that lies on no tape is one."""
        return len(self.unplaced) + sum(bool(self.finding(one)) and self.acceptance(one) is None for one in self._all)

    @property
    def accepted_here(self) -> int:
        """How many findings a person let stand."""
        return sum(self.acceptance(one) is not None for one in self._all)

    def fails(self, level: Verdict) -> bool:
        """Whether anything that nobody accepted is as weak as a level, or weaker."""
        return self.worst_open.rank >= level.rank

    def finding(self, one: QuoteVerdict | JoinVerdict) -> str:
        """The digest of what was found about a quotation or a join; empty where it asks for nothing."""
        if isinstance(one, JoinVerdict):
            return join_finding(one)
        return quote_finding(one, self.anchors.get(one.quotation.n))

    def acceptance(self, one: QuoteVerdict | JoinVerdict) -> Acceptance | None:
        """Who let it stand, and why."""
        return self.accepted.get(self.finding(one)) if self.accepted else None

    @property
    def _all(self) -> Sequence[QuoteVerdict | JoinVerdict]:
        return (*self.quotes, *self.joins)

    def _weakest(self, quotes: Sequence[QuoteVerdict], joins: Sequence[JoinVerdict]) -> Verdict:
        found = [worst(quotes, joins)]
        found += [Verdict.UNSETTLED] * bool(self.unplaced)
        for proved in quotes:
            anchor = self.anchors.get(proved.quotation.n)
            if anchor is not None and anchor.finding is not Finding.HOLDS:
                found.append(Verdict.UNSETTLED if anchor.finding is Finding.UNCHECKED else Verdict.ALTERED)
        return max(found, key=lambda verdict: verdict.rank)


def signed(checked: Check) -> Check:
    """The same, each quotation and join saying itself who let it stand: ``accepted by M. Brandt, 2026-11-25: …``."""
    told = {
        finding: f"accepted by {one.who}, {one.when[:10]}: {one.reason}" for finding, one in checked.accepted.items()
    }
    return replace(
        checked,
        quotes=tuple(replace(one, accepted=told.get(checked.finding(one), "")) for one in checked.quotes),
        joins=tuple(replace(one, accepted=told.get(checked.finding(one), "")) for one in checked.joins),
    )
