"""Explanations: one plain sentence, with words that can be read in it and places that can be found."""

from __future__ import annotations

import pytest

from tapewright.model import PieceKind, SpeakerId, Verdict
from tapewright.model.wording import came_from
from tapewright.testing.proving import MemoryProver, talk_of

SPEAKERS = {"MARIAN": 1, "The Chair (Hon. A. Rota (Nipissing, Lib.))": 2, "JO": 3}
NAMES = {SpeakerId(number): name for name, number in SPEAKERS.items()}
CHAIR = "The Chair (Hon. A. Rota (Nipissing, Lib.))"
LONG = " ".join(f"net{number}" for number in range(60))

PROVER = MemoryProver(
    [
        talk_of(
            "T1",
            (CHAIR, "The harbour was closed for nine years, you know, and the women's bakery stayed open."),
            ("MARIAN", f"Nobody asked us, and like, we sold boats, and boats. I did not, {LONG}, want that ferry."),
            ("JO", "The sea was calm that morning; it rained, it rained on the whole of the market."),
            speakers=SPEAKERS,
        ),
        talk_of("T2", ("JO", "The fish market opened at five, and everybody had a lantern."), speakers=SPEAKERS),
        talk_of("T3", ("JO", "They carried [inaudible] loaves of rye bread up the steep hill."), speakers=SPEAKERS),
    ],
    NAMES,
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The harbour was closed for nine years", f"{CHAIR} says so on T1 at 00:00:00.000."),
        (
            "The harbour was closed for nine years, and the women's bakery stayed open",
            f"{CHAIR} says so on T1 at 00:00:00.000; only fillers, repeats or false starts are gone: 'you know'.",
        ),
        (
            "The the harbour was closed for nine years",
            f"{CHAIR} says so on T1 at 00:00:00.000; only repeats or fillers are put in: 'The'.",
        ),
        (
            "The sea was calm that; it rained on the market",
            "JO says so on T1 at 00:00:22.750; 'morning; it rained' and 'the whole of' are left out,"
            " and the text does not say so.",
        ),
        (
            "The sea was calm; it rained, it rained on the whole of the market",
            "JO says so on T1 at 00:00:22.750; 'that morning' is left out, and the text does not say so.",
        ),
        (
            "the sea was rough that evening; it rained, it rained on the whole of the market",
            "The text has 'rough', the tape 'calm'; the text has 'evening', the tape 'morning'"
            " (JO, T1 at 00:00:22.750).",
        ),
        (
            "it rained on the whole of the market. The sea was calm that morning",
            "Pieces of one passage in another order: 'The sea was calm that morning' was said 1 sentence before"
            " 'it rained on the whole of the market' (JO, T1 at 00:00:24.750 and 00:00:22.750).",
        ),
        (
            "The fish market opened at five, and the women's bakery stayed open",
            "Put together out of 2 places: 'The fish market opened at five, and' was said on T2,"
            f" 'the women's bakery stayed open' on T1 (JO, T2 at 00:00:00.000; {CHAIR}, T1 at 00:00:02.500).",
        ),
    ],
)  # fmt: skip
def test_a_verdict_is_one_sentence_that_can_be_read(text: str, told: str) -> None:
    assert PROVER.prove(text).explanation == told


def test_long_words_of_the_tape_are_told_by_their_ends() -> None:
    said = f"We sold the boats that year. Nobody did, {LONG}, want that new ferry not before the bridge was closed."
    prover = MemoryProver([talk_of("T1", ("MARIAN", said), speakers=SPEAKERS)], NAMES)
    proved = prover.prove("We sold the boats that year. Nobody wanted that new ferry before the bridge was closed")
    assert all(len(flag.why.split()) < 40 for flag in proved.flags)
    assert len(proved.explanation.split()) < 90
    (negation,) = (flag.why for flag in proved.flags if flag.flag.value == "negation_dropped")
    assert negation == "'not' is missing: the tape has 'want that new ferry not before the bridge was'"
    assert "net7 … net54" in proved.explanation


def test_who_was_not_sure_is_told_as_it_is() -> None:
    typed = PROVER.prove("They carried twelve loaves of rye bread up the steep hill")
    assert typed.verdict is not Verdict.VERBATIM
    heard = MemoryProver(
        [talk_of("T1", ("JO", "They carried rye bread up the steep hill."), speakers=SPEAKERS, confidence=100)], NAMES
    ).prove("They carried white bread up the steep hill")
    assert heard.verdict is Verdict.UNSETTLED
    assert "and the machine may have misheard (JO, T1 at" in heard.explanation


def test_half_of_a_contraction_is_told_by_the_whole_words() -> None:
    said = ("MARIAN", "The nets should be mended every year. I shouldn't say that they have boats there.")
    prover = MemoryProver([talk_of("T1", said, speakers=SPEAKERS)], NAMES)
    added = prover.prove("The nets shouldn't be mended every year").explanation
    assert added.startswith("The text has 'shouldn't', the tape 'should' (MARIAN, T1")
    gone = prover.prove("I should say that they have boats there").explanation
    assert gone.startswith("MARIAN says so on T1 at 00:00:01.750; 'not' is left out, and the text does not say so;")


def test_a_jump_says_where_it_leads() -> None:
    proved = PROVER.prove("The fish market opened at five, and the women's bakery stayed open")
    (jump,) = (piece for piece in proved.diff if piece.kind is PieceKind.MOVED)
    assert came_from(jump, proved.sources) == "T1 00:00:02.500"


def test_somebody_else_is_named_once() -> None:
    assert PROVER.prove("The fish market opened at five", "Marian").explanation == (
        "JO says it, not Marian (T2 at 00:00:00.000)."
    )
    assert PROVER.prove("The meat market opened at five, and everybody had a lantern", "Marian").explanation == (
        "JO says something like it, not Marian (T2 at 00:00:00.000): the text has 'meat', the tape 'fish'."
    )
