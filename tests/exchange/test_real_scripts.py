"""What a person gets on material that nobody here wrote: inquiries, interviews, podcasts, captions, Word documents."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tapewright.exchange.scripts import read_script
from tapewright.model import Quotation, QuotationKind, Script
from tapewright.proof.quotations import quotations

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def _read(path: str) -> tuple[str, Script, list[Quotation]]:
    file = next(iter(sorted(DATA.glob(path))), None)
    if file is None:
        pytest.skip(f"the shared data has no {path}")
    (script,) = read_script(file.read_bytes(), name=file.name)
    return file.read_text("utf-8", "replace") if file.suffix != ".docx" else "", script, quotations(script)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def test_a_day_of_an_inquiry_has_its_speakers() -> None:
    text, _, found = _read("texts/lampard-inquiry/april-hearing/2025-05-12.rst")
    speakers = Counter(one.attributed_to for one in found if one.kind is QuotationKind.SPEECH)
    labels = Counter(re.findall(r"^\*\*([^*\n]+)\*\*:", text, re.MULTILINE))
    again = {name: count for name, count in labels.items() if count > 2}
    print(speakers.most_common(6))
    assert again
    assert all(speakers[name] >= count for name, count in again.items())


@pytest.mark.parametrize(
    "path",
    [
        "texts/lampard-inquiry/april-hearing/*.rst",
        "texts/lampard-inquiry/july-hearing/*.rst",
        "texts/braided-channels-tapes/Braided-Channels/*-raw.txt",
        "texts/rev16-verbatim-vs-clean/README.md",
        "study-and-captions/iiif-ramp/lunchroom_manners/*.vtt",
        "study-and-captions/iiif-ramp/lunchroom_manners/*.srt",
    ],
)
def test_every_quotation_stands_in_its_file(path: str) -> None:
    text, script, found = _read(path)
    letters = _letters(re.sub(r"^[ \t]*[\d:.,]+ --> .*$|^\d+\s*$|\[?\d+:\d+:\d+:\d+\]?", "", text, flags=re.MULTILINE))
    print(path, len(script.paragraphs), len(found))
    assert script.paragraphs
    missing = [one.text for one in found if _letters(one.text)[:60] not in letters]
    assert len(missing) <= 0.02 * len(found), missing[:3]


def test_a_word_document_of_two_speakers_has_both() -> None:
    _, script, found = _read("study-and-captions/iiif-ramp/transcripts/transcript_ms.docx")
    assert script.format == "docx"
    assert [one.attributed_to for one in found] == ["Speaker 1", "Speaker 2"] * 3


def test_captions_are_whole_sentences() -> None:
    _, _, found = _read("study-and-captions/iiif-ramp/lunchroom_manners/*.vtt")
    ended = sum(one.text.rstrip("\"”'").endswith((".", "?", "!", "…", "♪", "]", ")")) for one in found)
    print(f"{ended} of {len(found)} end with a sentence")
    assert ended >= 0.8 * len(found)
