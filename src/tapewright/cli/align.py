"""``tapewright align``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from tapewright.cli.door import Project, project_option, show, stoppable, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.collation.differences import Difference, DifferenceKind
from tapewright.model import Tape
from tapewright.timing import to_seconds
from tapewright.verbs.align import Aligned, align, record
from tapewright.verbs.keptdifferences import Compared, compared
from tapewright.verbs.keptdifferences import record as compared_record
from tapewright.words.counted import counted
from tapewright.words.shortened import shortened

_MOST_LINES = 40
_A_FEW = 4
"""Words that nobody says have a line of their own from so many on."""


@tapewright_command(name="align")
@project_option
@click.argument("tape", metavar="TAPE")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path())
@click.option(
    "--speakers", "labels", multiple=True, metavar="LABEL=NAME", help="Whose a label in the text is; repeatable."
)
@click.option("--template", metavar="LAYOUT", default="", help="The layout, where it is not understood without.")
@click.option("--language", metavar="CODE", default="", help="Two letters. Default: the engine's.")
@click.option("--anyway", is_flag=True, help="Keep it even where it does not seem to be this tape's.")
@click.option("--all", "show_all", is_flag=True, help="List every difference, not the first ones.")
@click.option("--dry-run", is_flag=True, help="Show what would come of it and keep nothing.")
def command(
    project: Project,
    tape: str,
    file: str | None,
    labels: tuple[str, ...],
    template: str,
    language: str,
    anyway: bool,
    show_all: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Lay a typed transcript on the sound of TAPE.

    FILE is .docx, .pdf, .html, .md, .txt or captions. Every word gets the time at which it is heard; where typist and
    engine differ is listed; words that nobody says stay in the text and are marked. The text becomes the current
    version, what the engine heard is kept. A tape that no engine has heard is transcribed first.

    Without FILE: the differences between the text that was laid on TAPE, as it reads now, and what the engine heard.
    """
    most = None if show_all else _MOST_LINES
    if file is None:
        if labels or template or language or anyway or dry_run:
            raise click.UsageError("these options go with a FILE")
        kept = compared(project, tape)
        show(as_json, lambda: compared_record(kept), lambda: "\n".join(_compared_lines(kept, most)))
        return 0
    named = dict(_pair(label) for label in labels)
    with stoppable("aligning"), ProgressLine() as progress:
        result = align(
            project,
            tape,
            file,
            speakers=named,
            template=template,
            language=language,
            anyway=anyway,
            dry_run=dry_run,
            report=progress.report,
        )
    show(as_json, lambda: record(result), lambda: "\n".join(_lines(result, most)))
    if not as_json:
        for remark in result.remarks:
            warn(f"{result.file}: {remark}")
    return 0 if result.belongs or anyway else 1


def _pair(label: str) -> tuple[str, str]:
    short, sign, name = label.partition("=")
    if not sign or not short.strip() or not name.strip():
        raise click.UsageError(f"--speakers takes LABEL=NAME, not {label!r}")
    return short.strip(), name.strip()


def _lines(result: Aligned, most: int | None) -> Iterator[str]:
    if not result.belongs:
        yield (
            f"this text does not seem to belong to {result.tape.id}: "
            f"{round(100 * result.found)} % of its words were found"
        )
        if not result.version:
            yield "nothing was kept; --anyway keeps it all the same"
            return
    done = f"is version {result.version}" if result.version else "would be a new version"
    words = f"{counted(result.words, 'word')} in {counted(result.turns, 'turn')}"
    yield f"{result.file} ({result.format}) {done} of tape {result.tape.id}: {words}"
    counts = ", ".join(f"{count} {name}" for name, count in result.statuses.items() if count)
    yield f"words: {counts}"
    if result.speakers:
        new = set(result.new_speakers)
        yield "speakers: " + ", ".join(f"{name} (new)" if name in new else name for name in result.speakers)
    for gone in result.left_out:
        yield (
            f"the typist left out {_duration(gone.interval.duration)} at {_at(result, gone)}: "
            f"“{shortened(gone.heard_text, most=16, first=10, last=4)}”"
        )
    for one in result.parted:
        yield (
            f"they part for {_duration(one.interval.duration)} at {_at(result, one)}: typed "
            f"“{shortened(one.typed_text)}”, heard “{shortened(one.heard_text)}”"
        )
    for stretch in result.moved:
        at = result.tape.timecode(stretch.interval.start)
        yield f"said elsewhere than typed, at {at} ({stretch.place}): “{shortened(stretch.text)}”"
    for unplaced in result.unplaced:
        if unplaced.words < _A_FEW:
            continue  # said among the differences
        yield f"nobody says ({unplaced.place}): “{shortened(unplaced.text)}”"
    told = {*result.left_out, *result.parted}
    long = {one.text for one in result.unplaced if one.words >= _A_FEW}
    short = [d for d in result.differences if d not in told and (d.heard_text or d.typed_text not in long)]
    yield counted(len(result.differences), "difference") + " between typist and engine" + (":" if short else "")
    yield from _listed(short, result.tape, most, nowhere=frozenset(one.text for one in result.unplaced))


def _compared_lines(kept: Compared, most: int | None) -> Iterator[str]:
    yield (
        f"version {kept.typed.version} of tape {kept.tape.id} against what the engine heard (version "
        f"{kept.heard.version}): {counted(len(kept.differences), 'difference')}"
    )
    yield from _listed(kept.differences, kept.tape, most)


def _listed(
    differences: Sequence[Difference], tape: Tape, most: int | None, *, nowhere: frozenset[str] = frozenset()
) -> Iterator[str]:
    for difference in differences[:most]:
        is_absent = not difference.heard_text and difference.typed_text in nowhere
        end = ", and nobody says it" if is_absent else ""
        yield f"  {tape.timecode(difference.interval.start)}  {_both(difference)}{end}"
    if most is not None and len(differences) > most:
        yield f"  … and {len(differences) - most} more: --all lists them"


def _at(result: Aligned, difference: Difference) -> str:
    return result.tape.timecode(difference.interval.start)


def _both(difference: Difference) -> str:
    sure = "" if difference.confidence is None else f" ({round(100 * min(difference.confidence, 254) / 254)} %)"
    if difference.kind is DifferenceKind.TYPED:
        return f"typed only “{shortened(difference.typed_text)}”"
    if difference.kind is DifferenceKind.HEARD:
        return f"heard only “{shortened(difference.heard_text)}”{sure}"
    return f"typed “{shortened(difference.typed_text)}”, heard “{shortened(difference.heard_text)}”{sure}"


def _duration(ticks: int) -> str:
    seconds = round(to_seconds(ticks))
    return f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"
