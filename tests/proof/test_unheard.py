"""What is to be heard first: what is in a cut, then names, numbers, negations, and what the machine doubts."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.model import Mark, Turn
from tapewright.proof.hearing import Ear
from tapewright.proof.talk import TapeTalk
from tapewright.proof.unheard import unheard
from tapewright.proof.weight import Reason, Weights
from tapewright.testing import strategies
from tapewright.testing.material import TAPE, some_words


def shown(
    *texts: str, heard: str = "", bites: dict[str, str] | None = None, only_cut: bool = False, **options
) -> list[tuple[str, list[str]]]:
    """The places as text with their reasons; ``heard`` words are a person's."""
    talk = TapeTalk(TAPE, tuple(Turn(words=some_words(text, 100.0 * n)) for n, text in enumerate(texts)))
    ears = [Ear.HUMAN if word.text in heard.split() else Ear.MACHINE for word in talk.words]
    placed = {n: bites[word.text] for n, word in enumerate(talk.words) if bites and word.text in bites}
    found = unheard(talk, ears, placed, Weights(**options), only_cut=only_cut)
    return [
        (" ".join(word.text for word in talk.words[one.first : one.end]), [reason.value for reason in one.reasons])
        for one in found
    ]


def test_names_are_capitals_inside_a_sentence_and_those_of_the_settings() -> None:
    text = "The harbour of Elbridge was quiet. Nobody asked, I think, and I’m sure “Tom” did"
    assert shown(text) == [("Elbridge", ["name"]), ("“Tom”", ["name"])]
    assert shown("we walked to elbridge", names={"elbridge"}) == [("elbridge", ["name"])]
    assert shown("Elbridge was quiet") == []


def test_numbers_said_and_written_count_and_a_lone_one_does_not() -> None:
    assert shown("one of them had 3 boats and the other one twenty five percent of it") == [
        ("3", ["number"]),
        ("twenty five percent", ["number"]),
    ]


def test_negations_are_those_of_the_language() -> None:
    assert shown("we did not ask", is_negation=lambda word: word == "not") == [("not", ["negation"])]


def test_what_the_machine_doubts_comes_with_its_reason() -> None:
    words = some_words("the harbour was quiet")
    words = (
        words[0],
        replace(words[1], confidence=40),
        words[2],
        replace(words[3], marks=frozenset([Mark.UNSUPPORTED])),
    )
    found = unheard(TapeTalk(TAPE, (Turn(words=words),)), [Ear.MACHINE] * 4, {}, Weights())
    assert [(one.first, one.end, one.reasons) for one in found] == [
        (1, 4, (Reason.UNSUPPORTED, Reason.LOW_CONFIDENCE)),
    ]


def test_what_a_person_heard_is_not_asked_for_again() -> None:
    assert shown("we met Marian and Tom", heard="Marian") == [("Tom", ["name"])]


def test_every_word_of_a_cut_is_to_be_heard_each_bite_by_itself() -> None:
    bites = {"the": "gap 1", "harbour": "gap 1", "was": "gap 2", "quiet": "gap 2"}
    assert shown("the harbour was quiet and nobody asked Tom", bites=bites) == [
        ("the harbour", []),
        ("was quiet", []),
        ("Tom", ["name"]),
    ]
    assert shown("the harbour was quiet and nobody asked Tom", bites=bites, only_cut=True) == [
        ("the harbour", []),
        ("was quiet", []),
    ]
    assert shown("the harbour was quiet", bites=bites, heard="harbour") == [("the", []), ("was quiet", [])]


def test_the_cut_comes_first_then_the_weightiest_reason() -> None:
    talk = TapeTalk(TAPE, (Turn(words=some_words("he saw 3 boats with Tom and then went home quite slowly")),))
    found = unheard(talk, [Ear.MACHINE] * 12, {11: "gap 1"}, Weights())
    assert [talk.words[one.first].text for one in sorted(found, key=lambda one: one.weight)] == ["slowly", "3"]
    assert found[0].reasons == (Reason.NAME, Reason.NUMBER)


@settings(max_examples=50, deadline=None)
@given(turns=st.lists(strategies.turns(), max_size=4), data=st.data())
def test_places_are_apart_in_order_and_hold_only_what_nobody_heard(turns: list[Turn], data: st.DataObject) -> None:
    talk = TapeTalk(TAPE, tuple(turns))
    ears = [data.draw(st.sampled_from(Ear)) for _ in talk.words]
    bites = {n: data.draw(st.sampled_from(["a 1", "a 2"])) for n in range(len(ears)) if data.draw(st.booleans())}
    found = unheard(talk, ears, bites, Weights())
    numbers = [n for one in found for n in range(one.first, one.end)]
    assert numbers == sorted(set(numbers))
    assert all(ears[n] is Ear.MACHINE for n in numbers)
    assert {n for n in bites if ears[n] is Ear.MACHINE} <= set(numbers)
    assert all(talk.turn_of[one.first] == talk.turn_of[one.end - 1] for one in found)
