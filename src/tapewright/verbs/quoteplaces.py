"""Where the quotations of a script or an article were said: the places that a check finds, to be listened to."""

from __future__ import annotations

import os

from tapewright.errors import NotFoundError
from tapewright.model import QuoteVerdict, Span, Verdict
from tapewright.verbs.check import check
from tapewright.verbs.project import Project

_HINT = "tapewright check FILE numbers them and says where each was said"


def quote_spans(project: Project, file: str | os.PathLike[str], quote: int | None = None) -> list[Span]:
    """The places that the quotations of a file rest on, or one of them by its number in ``check``, each once.

    A quotation made of pieces has several. NotFoundError where the file has no such quotation, or where it was found
    on no tape.
    """
    found = check(project, file).quotes
    if quote is None:
        chosen = found
    else:
        chosen = tuple(one for one in found if one.quotation.n == quote)
        if not chosen:
            raise NotFoundError(
                f"{file} has no quotation {quote}", hint=f"it has {len(found)}; tapewright check {file}"
            )
        if not _spans(chosen[0]):
            raise NotFoundError(f"quotation {quote} of {file} was found on no tape", hint=f"tapewright check {file}")
    return list(dict.fromkeys(span for one in chosen for span in _spans(one)))


def _spans(verdict: QuoteVerdict) -> list[Span]:
    """What was not found rests on nothing; the nearest places that a check names are others."""
    if verdict.verdict is Verdict.NOT_FOUND:
        return []
    return [source.span for source in verdict.sources if not source.span.interval.is_empty]
