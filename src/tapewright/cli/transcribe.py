"""``tapewright transcribe``."""

from __future__ import annotations

import dataclasses

import click

from tapewright.cli.door import Project, failed_status, project_option, show, stoppable
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.cli.terminal import column
from tapewright.timing import to_float_seconds
from tapewright.verbs.transcribe import TapeHeard, Transcribed, record, settings_of, transcribe


@tapewright_command(name="transcribe")
@project_option
@click.argument("tapes", nargs=-1, metavar="[TAPE]…")
@click.option("--model", metavar="NAME|DIR", help="A known model, or a folder of weights. Default: the project's.")
@click.option("--engine", default="faster-whisper", envvar="TAPEWRIGHT_ENGINE", show_default=True, help="Who listens.")
@click.option("--language", metavar="CODE", help="Two letters, or auto. Default: the project's.")
@click.option("--name", "names", multiple=True, help="A name or term that is said, besides the project's; repeatable.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes at work. Default: as many as cores.")
@click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True, help="Threads of each worker.")
@click.option("--beam", type=click.IntRange(1, 20), default=5, show_default=True, help="Width of the search.")
@click.option("--no-guards", is_flag=True, help="Hear clear speech only; look for nothing lost, nothing invented.")
@click.option("--no-edges", is_flag=True, help="Leave the words' edges where the engine heard them.")
@click.option("--draft", is_flag=True, help="Faster, loses more; the transcript is marked as a draft.")
@click.option(
    "--listening-copy",
    is_flag=True,
    help="Hear the copies that `listen-aid` made. For bad tapes; see the page on words.",
)
@click.option("--again", is_flag=True, help="Make a new version even where one was made just so.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def command(
    project: Project,
    tapes: tuple[str, ...],
    model: str | None,
    engine: str,
    language: str | None,
    names: tuple[str, ...],
    workers: int | None,
    threads: int,
    beam: int,
    no_guards: bool,
    no_edges: bool,
    draft: bool,
    listening_copy: bool,
    again: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Transcribe tapes (default: all that are not yet).

    Without TAPE, one on which a person has typed or corrected something is passed over. Killed or stopped, it goes on
    where it was when it is run again.
    """
    said = settings_of(project)
    settings = dataclasses.replace(
        said,
        model=model or said.model,
        language=language or said.language,
        names=tuple(dict.fromkeys((*said.names, *names))),
        threads=threads,
        beam_size=beam,
        guards=not no_guards,
        edges=not no_edges,
        draft=draft,
    )
    with stoppable("transcribing"), ProgressLine() as progress:
        result = transcribe(
            project,
            tapes or None,
            settings=settings,
            engine=engine,
            workers=workers,
            again=again,
            dry_run=dry_run,
            listening_copy=listening_copy,
            report=progress.report,
        )
    show(as_json, lambda: record(result), lambda: _text(result))
    return failed_status(result.failed)


_COUNTS = {
    "heard_again": "stretches heard again",
    "recovered_words": "words recovered so",
    "rough_words": "words whose edges stay rough",
    "unheard_seconds": "seconds of speech without a word",
    "unsupported_words": "words that nothing speaks for",
}


def _text(result: Transcribed) -> str:
    wide = column(row.tape for row in result.tapes)
    lines = [_line(row, wide) for row in result.tapes] or ["no tapes yet; add some: tapewright ingest PATH…"]
    if result.heard:
        heard = to_float_seconds(result.heard)
        lines.append(
            f"{heard / 60:.1f} min of tape in {result.seconds:.0f} s by {result.engine} {result.model}: "
            f"{heard / result.seconds:.1f} x real time"
        )
    return "\n".join(lines)


def _line(row: TapeHeard, wide: int) -> str:
    if row.status != "transcribed":
        return f"{row.tape:<{wide}} {row.status}{': ' + row.note if row.note else ''}"
    said = row.note or f"{row.words} words in {row.turns} turn{'s' * (row.turns != 1)}"
    line = f"{row.tape:<{wide}} version {row.version}, {said}"
    if row.resumed:
        line += f", {row.resumed} of {row.chunks} stretches from an earlier run"
    found = [f"{_COUNTS[name]}: {count}" for name, count in sorted(row.counts.items()) if count and name in _COUNTS]
    if row.words and row.language and not row.counts.get("refined_words") and "rough_words" not in row.counts:
        found.append(f"edges as the engine gave them ({row.language})")
    line = f"{line}; {', '.join(found)}" if found else line
    return f"{line}\n  {row.instead}: tapewright undo brings it back" if row.instead else line
