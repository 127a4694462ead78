"""The annotated script as a page: complete, alone, and never obeying what it quotes."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import Phase, given, settings
from lxml import html

from tapewright.exchange.annotated_html import HtmlScriptWriter
from tapewright.model.annotated import AnnotatedScript
from tapewright.model.wording import MACHINE_HEARD
from tapewright.testing.annotated import a_long_script, a_script, a_source, an_empty_script
from tapewright.testing.strategies_proof import annotated_scripts

OUR_TAGS = frozenset(
    "html head meta title style body header p h1 h2 h3 section main footer span div blockquote ul li b a table "
    "colgroup col thead tbody tr td th ins s br dl dt dd".split()
)

# A script is too large to be shrunk within a test's time: the one that was found is shown.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def text_of(data: bytes) -> str:
    return " ".join(html.document_fromstring(data).text_content().split())


def test_the_page_says_everything_that_the_record_holds() -> None:
    text = text_of(HtmlScriptWriter().write(a_script()))
    for wanted in (
        "Nine years",
        "transaction 412, marked “locked for legal, cut 7”, 2026-11-24 13:05 UTC",
        "cannot prove on 2 of 9 tapes, which have no transcript: T021, T022",
        "✗ altered",
        "“not” is missing: the tape has “I did not know the captain”",
        "! negation dropped: a “not” is gone; the text has “did know”; the tape has “did not know”",
        "On the tape: I did um not know the captain, and nobody asked us for two? years.",
        "T017 01:43:32:00–01:43:39:00, MARIAN",
        "heard by J. Lind, 2026-11-24; R. Amsel, 2026-11-25",
        MACHINE_HEARD,
        "Join 1: 78.0 s of the tape are left out between the two",
        "? Claim 3, disputed (Jonas says eight)",
        "? No claim, no source: “It was the oldest.”",
        "nearest, no source: T018 01:05:00:00: “some of us read the letter”",
        "there is no tape T099 in this project",
        "xxh128: 99aa06d3014798d86001c324468d497f",
        "faster-whisper 1.2.1, large-v3",
        "it scores nobody",
    ):
        assert wanted in text


def test_open_points_lead_to_their_lines() -> None:
    read = html.document_fromstring(HtmlScriptWriter().write(a_script()))
    ids = {node.get("id") for node in read.iter() if node.get("id")}
    targets = {node.get("href") for node in read.iter("a") if node.get("href", "").startswith("#")}
    assert {f"#line-{n}" for n in (3, 5, 8, 9, 10, 11)} <= targets
    assert {target[1:] for target in targets} <= ids


def test_a_source_plays_from_its_link_and_from_its_file_whatever_the_file_is_called() -> None:
    script = a_script()
    line = script.lines[3]
    named = replace(a_source(line.sources[0].place), file="/card/Bänd & “7” #1?.wav")
    data = HtmlScriptWriter().write(replace(script, lines=(replace(line, sources=(named,)),)))
    links = [node.get("href") for node in html.document_fromstring(data).iter("a")]
    assert "tape:T017#t=2531.240000,2534.240000" in links
    assert "file:///card/B%C3%A4nd%20%26%20%E2%80%9C7%E2%80%9D%20%231%3F.wav#t=2531.240000,2534.240000" in links


def test_an_empty_script_says_so() -> None:
    text = text_of(HtmlScriptWriter().write(an_empty_script()))
    assert "There is nothing in this script yet." in text
    assert "Nothing is open." in text


def test_four_hundred_lines_are_four_hundred_rows() -> None:
    read = html.document_fromstring(HtmlScriptWriter().write(a_long_script(400)))
    assert len({node.get("id") for node in read.iter("tr") if node.get("id")}) == 400


@given(script=annotated_scripts())
@settings(max_examples=15, deadline=None, phases=PHASES)
def test_whatever_is_quoted_only_our_own_elements_come_out(script: AnnotatedScript) -> None:
    written = HtmlScriptWriter().write(script)
    assert written == HtmlScriptWriter().write(script)
    text = written.decode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", text)
    read = html.document_fromstring(written)
    assert {node.tag for node in read.iter()} <= OUR_TAGS
    for node in read.iter():
        assert not any(name.startswith("on") or name in ("src", "style") for name in node.attrib)
        assert re.match(r"tape:|file://|#|$", node.get("href", ""))


def test_a_file_whose_name_is_no_text_has_its_link_all_the_same() -> None:
    script = a_script()
    line = script.lines[3]
    for name, wanted in (("/card/\udcff.wav", "/card/%FF.wav"), ("/card/\ud800.wav", "/card/%ED%A0%80.wav")):
        named = replace(a_source(line.sources[0].place), file=name)
        assert wanted in HtmlScriptWriter().write(replace(script, lines=(replace(line, sources=(named,)),))).decode()
