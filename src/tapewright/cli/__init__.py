"""The command line: options into a record, one verb, one printing.

Commands are imported when they are asked for: ``tapewright --version`` loads no store and no engine. Exit statuses:
0 done, 1 the answer is "no", 2 wrong use, 3 an input could not be read, 4 damaged project, 5 something missing,
70 a fault in tapewright, 130 stopped.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence

import click

from tapewright import __version__
from tapewright.jobs.leash import PARENT, take_leash

# name: (module, one line of help), in the order of the work. The help stands here so that `tapewright --help` imports
# no command.
COMMANDS: dict[str, tuple[str, str]] = {
    "new": ("new", "Make a project."),
    "ingest": ("ingest", "Take recordings into the project."),
    "tapes": ("tapes", "List the tapes."),
    "describe": ("describe", "Give a tape another title, reel or note."),
    "transcribe": ("transcribe", "Hear the words of tapes and write them down."),
    "import": ("import_", "Bring in a transcript made elsewhere."),
    "align": ("align", "Lay a typed transcript on the sound."),
    "refine": ("refine", "Move the edges of the words onto the sound, for cuts."),
    "transcript": ("transcript", "Show or write a transcript."),
    "correct": ("correct", "Correct what was heard; no cut moves."),
    "speakers": ("speakers", "List, name and assign speakers."),
    "names": ("names", "Keep the people, places and terms of the project."),
    "search": ("search", "Find what was said."),
    "edit": ("edit", "Cut on paper: insert, move, trim, strike, split, show."),
    "check": ("check", "Prove a script, an article, a paper edit or a timeline."),
    "accept": ("accept", "Sign off what a check found, with a reason."),
    "review": ("review", "Ask about the words whose error would cost most."),
    "listen": ("listen", "Hear a place with its surroundings, and keep who heard it."),
    "listen-aid": ("listenaid", "Make cleaned copies of tapes to listen to."),
    "proxy": ("proxy", "Make copies of pictures that the browser app can show."),
    "claims": ("claims", "Keep what the narration states and what it rests on."),
    "codebook": ("codebook", "Keep codebooks: trees of codes with definitions and rules."),
    "code": ("code", "Put codes on passages, and ask them questions."),
    "memo": ("memo", "Write down what you think, beside what it is about."),
    "agree": ("agree", "Compare what coders have coded, and settle where they differ."),
    "chronicle": ("chronicle", "Keep what happened when, who was told, and what says so."),
    "case": ("case", "Keep the cases of the project and their tapes."),
    "compare": ("compare", "Lay cases beside each other from the same day 0."),
    "study": ("studyfiles", "Exchange a study with other programs."),
    "report": ("report", "Write the annotated script for the fact checker and the lawyer."),
    "conform": ("conform", "Say what has changed in a cut that comes back."),
    "export": ("export", "Write timelines, captions and rough cuts."),
    "jobs": ("jobs", "List the long work of the browser app."),
    "history": ("history", "List what was done, by whom."),
    "undo": ("undo", "Take back the last thing done, or any other."),
    "mark": ("mark", "Name the state that the project is in now."),
    "verify": ("verify", "Read the project and every recording again."),
    "relink": ("relink", "Find recordings that were moved."),
    "models": ("models", "List, fetch and check the recognisers' weights."),
    "serve": ("serve", "Work on the project in the browser."),
    "demo": ("demo", "Make recordings into a cut, and say what was done."),
    "doctor": ("doctor", "Look at this machine and this project; say what is missing."),
    "completion": ("completion", "Print the script for completion in bash, zsh or fish."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tapewright.cli.{COMMANDS[cmd_name][0]}")
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tapewright", message="%(prog)s %(version)s")
@click.option("--project", "project_dir", metavar="DIR", help="The project's folder; may stand behind the command too.")
def app(project_dir: str | None) -> None:
    """From tapes to a story you can prove.

    Works on the project in this folder or the nearest one above it. Nothing leaves this machine; only
    `models fetch` may use a network, and says so.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    from tapewright.cli.door import run

    if PARENT in os.environ:
        take_leash()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A name that is no text, or a terminal that knows few letters, must not keep anybody from an answer.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(app, list(sys.argv[1:] if arguments is None else arguments)))
