"""Nobody should read "1 words"."""

from __future__ import annotations

import pytest

from tapewright.words.counted import counted


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 turns"), (1, "1 turn"), (2, "2 turns"), (1001, "1001 turns")], ids=str
)
def test_a_noun_is_in_its_number(number: int, said: str) -> None:
    assert counted(number, "turn") == said
