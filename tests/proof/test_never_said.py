"""What was never said gets no source, however many of its words stand somewhere."""

from __future__ import annotations

import pytest

from tapewright.model import SpeakerId, Verdict
from tapewright.proof.talk import TapeTalk
from tapewright.testing.proving import MemoryProver, talk_of

_NAMES = "Anna Bert Carla Dora Emil Frieda Georg Hanna Ida Jonas Karl Lena Moritz Nora Otto Paula".split()
_FORMULA = "Your next question comes from the line of {} from the harbour office in {}. Please go ahead."
_TOWNS = "Elbridge Dunmore Winslow Harlech Torquay Whitby Fowey Looe".split()


def _talks() -> list[TapeTalk]:
    made = []
    for number, name in enumerate(_NAMES):
        town = _TOWNS[number % len(_TOWNS)]
        turns = [("HOST", _FORMULA.format(name, town)), ("GUEST", f"Thank you. I keep the {town} ferry, says {name}.")]
        made.append(talk_of(f"T{number}", *turns * 4, speakers={"HOST": 1, "GUEST": 2}))
    return made


@pytest.fixture(scope="module")
def prover() -> MemoryProver:
    return MemoryProver(_talks(), {})


@pytest.mark.parametrize(
    "text",
    [
        "Your next question comes from the lighthouse keepers, and is about granite.",
        "Please go ahead and tell the mayor that the tide tables were burnt.",
    ],
)
def test_a_formula_with_other_words_in_it_has_no_source(prover: MemoryProver, text: str) -> None:
    proved = prover.prove(text)
    assert proved.verdict is Verdict.NOT_FOUND
    assert proved.sources  # the nearest places, on which it does not rest


def test_a_formula_as_it_was_said_has_one_and_so_has_one_with_another_name(prover: MemoryProver) -> None:
    said = prover.prove("Your next question comes from the line of Carla from the harbour office in Winslow.")
    other = prover.prove("Your next question comes from the line of Carla from the harbour office in Whitby.")
    assert (said.verdict, other.verdict) == (Verdict.VERBATIM, Verdict.ALTERED)


def test_a_sentence_put_before_another_is_no_second_use_of_its_words() -> None:
    tape = (
        "They were very strong traditional bakers. We, I mean, this oven that you have in front of you now, it is very "
        "old. My mother spoke, and we learned a lot."
    )
    talk = talk_of("T1", ("MARIAN", tape), speakers={"MARIAN": 1})
    prover = MemoryProver([talk], {SpeakerId(1): "MARIAN"})
    verdict = prover.prove(
        "They were very strong traditional bakers. My mother spoke, and we learned a lot. We, I mean, this oven that "
        "you have in front of you now, it is very old."
    )
    assert verdict.verdict is Verdict.REORDERED
