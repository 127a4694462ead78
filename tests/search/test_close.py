"""Close search: what was remembered, typed or heard wrongly is found where it was said."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.corpus import Lookup, build, fold_words
from tapewright.errors import UsageError
from tapewright.search.close import MOST_WORDS, CloseIndex, ClosePlace
from tapewright.testing.talk import invented_talk

TALK = [
    (tape, [word for turn in turns for word in turn.text.split()]) for tape, turns in invented_talk(30_000, tapes=6)
]
HARBOUR = "the harbour was quiet that year and nobody asked until the boats came back".split()


def index_of(talk: list[tuple[str, list[str]]]) -> CloseIndex:
    return CloseIndex(Lookup(build((tape, [words]) for tape, words in talk)))


@pytest.fixture(scope="module")
def talk() -> list[tuple[str, list[str]]]:
    chance = random.Random(2)
    with_harbour = [(tape, list(words)) for tape, words in TALK]
    with_harbour[3][1][700:700] = HARBOUR
    chance.shuffle(with_harbour)
    return with_harbour


@pytest.fixture(scope="module")
def index(talk: list[tuple[str, list[str]]]) -> CloseIndex:
    return index_of(talk)


def first(index: CloseIndex, text: str) -> ClosePlace:
    return index.find(text.split())[0]


def test_what_was_said_so_is_found_with_no_word_that_differs(index: CloseIndex) -> None:
    assert first(index, " ".join(HARBOUR)) == ClosePlace("N003", 700, 700 + len(HARBOUR), 1.0, 0)


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("the harbor was quiet that year and nobody asked until the boats came back", 1),
        ("the harbour was so quiet that year and nobody asked", 1),
        ("the harbour was quiet that and nobody asked until the boats", 1),
        ("harbuor was qiet taht year", 3),
        ("well the harbour was quiet that year", 1),
    ],
)
def test_words_that_differ_are_counted(index: CloseIndex, text: str, differs: int) -> None:
    found = first(index, text)
    assert (found.tape, found.differs) == ("N003", differs)
    assert 699 <= found.start < found.end <= 701 + len(HARBOUR)
    assert 0.6 < found.score < 1


def test_hesitations_on_the_tape_do_not_count() -> None:
    said = "the harbour was um quiet uh that year".split()
    (found, *_) = index_of([*TALK, ("X", said)]).find("the harbour was quiet that year".split())
    assert found == ClosePlace("X", 0, len(said), 1.0, 0)


def test_every_place_is_found_best_first() -> None:
    nearly = [word if word != "nobody" else "somebody" for word in HARBOUR]
    found = index_of([*TALK, ("X", HARBOUR), ("Y", nearly), ("Z", HARBOUR)]).find(HARBOUR)
    assert [(place.tape, place.differs) for place in found[:3]] == [("X", 0), ("Z", 0), ("Y", 1)]


def test_a_place_never_runs_from_one_tape_into_the_next() -> None:
    found = index_of([("A", HARBOUR[:7]), ("B", HARBOUR[7:])]).find(HARBOUR)
    assert {(place.tape, place.start, place.end) for place in found} <= {("A", 0, 7), ("B", 0, 7)}
    assert found


def test_a_search_can_be_kept_to_stretches_of_tapes(talk: list[tuple[str, list[str]]], index: CloseIndex) -> None:
    assert index.find(HARBOUR, within={"N003": [(600, 800)]})
    assert index.find(HARBOUR, within={"N003": [(0, 600), (800, 5000)]}) == []
    assert index.find(HARBOUR, within={"N001": [(0, 1 << 31)], "gone": [(0, 5)]}) == []


def test_words_that_were_never_said_lead_to_nothing(index: CloseIndex) -> None:
    assert index.find(["zebra", "xylophone", "quartz"]) == []
    assert index.find([]) == []
    assert index_of([]).find(HARBOUR) == []


def test_a_word_that_was_misspelt_alone_is_found(index: CloseIndex) -> None:
    assert any(place.tape == "N003" for place in index.find(["harbuor", "qwiet", "yeer"]))


def test_a_whole_page_is_refused_in_words(index: CloseIndex) -> None:
    with pytest.raises(UsageError, match="too many"):
        index.find(["boats"] * (MOST_WORDS + 1))


def test_nineteen_of_twenty_quotes_with_one_word_in_ten_wrong_are_found(
    talk: list[tuple[str, list[str]]], index: CloseIndex
) -> None:
    chance = random.Random(11)
    found = 0
    for _ in range(200):
        tape, words = chance.choice(talk)
        length = chance.randrange(7, 20)
        begin = chance.randrange(len(words) - length)
        quote = [
            chance.choice(["storm", word[1:], word + "s"]) if chance.random() < 0.1 else word
            for word in words[begin : begin + length]
        ]
        places = index.find([word for word in quote if word])
        found += any(p.tape == tape and p.start < begin + length and begin < p.end for p in places)
    assert found >= 190


def test_the_first_word_of_all_is_heard_once() -> None:
    (place,) = index_of([("T0", ["a"])]).find(["a", "a"])
    assert place.differs == 1
    assert place.score < 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("abcde"), max_size=40), max_size=4),
    st.lists(st.sampled_from("abcdef"), max_size=9),
)
def test_any_talk_and_any_query_give_places_that_are_there(tapes: list[list[str]], query: list[str]) -> None:
    talk = [(f"T{number}", words) for number, words in enumerate(tapes)]
    lengths = {tape: len(words) for tape, words in talk}
    for place in index_of(talk).find(query):
        assert 0 <= place.start < place.end <= lengths[place.tape]
        assert 0 < place.score <= 1
        assert place.differs >= 0
        assert (place.differs == 0) <= (dict(talk)[place.tape][place.start : place.end] == query)


def test_a_contraction_and_its_words_are_the_same() -> None:
    said = "we didn't know that it's cold in the harbour".split()
    asked = [word.text for word in fold_words("we did not know that it is cold".split())]
    (found, *_) = index_of([*TALK, ("X", said)]).find(asked)
    assert found == ClosePlace("X", 0, 6, 1.0, 0)
