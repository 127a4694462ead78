"""A quotation and its tape are laid out word over word, and what raised a flag is marked."""

from __future__ import annotations

from tapewright.model import PieceKind, SpeakerId
from tapewright.proof.aligned import aligned, as_cut
from tapewright.testing.proving import WORD, MemoryProver, talk_of

SAID = "The ferry did not leave on Monday because of the fog, you know, and we waited in the bakery until the evening."


def prover() -> MemoryProver:
    talk = talk_of("T1", ("MARIAN", SAID), speakers={"MARIAN": 1})
    return MemoryProver([talk], {SpeakerId(1): "MARIAN"})


def test_words_that_agree_stand_one_over_the_other() -> None:
    cells = aligned(prover().prove("The ferry did not leave on Monday", "Marian"))
    assert [(cell.quote, cell.tape) for cell in cells] == [(word, word) for word in SAID.split()[:7]]
    assert {cell.kind for cell in cells} == {PieceKind.SAME}
    assert [cell.interval.start for cell in cells if cell.interval] == [WORD * n for n in range(7)]


def test_a_not_that_is_gone_stands_where_it_is_missing_with_its_flag() -> None:
    verdict = prover().prove("The ferry did leave on Monday because of the fog", "Marian")
    cells = aligned(verdict)
    at = next(number for number, cell in enumerate(cells) if cell.kind is PieceKind.GONE)
    assert (cells[at - 1].quote, cells[at].quote, cells[at].tape, cells[at + 1].quote) == ("did", "", "not", "leave")
    assert [verdict.flags[number].flag.value for number in cells[at].flags] == ["negation_dropped"]
    assert not any(cell.flags for cell in cells if cell.kind is PieceKind.SAME)


def test_every_word_of_both_sides_stands_in_it_once() -> None:
    for text in (
        "The ferry did leave on Tuesday because of fog and we waited",
        "The ferry did not leave … and we waited in the bakery",
        "We waited in the bakery until the evening because of the fog",
        "The [big] ferry did not ever leave on Monday",
    ):
        verdict = prover().prove(text)
        cells = aligned(verdict)
        for side in ("quote", "tape"):
            of_cells = " ".join(getattr(cell, side) for cell in cells).split()
            of_diff = " ".join(getattr(piece, side) for piece in verdict.diff).split()
            assert [word for word in of_cells if word != "…"] == [word for word in of_diff if word != "…"]


def test_what_plays_as_cut_leaves_out_what_the_text_leaves_out() -> None:
    (whole,) = as_cut(prover().prove("The ferry did not leave on Monday because of the fog"))
    assert (whole[0], whole[1].start, whole[1].end) == ("T1", 0, 11 * WORD)
    first, second = as_cut(prover().prove("The ferry did not leave … and we waited in the bakery"))
    assert (first[1].end, second[1].start) == (5 * WORD, 13 * WORD)
    before, after = as_cut(prover().prove("The ferry did leave on Monday because of the fog"))
    assert (before[1].end, after[1].start) == (3 * WORD, 4 * WORD)


def test_what_was_not_found_has_nothing_to_lay_out() -> None:
    verdict = prover().prove("A lighthouse keeper sold clocks to a passing circus")
    assert aligned(verdict) == as_cut(verdict) == ()


def test_words_from_another_place_say_where_they_come_from() -> None:
    cells = aligned(prover().prove("We waited in the bakery until the evening. The ferry did not leave on Monday"))
    jumps = [(cell.quote, cell.came_from) for cell in cells if cell.came_from]
    assert [word for word, _ in jumps] == ["The"]
    assert jumps[0][1].startswith("T1 ")
