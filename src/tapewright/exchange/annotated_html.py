"""The annotated script as one HTML page: to be read, printed, searched, and played where the recordings are."""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.exchange import annotated_words as told
from tapewright.exchange.markup import Child, Markup, element, joined, link
from tapewright.exchange.page import page
from tapewright.exchange.place_html import plain_table, source_line
from tapewright.exchange.proof_html import flag_list, verdict_word
from tapewright.model import QuoteVerdict
from tapewright.model.annotated import (
    AnnotatedScript,
    LineKind,
    LineQuote,
    OpenPoint,
    ScriptClaim,
    ScriptLine,
)
from tapewright.model.wording import outcome


class HtmlScriptWriter:
    """Writes ``.html``."""

    def write(self, script: AnnotatedScript) -> bytes:
        """The page in UTF-8; nothing in it is fetched, and no script runs."""
        title = f"{told.KICKER}: {script.title}"
        body = page(
            title,
            link("#script", "Go to the script", class_="skip"),
            _masthead(script),
            _open_points(script),
            element("main", _script(script), _claims(script), id="script"),
            _recordings(script),
            sheets=("page.css", "annotated.css"),
        )
        return body.encode("utf-8")


def _masthead(script: AnnotatedScript) -> Markup:
    pairs = [
        element("dt", name) + element("dd", value, class_="code" if "digest" in name else None)
        for name, value in told.facts(script)
    ]
    rows = [
        element(
            "tr",
            element("td", verdict_word(verdict)),
            element("td", str(count), class_="number count"),
            element("td", meaning),
        )
        for verdict, count, meaning in told.tally(script)
    ]
    return element(
        "header",
        element("p", told.KICKER, class_="kicker"),
        element("h1", script.title),
        element("dl", [Markup(pair) for pair in pairs], class_="facts"),
        [element("p", remark, class_="settle") for remark in script.remarks],
        element("table", element("tbody", rows), class_="plain narrow tally") if rows else Markup(),
        element("h2", told.ABOUT_TITLE),
        [element("p", paragraph, class_="about") for paragraph in told.ABOUT],
    )


def _open_points(script: AnnotatedScript) -> Markup:
    points = [
        element(
            "tr",
            element("td", told.OPEN_WORDS[point.kind], class_="kind"),
            element("td", _numbers(point), class_="tc lines"),
            element("td", point.message),
        )
        for point in script.open_points
    ]
    head = element("tr", [element("th", name, scope="col") for name in told.OPEN_COLUMNS])
    table = element("table", element("thead", head), element("tbody", points), class_="plain") if points else Markup()
    return element(
        "section",
        element("h2", told.OPEN_TITLE),
        element("p", told.summary(script), class_="why"),
        table,
        class_="leaf",
    )


def _numbers(point: OpenPoint) -> Markup:
    links = [link(f"#line-{number}", str(number)) for number in told.linked(point)]
    if not links:
        return joined(told.lines_told(point.lines))
    return joined(*(part for number, one in enumerate(links) for part in ((", ", one) if number else (one,))))


def _script(script: AnnotatedScript) -> Markup:
    if not script.lines:
        return element("section", element("h2", told.SCRIPT_TITLE), element("p", told.NO_LINES, class_="why"))
    widths = [element("col", class_=name) for name in ("c-line", "c-time", "c-script", "c-proof")]
    head = element("tr", [element("th", name, scope="col") for name in told.COLUMNS])
    return element(
        "section",
        element("h2", told.SCRIPT_TITLE),
        element(
            "table",
            element("colgroup", widths),
            element("thead", head),
            element("tbody", [_row(line) for line in script.lines]),
            class_="script",
        ),
        class_="leaf",
    )


def _row(line: ScriptLine) -> Markup:
    number = element("td", link(f"#line-{line.n}", str(line.n)), class_="n")
    if line.kind is LineKind.SCENE:
        title = element("h3", line.text)
        return element(
            "tr", number, element("td"), element("td", title, colspan="2"), class_="scene", id=f"line-{line.n}"
        )
    return element(
        "tr",
        number,
        element("td", told.time_of(line), class_="time"),
        element("td", _text(line), class_="text"),
        element("td", _proof(line), class_="proof"),
        class_=line.kind.value,
        id=f"line-{line.n}",
    )


