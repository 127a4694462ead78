"""Places combined: what AND, NEAR, OR and NOT find, held against trying everything."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tapewright.search.passages import Around, Place, evaluate
from tapewright.search.query import PASSAGE, Either, Phrase, Query, Together, Without, read_query


class Talk:
    """A tape a letter a word: a Lookup that tries every place."""

    def __init__(self, *tapes: str) -> None:
        self.tapes = tapes
        self.looked_up: list[tuple[str, ...]] = []

    def places(self, words: Sequence[str], around: Around | None) -> list[Place]:
        self.looked_up.append(tuple(words))
        found = []
        for name, talk in enumerate(self.tapes):
            said = talk.split()
            for start in range(len(said) - len(words) + 1):
                if said[start : start + len(words)] == list(words):
                    place = Place(str(name), start, start + len(words), len(words))
                    if around is None or any(_distance(place, other) <= around.reach for other in around.places):
                        found.append(place)
        return found

    def weight(self, words: Sequence[str]) -> int:
        return sum(talk.split().count(words[0]) for talk in self.tapes)


def _distance(one: Place, other: Place) -> int:
    if one.tape != other.tape:
        return 10**9
    return max(one.start, other.start) - min(one.end, other.end)


def spans(text: str, *tapes: str) -> list[tuple[int, int]]:
    return [(place.start, place.end) for place in evaluate(read_query(text), Talk(*tapes))]


def test_words_are_found_where_both_are_in_one_passage() -> None:
    assert spans("harbour quiet", "the harbour was very quiet") == [(1, 5)]
    assert spans("quiet harbour", "the harbour was very quiet") == [(1, 5)]
    far = "harbour " + "x " * (PASSAGE + 1) + "quiet"
    assert spans("harbour quiet", far) == []
    assert spans("harbour quiet", far.replace("x ", "", 1)) == [(0, PASSAGE + 2)]
    assert spans("harbour quiet", "harbour", "quiet") == []


def test_near_counts_the_words_between() -> None:
    assert spans("a NEAR/2 b", "a x x b x x x a") == [(0, 4)]
    assert spans("a NEAR/3 b", "a x x b x x x a") == [(0, 4), (3, 8)]
    assert spans('"a b" NEAR/0 c', "a b c x a b x c") == [(0, 3)]


def test_three_words_share_what_may_lie_between() -> None:
    talk = "a " + "x " * 25 + "b " + "x " * 25 + "c"
    assert spans("a b", talk) != []
    assert spans("b c", talk) != []
    assert spans("a b c", talk) == []


def test_not_looks_at_the_whole_passage() -> None:
    assert spans("a NOT b", "a x b") == []
    assert spans("a NOT b", "a " + "x " * PASSAGE + "b") == []
    assert spans("a NOT b", "a " + "x " * (PASSAGE + 1) + "b") == [(0, 1)]
    assert spans("a NOT b", "b", "a") == [(0, 1)]


def test_the_rarest_word_is_looked_up_first_and_nothing_when_it_is_not_said() -> None:
    talk = Talk("the the the harbour the")
    evaluate(read_query("the harbour"), talk)
    assert talk.looked_up == [("harbour",), ("the",)]
    talk.looked_up.clear()
    assert evaluate(read_query("the ferry"), talk) == []
    assert talk.looked_up == [("ferry",)]


TALKS = st.lists(st.lists(st.sampled_from("abcx"), max_size=30).map(" ".join), min_size=1, max_size=2)
PHRASES = st.lists(st.sampled_from("abc"), min_size=1, max_size=2).map(lambda words: Phrase(tuple(words)))
DIFFERENT = st.lists(PHRASES, min_size=2, max_size=2, unique=True).map(tuple)


@given(TALKS, DIFFERENT, st.integers(0, 6))
def test_both_are_the_shortest_stretches_that_hold_one_of_each(
    tapes: list[str], phrases: tuple[Query, ...], within: int
) -> None:
    talk = Talk(*tapes)
    one, other = (evaluate(phrase, talk) for phrase in phrases)
    joined = set()
    for a in one:
        for b in other:
            if a.tape == b.tape:
                start, end = min(a.start, b.start), max(a.end, b.end)
                joined.add((a.tape, start, end, end - start - len(set(range(*a[1:3])) | set(range(*b[1:3])))))
    near = {place[:3] for place in joined if place[3] <= within}
    shortest = {p for p in near if not any(q != p and q[0] == p[0] and q[1] >= p[1] and q[2] <= p[2] for q in near)}
    assert {place[:3] for place in evaluate(Together(phrases, within), talk)} == shortest


@given(TALKS, DIFFERENT)
def test_either_finds_what_each_finds_and_without_takes_away(tapes: list[str], phrases: tuple[Query, ...]) -> None:
    talk = Talk(*tapes)
    one, other = (evaluate(phrase, talk) for phrase in phrases)
    assert evaluate(Either(phrases), talk) == sorted({*one, *other})
    kept = [place for place in one if all(_distance(place, b) > PASSAGE for b in other)]
    assert evaluate(Without(*phrases), talk) == kept
