"""What is worth a person's ear: signs that a word is wrong, names that it may stand for, what an error would cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import CHECKED, Mark, TapeId, Turn, Word, WordTiming
from tapewright.model.names import KnownName, NameKind
from tapewright.proof.hearing import Ear
from tapewright.proof.review.alike import NamesBySound
from tapewright.proof.review.items import MOST_PLAIN, Item, Lore, items_of
from tapewright.proof.review.matter import Why, cost, with_twins
from tapewright.proof.review.signs import ODDS, Known, Manner, Sign, Signs, chance, how_sure, manner_of
from tapewright.proof.talk import TapeTalk
from tapewright.proof.weight import Weights
from tapewright.testing.material import some_words
from tapewright.timing import from_seconds
from tapewright.words.normal import key

NAMES = (
    KnownName(name="Andreas Harstrick", kind=NameKind.PERSON),
    KnownName(name="Constellium", kind=NameKind.ORGANISATION, sounds_like=("come stallion",)),
    KnownName(name="Orford Ness", kind=NameKind.PLACE),
)
"""Of a company's call in the public collection Earnings-21, where a recogniser heard "andreas hot streak"."""

OFTEN = Counter(dict.fromkeys("the and of to was a we in that not one come with it is".split(), 90))


def words_of(text: str, confidences: dict[int, int | None] | None = None, *, default: int | None = 254) -> list[Word]:
    found = confidences or {}
    timed = [
        replace(word, start=from_seconds(0.4 * n), end=from_seconds(0.4 * n + 0.35))
        for n, word in enumerate(some_words(text))
    ]
    return [replace(word, confidence=found.get(n, default)) for n, word in enumerate(timed)]


def lore(*, corrected: dict[str, tuple[str, ...]] | None = None) -> Lore:
    return Lore(
        weights=Weights(names=frozenset(("andreas",)), is_negation=lambda word: word == "not"),
        known=Known(said=OFTEN, names=frozenset(("andreas", "harstrick")), corrected=corrected or {}),
        names=NamesBySound(NAMES),
    )


def asked(words: list[Word], *, bites: dict[int, str] | None = None, known: Lore | None = None) -> list[Item]:
    talk = TapeTalk(TapeId("T001"), (Turn(words=tuple(words)),), is_by_machine=True)
    return items_of(talk, [Ear.MACHINE] * len(words), bites or {}, known or lore())


def texts(found: list[Item], words: list[Word]) -> list[str]:
    return [" ".join(word.text for word in words[item.first : item.end]) for item in found]


# --- signs ----------------------------------------------------------------------------------------------------------


def test_each_sign_moves_the_odds_by_what_is_written() -> None:
    plain = chance(())
    for sign in Sign:
        moved = chance((sign,))
        assert moved / (1 - moved) == pytest.approx(plain / (1 - plain) * ODDS[sign])


@given(st.sets(st.sampled_from(Sign)))
def test_a_chance_is_a_chance(signs: set[Sign]) -> None:
    assert 0 < chance(signs) < 1


def test_the_less_sure_the_recogniser_the_likelier_wrong() -> None:
    words = words_of("was was was was was", {0: 254, 1: 220, 2: 180, 3: 140, 4: 90})
    signs = Signs(Known(said=OFTEN))
    alone = [chance(signs.of([word], 0)) for word in words]
    assert alone == sorted(alone)


def test_a_word_beside_one_that_is_unsure_and_one_behind_a_pause_are_doubted() -> None:
    words = words_of("the and of to", {1: 100})
    signs = Signs(Known(said=OFTEN))
    assert Sign.BESIDE_UNSURE in signs.of(words, 2)
    assert Sign.BESIDE_UNSURE not in signs.of(words, 3)
    assert Sign.AFTER_PAUSE in signs.of(words, 0)
    late = [*words[:3], replace(words[3], start=from_seconds(9), end=from_seconds(9.3))]
    assert Sign.AFTER_PAUSE in signs.of(late, 3)


def test_what_people_said_elsewhere_counts() -> None:
    known = Known(said=OFTEN, confirmed=frozenset(("was",)), corrected={"come": ("Comstock",)})
    signs = Signs(known)
    assert Sign.CONFIRMED in signs.of(words_of("was"), 0)
    assert Sign.MISHEARD_BEFORE in signs.of(words_of("come"), 0)


def test_what_a_person_typed_is_doubted_less_than_what_a_machine_heard() -> None:
    words = words_of("was", default=None)
    signs = Signs(Known(said=OFTEN))
    assert chance(signs.of(words, 0, Manner(is_typed=True))) < chance(signs.of(words, 0))


def test_of_a_recogniser_that_is_hardly_ever_sure_each_step_says_less() -> None:
    kaldi = words_of("was was was was", {0: 220})
    whisper = words_of("was was was was", {0: 140, 1: 230, 2: 240, 3: 252})
    assert not manner_of(kaldi, is_by_machine=True).is_cautious
    cautious = manner_of(whisper, is_by_machine=True)
    assert cautious.is_cautious
    assert how_sure(whisper[0], cautious) is Sign.RATHER_UNSURE
    assert how_sure(whisper[1], cautious) is None
    checked = [replace(word, confidence=CHECKED) for word in kaldi]
    assert not manner_of(checked, is_by_machine=True).is_cautious


def test_a_word_that_the_aligner_refused_is_doubted_where_it_found_most() -> None:
    words = [replace(word, timing=WordTiming.REFINED) for word in words_of("was in the that")]
    words[2] = replace(words[2], timing=WordTiming.RECOGNISED)
    laid = manner_of(words, is_by_machine=True)
    signs = Signs(Known(said=OFTEN))
    assert [Sign.REFUSED in signs.of(words, n, laid) for n in range(4)] == [False, False, True, False]
    assert Sign.REFUSED not in signs.of(words, 2)


