"""Sentences of a narration, what in them asks for a source, and whether they still stand there."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.proof.statements import Signs, sentences, signals, signs_of, stands_in
from tapewright.words.normal import parts

ENGLISH = signs_of("en")


def test_a_sentence_ends_at_its_sign_and_not_behind_a_title_or_an_initial() -> None:
    text = "Dr. J. Booth left St. Mary’s in 1984. “Why?” nobody asked… Then\nthe boats came back!"
    assert sentences(text, ENGLISH) == [
        "Dr. J. Booth left St. Mary’s in 1984.",
        "“Why?”",
        "nobody asked…",
        "Then the boats came back!",
    ]
    assert sentences("", ENGLISH) == []


@given(st.text(max_size=80))
def test_no_word_of_a_text_is_lost_between_sentences(text: str) -> None:
    assert " ".join(sentences(text, ENGLISH)) == " ".join(text.split())


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The harbour was quiet.", []),
        ("Nothing of it is left.", ["superlative"]),
        ("In the morning Tom Booth opened the bakery.", ["name"]),
        ("It cost them twelve boats.", ["number"]),
        ("It was closed for nine years.", ["number", "date"]),
        ("On a Tuesday in March the ferry came back.", ["name", "date"]),
        ("It was the largest bakery on the coast.", ["superlative"]),
        ("The forest gave them rest and a harvest.", []),
        ("They left because of the storm.", ["cause"]),
        ("The storm led to a shortage of flour.", ["cause"]),
        ("One of them went home.", []),
    ],
)
def test_what_asks_for_a_source_is_named(sentence: str, expected: list[str]) -> None:
    assert [signal.value for signal in signals(sentence, ENGLISH)] == expected


def test_the_names_of_the_project_are_names_wherever_they_stand() -> None:
    assert [s.value for s in signals("Elbridge was quiet.", ENGLISH, {"elbridge"})] == ["name"]


def test_a_language_without_a_file_has_names_and_numbers_only() -> None:
    assert signs_of("xx") == signs_of("") == signs_of("../") == Signs()
    assert [s.value for s in signals("Im März 1984 fuhr Tom als erster.", Signs())] == ["name", "number"]


def test_the_words_of_the_file_are_in_normal_form() -> None:
    text = (resources.files("tapewright.proof") / "languages" / "en.statements.toml").read_text("utf-8")
    for words in tomllib.loads(text).values():
        assert all(" ".join(part for word in phrase.split() for part in parts(word)) == phrase for phrase in words)
        assert len(set(words)) == len(words)


def test_a_statement_stands_in_a_text_word_by_word() -> None:
    text = "That year the harbour — closed for twenty-five years — was quiet."
    assert stands_in("the harbour, closed for 25 years", text)
    assert not stands_in("the harbour closed for 26 years", text)
    assert not stands_in("harbour closed years", text)
    assert not stands_in("—", text)
    assert not stands_in("", text)
