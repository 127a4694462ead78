"""``tapewright review``: the queue, an answer; at a terminal one question after the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, say, show, stoppable, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.listenaid import copy_text
from tapewright.cli.reviewing import Session, answered_text, item_text, progress_text
from tapewright.cli.terminal import is_person
from tapewright.errors import UsageError
from tapewright.model.names import KnownName, NameKind
from tapewright.proof.review.matter import Why
from tapewright.timing import from_seconds
from tapewright.verbs.listening import listen_to, play
from tapewright.verbs.review import record, review
from tapewright.verbs.reviewanswer import Verdict, answer
from tapewright.verbs.reviewanswer import record as answer_record

_QUEUE = "queue"
_HOW = ("tapewright review play ITEM plays one, tapewright review answer ITEM says what it is",)
_NAME_KINDS = click.Choice([kind.value for kind in NameKind])


class _Review(click.Group):
    """A group whose first word may be what is reviewed: ``review gap`` is ``review queue gap``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in ("-h", "--help")):
            args = [_QUEUE, *args]
        return super().parse_args(ctx, args)


@click.group(name="review", cls=_Review, epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Spend your ears where an error would cost most.

    \b
    tapewright review                       all tapes; at a terminal it asks one after the other
    tapewright review T017                  one tape
    tapewright review gap                   the words of one paper edit
    tapewright review answer T017@12.5,12.9 --is "Orford Ness" --twins
    """


@tapewright_command(name=_QUEUE)
@project_option
@click.argument("of", required=False, metavar="[TAPE|EDIT]")
@click.option("--first", type=click.IntRange(0, 10_000), default=20, show_default=True, help="How many to show or ask.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice([why.value for why in Why]), help="Only these.")
@click.option("--again", is_flag=True, help="Those that somebody was unsure of.")
@click.option("--list", "only_list", is_flag=True, help="Show them and ask nothing.")
@click.option("--play/--no-play", "playing", default=True, help="Play each as it is asked, where there is a player.")
@click.option("--around", type=click.FloatRange(0, 600), default=2.0, show_default=True, help="Seconds on each side.")
@click.option("--aid", is_flag=True, help="Play the cleaned copy that `listen-aid` made.")
@click.option("--who", default="", metavar="NAME", help="Who answers. Default: who works on this machine.")
def queue(
    project: Project,
    of: str | None,
    first: int,
    offset: int,
    kinds: tuple[str, ...],
    again: bool,
    only_list: bool,
    playing: bool,
    around: float,
    aid: bool,
    who: str,
    as_json: bool,
) -> None:
    """Show the words whose error would cost most, or ask for them one after the other.

    An answer is kept at once; stop with q or Ctrl-C at any time and go on later.
    """
    found = review(project, of, kinds=[Why(kind) for kind in kinds], first=first, offset=offset, again=again)
    if as_json or only_list or not is_person():
        show(
            as_json,
            lambda: record(found),
            lambda: "\n".join([*map(item_text, found.items), progress_text(found), *_HOW[: len(found.items)]]),
        )
    else:
        say(progress_text(found))
        session = Session(project, playing=playing, around=from_seconds(around), who=who, aid=aid)
        with stoppable("review"):
            session.ask_all(found.items)
        say(progress_text(review(project, of, first=0)))
    if not as_json:
        for problem in found.problems:
            warn(f"cannot say: {problem}")


@tapewright_command(name="answer")
@project_option
@click.argument("item", metavar="ITEM")
@click.option("--right", is_flag=True, help="It says what is written.")
@click.option("--is", "words", metavar="WORDS", help="It says this; [nothing] for nothing.")
@click.option("--unsure", is_flag=True, help="Nobody can tell.")
@click.option("--twins", is_flag=True, help="The same at every place with the same words and the same doubt.")
@click.option("--heard", is_flag=True, help="You listened to it: an ear-check is recorded too.")
@click.option("--if-reads", metavar="WORDS", help="Only if it still reads so.")
@click.option("--name", "kind", type=_NAME_KINDS, help="Put WORDS into the list of names.")
@click.option("--dry-run", is_flag=True, help="Show every place that would change, and change nothing.")
@click.option("--who", default="", metavar="NAME", help="Who answers. Default: who works on this machine.")
@click.option("--note", default="", help="A remark to the ear-check.")
def answer_(
    project: Project,
    item: str,
    right: bool,
    words: str | None,
    unsure: bool,
    twins: bool,
    heard: bool,
    if_reads: str | None,
    kind: str | None,
    dry_run: bool,
    who: str,
    note: str,
    as_json: bool,
) -> None:
    """Say what ITEM is: a place as `review` lists it, or any other place with words.

    One transaction, taken back by `undo`. The answered words are checked; twins read the same afterwards, but count as
    heard by nobody.
    """
    if right + (words is not None) + unsure != 1:
        raise UsageError("say one: --right, --is WORDS or --unsure")
    if kind and words is None:
        raise UsageError("--name goes with --is WORDS")
    verdict = Verdict.RIGHT if right else Verdict.UNSURE if unsure else Verdict.IS
    given: dict[str, Any] = {"twins": twins, "heard": heard, "reads": if_reads, "who": who, "note": note}
    done = answer(project, item, verdict, words or "", dry_run=dry_run, **given)
    if kind and not dry_run:
        from tapewright.verbs.names import add_names

        learnt = done.offer.sounds_like if done.offer else ()
        add_names(project, [KnownName(name=" ".join((words or "").split()), kind=NameKind(kind), sounds_like=learnt)])
        done = replace(done, offer=None)
    show(as_json, lambda: answer_record(done), lambda: answered_text(done))
    for remark in () if as_json else done.remarks:
        warn(remark)


@tapewright_command(name="play")
@project_option
@click.argument("item", metavar="ITEM")
@click.option("--around", type=click.FloatRange(0, 600), default=2.0, show_default=True, help="Seconds on each side.")
@click.option("--aid", is_flag=True, help="Play the cleaned copy that `listen-aid` made.")
def play_(project: Project, item: str, around: float, aid: bool, as_json: bool) -> None:
    """Play ITEM with its surroundings; where there is no player, say where it lies."""
    from tapewright.verbs.listening import record as place_record
    from tapewright.verbs.places import read_span

    listening = play(listen_to(project, read_span(project, item), around=from_seconds(around), aid=aid))
    show(as_json, lambda: {"places": [place_record(listening)]}, lambda: _place_text(listening))
    if not as_json:
        for remark in listening.remarks:
            warn(remark)


for _one in (queue, answer_, play_):
    command.add_command(_one)


def _place_text(listening: Any) -> str:
    place = listening.place
    lines = [f"{place.tape.id}  {place.timecodes[0]}  … {place.before} [{place.quote.text}] {place.after} …"]
    return "\n".join([*lines, *([f"  sound   {listening.wav}{copy_text(listening)}"] if listening.wav else [])])
