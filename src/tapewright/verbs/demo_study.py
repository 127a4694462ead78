"""The demo's study: passages are coded, a question makes a string-out of them, and the cut's fairness is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from tapewright.errors import ConflictError, TapewrightError
from tapewright.model import Hit
from tapewright.timing import write_clock
from tapewright.verbs.askcodes import ask
from tapewright.verbs.codebooks import add_code, new_codebook
from tapewright.verbs.codings import code_spans
from tapewright.verbs.fairness import fairness
from tapewright.verbs.fairnessreport import fairness_report, stem_of
from tapewright.verbs.project import Project
from tapewright.verbs.stringout import string_out
from tapewright.verbs.studywriting import write_report
from tapewright.words.counted import counted

_CODER = "demo"
_SHOWN = 3
STRING_OUT = "what-was-coded"


def code_hits(project: Project, hits: Sequence[Hit]) -> Iterator[str]:
    """Every hit of the search gets a code, and a question to the codings makes a paper edit of them."""
    if not hits:
        yield "nothing was found that could be coded"
        return
    book = new_codebook(project, "First look", note="made by the demo", who=_CODER)
    code = add_code(project, hits[0].text.strip(" .,?!").casefold() or "found", codebook=book.id, key="1", who=_CODER)
    spans = list(dict.fromkeys(hit.span for hit in hits))
    made = code_spans(project, spans, code.id, coder=_CODER, who=_CODER)
    yield f"{counted(len(made), 'passage')} coded “{code.name}”; a correction moves none of them"
    question = f'"{code.name}"'
    answered = ask(project, question)
    if len(answered) != len(made):
        raise TapewrightError("the question to the codings did not find every passage that was coded")
    try:
        strung = string_out(project, question, STRING_OUT, title=f"What was coded {code.name}")
    except ConflictError:
        return
    yield f"asked for it, they are a paper edit that plays and is proved: {strung.path.name}"


def count_fairness(project: Project, edit: Path) -> tuple[list[str], list[tuple[str, Path]]]:
    """Who is heard beside what they said, in lines, and the page that was written."""
    page = fairness(project, edit)
    lines = [
        f"  {one.name}: {write_clock(one.airtime, decimals=0)}, {one.used} of {counted(one.said, 'word')} on the tapes"
        for one in page.shares.people[:_SHOWN]
        if one.airtime
    ]
    lines.insert(0, f"of {write_clock(page.shares.airtime, decimals=0)} in the cut:")
    if page.dropped:
        lines.append(f"{counted(len(page.dropped), 'question')} that a quotation answers and that is not heard")
    written = write_report(project, lambda: fairness_report(project, edit), stem_of(edit), "html")
    return lines, [("fairness page", file.path) for file in written.files]
