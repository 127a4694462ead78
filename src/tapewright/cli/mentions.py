"""``tapewright chronicle mentions``: dates that are said on the tapes, to be taken or left."""

from __future__ import annotations

import click

from tapewright.cli.chronicleoptions import KINDS, who_option
from tapewright.cli.chronicletext import entered_text
from tapewright.cli.door import Project, project_option, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.errors import UsageError
from tapewright.model import EventKind
from tapewright.study.mentions.mention import Hook, MentionKind
from tapewright.timing.edtf import say_edtf
from tapewright.verbs import mentions as verb
from tapewright.verbs.chroniclerecord import entered_record
from tapewright.verbs.places import write_span
from tapewright.words.counted import counted

_HOW = {
    Hook.MENTION: "counts from the date before it",
    Hook.NEXT_WORDS: "counts from what is named behind it",
    Hook.RECORDING: "counts from the day of the recording",
    Hook.BIRTH: "counts from a birth",
}


@tapewright_command(name="mentions")
@project_option
@click.option("--tape", "tapes", multiple=True, metavar="TAPE", help="Only on this tape; may be given often.")
@click.option("--kind", type=click.Choice([kind.value for kind in MentionKind]), help="Only these.")
@click.option("--dated", is_flag=True, help="Only those with a date or a guess.")
@click.option("--most", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many are listed.")
@click.option("--take", default="", metavar="PLACE", help="Make an event of the date that is said here.")
@click.option("--title", default="", help="What happened then; with --take.")
@click.option("--date", default=None, metavar="EDTF", help="Another date than the one that is offered; with --take.")
@click.option("--event-kind", type=click.Choice(KINDS), help="What kind of event it is; with --take.")
@click.option("--after", default=None, metavar="EVENT", help="An event that its words count from; with --take.")
@click.option("--before", default=None, metavar="EVENT", help="An event that it came before; with --take.")
@click.option("--leave", multiple=True, metavar="PLACE", help="Do not offer the date here again; often.")
@who_option
def command(
    project: Project,
    tapes: tuple[str, ...],
    kind: str | None,
    dated: bool,
    most: int,
    take: str,
    title: str,
    date: str | None,
    event_kind: str | None,
    after: str | None,
    before: str | None,
    leave: tuple[str, ...],
    by: str,
    as_json: bool,
) -> None:
    """List the dates that are said on the tapes and not decided about, or take one, or leave some.

    Each has the date that its words give, or a guess by what it hangs on, and PLACE for --take and --leave. English.
    """
    if take and leave:
        raise UsageError("take one, or leave some", hint="in two commands")
    if take and not title.strip():
        raise UsageError("say what happened then", hint="with --title TEXT")
    if take:
        chosen = EventKind(event_kind) if event_kind else None
        made = verb.take_mention(project, take, title=title, date=date, kind=chosen, after=after, before=before, who=by)
        show(as_json, lambda: entered_record(project, made), lambda: entered_text(project, made.event))
        return
    if title or date is not None or event_kind or after or before:
        raise UsageError("say which date is meant", hint="--take PLACE, as the list has it")
    if leave:
        left = verb.leave_mentions(project, leave, who=by)
        show(
            as_json,
            lambda: {"decisions": [verb.decision_record(one) for one in left]},
            lambda: f"{counted(len(left), 'date')} left; undo offers them again",
        )
        return
    chosen_kind = MentionKind(kind) if kind else None
    found = verb.mentions(project, tapes=tapes or None, kind=chosen_kind, only_dated=dated)
    show(as_json, lambda: verb.record(project, found, most=most), lambda: _listed(found, most))
    if not found.has_words and not as_json:
        warn(f"no dates are found in the language {project.settings.language!r} yet")


def _listed(found: verb.SaidDates, most: int) -> str:
    if not found.dates:
        return f"no dates to decide about; {counted(found.decided, 'date')} decided"
    lines = [line for date in found.dates[:most] for line in _lines(date)]
    rest = len(found.dates) - most
    more = f", {rest} more (--most)" if rest > 0 else ""
    return "\n".join([*lines, f"{counted(min(most, len(found.dates)), 'date')}{more}; {found.decided} decided"])


def _lines(date: verb.SaidDate) -> list[str]:
    mention = date.mention
    guess = "a guess: " if date.date and date.date == mention.guess else ""
    said = f"{guess}{say_edtf(date.date)}  [{date.date}]" if date.date else mention.date or "no date of its own"
    how = _HOW.get(mention.hook, "")
    if date.anchor_words and how:
        how = f"{how} ({date.anchor_words})"
    who = f"{date.speaker}: " if date.speaker else ""
    return [
        f"{write_span(date.span)}  {said}{'  ' if how else ''}{how}",
        f"    {who}… {date.before} »{date.written}« {date.after} …",
    ]
