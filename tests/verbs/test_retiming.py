"""What a person gets: they correct, split and join as they like, and no word that they did not touch ever moves."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.exchange.typed import Token
from tapewright.model import CHECKED, Mark, Turn, TurnId, Word, WordTiming
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_milliseconds
from tapewright.verbs.retiming import LEAST_ROOM, Bounds, joined, reworded, split

WIDE = Bounds(end=3600 * TICKS_PER_SECOND)
texts = st.lists(st.sampled_from(["the", "boat", "came", "in", "late", "and", "fog", "quay"]), max_size=12)


@st.composite
def spoken(draw: st.DrawFn) -> tuple[Word, ...]:
    words = []
    at = draw(st.integers(0, 5_000))
    for text in draw(texts):
        at += draw(st.sampled_from([0, 0, 5, 80, 700]))
        length = draw(st.integers(1, 400))
        words.append(
            Word(
                text=text,
                start=from_milliseconds(at),
                end=from_milliseconds(at + length),
                confidence=draw(st.none() | st.integers(0, 255)),
                marks=draw(st.sampled_from([frozenset(), frozenset((Mark.RECOVERED,))])),
            )
        )
        at += length
    return tuple(words)


def tokens(*words: str) -> list[Token]:
    return [Token(word) for word in words]


def said(*words: str, gap_ms: int = 0) -> tuple[Word, ...]:
    """Words of 100 ms each, from one second on."""
    return tuple(
        Word(
            text=word,
            start=from_milliseconds(1000 + place * (100 + gap_ms)),
            end=from_milliseconds(1100 + place * (100 + gap_ms)),
            confidence=200,
            marks=frozenset((Mark.RECOVERED,)),
        )
        for place, word in enumerate(words)
    )


@settings(deadline=None)
@given(spoken(), texts)
def test_words_that_read_as_before_are_the_same_records_in_the_same_order(
    words: tuple[Word, ...], new: list[str]
) -> None:
    made = reworded(words, tokens(*new), WIDE)
    assert [word.text for word in made] == new
    kept = [word for word in made if word in words]
    untouched = iter(words)
    assert all(any(word == other for other in untouched) for word in kept)
    for word in made:
        assert word in words or word.confidence == CHECKED
    Turn(words=made)  # its words start in order


@settings(deadline=None)
@given(spoken(), texts)
def test_new_words_never_lie_outside_their_neighbours(words: tuple[Word, ...], new: list[str]) -> None:
    made = reworded(words, tokens(*new), WIDE)
    assert all(before.start <= after.start for before, after in pairwise(made))
    for before, word, after in zip(made, made[1:], made[2:], strict=False):
        if word.timing is WordTiming.INTERPOLATED:
            assert before.start <= word.start <= after.start
    if words and made:
        for word in made:
            assert word.end <= max(max(w.end for w in words), word.start) or word.timing is WordTiming.INTERPOLATED


@settings(deadline=None)
@given(spoken(), texts)
def test_the_same_text_changes_nothing_and_going_there_and_back_keeps_what_stayed(
    words: tuple[Word, ...], new: list[str]
) -> None:
    assert reworded(words, tokens(*(word.text for word in words)), WIDE) == words
    there = reworded(words, tokens(*new), WIDE)
    assert reworded(there, tokens(*new), WIDE) == there


def test_a_word_for_a_word_takes_its_time_and_is_checked() -> None:
    words = said("the", "bote", "came")
    made = reworded(words, tokens("the", "boat", "came"), WIDE)
    assert made[1] == replace(words[1], text="boat", confidence=CHECKED, marks=frozenset())
    assert made[0] is words[0]
    assert made[2] is words[2]


def test_two_words_for_one_share_its_stretch_and_are_marked() -> None:
    words = said("in", "anutshell", "yes")
    made = reworded(words, tokens("in", "a", "nutshell", "yes"), WIDE)
    assert (made[1].start, made[2].end) == (words[1].start, words[1].end)
    assert made[1].end == made[2].start
    assert {made[1].timing, made[2].timing} == {WordTiming.INTERPOLATED}
    assert made[1].start < made[1].end < made[2].end


def test_one_word_for_two_covers_both() -> None:
    words = said("to", "morrow", "then", gap_ms=50)
    made = reworded(words, tokens("tomorrow", "then"), WIDE)
    assert made[0].interval == Interval(words[0].start, words[1].end)


def test_a_new_word_lies_in_the_pause_and_takes_no_more_than_its_usual_length() -> None:
    words = said("yes", "indeed", gap_ms=4000)
    made = reworded(words, tokens("yes", "well", "indeed"), WIDE)
    assert words[0].end < made[1].start < made[1].end < words[1].start
    assert made[1].end - made[1].start < TICKS_PER_SECOND


def test_a_new_word_without_a_pause_overlaps_the_word_before_and_has_a_length() -> None:
    words = said("yes", "indeed")
    made = reworded(words, tokens("yes", "oh", "well", "indeed"), WIDE)
    assert made[0] is words[0]
    assert made[3] is words[1]
    assert words[0].interval.middle <= made[1].start < made[2].start < made[2].end <= words[1].start


def test_words_at_the_edges_of_a_turn_stay_clear_of_its_neighbours_where_there_is_room() -> None:
    words = said("yes")
    start, end = words[0].start, words[0].end
    before, after = (Word(text="so", start=Ticks(a), end=Ticks(a + from_milliseconds(90))) for a in (start, end))
    far = from_milliseconds(300)
    bounds = Bounds(
        replace(before, start=Ticks(start - far), end=Ticks(start - far // 2)),
        replace(after, start=Ticks(end + far // 2), end=Ticks(end + far)),
    )
    assert bounds.before
    assert bounds.after
    made = reworded(words, tokens("well", "yes", "indeed"), bounds)
    assert bounds.before.end <= made[0].start < made[0].end <= words[0].start
    assert words[0].end <= made[2].start < made[2].end <= bounds.after.start
    tight = Bounds(replace(before, start=Ticks(start - far), end=start), after)
    crowded = reworded(words, tokens("well", "yes", "indeed"), tight)
    assert crowded[1] is words[0]
    assert all(word.start < word.end for word in crowded)


def test_a_word_in_brackets_becomes_unsure_and_keeps_its_time() -> None:
    words = said("the", "Butry")
    made = reworded(words, [Token("the"), Token("Butry", unsure=True)], WIDE)
    assert made[1] == replace(words[1], marks=words[1].marks | {Mark.UNSURE})


def test_a_turn_is_split_and_joined_again() -> None:
    turn = Turn(words=said("a", "b", "c"), id=TurnId(7), revision=3)
    first, second = split(turn, 1)
    assert (first.text, second.text, first.id, second.id) == ("a", "b c", 7, 0)
    assert joined([first, second]) == turn
    for place in (0, 3, -1):
        with pytest.raises(UsageError):
            split(turn, place)
    with pytest.raises(UsageError, match="same time"):
        joined([second, first])


def test_a_thousand_corrections_splits_and_joins_move_no_word_that_they_do_not_touch() -> None:
    chance = random.Random(11)
    vocabulary = [f"w{number}" for number in range(300)]
    words = said(*chance.choices(vocabulary, k=2_000), gap_ms=20)
    turns = [Turn(words=words[start : start + 20]) for start in range(0, len(words), 20)]
    spans = [(at := chance.randrange(2_000 * 120), at + chance.randrange(1, 5_000)) for _ in range(50)]
    intervals = [Interval(from_milliseconds(1000 + a), from_milliseconds(1000 + b)) for a, b in spans]

    for number in range(1_000):
        place = chance.randrange(len(turns))
        kind = chance.choice(["correct", "correct", "split", "join"])
        turn = turns[place]
        was, now = [turn], [turn]
        touched: set[Word] = set()
        if kind == "split" and len(turn.words) > 1:
            now = list(split(turn, chance.randrange(1, len(turn.words))))
        elif kind == "join" and place + 1 < len(turns) and len(turn.words) < 60:
            was = turns[place : place + 2]
            now = [joined(was)]
        elif kind == "correct" and turn.words:
            new = [word.text for word in turn.words]
            at = chance.randrange(len(new))
            count = chance.choice([0, 1, 1, 2])
            new[at : at + chance.choice([0, 1, 2])] = [f"n{number}-{i}" for i in range(count)] or ["x"]
            earlier = turns[place - 1].words[-1] if place else None
            later = turns[place + 1].words[0] if place + 1 < len(turns) else None
            now = [replace(turn, words=reworded(turn.words, tokens(*new), Bounds(earlier, later)))]
            touched = set(turn.words).symmetric_difference(now[0].words)
            assert len(touched) <= 4
            assert all(word.start < word.end for word in now[0].words), (turn.words, now)
        turns[place : place + len(was)] = now
        old, made = ([word for t in some for word in t.words] for some in (was, now))
        for interval in intervals:
            before, after = ([w for w in words if interval.holds(w.interval.middle)] for words in (old, made))
            assert before == after or any(interval.holds(word.interval.middle) for word in touched)


def test_least_room_is_thirty_milliseconds() -> None:
    assert Ticks(LEAST_ROOM) == from_milliseconds(30)
