"""The corpus: every word and every pair is found where it was said, numbers and contractions folded."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.corpus import EDGE, Lookup, build, fold_words
from tapewright.corpus.arrays import ALIGNED
from tapewright.testing.talk import invented_talk

WORDS = (
    "the harbour a and oh point twenty twenty five one hundred thousand million nineteen eighty second third 5 25 2.5 "
    "3rd 1984 percent per cent dollars pounds $ % boats "
    "don't one's boat's gonna i'd"
).split()
TURNS = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), max_size=6)


def read(corpus: Lookup, tape: int) -> list[tuple[str, int]]:
    first, last = corpus.starts[tape : tape + 2].tolist()
    numbered = zip(corpus.tokens[first:last].tolist(), corpus.at[first:last].tolist(), strict=True)
    return [(corpus.words[number], at) for number, at in numbered if corpus.words[number] != EDGE]


@settings(max_examples=300, deadline=None)
@given(st.lists(TURNS, max_size=4))
def test_words_are_folded_turn_by_turn_and_each_keeps_its_place(talk: list[list[list[str]]]) -> None:
    corpus = Lookup(build((f"T{number}", turns) for number, turns in enumerate(talk)))
    for tape, turns in enumerate(talk):
        wanted, before = [], 0
        for turn in turns:
            wanted += [(word.text, before + word.first) for word in fold_words(turn)]
            before += len(turn)
        assert read(corpus, tape) == wanted


@settings(max_examples=100, deadline=None)
@given(st.lists(TURNS, max_size=4))
def test_every_pair_and_every_word_is_found_where_it_stands(talk: list[list[list[str]]]) -> None:
    corpus = Lookup(build((f"T{number}", turns) for number, turns in enumerate(talk)))
    tokens = corpus.tokens.tolist()
    for one, other in {*pairwise(tokens), (tokens[0], -1), (-1, tokens[0])}:
        first, last = corpus.pair(one, other)
        stands = [at for at, pair in enumerate(pairwise(tokens)) if pair == (one, other)]
        # Behind the last word of all stands, for this purpose, the edge.
        stands += [len(tokens) - 1] if (one, other) == (tokens[-1], 0) else []
        assert corpus.positions[first:last].tolist() == stands
    for number in set(tokens):
        first, last = corpus.word(number)
        assert sorted(corpus.positions[first:last].tolist()) == [at for at, n in enumerate(tokens) if n == number]


def test_tapes_begin_at_multiples_and_end_with_an_edge() -> None:
    lengths = list(range(20))
    corpus = Lookup(build((f"T{length}", [["boats"] * length]) for length in lengths))
    starts = corpus.starts.tolist()
    assert all(start % ALIGNED == 0 for start in starts)
    assert all(corpus.tokens[end - 1] == 0 for end in starts[1:])
    assert [corpus.tape_at(start) for start in starts[:-1]] == lengths


def test_there_may_be_no_tapes_at_all() -> None:
    corpus = Lookup(build([]))
    assert corpus.tapes == ()
    assert corpus.number("boats") == corpus.number(EDGE) == -1
    assert corpus.pair(-1, -1) == (0, 0)


def test_a_million_words_need_no_more_than_28_bytes_each() -> None:
    talk = [(tape, [said.text.split() for said in turns]) for tape, turns in invented_talk(100_000)]
    arrays = build(talk)
    kept = (arrays.tokens, arrays.positions, arrays.seconds, arrays.firsts, arrays.at, arrays.letters, arrays.lengths)
    size = sum(array.nbytes for array in kept) + sum(len(word) + 1 for word in arrays.words)
    assert size / sum(len(turn) for _, turns in talk for turn in turns) < 28


def test_words_that_are_spelt_alike_are_found() -> None:
    corpus = Lookup(build([("T1", ["the harbour was quiet and the harbours too".split()])]))
    assert [corpus.words[number] for number in corpus.spelt_like("harbor")] == ["harbour", "harbours"]
    assert corpus.spelt_like("zyx") == []
