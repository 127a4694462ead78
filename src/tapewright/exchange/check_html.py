"""A check as one HTML page: every quotation with its verdict, every join, and how much of the material was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tapewright.exchange.markup import Markup, element, link
from tapewright.exchange.page import page
from tapewright.exchange.proof_html import difference, flag_list, source, source_list, verdict_word
from tapewright.model import JoinVerdict, QuoteVerdict, Verdict
from tapewright.model.coverage import Coverage
from tapewright.model.wording import VERDICTS, flag_told, join_head, who_told
from tapewright.words.counted import counted

_ABOUT = (
    "Each quotation was laid word by word on the transcripts of the tapes. A verdict says how its words stand to what "
    "was said; a flag says what a difference does to the meaning. Beside each place stands whether a person has "
    "listened to it. The page describes what is on the tapes; it judges nobody who speaks on them."
)
_MOST_ELSEWHERE = 3


def check_page(
    title: str,
    quotes: Sequence[QuoteVerdict],
    joins: Sequence[JoinVerdict] = (),
    coverage: Coverage | None = None,
    remarks: Sequence[str] = (),
) -> str:
    """The page. Worst verdicts are listed first, then everything stands in its order. ``remarks`` are what a reader
    must know of the file itself: which reading was judged, what could not be placed.
    """
    return page(
        f"Check of {title}",
        element("header", element("p", "Check of quotations", class_="kicker"), element("h1", title)),
        element("p", _ABOUT, class_="about"),
        _summary(quotes, joins, coverage, remarks),
        _looked_at_first(quotes, joins),
        element("main", _quotes(quotes), _joins(joins)),
    )


def _summary(
    quotes: Sequence[QuoteVerdict],
    joins: Sequence[JoinVerdict],
    coverage: Coverage | None,
    remarks: Sequence[str],
) -> Markup:
    counts = Counter(verdict.verdict for verdict in quotes)
    rows = [
        element(
            "tr",
            element("td", verdict_word(verdict)),
            element("td", str(counts[verdict]), class_="number count"),
            element("td", VERDICTS[verdict][1]),
        )
        for verdict in sorted(Verdict, key=lambda verdict: verdict.rank)
        if counts[verdict]
    ]
    flagged = sum(bool(verdict.flags) for verdict in quotes)
    told = [counted(len(quotes), "quotation") + f", {flagged} with flags"]
    if joins:
        told.append(f"{counted(len(joins), 'join')}, {sum(bool(join.flags) for join in joins)} with flags")
    if coverage:
        told.append(coverage.explanation)
    told += remarks
    return element(
        "section",
        element("h2", "What was found"),
        [element("p", f"{line[:1].upper()}{line[1:]}", class_="why") for line in told],
        element("table", element("tbody", rows), class_="plain narrow") if rows else Markup(),
    )


def _looked_at_first(quotes: Sequence[QuoteVerdict], joins: Sequence[JoinVerdict]) -> Markup:
    worst = sorted(
        (verdict for verdict in quotes if verdict.flags or verdict.verdict.rank > Verdict.CONDENSED.rank),
        key=lambda verdict: (-verdict.verdict.rank, not verdict.flags, verdict.quotation.n),
    )
    points = [
        element(
            "li",
            link(f"#q{verdict.quotation.n}", f"Quotation {verdict.quotation.n}"),
            " ",
            verdict_word(verdict.verdict),
            f": {_with_reasons(verdict)}",
        )
        for verdict in worst
    ]
    points += [
        element("li", link(f"#j{join.n}", f"Join {join.n}"), f": {join.explanation}") for join in joins if join.flags
    ]
    if not points:
        return Markup()
    return element("section", element("h2", "To be looked at first"), element("ol", points, class_="why"))


def _with_reasons(verdict: QuoteVerdict) -> str:
    """The explanation, and of the flags what it does not say."""
    explained = verdict.explanation.casefold()
    more = [f"{name}: {why}" for name, why in map(flag_told, verdict.flags) if why.casefold() not in explained]
    return " ".join([verdict.explanation, *(f"{reason[0].upper()}{reason[1:]}." for reason in more)])


def _quotes(quotes: Sequence[QuoteVerdict]) -> Markup:
    if not quotes:
        return element("p", "There is no quotation in it: nothing was proved.")
    return element("section", element("h2", "Every quotation"), [_quote(verdict) for verdict in quotes])


def _quote(verdict: QuoteVerdict) -> Markup:
    quotation = verdict.quotation
    is_found = verdict.verdict is not Verdict.NOT_FOUND
    more = len(verdict.elsewhere) - _MOST_ELSEWHERE
    return element(
        "article",
        element("span", str(quotation.n), class_="n"),
        element(
            "div",
            element(
                "header",
                verdict_word(verdict.verdict),
                element("span", who_told(quotation)) if quotation.attributed_to else Markup(),
                element("span", quotation.place, class_="quiet"),
            ),
            element("blockquote", f"“{quotation.text}”"),
            element("p", verdict.explanation, class_="why"),
            flag_list(verdict.flags, explained=verdict.explanation),
            source_list(verdict.sources, label="" if is_found else "nearest: "),
            source_list(verdict.elsewhere[:_MOST_ELSEWHERE], label="also: "),
            element("p", f"and at {counted(more, 'more place')}", class_="why quiet") if more > 0 else Markup(),
            element("p", f"To settle it: {verdict.settle}", class_="settle") if verdict.settle else Markup(),
            difference(verdict.diff, sources=verdict.sources) if is_found else Markup(),
        ),
        class_="quote",
        id=f"q{quotation.n}",
    )


def _joins(joins: Sequence[JoinVerdict]) -> Markup:
    if not joins:
        return Markup()
    return element("section", element("h2", "Every join"), [_join(join) for join in joins])


def _join(join: JoinVerdict) -> Markup:
    sides = [
        element("div", element("b", name, class_="side"), place.text, element("p", source(place), class_="why"))
        for name, place in zip(("before", "after"), join.between, strict=True)
    ]
    return element(
        "article",
        element("span", str(join.n), class_="n"),
        element(
            "div",
            element(
                "header",
                element(
                    "span",
                    f"{'!' if join.flags else '·'} {join_head(join)}",
                    class_="verdict" + " differs" * bool(join.flags),
                ),
                element("span", join.timecode, class_="quiet tc"),
            ),
            element("p", join.explanation, class_="why"),
            flag_list(join.flags, explained=join.explanation),
            element("div", sides, class_="diff"),
            element("p", f"left out: {join.left_out}", class_="why quiet") if join.left_out else Markup(),
        ),
        class_="quote",
        id=f"j{join.n}",
    )
