"""What there is to report: asked before a report is written, so that nobody gets an empty one."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.study.ledger import contacts
from tapewright.study.rates import THRESHOLD
from tapewright.verbs.markedsigns import signs_of
from tapewright.verbs.project import Project
from tapewright.verbs.studyfront import scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Of a project or a case: its ``signs``, the ``passages`` coded with them, and its ``contacts``."""

    signs: int
    passages: int
    contacts: int


def material(project: Project, *, case: str = "") -> Material:
    """What the brief and the ledger would have. NotFoundError for an unknown case."""
    scope = scope_of(project, case)
    found = signs_of(project, scope)
    return Material(
        signs=len(found),
        passages=sum(len(sign.codings) for sign in found),
        contacts=len(contacts(scope.events, scope.parties.values())),
    )


def record(found: Material) -> dict[str, object]:
    """``{"signs", "passages", "contacts", "threshold"}``; from ``threshold`` contacts on a rate is told."""
    return {
        "signs": found.signs,
        "passages": found.passages,
        "contacts": found.contacts,
        "threshold": THRESHOLD,
    }
