"""The annotated script as a DOCX: real headings, tables and styles, to be worked on in a word processor."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from tapewright.exchange import annotated_words as told
from tapewright.exchange.annotated_styles import STYLES, add_styles, page_of, wear
from tapewright.exchange.docx_parts import bookmark, jump, keep_whole, repacked, rule, set_properties
from tapewright.exchange.docx_tables import leaf, next_paragraph, run_of, running_heads, say, say_all, table_of
from tapewright.exchange.printable import one_line
from tapewright.model import MeaningFlag, QuoteVerdict
from tapewright.model.annotated import AnnotatedScript, LineKind, LineSource, ScriptClaim, ScriptLine
from tapewright.model.wording import flag_told, outcome, signed

_SCRIPT_WIDTHS = (9, 21, 80, 63)
_OPEN_WIDTHS = (35, 22, 116)
_TALLY_WIDTHS = (35, 12, 126)
_TAPE_WIDTHS = (14, 62, 20, 29, 48)
_TRANSCRIPT_WIDTHS = (14, 15, 64, 20, 18, 42)
_FACT_WIDTHS = (30, 143)
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


class DocxScriptWriter:
    """Writes ``.docx``."""

    def write(self, script: AnnotatedScript) -> bytes:
        """The document; its dates are those of the script's state."""
        import docx

        document = docx.Document()
        add_styles(document)
        section = page_of(document)
        running_heads(section, script, told.KICKER, told.heading(script))
        _masthead(document, script)
        _open_points(document, script)
        _script(document, script)
        _recordings(document, script)
        title = f"{told.KICKER}: {one_line(script.title)}"
        set_properties(
            document, title=title, subject=one_line(told.heading(script)), when=told.moment_of(script) or _UNDATED
        )
        made = io.BytesIO()
        document.save(made)
        return repacked(made.getvalue())


def _masthead(document: Any, script: AnnotatedScript) -> None:
    document.add_paragraph(told.KICKER, STYLES.kicker)
    document.add_paragraph(one_line(script.title), "Title")
    table = table_of(document, (), [("", "")] * len(told.facts(script)), _FACT_WIDTHS)
    for row, (name, value) in zip(table.rows, told.facts(script), strict=True):
        say(row.cells[0], STYLES.small, (name, "soft"))
        say(row.cells[1], STYLES.code if "digest" in name else STYLES.small, (value, ""))
    for remark in script.remarks:
        run_of(document.add_paragraph(style=STYLES.small), remark, "open")
    if rows := told.tally(script):
        document.add_paragraph(style=STYLES.small)
        table = table_of(document, (), [("", "", "")] * len(rows), _TALLY_WIDTHS, is_ruled=True)
        for row, (verdict, count, meaning) in zip(table.rows, rows, strict=True):
            say(row.cells[0], STYLES.small, (signed(verdict), f"{outcome(verdict).value} bold"))
            say(row.cells[1], STYLES.small, (str(count), ""))
            say(row.cells[2], STYLES.small, (meaning, ""))
    document.add_heading(told.ABOUT_TITLE, 1)
    for paragraph in told.ABOUT:
        document.add_paragraph(paragraph, STYLES.about)


def _open_points(document: Any, script: AnnotatedScript) -> None:
    leaf(document, told.OPEN_TITLE)
    document.add_paragraph(told.summary(script), STYLES.small)
    if not script.open_points:
        return
    table = table_of(document, told.OPEN_COLUMNS, [("", "", "")] * len(script.open_points), _OPEN_WIDTHS, is_ruled=True)
    for row, point in zip(table.rows[1:], script.open_points, strict=True):
        keep_whole(row)
        say(row.cells[0], STYLES.small, (told.OPEN_WORDS[point.kind], "bold"))
        lines = say(row.cells[1], STYLES.small)
        for number, target in enumerate(told.linked(point)):
            run_of(lines, ", " if number else "")
            jump(lines, str(target), f"line_{target}")
        if not told.linked(point):
            run_of(lines, told.lines_told(point.lines))
        say(row.cells[2], STYLES.small, (point.message, ""))


def _script(document: Any, script: AnnotatedScript) -> None:
    leaf(document, told.SCRIPT_TITLE)
    if not script.lines:
        document.add_paragraph(told.NO_LINES, STYLES.small)
    else:
        table = table_of(document, told.COLUMNS, [("",) * 4] * len(script.lines), _SCRIPT_WIDTHS, is_ruled=True)
        for row, line in zip(table.rows[1:], script.lines, strict=True):
            _fill(row, line)
    if script.claims:
        document.add_heading(told.CLAIMS_TITLE, 1)
        for claim in script.claims:
            for text, marks, style in _claim(claim):
                run_of(document.add_paragraph(style=style), text, marks)


