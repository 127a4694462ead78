"""Whatever was said: an untouched quotation is verbatim, one without its fillers is cleaned, and the pieces add up."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tapewright.model import Flag, PieceKind, SpeakerId, Verdict
from tapewright.proof.language import language_of
from tapewright.proof.quoted import read
from tapewright.testing.proving import MemoryProver, talk_of

SPEAKERS = {"MARIAN": 1}
NAMES = {SpeakerId(1): "MARIAN"}
AT_AN_END = {
    Flag.SENTENCE_ENDED_EARLY, Flag.HEDGE_DROPPED, Flag.CONDITION_DROPPED, Flag.NEGATION_DROPPED, Flag.QUANTITY_CHANGED,
}  # fmt: skip
"""What may be lost by where a quotation begins and ends, though no word of it is changed."""

WORDS = (
    "the harbour boats ferry bakery bread captain morning evening winter we they she he sold bought opened closed "
    "walked never not nobody probably if unless because but and 25 1984 three red cold long old didn't can't it's "
    "Marian's Elbridge on Monday you'd … through under every all some few um uh you know I mean"
).split()
LONGER = [word for word in WORDS if word.isalpha() and len(word) > 3]
talks = st.lists(st.sampled_from(WORDS), min_size=12, max_size=60)


def prover_of(words: list[str]) -> MemoryProver:
    return MemoryProver([talk_of("T1", ("MARIAN", " ".join(words)), speakers=SPEAKERS)], NAMES)


@settings(max_examples=60, deadline=None)
@given(talks, st.data())
def test_an_untouched_run_of_words_is_verbatim_with_flags_of_its_ends_at_most(
    words: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 8))
    end = data.draw(st.integers(first + 8, len(words)))
    proved = prover_of([word for word in words if word != "…"]).prove(
        " ".join(word for word in words[first:end] if word != "…")
    )
    if proved.verdict is Verdict.NOT_FOUND:
        return  # nothing but small words that stand everywhere
    assert proved.verdict is Verdict.VERBATIM
    assert {flag.flag for flag in proved.flags} <= AT_AN_END


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([w for w in WORDS if w.isalpha() and len(w) > 3]), min_size=10, max_size=30, unique=True)
)
def test_a_quotation_without_its_hesitations_is_cleaned(words: list[str]) -> None:
    half = len(words) // 2
    proved = prover_of([*words[:half], "um,", "uh,", *words[half:]]).prove(" ".join(words))
    assert proved.verdict is Verdict.CLEANED
    assert [piece.tape for piece in proved.diff if piece.kind is PieceKind.FILLER] == ["um, uh,"]


@settings(max_examples=60, deadline=None)
@given(talks, talks)
def test_the_pieces_hold_every_row_of_the_quotation_in_order(words: list[str], others: list[str]) -> None:
    quote = " ".join([*words[:9], *others[:4], *words[9:14]])
    compared = prover_of(words).judged(quote).compared
    if compared is None:
        return
    english = language_of("en")
    assert english is not None
    assert [row for piece in compared.pieces for row in piece.quote] == list(range(len(compared.quoted.rows)))
    assert [word for piece in compared.pieces for word in piece.said] == [row.text for row in read(quote, english).rows]
    for piece in compared.pieces:
        assert all(piece.words.start <= row.first < row.end <= piece.words.stop for row in piece.rows)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read_and_judged(text: str) -> None:
    english = language_of("en")
    assert english is not None
    quoted = read(text, english)
    assert all(0 <= row.first < row.end <= len(quoted.words) for row in quoted.rows)
    assert all(0 <= mark <= len(quoted.rows) for mark in (*quoted.omissions, *quoted.ours))
    assert prover_of(WORDS).prove(text).explanation
