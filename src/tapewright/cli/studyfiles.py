"""``tapewright study``: import, export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.exchange.study_file import Left
from tapewright.verbs import studyexchange as verb
from tapewright.verbs.studyexchange import StudyExported, StudyImported
from tapewright.verbs.studyout import PATHS, SYNCS


@click.group(name="study", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Exchange a study with other programs: codes, codings, memos, sets, cases."""


@tapewright_command(name="import")
@project_option
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--tape",
    "tapes",
    multiple=True,
    metavar="NAME=TAPE",
    help="The source called NAME is this tape; may be given again. Default: told by the name of its file.",
)
@click.option("--who", default="", metavar="NAME", help="Who brings it in. Default: who works on this machine.")
@click.option("--dry-run", is_flag=True, help="Say what would come in and what would be left; store nothing.")
def import_(project: Project, file: str, tapes: tuple[str, ...], who: str, dry_run: bool, as_json: bool) -> None:
    """Bring in the study of FILE, in one step that `undo` takes back.

    FILE is a REFI-QDA project (.qdpx, .qde), a project of Taguette (.sqlite3) or of QualCoder (the folder NAME.qda),
    or a table of codings (.csv). Whatever is left is counted, with the reason.
    """
    done = verb.import_study(project, file, tapes=dict(_pair(one) for one in tapes), dry_run=dry_run, who=who)
    show(as_json, lambda: verb.record(done), lambda: told_import(done))
    if not as_json:
        for remark in done.remarks:
            warn(f"{done.file}: {remark}")


@tapewright_command(name="export")
@project_option
@click.option("--to", type=click.Choice(list(verb.FORMATS)), default="qdpx", show_default=True, help="As what.")
@click.option("--out", metavar="PATH", type=click.Path(), help="A file or folder. Default: exports in the project.")
@click.option("--tape", "tapes", multiple=True, metavar="TAPE", help="Only this tape; may be given again.")
@click.option(
    "--sync",
    type=click.Choice(SYNCS),
    default="turn",
    show_default=True,
    help="How often text and time are tied together in .qdpx.",
)
@click.option(
    "--paths",
    type=click.Choice(PATHS),
    default="name",
    show_default=True,
    help="How .qdpx names the recordings: their file's name, their whole path, not, or with a copy inside.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
def export(
    project: Project,
    to: str,
    out: str | None,
    tapes: tuple[str, ...],
    sync: str,
    paths: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the study as a REFI-QDA project, or its codings as a table.

    Recordings are named; only --paths copy puts them into the file.
    """
    done = verb.export_study(project, to=to, out=out, tapes=tapes, sync=sync, paths=paths, dry_run=dry_run)
    show(as_json, lambda: verb.export_record(done), lambda: told_export(done))


for _one in (import_, export):
    command.add_command(_one)


def told_import(done: StudyImported) -> str:
    """What came in, for a person."""
    would = "would come in" if done.dry_run else "came in"
    came = _counted(done.brought) or "nothing new"
    lines = [f"{done.file} ({done.format}) holds {_counted(done.read)}", f"{would}: {came}"]
    new = [f"{one.tape} ({one.name})" for one in done.sources if one.is_new]
    known = [f"{one.name} is {one.tape}" for one in done.sources if not one.is_new]
    lines += [f"tapes found: {', '.join(known)}"] if known else []
    lines += [f"tapes made, media elsewhere: {', '.join(new)}"] if new else []
    return "\n".join([*lines, *_left(done.left)])


def told_export(done: StudyExported) -> str:
    """What was written, for a person."""
    would = "would write" if done.dry_run else "wrote"
    return "\n".join([f"{would} {done.path}: {_counted(done.counts)}", *_left(done.left)])


def _left(left: Sequence[Left]) -> list[str]:
    return [f"left: {one.count} × {one.what}: {one.reason}" for one in left]


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {what if number != 1 else what[:-1]}" for what, number in counts.items() if number)


def _pair(text: str) -> tuple[str, str]:
    name, found, tape = text.rpartition("=")
    if not found or not name or not tape:
        raise UsageError(f"not a source and its tape: {text[:60]!r}", hint='--tape "interview 3.wav=T003"')
    return name, tape
