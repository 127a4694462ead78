"""The proofs of a project: its paper edits and scripts by name, each with what the check says of it now."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tapewright.errors import InputError, NotFoundError, UsageError
from tapewright.model import Acceptance
from tapewright.model.progress import Report, Step, silent
from tapewright.verbs.acceptances import JOIN, Asked, acceptance_record, accepted, sign_off
from tapewright.verbs.check import ACCEPTED, check, page_text
from tapewright.verbs.check import record as check_record
from tapewright.verbs.checked import Check
from tapewright.verbs.checkedfile import BUNDLES, SCRIPTS, FileKind, find_input, kind_of
from tapewright.verbs.conform import Conformed, conform
from tapewright.verbs.keptproofs import Head, Record, keep, kept, kept_head, laid_over, stamp_of, state_of
from tapewright.verbs.paperfile import ENDING, check_name
from tapewright.verbs.project import Project
from tapewright.verbs.report import annotated_bytes
from tapewright.verbs.scripts import Script, endings, remove_script

_ENOUGH_TO_TELL = 8
"""Quotations after which it can be told how long the others will take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkable:
    """A file that can be checked, under the name that its address has. ``head`` is what is known of its last proof."""

    name: str
    path: Path
    kind: FileKind
    head: Head | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the check says of a file, as a record, with the acceptances of today. ``was_kept``: nothing had changed."""

    name: str
    path: Path
    record: Record
    was_kept: bool = False


def proofs(project: Project) -> list[Checkable]:
    """Every paper edit and every script, the last written first."""
    state = state_of(project)
    found = [
        Checkable(
            name=name,
            path=path,
            kind=kind_of(project, path),
            head=kept_head(project, path, stamp=stamp_of(path, state)),
        )
        for name, path in _files(project)
    ]
    return sorted(found, key=lambda one: (-_written(one.path), one.name))


def proof(
    project: Project,
    name: str,
    *,
    changes: str = ACCEPTED,
    reels: Mapping[str, str] | None = None,
    report: Report = silent,
) -> Proof:
    """The proof of a paper edit or a script by its name in ``proofs``; made anew only where something has changed.

    ``changes`` and ``reels`` as in ``check``. NotFoundError for a name that is not there, InputError for a file that
    cannot be read.
    """
    path = find(project, name)
    stamp = stamp_of(path, state_of(project))
    record = kept(project, path, stamp=stamp, options=_options(changes, reels))
    was_kept = record is not None
    if record is None:
        record = check_record(check_and_keep(project, path, changes=changes, reels=reels, report=report))
    return Proof(name=name, path=path, record=laid_over(record, _accepted(project)), was_kept=was_kept)


def proof_soon(project: Project, name: str, *, seconds: float) -> Proof | None:
    """The proof where it is there, or can be made in about so long; None for one that a job had better make.

    Raises as ``proof`` does.
    """
    began = time.monotonic()
    first: list[tuple[float, int]] = []

    def patient(step: Step) -> None:
        now = time.monotonic()
        if step.done and not first:
            first.append((now, step.done))
        done = step.done - first[0][1] if first else 0
        # What the first quotation waits for (an index, an import) says nothing of the others.
        left = (now - first[0][0]) / done * ((step.total or step.done) - step.done) if done >= _ENOUGH_TO_TELL else 0
        if now - began + left > seconds:
            raise _TakesLong

    try:
        return proof(project, name, report=patient)
    except _TakesLong:
        return None


class _TakesLong(Exception):
    """A check that is given up for now."""


def check_and_keep(
    project: Project,
    file: str | os.PathLike[str],
    *,
    changes: str = ACCEPTED,
    reels: Mapping[str, str] | None = None,
    report: Report = silent,
) -> Check:
    """``check``, and what it says is kept where the file is one of ``proofs``."""
    path = find_input(project, file)
    stamp = stamp_of(path, state_of(project))
    checked = check(project, path, changes=changes, reels=reels, report=report)
    if any(path == known for _, known in _files(project)):
        keep(project, path, check_record(checked), stamp=stamp, options=_options(changes, reels))
    return checked


@contextmanager
def only_if_readable(project: Project, script: Script) -> Iterator[str]:
    """The name of a file that was just put into ``scripts``. Where the block finds that it cannot be read (InputError),
    it is taken out again.
    """
    try:
        yield name_of(project, script.path.resolve())
    except InputError:
        if script.is_new:
            remove_script(project, script.path.name)
        raise


def report_bytes(project: Project, name: str, form: str) -> tuple[str, bytes]:
    """The check on paper, and what to call the file: of a paper edit the annotated script as docx, pdf or html, of
    anything else the check as one HTML page. UsageError for a form that is not made of it.
    """
    path = find(project, name)
    if kind_of(project, path) is FileKind.EDIT:
        return annotated_bytes(project, path, form)
    if form != "html":
        raise UsageError(f"of {path.name} a report is made as html", hint="paper edits also as docx and pdf")
    return f"{path.stem}-check.html", page_text(check_and_keep(project, path)).encode("utf-8")


def compare(
    project: Project,
    name: str,
    against: str,
    *,
    reels: Mapping[str, str] | None = None,
    write: str = "",
) -> Conformed:
    """What has changed from a paper edit, or an earlier timeline, to a timeline: both by their names in ``proofs``.

    ``write`` makes a paper edit of that name out of it. UsageError for what is no timeline.
    """
    cut, earlier = find(project, name), find(project, against)
    if kind_of(project, cut) is not FileKind.TIMELINE:
        raise UsageError(f"{name} is no timeline", hint="compare a cut that comes back from the editing program")
    if write:
        check_name(write)
    return conform(project, cut, earlier, reels=reels, write=write)


def accept_in(
    project: Project,
    name: str,
    number: int,
    reason: str,
    *,
    is_join: bool = False,
    seen: str = "",
    who: str = "",
    changes: str = ACCEPTED,
    reels: Mapping[str, str] | None = None,
) -> Acceptance:
    """Let what was found about a quotation, or a join, of a file stand; raises as ``acceptances.accept`` does."""
    made = proof(project, name, changes=changes, reels=reels)
    found = next((one for one in made.record["joins" if is_join else "quotes"] if one["n"] == number), None)
    if found is None:
        raise NotFoundError(f"{name} has no {'join' if is_join else 'quotation'} {number}")
    asked = Asked(
        finding=found["finding_id"] or "",
        file=made.path.name,
        text=found["explanation"] if is_join else found["text"],
        verdict=JOIN if is_join else found["verdict"],
    )
    return sign_off(project, asked, reason, seen=seen, who=who)


def find(project: Project, name: str) -> Path:
    """The file that a name in ``proofs`` means: never one elsewhere. NotFoundError where there is none."""
    for known, path in _files(project):
        if known == name:
            return path
    raise NotFoundError(
        f"there is no paper edit and no script {name[:80]!r}",
        hint="tapewright check names what there is",
    )


def name_of(project: Project, path: Path) -> str:
    """The name under which a file of the project stands in ``proofs``. NotFoundError for one that is elsewhere."""
    for name, known in _files(project):
        if known == path:
            return name
    raise NotFoundError(f"{path.name} is no paper edit and no script of this project")


def record(project: Project, found: Sequence[Checkable]) -> dict[str, object]:
    """``{"proofs": [{"name", "file", "kind", "checked_at", "fresh", "open", "accepted", "worst", "quotes", "joins",
    "verdicts", "unread", "tapes", "empty"}], "endings"}``.

    What was never checked has null for all that a check says. ``fresh``: neither the file nor what is said has changed
    since. ``endings`` are those of files that can be checked.
    """
    signed = accepted(project)
    return {"proofs": [_listed(one, signed) for one in found], "endings": endings()}


def proof_record(made: Proof) -> dict[str, object]:
    """The record of the check (``check.record``), with the ``name`` under which it is kept and ``file``."""
    return {"name": made.name, "file": made.path.name, **made.record}


def _listed(one: Checkable, signed: Mapping[str, Acceptance]) -> dict[str, object]:
    head = one.head
    summary: Mapping[str, Any] = head.summary if head else {}
    done = sum(finding in signed for finding in head.findings) if head else 0
    return {
        "name": one.name,
        "file": one.path.name,
        "kind": one.kind.value,
        "checked_at": head and head.checked_at,
        "fresh": bool(head and head.is_fresh),
        "open": summary["open"] + summary["accepted"] - done if head else None,
        "accepted": done if head else None,
        "worst": summary.get("worst"),
        "quotes": summary.get("quotes"),
        "joins": summary.get("joins"),
        "verdicts": summary.get("verdicts"),
        "unread": head and head.unread,
        "tapes": head and head.tapes,
        "empty": summary.get("empty"),
    }


def _files(project: Project) -> Iterator[tuple[str, Path]]:
    """Paper edits by their bare names, scripts with their endings; a name means the first that has it."""
    known: set[str] = set()
    for path in sorted(project.edits.glob(f"*{ENDING}")):
        if not path.name.startswith(".") and path.is_file():
            known.add(path.stem)
            yield path.stem, path.resolve()
    read = set(endings())
    folder = project.root / SCRIPTS
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        ending = path.suffix.lower()
        is_file = (path.is_file() and ending in read) or (path.is_dir() and ending in BUNDLES)
        if is_file and not path.name.startswith(".") and path.name not in known:
            yield path.name, path.resolve()


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _accepted(project: Project) -> dict[str, Record]:
    return {finding: acceptance_record(one) for finding, one in accepted(project).items()}


def _options(changes: str, reels: Mapping[str, str] | None) -> str:
    """How a file was read; nothing for the way that a list goes by."""
    return json.dumps([changes, sorted(reels.items())]) if reels else changes.replace(ACCEPTED, "")
