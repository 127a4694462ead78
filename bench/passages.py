"""Sentences of real tapes, and passages of whole sentences that somebody might quote."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from proof_material import RealTape
from tapewright.timing import TICKS_PER_SECOND
from tapewright.words.normal import key

_ENDS = re.compile(r"[.?!…][\"”’')\]]*$")
_NO_END = re.compile(
    r"^[\"“‘'(]*(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Inc|Ltd|Co|No|vs|etc|e\.g|i\.e|approx|Rev|Sen|Rep|Gov|Gen|Hon|[A-Z]"
    r"|(?:[A-Za-z]\.)+[A-Za-z])\.$"
)
_CAPITAL = re.compile(r"[A-Z][a-z]{2,}(?:['’]s)?")
_SHORTEST, _LONGEST = 7, 45


class Sentence(NamedTuple):
    """Words ``first`` to ``end`` (exclusive) of a tape, in turn ``turn``. ``is_whole``: it ends as sentences do."""

    first: int
    end: int
    turn: int
    is_whole: bool

    @property
    def length(self) -> int:
        return self.end - self.first


class Passage(NamedTuple):
    """Whole sentences of one turn of a tape, one behind the other."""

    tape: RealTape
    sentences: tuple[Sentence, ...]

    @property
    def first(self) -> int:
        return self.sentences[0].first

    @property
    def end(self) -> int:
        return self.sentences[-1].end

    @property
    def words(self) -> list[str]:
        return self.tape.texts[self.first : self.end]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @property
    def speaker(self) -> str:
        return self.tape.name_of(self.first)


def sentences_of(tape: RealTape) -> list[Sentence]:
    """The sentences of a tape: they end at a stop, a question mark or the end of a turn."""
    made, turns, texts = [], tape.talk.turn_of, tape.texts
    first = 0
    for at, text in enumerate(texts):
        is_last = at + 1 == len(texts) or turns[at + 1] != turns[at]
        is_end = bool(_ENDS.search(text)) and not _NO_END.match(text) and not text.endswith(("...", "…"))
        if is_end or is_last:
            made.append(Sentence(first, at + 1, turns[first], is_end))
            first = at + 1
    return made


class Quotable:
    """What can be quoted of tapes: passages by chance, groups as likely as each other, in a group each word."""

    def __init__(self, tapes: Sequence[RealTape]) -> None:
        self.tapes = list(tapes)
        self._by_group: dict[str, list[RealTape]] = defaultdict(list)
        for tape in tapes:
            self._by_group[tape.group].append(tape)
        self._sentences: dict[str, list[Sentence]] = {}

    def sentences(self, tape: RealTape) -> list[Sentence]:
        """The sentences of a tape, found once."""
        if tape.id not in self._sentences:
            self._sentences[tape.id] = sentences_of(tape)
        return self._sentences[tape.id]

    def tape(self, chance: random.Random) -> RealTape:
        """A tape by chance."""
        tapes = self._by_group[chance.choice(sorted(self._by_group))]
        return chance.choices(tapes, [len(tape.texts) for tape in tapes])[0]

    def passage(
        self,
        chance: random.Random,
        *,
        most: int = 3,
        least: int = 1,
        shortest: int = _SHORTEST,
        longest: int = _LONGEST,
        broken: bool = False,
    ) -> Passage | None:
        """``least`` to ``most`` whole sentences of a turn, or None where chance found none.

        ``broken``: words that were begun and left may stand in them.
        """
        tape = self.tape(chance)
        sentences = self.sentences(tape)
        first = chance.randrange(len(sentences))
        some = tuple(sentences[first : first + chance.randint(least, most)])
        if len(some) < least or any(s.turn != some[0].turn or not s.is_whole for s in some):
            return None
        passage = Passage(tape, some)
        is_fit = shortest <= passage.end - passage.first <= longest and is_clean(passage.words, broken=broken)
        return passage if is_fit else None

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word is said, in normal form."""
        return Counter(key(text) for tape in self.tapes for text in tape.texts)

    @cached_property
    def names(self) -> list[str]:
        """Words that are names: with a capital inside sentences, hardly ever without."""
        alone, all_of, small = Counter[str](), Counter[str](), Counter[str]()
        for tape in self.tapes:
            starts = {sentence.first for sentence in self.sentences(tape)}
            for at, text in enumerate(tape.texts):
                bare = _bare(text)
                if _CAPITAL.fullmatch(bare):
                    beside = tape.texts[max(0, at - 1) : at] + tape.texts[at + 1 : at + 2]
                    all_of[bare] += at not in starts
                    alone[bare] += at not in starts and not any(other[:1].isupper() for other in beside)
                elif bare.islower():
                    small[bare] += 1
        return sorted(
            name
            for name, count in alone.items()
            # What mostly stands inside a longer name is no name by itself: "Nursing and Midwifery Council".
            if count >= 3 and count * 2 >= all_of[name] and small[name.lower()] * 20 < count and name not in NO_NAMES
        )


def _bare(text: str) -> str:
    return text.strip(',.;:?!"“”()').removesuffix("'s").removesuffix("’s")


def is_clean(words: Iterable[str], *, broken: bool = False) -> bool:
    """Whether words are all words: no brackets of the typist, no quotation inside, no doubts, no word left open."""
    text = " ".join(words)
    odd = r"[\[\]{}<>()*_\"“”…�]|\.\.|\?\?|--|– |— |(?: |^)[-'’](?= |$)" + ("" if broken else r"|\w-,?(?= |$)")
    return not re.search(odd, text) and text[:1].isalnum()


def seconds_between(tape: RealTape, one: int, other: int) -> float:
    """Time from the start of one word to that of another."""
    words = tape.talk.words
    return (words[other].start - words[one].start) / TICKS_PER_SECOND


NO_NAMES = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Yes No Okay Yeah And But So Well The That This What Now Because Then There "
    "Inquiry Chair Government State Indian American British Act Congress God Lord Bill Mr Mrs Dr Ms".split()
)
