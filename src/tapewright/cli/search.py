"""``tapewright search``."""

from __future__ import annotations

import re

import click

from tapewright.cli.door import Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.progress import ProgressLine
from tapewright.cli.terminal import lit
from tapewright.errors import UsageError
from tapewright.exchange.stamps import is_timecode
from tapewright.model import Hit, HitPage, TapeId
from tapewright.timing import Ticks
from tapewright.verbs.find import WAYS, find, record
from tapewright.verbs.moments import moment, running_time
from tapewright.words.counted import counted

_SYNTAX = re.compile(r"[\"“”„«»()*]|\b(?:AND|OR|NOT|NEAR)\b|(?:^|\s)-\w")


@tapewright_command(name="search")
@project_option
@click.argument("query", nargs=-1, required=True)
@click.option("--way", type=click.Choice(WAYS), default="exact", help="How to search; see above.")
@click.option("--speaker", metavar="NAME", help="Only what this speaker says.")
@click.option("--tape", metavar="ID", help="Only on this tape.")
@click.option("--code", metavar="CODE", help="Only in passages that are coded so, or with a code below it.")
@click.option("--from", "start", metavar="TIME", help="Only from here on: seconds, H:MM:SS, or with --tape timecode.")
@click.option("--to", "end", metavar="TIME", help="Only up to here.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many hits.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Show at most so many hits.")
@click.option(
    "--context", "context_words", type=click.IntRange(min=0), default=12, show_default=True, help="Words around."
)
def command(
    project: Project,
    query: tuple[str, ...],
    way: str,
    speaker: str | None,
    tape: str | None,
    code: str | None,
    start: str | None,
    end: str | None,
    offset: int,
    limit: int,
    context_words: int,
    as_json: bool,
) -> int:
    """Find what was said.

    \b
    search "the harbour was quiet"   these words, one behind the other
    search harbour quiet             both in one passage
    search "boats NEAR/5 quiet"      at most five words between
    search "(boat* OR ferry) NOT storm"
    search --way close "the harbor was so quiet then"   remembered or heard wrongly
    search --way sound "a bit da"    what sounds like it
    search --way meaning "nobody listened to her"   what means it, in other words

    Exit status 1: nothing was found.
    """
    if way == "meaning" and not project.settings.language.startswith("en"):
        warn(f"search by meaning reads English; what is spoken here is {project.settings.language}")
    with ProgressLine(after=2.0) as line:
        page = find(
            project,
            " ".join(_phrase(argument) for argument in query) if way == "exact" else " ".join(query),
            way=way,
            speaker=speaker,
            tape=tape,
            code=code,
            start=_time(project, start, tape),
            end=_time(project, end, tape),
            offset=offset,
            limit=limit,
            context_words=context_words,
            report=line.report,
        )
    show(as_json, lambda: record(page), lambda: _text(page))
    return 0 if page.total else 1


def _phrase(argument: str) -> str:
    """What the shell got in quotation marks is a phrase, unless it is written in the query language."""
    return f'"{argument}"' if len(argument.split()) > 1 and not _SYNTAX.search(argument) else argument


def _time(project: Project, text: str | None, tape: str | None) -> Ticks | None:
    if text is None:
        return None
    if tape is not None:
        return moment(text, project.store.tape(TapeId(tape)))
    if is_timecode(text.strip()):
        raise UsageError(f"{text} is a timecode, and every tape has its own", hint="name the tape too: --tape ID")
    return running_time(text)


def _text(page: HitPage) -> str:
    if not page.total:
        more = "" if page.way != "exact" else "; --way close finds what was remembered or heard wrongly"
        return f"nothing found{more}"
    last = page.offset + len(page.hits)
    count = f"{page.offset + 1} to {last} of {page.total}" if page.hits else f"nothing at {page.offset} of {page.total}"
    more = f"; --offset {last} for more" if page.hits and last < page.total else ""
    return "\n\n".join([*(_hit(hit, page.way) for hit in page.hits), count + more])


def _hit(hit: Hit, way: str) -> str:
    head = f"{hit.span.tape}  {hit.timecode}  {hit.speaker}".rstrip()
    if way == "meaning":
        head += f"  ({hit.score / 10:.0f} %)"
    elif hit.score < 1000:
        head += f"  ({hit.score / 10:.0f} %, {counted(hit.differs, 'word')} differ{'s' * (hit.differs == 1)})"
    # click takes the colour away where stdout is no terminal.
    return f"{head}\n    {' '.join(filter(None, (hit.before, lit(hit.text), hit.after)))}"
