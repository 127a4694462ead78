"""Normal form: what two spellings of the same word have in common."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tapewright.words.normal import SYMBOLS, NormalWord, key, keys, parts, spoken

TOKEN = st.text(min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("Harbour,", "harbour"),
        ("“Don’t”", "don't"),
        ("DON'T!", "don't"),
        ("boats’", "boats"),
        ("'cause", "cause"),
        ("o’clock", "o'clock"),
        ("rock-’n’-roll", "rock-n-roll"),
        ("twenty-five", "twenty-five"),
        ("Twenty–five", "twenty-five"),
        ("came—back", "came-back"),
        ("wait…what", "wait-what"),
        ("and/or", "and-or"),
        ("1,000,000", "1000000"),
        ("3.5", "3.5"),
        ("1,5", "1-5"),
        ("10:30", "10:30"),
        ("½", "1/2"),
        ("10½", "10-1/2"),
        ("$1,200.50.", "1200.50"),
        ("25%", "25"),
        ("U.S.", "us"),
        ("p.m.,", "pm"),
        ("sea.The", "sea-the"),
        ("Q&A", "q&a"),
        ("[word??]", "word"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("ﬁsh", "fish"),
        ("Ｆｕｌｌ", "full"),
        ("café", "café"),
        ("cafe\u0301", "café"),
        ("हिन्दी", "हिन्दी"),
        ("co\u00adoperate", "cooperate"),
        ("—", ""),
        ("...", ""),
        ("&", ""),
        ("🎙️", ""),
        ("", ""),
    ],
)
def test_a_token_has_the_key_that_its_typography_does_not_change(token: str, expected: str) -> None:
    assert key(token) == expected


@given(TOKEN)
@example("İ")
@example("ŉ")
@example("ͅΑ")
@example("10½½")
@example("a.b.c")
@example("1,2,345")
@example("$%5%")
def test_a_key_is_its_own_key(token: str) -> None:
    assert key(key(token)) == key(token)


@given(TOKEN)
def test_a_key_holds_no_white_space_and_begins_and_ends_with_a_letter_digit_or_accent(token: str) -> None:
    made = key(token)
    assert made.split() in ([made], [])
    assert not made or (made[0].isalnum() and made[-1] != "-" and "--" not in made)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=12))
def test_a_word_of_letters_has_the_same_key_in_quotation_marks(word: str) -> None:
    assert key(f"“{word}”,") == key(word)


@given(st.lists(TOKEN, max_size=12))
def test_spoken_words_are_the_parts_of_their_tokens_in_order(tokens: list[str]) -> None:
    words = spoken(tokens)
    assert [word.token for word in words] == sorted(word.token for word in words)
    for number, token in enumerate(tokens):
        mine = [word.text for word in words if word.token == number]
        assert tuple(mine) == parts(token)
        if token not in ("&", "＆"):
            assert "-".join(word for word in mine if word not in SYMBOLS) == key(token)


def test_money_and_percent_are_words_of_their_own() -> None:
    assert spoken(["about", "$5", "or", "25%."]) == [
        NormalWord("about", 0),
        NormalWord("$", 1),
        NormalWord("5", 1),
        NormalWord("or", 2),
        NormalWord("25", 3),
        NormalWord("%", 3),
    ]


def test_a_lone_ampersand_is_heard_as_and() -> None:
    assert [word.text for word in spoken(["fish", "&", "chips"])] == ["fish", "and", "chips"]


def test_keys_keep_the_number_of_tokens() -> None:
    assert keys(["The", "—", "boats."]) == ["the", "", "boats"]
