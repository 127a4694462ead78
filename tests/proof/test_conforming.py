"""Two cuts compared without any file: what is the same, what has moved, what is a part of what."""

from __future__ import annotations

import random
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tapewright.model import TapeId
from tapewright.proof.conforming import ChangeKind, CutLine, compare
from tapewright.proof.programme import HeardPiece, ProgrammeEar
from tapewright.proof.talk import TapeTalk
from tapewright.timing import Interval, Ticks, frame_rate

RATE = frame_rate("25")
EAR = ProgrammeEar(lambda tape: TapeTalk(tape, ()))


def frames(first: int, last: int) -> Interval:
    return Interval(RATE.at_frame(first), RATE.at_frame(last))


def laid(*stretches: tuple[str, int, int], gap: int = 0) -> list[HeardPiece]:
    made, at = [], 0
    for number, (tape, first, last) in enumerate(stretches, 1):
        source = frames(first, last)
        made.append(
            HeardPiece(
                number=number, tape=TapeId(tape), source=source, record=source.moved(RATE.at_frame(at) - source.start)
            )
        )
        at += last - first + gap
    return made


def lines(*stretches: tuple[str, int, int]) -> list[CutLine]:
    return [CutLine(n=n, pieces=(piece,)) for n, piece in enumerate(laid(*stretches), 1)]


def told(before: list[CutLine], now: list[HeardPiece]) -> list[tuple[ChangeKind, int | None]]:
    return [(change.kind, change.line) for change in compare(before, now, EAR, RATE).changes]


ONE, TWO, THREE, FOUR = ("A", 0, 100), ("A", 200, 300), ("B", 0, 80), ("B", 200, 210)


def test_the_same_cut_has_not_changed():
    assert told(lines(ONE, TWO, THREE), laid(ONE, TWO, THREE)) == []


def test_the_fewest_lines_have_moved():
    assert told(lines(ONE, TWO, THREE, FOUR), laid(FOUR, ONE, TWO, THREE)) == [(ChangeKind.MOVED, 4)]
    assert told(lines(ONE, TWO, THREE, FOUR), laid(TWO, THREE, FOUR, ONE)) == [(ChangeKind.MOVED, 1)]


def test_a_line_that_is_used_twice_is_one_line_and_one_new():
    assert told(lines(ONE, TWO), laid(ONE, TWO, ONE)) == [(ChangeKind.ADDED, None)]
    assert told(lines(ONE, TWO, ONE), laid(ONE, TWO)) == [(ChangeKind.GONE, 3)]


def test_a_line_in_two_parts_beside_each_other_is_still_one_line():
    assert told(lines(ONE, TWO), laid(("A", 0, 40), ("A", 60, 100), TWO)) == [(ChangeKind.LIFTED, 1)]


def test_two_parts_of_a_line_in_another_order_are_no_small_thing():
    first, second = laid(("A", 0, 100), ("A", 120, 200))
    before = [CutLine(n=1, pieces=(first, second))]
    assert told(before, laid(("A", 0, 100), ("A", 120, 200))) == []
    assert told(before, laid(("A", 120, 200), ("A", 0, 100))) == [(ChangeKind.MOVED, 1)]


def test_a_part_that_stands_elsewhere_is_trimmed_there_and_new_here():
    assert sorted(told(lines(ONE, TWO), laid(("A", 0, 60), TWO, ("A", 70, 100))), key=str) == sorted(
        [(ChangeKind.TRIMMED, 1), (ChangeKind.ADDED, None)], key=str
    )


def test_time_between_two_lines_is_named():
    found = compare(lines(ONE, TWO), laid(ONE, TWO, gap=30), EAR, RATE)
    assert [(c.kind, c.line, c.space, c.explanation) for c in found.changes] == [
        (ChangeKind.SPACED, 2, 30, "30 frames more before it")
    ]


def test_half_a_frame_is_no_difference():
    piece = laid(ONE)[0]
    little = Interval(Ticks(piece.source.start + RATE.ticks_per_frame // 3), piece.source.end)
    now = HeardPiece(number=1, tape=piece.tape, source=little, record=piece.record)
    assert told(lines(ONE), [now]) == []


def test_an_empty_cut_has_lost_everything():
    assert told(lines(ONE, TWO), []) == [(ChangeKind.GONE, 1), (ChangeKind.GONE, 2)]
    assert told([], laid(ONE)) == [(ChangeKind.ADDED, None)]
    assert told([], []) == []


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 400), st.integers(1, 90)), max_size=14), st.data())
def test_every_line_and_every_piece_is_accounted_for(stretches, data):
    before = lines(*((tape, first, first + length) for tape, first, length in stretches))
    order = data.draw(st.permutations(range(len(stretches))))
    kept = order[: data.draw(st.integers(0, len(order)))]
    now = laid(*((stretches[n][0], stretches[n][1], stretches[n][1] + stretches[n][2]) for n in kept))
    found = compare(before, now, EAR, RATE)
    gone = {change.line for change in found.changes if change.kind is ChangeKind.GONE}
    added = sum(change.kind is ChangeKind.ADDED for change in found.changes)
    assert len(found.line_of) + added == len(now)
    assert gone | set(found.line_of.values()) == {line.n for line in before}
    if list(kept) == list(range(len(stretches))):
        assert found.changes == ()


def test_a_long_film_is_compared_in_seconds():
    chance = random.Random(3)
    stretches = []
    for _ in range(3_000):
        first = chance.randrange(100_000)
        stretches.append(("A", first, first + chance.randrange(10, 200)))
    moved = stretches[:1_000] + stretches[1_500:] + stretches[1_000:1_500]
    before, now = lines(*stretches), laid(*moved)
    began = time.process_time()
    found = compare(before, now, EAR, RATE)
    assert time.process_time() - began < 5
    assert sum(change.kind is ChangeKind.MOVED for change in found.changes) <= 500
    assert all(one.record <= two.record for one, two in pairwise(found.changes))
