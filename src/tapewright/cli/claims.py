"""``tapewright claims``: list, add, source, status, edit, remove, move, from, check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, say, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.terminal import is_person
from tapewright.errors import UsageError
from tapewright.model import Claim, ClaimSource, ClaimStatus, Tape, TapeId
from tapewright.verbs import claims as verb
from tapewright.verbs.claimcheck import Finding, Offer, check_claims, check_record, offers, offers_record
from tapewright.verbs.places import write_span
from tapewright.words.counted import counted

_who = click.option("--who", default="", metavar="NAME", help="Who says so. Default: who works on this machine.")
_STATUSES = [status.value for status in ClaimStatus]


@click.group(name="claims", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Keep what the narration states, and what each statement rests on.

    CLAIM is a claim's number, as `claims list` gives it.
    """


@tapewright_command(name="list")
@project_option
@click.option("--edit", metavar="EDIT", help="Only those of this paper edit.")
@click.option("--status", type=click.Choice(_STATUSES), help="Only those of this status.")
def list_(project: Project, edit: str | None, status: str | None, as_json: bool) -> None:
    """List claims with their sources."""
    found = verb.claims(project, edit=edit, status=ClaimStatus(status) if status else None)
    _told(project, found, as_json, "no claims yet; tapewright claims from EDIT finds what may need a source")


@tapewright_command(name="add")
@project_option
@click.argument("text")
@click.option("--edit", default="", metavar="EDIT", help="The paper edit that it stands in.")
@click.option("--note", default="", help="A remark.")
@_who
def add(project: Project, text: str, edit: str, note: str, who: str, as_json: bool) -> None:
    """Add the statement TEXT."""
    _told(project, [verb.add_claim(project, text, edit=edit, note=note, who=who)], as_json)


@tapewright_command(name="source")
@project_option
@click.argument("claim", type=int)
@click.option("--span", default="", metavar="PLACE", help="A place on a tape: T017@12.5,13.9, or in timecode.")
@click.option("--document", default="", metavar="TEXT", help="A document, with page or address.")
@click.option("--note", default="", help="A remark to the source.")
@click.option("--remove", type=int, metavar="NUMBER", help="Take this source away.")
@click.option("--reread", type=int, metavar="NUMBER", help="Take over the words as they read now under this source.")
@_who
def source(
    project: Project,
    claim: int,
    span: str,
    document: str,
    note: str,
    remove: int | None,
    reread: int | None,
    who: str,
    as_json: bool,
) -> None:
    """Rest a claim on a place of a tape or on a document, one at a time; it may have many."""
    if sum((bool(span), bool(document), remove is not None, reread is not None)) != 1:
        raise UsageError("say what the claim rests on, one at a time", hint="--span, --document, --remove or --reread")
    if remove is not None:
        made = verb.remove_source(project, claim, remove, who=who)
    elif reread is not None:
        made = verb.requote(project, claim, reread, who=who)
    else:
        made = verb.add_source(project, claim, span=span, document=document, note=note, who=who)
    _told(project, [made], as_json)


@tapewright_command(name="status")
@project_option
@click.argument("claim", type=int)
@click.argument("status", type=click.Choice(_STATUSES))
@click.option("--note", help="A remark to the claim, in place of the one that it has.")
@_who
def status(project: Project, claim: int, status: str, note: str | None, who: str, as_json: bool) -> None:
    """Say how far a claim has come.

    open, sourced, verified (a person has looked at the sources), disputed, or dropped.
    """
    _told(project, [verb.set_status(project, claim, ClaimStatus(status), note=note, who=who)], as_json)


@tapewright_command(name="edit")
@project_option
@click.argument("claim", type=int)
@click.option("--text", help="How it reads.")
@click.option("--note", help="A remark, in place of the one that it has.")
@click.option("--edit", metavar="EDIT", help='The paper edit that it stands in; "" for none.')
@_who
def edit_(
    project: Project, claim: int, text: str | None, note: str | None, edit: str | None, who: str, as_json: bool
) -> None:
    """Change the wording, the remark or the edit of a claim."""
    _told(project, [verb.edit_claim(project, claim, text=text, note=note, edit=edit, who=who)], as_json)


@tapewright_command(name="remove")
@project_option
@click.argument("claim", type=int)
@_who
def remove(project: Project, claim: int, who: str, as_json: bool) -> None:
    """Remove a claim; `undo` brings it back. Where it was looked into, `claims status CLAIM dropped` keeps that."""
    gone = verb.remove_claim(project, claim, who=who)
    show(as_json, lambda: verb.record(project, [gone]), lambda: f"removed claim {gone.id}: {gone.text}")


@tapewright_command(name="move")
@project_option
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@_who
def move(project: Project, old: str, new: str, who: str, as_json: bool) -> None:
    """Say that the paper edit OLD is called NEW now: its claims go with it."""
    moved = verb.move_claims(project, old, new, who=who)
    show(
        as_json,
        lambda: verb.record(project, moved),
        lambda: f"{counted(len(moved), 'claim')} of {old} now in {moved[0].edit}",
    )


