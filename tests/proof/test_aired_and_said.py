"""The public cases, from the transcript alone: what was aired against what was said (FIELD, "Public cases")."""

from __future__ import annotations

import pytest

from tapewright.model import Flag, PieceKind, SpeakerId, Verdict
from tapewright.testing.proving import MemoryProver, talk_of

JINX = """
    [Unintelligible] I don't know what you expected to get. I don't know what's in the house. Oh, I want this. Killed
    them all, of course. [Unintelligible] I want to do something new. There's nothing new about that. [Inaudible –
    possibly "disaster."] He was right. I was wrong. The burping. I'm having difficulty with the question. What the hell
    did I do?"""
SPEAKERS = {"THE GUEST": 1, "THE HOST": 2, "A PUPIL": 3}
NAMES = {SpeakerId(number): name for name, number in SPEAKERS.items()}


def prover_of(*turns: tuple[str, str]) -> MemoryProver:
    return MemoryProver([talk_of("T1", *turns, speakers=SPEAKERS)], NAMES)


def test_the_ending_of_the_jinx_is_reordered_with_six_sentences_between() -> None:
    aired = prover_of(("THE GUEST", JINX)).prove("What the hell did I do? Killed them all, of course.")
    assert aired.verdict is Verdict.REORDERED
    assert [source.text for source in aired.sources] == ["What the hell did I do?", "Killed them all, of course."]
    assert "6 sentences between" in aired.explanation
    assert "before 'What the hell did I do?'" in aired.explanation


@pytest.mark.parametrize("quote", ["I want that", "I wanted that"])
def test_never_gone_from_i_never_wanted_that_is_a_dropped_negation(quote: str) -> None:
    prover = prover_of(
        ("THE HOST", "And the money that was offered?"), ("THE GUEST", "I never wanted that. I said so at the time.")
    )
    proved = prover.prove(quote, "The Guest")
    assert Flag.NEGATION_DROPPED in [flag.flag for flag in proved.flags]
    assert "'never' is missing" in proved.explanation
    assert proved.verdict is (Verdict.ALTERED if quote == "I want that" else Verdict.CONDENSED)


def test_words_cut_out_of_my_best_friend_are_shown_as_gone() -> None:
    prover = prover_of(("A PUPIL", "Sally is my best friend out of all the teachers here. She helped me a lot."))
    proved = prover.prove("Sally is my best teacher here")
    gone = [piece.tape for piece in proved.diff if piece.kind is PieceKind.GONE]
    assert gone == ["friend out of all the"]
    assert proved.verdict is Verdict.ALTERED  # "teachers" was said
    assert prover.prove("Sally is my best friend here").verdict is Verdict.CONDENSED


def test_words_moved_into_a_question_are_found_and_the_answer_was_to_another() -> None:
    prover = prover_of(
        ("THE HOST", "Thirty years ago there was less money for the police than for the schools."),
        ("THE GUEST", "That is how it was."),
        ("THE HOST", "But do we agree that we can redirect some of the funding?"),
        ("THE GUEST", "Yes, absolutely."),
    )
    aired = prover.prove("But do we agree that we can redirect some of the funding for the police? Yes, absolutely.")
    assert aired.verdict in (Verdict.RECOMBINED, Verdict.REORDERED)
    assert "for the police" in [source.text for source in aired.sources]
    assert Flag.QUESTION_SWAPPED in [flag.flag for flag in aired.flags]
    as_said = prover.prove("But do we agree that we can redirect some of the funding? Yes, absolutely.")
    assert (as_said.verdict, as_said.flags) == (Verdict.VERBATIM, ())
    answer = prover.prove("Yes, absolutely.", "The Host")
    assert answer.verdict is Verdict.MISATTRIBUTED


def test_an_honest_trim_raises_nothing() -> None:
    prover = prover_of(
        ("THE HOST", "Were you there?"),
        ("THE GUEST", "No, um, I mean, I was not there. I was, you know, I was at the harbour all day. Right?"),
    )
    for trimmed in (
        "I was not there. I was at the harbour all day.",
        "No, I was not there.",
        "I was at the harbour all day.",
        "I was not there … at the harbour all day",
    ):
        assert prover.prove(trimmed, "The Guest").flags == (), trimmed
