"""What it does to leave words out between two stretches that stay."""

from __future__ import annotations

from tapewright.model import Flag
from tapewright.proof.language import language_of
from tapewright.proof.omitting import flags_of_omission
from tapewright.proof.rules.questions import question_before, question_flag
from tapewright.proof.rules.retractions import retraction_flag
from tapewright.proof.rules.sentences import sentence_end_flags
from tapewright.proof.talk import TapeTalk
from tapewright.testing.proving import talk_of

EN = language_of("en")
SPEAKERS = {"MARIAN": 1, "JO": 2}


def said(text: str) -> TapeTalk:
    return talk_of("T1", ("MARIAN", text), speakers=SPEAKERS)


def flags(text: str, gone: str) -> list[Flag]:
    words, out = text.split(), gone.split()
    at = next(n for n in range(len(words)) if words[n : n + len(out)] == out)
    talk = said(text)
    found = flags_of_omission(talk, range(at), range(at, at + len(out)), range(at + len(out), len(words)), EN)
    return [flag.flag for flag in found]


def test_a_denial_left_out_between_is_flagged() -> None:
    assert flags("We did not sell the boat that year.", "not") == [Flag.NEGATION_DROPPED]


def test_a_condition_and_a_hedge_left_out_between_are_flagged() -> None:
    assert flags("We would go, if they paid us, to the other harbour.", "if they paid us,") == [Flag.CONDITION_DROPPED]
    assert flags("The ferry was, I think, an hour late.", "I think,") == [Flag.HEDGE_DROPPED]


def test_fillers_and_whole_sentences_raise_nothing() -> None:
    assert flags("We sold, um, you know, the boat.", "um, you know,") == []
    assert flags("We sold the boat. Nobody asked us if we would. The ferry came.", "Nobody asked us if we would.") == []


def test_the_question_before_an_answer_is_the_last_that_another_asked() -> None:
    talk = talk_of(
        "T1",
        ("JO", "Was the harbour closed?"),
        ("MARIAN", "Yes."),
        ("JO", "Did the bakery pay for the bread?"),
        ("MARIAN", "Yes, always."),
        speakers=SPEAKERS,
    )
    assert EN is not None
    found = question_before(talk, 12, EN)
    assert found is not None
    assert " ".join(talk.words[number].text for number in found) == "Did the bakery pay for the bread?"
    assert question_flag(talk, 12, "Did the bakery pay for bread?", EN) is None
    swapped = question_flag(talk, 12, "Was the harbour closed?", EN)
    assert swapped is not None
    assert swapped.flag is Flag.QUESTION_SWAPPED


def test_the_end_of_a_stretch_is_no_end_when_the_sentence_turns_behind_it() -> None:
    assert EN is not None
    talk = said("The harbour was quiet but the ferry came. Then we left.")
    assert [flag.flag for flag in sentence_end_flags(talk, 3, EN)] == [Flag.SENTENCE_ENDED_EARLY]
    assert sentence_end_flags(talk, 7, EN) == ()


def test_what_is_taken_back_in_the_next_sentence_is_told() -> None:
    assert EN is not None
    talk = said("I sold the boat. No, wait, that's not true. It sank.")
    found = retraction_flag(talk, 3, EN)
    assert found is not None
    assert found.flag is Flag.RETRACTED_NEXT
    assert retraction_flag(said("I sold the boat. It was red. The bakery closed."), 3, EN) is None