@tapewright_command(name="from")
@project_option
@click.argument("edit", metavar="EDIT")
@click.option("--add", "chosen", default="", metavar="1,3-5", help="Add these, by the numbers of the list.")
@click.option("--add-all", is_flag=True, help="Add all of them.")
@_who
def from_(project: Project, edit: str, chosen: str, add_all: bool, who: str, as_json: bool) -> None:
    """Offer the sentences of a narration that have no claim yet.

    First those with names, numbers, dates, superlatives and causes. Nothing is added that you do not choose: at a
    terminal you are asked for each, elsewhere --add or --add-all says which.
    """
    found = offers(project, edit)
    if chosen and add_all:
        raise UsageError("--add-all adds all of them; --add only some", hint="give one of the two")
    if chosen or add_all:
        picked = found if add_all else [found[number - 1] for number in _numbers(chosen, len(found))]
    elif found and is_person() and not as_json:
        picked = _asked(found)
    else:
        picked = []
        if not as_json:
            say(_offers(found, edit))
    added = verb.add_claims(project, [offer.text for offer in picked], edit=edit, who=who) if picked else []
    if as_json:
        show(True, lambda: offers_record(found, added), str)
    elif added:
        say("\n".join(f"claim {claim.id}: {claim.text}" for claim in added))


@tapewright_command(name="check")
@project_option
@click.argument("edit", required=False, metavar="[EDIT]")
def check(project: Project, edit: str | None, as_json: bool) -> int:
    """Look at every claim, or at those of EDIT. Exits 1 when anything is open.

    Listed are claims without a source or with one only, with a source that reads otherwise now, that no longer stand
    in their edit, and that are disputed; and what was dropped and still stands there.
    """
    result = check_claims(project, edit=edit)
    show(as_json, lambda: check_record(project, result), lambda: _checked(result.claims, result.findings))
    return 0 if result.is_clean else 1


for _command in (list_, add, source, status, edit_, remove, move, from_, check):
    command.add_command(_command)


def _told(project: Project, found: Sequence[Claim], as_json: bool, nothing: str = "") -> None:
    tapes = {tape.id: tape for tape in project.store.tapes()}
    show(
        as_json,
        lambda: verb.record(project, found),
        lambda: "\n".join(line for claim in found for line in _lines(claim, tapes)) or nothing,
    )
    if not as_json:
        for claim in found:
            if any(source.quote is not None and not source.quote.text for source in claim.sources):
                warn(f"claim {claim.id}: no words are known at one of its places")


def _lines(claim: Claim, tapes: dict[TapeId, Tape]) -> Iterator[str]:
    where = f"  in {claim.edit}" if claim.edit else ""
    yield f"{claim.id:>5}  {claim.status.value:<9} {claim.text}{where}"
    if claim.note:
        yield f"       note: {claim.note}"
    for number, source in enumerate(claim.sources, 1):
        note = f"  ({source.note})" if source.note else ""
        yield f"       {number}. {_rests_on(source, tapes)}{note}"


def _rests_on(source: ClaimSource, tapes: dict[TapeId, Tape]) -> str:
    if source.quote is None:
        return source.document
    start = tapes[source.quote.span.tape].timecode(source.quote.span.interval.start)
    return f"{write_span(source.quote.span)}  {start}  {source.quote.text}"


def _checked(claims: Sequence[Claim], findings: Sequence[Finding]) -> str:
    lines = []
    for claim in claims:
        here = [finding for finding in findings if finding.claim.id == claim.id]
        if here:
            lines.append(f"{claim.id:>5}  {claim.status.value:<9} {claim.text}")
        lines += [line for finding in here for line in _found(finding)]
    bad = len({finding.claim.id for finding in findings if finding.is_open})
    lines.append(f"{bad} of {counted(len(claims), 'claim')} open")
    return "\n".join(lines)


def _found(finding: Finding) -> Iterator[str]:
    yield f"       {'-' if finding.is_open else '·'} {finding.message}"
    for change in finding.changes:
        yield f"         then: {change.then or '(nothing)'}"
        yield f"         now:  {change.now or '(nothing)'}"


def _offers(found: Sequence[Offer], edit: str) -> str:
    if not found:
        return f"every sentence of {edit} has a claim, or there is no narration"
    lines = []
    for offer in found:
        lines.append(f"{offer.number:>4}  line {offer.line}  {', '.join(offer.signals)}".rstrip())
        lines.append(f"      {offer.text}")
    return "\n".join([*lines, f"nothing was added; tapewright claims from {edit} --add 1,3-5 adds some"])


def _asked(found: Sequence[Offer]) -> list[Offer]:
    picked = []
    for offer in found:
        say(f"line {offer.line}  {', '.join(offer.signals)}\n  {offer.text}")
        answer = click.prompt("a claim? [y]es, [n]o, [q]uit", default="n", show_default=False).strip().lower()[:1]
        if answer == "q":
            break
        if answer == "y":
            picked.append(offer)
    return picked


def _numbers(text: str, most: int) -> list[int]:
    numbers: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        if not first.strip().isdecimal() or (last and not last.strip().isdecimal()):
            raise UsageError(f"not numbers: {text[:40]!r}", hint="write 1,3-5")
        begin, end = int(first), int(last or first)
        if not 1 <= begin <= end <= most:
            raise UsageError(f"there is no sentence {part.strip()}", hint=f"there are {most}")
        numbers += range(begin, end + 1)
    return list(dict.fromkeys(numbers))
