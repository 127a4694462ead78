"""Typed tokens on heard words: nothing lost, order kept, a status for every word, the same every time."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.collation import OnSound
from tapewright.collation.differences import differences_of
from tapewright.collation.laying import lay
from tapewright.collation.placing import Status, collate
from tapewright.collation.units import notes, units
from tapewright.model import Mark, Word, WordTiming
from tapewright.timing import Interval, Ticks, from_seconds
from tapewright.words.pairing import Kin

_TOKENS = "the boat came in at dawn, it's — [laughs] [inaudible] twenty-five 25 harbour. and/or don't Señor קהל 港 …"
_HEARD = "the boat came in at dawn it is twenty five harbour and um"
typed_texts = st.lists(st.sampled_from(_TOKENS.split()), max_size=40)


@st.composite
def heard_words(draw: st.DrawFn) -> list[Word]:
    """Words one behind the other, with pauses; some that nothing speaks for."""
    made: list[Word] = []
    at = 0
    for text in draw(st.lists(st.sampled_from(_HEARD.split()), max_size=40)):
        at += draw(st.sampled_from([0, 0, 50, 400, 5000]))
        end = at + draw(st.sampled_from([0, 120, 300, 2000]))
        marks = frozenset((Mark.UNSUPPORTED,)) if draw(st.integers(0, 9)) == 0 else frozenset[Mark]()
        start = from_seconds(f"{at / 1000}")
        timing = draw(st.sampled_from([WordTiming.RECOGNISED, WordTiming.REFINED]))
        made.append(Word(text=text, start=start, end=from_seconds(f"{end / 1000}"), marks=marks, timing=timing))
        at = end
    return made


def said(text: str, start: float = 0.0) -> list[Word]:
    """A word every half second, 0.4 s long."""
    return [
        Word(text=word, start=from_seconds(start + n / 2), end=from_seconds(start + n / 2 + 0.4), confidence=200)
        for n, word in enumerate(text.split())
    ]


def spoken(*seconds: tuple[float, float]) -> list[Interval]:
    """Intervals of seconds."""
    return [Interval(from_seconds(start), from_seconds(end)) for start, end in seconds]


def _pieces(edges: list[int]) -> list[Interval]:
    ordered = sorted(edges)
    return spoken(*zip(ordered[::2], ordered[1::2], strict=False))


speech = st.none() | st.lists(st.integers(0, 60), max_size=8, unique=True).map(_pieces)


def as_words(typed: Sequence[str], heard: Sequence[Word]) -> list[Word]:
    """Typed words with their places."""
    made = collate(typed, heard)
    return [Word(text=text, start=p.start, end=p.end) for text, p in zip(typed, made.placed, strict=True)]


@given(typed_texts, heard_words(), speech)
def test_every_token_has_one_place_and_the_order_is_kept(
    typed: list[str], heard: list[Word], where: list[Interval] | None
) -> None:
    made = collate(typed, heard, speech=where)
    assert len(made.placed) == len(typed)
    assert sum(made.count(status) for status in Status) == len(typed)
    moved = {at for link in made.laid.links if link.is_moved for at in link.typed}
    kept = [place for at, place in enumerate(made.placed) if at not in moved]
    assert all(one.start <= other.start for one, other in pairwise(kept))
    assert all(place.start == place.end for place in made.placed if place.status is Status.ABSENT)
    assert collate(typed, heard, speech=where) == made


@given(typed_texts, heard_words(), speech, st.randoms(use_true_random=False))
def test_whatever_an_aligner_says_the_order_is_kept(
    typed: list[str], heard: list[Word], where: list[Interval] | None, chance: random.Random
) -> None:
    def align(stretch: Interval, words: Sequence[str]) -> OnSound | None:
        if chance.random() < 0.3:
            return None
        start, end = max(0, stretch.start - 20_000_000), stretch.end + 20_000_000
        edges = sorted(chance.randint(start, end) for _ in range(2 * len(words)))
        places = tuple(Interval(Ticks(a), Ticks(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))
        return OnSound(places, tuple(chance.choice((-50, -150, -400)) for _ in words))

    made = collate(typed, heard, speech=where, align=align)
    moved = {at for link in made.laid.links if link.is_moved for at in link.typed}
    kept = [place for at, place in enumerate(made.placed) if at not in moved]
    assert all(one.start <= other.start for one, other in pairwise(kept))
    assert all(place.start == place.end for place in made.placed if place.status is Status.ABSENT)


@given(typed_texts, heard_words())
def test_links_run_forward_on_both_sides(typed: list[str], heard: list[Word]) -> None:
    laid = lay(typed, [word.text for word in heard])
    for one, other in pairwise([link for link in laid.links if not link.is_moved]):
        assert one.typed.stop <= other.typed.start
        assert one.heard.stop <= other.heard.start
    assert all(link.typed and link.heard for link in laid.links)


@given(typed_texts, heard_words())
def test_differences_and_agreement_hold_every_word_of_the_typist(typed: list[str], heard: list[Word]) -> None:
    made = collate(typed, heard)
    told = {at for difference in differences_of(made.laid, as_words(typed, heard), heard) for at in difference.typed}
    same = {at for link in made.laid.links if link.kin is Kin.SAME for at in link.typed}
    worded = {at for unit in made.laid.typed_units for at in range(unit.first, unit.end)}
    assert worded <= told | same


def test_a_text_that_agrees_has_the_times_of_the_engine() -> None:
    heard = said("we met at the harbour in 1984 and did not know why")
    made = collate("We met at the harbour in nineteen eighty-four and didn't know — why?".split(), heard)
    assert made.count(Status.SAID) == len(made.placed)
    assert made.placed[0].interval == heard[0].interval
    assert made.placed[-1].interval == heard[-1].interval
    assert (made.placed[6].start, made.placed[7].end) == (heard[6].start, heard[6].end)


def test_one_word_heard_as_three_takes_their_stretch() -> None:
    heard = said("we lived in wind or a then")
    made = collate("We lived in Windorah then".split(), heard)
    assert made.placed[3].interval == Interval(heard[3].start, heard[5].end)
    assert made.placed[3].status is Status.SUBSTITUTED


def test_words_that_the_engine_lost_are_laid_on_the_speech_between() -> None:
    heard = said("the boats came back") + said("and then it rained", 8.0)
    typed = "The boats came back with bread and flour from town and then it rained".split()
    where = spoken((0, 2), (3, 6), (8, 10))

    def align(stretch: Interval, words: Sequence[str]) -> OnSound:
        assert stretch == spoken((3, 6))[0]
        return OnSound(tuple(spoken(*[(3 + n / 2, 3.4 + n / 2) for n in range(len(words))])), (-100,) * len(words))

    made = collate(typed, heard, speech=where, align=align)
    assert [place.status for place in made.placed[4:10]] == [Status.FORCED] * 6
    assert {place.timing for place in made.placed[4:10]} == {WordTiming.ALIGNED}
    assert made.placed[4].interval == spoken((3, 3.4))[0]
    without = collate(typed, heard, speech=where)
    assert all(place.status is Status.INTERPOLATED for place in without.placed[4:10])
    assert all(from_seconds(3) <= place.start < place.end <= from_seconds(6) for place in without.placed[4:10])


def test_a_word_in_running_speech_is_where_the_sound_says_so_and_nowhere_where_it_says_no() -> None:
    heard = said("the boats came back")
    typed = "The boats never came back".split()

    def fits(with_it: int, without: int) -> Status:
        def align(stretch: Interval, words: Sequence[str]) -> OnSound:
            places = spoken(*[(0.5 + n / 4, 0.7 + n / 4) for n in range(len(words))])
            return OnSound(tuple(places), (with_it if "never" in words else without,) * len(words))

        return collate(typed, heard, speech=spoken((0, 2)), align=align).placed[2].status

    assert fits(-100, -300) is Status.FORCED
    assert fits(-400, -100) is Status.ABSENT
    assert fits(-400, -400) is Status.INTERPOLATED  # the neighbours do not fit either: nothing is told
    assert collate(typed, heard, speech=spoken((0, 2))).placed[2].status is Status.INTERPOLATED


def test_nothing_is_laid_where_nobody_speaks() -> None:
    heard = said("the boats came back") + said("and then it rained", 30.0)
    typed = "The boats came back CHAPTER SEVEN THE HARBOUR MASTER EXPLAINS THE TIDES and then it rained".split()
    for where in (spoken((0, 2), (30, 32)), spoken((0, 2), (10, 10.2), (30, 32)), None):
        made = collate(typed, heard, speech=where)
        assert [place.status for place in made.placed[4:12]] == [Status.ABSENT] * 8


def test_a_word_of_the_engine_under_which_nobody_speaks_has_no_time_to_give() -> None:
    alone = Word(text="thanks", start=from_seconds(20), end=from_seconds(21), marks=frozenset((Mark.UNSUPPORTED,)))
    heard = [*said("the boats came back"), alone, *said("and then it rained", 30.0)]
    made = collate("the boats came back thanks and then it rained".split(), heard, speech=spoken((0, 2), (30, 32)))
    assert made.placed[4].status is Status.ABSENT


def test_a_stretch_in_another_place_is_found_and_named() -> None:
    first = "in the winter we had nothing at all but the bread that my sister baked on fridays for the ferry"
    second = "the harbour master rang his bell twice whenever a ship from the north came into sight of our quay"
    heard = said(f"so {first} well {second} yes")
    made = collate(f"so {second} well {first} yes".split(), heard)
    moved = [link for link in made.laid.links if link.is_moved]
    assert sum(len(link.typed) for link in moved) >= 15
    starts = {heard[link.heard.start].start == made.placed[link.typed.start].start for link in moved}
    assert starts == {True}
    assert made.count(Status.SAID) > 35


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("well [knock at the door] yes", [range(1, 5)]),
        ("[T]he boat want[s] it", []),
        ("an [open bracket that never ends", []),
        ("(laughs) (as I said) (inaudible)", [range(1), range(4, 5)]),
        ("<crosstalk> [crosstalk…] so", [range(1), range(1, 2)]),
    ],
)
def test_what_nobody_says_is_told_from_what_is_said(text: str, found: list[range]) -> None:
    assert notes(text.split()) == found


def test_an_inaudible_place_is_held_against_what_the_engine_heard() -> None:
    heard = said("we lived in skerry point that year")
    typed = "we lived in [inaudible] that year".split()
    laid = collate(typed, heard).laid
    (difference,) = differences_of(laid, as_words(typed, heard), heard)
    assert (difference.typed_text, difference.heard_text) == ("[inaudible]", "skerry point")


def test_what_is_written_otherwise_is_no_difference() -> None:
    heard = said("um it's twenty five percent i do not know and uh ok")
    typed = "It is 25% — I don't know, and okay.".split()
    laid = collate(typed, heard).laid
    assert list(differences_of(laid, as_words(typed, heard), heard)) == []
    assert [unit.text for unit in units(typed)][:3] == ["it", "is", "25"]


SAME_AGAIN = "nobody ever asked us for anything at all"
BETWEEN = [f"first{n} came the {name} and then it went" for n, name in enumerate("boat ferry barge ship tug".split())]


def test_what_is_said_five_times_and_typed_once_lies_where_its_time_says() -> None:
    heard = [word for n in range(5) for word in said(SAME_AGAIN, 120.0 * n)]
    heard += [*said("yes we had a boat", 20), *said("always the red one", 500), *said("then it sank in may", 600)]
    heard.sort(key=lambda word: word.start)
    texts = ("yes we had a boat", SAME_AGAIN, "always the red one", "then it sank in may")
    typed, stamps = list[str](), dict[int, Ticks]()
    for text, second in zip(texts, (22, 242, 502, 602), strict=True):  # the typist's clock is two seconds late
        stamps[len(typed)] = from_seconds(second)
        typed += text.split()
    made = collate(typed, heard, stamps=stamps)
    assert made.hints is not None
    assert made.hints.shift == from_seconds(-2)
    assert made.placed[5].start == from_seconds(240)
    assert collate(typed, heard).placed[5].start != from_seconds(240)


def test_times_that_agree_with_nothing_are_not_believed_and_one_wrong_one_is_named() -> None:
    text = " ".join(BETWEEN)
    heard = said(text)
    typed = text.split()
    right = {at: heard[at].start for at in range(0, len(typed), 7)}
    assert collate(typed, heard, stamps=right).hints is not None
    wrong = {**right, 14: from_seconds(3000)}
    made = collate(typed, heard, stamps=wrong)
    assert made.hints is not None
    assert (made.hints.off, made.hints.shift) == ((14,), 0)
    assert made.placed == collate(typed, heard).placed
    nonsense = {at: from_seconds(1000 * at + 77) for at in right}
    told = collate(typed, heard, stamps=nonsense).hints
    assert told is not None
    assert not told.are_believed


@given(typed_texts, heard_words(), st.dictionaries(st.integers(0, 39), st.integers(0, 120), max_size=6))
def test_any_times_keep_the_order_and_lose_nothing(
    typed: list[str], heard: list[Word], seconds: dict[int, int]
) -> None:
    stamps = {at: from_seconds(second) for at, second in seconds.items() if at < len(typed)}
    made = collate(typed, heard, stamps=stamps)
    assert len(made.placed) == len(typed)
    moved = {at for link in made.laid.links if link.is_moved for at in link.typed}
    kept = [place for at, place in enumerate(made.placed) if at not in moved]
    assert all(one.start <= other.start for one, other in pairwise(kept))
