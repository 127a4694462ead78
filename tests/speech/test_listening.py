"""A stretch's words as the ledger keeps them."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.errors import DamagedProjectError
from tapewright.model import Mark, Word, WordTiming
from tapewright.speech.listening import Listened, from_bytes, to_bytes
from tapewright.testing.hostile import mutations
from tapewright.timing import Ticks


@st.composite
def heard(draw):
    """Anything that a stretch can give."""
    texts = st.text(min_size=1).filter(lambda text: text.split() == [text])
    words = []
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, 2**53))
        words.append(
            Word(
                text=draw(texts),
                start=Ticks(start),
                end=Ticks(start + draw(st.integers(0, 10**9))),
                confidence=draw(st.none() | st.integers(0, 255)),
                timing=draw(st.sampled_from(WordTiming)),
                marks=frozenset(draw(st.lists(st.sampled_from(Mark)))),
            )
        )
    counts = draw(st.dictionaries(st.sampled_from(["recovered_words", "unheard_ticks"]), st.integers(0, 10**12)))
    return Listened(words=tuple(words), language=draw(st.sampled_from(["", "en", "de"])), counts=counts)


@settings(deadline=None)
@given(heard())
def test_what_is_kept_is_what_comes_back(listened):
    assert from_bytes(to_bytes(listened)) == listened


GOOD = to_bytes(Listened(words=(Word(text="quay", start=Ticks(1), end=Ticks(2)),), language="en", counts={"a": 1}))


@pytest.mark.parametrize("name", [name for name, _ in mutations(GOOD)])
def test_bytes_that_were_damaged_are_named_so_or_still_read(name):
    with suppress(DamagedProjectError):
        assert isinstance(from_bytes(dict(mutations(GOOD))[name]), Listened)
