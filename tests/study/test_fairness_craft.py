"""Airtime is parted to the tick, names are counted once, and words that need a note are offered with their topic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import Speaker, SpeakerId, TapeId
from tapewright.study.contentnotes import note_places, topics
from tapewright.study.fairness import NO_GROUP, NOBODY, HeardStretch, HeardWord, shares
from tapewright.study.naming import name_forms

MARIAN, JONAS = SpeakerId(1), SpeakerId(2)
SPEAKERS = [Speaker(id=MARIAN, name="MARIAN", group="families"), Speaker(id=JONAS, name="JONAS")]


def word(speaker: SpeakerId | None, number: int, length: int = 10) -> HeardWord:
    return HeardWord(speaker=speaker, tape=TapeId("T001"), number=number, length=length)


words = st.builds(
    HeardWord,
    speaker=st.sampled_from([None, MARIAN, JONAS]),
    tape=st.sampled_from([TapeId("T001"), TapeId("T002")]),
    number=st.integers(0, 20),
    length=st.integers(0, 10**9),
)
stretches = st.builds(HeardStretch, length=st.integers(0, 10**12), words=st.lists(words, max_size=6).map(tuple))


@given(heard=st.lists(stretches, max_size=6))
def test_no_tick_of_the_programme_is_lost_or_given_twice(heard: list[HeardStretch]) -> None:
    found = shares(heard, {MARIAN: 5}, SPEAKERS)
    assert found.airtime == sum(one.length for one in heard)
    assert found.words == sum(len(one.words) for one in heard)
    assert sum(one.airtime for one in found.groups) == found.airtime
    assert all(one.used <= one.said and one.used <= one.words for one in found.people)


def test_a_passage_that_is_played_twice_is_used_once() -> None:
    twice = [HeardStretch(length=100, words=(word(MARIAN, 0), word(MARIAN, 1)), run=n) for n in (1, 2)]
    (marian, jonas) = shares(twice, {MARIAN: 8, JONAS: 4}, SPEAKERS).people
    assert (marian.words, marian.used, marian.said, marian.share_used, marian.runs) == (4, 2, 8, 0.25, 2)
    assert (jonas.airtime, jonas.used, jonas.said, jonas.share_used) == (0, 0, 4, 0.0)
    assert (marian.group, jonas.group) == ("families", NO_GROUP)


def test_a_piece_of_two_voices_is_parted_by_how_long_their_words_sound() -> None:
    both = HeardStretch(length=100, words=(word(MARIAN, 0, 30), word(JONAS, 1, 10)))
    assert {one.name: one.airtime for one in shares([both], {}, SPEAKERS).people} == {"MARIAN": 75, "JONAS": 25}


def test_what_has_no_words_is_nobodys() -> None:
    (one,) = shares([HeardStretch(length=7, words=())], {}, SPEAKERS).people
    assert (one.name, one.airtime, one.share_used) == (NOBODY, 7, None)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Marian Voss met Marian Voss", {1: 2}),
        ("Mr. Voss went home", {}),  # two bear it
        ("Peter’s boat and MARIAN,", {1: 1, 2: 1}),
        ("the Harbour Board of the harbour", {3: 2}),
        ("the board met", {}),
        ("", {}),
    ],
)
def test_names_count_once_and_only_for_who_alone_bears_them(text: str, named: dict[int, int]) -> None:
    forms = name_forms({1: "Marian Voss", 2: "Peter Voss", 3: "Harbour Board", 4: " "})
    assert forms.count(text.split()) == named


def test_two_people_of_one_name_are_told_apart_by_nobody() -> None:
    assert name_forms({1: "Ann Lee", 2: "Ann Lee"}).count(["Ann", "Lee"]) == {}


@pytest.mark.parametrize(
    ("text", "topic", "place"),
    [
        ("She spoke of the suicides then.", "suicide or self-harm", (4, 5)),
        ("he had self-harmed", "suicide or self-harm", (2, 3)),
        ("It was DOMESTIC violence, they said", "violence in the home", (2, 4)),
        ("the heroine of the harbour", "", None),
        ("a grape in the bakery", "", None),
    ],
)
def test_words_that_may_need_a_note_are_found_whole(
    text: str, topic: str | None, place: tuple[int, int] | None
) -> None:
    found = note_places(text.split(), "en-GB")
    assert [(one.topic, (one.first, one.end)) for one in found] == ([(topic, place)] if topic else [])


@given(st.lists(st.text(max_size=12), max_size=30))
def test_any_words_can_be_looked_through(words: list[str]) -> None:
    assert all(0 <= one.first < one.end <= len(words) for one in note_places(words, "en"))


def test_a_language_without_a_list_offers_nothing() -> None:
    assert topics("xx") == topics("../en") == ()
    assert note_places(["suicide"], "xx") == []
    assert len({topic.name for topic in topics("en")}) == len(topics("en")) >= 8
