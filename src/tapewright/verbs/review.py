"""The queue of words that are worth a person's ear: the costliest first, over all tapes, one tape, or one paper edit.

What is right and wrong is not said here; ``reviewanswer`` keeps what a person says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tapewright.model import Span, SpeakerId, Tape, TapeId
from tapewright.proof.review.items import Item
from tapewright.proof.review.matter import Why, with_twins
from tapewright.proof.review.signs import ODDS, Sign
from tapewright.proof.talk import TapeTalk
from tapewright.verbs.heardthere import HeardThere
from tapewright.verbs.places import span_of, span_record, text_of, write_span
from tapewright.verbs.project import Project
from tapewright.verbs.reviewitems import Placed, gathered

CONTEXT_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class ToReview:
    """A place that is asked about. ``id`` names it for good: it is the place itself, which no correction moves.

    ``twins`` are other places with the same words that are asked about for the same reason.
    """

    tape: Tape
    span: Span
    text: str
    before: str
    after: str
    speaker: str
    item: Item
    twins: int = 0

    @property
    def id(self) -> str:
        """``T017@12.480000,13.900000``: what every command takes as a place."""
        return write_span(self.span)

    @property
    def why(self) -> str:
        """Why it is here, in words."""
        first = [f"in {self.item.bite}"] if self.item.bite else []
        return "; ".join([*first, *(why.value for why in self.item.whys if why not in _SAID_BY_SIGN), *self._signs])

    @property
    def _signs(self) -> list[str]:
        """The strongest signs, of each family one."""
        by_odds = sorted((sign for sign in self.item.signs if ODDS[sign] > 1), key=lambda sign: -ODDS[sign])
        kept: dict[str, Sign] = {}
        for sign in by_odds:
            if sign not in _SAID_BY_KIND:
                kept.setdefault(_FAMILIES.get(sign, sign.name), sign)
        return [sign.value for sign in list(kept.values())[:_MOST_SIGNS]]


_MOST_SIGNS = 3
_FAMILIES = {
    **dict.fromkeys((Sign.VERY_UNSURE, Sign.UNSURE, Sign.RATHER_UNSURE, Sign.NOT_QUITE_SURE), "sure"),
    **dict.fromkeys((Sign.BESIDE_UNSURE, Sign.BESIDE_RATHER_UNSURE), "beside"),
    **dict.fromkeys((Sign.ONCE, Sign.SELDOM), "seldom"),
}
_SAID_BY_KIND = frozenset((Sign.FIGURE, Sign.SOUNDS_LIKE_A_NAME, Sign.DIFFERS, Sign.MISHEARD_BEFORE))
_SAID_BY_SIGN = frozenset((Why.CUT, Why.UNSURE, Why.UNSUPPORTED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Items of one kind: still open, and answered."""

    open: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A page of the queue and how far it is. ``kinds`` counts items by their first reason; those in a cut stand also
    under ``in a cut``. ``settled`` and ``left`` are consequences: what errors would be expected to cost.
    """

    of: str
    items: tuple[ToReview, ...]
    total: int
    offset: int
    kinds: Mapping[Why, Counts]
    settled: float
    left: float
    unsure: int = 0
    problems: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Which share of the consequence is settled, 0 to 1; 1 where there is nothing to ask."""
        whole = self.settled + self.left
        return self.settled / whole if whole else 1.0


