"""Order keys leave room for ever."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.errors import UsageError
from tapewright.store.order import first_keys, keys_between


@pytest.mark.parametrize("count", [0, 1, 2, 62, 63, 64, 255, 256, 1000, 70_000])
def test_first_keys_are_in_order_and_short(count: int) -> None:
    keys = first_keys(count)
    assert len(keys) == count == len(set(keys))
    assert keys == sorted(keys)
    assert all(key and key[-1] for key in keys)
    assert max(map(len, keys), default=0) <= 3


@settings(deadline=None)
@given(st.integers(0, 40), st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 5)), max_size=40))
def test_there_is_always_room(count: int, inserts: list[tuple[int, int]]) -> None:
    keys = first_keys(count)
    for where, number in inserts:
        at = where % (len(keys) + 1)
        low = keys[at - 1] if at else b""
        high = keys[at] if at < len(keys) else None
        keys[at:at] = keys_between(low, high, number)
        assert keys == sorted(set(keys))


def test_halving_one_gap_costs_a_byte_every_eight_times() -> None:
    low, high = first_keys(2)
    for _ in range(400):
        (low,) = keys_between(low, high, 1)
    assert len(low) <= 2 + 400 // 8


def test_no_key_lies_between_equal_or_swapped_ones() -> None:
    for low, high in ((b"A", b"A"), (b"B", b"A")):
        with pytest.raises(UsageError):
            keys_between(low, high, 1)
