"""The annotated script as a PDF (see ``typesetting``): to be printed, sent and kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tapewright.exchange import annotated_words as told
from tapewright.exchange.printable import one_line
from tapewright.exchange.typesetting import date_of, typeset
from tapewright.model.annotated import AnnotatedScript, LineKind, LineSource, ScriptClaim, ScriptLine
from tapewright.model.wording import flag_told, outcome, signed


class PdfScriptWriter:
    """Writes ``.pdf``."""

    def write(self, script: AnnotatedScript) -> bytes:
        """The document. Nothing is read but our own template, and nothing is fetched."""
        return typeset(script, _data(script), "annotated.typ", what="script", place=script.edit)


def _data(script: AnnotatedScript) -> dict[str, Any]:
    """Everything that is printed, as plain JSON values."""
    return {
        "title": one_line(script.title),
        "version": script.version,
        "date": date_of(script),
        "heading": one_line(told.heading(script)),
        "footer": f"history {script.made_from.digest[:16]}" if script.made_from.digest else "",
        "words": _words(),
        "facts": [(name, value, "digest" in name) for name, value in told.facts(script)],
        "remarks": list(script.remarks),
        "tally": [
            (signed(verdict), outcome(verdict).value, str(count), why) for verdict, count, why in told.tally(script)
        ],
        "about": list(told.ABOUT),
        "summary": told.summary(script),
        "open_points": [
            {
                "kind": told.OPEN_WORDS[point.kind],
                "lines": told.lines_told(point.lines),
                "links": told.linked(point),
                "message": point.message,
            }
            for point in script.open_points
        ],
        "lines": [_line(line) for line in script.lines],
        "claims": [_claim(claim) for claim in script.claims],
        "tapes": [told.tape_row(record) for record in script.tapes],
        "transcripts": [told.transcript_row(record) for record in script.transcripts],
    }


def _words() -> dict[str, object]:
    return {
        "kicker": told.KICKER,
        "page": "page",
        "of": "of",
        "about_title": told.ABOUT_TITLE,
        "open_title": told.OPEN_TITLE,
        "open_columns": told.OPEN_COLUMNS,
        "script_title": told.SCRIPT_TITLE,
        "no_lines": told.NO_LINES,
        "columns": told.COLUMNS,
        "on_tape": told.ON_TAPE,
        "claims_title": told.CLAIMS_TITLE,
        "tapes_title": told.TAPES_TITLE,
        "tape_columns": told.TAPE_COLUMNS,
        "transcripts_title": told.TRANSCRIPTS_TITLE,
        "transcript_columns": told.TRANSCRIPT_COLUMNS,
    }


def _line(line: ScriptLine) -> dict[str, object]:
    proved = line.verdict
    differs = proved is not None and told.differs(line)
    is_bite = line.kind is LineKind.BITE
    return {
        "n": line.n,
        "is_long": told.is_long(line),
        "kind": line.kind.value,
        "time": told.time_of(line),
        "label": told.label_of(line),
        "text": _runs(told.runs(proved.diff, on_tape=False)) if proved and differs else _runs([told.Run(line.text)]),
        "tape": _runs(told.runs(proved.diff, on_tape=True)) if proved and differs else [],
        "verdict": told.verdict_of(line) if is_bite else "",
        "tone": told.tone_of(line).value,
        "problem": line.problem,
        "explanation": told.explanation_told(proved) if proved else "",
        "nearest": told.nearest_told(proved) if proved else [],
        "flags": [_flag(flag) for flag in map(flag_told, proved.flags)] if proved else [],
        "sources": [_source(source) for source in line.sources],
        "quoted": [
            {
                "verdict": told.quoted_told(quoted),
                "tone": outcome(quoted.verdict.verdict).value,
                "explanation": told.explanation_told(quoted.verdict),
                "nearest": told.nearest_told(quoted.verdict),
                "flags": [_flag(flag) for flag in map(flag_told, quoted.verdict.flags)],
                "sources": [_source(source) for source in quoted.sources],
            }
            for quoted in line.quoted
        ],
        "settle": told.settle_told(line),
        "joins": [
            {"told": told.join_told(join), "flags": [_flag(flag_told(flag)) for flag in join.flags]}
            for join in line.joins
        ],
        "claims": [_claim(claim) for claim in line.claims],
        "unclaimed": told.unclaimed_told(line),
    }


def _source(source: LineSource) -> dict[str, object]:
    return {
        "place": told.place_told(source),
        "heard": told.heard_told(source),
        "is_heard": source.place.is_heard,
    }


def _claim(claim: ScriptClaim) -> dict[str, object]:
    return {
        "head": told.claim_told(claim),
        "text": f"“{claim.text}”",
        "sources": claim.sources,
        "troubles": told.claim_troubles(claim),
    }


def _flag(flag: tuple[str, str]) -> dict[str, str]:
    return {"name": flag[0], "why": flag[1]}


def _runs(runs: Iterable[told.Run]) -> list[dict[str, str]]:
    return [{"text": run.text, "mark": run.mark} for run in runs]
