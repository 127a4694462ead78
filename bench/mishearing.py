"""How recognisers mishear, learnt from real pairs, and a channel that does the same to any tape at any error rate.

Learnt from earnings calls that people typed and two recognisers heard: how often each word is lost or taken for
another, for which, what is put in, and how sure the one recogniser that says so was of words right and wrong. Numbers
are compared in one way of writing, so that ``2020`` for ``twenty twenty`` is no error.
"""

from __future__ import annotations

import random
import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, groupby
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from proof_material import TEXTS, Heard, RealTape, ctm_words, nlp_turns
from tapewright.model import Turn, Word
from tapewright.proof.talk import TapeTalk
from tapewright.words.likeness import likeness
from tapewright.words.normal import spoken
from tapewright.words.numbers import folded
from tapewright.words.sound import sound_key, sound_likeness

_LIKE = 20
"""Times said at which a word's own error rate counts as much as that of words as common as it."""

_BLOCK = 3
"""Words of a stretch of errors from which on nobody can say which was heard as which."""

_ALIKE = 0.6
_EDGES = re.compile(r"^([^\w$€£]*)(.*?)([^\w%]*)$", re.DOTALL)
_WAYS_OF_WRITING = frozenset("million billion cents dollars euros percent point dot star slash dash hundred".split())
"""Words that stand on one side only because numbers and signs are written in many ways."""

_HARMLESS = {("ok", "okay"), ("okay", "ok"), ("%", "percent"), ("alright", "all")}


class Pair(NamedTuple):
    """The same talk as people typed it and as a recogniser heard it."""

    name: str
    typed: Sequence[Heard]
    heard: Sequence[Heard]


def earnings_pairs(texts: Path = TEXTS) -> Iterator[Pair]:
    """Each call with the output of each recogniser."""
    folder = texts / "earnings21"
    for path in sorted(folder.glob("transcripts/nlp_references/*.nlp")):
        typed = [word for said in nlp_turns(path) for word in said.words]
        for recogniser, heard in heard_by_recognisers(folder, path.stem):
            yield Pair(f"{path.stem} {recogniser}", typed, heard)


def heard_by_recognisers(folder: Path, name: str) -> Iterator[tuple[str, list[Heard]]]:
    """What each recogniser heard of a call: one with confidences, one with punctuation."""
    yield "rev", ctm_words(folder / "output" / "rev" / "kaldi" / "ctm" / f"{name}.ctm")
    said = nlp_turns(folder / "output" / "speechmatics" / f"{name}.nlp")
    yield "speechmatics", [word for turn in said for word in turn.words]


@dataclass
class Habits:
    """What was learnt. Counts are of normal words with numbers folded; confidences are 0 to 254."""

    said: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    taken_for: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    split: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    joined: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    put_in: Counter[str] = field(default_factory=Counter)
    sure_right: Counter[int] = field(default_factory=Counter)
    sure_wrong: Counter[int] = field(default_factory=Counter)
    sure_beside_loss: Counter[int] = field(default_factory=Counter)

    @cached_property
    def rate_by_rarity(self) -> dict[int, float]:
        """Errors a word by how often it is said: 1 for a few times, 2 for more, and so on; -1 for numbers."""
        said, wrong = Counter[int](), Counter[int]()
        for word, count in self.said.items():
            said[_rarity(word, count)] += count
            wrong[_rarity(word, count)] += self._errors(word)
        return {rarity: wrong[rarity] / said[rarity] for rarity in said}

    def error_rate(self, word: str, known: int = 0) -> float:
        """How often a word is lost or taken for another; ``known``: how often it is said elsewhere."""
        count = self.said[word]
        alike = self.rate_by_rarity.get(_rarity(word, max(count, known)), 0.2)
        return (self._errors(word) + _LIKE * alike) / (count + _LIKE)

    def loss_share(self, word: str) -> float:
        """Which share of a word's errors is that it is lost."""
        errors = self._errors(word)
        if errors >= 8:
            return self.lost[word] / errors
        return 0.5 if len(word) <= 3 else 0.12

    @cached_property
    def put_in_rate(self) -> float:
        """Words put in for each word said."""
        return sum(self.put_in.values()) / max(1, sum(self.said.values()))

    @cached_property
    def overall(self) -> float:
        """Errors of all kinds for each word said."""
        wrong = sum(self._errors(word) for word in self.said)
        return wrong / max(1, sum(self.said.values())) + self.put_in_rate

    def _errors(self, word: str) -> int:
        return self.lost[word] + sum(self.taken_for[word].values() if word in self.taken_for else ())