def _fill(row: Any, line: ScriptLine) -> None:
    cells = row.cells
    number = say(cells[0], STYLES.margin, (str(line.n), ""))
    bookmark(number, f"line_{line.n}", line.n)
    if line.kind is LineKind.SCENE:
        wide = cells[2].merge(cells[3])
        title = wide.paragraphs[0]
        wear(title, "Heading 2")
        run_of(title, one_line(line.text))
        return
    if not told.is_long(line):
        keep_whole(row)
    say(cells[1], STYLES.margin, (told.time_of(line), ""))
    _words(cells[2], line)
    _proof(cells[3], line)


def _words(cell: Any, line: ScriptLine) -> None:
    is_bite = line.kind is LineKind.BITE
    say(cell, STYLES.label, (told.label_of(line), "" if is_bite else "soft"))
    proved = line.verdict
    if proved and told.differs(line):
        quote = wear(cell.add_paragraph(), STYLES.quote)
        rule(quote, "left", size=8, colour="1C1B19", space=6)
        _runs(quote, told.runs(proved.diff, on_tape=False))
        tape = wear(cell.add_paragraph(), STYLES.tape)
        run_of(tape, f"{told.ON_TAPE} ", "bold")
        _runs(tape, told.runs(proved.diff, on_tape=True))
        return
    styles = {LineKind.BITE: STYLES.quote, LineKind.PICTURE: STYLES.picture, LineKind.NOTE: STYLES.note}
    words = wear(cell.add_paragraph(), styles.get(line.kind, STYLES.narration))
    if is_bite:
        rule(words, "left", size=8, colour="1C1B19", space=6)
    run_of(words, line.text)


def _proof(cell: Any, line: ScriptLine) -> None:
    parts: list[tuple[str, str, str]] = []
    if line.kind is LineKind.BITE:
        parts.append((told.verdict_of(line), f"{told.tone_of(line).value} bold", STYLES.proof))
    if line.problem:
        parts.append((line.problem, "", STYLES.proof))
    if line.verdict:
        parts += _explanation(line.verdict)
    say_all(cell, parts)
    _flags(cell, line.verdict.flags if line.verdict else ())
    _sources(cell, line.sources)
    if settle := told.settle_told(line):
        run_of(next_paragraph(cell, STYLES.proof), settle, "open")
    for join in line.joins:
        run_of(next_paragraph(cell, STYLES.proof), told.join_told(join), "soft")
        _flags(cell, join.flags)
    for quoted in line.quoted:
        proved = quoted.verdict
        tone = f"{outcome(proved.verdict).value} bold"
        say_all(cell, [(told.quoted_told(quoted), tone, STYLES.proof), *_explanation(proved)])
        _flags(cell, proved.flags)
        _sources(cell, quoted.sources)
    for claim in line.claims:
        say_all(cell, _claim(claim))
    say_all(cell, [(sentence, "open", STYLES.proof) for sentence in told.unclaimed_told(line)])


def _explanation(proved: QuoteVerdict) -> list[tuple[str, str, str]]:
    nearest = [(place, "soft", STYLES.proof) for place in told.nearest_told(proved)]
    return [(told.explanation_told(proved), "", STYLES.proof), *nearest]


def _sources(cell: Any, sources: Iterable[LineSource]) -> None:
    for source in sources:
        place = next_paragraph(cell, STYLES.proof)
        run_of(place, told.place_told(source))
        place.add_run().add_break()
        run_of(place, told.heard_told(source), "holds" if source.place.is_heard else "soft")


def _claim(claim: ScriptClaim) -> list[tuple[str, str, str]]:
    return [
        (told.claim_told(claim), "bold", STYLES.proof),
        (f"“{claim.text}”", "italic", STYLES.proof),
        *((f"– {source}", "", STYLES.hanging) for source in claim.sources),
        *((trouble, "open", STYLES.proof) for trouble in told.claim_troubles(claim)),
    ]


def _flags(cell: Any, flags: Iterable[MeaningFlag]) -> None:
    for name, why in map(flag_told, flags):
        paragraph = next_paragraph(cell, STYLES.hanging)
        run_of(paragraph, f"! {name}", "differs bold")
        run_of(paragraph, f": {why}")


def _recordings(document: Any, script: AnnotatedScript) -> None:
    if script.tapes:
        leaf(document, told.TAPES_TITLE)
        rows = [told.tape_row(record) for record in script.tapes]
        table = table_of(document, told.TAPE_COLUMNS, rows, _TAPE_WIDTHS, is_ruled=True)
        for row in table.rows[1:]:
            wear(row.cells[4].paragraphs[0], STYLES.code)
    if script.transcripts:
        document.add_heading(told.TRANSCRIPTS_TITLE, 1)
        rows = [told.transcript_row(record) for record in script.transcripts]
        table_of(document, told.TRANSCRIPT_COLUMNS, rows, _TRANSCRIPT_WIDTHS, is_ruled=True)


def _runs(paragraph: Any, runs: Sequence[told.Run]) -> None:
    marks = {"differs": "differs bold underline", "filler": "soft strike", "left": "soft italic", "ours": "soft"}
    for number, run in enumerate(runs):
        run_of(paragraph, " " if number else "")
        run_of(paragraph, run.text, marks.get(run.mark, "open" if run.mark else ""))
