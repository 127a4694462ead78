"""Claims: what the narration states, what each statement rests on, and how far it has come."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Claim, ClaimId, ClaimSource, ClaimStatus, Tape, TapeId
from tapewright.verbs.paperfile import find_paper
from tapewright.verbs.places import quote_of, read_span, span_record
from tapewright.verbs.project import Project
from tapewright.verbs.revisions import check_revision

_LONGEST = 4000


def claims(
    project: Project, *, edit: str | os.PathLike[str] | None = None, status: ClaimStatus | None = None
) -> list[Claim]:
    """Claims in the order in which they were made: all, those of one paper edit, those of one status."""
    found = project.store.claims(None if edit is None else edit_name(project, edit, known=True))
    return [claim for claim in found if status is None or claim.status is status]


def add_claim(
    project: Project, text: str, *, edit: str | os.PathLike[str] = "", note: str = "", who: str = ""
) -> Claim:
    """A new claim without a source. NotFoundError for an edit that is not there."""
    claim = Claim(text=_checked(text), edit=edit_name(project, edit) if edit else "", note=note.strip())
    with project.store.change("add a claim", who=who) as pen:
        return pen.add_claim(claim)


def add_claims(
    project: Project, texts: Iterable[str], *, edit: str | os.PathLike[str] = "", who: str = ""
) -> list[Claim]:
    """Several claims of one edit, in one transaction."""
    name = edit_name(project, edit) if edit else ""
    with project.store.change("add claims", who=who) as pen:
        return [pen.add_claim(Claim(text=_checked(text), edit=name)) for text in texts]


def add_source(
    project: Project,
    claim: int,
    *,
    span: str = "",
    document: str = "",
    note: str = "",
    who: str = "",
    expected: int | None = None,
) -> Claim:
    """Rest a claim on a place of a tape (as ``places.read_span`` reads it) or on a document.

    A claim that was open is sourced by it. UsageError where both or neither are given, or the claim has the source.
    """
    if bool(span) == bool(document.strip()):
        raise UsageError(
            "a source is either a place on a tape or a document", hint="name one: --span T017@12.5,13.9 or --document"
        )
    quote = quote_of(project, read_span(project, span)) if span else None
    source = ClaimSource(quote=quote, document=" ".join(document.split()), note=note.strip())
    old = claim_with(project, claim, expected=expected)
    if any((known.quote, known.document) == (source.quote, source.document) for known in old.sources):
        raise UsageError(f"claim {claim} rests on that already", hint="tapewright claims list shows its sources")
    status = ClaimStatus.SOURCED if old.status is ClaimStatus.OPEN else old.status
    return _replaced(project, old, replace(old, sources=(*old.sources, source), status=status), "source", who)


def remove_source(project: Project, claim: int, number: int, *, who: str = "", expected: int | None = None) -> Claim:
    """Take a source away by its number, from 1. A sourced claim that has none left is open again."""
    old = claim_with(project, claim, expected=expected)
    if not 1 <= number <= len(old.sources):
        raise NotFoundError(f"claim {claim} has no source {number}", hint=f"it has {len(old.sources)}")
    sources = old.sources[: number - 1] + old.sources[number:]
    is_open = not sources and old.status is ClaimStatus.SOURCED
    status = ClaimStatus.OPEN if is_open else old.status
    return _replaced(project, old, replace(old, sources=sources, status=status), "take a source from", who)


def requote(project: Project, claim: int, number: int, *, who: str = "", expected: int | None = None) -> Claim:
    """Take over the words as they read now under a source's place, after a person has looked at them."""
    old = claim_with(project, claim, expected=expected)
    if not 1 <= number <= len(old.sources) or (quote := old.sources[number - 1].quote) is None:
        raise NotFoundError(f"claim {claim} has no place on a tape as source {number}", hint="tapewright claims list")
    sources = list(old.sources)
    sources[number - 1] = replace(sources[number - 1], quote=quote_of(project, quote.span))
    return _replaced(project, old, replace(old, sources=tuple(sources)), "read a source anew of", who)


def set_status(
    project: Project,
    claim: int,
    status: ClaimStatus,
    *,
    note: str | None = None,
    who: str = "",
    expected: int | None = None,
) -> Claim:
    """Say how far a claim has come. UsageError for one without a source that is to be sourced or verified."""
    old = claim_with(project, claim, expected=expected)
    if not old.sources and status in (ClaimStatus.SOURCED, ClaimStatus.VERIFIED):
        raise UsageError(
            f"claim {claim} has no source, so that it cannot be {status.value}",
            hint="tapewright claims source names one",
        )
    new = replace(old, status=status, note=old.note if note is None else note.strip())
    return _replaced(project, old, new, f"{status.value}:", who)


