"""Sign-off of findings: a person lets one stand and says why; it is open again as soon as it is another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Acceptance, AcceptanceId
from tapewright.verbs.checked import Check
from tapewright.verbs.project import Project
from tapewright.words.shortened import shortened

JOIN = "join"
"""Stands where a quotation has its verdict."""

_LONGEST = 4000
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody is to decide: a finding of a file, and how people know it again."""

    finding: str
    file: str
    text: str
    verdict: str


def accept(
    project: Project,
    checked: Check,
    number: int,
    reason: str,
    *,
    is_join: bool = False,
    seen: str = "",
    who: str = "",
) -> Acceptance:
    """Let what was found about a quotation, or a join, stand: by its number in a check of the project as it is now.

    ``seen`` is the digest of what the person has seen: ConflictError where it is another by now. NotFoundError for a
    number that is not there, UsageError where there is nothing to decide, or no reason.
    """
    return sign_off(project, asked_in(checked, number, is_join=is_join), reason, seen=seen, who=who)


def sign_off(project: Project, asked: Asked, reason: str, *, seen: str = "", who: str = "") -> Acceptance:
    """Let a finding stand. Raises as ``accept`` does."""
    if not asked.finding:
        raise UsageError(
            f"there is nothing to accept about it: “{asked.text[:60]}” holds",
            hint=f"tapewright check {asked.file} --open shows what is open",
        )
    if seen and seen != asked.finding:
        raise ConflictError(f"what was found in {asked.file} is another by now", hint="look at it again")
    if asked.finding in accepted(project):
        raise ConflictError("it is accepted already", hint="tapewright accept list shows who accepted it")
    entry = Acceptance(
        finding=asked.finding,
        file=asked.file,
        text=asked.text,
        verdict=asked.verdict,
        reason=_checked(reason, _LONGEST, "a reason"),
        who=_checked(who, _LONGEST_NAME, "a name") if who.strip() else "",
    )
    with project.store.change(f"accept in {asked.file}: {shortened(asked.text)}", who=who) as pen:
        return pen.add_acceptance(entry)


def asked_in(checked: Check, number: int, *, is_join: bool = False) -> Asked:
    """What was found about the quotation, or the join, of this number. NotFoundError where there is none."""
    name = checked.path.name
    if is_join:
        join = next((one for one in checked.joins if one.n == number), None)
        if join is None:
            raise NotFoundError(f"{name} has no join {number}", hint=f"it has {len(checked.joins)}")
        return Asked(finding=checked.finding(join), file=name, text=join.explanation, verdict=JOIN)
    proved = next((one for one in checked.quotes if one.quotation.n == number), None)
    if proved is None:
        raise NotFoundError(f"{name} has no quotation {number}", hint=f"it has {len(checked.quotes)}")
    text, verdict = proved.quotation.text, proved.verdict.value
    return Asked(finding=checked.finding(proved), file=name, text=text, verdict=verdict)


def withdraw(project: Project, acceptance: int, *, who: str = "") -> Acceptance:
    """Take an acceptance back, so that its finding is open again. NotFoundError where there is none."""
    known = next((one for one in project.store.acceptances() if one.id == acceptance), None)
    if known is None:
        raise NotFoundError(f"there is no acceptance {acceptance}", hint="tapewright accept list shows them")
    with project.store.change(f"open again what was accepted: {known.text[:60]}", who=who) as pen:
        pen.remove_acceptance(AcceptanceId(acceptance))
    return known


def accepted(project: Project) -> dict[str, Acceptance]:
    """What people let stand, by the digest of the finding; the last word counts."""
    return {acceptance.finding: acceptance for acceptance in project.store.acceptances()}


def record(found: Iterable[Acceptance]) -> dict[str, object]:
    """``{"acceptances": [{"id", "finding", "file", "text", "verdict", "reason", "who", "when"}]}``."""
    return {"acceptances": [acceptance_record(acceptance) for acceptance in found]}


def acceptance_record(acceptance: Acceptance) -> dict[str, object]:
    """One acceptance as JSON."""
    return {
        "id": acceptance.id,
        "finding": acceptance.finding,
        "file": acceptance.file,
        "text": acceptance.text,
        "verdict": acceptance.verdict,
        "reason": acceptance.reason,
        "who": acceptance.who,
        "when": acceptance.when,
    }


def _checked(text: str, longest: int, what: str) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > longest:
        raise UsageError(f"not {what}: {plain[:40]!r}", hint=f"give 1 to {longest} signs")
    return plain
