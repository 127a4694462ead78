"""A check's page stands alone, says everything in words, and lets nothing from outside become markup."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tapewright.exchange.check_html import check_page
from tapewright.model import (
    Flag,
    JoinVerdict,
    MeaningFlag,
    Quotation,
    QuotationKind,
    QuoteVerdict,
    TapeId,
    Verdict,
)
from tapewright.model.coverage import Coverage
from tapewright.testing.strategies_proof import coverages, hostile_lines, join_verdicts, quote_verdicts

OUR_TAGS = frozenset(
    "html head meta title style body header p h1 h2 h3 section main article span div blockquote ul ol li b a table "
    "thead tbody tr td th ins del s sup br details summary footer nav dl dt dd caption col colgroup".split()
)


@given(
    title=hostile_lines,
    quotes=st.lists(quote_verdicts(), max_size=3),
    joins=st.lists(join_verdicts(), max_size=2),
    coverage=st.none() | coverages(),
)
@settings(max_examples=30, deadline=None)
def test_whatever_is_in_it_only_our_own_elements_come_out(
    title: str, quotes: list[QuoteVerdict], joins: list[JoinVerdict], coverage: Coverage | None
) -> None:
    written = check_page(title, quotes, joins, coverage)
    assert written == check_page(title, quotes, joins, coverage)
    read = html.document_fromstring(written.encode("utf-8"))
    assert {node.tag for node in read.iter()} <= OUR_TAGS
    for node in read.iter():
        assert not any(name.startswith("on") or name in ("src", "style") for name in node.attrib)
        assert re.match(r"tape:|file:|#|$", node.get("href", ""))
    assert "\u202e" not in written
    assert "\x1b" not in written


def test_nothing_is_fetched_and_no_script_may_run() -> None:
    written = check_page("script.docx", [])
    assert "default-src 'none'" in written
    assert not re.search(r"https?://|<script|@import|url\(", written)
    assert "There is no quotation in it: nothing was proved." in written


def test_unread_tapes_are_never_a_silent_pass() -> None:
    written = check_page("script.docx", [], (), Coverage(tapes=98, unread=(TapeId("T003"), TapeId("T090"))))
    assert "Cannot prove on 2 of 98 tapes, which have no transcript: T003, T090" in written


def test_what_a_reader_must_know_of_the_file_stands_on_the_page() -> None:
    assert "Judged with the changes accepted &lt;" in check_page(
        "a.docx", [], remarks=["judged with the changes accepted <"]
    )


def test_what_is_to_be_looked_at_first_says_why() -> None:
    flag = MeaningFlag(flag=Flag.CLIPPED_WORD, why="the first 0.74 s of “ask” are cut off")
    quotation = Quotation(n=1, text="Ask not.", place="line 1", kind=QuotationKind.BITE)
    proved = QuoteVerdict(quotation=quotation, verdict=Verdict.VERBATIM, explanation="Said so.", flags=(flag,))
    assert "Said so. Clipped word: the first 0.74 s of “ask” are cut off." in check_page("cut.md", [proved])


def test_what_the_explanation_says_is_not_said_again_as_a_flag() -> None:
    why = "the text has 'ten', the tape 'twelve'"
    quotation = Quotation(n=1, text="ten loaves", place="line 1", kind=QuotationKind.QUOTED)
    flag = MeaningFlag(flag=Flag.QUANTITY_CHANGED, quote_words="ten", tape_words="twelve", why=why)
    explanation = f"{why.capitalize()} (TOMAS, T1 at 00:00:01:00)."
    proved = QuoteVerdict(quotation=quotation, verdict=Verdict.ALTERED, explanation=explanation, flags=(flag,))
    written = check_page("script.docx", [proved])
    assert written.casefold().count(why) == 2, "once at the top, and once beside the quotation"
    assert "a number or date differs" in written
