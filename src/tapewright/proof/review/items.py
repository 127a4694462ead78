"""The queue: words that are worth a person's ear, each with why it is here and what it could be instead.

Doubtful words beside each other are one item: whoever listens to one hears the others. So are the words of a number
or a name, and, in a cut, plain words between doubtful ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from math import prod, sqrt

from tapewright.model import Mark, Word
from tapewright.proof.hearing import Ear
from tapewright.proof.review.alike import Alike, NamesBySound
from tapewright.proof.review.matter import Why, cost
from tapewright.proof.review.signs import PAUSE, Known, Manner, Sign, Signs, chance, manner_of
from tapewright.proof.talk import TapeTalk
from tapewright.proof.weight import Reason, Weights
from tapewright.words.normal import key

MOST_WORDS = 4
"""Of one item; more are two questions."""

MOST_PLAIN = 8
"""Words of a cut that nothing speaks against are heard in longer stretches."""

DOUBTFUL = 0.15
"""Words that are so likely wrong are asked about together with doubtful neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Words ``first`` to before ``end`` of a tape's talk, in one turn.

    ``chance``: how likely one of them is wrong; ``cost``: what that would cost; ``consequence``: both multiplied.
    ``instead``: what they could be, the likeliest first. ``bite``: where they stand in a cut.
    """

    first: int
    end: int
    whys: tuple[Why, ...]
    signs: tuple[Sign, ...]
    chance: float
    cost: float
    normal: tuple[str, ...]
    instead: tuple[str, ...] = ()
    bite: str = ""

    @property
    def consequence(self) -> float:
        """Expected cost of leaving them unheard."""
        return self.chance * self.cost

    @property
    def twin_key(self) -> tuple[tuple[str, ...], Why]:
        """Equal for places that one answer may settle: the same normal words, asked about for the same first reason."""
        return self.normal, self.whys[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lore:
    """What an item is judged by: the weights of words, the signs of a mishearing, the known names."""

    weights: Weights
    known: Known = field(default_factory=Known)
    names: NamesBySound = field(default_factory=lambda: NamesBySound(()))
    signs: Signs = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "signs", Signs(self.known))


@dataclass(slots=True)
class _Asked:
    """A word that is asked about."""

    number: int
    whys: frozenset[Why]
    signs: frozenset[Sign]
    chance: float
    cost: float
    alike: Alike | None

    @property
    def is_plain(self) -> bool:
        return self.chance < DOUBTFUL and self.whys <= _PLAIN


_PLAIN = frozenset((Why.CUT, Why.EDGE))
_STRANGE = frozenset((Sign.ONCE, Sign.AFTER_PAUSE, Sign.VERY_UNSURE))
"""A recogniser that meets a name which it does not know writes such words."""

_DIFFERS = frozenset((Mark.DIFFERS,))
_REASONS = {
    Reason.NAME: Why.NAME,
    Reason.NUMBER: Why.NUMBER,
    Reason.NEGATION: Why.NEGATION,
    Reason.UNSUPPORTED: Why.UNSUPPORTED,
    Reason.LOW_CONFIDENCE: Why.UNSURE,
}


def items_of(
    talk: TapeTalk, ears: Sequence[Ear], bites: Mapping[int, str], lore: Lore, *, rough: Set[int] = frozenset()
) -> list[Item]:
    """The items of a tape in its order; what a person has heard is none.

    ``bites`` says for each word that is in a cut, where; ``rough`` are words at the edge of a cut whose time is rough.
    """
    found: list[Item] = []
    manner = manner_of(talk.words, is_by_machine=talk.is_by_machine)
    at = 0
    for turn in talk.turns:
        words = turn.words
        if any(ears[at + place] is not Ear.HUMAN for place in range(len(words))):
            asked = _asked(words, at, manner, ears, bites, lore, rough)
            normal = [key(word.text) for word in words]
            found += (_item(run, normal, at, bites, lore) for run in _runs(asked, words, bites))
        at += len(words)
    return found


def _asked(
    words: Sequence[Word],
    at: int,
    manner: Manner,
    ears: Sequence[Ear],
    bites: Mapping[int, str],
    lore: Lore,
    rough: Set[int],
) -> list[_Asked | None]:
    """For each word of a turn what is asked about it, if anything."""
    reasons = lore.weights.reasons(words)
    normal = [key(word.text) for word in words]
    alike = _alike(words, normal, manner, reasons, lore)
    asked: list[_Asked | None] = [None] * len(words)
    for place, word in enumerate(words):
        number = at + place
        if ears[number] is Ear.HUMAN or not normal[place] or Mark.ABSENT in word.marks:
            continue
        whys = {_REASONS[reason] for reason in reasons.get(place, ())}
        if word.marks == _DIFFERS:
            whys.discard(Why.UNSUPPORTED)
        whys |= {
            why
            for why, holds in (
                (Why.ALIKE, place in alike),
                (Why.LEARNT, normal[place] in lore.known.corrected),
                (Why.DIFFERS, Mark.DIFFERS in word.marks),
                (Why.CUT, number in bites),
                (Why.EDGE, number in rough),
            )
            if holds
        }
        if not whys:
            continue
        signs = lore.signs.of(words, place, manner, figure=Why.NUMBER in whys, alike=place in alike)
        beside = any(normal[n] in lore.known.names for n in (place - 1, place + 1) if 0 <= n < len(words))
        name = alike.get(place)
        price = cost(
            whys,
            in_cut=number in bites,
            beside_name=beside or (name is not None and name.end - name.first > 1),
            is_strange=not signs.isdisjoint(_STRANGE),
        )
        asked[place] = _Asked(number, frozenset(whys), signs, chance(signs), price, name)
    return asked


def _alike(
    words: Sequence[Word],
    normal: Sequence[str],
    manner: Manner,
    reasons: Mapping[int, frozenset[Reason]],
    lore: Lore,
) -> dict[int, Alike]:
    """For each word the known name that it and its neighbours sound like. Common words that were surely heard are
    passed over: they sound like one by chance.
    """
    if lore.names.is_empty:
        return {}
    is_open = [
        bool(normal[n]) and lore.signs.is_weak(word, manner) and Reason.NUMBER not in reasons.get(n, ())
        for n, word in enumerate(words)
    ]
    found: dict[int, Alike] = {}
    for one in lore.names.in_words(normal, (n for n, weak in enumerate(is_open) if weak)):
        places = range(one.first, one.end)
        is_listed = one.likeness == 1 and len(places) > 1
        if (is_listed or all(is_open[n] for n in places)) and not any(n in found for n in places):
            found.update(dict.fromkeys(places, one))
    return found


def _runs(asked: Sequence[_Asked | None], words: Sequence[Word], bites: Mapping[int, str]) -> list[list[_Asked]]:
    """Words that are asked about together."""
    runs: list[list[_Asked]] = []
    for place, one in enumerate(asked):
        if one is None:
            continue
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and last.number == one.number - 1
            and words[place].start - words[place - 1].end < PAUSE
            and bites.get(last.number) == bites.get(one.number)
            and _together(last, one, runs[-1])
        ):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _together(last: _Asked, one: _Asked, run: Sequence[_Asked]) -> bool:
    if one.alike is not None and one.alike is last.alike:
        return True
    if last.is_plain or one.is_plain:
        return last.is_plain and one.is_plain and len(run) < MOST_PLAIN
    if Why.NUMBER in last.whys and Why.NUMBER in one.whys:
        return len(run) < 2 * MOST_WORDS
    if len(run) >= MOST_WORDS:
        return False
    is_name = Why.NAME in last.whys and Why.NAME in one.whys
    return is_name or (last.chance >= DOUBTFUL and one.chance >= DOUBTFUL)


def _item(run: Sequence[_Asked], normal: Sequence[str], at: int, bites: Mapping[int, str], lore: Lore) -> Item:
    whys = frozenset[Why]().union(*(one.whys for one in run))
    signs = frozenset[Sign]().union(*(one.signs for one in run))
    first, end = run[0].number, run[-1].number + 1
    names = sorted((one.alike for one in run if one.alike is not None), key=lambda name: -name.likeness)
    # What a person put in the place of one word tells nothing about several.
    learnt = lore.known.corrected.get(normal[first - at], ()) if len(run) == 1 else ()
    return Item(
        first=first,
        end=end,
        whys=tuple(why for why in Why if why in whys),
        signs=tuple(sign for sign in Sign if sign in signs),
        chance=_chance(run, is_number=Why.NUMBER in whys),
        cost=max(one.cost for one in run),
        normal=tuple(normal[first - at : end - at]),
        instead=tuple(dict.fromkeys((*learnt, *(name.text for name in names)))),
        bite=bites.get(first, ""),
    )


def _chance(run: Sequence[_Asked], *, is_number: bool) -> float:
    """How likely any of these words is wrong.

    The words of a number are right or wrong together. Doubtful words err in clusters, so that two are less than two
    chances; plain ones err apart.
    """
    if is_number:
        return max(one.chance for one in run)
    right = prod(1 - one.chance for one in run)
    return 1 - (right if run[0].is_plain else right ** (1 / sqrt(len(run))))