# --- names by sound -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("andreas hot streak", "Andreas Harstrick"),
        ("come stallion", "Constellium"),
        ("or ford nest", "Orford Ness"),
        ("harstick", "Harstrick"),
    ],
)
def test_a_known_name_is_found_in_what_was_written_for_it(heard: str, name: str) -> None:
    words = heard.split()
    found = NamesBySound(NAMES).in_words(words, range(len(words)))
    assert name in [one.text for one in found]


@pytest.mark.parametrize("said", ["Andreas Harstrick", "Orford Ness", "constellium"])
def test_a_name_that_is_written_right_is_no_question(said: str) -> None:
    words = [key(word) for word in said.split()]
    assert NamesBySound(NAMES).in_words(words, range(len(words))) == []


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_words_are_compared(words: list[str]) -> None:
    for one in NamesBySound(NAMES).in_words(words, range(len(words))):
        assert 0 <= one.first < one.end <= len(words)
        assert 0 < one.likeness <= 1


def test_without_names_nothing_sounds_like_one() -> None:
    assert NamesBySound(()).is_empty
    assert NamesBySound(()).in_words(["come", "stallion"], range(2)) == []


# --- the queue ------------------------------------------------------------------------------------------------------


def test_words_are_asked_about_for_what_they_are() -> None:
    words = words_of("we did not pay forty boats to Karla", {5: 100})
    found = {text: item.whys[0] for item, text in zip(asked(words), texts(asked(words), words), strict=True)}
    assert found["not"] is Why.NEGATION
    assert found["Karla"] is Why.NAME
    assert found["forty boats"] is Why.NUMBER
    assert "we" not in found


def test_doubtful_words_beside_each_other_are_one_question_and_what_they_could_be_is_said() -> None:
    words = words_of("we heard andreas hot streak", {3: 120, 4: 130})
    item = next(one for one in asked(words) if one.first <= 3 < one.end)
    assert texts([item], words) == ["andreas hot streak"]
    assert item.instead[0] == "Andreas Harstrick"
    assert item.chance > 0.5


def test_every_word_of_a_cut_is_asked_about_in_stretches_that_can_be_heard() -> None:
    words = words_of("the and of to was a we in that come with it is the and of to was a we", {2: 90})
    found = asked(words, bites=dict.fromkeys(range(len(words)), "gap 1"))
    covered = [n for item in found for n in range(item.first, item.end)]
    assert covered == list(range(len(words)))
    assert max(item.end - item.first for item in found) <= MOST_PLAIN
    assert all(item.bite == "gap 1" and item.cost > 1.5 for item in found)


def test_an_error_in_a_cut_costs_more_than_the_same_elsewhere() -> None:
    words = words_of("Karla came and Karla went", {0: 90, 3: 90})
    found = asked(words, bites={3: "gap 1"})
    assert found[1].consequence > found[0].consequence


def test_what_a_person_heard_or_checked_and_what_nobody_says_is_no_question() -> None:
    words = words_of("we did not pay forty", {2: CHECKED})
    words[4] = replace(words[4], marks=frozenset((Mark.ABSENT,)))
    talk = TapeTalk(TapeId("T001"), (Turn(words=tuple(words)),), is_by_machine=True)
    ears = [Ear.MACHINE, Ear.MACHINE, Ear.HUMAN, Ear.MACHINE, Ear.MACHINE]
    assert items_of(talk, ears, {}, lore()) == []


def test_a_word_that_was_corrected_elsewhere_is_asked_about_however_sure_the_machine_is() -> None:
    words = words_of("the stallion was in")
    item = next(iter(asked(words, known=lore(corrected={"stallion": ("Constellium",)}))))
    assert item.whys[0] is Why.LEARNT
    assert item.instead == ("Constellium",)


def test_a_typist_and_an_engine_who_differ_are_a_question() -> None:
    words = words_of("the and of")
    words[1] = replace(words[1], marks=frozenset((Mark.DIFFERS,)))
    assert [item.whys for item in asked(words)] == [(Why.DIFFERS,)]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("the Karla forty two not hot streak andreas — … ".split()),
            st.one_of(st.none(), st.integers(0, 254)),
            st.booleans(),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_items_never_overlap_and_stand_in_order(rows: list[tuple[str, int | None, bool, bool]]) -> None:
    words = words_of(" ".join(text for text, *_ in rows), {n: sure for n, (_, sure, *_) in enumerate(rows)})
    bites = {n: "gap 1" for n, (*_, is_cut, _) in enumerate(rows) if is_cut}
    talk = TapeTalk(TapeId("T001"), (Turn(words=tuple(words)),), is_by_machine=True)
    ears = [Ear.HUMAN if heard else Ear.MACHINE for *_, heard in rows]
    found = items_of(talk, ears, bites, lore())
    covered = [n for item in found for n in range(item.first, item.end)]
    assert covered == sorted(set(covered))
    assert not any(ears[n] is Ear.HUMAN for n in covered)
    assert all(0 < item.chance < 1 and item.cost > 0 and item.whys for item in found)
    asked_in_cut = {n for n in bites if ears[n] is Ear.MACHINE and key(words[n].text)}
    assert asked_in_cut <= set(covered)


def test_twins_raise_only_what_they_would_settle() -> None:
    assert with_twins(1.0, [Why.NAME], 10) == with_twins(1.0, [Why.NAME], 99) == 1.5
    assert with_twins(1.0, [Why.NUMBER], 10) == 1.0
    assert cost([], in_cut=False) == 0.0
