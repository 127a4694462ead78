"""The finder: what a quotation is made of, and where on the tapes each piece of it was said."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tapewright.corpus import Lookup, build
from tapewright.model import TapeId
from tapewright.proof.finder import Finder
from tapewright.proof.talk import Fragment, Location
from tapewright.testing.talk import invented_talk
from tapewright.words.contractions import opened
from tapewright.words.normal import searched, spoken

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


def test_every_place_is_given_where_a_line_was_said_twice() -> None:
    line = words_of("We sold the boat to a man from the islands who never paid.")
    nearly = words_of("We sold that boat to a man from the islands, who has never paid.")
    talk = TALK | {"A": [["well"], line], "B": [line, ["and", "again"], line], "C": [nearly]}
    found = finder_of(talk).find(line)
    assert [(one.fragments[0].tape, one.fragments[0].start) for one in found[:4]] == [
        ("A", 1),
        ("B", 0),
        ("B", 15),
        ("C", 0),
    ]
    assert [one.score for one in found[:3]] == [1, 1, 1]
    assert 0.7 < found[3].score < 1
    assert len(finder_of(talk).find(line, limit=2)) == 2


def test_a_piece_that_was_said_twice_gives_two_ways_to_explain_the_whole() -> None:
    one, other = (
        words_of("the ferry never stopped at our side of the bay"),
        words_of("so my brother built a bridge out of rope"),
    )
    found = finder_of(TALK | {"A": [one], "B": [["um"], one], "C": [other]}).find(one + other)
    assert [[f.tape for f in way.fragments] for way in found[:2]] == [["A", "C"], ["B", "C"]]
    assert found[0].score == found[1].score == 1


def test_a_quotation_runs_across_turns_and_past_interjections() -> None:
    talk = TALK | {"T2": [words_of("We baked twenty-five loaves"), ["mhm"], words_of("every morning, and I hated it.")]}
    quote = words_of("We baked 25 loaves every morning and I hated it")
    (found, *_) = finder_of(talk).find(quote)
    assert pieces(found) == [(0, 10, "T2", 0, 12)]
    assert found.score == 1


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("we did not know that the ebitda margin was so low", "we didn't know that the a bit da margin was so low"),
        ("they're going to close the health care centre in nineteen eighty four",
         "they are gonna close the healthcare center in 1984"),
        ("it's what we've done and I'd do it, because that's what they're for",
         "it is what we have done and I would do it, because that is what they are for"),
        ("i cannot tell you what the programme would have cost us",
         "i can not tell you what the program would've cost us"),
        ("the well-known harbour master took $5 million from us",
         "the well known harbor-master took five million dollars from us"),
        ("our señora de la mar was the biggest boat of all", "our senora de la mar was the biggest boat of all"),
    ],
)  # fmt: skip
def test_what_is_only_written_otherwise_agrees(said: str, quoted: str) -> None:
    heard, quote = searched(said.split()), words_of(quoted)
    (found, *_) = finder_of(TALK | {"X": [heard]}).find(quote)
    assert pieces(found) == [(0, len(quote), "X", 0, len(heard))]
    assert found.score > 0.9


def test_edges_reach_to_the_last_word_that_agrees(finder: Finder) -> None:
    quote = words_of("nobody asked us anything until the ships came back, they said")
    (found, *_) = finder.find(quote)
    assert pieces(found) == [(0, 9, "T1", 11, 20)]


def test_a_few_words_are_not_looked_for_on_another_tape_where_the_passage_has_them() -> None:
    mud = "It rained for days and the boats lay in the mud. "
    passage = words_of("She left the island of course. " + mud * 3 + "And then she married, of course.")
    talk = TALK | {"A": [passage], "B": [words_of("Of course. Of course we did. Of course.")]}
    (found, *_) = finder_of(talk).find(words_of("It rained for days, of course"))
    assert {fragment.tape for fragment in found.fragments} == {"A"}
    assert found.score == 1


def test_pieces_of_three_tapes_are_found_with_their_edges() -> None:
    talk = dict(TALK)
    said = [
        ("A", "my mother kept the letters in a tin under the stairs"),
        ("B", "we were never told where the money had gone"),
        ("C", "and that was the last summer before the bridge"),
    ]
    for tape, text in said:
        talk[tape] = [words_of("Well, yes. " + text + " But who knows?")]
    quote = words_of(" ".join(text for _, text in said))
    (found, *_) = finder_of(talk).find(quote)
    assert [(f.tape, f.start) for f in found.fragments] == [("A", 2), ("B", 2), ("C", 2)]
    assert [f.end - f.first for f in found.fragments] == [len(words_of(text)) for _, text in said]
    assert found.score == 1 > found.net > 0.6


def test_what_was_never_said_is_worth_little(finder: Finder) -> None:
    for text in ("I have told my neighbour twice that his goats are eating all of our cabbages",
                 "The minister resigned because of the report on the railways in the north"):  # fmt: skip
        assert all(one.net < 0.45 for one in finder.find(words_of(text)))


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_very_short_quotations_are_found_word_for_word(finder: Finder, length: int) -> None:
    quote = words_of(HARBOUR)[5:][:length]
    found = finder.find(quote, limit=3000)
    assert (0, length, "T1", 9, 9 + length) in [pieces(one)[0] for one in found]
    assert all(len(one.fragments) == 1 for one in found if one.score == 1)


def test_a_whole_tape_is_a_quotation_too(finder: Finder) -> None:
    said = [word for turn in TALK["N001"] for word in turn]
    (found, *_) = finder.find(said)
    assert pieces(found) == [(0, len(said), "N001", 0, len(said))]
    spoilt = [word if number % 17 else "cat" for number, word in enumerate(said)]
    (found, *_) = finder.find(spoilt)
    assert {fragment.tape for fragment in found.fragments} == {"N001"}
    assert found.score > 0.9


def test_the_same_word_a_hundred_times_is_answered(finder: Finder) -> None:
    assert all(one.score <= 1 for one in finder.find(["the"] * 100))


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


WORDS = st.sampled_from("the boat boats harbour and of not no didn't did twenty 25 five um zebra".split())


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from("ABCDE"), st.lists(st.lists(WORDS, max_size=30), max_size=4), max_size=5),
    st.lists(WORDS, max_size=25),
)
@example({"A": [["did", *["the"] * 11, "not"]]}, ["didn't"])
def test_any_talk_and_any_quotation_give_fragments_that_are_there(
    talk: dict[str, list[list[str]]], quote: list[str]
) -> None:
    for location in finder_of(talk).find(quote):
        assert 0 <= location.net <= location.score <= 1
        ends = [(0, 0), *((fragment.first, fragment.end) for fragment in location.fragments)]
        assert all(end <= first < last for (_, end), (first, last) in pairwise(ends))
        for fragment in location.fragments:
            said = [word for turn in talk[fragment.tape] for word in turn]
            assert 0 <= fragment.start < fragment.stop <= len(said)
            assert fragment.end <= len(quote)
            if fragment.score == 1 and fragment.end - fragment.first == 1 == fragment.stop - fragment.start:
                assert set(opened(quote[fragment.first])) <= set(opened(said[fragment.start]))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=8), max_size=12), st.lists(st.text(max_size=8), max_size=12), st.integers(0, 3))
def test_whatever_is_taken_for_a_word_is_answered(said: list[str], quote: list[str], limit: int) -> None:
    found = finder_of({"T": [said, []]}).find([*quote, *said], limit=limit)
    assert len(found) <= limit


def test_hostile_quotations_are_answered(finder: Finder) -> None:
    for quote in (
        ["\0"] * 5,
        ["a" * 100_000],
        ["\ud800", "the"],
        ["9" * 400, "million", "dollars"],
        ["'", "''", "'s"] * 50,
    ):
        assert all(0 <= one.net <= one.score <= 1 for one in finder.find(quote))
