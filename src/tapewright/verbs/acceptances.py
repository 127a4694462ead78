"""Sign-off of findings: a person lets one stand and says why; it is open again as soon as it is another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import Acceptance, AcceptanceId
from tapewright.verbs.checked import Check
from tapewright.verbs.project import Project

_LONGEST = 4000
_LONGEST_NAME = 120


def accept(
    project: Project,
    checked: Check,
    number: int,
    reason: str,
    *,
    is_join: bool = False,
    finding: str = "",
    who: str = "",
) -> Acceptance:
    """Let what was found about a quotation, or a join, stand: by its number in a check of the project as it is now.

    ``finding`` is the digest of what the person has seen: ConflictError where it is another by now. NotFoundError for
    a number that is not there, UsageError where there is nothing to decide, or no reason.
    """
    reason = _checked(reason, _LONGEST, "a reason")
    who = _checked(who, _LONGEST_NAME, "a name") if who.strip() else ""
    found = _found(checked, number, is_join=is_join)
    if finding and finding != found.finding:
        raise ConflictError(
            f"{'join' if is_join else 'quotation'} {number} of {checked.path.name} is another by now",
            hint="look at it again",
        )
    what = f"accept {'join' if is_join else 'quotation'} {number} of {checked.path.name}"
    entry = replace(found, reason=reason, who=who)
    if entry.finding in accepted(project):
        raise ConflictError("it is accepted already", hint="tapewright accept list shows who accepted it")
    with project.store.change(what, who=who) as pen:
        return pen.add_acceptance(entry)


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


def _found(checked: Check, number: int, *, is_join: bool) -> Acceptance:
    """What would be accepted, without a reason of its own yet."""
    pending = "to be said"
    name = checked.path.name
    if is_join:
        join = next((one for one in checked.joins if one.n == number), None)
        if join is None:
            raise NotFoundError(f"{name} has no join {number}", hint=f"it has {len(checked.joins)}")
        text, verdict, digest = join.explanation, "join", checked.finding(join)
    else:
        proved = next((one for one in checked.quotes if one.quotation.n == number), None)
        if proved is None:
            raise NotFoundError(f"{name} has no quotation {number}", hint=f"it has {len(checked.quotes)}")
        text, verdict, digest = proved.quotation.text, proved.verdict.value, checked.finding(proved)
    if not digest:
        raise UsageError(
            f"there is nothing to accept about {'join' if is_join else 'quotation'} {number} of {name}: it holds",
            hint=f"tapewright check {name} --open shows what is open",
        )
    return Acceptance(finding=digest, file=name, text=text, verdict=verdict, reason=pending)


def _checked(text: str, longest: int, what: str) -> str:
    plain = " ".join(text.split())
    if not plain or len(plain) > longest:
        raise UsageError(f"not {what}: {plain[:40]!r}", hint=f"give 1 to {longest} signs")
    return plain
