"""``tapewright agree``: how far coders agree; queue, settle, done."""

from __future__ import annotations

from collections.abc import Iterator

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.study.agreement import Measure
from tapewright.verbs import agree as verb
from tapewright.verbs import disagreements
from tapewright.verbs.codebooks import code_tree
from tapewright.verbs.comparing import everybody, mark_done
from tapewright.verbs.places import write_span
from tapewright.words.counted import counted
from tapewright.words.near import near

_coders = click.option("--coder", "coders", multiple=True, metavar="NAME", help="Only these coders; repeatable.")
_codes = click.option("--code", "codes", multiple=True, metavar="CODE", help="Only this code and those below it.")
_tapes = click.option("--tape", "tapes", multiple=True, metavar="TAPE", help="Only this tape; repeatable.")
_who = click.option("--who", default="", metavar="NAME", help="Who says so. Default: who works on this machine.")


@click.group(name="agree", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Compare what several coders have coded, and settle where they differ.

    A tape counts for a coder who has coded on it or has marked it done (`agree done`).
    """


@tapewright_command(name="show")
@project_option
@_coders
@_codes
@_tapes
def show_(
    project: Project, coders: tuple[str, ...], codes: tuple[str, ...], tapes: tuple[str, ...], as_json: bool
) -> None:
    """Say how far coders agree, by code and over all.

    Cohen's kappa (two coders), Krippendorff's alpha (any number), and alpha for stretches (two), word by word.
    """
    page = verb.agreement(project, coders=coders, codes=_numbers(project, codes), tapes=tapes)
    show(as_json, lambda: verb.record(page), lambda: "\n".join(_page(page)))


@tapewright_command(name="queue")
@project_option
@_coders
@_codes
@_tapes
@click.option(
    "--words",
    "edge_words",
    type=int,
    default=disagreements.EDGE_WORDS,
    show_default=True,
    help="Edges this far apart are the same.",
)
def queue(
    project: Project,
    coders: tuple[str, ...],
    codes: tuple[str, ...],
    tapes: tuple[str, ...],
    edge_words: int,
    as_json: bool,
) -> int:
    """List the places where coders differ and nobody has decided. Exits 1 where there are any."""
    found = disagreements.queue(
        project, coders=coders, codes=_numbers(project, codes), tapes=tapes, edge_words=edge_words
    )
    show(as_json, lambda: disagreements.record(project, found), lambda: "\n".join(_queue(project, found)))
    return 1 if found.left else 0


@tapewright_command(name="settle")
@project_option
@click.argument("key")
@click.option("--take", default="", metavar="CODER", help="As this coder has it; nothing where they have nothing.")
@click.option("--code", "code", default="", metavar="CODE", help="With this code, at --place.")
@click.option("--place", default="", metavar="PLACE", help="Where: T017@12.5,13.9.")
@click.option("--nothing", is_flag=True, help="Nothing is coded there.")
@click.option("--note", default="", help="Why.")
@_who
def settle(
    project: Project, key: str, take: str, code: str, place: str, nothing: bool, note: str, who: str, as_json: bool
) -> None:
    """Decide the place KEY of the queue. What is settled stands as codings of the coder "settled"; `undo` takes it
    back.
    """
    if bool(code) != bool(place):
        raise UsageError("a code needs a place, and a place a code", hint="--code threats --place T017@12.5,13.9")
    given = [(int(code_tree(project).find(code).id), place)] if code else []
    made = disagreements.settle(project, key, take=take, codings=given, nothing=nothing, note=note, who=who)
    show(as_json, lambda: disagreements.decision_record(made), lambda: f"{made.about}: {made.answer}")


@tapewright_command(name="done")
@project_option
@click.argument("tape")
@click.option("--coder", required=True, metavar="NAME", help="Who has done it.")
@click.option("--not", "undone", is_flag=True, help="They have not.")
@_who
def done(project: Project, tape: str, coder: str, undone: bool, who: str, as_json: bool) -> None:
    """Say that a coder has done TAPE, also where they found nothing to code on it."""
    known = everybody(project)
    made = mark_done(project, tape, coder, done=not undone, who=who)
    if coder.strip() not in known:
        alike = near(coder, known)
        warn(
            f"{coder.strip()} is new here"
            + (f"; is it {' or '.join(alike)}?" if alike else "")
            + " --not takes it back"
        )
    show(
        as_json,
        lambda: {"coder": coder.strip(), "tapes": list(made.tapes)},
        lambda: f"{made.name}: {_list(made.tapes) or 'no tape is marked'}",
    )


for _command in (show_, queue, settle, done):
    command.add_command(_command)


def _numbers(project: Project, codes: tuple[str, ...]) -> list[int]:
    tree = code_tree(project)
    return [int(tree.find(code).id) for code in codes]


def _page(page: verb.AgreementPage) -> Iterator[str]:
    found = page.compared
    if page.overall is None:
        yield page.why
    else:
        names = [found.tree.path(one.code) if one.code else "" for one in page.codes]
        width = max(8, *(len(name) for name in names)) if names else 8
        if len(found.coders) == 2:
            yield f"{'':<{width}}  {'kappa':<22}  {'alpha':<22}  alpha of stretches"
        else:
            yield f"{'':<{width}}  alpha"
        rows = [("over all", page.overall), *zip(names, page.codes, strict=True)]
        rows += [(_and(one.coders), one) for one in page.pairs]
        for name, one in rows:
            two = len(one.coders) == 2
            cells = [one.kappa, one.alpha, one.unitized] if two else [one.alpha]
            yield f"{name:<{width}}  " + "  ".join(f"{_cell(cell):<22}" for cell in cells).rstrip()
        yield from dict.fromkeys(_reasons(page))
        told = [_and(found.coders), counted(len(found.tapes), "tape"), verb.UNIT]
        has_intervals = any(one.alpha.low is not None for _, one in rows)
        yield "; ".join([*told, verb.INTERVALS] if has_intervals else told)
    for left in found.left:
        yield f"{left.tape} does not count: {left.why}"
    if found.untouched:
        yield f"{counted(found.untouched, 'tape')} that none of them has done"


def _cell(measure: Measure) -> str:
    if measure.number is None:
        return "-"
    if measure.low is None or measure.high is None:
        return f"{measure.number:.3f}"
    return f"{measure.number:.3f} ({measure.low:.2f} to {measure.high:.2f})"


def _reasons(page: verb.AgreementPage) -> Iterator[str]:
    for one in (*page.codes, *([page.overall] if page.overall else [])):
        name = page.compared.tree.path(one.code) if one.code else "over all"
        for measure in (one.kappa, one.alpha, one.unitized) if len(one.coders) == 2 else (one.alpha,):
            if measure.why:
                yield f"{name}: {measure.why}"
            elif measure.no_interval:
                yield measure.no_interval


def _queue(project: Project, found: disagreements.Queue) -> Iterator[str]:
    tapes = {tape.id: tape for tape in project.store.tapes()}
    width = max((len(coding.coder) for one in found.left for coding in one.codings), default=0)
    for one in found.left:
        span = one.quote.span
        yield f"{one.key}  {one.kind}  {write_span(span)}  {tapes[span.tape].timecode(span.interval.start)}"
        for coding in one.codings:
            path = found.compared.tree.path(found.compared.tree.by_id[coding.code])
            yield f"    {coding.coder:<{width}}  {path}: {coding.quote.text}"
        if one.without:
            yield f"    {_list(one.without)}: nothing there"
    yield f"{counted(len(found.left), 'place')} to settle, {found.decided} decided"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
