"""The talk of a tape gives the words of any stretch of its clock, however turns overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import Mark, TapeId, Turn
from tapewright.proof.talk import TapeTalk
from tapewright.testing.strategies import intervals, turns
from tapewright.timing import Interval


@given(said=st.lists(turns(times="any"), max_size=5), within=intervals())
def test_a_word_belongs_to_a_stretch_when_its_middle_lies_inside(said: list[Turn], within: Interval) -> None:
    talk = TapeTalk(TapeId("T001"), tuple(said))
    said_there = [Mark.ABSENT not in word.marks and within.holds(word.interval.middle) for word in talk.words]
    expected = [number for number, is_there in enumerate(said_there) if is_there]
    assert talk.within(within) == expected
