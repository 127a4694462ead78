"""Judging: the verdict that each kind of difference gets, and the words of both sides."""

from __future__ import annotations

import pytest

from tapewright.model import PieceKind, QuoteVerdict, SpeakerId, Verdict
from tapewright.testing.proving import MemoryProver, talk_of

SPEAKERS = {"MARIAN": 1, "JO": 2}
NAMES = {SpeakerId(number): name for name, number in SPEAKERS.items()}

HARBOUR = talk_of(
    "T1",
    ("JO", "So what was it like when the harbour was closed?"),
    ("MARIAN", "Well, um, the harbour was quiet that year, you know, and the the boats stayed in the old basin."),
    ("JO", "Mhm."),
    ("MARIAN", "Nobody asked us anything until the ferry came back in nineteen eighty four. We sold twenty-five nets."),
    ("JO", "And the bakery next door was open all the time, I was told."),
    ("MARIAN", "The bakery never closed. My sister baked the bread for the whole street there."),
    speakers=SPEAKERS,
)
MARKET = talk_of(
    "T2",
    ("JO", "The fish market opened at five in the morning and everybody had a lantern."),
    speakers=SPEAKERS,
)


@pytest.fixture(scope="module")
def prover() -> MemoryProver:
    return MemoryProver([HARBOUR, MARKET], NAMES)


def kinds(proved: QuoteVerdict) -> list[PieceKind]:
    return [piece.kind for piece in proved.diff]


def test_typography_numbers_and_contractions_do_not_count(prover: MemoryProver) -> None:
    for text in (
        "Nobody asked us anything until the ferry came back in 1984. We sold 25 nets",
        "“NOBODY asked us anything — until the ferry came back in nineteen eighty-four,",
    ):
        proved = prover.prove(text, "Marian")
        assert (proved.verdict, proved.flags) == (Verdict.VERBATIM, ())
        assert proved.sources[0].speaker == "MARIAN"


def test_fillers_repeats_and_what_another_says_meanwhile_are_cleaned_away(prover: MemoryProver) -> None:
    proved = prover.prove("the harbour was quiet that year, and the boats stayed in the old basin. Nobody asked us", "")
    assert proved.verdict is Verdict.CLEANED
    assert [piece.tape for piece in proved.diff if piece.kind is PieceKind.FILLER] == ["you know,", "the", "Mhm."]
    assert not proved.flags


def test_a_start_that_is_made_anew_after_a_word_is_cleaned_away() -> None:
    gullies = talk_of(
        "T1",
        ("JO", "It's more, it's out from gullies, and it runs down to the sea. He was there, he was not asked, no."),
        ("MARIAN", "I wanted to leave, I wanted to rest at the sea. It was two, it was three boats that came back."),
        speakers=SPEAKERS,
    )
    said = MemoryProver([gullies], NAMES)
    for text, gone in (
        ("It's more out from gullies, and it runs down to the sea", "it's"),
        ("It's out from gullies, and it runs down to the sea", ""),
    ):
        proved = said.prove(text)
        assert proved.verdict is (Verdict.CLEANED if gone else Verdict.VERBATIM), text
        assert [piece.tape for piece in proved.diff if piece.kind is PieceKind.FILLER] == [gone] * bool(gone)
        assert not proved.flags
    for text in ("It was two boats that came back.", "I wanted to leave to rest at the sea."):
        assert said.prove(text).verdict is Verdict.CONDENSED, text
    assert said.prove("it runs down to the sea. He was there, not asked, no.").verdict is Verdict.CLEANED


def test_a_marked_omission_is_elided_and_an_unmarked_one_condensed(prover: MemoryProver) -> None:
    marked = prover.prove("the harbour was quiet … and the boats stayed in the old basin")
    unmarked = prover.prove("the harbour was quiet and the boats stayed in the old basin")
    assert (marked.verdict, unmarked.verdict) == (Verdict.ELIDED, Verdict.CONDENSED)
    assert "that year" in unmarked.explanation


