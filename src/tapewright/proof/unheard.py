"""What nobody has listened to yet, and why it matters: places to be heard, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tapewright.proof.hearing import Ear
from tapewright.proof.talk import TapeTalk
from tapewright.proof.weight import Reason, Weights

_NEAR = 3
"""So many plain words may stand between two weighty ones that are heard in one go."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """Words ``first`` to before ``end`` of a tape, in one turn. ``bite`` says where they stand in a cut, empty for
    nowhere.
    """

    first: int
    end: int
    reasons: tuple[Reason, ...]
    bite: str = ""

    @property
    def weight(self) -> tuple[bool, int, int]:
        """Sorts what is to be heard first to the front: what is in a cut, the weightiest reason, many reasons."""
        order = list(Reason)
        return not self.bite, order.index(self.reasons[0]) if self.reasons else len(order), -len(self.reasons)


def unheard(
    talk: TapeTalk,
    ears: Sequence[Ear],
    bites: Mapping[int, str],
    weights: Weights,
    *,
    only_cut: bool = False,
) -> list[Unheard]:
    """The places of a tape that nobody has heard, in its order.

    ``bites`` says for each word that is in a cut, where: all of those are places to be heard. Elsewhere only words
    count that carry weight (``only_cut`` leaves them out).
    """
    found: list[Unheard] = []
    at = 0
    for turn in talk.turns:
        numbers = range(at, at + len(turn.words))
        at = numbers.stop
        quiet = [number for number in numbers if ears[number] is Ear.MACHINE]
        if not quiet or (only_cut and not any(number in bites for number in quiet)):
            continue
        reasons = weights.reasons(turn.words)
        for run in _runs(quiet, bites):
            where = bites.get(run.start, "")
            if where:
                found.append(_place(run, reasons, numbers.start, where))
            elif not only_cut:
                found += (_place(part, reasons, numbers.start, "") for part in _weighty(run, reasons, numbers.start))
    return found


def _runs(quiet: Sequence[int], bites: Mapping[int, str]) -> Iterator[range]:
    """Words beside each other that stand in one bite, or in none."""
    for _, run in groupby(enumerate(quiet), key=lambda pair: (pair[1] - pair[0], bites.get(pair[1], ""))):
        numbers = [number for _, number in run]
        yield range(numbers[0], numbers[-1] + 1)


def _weighty(run: range, reasons: Mapping[int, frozenset[Reason]], begin: int) -> Iterator[range]:
    """The stretches of a run from weighty word to weighty word."""
    heavy = [number for number in run if number - begin in reasons]
    first = 0
    for place in range(1, len(heavy) + 1):
        if place == len(heavy) or heavy[place] - heavy[place - 1] > _NEAR + 1:
            yield range(heavy[first], heavy[place - 1] + 1)
            first = place


def _place(run: range, reasons: Mapping[int, frozenset[Reason]], begin: int, bite: str) -> Unheard:
    carried = frozenset[Reason]().union(*(reasons.get(number - begin, ()) for number in run))
    return Unheard(run.start, run.stop, tuple(reason for reason in Reason if reason in carried), bite)
