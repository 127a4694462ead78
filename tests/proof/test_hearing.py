"""A word is a person's when somebody heard it as it reads now; what was heard otherwise is said, never lost."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.model import CHECKED, Listen, Turn, Word
from tapewright.proof.hearing import Ear, ears, heard_words, is_heard, says_the_same
from tapewright.proof.language import language_of
from tapewright.proof.talk import TapeTalk
from tapewright.testing import strategies
from tapewright.testing.material import TAPE, a_quote, some_words

TALK = "I did not know him then"


def listened(
    text: str = TALK,
    *,
    heard: str = "",
    who: str = "MB",
    start: float = 0,
    end: float = 6,
    day: int = 1,
    tape: str = TAPE,
) -> Listen:
    return Listen(who=who, when=f"2026-03-{day:02d}T10:00:00Z", quote=a_quote(start, end, text, tape), heard=heard)


def shown(words: tuple[Word, ...], *listens: Listen) -> str:
    """The words, human ones in capitals, contradicted ones between stars."""
    ways = {Ear.HUMAN: str.upper, Ear.MACHINE: str.lower, Ear.CONTRADICTED: "*{}*".format}
    return " ".join(ways[ear](word.text) for word, ear in zip(words, ears(words, listens), strict=True))


def test_nobody_has_heard_what_only_the_machine_heard() -> None:
    assert shown(some_words(TALK)) == "i did not know him then"
    assert not is_heard(some_words(TALK), [])
    assert not is_heard([], [listened()])


def test_a_word_is_heard_when_its_middle_lies_in_the_span() -> None:
    # a word a second, half a second long: the middle of the third is at 2.25
    assert shown(some_words(TALK), listened("I did", end=2.25)) == "I DID not know him then"
    assert shown(some_words(TALK), listened("I did not", end=2.2500001)) == "I DID NOT know him then"
    assert is_heard(some_words(TALK), [listened("I did not", end=3), listened("know him then", start=3)])


def test_typography_case_and_figures_are_not_another_word() -> None:
    words = some_words("“Twenty-five boats,” he said — then")
    assert shown(words, listened("25 boats he said then", end=9)).isupper()


def test_in_a_known_language_either_spelling_and_contractions_say_the_same() -> None:
    english = language_of("en")
    assert english is not None
    words = some_words("I didn’t see the harbor")
    heard = [listened("I did not see the harbour", heard="I did not see the harbour")]
    assert is_heard(words, heard, language=english)
    assert not is_heard(words, heard)
    assert not is_heard(some_words("I did see the harbor"), heard, language=english)
    assert says_the_same("The harbor didn’t".split(), "the harbour did not".split(), english)


def test_of_a_span_that_reads_otherwise_now_only_the_unchanged_words_are_heard() -> None:
    assert shown(some_words("I did not know her then"), listened()) == "I DID NOT KNOW her THEN"
    assert shown(some_words("I did not really know him then"), listened(end=8)) == "I DID NOT really KNOW HIM THEN"


def test_where_a_word_is_gone_its_neighbours_must_be_heard_again() -> None:
    assert shown(some_words("I did know him then"), listened()) == "I did know HIM THEN"


def test_what_was_heard_otherwise_is_contradicted_and_the_rest_is_heard() -> None:
    wrong = some_words("I did not owe him then")
    heard = listened("I did not owe him then", heard=TALK)
    assert shown(wrong, heard) == "I DID NOT *owe* HIM THEN"
    assert shown(some_words("I did know him then"), listened("I did know him then", heard=TALK)) == (
        "I *did* *know* HIM THEN"
    )


def test_a_correction_to_what_was_heard_settles_it() -> None:
    heard = listened("I did not owe him then", heard=TALK)
    assert is_heard(some_words(TALK), [heard])


def test_remarks_in_brackets_are_no_words() -> None:
    assert shown(some_words("thank you"), listened("thank you", heard="[nothing]")) == "*thank* *you*"
    assert shown(some_words(TALK), listened(heard="I did not [a door] know him then")) == TALK.upper()


def test_the_last_word_of_each_person_counts_and_two_who_disagree_leave_it_open() -> None:
    otherwise = listened(heard="I did know him then")
    assert shown(some_words(TALK), otherwise) == "I DID *not* KNOW HIM THEN"
    assert shown(some_words(TALK), otherwise, listened(day=2)) == TALK.upper()
    assert shown(some_words(TALK), listened(day=2), otherwise) == TALK.upper()  # the days count, not the order
    assert shown(some_words(TALK), otherwise, listened(day=2, who="mb")) == TALK.upper()
    assert shown(some_words(TALK), otherwise, listened(day=2, who="JL")) == "I DID *not* KNOW HIM THEN"


def test_a_word_that_a_person_checked_is_heard_unless_somebody_heard_otherwise() -> None:
    words = tuple(replace(word, confidence=CHECKED) for word in some_words(TALK))
    assert shown(words) == TALK.upper()
    assert shown(words, listened(heard="I did know him then")) == "I DID *not* KNOW HIM THEN"


def test_the_words_of_a_tape_are_heard_by_its_own_ear_checks() -> None:
    turns = (Turn(words=some_words("the harbour was quiet")), Turn(words=some_words("yes", 1.1)))
    talk = TapeTalk(TAPE, turns)
    both = listened("harbour yes", start=1, end=2)  # words of two speakers over one another, in the order of turns
    assert heard_words(talk, [both, listened("the harbour was quiet", tape="T002")]) == {1, 4}


@settings(max_examples=50, deadline=None)
@given(words=strategies.words(), data=st.data())
def test_hearing_everything_as_it_is_written_leaves_nothing_to_hear(
    words: tuple[Word, ...], data: st.DataObject
) -> None:
    listens = data.draw(st.lists(strategies.listens(TAPE), max_size=4))
    assert len(ears(words, listens)) == len(words)
    whole = replace(
        listened(" ".join(word.text for word in words)),
        when="2027",
        quote=replace(a_quote(0, 10**7, " ".join(word.text for word in words))),
    )
    assert is_heard(words, [whole]) == bool(words)


def test_a_long_tape_with_many_ear_checks_is_laid_out_at_once() -> None:
    chance = random.Random(3)
    words = some_words(" ".join(chance.choices("the harbour was quiet and nobody asked".split(), k=20_000)))
    listens = [
        Listen(who="MB", when=str(at), quote=a_quote(at, at + 20, " ".join(w.text for w in words[at : at + 20])))
        for at in range(0, 20_000, 20)
    ]
    began = time.process_time()
    assert is_heard(words, listens)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("text", ["", " ", "—", "[…]", "\u200b"])
def test_an_ear_check_of_no_words_attests_none(text: str) -> None:
    assert not is_heard(some_words(TALK), [listened(text)])
