"""The annotated script as a PDF: its words read back, the same bytes twice, and no quotation typeset as a command."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
from hypothesis import Phase, given, settings

from tapewright.exchange.annotated_pdf import PdfScriptWriter
from tapewright.model.annotated import AnnotatedScript, LineKind, ScriptLine
from tapewright.testing.annotated import a_long_script, a_script, an_empty_script
from tapewright.testing.strategies_proof import annotated_scripts

# A script is too large to be shrunk within a test's time: the one that was found is shown.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def pages(data: bytes) -> list[str]:
    """The text of each page, white space single and hyphens at line ends closed."""
    document = pdfium.PdfDocument(data)
    try:
        found = []
        for page in document:
            text = page.get_textpage().get_text_bounded()
            found.append(" ".join(text.replace("\ufffe", "").split()))
        return found
    finally:
        document.close()


@pytest.fixture(scope="module")
def made() -> bytes:
    return PdfScriptWriter().write(a_script())


def test_every_word_is_on_the_pages(made: bytes) -> None:
    text = " ".join(pages(made))
    for wanted in (
        "Nine years",
        "marked “locked for legal, cut 7”, 2026-11-24 13:05 UTC",
        "✗ altered",
        "“not” is missing: the tape has “I did not know the captain”",
        "! negation dropped: a “not” is gone; the text has “did know”; the tape has “did not know”",
        "T017 01:43:32:00–01:43:39:00, MARIAN",
        "there is no tape T099 in this project",
        "faster-whisper 1.2.1, large-v3",
    ):
        assert wanted in text


def test_open_points_have_a_page_of_their_own_before_the_script(made: bytes) -> None:
    read = pages(made)
    assert "Open points" in read[1]
    assert "The script" not in read[1]
    assert "The script" in read[2]
    assert read[2].startswith("Nine years · transaction 412, 2026-11-24")
    assert read[2].endswith(f"page 3 of {len(read)}")


def test_it_is_the_same_bytes_when_made_again_tagged_and_archivable(made: bytes) -> None:
    assert PdfScriptWriter().write(a_script()) == made
    assert b"/MarkInfo" in made
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in made
    assert b"2026-11-24T13:05:11" in made


def test_the_heads_of_the_columns_stand_on_every_page_of_a_long_script() -> None:
    read = pages(PdfScriptWriter().write(a_long_script(120)))
    script = [page for page in read if "Source and proof" in page]
    assert len(script) > 5
    text = " ".join(script)
    assert all(f" {n} " in text for n in range(1, 121))


def test_an_empty_script_is_a_document_too() -> None:
    text = " ".join(pages(PdfScriptWriter().write(an_empty_script())))
    assert "There is nothing in this script yet." in text
    assert "Nothing is open." in text


def told(text: str) -> str:
    script = replace(a_script(), lines=(ScriptLine(n=1, kind=LineKind.NARRATION, text=text),), open_points=())
    return " ".join(pages(PdfScriptWriter().write(script)))


@pytest.mark.parametrize(
    "text",
    [
        "Übergrößen, naïve façade, Łódź, İstanbul",
        "Привет, гавань",
        "Το λιμάνι ήταν ήσυχο",
        "#panic(1) *bold* _soft_ $x$ `raw` @ref <label> \\ #import x",
        "= no heading / - no list",
    ],
)
def test_letters_and_signs_of_the_typesetter_are_printed_as_they_are(text: str) -> None:
    assert text in told(text)


def test_signs_without_a_shape_are_boxes_and_the_first_page_says_which() -> None:
    text = told("The sign said 港口 and 🎙️, nothing else.")
    assert "Thesignsaid□□and□,nothingelse." in text.replace(" ", "")
    assert (
        "3 signs of this script cannot be shown by the fonts of this PDF and stand as □: U+53E3, U+6E2F, U+1F399. "
        "The HTML and the DOCX have them." in text
    )


def test_signs_of_one_font_only_are_boxes_too() -> None:
    assert "only□here" in told("only \uf7e0 here").replace(" ", "")


def test_a_word_longer_than_its_column_and_a_row_longer_than_a_page_lose_nothing() -> None:
    long_word = "x" * 300
    assert long_word in told(long_word).replace(" ", "").replace("\u200b", "")
    many = " ".join(f"word{n}" for n in range(3000))
    text = told(many)
    assert all(word in text for word in ("word0 ", "word1500 ", "word2999"))


@given(script=annotated_scripts())
@settings(max_examples=10, deadline=None, phases=PHASES)
def test_whatever_is_quoted_it_can_be_set(script: AnnotatedScript) -> None:
    written = PdfScriptWriter().write(script)
    assert written == PdfScriptWriter().write(script)
    assert re.search("page 1 of", pages(written)[0])
