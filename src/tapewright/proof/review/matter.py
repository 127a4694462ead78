"""What an error in a word would cost, and why: documented numbers, the same for everybody.

A name, a number and a denial cost 1 each: a film that gets one wrong is wrong. A plain word costs what it may have
been: of the misheard plain words 15 % were really a name, a number or a denial; of those that sound like a known name
25 %; of those that the recogniser was very unsure of, that stand behind a pause or are said only once, 30 %; of those
beside a known name, or several that together sound like one, 60 % (measured, see ``signs``). An error in a cut costs
1.5 more, whatever the word: it will be broadcast.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Why(StrEnum):
    """Why a word is asked about, the weightiest first."""

    NEGATION = "negation"
    NAME = "name"
    NUMBER = "number"
    LEARNT = "corrected elsewhere"  # a person put another word in the place of this one
    ALIKE = "sounds like a name"
    DIFFERS = "differs"  # a typist and the recogniser wrote different words
    UNSUPPORTED = "unsupported"  # a guard or a typist doubts it
    UNSURE = "low confidence"
    CUT = "in a cut"
    EDGE = "rough edge"  # a cut begins or ends at a word whose time is rough


PLAIN, STRANGE, BESIDE_A_NAME = 0.15, 0.3, 0.6
COST = {
    Why.NEGATION: 1.0,
    Why.NAME: 1.0,
    Why.NUMBER: 1.0,
    Why.LEARNT: 0.6,
    Why.ALIKE: 0.25,
    Why.DIFFERS: PLAIN,
    Why.UNSUPPORTED: PLAIN,
    Why.UNSURE: PLAIN,
    Why.CUT: PLAIN,
    Why.EDGE: PLAIN,
}
IN_A_CUT = 1.5
_MOST_TWINS = 10
_WITH_TWINS = frozenset((Why.NAME, Why.LEARNT, Why.ALIKE))


def cost(whys: Collection[Why], *, in_cut: bool, beside_name: bool = False, is_strange: bool = False) -> float:
    """What an error costs in a word that is asked about for these reasons.

    >>> cost([Why.NUMBER, Why.UNSURE], in_cut=False), cost([Why.CUT], in_cut=True)
    (1.0, 1.65)
    """
    most = max((COST[why] for why in whys), default=0.0)
    if is_strange:
        most = max(most, STRANGE)
    if beside_name:
        most = max(most, BESIDE_A_NAME)
    return most + (IN_A_CUT if in_cut else 0.0)


def with_twins(consequence: float, whys: Collection[Why], twins: int) -> float:
    """The consequence of an item whose answer may settle its twins too: a name that is misheard is misheard often.

    Half as much again for ten twins; more would only bring common words to the front.
    """
    return consequence * (1 + min(twins, _MOST_TWINS) / 20) if not _WITH_TWINS.isdisjoint(whys) else consequence
