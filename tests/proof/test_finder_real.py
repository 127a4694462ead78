"""The finder on real transcripts: what two people wrote down of the same speech, and what nobody said."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tapewright.corpus import Lookup, build
from tapewright.proof.finder import Finder
from tapewright.testing.talk import real_talk
from tapewright.words.normal import searched

TEXTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "texts"
PODCASTS = TEXTS / "rev16-verbatim-vs-clean"

pytestmark = pytest.mark.skipif(not TEXTS.is_dir(), reason="the real transcripts are not on this machine")


def podcast(kind: str, number: str) -> list[str]:
    path = PODCASTS / f"{kind}_transcripts" / "nlp_references" / f"{number}.nlp"
    return searched(line.partition("|")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:])


@pytest.fixture(scope="module")
def talk() -> dict[str, list[str]]:
    """Eight podcasts as they were spoken, and a few days of hearings."""
    made = {number: podcast("verbatim", number) for number in ("9", "11", "17", "20", "23", "26", "29", "32")}
    for tape, turns in list(real_talk(TEXTS))[:4]:
        made[tape] = searched(token for said in turns for token in said.text.split())
    return made


@pytest.fixture(scope="module")
def finder(talk: dict[str, list[str]]) -> Finder:
    return Finder([(Lookup(build((tape, [words]) for tape, words in talk.items())), talk.keys())])


def test_clean_quotations_are_found_in_the_verbatim_transcript(finder: Finder) -> None:
    chance = random.Random(4)
    found = asked = 0
    for number in ("9", "11", "17", "20", "23", "26", "29", "32"):
        clean = podcast("nonverbatim", number)
        for _ in range(15):
            start = chance.randrange(len(clean) - 30)
            locations = finder.find(clean[start : start + chance.randrange(10, 30)])
            asked += 1
            found += bool(locations) and locations[0].net > 0.5 and locations[0].fragments[0].tape == number
    assert found >= 0.98 * asked


def test_what_was_said_elsewhere_is_worth_little_here(finder: Finder) -> None:
    chance = random.Random(5)
    # Meetings: the hearings of other days have the chair's same sentences.
    others = [turns for tape, turns in real_talk(TEXTS) if tape.startswith("M")][:4]
    taken = 0
    for _ in range(60):
        words = searched(token for said in chance.choice(others) for token in said.text.split())
        start = chance.randrange(len(words) - 30)
        locations = finder.find(words[start : start + chance.randrange(10, 30)])
        taken += bool(locations) and locations[0].net >= 0.55
    assert taken <= 2


def test_stretches_of_two_tapes_are_found_with_their_edges(talk: dict[str, list[str]], finder: Finder) -> None:
    chance = random.Random(6)
    exact = 0
    for _ in range(40):
        pieces = []
        for tape in chance.sample(sorted(talk), 2):
            start = chance.randrange(len(talk[tape]) - 20)
            pieces.append((tape, start, start + chance.randrange(8, 15)))
        locations = finder.find([word for tape, start, end in pieces for word in talk[tape][start:end]])
        ways = [[(f.tape, f.start, f.stop) for f in one.fragments] for one in locations if one.score == 1]
        exact += pieces in ways
    # Where the next word agrees too, a piece may be a word longer and the other a word shorter.
    assert exact >= 37
