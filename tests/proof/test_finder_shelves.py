"""An index in two parts finds what a whole one finds: a correction needs no rebuild."""

from __future__ import annotations

import random

from tapewright.corpus import Lookup, build
from tapewright.proof.finder import Finder
from tapewright.testing.talk import invented_talk

Talk = dict[str, list[list[str]]]

TALK: Talk = {tape: [said.text.split() for said in turns] for tape, turns in invented_talk(60_000, tapes=12)}


def corrected(talk: Talk, tapes: list[str], chance: random.Random) -> Talk:
    """The talk with a word in each turn of some tapes replaced, one tape gone and one new."""
    now = dict(talk)
    for tape in tapes:
        now[tape] = [[*turn[:-1], chance.choice(["lighthouse", "bread"])] for turn in talk[tape]]
    del now["N004"]
    now["A000"] = [list(reversed(turn)) for turn in talk["N002"]]
    return now


def quotes(talk: Talk, chance: random.Random) -> list[list[str]]:
    flat = {tape: [word for turn in turns for word in turn] for tape, turns in talk.items()}

    def cut(least: int = 4) -> list[str]:
        words = flat[chance.choice(sorted(flat))]
        start = chance.randrange(len(words) - 40)
        return words[start : start + chance.randrange(least, 20)]

    made = [cut(1) for _ in range(40)] + [cut() + cut() for _ in range(40)]
    return made + [
        [chance.choice(["bread", word]) if chance.random() < 0.15 else word for word in cut(9)] for _ in range(60)
    ]


def test_a_correction_is_found_as_after_a_rebuild() -> None:
    chance = random.Random(5)
    changed = ["N001", "N007"]
    now = corrected(TALK, changed, chance)
    kept, small = Lookup(build(TALK.items())), Lookup(build((tape, now[tape]) for tape in ("A000", *changed)))
    parts = Finder([(kept, set(now) & set(TALK) - set(changed)), (small, {"A000", *changed})])
    whole = Finder([(Lookup(build(sorted(now.items()))), set(now))])
    assert parts.tapes == whole.tapes == sorted(now)
    for quote in quotes(now, chance) + quotes(TALK, chance):
        assert parts.find(quote) == whole.find(quote)


def test_the_order_of_tapes_changes_nothing() -> None:
    chance = random.Random(6)
    shuffled = list(TALK.items())
    chance.shuffle(shuffled)
    one, other = (Finder([(Lookup(build(talk)), set(TALK))]) for talk in (TALK.items(), shuffled))
    for quote in quotes(TALK, chance):
        assert one.find(quote) == other.find(quote)
