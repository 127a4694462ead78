"""Is every claim sourced, do its sources still read so, does it still stand in its edit; and what has no claim yet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from tapewright.errors import InputError
from tapewright.model import Claim, ClaimSource, ClaimStatus, Quote
from tapewright.proof.hearing import says_the_same
from tapewright.proof.statements import Signal, sentences, signals, signs_of, stands_in
from tapewright.timing import Ticks
from tapewright.verbs.anchors import all_edits
from tapewright.verbs.claims import claim_record, claims, edit_name, edit_path
from tapewright.verbs.paperfile import read_paper
from tapewright.verbs.places import place_of, write_span
from tapewright.verbs.project import Project
from tapewright.verbs.spokenlanguage import spoken_language, spoken_names
from tapewright.words.difference import align
from tapewright.words.normal import key
from tapewright.words.said import said


class ClaimTrouble(StrEnum):
    """What can be wrong with a claim."""

    NO_SOURCE = "no_source"
    ONE_SOURCE = "one_source"
    READS_OTHERWISE = "reads_otherwise"  # the words under its span are no longer those that it was made with
    NOT_IN_EDIT = "not_in_edit"  # its text no longer stands in the narration
    MOVED = "moved"  # it stands in another edit than it says
    EDIT_GONE = "edit_gone"
    DISPUTED = "disputed"
    DROPPED_STANDS = "dropped_stands"  # it was dropped, and the narration still says so


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsChanged:
    """Words of a source then, and what stands in their place now; one side may be empty."""

    then: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One trouble with one claim. ``is_open``: somebody has to do something about it.

    ``source`` is the number of the source that it is about, 0 for none; ``changes`` are then the words that differ.
    """

    claim: Claim
    trouble: ClaimTrouble
    message: str
    is_open: bool = True
    source: int = 0
    now: str = ""
    changes: tuple[WordsChanged, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCheck:
    """What was found about so many claims."""

    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is open."""
        return not any(finding.is_open for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A sentence of the narration for which there is no claim, and what in it asks for a source."""

    number: int
    text: str
    line: int
    signals: tuple[Signal, ...]


def check_claims(project: Project, *, edit: str | os.PathLike[str] | None = None) -> ClaimCheck:
    """Look at every claim, or at those of one paper edit; a claim goes with its text where its edit is gone."""
    said_in = _Narrations(project)
    found = claims(project) if edit is None else _of_one_edit(project, edit, said_in)
    return ClaimCheck(
        claims=tuple(found), findings=tuple(one for claim in found for one in _of_claim(project, claim, said_in))
    )


def offers(project: Project, edit: str | os.PathLike[str]) -> list[Offer]:
    """The sentences of an edit's narration and cards that no claim covers, those that ask for a source first.

    A sentence is covered by a claim that stands in it or that it stands in, of this edit or of none. Nothing is added.
    """
    paper = read_paper(project, edit).edit
    here = _of_one_edit(project, edit, _Narrations(project))
    known = [claim.text for claim in (*here, *project.store.claims(""))]
    signs = signs_of(project.settings.language)
    names = spoken_names(project)
    made = [
        (signals(text, signs, names), block.line, text)
        for block in paper.blocks
        if block.kind == "narration" or (block.kind == "picture" and block.text.startswith("CARD:"))
        for text in sentences(block.text.removeprefix("CARD:"), signs)
        if said(text) and not any(stands_in(claim, text) or stands_in(text, claim) for claim in known)
    ]
    order = list(Signal)
    made.sort(key=lambda one: (order.index(one[0][0]) if one[0] else len(order), -len(one[0])))
    return [
        Offer(number=number, text=text, line=line, signals=found) for number, (found, line, text) in enumerate(made, 1)
    ]


def check_record(project: Project, check: ClaimCheck) -> dict[str, object]:
    """``{"claims": count, "clean", "findings": [{"claim": {…}, "trouble", "open", "message", "source", "now",
    "changes": [{"then", "now"}]}]}``.
    """
    tapes = {tape.id: tape for tape in project.store.tapes()}
    return {
        "claims": len(check.claims),
        "clean": check.is_clean,
        "findings": [
            {
                "claim": claim_record(one.claim, tapes),
                "trouble": one.trouble.value,
                "open": one.is_open,
                "message": one.message,
                "source": one.source,
                "now": one.now,
                "changes": [{"then": change.then, "now": change.now} for change in one.changes],
            }
            for one in check.findings
        ],
    }


def offers_record(found: Sequence[Offer], added: Sequence[Claim] = ()) -> dict[str, object]:
    """``{"offers": [{"number", "text", "line", "signals"}], "added": [ids]}``."""
    return {
        "offers": [
            {"number": o.number, "text": o.text, "line": o.line, "signals": [s.value for s in o.signals]} for o in found
        ],
        "added": [claim.id for claim in added],
    }


class _Narrations:
    """What the narration and the cards of each edit say, each file read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._texts: dict[Path, str] = {}

    def of(self, path: Path) -> str:
        """The text of an edit; empty where its file cannot be read."""
        if path not in self._texts:
            try:
                blocks = read_paper(self._project, path).edit.blocks
            except InputError:
                blocks = ()
            self._texts[path] = "\n".join(block.text for block in blocks if block.kind in ("narration", "picture"))
        return self._texts[path]

    def with_text(self, text: str) -> list[Path]:
        """The edits in which a statement stands."""
        return [path for path in self._edits if stands_in(text, self.of(path))]

    @cached_property
    def _edits(self) -> list[Path]:
        return [path.resolve() for path in all_edits(self._project)]


def _of_one_edit(project: Project, edit: str | os.PathLike[str], said_in: _Narrations) -> list[Claim]:
    """The claims of an edit, and those whose own edit is gone (renamed, most often) and whose text stands in it."""
    name = edit_name(project, edit, known=True)
    path = edit_path(project, name)
    return [
        claim
        for claim in project.store.claims()
        if claim.edit == name
        or (
            path is not None
            and claim.edit
            and edit_path(project, claim.edit) is None
            and stands_in(claim.text, said_in.of(path))
        )
    ]


def _of_claim(project: Project, claim: Claim, said_in: _Narrations) -> Iterator[Finding]:
    if claim.status is ClaimStatus.DROPPED:
        path = edit_path(project, claim.edit) if claim.edit else None
        if path and stands_in(claim.text, said_in.of(path)):
            message = f"it was dropped, and {claim.edit} still says so"
            yield Finding(claim=claim, trouble=ClaimTrouble.DROPPED_STANDS, message=message)
        return
    if claim.status is ClaimStatus.DISPUTED:
        message = f"it is disputed{f': {claim.note}' if claim.note else ''}"
        yield Finding(claim=claim, trouble=ClaimTrouble.DISPUTED, message=message)
    if not claim.sources:
        yield Finding(claim=claim, trouble=ClaimTrouble.NO_SOURCE, message="it has no source")
    elif len(claim.sources) == 1:
        is_verified = claim.status is ClaimStatus.VERIFIED
        message = "it rests on one source only" + (", and a person verified it" if is_verified else "")
        yield Finding(claim=claim, trouble=ClaimTrouble.ONE_SOURCE, message=message, is_open=not is_verified)
    for number, source in enumerate(claim.sources, 1):
        yield from _of_source(project, claim, number, source)
    if claim.edit:
        yield from _of_edit(project, claim, said_in)


def _of_source(project: Project, claim: Claim, number: int, source: ClaimSource) -> Iterator[Finding]:
    if source.quote is None:
        return
    now = place_of(project, source.quote.span, around=Ticks(0)).quote.text
    if not says_the_same(now.split(), source.quote.text.split(), spoken_language(project)):
        yield Finding(
            claim=claim,
            trouble=ClaimTrouble.READS_OTHERWISE,
            message=f"source {number}, {write_span(source.quote.span)}, reads otherwise now",
            source=number,
            now=now,
            changes=tuple(_changes(source.quote, now)),
        )


def _changes(quote: Quote, now: str) -> Iterator[WordsChanged]:
    old, new = quote.text.split(), now.split()
    for step in align([key(word) for word in old], [key(word) for word in new]):
        if step.kind != "same":
            then = " ".join(old[step.old.start : step.old.stop])
            yield WordsChanged(then=then, now=" ".join(new[step.new.start : step.new.stop]))


def _of_edit(project: Project, claim: Claim, said_in: _Narrations) -> Iterator[Finding]:
    path = edit_path(project, claim.edit)
    if path and stands_in(claim.text, said_in.of(path)):
        return
    others = [edit_name(project, other) for other in said_in.with_text(claim.text)]
    if others:
        message = f"it stands in {', '.join(others)} now, no longer in {claim.edit}"
        yield Finding(claim=claim, trouble=ClaimTrouble.MOVED, message=message, is_open=False)
    elif path is None:
        message = f"there is no paper edit {claim.edit} any more, and no other says so"
        yield Finding(claim=claim, trouble=ClaimTrouble.EDIT_GONE, message=message)
    else:
        message = f"the narration of {claim.edit} no longer says so"
        yield Finding(claim=claim, trouble=ClaimTrouble.NOT_IN_EDIT, message=message)