def edit_claim(
    project: Project,
    claim: int,
    *,
    text: str | None = None,
    note: str | None = None,
    edit: str | os.PathLike[str] | None = None,
    who: str = "",
    expected: int | None = None,
) -> Claim:
    """Another wording, note or edit ("" for none). A verified claim that is worded anew is sourced: verify it again."""
    old = claim_with(project, claim, expected=expected)
    if text is None and note is None and edit is None:
        raise UsageError("say what is to change", hint="another text, note or edit: --text, --note or --edit")
    new = replace(
        old,
        text=old.text if text is None else _checked(text),
        note=old.note if note is None else note.strip(),
        edit=old.edit if edit is None else edit_name(project, edit) if edit else "",
    )
    if new.text != old.text and old.status is ClaimStatus.VERIFIED:
        new = replace(new, status=ClaimStatus.SOURCED)
    return _replaced(project, old, new, "edit", who)


def move_claims(project: Project, old: str, new: str | os.PathLike[str], *, who: str = "") -> list[Claim]:
    """Say that a paper edit is called otherwise now: all its claims go with it, in one transaction."""
    name, found = edit_name(project, new), project.store.claims(edit_name(project, old, known=True))
    if not found:
        raise NotFoundError(f"no claim stands in an edit called {old!r}", hint="tapewright claims list shows them")
    with project.store.change(f"claims of {old} go to {name}", who=who) as pen:
        return [pen.replace_claim(claim, replace(claim, edit=name)) for claim in found]


def remove_claim(project: Project, claim: int, *, who: str = "", expected: int | None = None) -> Claim:
    """Remove a claim with its sources; undo brings it back. ``dropped`` keeps what was looked into."""
    old = claim_with(project, claim, expected=expected)
    with project.store.change(f"remove claim {claim}", who=who) as pen:
        pen.remove_claim(old)
    return old


def claim_with(project: Project, claim: int, *, expected: int | None = None) -> Claim:
    """The claim with a number. NotFoundError where there is none, ConflictError where it is not at the ``expected``
    revision, which somebody saw.
    """
    found = project.store.claim(ClaimId(claim))
    check_revision(f"claim {claim}", found.revision, expected)
    return found


def edit_name(project: Project, given: str | os.PathLike[str], *, known: bool = False) -> str:
    """What a claim calls a paper edit: its name in the project's ``edits``, else its path from the project's folder.

    NotFoundError where there is no such file; ``known``: a name that claims already use will do.
    """
    if known and (str(given) == "" or project.store.claims(str(given))):
        return str(given)
    path, root = find_paper(project, given), project.root.resolve()
    if path.parent == project.edits.resolve():
        return path.stem
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def edit_path(project: Project, name: str) -> Path | None:
    """The file that a claim means by its edit, None where it is not there (any more)."""
    try:
        return find_paper(project, project.root / name if os.sep in name else name)
    except NotFoundError:
        return None


def record(project: Project, found: Iterable[Claim]) -> dict[str, object]:
    """``{"claims": [{"id", "text", "status", "edit", "note", "revision", "sources": […]}]}``.

    A source has ``number`` (from 1), ``kind`` (``span`` or ``document``), ``document``, ``note``, and for a span its
    place with ``text``, the words as they read when it was made.
    """
    tapes = {tape.id: tape for tape in project.store.tapes()}
    return {"claims": [claim_record(claim, tapes) for claim in found]}


def claim_record(claim: Claim, tapes: Mapping[TapeId, Tape]) -> dict[str, object]:
    """One claim as JSON."""
    return {
        "id": claim.id,
        "text": claim.text,
        "status": claim.status.value,
        "edit": claim.edit,
        "note": claim.note,
        "revision": claim.revision,
        "sources": [_source_record(number, source, tapes) for number, source in enumerate(claim.sources, 1)],
    }


def _source_record(number: int, source: ClaimSource, tapes: Mapping[TapeId, Tape]) -> dict[str, object]:
    made: dict[str, object] = {
        "number": number,
        "kind": "document" if source.quote is None else "span",
        "document": source.document,
        "note": source.note,
    }
    if source.quote is not None:
        made |= {**span_record(tapes[source.quote.span.tape], source.quote.span), "text": source.quote.text}
    return made


def _replaced(project: Project, old: Claim, new: Claim, what: str, who: str) -> Claim:
    with project.store.change(f"{what} claim {old.id}", who=who) as pen:
        return pen.replace_claim(old, new)


def _checked(text: str) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > _LONGEST:
        raise UsageError(f"not a statement: {plain[:40]!r}", hint=f"give 1 to {_LONGEST} signs")
    return plain