def test_every_other_word_is_named(prover: MemoryProver) -> None:
    proved = prover.prove("My sister burnt the bread for the whole street there", "Marian")
    assert proved.verdict is Verdict.ALTERED
    assert [(piece.quote, piece.tape) for piece in proved.diff if piece.kind is PieceKind.CHANGED] == [
        ("burnt", "baked")
    ]
    assert "'burnt'" in proved.explanation
    assert "'baked'" in proved.explanation


def test_what_stands_in_brackets_is_the_writers(prover: MemoryProver) -> None:
    proved = prover.prove(
        "[S]he never closed [sic] the place" if False else "My sister baked [it] for the whole street"
    )
    assert proved.verdict is Verdict.ELIDED
    assert PieceKind.OURS in kinds(proved)
    assert PieceKind.CHANGED not in kinds(proved)


def test_the_other_order_is_told_with_its_distance(prover: MemoryProver) -> None:
    proved = prover.prove("We sold twenty-five nets. Nobody asked us anything until the ferry came back", "Marian")
    assert proved.verdict is Verdict.REORDERED
    assert len(proved.sources) == 2
    assert "before" in proved.explanation


def test_two_tapes_are_recombined_and_named(prover: MemoryProver) -> None:
    proved = prover.prove("Nobody asked us anything until the ferry came back. The fish market opened at five")
    assert proved.verdict is Verdict.RECOMBINED
    assert {source.span.tape for source in proved.sources} == {"T1", "T2"}
    assert "T2" in proved.explanation


def test_the_words_of_another_are_misattributed(prover: MemoryProver) -> None:
    proved = prover.prove("The fish market opened at five in the morning", "Marian")
    assert proved.verdict is Verdict.MISATTRIBUTED
    assert "JO" in proved.explanation


def test_what_nobody_said_is_not_found(prover: MemoryProver) -> None:
    proved = prover.prove("Seventeen painters repaired the lighthouse with enormous patience", "Marian")
    assert proved.verdict is Verdict.NOT_FOUND
    assert not proved.flags


def test_an_hour_in_one_quotation_is_judged_in_bounded_memory() -> None:
    said = " ".join(f"boat{number} and harbour{number}" for number in range(3000))
    long = MemoryProver([talk_of("T1", ("MARIAN", said), speakers=SPEAKERS)], NAMES)
    assert long.prove(said).verdict is Verdict.VERBATIM
    changed = long.prove(said.replace("boat1500 and", "raft1500 and"))
    assert changed.verdict is Verdict.ALTERED
    assert [piece.quote for piece in changed.diff if piece.kind is PieceKind.CHANGED] == ["raft1500"]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Put simply, it remains an issue?", "It remains an issue."),
        ("It was over in a week, as one of the two?", "As one of the two of them, yes."),
    ],
)
def test_an_echoed_question_is_said_by_whom_the_text_names(asked: str, answered: str) -> None:
    talk = talk_of("T3", ("JO", asked), ("MARIAN", answered), ("JO", "Thank you for that."), speakers=SPEAKERS)
    echo = MemoryProver([talk], NAMES).prove(answered, "Marian")
    assert echo.verdict is Verdict.VERBATIM
    assert echo.sources[0].speaker == "MARIAN"


def test_a_machine_without_confidences_may_have_misheard_and_a_typist_has_not() -> None:
    said = ("MARIAN", "The harbour was quite that year and Jonas sold forty nets to the bakery beside the church.")
    typed, heard = (
        MemoryProver([talk_of("T1", said, speakers=SPEAKERS, is_by_machine=by)], NAMES) for by in (False, True)
    )
    misheard = "The harbour was quiet that year and Jonas sold forty nets"
    assert (typed.prove(misheard).verdict, heard.prove(misheard).verdict) == (Verdict.ALTERED, Verdict.UNSETTLED)
    for text in ("and Jonas sold forty ovens to the bakery", "and Jonas sold ninety nets to the bakery"):
        assert heard.prove(text).verdict is Verdict.ALTERED, text


