"""What is said where a word is written, and how a word sounds that is in no dictionary."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.speech.letters import LETTERS, VOWELS, begun, phones, spelt
from tapewright.speech.pronouncing import MOST_WAYS, is_broken_off, is_said, ways

PHONES = VOWELS | frozenset("B CH D DH F G HH JH K L M N NG P R S SH T TH V W Y Z ZH".split())


@pytest.mark.parametrize(
    ("token", "read"),
    [
        ("25", "twenty five"),
        ("1984", "nineteen eighty four"),
        ("1990s", "nineteen nineties"),
        ("'90s", "nineties"),
        ("3rd", "third"),
        ("10:30", "ten thirty"),
        ("24/7", "twenty four seven"),
        ("$1,200", "one thousand two hundred dollars"),
        ("£2.5", "two point five pounds"),
        ("100%", "one hundred percent"),
        ("007", "oh oh seven"),
        ("555-1234", "five five five one two three four"),
        ("FBI,", "f b i"),
        ("U.S.", "u s"),
        ("(NATO)", "nato"),
        ("MP3", "m p three"),
        ("10½", "ten point five"),
        ("“Don’t,”", "don't"),
        ("b-b-but", "b b but"),
        ("well-known", "well known"),
        ("Łódź", "lodz"),
        ("Ångström", "angstrom"),
        ("&", "and"),
        ("th-", "th"),
    ],
)
def test_a_token_is_read_as_somebody_says_it(token, read):
    assert tuple(read.split()) in ways(token)


@pytest.mark.parametrize("token", ["—", "…", "🙂", "♪", "", "♪♪", "-"])
def test_a_sign_alone_is_not_said(token):
    assert not is_said(token)


@pytest.mark.parametrize("token", ["привет", "東京", "नमस्ते", "123456789012345678", "x²³⁴⁵γ"])
def test_what_cannot_be_read_in_english_has_no_way(token):
    assert is_said(token)
    assert ways(token) == ()


@pytest.mark.parametrize("token", ["th-", "har—", "ferr…", '"I-'])
def test_a_word_that_breaks_off_is_told_from_whole_ones(token):
    assert is_broken_off(token)
    assert not is_broken_off(token.rstrip("-—…") + "e")


@given(st.text(max_size=30))
def test_any_token_is_read_in_few_ways_of_plain_words(text):
    token = "".join(text.split())
    assert isinstance(is_said(token), bool)
    found = ways(token)
    assert len(found) <= MOST_WAYS
    assert all(re.fullmatch("[a-z']+", word) for way in found for word in way)
    assert all(way for way in found)


@given(st.from_regex(r"[a-z][a-z']{0,20}", fullmatch=True))
def test_any_word_has_phones_that_the_model_knows(word):
    for made in (phones(word), spelt(word), begun(word)):
        assert made
        assert set(made) <= PHONES
    assert any(phone in VOWELS for phone in begun(word))


def test_every_letter_has_a_name_and_an_empty_word_has_no_sound():
    assert set(LETTERS) == set("abcdefghijklmnopqrstuvwxyz")
    assert phones("") == ()


def test_the_rules_come_near_the_dictionary():
    """Of words that the dictionary has, the rules get five phones of six."""
    import pocketsphinx

    path = pocketsphinx.get_model_path("en-us/cmudict-en-us.dict")
    lines = [line.split() for line in Path(path).read_text(encoding="utf-8").splitlines()][::271]
    pairs = [(phones(word), said) for word, *said in lines if re.fullmatch("[a-z]{3,}", word)]
    wrong = sum(distance(list(ours), said) for ours, said in pairs)
    total = sum(len(said) for _, said in pairs)
    assert len(pairs) > 300
    assert wrong / total < 0.25, wrong / total


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            new.append(min(row[j] + 1, new[-1] + 1, row[j - 1] + (x != y)))
        row = new
    return row[-1]