def _text(line: ScriptLine) -> Markup:
    told_words: Child = line.text
    proved = line.verdict
    if proved and told.differs(line):
        told_words = _runs(told.runs(proved.diff, on_tape=False))
    label = element("p", told.label_of(line), class_="label")
    body = element("blockquote", told_words) if line.kind is LineKind.BITE else element("p", line.text, class_="words")
    tape = Markup()
    if proved and told.differs(line):
        tape = element(
            "p", element("b", f"{told.ON_TAPE} "), _runs(told.runs(proved.diff, on_tape=True)), class_="tape"
        )
    return joined(label, body, tape)


def _runs(runs: Sequence[told.Run]) -> Markup:
    tags = {"differs": "ins", "filler": "s"}
    made = [
        element(tags.get(run.mark, "span"), run.text, class_=run.mark if run.mark not in tags else None)
        if run.mark
        else joined(run.text)
        for run in runs
    ]
    return joined(*(part for number, one in enumerate(made) for part in ((" ", one) if number else (one,))))


def _proof(line: ScriptLine) -> Markup:
    if line.kind is not LineKind.BITE:
        problem = element("p", line.problem, class_="why differs") if line.problem else Markup()
        unclaimed = [element("p", sentence, class_="settle") for sentence in told.unclaimed_told(line)]
        quoted = [_quoted(one) for one in line.quoted]
        return joined(problem, quoted, [_claim(claim) for claim in line.claims], unclaimed)
    proved = line.verdict
    parts: list[Child] = [
        element("p", element("span", told.verdict_of(line), class_=f"verdict {told.tone_of(line).value}"))
    ]
    if line.problem:
        parts.append(element("p", line.problem, class_="why"))
    if proved:
        parts += [_explanation(proved), flag_list(proved.flags)]
    parts += [source_line(source) for source in line.sources]
    if settle := told.settle_told(line):
        parts.append(element("p", settle, class_="settle"))
    for join in line.joins:
        parts += [element("p", told.join_told(join), class_="join"), flag_list(join.flags)]
    return joined(*parts)


def _explanation(proved: QuoteVerdict) -> Markup:
    text = told.explanation_told(proved)
    nearest = [element("p", place, class_="quiet") for place in told.nearest_told(proved)]
    return joined(element("p", text, class_="why") if text else Markup(), nearest)


def _quoted(quoted: LineQuote) -> Markup:
    proved = quoted.verdict
    return element(
        "div",
        element("p", told.quoted_told(quoted), class_=outcome(proved.verdict).value),
        _explanation(proved),
        flag_list(proved.flags),
        [source_line(source) for source in quoted.sources],
        class_="claim",
    )


def _claim(claim: ScriptClaim) -> Markup:
    return element(
        "div",
        element("p", element("b", told.claim_told(claim))),
        element("p", f"“{claim.text}”", class_="stated"),
        element("ul", [element("li", one) for one in claim.sources], class_="sources") if claim.sources else Markup(),
        [element("p", trouble, class_="settle") for trouble in told.claim_troubles(claim)],
        class_="claim",
    )


def _claims(script: AnnotatedScript) -> Markup:
    if not script.claims:
        return Markup()
    return element(
        "section",
        element("h2", told.CLAIMS_TITLE),
        [_claim(claim) for claim in script.claims],
        class_="apart",
    )


def _recordings(script: AnnotatedScript) -> Markup:
    parts = []
    if script.tapes:
        rows = [told.tape_row(record) for record in script.tapes]
        parts += [element("h2", told.TAPES_TITLE), plain_table(told.TAPE_COLUMNS, rows, {4: "code", 2: "tc"})]
    if script.transcripts:
        rows = [told.transcript_row(record) for record in script.transcripts]
        parts += [
            element("h2", told.TRANSCRIPTS_TITLE),
            plain_table(told.TRANSCRIPT_COLUMNS, rows, {4: "number", 1: "number"}),
        ]
    return element("footer", parts, class_="leaf")
