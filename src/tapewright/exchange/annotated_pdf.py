"""The annotated script as a PDF: tagged, for archiving (PDF/A-2a) and for screen readers, the same bytes every time.

The typesetter's own fonts are used and no others, so that the pages look alike on every machine. They hold Latin,
Greek, Cyrillic, Hebrew, Arabic and Devanagari letters; any sign beyond is printed as □, and the first page says which.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from tapewright.errors import FaultError
from tapewright.exchange import annotated_words as told
from tapewright.exchange.printable import one_line, printable
from tapewright.model.annotated import AnnotatedScript, LineKind, LineSource, ScriptClaim, ScriptLine
from tapewright.model.wording import flag_told, outcome, signed
from tapewright.words.counted import counted

_BOX = "□"
_MOST_NAMED = 20
_PROBE = b"""#set document(date: auto)
#set text(font: ("Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern"))
#sys.inputs.sign"""
_PART = 20
_LONG_RUN = re.compile(r"[^\s/\\]{28,}")
_DIGEST = re.compile(r"(?:\w+:)?[0-9a-f]{16,128}")
_MAY_END = "\u200b"
_ARCHIVE: Final = "a-2a"
_SHAPELESS = frozenset(("Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Zs"))


class PdfScriptWriter:
    """Writes ``.pdf``."""

    def write(self, script: AnnotatedScript) -> bytes:
        """The document. Nothing is read but our own template, and nothing is fetched."""
        data = _data(script)
        if unknown := _unprintable(data):
            boxes = frozenset(unknown)
            data["remarks"].append(_remark(unknown))
            data = _each_text(data, lambda text: _boxed(text, boxes))
        return _typeset(data, script)


def _typeset(data: dict[str, Any], script: AnnotatedScript) -> bytes:
    import typst

    template = resources.files("tapewright.exchange").joinpath("sheets", "annotated.typ").read_bytes()
    try:
        made = typst.Compiler(template, ignore_system_fonts=True).compile(
            format="pdf",
            sys_inputs={"script": json.dumps(data, ensure_ascii=True, sort_keys=True)},
            pdf_standards=_ARCHIVE,
            timestamp=told.moment_of(script) or 0,
        )
    except typst.TypstError as error:
        raise FaultError(f"the PDF cannot be set: {error.message}", place=script.edit) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the typesetter's own fault; no class that could be named here
            raise
        raise FaultError(f"the typesetter broke down: {error}", place=script.edit, hint="take --to docx") from error
    assert isinstance(made, bytes)
    return made


def _data(script: AnnotatedScript) -> dict[str, Any]:
    """Everything that is printed, as plain JSON values without a sign that a reader would obey."""
    made: dict[str, Any] = {
        "title": one_line(script.title),
        "version": script.version,
        "date": _date(script),
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
    cleaned: dict[str, Any] = _each_text(made, lambda text: _LONG_RUN.sub(_parted, printable(text)))
    return cleaned


def _parted(found: re.Match[str]) -> str:
    """A word too long for its column with places where its line may end; a digest stays as it is."""
    word = found[0]
    if _DIGEST.fullmatch(word):
        return word
    return _MAY_END.join(word[start : start + _PART] for start in range(0, len(word), _PART))


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


def _date(script: AnnotatedScript) -> dict[str, int] | None:
    """The date of the state, as the template needs it; None where nothing was ever done."""
    when = told.moment_of(script)
    if when is None:
        return None
    return {name: getattr(when, name) for name in ("year", "month", "day", "hour", "minute", "second")}


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """The same JSON value with every text changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(one, change) for one in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _unprintable(data: dict[str, Any]) -> list[str]:
    """The signs that the typesetter cannot print, in the order of their numbers.

    Its fonts have no shape for them, or they mean nothing outside one font (the private use area).
    """
    signs: set[str] = set()
    for text in _texts(data):
        signs.update(text)
    return [sign for sign in sorted(signs) if sign > "\x7f" and not _is_printed(sign)]


@cache
def _is_printed(sign: str) -> bool:
    """Whether the typesetter can print a sign: it is asked, once. What only shapes another sign is tried on one."""
    import typst

    tried = f"a{sign}" if unicodedata.category(sign) in _SHAPELESS else sign
    asked = typst.Compiler(_PROBE, ignore_system_fonts=True, sys_inputs={"sign": tried})
    try:
        asked.compile(format="pdf", pdf_standards=_ARCHIVE, timestamp=0)
    except typst.TypstError:
        return False
    return True


def _boxed(text: str, signs: frozenset[str]) -> str:
    """The text with a box for each of these signs; what only shapes the sign before goes with it."""
    made: list[str] = []
    for sign in text:
        if sign in signs:
            made.append(_BOX)
        elif not (made and made[-1] == _BOX and unicodedata.category(sign) in _SHAPELESS):
            made.append(sign)
    return "".join(made)


def _remark(signs: Sequence[str]) -> str:
    """Which signs are not shown. By number: the signs themselves cannot be printed here."""
    named = ", ".join(f"U+{ord(sign):04X}" for sign in signs[:_MOST_NAMED])
    more = f" and {len(signs) - _MOST_NAMED} more" if len(signs) > _MOST_NAMED else ""
    return (
        f"{counted(len(signs), 'sign')} of this script cannot be shown by the fonts of this PDF and stand as {_BOX}: "
        f"{named}{more}. The HTML and the DOCX have them."
    )
