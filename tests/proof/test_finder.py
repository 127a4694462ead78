"""The finder: what a quotation is made of, and where on the tapes each piece of it was said."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.corpus import Lookup, build
from tapewright.model import TapeId
from tapewright.proof.finder import Finder
from tapewright.proof.talk import Fragment, Location
from tapewright.testing.talk import invented_talk
from tapewright.words.normal import spoken

JINX = """
    [Unintelligible] I don't know what you expected to get. I don't know what's in the house. Oh, I want this. Killed
    them all, of course. [Unintelligible] I want to do something new. There's nothing new about that. [Inaudible –
    possibly "disaster."] He was right. I was wrong. The burping. I'm having difficulty with the question. What the hell
    did I do?"""
HARBOUR = "The harbour was quiet that year, and nobody asked us anything until the boats came back in spring."


def words_of(text: str) -> list[str]:
    return [word.text for word in spoken(text.split())]


TALK = {
    tape: [said.text.split() for said in turns] for tape, turns in invented_talk(20_000, tapes=6)
} | {
    "JINX": [words_of(JINX)],
    "T1": [words_of("So you were there."), words_of(HARBOUR), words_of("Mhm. And then?")],
}  # fmt: skip


def finder_of(talk: dict[str, list[list[str]]]) -> Finder:
    lookup = Lookup(build(talk.items()))
    return Finder([(lookup, talk.keys())])


@pytest.fixture(scope="module")
def finder() -> Finder:
    return finder_of(TALK)


def pieces(location: Location) -> list[tuple[int, int, str, int, int]]:
    return [fragment[:5] for fragment in location.fragments]


def test_what_was_said_so_is_one_fragment_with_exact_edges(finder: Finder) -> None:
    quote = words_of(HARBOUR)
    (found, *_) = finder.find(quote)
    assert found == Location((Fragment(0, 18, TapeId("T1"), 4, 22, 1.0),), 1.0)


def test_the_aired_ending_is_two_pieces_said_in_the_other_order(finder: Finder) -> None:
    said, aired = words_of(JINX), words_of("What the hell did I do? Killed them all, of course.")
    (found, *_) = finder.find(aired)
    assert found.score == 1
    first, second = found.fragments
    assert (first.first, first.end, second.first, second.end) == (0, 6, 6, 11)
    assert said[first.start : first.stop] == aired[:6]
    assert said[second.start : second.stop] == aired[6:]
    assert first.start > second.stop


def test_nothing_leads_nowhere(finder: Finder) -> None:
    assert finder.find([]) == []
    assert finder.find(["zebra", "xylophone", "quartz"]) == []
    assert finder.find(words_of(HARBOUR), limit=0) == []
    assert finder_of({}).find(words_of(HARBOUR)) == []
    assert finder_of({"T1": [], "T2": [[]]}).find(words_of(HARBOUR)) == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_run_of_six_words_and_more_is_found_where_it_is(finder: Finder, data: st.DataObject) -> None:
    tape = data.draw(st.sampled_from(sorted(TALK)))
    said = [word for turn in TALK[tape] for word in turn]
    start = data.draw(st.integers(0, max(0, len(said) - 6)))
    end = data.draw(st.integers(start + 6, start + 60))
    quote = said[start:end]
    found = finder.find(quote, limit=500)
    assert (0, len(quote), tape, start, start + len(quote)) in [pieces(one)[0] for one in found]
    assert found[0].score == 1


def test_a_word_in_ten_may_be_wrong(finder: Finder) -> None:
    chance = random.Random(3)
    for tape, turns in TALK.items():
        said = [word for turn in turns for word in turn]
        start = chance.randrange(max(1, len(said) - 25))
        quote = [
            chance.choice(["storm", word + "s", "cat"]) if chance.random() < 0.1 else word for word in said[start:][:20]
        ]
        (found, *_) = finder.find(quote)
        assert found.fragments[0].tape == tape
        assert found.fragments[0].start < start + 20
        assert start < found.fragments[-1].stop
