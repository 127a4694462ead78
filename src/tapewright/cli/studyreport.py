"""``tapewright report warning-signs`` and ``report institutions``: the study's reports that go out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from tapewright.cli.door import Project, project_option, show, stoppable, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.cli.reels import format_of, rate_options, reel_option
from tapewright.study.rates import THRESHOLD
from tapewright.verbs.brief import warning_signs
from tapewright.verbs.fairnessreport import fairness_report, stem_of
from tapewright.verbs.ledgerreport import institutions, ledger_stem
from tapewright.verbs.studyfront import stem_of_case
from tapewright.verbs.studywriting import StudyReported, record, write_report

_PATIENCE = 2.0
"""Seconds in which no progress is told: the report is there before anybody asks."""

_to = click.option(
    "--to", "formats", multiple=True, required=True, metavar="FORMAT", help="html, pdf, docx or csv; repeatable."
)
_case = click.option("--case", default="", metavar="NAME", help="One case alone. Default: all of the project.")
_out = click.option(
    "--out", type=click.Path(path_type=Path), help="A folder, or the file. Default: exports/ in the project."
)
_dry_run = click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")


def _shared(wrapped: Callable[..., Any]) -> Callable[..., Any]:
    for option in (_dry_run, _out, _case, _to, project_option):
        wrapped = option(wrapped)
    return wrapped


@tapewright_command(name="warning-signs")
@_shared
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="CODE",
    help="Where help is: two letters (GB, IE, US, …); repeatable. Default: all that are known.",
)
@click.option(
    "--with-sound", is_flag=True, help="Put the sound of the moments into the HTML (three minutes at most each)."
)
def warning_signs_command(
    project: Project,
    formats: tuple[str, ...],
    case: str,
    out: Path | None,
    dry_run: bool,
    countries: tuple[str, ...],
    with_sound: bool,
    as_json: bool,
) -> None:
    """Write the warning-sign brief.

    Each sign stands with its published source, its moments on the tapes, when it was known and by whom, what was done
    and what could have been (by a published source or a witness, and nothing else), and at the end where help is, by
    country. It describes the past and scores nobody. The same state of the project gives the same bytes.

    A code of a warning-sign codebook is a sign where somebody coded with it; so is every warning-sign event.
    """
    if with_sound and "html" not in formats:
        warn("sound goes into the HTML alone: add --to html")
        with_sound = False
    with stoppable("the report"), ProgressLine(after=_PATIENCE) as progress:
        result = write_report(
            project,
            lambda: warning_signs(project, case=case, country=countries, with_sound=with_sound, report=progress.report),
            stem_of_case("warning-sign-brief", case),
            formats,
            out,
            dry_run=dry_run,
        )
    _tell(result, as_json)


@tapewright_command(name="institutions")
@_shared
@click.option(
    "--threshold",
    type=click.IntRange(min=3),
    default=THRESHOLD,
    show_default=True,
    help="From how many contacts on a rate is told.",
)
@click.option("--country", "countries", multiple=True, metavar="CODE", help="Add where help is; repeatable.")
@click.option("--without-contacts", is_flag=True, help="The rates alone, so that nobody counts up what they hide.")
def institutions_command(
    project: Project,
    formats: tuple[str, ...],
    case: str,
    out: Path | None,
    dry_run: bool,
    threshold: int,
    countries: tuple[str, ...],
    without_contacts: bool,
    as_json: bool,
) -> None:
    """Write the institution ledger.

    Each contact stands with its date, who reported, about whom, to whom, the answer, the time that it took (least and
    greatest, where dates are uncertain), the outcome, whether whoever reported was believed, and the passages that say
    so. Rates by group have counts and intervals, and are silent where the numbers are too small. The same state of the
    project gives the same bytes.
    """
    with stoppable("the report"):
        result = write_report(
            project,
            lambda: institutions(
                project, case=case, country=countries, threshold=threshold, without_contacts=without_contacts
            ),
            stem_of_case(ledger_stem(without_contacts=without_contacts), case),
            formats,
            out,
            dry_run=dry_run,
        )
    _tell(result, as_json)


@tapewright_command(name="fairness")
@project_option
@click.argument("target", metavar="EDIT|TIMELINE")
@_to
@_out
@_dry_run
@reel_option
@rate_options
def fairness_command(
    project: Project,
    target: str,
    formats: tuple[str, ...],
    out: Path | None,
    dry_run: bool,
    reels: dict[str, str],
    rate: str | None,
    drop: bool,
    as_json: bool,
) -> None:
    """Write the fairness page of a paper edit, or of a cut that comes back from the editing room.

    Airtime and words by person and group, the share of what each said that is used, the questions that the quotations
    answer and whether they are heard, what the tape takes back, who is named, and what an audience may want to know
    beforehand. It counts, and does not say what is fair. The same state of the project gives the same bytes.
    """
    with stoppable("the report"):
        result = write_report(
            project,
            lambda: fairness_report(project, target, reels=reels, format=format_of(rate, drop)),
            stem_of(target),
            formats,
            out,
            dry_run=dry_run,
        )
    _tell(result, as_json)


def _tell(result: StudyReported, as_json: bool) -> None:
    if not as_json:
        for remark in result.remarks:
            warn(remark)
    show(as_json, lambda: record(result), lambda: _told(result))


def _told(result: StudyReported) -> str:
    word = "would write" if result.is_dry_run else "wrote"
    lines = [f"{word} {file.path}" for file in result.files]
    facts = dict(result.report.facts)
    lines += [
        f"{name.lower()}: {facts[name]}"
        for name in ("Rests on", "Material", "Contacts", "Heard from the tapes")
        if name in facts
    ]
    return "\n".join(lines)
