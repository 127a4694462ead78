"""A quotation laid on the stretches of tape where it was found: which word stands for which, and what lies between.

One table for the whole quotation: its rows against the rows of all stretches, one behind the other in the quotation's
order. Words that are missing cost little by the word and something for the gap, nearly nothing at a marked omission;
going on in the next stretch costs as much as two words. So a piece ends where the next one begins to fit better
(O. Gotoh, "An improved algorithm for matching biological sequences", 1982: affine gaps; the jumps are ours).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from tapewright.proof.nearness import credit
from tapewright.words.difference import align

OTHER, NEAR, FAR = 0.95, 0.25, 0.9
"""What another word costs in the place of one; a word that is nearly the same costs between the other two."""

_OPEN_EQUAL = 0.03
_ADDED = 1.0
_GAP, _GAP_WORD, _GAP_FILLER = 0.6, 0.06, 0.02
_MARKED_GAP, _MARKED_SHARE = 0.02, 0.05
_JUMP = 2.0
_BESIDE = 1e-4
"""What a word beside the place that was found costs more: enough to choose between equals, and for nothing else."""

_NOTHING = 1e-7
_LARGEST = 4_000_000
"""Cells of the table: 2,000 words against as many, some 100 MB."""

Array = Any
"""``numpy.ndarray``."""


class Place(NamedTuple):
    """A row of a stretch."""

    stretch: int
    row: int


@dataclass(frozen=True, slots=True)
class Laid:
    """For each row of the quotation the row of a stretch that it stands against, or None where nothing does.

    ``credits``: 1 for the same word, less for a word that is near, 0 for another one or none.
    """

    places: tuple[Place | None, ...]
    credits: tuple[float, ...]
    cost: float


def lay(
    quote: Sequence[str],
    stretches: Sequence[Sequence[str]],
    *,
    marked: Collection[int] = (),
    free: Collection[str] = (),
    equals: Mapping[str, frozenset[str]] | None = None,
    found: Sequence[Sequence[bool]] | None = None,
) -> Laid:
    """Lay a quotation's rows on stretches of tape.

    ``marked``: before these rows something is left out, and the text says so. ``free``: words whose absence costs
    next to nothing. ``equals``: words that agree with several others (``'s`` with ``is`` and ``has``).

    >>> lay("the boats were red".split(), ["all the old boats were red".split()]).places[1]
    Place(stretch=0, row=3)
    """
    if not quote or not any(stretches):
        return Laid((None,) * len(quote), (0.0,) * len(quote), _ADDED * len(quote))
    if len(quote) * sum(map(len, stretches)) > _LARGEST:
        return _plainly(quote, stretches)
    table = _Table(quote, stretches, frozenset(marked), frozenset(free), equals or {}, found)
    return table.traced()


def _plainly(quote: Sequence[str], stretches: Sequence[Sequence[str]]) -> Laid:
    """The plain difference of word sequences, for quotations of thousands of words: no table, no words nearly alike."""
    at = [Place(number, row) for number, stretch in enumerate(stretches) for row in range(len(stretch))]
    words = [word for stretch in stretches for word in stretch]
    places: list[Place | None] = [None] * len(quote)
    credits = [0.0] * len(quote)
    for step in align(words, quote):
        if step.kind in ("same", "changed"):
            for old, new in zip(step.old, step.new, strict=False):
                places[new], credits[new] = at[old], float(step.kind == "same")
    return Laid(tuple(places), tuple(credits), _ADDED * credits.count(0.0))


class _Table:
    """The table; columns are the places between the rows of each stretch, one more than it has rows."""

    def __init__(
        self,
        quote: Sequence[str],
        stretches: Sequence[Sequence[str]],
        marked: frozenset[int],
        free: frozenset[str],
        equals: Mapping[str, frozenset[str]],
        found: Sequence[Sequence[bool]] | None,
    ) -> None:
        import numpy as np

        self._np = np
        self._quote = quote
        self._edges: list[tuple[int, int]] = []
        words: list[str] = []
        for stretch in stretches:
            self._edges.append((len(words), len(words) + len(stretch) + 1))
            words += ["", *stretch]
        self._words = words
        named = [is_found for part in found or () for is_found in (True, *part)]
        self._beside = np.where(named, 0.0, _BESIDE) if named else np.zeros(len(words))
        self._marked = marked
        self._credit = _credits(quote, words, equals)
        skip = np.array([0.0 if not w else _GAP_FILLER if w in free else _GAP_WORD for w in words])
        self._skipped = np.cumsum(skip)
        self._base: list[Array] = []
        self._best: list[Array] = []
        self._fill()

    def _fill(self) -> None:
        np = self._np
        firsts = [first for first, _ in self._edges]
        costs = self._costs
        inner = self._inner(firsts)
        base = np.zeros(len(self._words))
        for row in range(len(self._quote) + 1):
            if row:
                before = self._best[-1]
                base = before + _ADDED
                diagonal = before[:-1] + costs[row - 1][1:]
                np.minimum(base[1:], diagonal, out=base[1:], where=inner)
                if row < len(self._quote) and len(firsts) > 1:
                    self._jump(base)
            self._base.append(base)
            self._best.append(self._with_gaps(base, row) if 0 < row < len(self._quote) else base)

    def _inner(self, firsts: Sequence[int]) -> Array:
        """Columns but the first that do not begin a stretch: only those are reached by a word."""
        inner = self._np.ones(len(self._words) - 1, dtype=bool)
        inner[[first - 1 for first in firsts if first]] = False
        return inner

    def _jump(self, base: Array) -> None:
        least = None
        for first, end in self._edges:
            own = float(base[first:end].min())
            if least is not None and least + _JUMP < float(base[first:end].max()):
                self._np.minimum(base[first:end], least + _JUMP, out=base[first:end])
            least = own if least is None else min(least, own)

    def _with_gaps(self, base: Array, row: int) -> Array:
        np = self._np
        opened, share = self._gap(row)
        best = base.copy()
        skipped = self._skipped if share == 1.0 else self._skipped * share
        for first, end in self._edges:
            if end - first > 1:
                least = np.minimum.accumulate(base[first : end - 1] - skipped[first : end - 1])
                np.minimum(best[first + 1 : end], least + skipped[first + 1 : end] + opened, out=best[first + 1 : end])
        return best

    def _gap(self, row: int) -> tuple[float, float]:
        return (_MARKED_GAP, _MARKED_SHARE) if row in self._marked else (_GAP, 1.0)

    @cached_property
    def _costs(self) -> Array:
        """What it costs to set a row against a word."""
        np = self._np
        near = NEAR + (FAR - NEAR) * (1 - self._credit)
        costs = np.where(self._credit >= 1, 0.0, np.where(self._credit > 0, np.minimum(near, OTHER), OTHER))
        return np.where(self._credit == _OPEN, _OPEN_EQUAL, costs) + self._beside

    def traced(self) -> Laid:
        """The cheapest way, from its end; where two cost the same, words that agree go first, then gaps."""
        np = self._np
        places: list[Place | None] = [None] * len(self._quote)
        credits = [0.0] * len(self._quote)
        costs = self._costs
        row, column = len(self._quote), int(np.argmin(self._base[-1]))
        total = float(self._base[-1][column])
        is_gap_allowed = True
        while row:
            base = self._base[row]
            stretch = next(n for n, (first, end) in enumerate(self._edges) if first <= column < end)
            first = self._edges[stretch][0]
            if is_gap_allowed and self._best[row][column] < base[column] - _NOTHING:
                _, share = self._gap(row)
                column = first + int(np.argmin(base[first:column] - self._skipped[first:column] * share))
                is_gap_allowed = False
                continue
            value = base[column]
            before = self._best[row - 1]
            if column > first and abs(before[column - 1] + costs[row - 1][column] - value) < _NOTHING:
                places[row - 1] = Place(stretch, column - first - 1)
                credits[row - 1] = float(self._credit[row - 1][column])
                row, column = row - 1, column - 1
            elif abs(before[column] + _ADDED - value) < _NOTHING:
                row -= 1
            else:
                column = int(np.argmin(base[:first]))
                is_gap_allowed = False
                continue
            is_gap_allowed = True
        return Laid(tuple(places), tuple(min(1.0, one) for one in credits), total)


_OPEN = 1.5
"""Credit of a contraction that agrees with several words."""


def _credits(quote: Sequence[str], words: Sequence[str], equals: Mapping[str, frozenset[str]]) -> Array:
    """For each row and each word how far they agree."""
    import numpy as np

    numbers: dict[str, int] = {}
    heard = np.array([numbers.setdefault(word, len(numbers)) for word in words])
    made = np.zeros((len(quote), len(words)))
    for row, word in enumerate(quote):
        number = numbers.get(word)
        if number is not None:
            made[row] = heard == number
        for own, others in equals.items():
            if word == own or word in others:
                agree = [numbers[o] for o in (others if word == own else (own,)) if o in numbers]
                if agree:
                    made[row][np.isin(heard, agree)] = _OPEN
        if number is None:
            for other, known in numbers.items():
                if other and _may_agree(word, other) and (near := credit(word, other)):
                    made[row][heard == known] = near
    return made


def _may_agree(word: str, other: str) -> bool:
    """A cheap look before the dear one: of about one length, and something of the ends the same."""
    if word[0].isdigit() or other[0].isdigit():
        return word[0].isdigit() and other[0].isdigit()
    return abs(len(word) - len(other)) <= 3 and (
        word[0] == other[0] or word[-2:] == other[-2:] or word[-1] == other[-1]
    )
