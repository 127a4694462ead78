"""The same voice on other tapes is suggested where it stands out, and what a person said is never moved."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.model import SpeakerId, TapeId
from tapewright.speech.identity import Example, Heard
from tapewright.speech.identity.grouping import groups_of
from tapewright.speech.identity.scores import Scores
from tapewright.speech.identity.suggesting import candidates, splits, suggestions
from tapewright.timing import TICKS_PER_SECOND

SIZE = 192


def a_voice(person: int, tape: int, *, likeness: float = 0.7, seed: int = 0) -> tuple[float, ...]:
    """A person's voice on a tape: so alike to the same person's on another, to strangers by chance."""
    mine = numpy.random.default_rng([person, seed]).standard_normal(SIZE)
    here = numpy.random.default_rng([person, tape, seed, 7]).standard_normal(SIZE)
    made = mine / numpy.linalg.norm(mine) * likeness**0.5 + here / numpy.linalg.norm(here) * (1 - likeness) ** 0.5
    return tuple(float(number) for number in made / numpy.linalg.norm(made))


def heard(person: int, tape: int, **other) -> Heard:
    """``key`` tells who it is: person * 100 + tape."""
    likeness, seed = other.pop("likeness", 0.7), other.pop("seed", 0)
    key = person * 100 + tape
    return Heard(
        key=key,
        tape=TapeId(f"T{tape:03}"),
        centre=a_voice(person, tape, likeness=likeness, seed=seed),
        speaker=other.pop("speaker", SpeakerId(key)),
        weight=other.pop("weight", (1000 - tape) * TICKS_PER_SECOND),
        spread=0.75,
        **other,
    )


@st.composite
def many(draw: st.DrawFn) -> list[Heard]:
    """Some people on some tapes, each heard well or badly."""
    seed = draw(st.integers(0, 10_000))
    people = draw(st.integers(1, 5))
    voices = []
    for tape in range(draw(st.integers(1, 6))):
        for person in draw(st.sets(st.integers(1, people), max_size=4)):
            voices.append(heard(person, tape, likeness=draw(st.sampled_from((0.85, 0.6, 0.35))), seed=seed))
    return voices


def told(voices: list[Heard], data: st.DataObject) -> list[Heard]:
    """The same after a person has confirmed some and rejected some."""
    made = []
    for voice in voices:
        if data.draw(st.booleans()):
            voice = replace(voice, is_confirmed=True, speaker=SpeakerId(data.draw(st.integers(9001, 9003))))
        elif voices and data.draw(st.booleans()):
            other = data.draw(st.sampled_from(voices))
            voice = replace(voice, rejected=frozenset({other.speaker, SpeakerId(9001)}) - {voice.speaker})
        made.append(voice)
    return made


def groups(voices: list[Heard], examples: tuple[Example, ...] = ()) -> list[set[int]]:
    return [{voices[row].key for row in rows if row < len(voices)} for rows in groups_of(Scores(voices, examples))]


def test_each_voice_is_suggested_as_the_one_that_is_heard_longest() -> None:
    voices = [heard(person, tape) for tape in range(4) for person in (1, 2)]
    made = suggestions(voices)
    assert {(one.key, one.candidate.speaker) for one in made} == {
        (person * 100 + tape, person * 100) for tape in (1, 2, 3) for person in (1, 2)
    }
    for one in made:
        assert one.candidate.margin > 0.3
        assert one.candidate.likeness > 0.5
        assert all(key // 100 == one.key // 100 for key in one.with_voices)
        assert all(other.speaker // 100 != one.key // 100 for other in one.others)


def test_a_person_who_was_confirmed_is_suggested_by_name() -> None:
    marian = SpeakerId(9001)
    voices = [heard(1, 0, speaker=marian, is_confirmed=True), heard(2, 0), heard(1, 1), heard(2, 1)]
    made = {one.key: one.candidate.speaker for one in suggestions(voices)}
    assert made[101] == marian
    assert made.get(201, made.get(200)) in (200, 201)


def test_an_exemplar_brings_a_voice_that_stood_out_to_nobody() -> None:
    alone = [heard(1, 0, likeness=0.35), heard(2, 0)]
    assert suggestions(alone) == []
    example = Example(speaker=SpeakerId(9001), centre=a_voice(1, 0, likeness=0.6))
    (one,) = suggestions(alone, [example])
    assert (one.key, one.candidate.speaker, one.with_voices) == (100, 9001, ())


def test_confirming_on_a_bad_tape_helps_on_the_next_one() -> None:
    marian = SpeakerId(9001)
    clean = [heard(1, 0, speaker=marian, is_confirmed=True), heard(2, 0)]
    bad = [replace(heard(1, tape, likeness=0.12), centre=_mixed(1, tape)) for tape in (1, 2)]
    before = candidates([*clean, *bad], bad[1].key)[0]
    confirmed = replace(bad[0], speaker=marian, is_confirmed=True)
    after = candidates([*clean, confirmed, bad[1]], bad[1].key)[0]
    assert after.speaker == marian
    assert after.strength > before.strength or before.speaker != marian


def _mixed(person: int, tape: int) -> tuple[float, ...]:
    """A voice through a channel that two tapes share."""
    voice = numpy.array(a_voice(person, tape, likeness=0.5))
    channel = numpy.random.default_rng(99).standard_normal(SIZE)
    made = voice + 0.6 * channel / numpy.linalg.norm(channel)
    return tuple(float(number) for number in made / numpy.linalg.norm(made))


def test_what_was_rejected_is_suggested_no_more_not_even_through_others() -> None:
    voices = [heard(1, tape) for tape in range(4)]
    strangers = [heard(person, tape) for tape in range(4) for person in (2, 3)]
    assert {one.key for one in suggestions([*voices, *strangers]) if one.key < 200} == {101, 102, 103}
    marian = SpeakerId(9001)
    first = replace(voices[0], speaker=marian, is_confirmed=True)
    no = replace(voices[3], rejected=frozenset({marian}))
    made = suggestions([first, *voices[1:3], no, *strangers])
    assert {one.key: one.candidate.speaker for one in made if one.key < 200} == {101: marian, 102: marian}
    assert marian not in {one.speaker for one in candidates([first, *voices[1:3], no], no.key)}


def test_a_voice_the_finder_split_is_offered_apart() -> None:
    one, other = heard(1, 0), replace(heard(1, 0), key=999, speaker=SpeakerId(999))
    other = replace(other, centre=a_voice(1, 0, likeness=0.71))
    voices = [one, other, heard(2, 0), heard(1, 1), heard(2, 1)]
    assert not any({100, 999} <= {made.key, *made.with_voices} for made in suggestions(voices))
    (split,) = splits(voices)
    assert (split.key, split.other) == (100, 999)
    assert split.likeness > 0.9
    assert splits([replace(one, rejected=frozenset({other.speaker})), *voices[1:]]) == []


def test_nothing_is_suggested_of_nothing() -> None:
    assert suggestions([]) == []
    assert splits([]) == []
    assert candidates([], 7) == []
    assert suggestions([heard(1, 0)]) == []
    empty = replace(heard(1, 1), centre=())
    assert suggestions([heard(1, 0), empty]) == []
    assert candidates([heard(1, 0), empty], empty.key) == []
    other_network = replace(heard(1, 2), centre=(1.0, 0.0))
    assert {one.key for one in suggestions([heard(1, 0), heard(1, 1), other_network])} == {101}
    nought = replace(heard(1, 2), centre=(0.0,) * SIZE)
    assert {one.key for one in suggestions([heard(1, 0), heard(1, 1), nought])} == {101}


@settings(deadline=None)
@given(many(), st.data())
def test_no_group_holds_what_may_not_be_one(voices: list[Heard], data: st.DataObject) -> None:
    voices = told(voices, data)
    by_key = {voice.key: voice for voice in voices}
    for keys in groups(voices):
        members = [by_key[key] for key in keys]
        persons = {one.speaker for one in members if one.is_confirmed}
        assert len(persons) <= 1
        unconfirmed = [one.tape for one in members if not one.is_confirmed]
        assert len(set(unconfirmed)) == len(unconfirmed)
        assert not set(unconfirmed) & {one.tape for one in members if one.is_confirmed}
        speakers = {one.speaker for one in members}
        assert not any(one.rejected & speakers for one in members if not one.is_confirmed or len(persons) == 0)
    for made in suggestions(voices):
        assert made.candidate.speaker not in by_key[made.key].rejected
        assert not by_key[made.key].is_confirmed


@settings(deadline=None)
@given(many(), st.data(), st.randoms(use_true_random=False))
def test_the_order_in_which_tapes_arrive_changes_nothing(
    voices: list[Heard], data: st.DataObject, chance: random.Random
) -> None:
    voices = told(voices, data)
    shuffled = list(voices)
    chance.shuffle(shuffled)
    one, other = suggestions(voices), suggestions(shuffled)
    assert [(made.key, made.candidate.speaker) for made in one] == [
        (made.key, made.candidate.speaker) for made in other
    ]
    assert splits(voices) == splits(shuffled)


@settings(deadline=None)
@given(many(), many(), st.data())
def test_tapes_that_arrive_move_no_confirmed_voice(voices: list[Heard], more: list[Heard], data: st.DataObject) -> None:
    voices = told(voices, data)
    later = [
        replace(one, key=one.key + 50, tape=TapeId(f"U{one.tape}"), speaker=SpeakerId(one.key + 50)) for one in more
    ]
    for of in (voices, [*voices, *later]):
        parts = groups(of)
        for voice in voices:
            if voice.is_confirmed:
                mates = {v.key for v in voices if v.is_confirmed and v.speaker == voice.speaker}
                (mine,) = [keys for keys in parts if voice.key in keys]
                assert mates <= mine
        assert not {one.key for one in suggestions(of)} & {one.key for one in voices if one.is_confirmed}


def test_a_group_is_not_drawn_to_another_that_only_sounds_like_it() -> None:
    """Two sisters on four clean tapes each, 0.45 alike: each holds together by far more."""
    chance = numpy.random.default_rng(3)
    one, other = chance.standard_normal((2, SIZE))
    one /= numpy.linalg.norm(one)
    other = 0.5 * one + 0.866 * other / numpy.linalg.norm(other)
    voices = []
    for tape in range(8):
        base = one if tape % 2 else other
        noise = chance.standard_normal(SIZE)
        made = 0.94 * base + 0.34 * noise / numpy.linalg.norm(noise)
        voices.append(replace(heard(tape % 2 + 1, tape), centre=tuple(map(float, made / numpy.linalg.norm(made)))))
    for keys in groups(voices):
        assert len({key // 100 for key in keys}) == 1


@pytest.mark.parametrize("people", [40])
def test_hundreds_of_voices_are_grouped_in_a_moment(people: int) -> None:
    import time

    voices = [heard(person, tape) for tape in range(100) for person in (tape % people + 1, (tape * 7) % people + 101)]
    began = time.process_time()
    made = suggestions(voices)
    assert time.process_time() - began < 5
    assert len(made) > 100


def test_a_scrap_of_two_seconds_is_not_joined_before_the_voice_that_it_is_a_scrap_of() -> None:
    whole, scrap = heard(1, 0), replace(heard(1, 0), key=999, speaker=SpeakerId(999), weight=2 * TICKS_PER_SECOND)
    others = [heard(1, tape) for tape in (1, 2)]
    # By chance the scrap is a little more like what is said on the next tape.
    near = 0.9 * numpy.array(others[0].centre) + 0.5 * numpy.array(whole.centre)
    scrap = replace(scrap, centre=tuple(map(float, near / numpy.linalg.norm(near))))
    (group,) = [keys for keys in groups([whole, scrap, *others, heard(2, 0), heard(2, 1)]) if 101 in keys]
    assert group == {100, 101, 102}