def review(
    project: Project,
    of: str | None = None,
    *,
    kinds: Collection[Why] = (),
    first: int = 20,
    offset: int = 0,
    again: bool = False,
) -> Review:
    """The queue of a tape (by its id), of a paper edit (by its name or path), or of all tapes.

    ``kinds`` keeps items that are asked about for one of these reasons; ``again`` gives those that somebody was unsure
    of. NotFoundError for what is neither tape nor edit.
    """
    tapes = {tape.id: tape for tape in project.store.tapes()}
    tape = tapes.get(TapeId(of)) if of is not None else None
    only_cut = of is not None and tape is None
    found = gathered(project, of if only_cut else None)
    twins = Counter(item.twin_key for _, item in found.open)

    def meant(some: Iterable[Placed]) -> list[Placed]:
        return [
            (talk, item)
            for talk, item in some
            if (tape is None or talk.tape == tape.id)
            and (item.bite or not only_cut)
            and (not kinds or any(why in kinds for why in item.whys))
        ]

    def rank(placed: Placed) -> tuple[float, TapeId, int]:
        talk, item = placed
        return -with_twins(item.consequence, item.whys, twins[item.twin_key] - 1), talk.tape, item.first

    open_, answered, unsure = meant(found.open), meant(found.answered), meant(found.unsure)
    ranked = sorted(unsure if again else open_, key=rank)
    heard = HeardThere(project)

    def twins_of(talk: TapeTalk, item: Item) -> int:
        if twins[item.twin_key] < 2 or Why.DIFFERS not in item.whys:
            return max(0, twins[item.twin_key] - 1)
        mine = (talk.tape, item)
        return max(0, sum(heard.is_twin(mine, (other.tape, one)) for other, one in found.open) - 1)

    def could_be(talk: TapeTalk, item: Item) -> Item:
        return replace(item, instead=tuple(dict.fromkeys((*heard.words(talk.tape, item), *item.instead))))

    names = project.speaker_names()
    return Review(
        of=of or "",
        items=tuple(
            to_review(tapes[talk.tape], talk, could_be(talk, item), names, twins=twins_of(talk, item))
            for talk, item in ranked[offset : offset + first]
        ),
        total=len(ranked),
        offset=offset,
        kinds=_counts(open_, answered),
        settled=sum(item.consequence for _, item in answered),
        left=sum(item.consequence for _, item in (*open_, *unsure)),
        unsure=len(unsure),
        problems=found.problems,
    )


def to_review(tape: Tape, talk: TapeTalk, item: Item, names: Mapping[SpeakerId, str], *, twins: int = 0) -> ToReview:
    """An item with its surroundings, as a person is shown it."""
    words = talk.words
    inside = words[item.first : item.end]
    speaker = talk.speaker(item.first)
    return ToReview(
        tape=tape,
        span=span_of(tape.id, inside),
        text=text_of(inside),
        before=text_of(words[max(0, item.first - CONTEXT_WORDS) : item.first]),
        after=text_of(words[item.end : item.end + CONTEXT_WORDS]),
        speaker=names.get(speaker, "") if speaker is not None else "",
        item=item,
        twins=twins,
    )


def record(found: Review) -> dict[str, object]:
    """``{"of", "total", "offset", "items": [{"item", "tape", "place", …, "text", "before", "after", "speaker", "kinds",
    "why", "chance", "consequence", "instead", "twins", "bite"}], "kinds": {kind: {"open", "answered"}}, "unsure",
    "settled", "problems"}``. ``item`` is what ``review answer`` takes, ``settled`` a share, 0 to 1.
    """
    return {
        "of": found.of,
        "total": found.total,
        "offset": found.offset,
        "items": [item_record(item) for item in found.items],
        "kinds": {why.value: {"open": n.open, "answered": n.answered} for why, n in found.kinds.items()},
        "unsure": found.unsure,
        "settled": round(found.share, 4),
        "problems": list(found.problems),
    }


def item_record(one: ToReview) -> dict[str, object]:
    """One item, as in ``record``."""
    return {
        "item": one.id,
        **span_record(one.tape, one.span),
        "text": one.text,
        "before": one.before,
        "after": one.after,
        "speaker": one.speaker,
        "kinds": [why.value for why in one.item.whys],
        "why": one.why,
        "chance": round(one.item.chance, 3),
        "consequence": round(one.item.consequence, 3),
        "instead": list(one.item.instead),
        "twins": one.twins,
        "bite": one.item.bite,
    }


def _counts(open_: Sequence[Placed], answered: Sequence[Placed]) -> dict[Why, Counts]:
    """Items of each kind by their first reason, and those in a cut beside them."""
    both = [Counter(item.whys[0] for _, item in some) for some in (open_, answered)]
    for counts, some in zip(both, (open_, answered), strict=True):
        counts[Why.CUT] = sum(bool(item.bite) for _, item in some)
    return {why: Counts(open=both[0][why], answered=both[1][why]) for why in Why if both[0][why] or both[1][why]}