REMARKS = talk_of(
    "T1",
    ("MARIAN", "We was [sic] the last boats, you see, and [laughs] nobody came [points at the map] on Sunday."),
    ("JO", "The old bakery was [inaudible] every day. [T]he oven [never closed. We came here [in 1984] with nothing."),
    speakers=SPEAKERS,
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("We was [sic] the last boats, you see, and [laughs] nobody came [points at the map] on Sunday.", "verbatim"),
        ("We was the last boats, you see, and nobody came on Sunday.", "verbatim"),
        ("We was [sic] the last boats, and nobody came on Sunday.", "cleaned"),
        ("We was the last boats, you see, and nobody came [to us] on Sunday.", "verbatim"),
        ("The old bakery was [inaudible] every day.", "verbatim"),
        ("The old bakery was … every day.", "elided"),
        ("The old bakery was every day.", "condensed"),
        ("[T]he oven [never closed.", "verbatim"),
        ("We came here [in 1984] with nothing.", "verbatim"),
        ("We came here with nothing.", "verbatim"),
        ("We came here in 1984 with nothing.", "altered"),
    ],
)
def test_what_a_typist_put_in_brackets_was_not_said(text: str, verdict: str) -> None:
    proved = MemoryProver([REMARKS], NAMES).prove(text)
    assert (proved.verdict.value, proved.flags) == (verdict, () if verdict != "altered" else proved.flags)
    assert not any(piece.kind is PieceKind.GONE and "[laughs]" in piece.tape for piece in proved.diff)


def test_the_same_brackets_on_both_sides_are_the_same_in_any_language() -> None:
    text = "Wir waren [sic] die letzten und [lacht leise] niemand kam an dem Sonntag"
    talk = talk_of("T1", ("MARIAN", text), speakers=SPEAKERS)
    for language in ("de", "en"):
        assert MemoryProver([talk], NAMES, language=language).prove(text).verdict is Verdict.VERBATIM


def test_a_word_that_the_machine_may_have_put_in_is_to_be_heard_and_not_left_out() -> None:
    said = "The boats stayed in the weak old basin all winter long."
    heard = talk_of("T9", ("MARIAN", said), speakers=SPEAKERS, confidence=254, unsure=("weak",))
    sure = talk_of("T9", ("MARIAN", said), speakers=SPEAKERS, confidence=254)
    typed = talk_of("T9", ("MARIAN", said), speakers=SPEAKERS)
    quote = "The boats stayed in the old basin all winter long."
    proved = [MemoryProver([talk], NAMES).prove(quote) for talk in (heard, sure, typed)]
    assert [one.verdict for one in proved] == [Verdict.UNSETTLED, Verdict.CONDENSED, Verdict.CONDENSED]
    assert proved[0].explanation.startswith("To be heard: 'weak' is left out, and the machine may have misheard")
    assert "'the weak old'" in proved[0].settle


@pytest.mark.parametrize("text", ["Mm-hm.", "Mm", "Oh, um."])
def test_a_quotation_that_is_nothing_but_a_backchannel_is_found(text: str) -> None:
    turns = [("JO", "And then the ferry came back."), ("MARIAN", text), ("JO", "Mhm."), ("JO", "Was it late that day?")]
    proved = MemoryProver([talk_of("T4", *turns, speakers=SPEAKERS), HARBOUR], NAMES).prove(text, "Marian")
    assert (proved.verdict, proved.sources[0].text, proved.sources[0].speaker) == (Verdict.VERBATIM, text, "MARIAN")


def test_a_backchannel_that_nobody_says_is_not_found(prover: MemoryProver) -> None:
    assert prover.prove("Uh-huh, hmm.").verdict is Verdict.NOT_FOUND


def test_a_word_of_grammar_in_the_place_of_one_of_content_is_the_machines_error() -> None:
    said = ("MARIAN", "The boats stayed in environmental old basin all winter long.")
    quote = "The boats stayed in the old basin all winter long."
    heard, typed = (
        MemoryProver([talk_of("T9", said, speakers=SPEAKERS, confidence=sure)], NAMES) for sure in (254, None)
    )
    assert (heard.prove(quote).verdict, typed.prove(quote).verdict) == (Verdict.UNSETTLED, Verdict.ALTERED)
