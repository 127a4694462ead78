"""A language is known by its code, and by the same code to everything that knows languages."""

from __future__ import annotations

import pytest

from tapewright.proof.language import language_of
from tapewright.proof.speechwords import speech_words
from tapewright.proof.statements import signs_of


@pytest.mark.parametrize(
    ("code", "is_known"),
    [("en", True), ("EN", True), ("en-GB", True), ("en_US", True), ("eng", False), ("xx", False), ("", False)],
)
def test_rules_words_of_saying_and_signs_are_found_by_the_same_code(code: str, is_known: bool) -> None:
    assert (language_of(code) is not None) is is_known
    assert bool(speech_words(code).verbs) is is_known
    assert bool(signs_of(code).dates) is is_known
