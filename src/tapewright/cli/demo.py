"""``tapewright demo``."""

from __future__ import annotations

from pathlib import Path

import click

from tapewright.cli.door import command as tapewright_command
from tapewright.cli.door import say, show, stoppable
from tapewright.cli.progress import ProgressLine
from tapewright.verbs.demo import Demo, DemoStep, demo, record


@tapewright_command(name="demo")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--tapes",
    "folder",
    metavar="FOLDER",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Recordings: a file is a tape, a folder is one tape of several files. `make demo` brings some.",
)
@click.option("--model", metavar="NAME", help="The recogniser's weights. Default: base, or tiny.en where only that is.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes at work. Default: as many as cores.")
def command(directory: Path, folder: Path, model: str | None, workers: int | None, as_json: bool) -> None:
    """Make recordings into a cut, in a new project in DIR, and say what was done and where it lies.

    Ingests, transcribes, searches, corrects and undoes, cuts on paper, checks, exports, tells voices apart. An earlier
    demo in DIR is replaced; anything else in DIR is not touched.
    """
    number = 0

    def tell(step: DemoStep) -> None:
        nonlocal number
        number += 1
        if not as_json:
            say(f"\n{number}. {step.title} ({step.seconds:.1f} s)")
            say("\n".join(f"   {line}" for line in step.lines))

    with stoppable("the demo"), ProgressLine() as progress:
        hearing = {"workers": workers} if workers else {}
        result = demo(directory, folder, model=model, hearing=hearing, tell=tell, report=progress.report)
    show(as_json, lambda: record(result), lambda: _ending(result))


def _ending(result: Demo) -> str:
    lines = ["", f"Everything lies in {result.root}:"]
    lines += [f"  {what:<34} {path.relative_to(result.root)}" for what, path in result.files]
    lines += [
        "",
        f"Listen to the rough cut, change {result.edit.relative_to(result.root)} in any editor, and write it again:",
        f"  tapewright export {result.edit.stem} --to m4a --project {result.root}",
        f"That took {result.seconds:.0f} s.",
    ]
    return "\n".join(lines)
