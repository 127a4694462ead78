"""A name in a text means the people on the tapes who answer to it, and nobody else."""

from __future__ import annotations

import pytest

from tapewright.model import Speaker, SpeakerId
from tapewright.proof.attribution import in_full, speakers_named

PEOPLE = [
    Speaker(id=SpeakerId(number), name=name)
    for number, name in enumerate(["MARIAN", "Jo Hale", "Ann Hale", "Dr. Péter Kovács", "VOICE 1", ""], 1)
]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("marian", {1}),
        ("Marian Ostler, harbour master", {1}),
        ("MARIAN (V.O.)", {1}),
        ("Hale", {2, 3}),
        ("Jo Hale", {2}),
        ("J. Hale", {2}),
        ("Mr Hale", {2, 3}),
        ("Peter Kovacs", {4}),
        ("Voice 2", set()),
        ("Voice 1", {5}),
        ("A.", set()),
        ("Somebody Else", set()),
    ],
)
def test_a_name_means_those_who_answer_to_it(name: str, meant: set[int]) -> None:
    assert speakers_named(name, PEOPLE) == meant


@pytest.mark.parametrize("name", ["", "  ", "—", "(off screen)"])
def test_no_name_means_that_nobody_was_named(name: str) -> None:
    assert speakers_named(name, PEOPLE) is None


@pytest.mark.parametrize(
    ("name", "text", "whole"),
    [
        ("Ostler", "“Quiet,” says Marian Ostler. “Very,” Ostler said.", "Marian Ostler"),
        ("Ms Ostler", "Marian Ostler ran the ferry. Ms Ostler left.", "Marian Ostler"),
        ("Ostler", "When Ostler said so, Marian laughed.", "Ostler"),
        ("Ostler", "Marian Ostler and Péter Ostler ran the ferry.", "Ostler"),
        ("Hale", "Marian Hale ran the ferry.", "Hale"),
        ("Smith (V.O.)", "Marian Smith", "Smith (V.O.)"),
        ("", "Marian Ostler", ""),
        ("(", "Marian (", "("),
    ],
)
def test_a_surname_is_whom_the_text_calls_so_in_full(name: str, text: str, whole: str) -> None:
    assert in_full(name, text, [person.name for person in PEOPLE]) == whole
