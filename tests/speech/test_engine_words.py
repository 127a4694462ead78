"""The engine's pieces become words as people write them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tapewright.speech.faster_whisper import _words


def heard(*pieces: str):
    return [
        SimpleNamespace(word=piece, start=n * 0.3, end=n * 0.3 + 0.2, probability=0.9 - n * 0.1)
        for n, piece in enumerate(pieces)
    ]


@pytest.mark.parametrize(
    ("pieces", "words"),
    [
        ((" a", " hundred", " 100", "%", " sure."), ["a", "hundred", "100%", "sure."]),
        ((" ill", "-disposed", " man"), ["ill-disposed", "man"]),
        ((" rock", " -n", "'roll"), ["rock", "-n'roll"]),
        (("你", "好"), ["你", "好"]),
        (("%",), ["%"]),
        ((" ", " so"), ["so"]),
    ],
)
def test_a_piece_without_a_space_before_it_continues_the_word(pieces, words):
    assert [word.text for word in _words(heard(*pieces))] == words


def test_a_word_of_two_pieces_lasts_as_long_as_both_and_is_as_sure_as_the_less_sure():
    word = _words(heard(" 100", "%"))[0]
    assert (word.start, word.end) == (0, 705_600_000 * 5 // 10)
    assert word.confidence == round(0.8 * 254)