def _rarity(word: str, count: int) -> int:
    is_number = word[:1].isdigit() or folded([word])[0].text[:1].isdigit()
    return -1 if is_number else min(6, max(1, count.bit_length() // 2))


def learn(pairs: Iterable[Pair]) -> Habits:
    """Habits out of real pairs."""
    habits = Habits()
    for pair in pairs:
        _learn_from(pair, habits)
    return habits


def _learn_from(pair: Pair, habits: Habits) -> None:
    typed, _ = _folded(pair.typed)
    heard, tokens = _folded(pair.heard)
    confidence = [pair.heard[token].confidence for token in tokens]
    for is_equal, said, became in _stretches(typed, heard):
        old, new = typed[said.start : said.stop], heard[became.start : became.stop]
        sure = [value for value in confidence[became.start : became.stop] if value is not None]
        if is_equal:
            habits.said.update(old)
            habits.sure_right.update(sure)
            continue
        if max(len(old), len(new)) > _BLOCK:
            continue
        habits.said.update(old)
        if not old:
            habits.put_in.update(filter(_is_word, new))
            habits.sure_wrong.update(sure)
        elif not new:
            habits.lost.update(old)
            beside = confidence[max(0, became.start - 1) : became.start + 1]
            habits.sure_beside_loss.update(value for value in beside if value is not None)
        elif tuple(old) + tuple(new) not in _HARMLESS:
            _learn_change(old, new, habits)
            habits.sure_wrong.update(sure)


def _stretches(typed: Sequence[str], heard: Sequence[str]) -> Iterator[tuple[bool, range, range]]:
    """Stretches that are equal and that are not, in turn: words changed and put in beside each other are one."""
    for is_equal, steps in groupby(Levenshtein.opcodes(typed, heard), key=lambda step: step.tag == "equal"):
        some = list(steps)
        yield is_equal, range(some[0].src_start, some[-1].src_end), range(some[0].dest_start, some[-1].dest_end)


def _learn_change(old: list[str], new: list[str], habits: Habits) -> None:
    if len(old) == len(new):
        for was, became in zip(old, new, strict=True):
            habits.taken_for[was][became] += 1
    elif len(old) == 1 and likeness(old[0], "".join(new)) >= _ALIKE:
        habits.split[old[0]][" ".join(new)] += 1
        habits.taken_for[old[0]][" ".join(new)] += 1
    elif len(new) == 1 and likeness("".join(old), new[0]) >= _ALIKE:
        habits.joined[" ".join(old)][new[0]] += 1
        habits.taken_for[old[0]][new[0]] += 1
    else:
        _learn_uneven(old, new, habits)


def _learn_uneven(old: list[str], new: list[str], habits: Habits) -> None:
    """Words lost or put in beside words taken for others: which is which is told by their likeness."""
    pairs = {(was, became): max(likeness(was, became), sound_likeness(was, became)) for was in old for became in new}
    was, became = max(pairs, key=lambda pair: pairs[pair])
    habits.taken_for[was][became] += 1
    rest_old, rest_new = list(old), list(new)
    rest_old.remove(was)
    rest_new.remove(became)
    if len(rest_old) == len(rest_new):
        for one, other in zip(rest_old, rest_new, strict=True):
            habits.taken_for[one][other] += 1
    else:
        habits.lost.update(rest_old)
        habits.put_in.update(filter(_is_word, rest_new))


def _is_word(text: str) -> bool:
    return text[0].isalpha() and text not in _WAYS_OF_WRITING


def _folded(words: Sequence[Heard]) -> tuple[list[str], list[int]]:
    """Words with numbers in figures, each with the number of its token."""
    normal = spoken([word.text for word in words])
    made = folded([word.text for word in normal])
    return [word.text for word in made], [normal[word.first].token for word in made]


class Channel:
    """Mishears tapes: the same tape, rate and seed give the same words.

    ``lexicon`` counts the words that the recogniser knows: a word is taken for one that sounds or reads like it.
    """

    def __init__(self, habits: Habits, lexicon: Counter[str], rate: float, *, seed: int = 0) -> None:
        self._habits = habits
        self._rate = rate
        self._seed = seed
        self._alike = _Alike(lexicon)
        self._put_in = _Draw(habits.put_in)
        self._right, self._wrong = _Draw(habits.sure_right), _Draw(habits.sure_wrong)
        self._beside = _Draw(habits.sure_beside_loss)
        self._lexicon = lexicon
        self._by_text: dict[str, tuple[str, str, str, float]] = {}
        said = sum(lexicon.values()) or 1
        wrong = sum(count * habits.error_rate(word, count) for word, count in lexicon.items())
        self._scale = rate / (wrong / said + habits.put_in_rate)

    def hear(self, tape: RealTape) -> RealTape:
        """The tape as it is heard; times stay those of what was said."""
        if not self._rate:
            return tape
        chance = random.Random(f"{tape.id} {self._rate} {self._seed}")
        turns = [turn for turn in (self._turn(turn, chance) for turn in tape.talk.turns) if turn.words]
        return RealTape(tape.group, TapeTalk(tape.id, tuple(turns)), tape.names)

    def _turn(self, turn: Turn, chance: random.Random) -> Turn:
        made: list[Word] = []
        lost_before = False
        at = 0
        while at < len(turn.words):
            word = turn.words[at]
            texts, used = self._heard(turn.words, at, chance)
            if texts == [word.text]:
                sure = self._beside if lost_before else self._right
                made.append(replace(word, text=_repunctuated(word.text, self._rate, chance), confidence=sure(chance)))
            else:
                made += self._spread(texts, turn.words[at : at + used], chance)
                if not texts and made:
                    made[-1] = replace(made[-1], confidence=min(made[-1].confidence or 254, self._beside(chance)))
            lost_before = not texts
            at += used
        return replace(turn, words=tuple(made))

    def _heard(self, words: Sequence[Word], at: int, chance: random.Random) -> tuple[list[str], int]:
        """What is heard instead of the word at a place, and how many words that stands for."""
        text = words[at].text
        before, bare, after, error = self._known(text)
        draw = chance.random() - self._habits.put_in_rate * self._scale
        if draw < 0:
            return [self._put_in(chance), text], 1
        if draw >= error:
            return [text], 1
        following = _taken_apart(words[at + 1].text)[1].casefold() if at + 1 < len(words) else ""
        known_join = self._habits.joined.get(f"{bare} {following}")
        if not after and following and (known_join or chance.random() < 0.05):
            joined = next(iter(known_join)) if known_join else self._alike.joined(bare + following)
            if joined:
                return [joined + _taken_apart(words[at + 1].text)[2]], 2
        if chance.random() < self._habits.loss_share(bare):
            return [], 1
        return f"{before}{self._instead(bare, chance)}{after}".split(), 1

    def _known(self, text: str) -> tuple[str, str, str, float]:
        if text not in self._by_text:
            before, core, after = _taken_apart(text)
            bare = core.casefold().replace("’", "'")
            error = self._habits.error_rate(bare, self._lexicon[bare]) * self._scale if bare else 0.0
            self._by_text[text] = before, bare, after, error
        return self._by_text[text]

    def _instead(self, word: str, chance: random.Random) -> str:
        known = self._habits.taken_for.get(word)
        if known and chance.random() < sum(known.values()) / (sum(known.values()) + 3):
            return chance.choices(list(known), list(known.values()))[0]
        if chance.random() < 0.12 and (two := self._alike.split(word)):
            return two
        return self._alike.instead(word, chance)

    def _spread(self, texts: list[str], said: Sequence[Word], chance: random.Random) -> Iterator[Word]:
        """Wrong words over the time of those that were said."""
        start, end = said[0].start, max(word.end for word in said)
        for number, text in enumerate(texts):
            first = start + (end - start) * number // len(texts)
            last = start + (end - start) * (number + 1) // len(texts)
            is_right = text == said[0].text
            confidence = self._right(chance) if is_right else self._wrong(chance)
            yield replace(said[0], text=text, start=type(start)(first), end=type(start)(last), confidence=confidence)


def _taken_apart(text: str) -> tuple[str, str, str]:
    found = _EDGES.match(text)
    assert found is not None
    return found[1], found[2], found[3]


def _repunctuated(text: str, rate: float, chance: random.Random) -> str:
    """Recognisers set stops and commas by ear: they err there twice as often as in words."""
    if text[-1] not in ".,?" or chance.random() >= 2 * rate or not text[:-1]:
        return text
    return text[:-1] + chance.choice(["", ",", "."])


class _Draw:
    """Draws by weight."""

    def __init__(self, counts: Counter[int] | Counter[str]) -> None:
        self._values = list(counts)
        self._sums = list(accumulate(counts.values()))

    def __call__(self, chance: random.Random):  # type: ignore[no-untyped-def]
        return self._values[bisect(self._sums, chance.random() * self._sums[-1])]


class _Alike:
    """Words of a lexicon by their sound and by their letters."""

    def __init__(self, lexicon: Counter[str]) -> None:
        self._counts = Counter({word: count for word, count in lexicon.items() if word.isalpha()})
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_ends: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        self._kept: dict[str, tuple[list[str], list[float]]] = {}
        for word, count in self._counts.most_common():
            self._by_sound[sound_key(word)].append(word)
            if count > 1:
                self._by_ends[word[0], word[-1], len(word)].append(word)
        self._common = list(self._counts)[:300] or ["the"]

    def instead(self, word: str, chance: random.Random) -> str:
        """A word that is easily heard for another."""
        if word not in self._kept:
            self._kept[word] = self._candidates(word)
        words, weights = self._kept[word]
        if not words:
            return chance.choice(self._common)
        return chance.choices(words, weights)[0]

    def split(self, word: str) -> str:
        """Two words that read or sound like one; ``""`` where there are none."""
        ways = [(word[:at], word[at:]) for at in range(2, len(word) - 1)]
        known = [way for way in ways if all(self._counts[part] > 5 for part in way)]
        return " ".join(max(known, key=lambda way: min(self._counts[part] for part in way))) if known else ""

    def joined(self, both: str) -> str:
        """One word that reads or sounds like two; ``""`` where there is none."""
        if self._counts[both]:
            return both
        alike = self._by_sound.get(sound_key(both), [])[:20]
        return max(alike, key=lambda word: sound_likeness(word, both), default="")

    def _candidates(self, word: str) -> tuple[list[str], list[float]]:
        near = self._by_sound.get(sound_key(word), [])[:40]
        for length in (len(word) - 1, len(word), len(word) + 1):
            near = near + self._by_ends.get((word[:1], word[-1:], length), [])[:60]
        alike = {other: max(likeness(word, other), sound_likeness(word, other)) for other in near if other != word}
        kept = {other: score for other, score in alike.items() if score >= _ALIKE}
        return list(kept), [score**6 * (1 + self._counts[other]) ** 0.3 for other, score in kept.items()]


def lexicon_of(tapes: Iterable[RealTape]) -> Counter[str]:
    """How often each normal word is said on tapes."""
    return Counter(word.text for tape in tapes for word in tape.talk.normal)
