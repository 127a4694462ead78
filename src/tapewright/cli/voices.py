"""``tapewright speakers``: suggestions, name, confirm, reject, merge, split, enrol, group, sample."""

from __future__ import annotations

import click

from tapewright.cli.askvoices import ask_all, prompt
from tapewright.cli.door import Project, project_option, say, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.terminal import is_person
from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Span, TapeId
from tapewright.timing import Ticks
from tapewright.verbs.enrol import enrol, enrolled_record, part_voice
from tapewright.verbs.listening import Listening, listen_to, play
from tapewright.verbs.listening import record as listening_record
from tapewright.verbs.moments import stretch
from tapewright.verbs.places import write_span
from tapewright.verbs.speakers import group_speaker, speaker_record
from tapewright.verbs.suggesting import BY_TRANSCRIPT, Suggested, Suggestions, sample_of, suggest, suggested_for
from tapewright.verbs.suggesting import record as suggestions_record
from tapewright.verbs.whose import (
    Told,
    confirm_voice,
    merge,
    name_voice,
    reject_voice,
    split_voice,
    told_record,
    voice_called,
    voices_called,
)
from tapewright.words.counted import counted

_dry_run = click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
_who = click.option("--who", default="", metavar="NAME", help="Who says so. Default: who works on this machine.")


@tapewright_command(name="suggestions")
@project_option
@click.option("--ask", is_flag=True, help="Play each and ask whether it is so; for a person at a terminal.")
def suggestions(project: Project, ask: bool, as_json: bool) -> None:
    """Say which voices may be whose, the surest first.

    A voice is suggested where it stands out from the strangers on the same tapes, or where a transcript gives its words
    to somebody. Nothing is decided: `confirm` or `reject` each. What is confirmed makes the next suggestions better.
    """
    if ask:
        if as_json or not is_person():
            raise UsageError("there is nobody at a terminal who could be asked", hint="leave --ask out")
        confirmed, rejected = ask_all(project, lambda one: _suggested(one)[0], prompt)
        say(f"{confirmed} confirmed, {rejected} rejected")
        return
    made = suggest(project)
    show(as_json, lambda: suggestions_record(made), lambda: _suggestions(made))


@tapewright_command(name="name")
@project_option
@click.argument("voice", metavar="VOICE")
@click.argument("name", metavar="NAME")
@click.option("--group", metavar="GROUP", help="The group that they belong to; the settings name the groups.")
@_who
@_dry_run
def name(project: Project, voice: str, name: str, group: str | None, who: str, dry_run: bool, as_json: bool) -> None:
    """Say whose a voice is: V12, or a label such as "T017 voice 1".

    NAME is a new name, or that of a speaker who is there: then the voice is theirs.
    """
    told = name_voice(project, voice, name, group=group, dry_run=dry_run, who_says=who)
    show(as_json, lambda: told_record(told), lambda: _told(told))


@tapewright_command(name="confirm")
@project_option
@click.argument("voices", nargs=-1, required=True, metavar="VOICE…")
@click.option("--as", "speaker", metavar="SPEAKER", help="Whose they are. Default: whose each is suggested to be.")
@_who
@_dry_run
def confirm(
    project: Project, voices: tuple[str, ...], speaker: str | None, who: str, dry_run: bool, as_json: bool
) -> None:
    """Say that voices are the speaker's who is suggested, or another's.

    Each voice is a transaction of its own, which undo takes back.
    """
    told: list[Told] = []
    for voice in voices:
        voice_called(project, voice)  # a slip in one is told before any is confirmed
    for voice in voices:
        whose = speaker or str(suggested_for(project, voice_called(project, voice)).id)
        told.append(confirm_voice(project, voice, whose, dry_run=dry_run, who_says=who))
        if not as_json:
            say(_told(told[-1]))
    if as_json:
        show(True, lambda: {"told": [told_record(one) for one in told]}, str)


@tapewright_command(name="reject")
@project_option
@click.argument("voice", metavar="VOICE")
@click.argument("speaker", required=False, metavar="[SPEAKER]")
@_who
@_dry_run
def reject(project: Project, voice: str, speaker: str | None, who: str, dry_run: bool, as_json: bool) -> None:
    """Say that a voice is not a speaker's; it is never suggested again.

    SPEAKER is whom `suggestions` names, by default, or a name, a number or another voice's label.
    """
    whose = speaker or str(suggested_for(project, voice_called(project, voice)).id)
    told = reject_voice(project, voice, whose, dry_run=dry_run, who_says=who)
    show(as_json, lambda: told_record(told), lambda: _told(told))


@tapewright_command(name="merge")
@project_option
@click.argument("speaker", metavar="SPEAKER")
@click.argument("into", metavar="INTO")
@_who
@_dry_run
def merge_(project: Project, speaker: str, into: str, who: str, dry_run: bool, as_json: bool) -> None:
    """Make two speakers one: all that SPEAKER says, on all tapes, INTO says.

    Both are names, numbers, or voices (V12: whoever bears it).
    """
    told = merge(project, speaker, into, dry_run=dry_run, who_says=who)
    show(as_json, lambda: told_record(told), lambda: _told(told))


@tapewright_command(name="split")
@project_option
@click.argument("voice", metavar="VOICE")
@click.option("--turn", "turns", type=int, multiple=True, metavar="ID", help="This turn is another's; repeatable.")
@click.option("--from", "start", metavar="TIME", help="What it says from here is another's: timecode or seconds.")
@click.option("--to", "end", metavar="TIME", help="Up to here, likewise.")
@_who
@_dry_run
def split(
    project: Project,
    voice: str,
    turns: tuple[int, ...],
    start: str | None,
    end: str | None,
    who: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take a voice out of its speaker; or part a voice that is two people's.

    Without options VOICE is no longer its speaker's and bears a label again. With turns, or two times, what it says
    there becomes a voice of its own.
    """
    one = voice_called(project, voice)
    interval = stretch(start, end, project.store.tape(one.tape))
    if turns and interval:
        raise UsageError("say turns or times, not both", hint="--turn ID, or --from TIME --to TIME")
    if turns or interval:
        told = part_voice(project, one.id, turns=turns, interval=interval, dry_run=dry_run, who_says=who)
    else:
        told = split_voice(project, one.id, dry_run=dry_run, who_says=who)
    show(as_json, lambda: told_record(told), lambda: _told(told))


@tapewright_command(name="enrol")
@project_option
@click.argument("name", metavar="NAME")
@click.argument("tape", metavar="TAPE")
@click.option("--from", "start", metavar="TIME", help="They speak from here, alone: source timecode or seconds.")
@click.option("--to", "end", metavar="TIME", help="Up to here, likewise.")
@_who
@_dry_run
def enrol_(
    project: Project,
    name: str,
    tape: str,
    start: str | None,
    end: str | None,
    who: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Say where a speaker is heard, so that their voice is known on every tape.

    A NAME that is new makes a speaker. Some ten seconds are good; no turn is changed.
    """
    interval = stretch(start, end, project.store.tape(TapeId(tape)))
    if interval is None:
        raise UsageError("say where they speak", hint="--from TIME --to TIME")
    made = enrol(project, name, tape, interval, dry_run=dry_run, who_says=who)
    done = "would be" if dry_run else "is"
    new = " (new)" if made.is_new else ""
    show(
        as_json,
        lambda: enrolled_record(made),
        lambda: f"{made.speaker.name}{new} {done} known by {write_span(made.exemplar.span)}",
    )


@tapewright_command(name="group")
@project_option
@click.argument("speaker", metavar="SPEAKER")
@click.argument("group", metavar="GROUP")
@_who
@_dry_run
def group(project: Project, speaker: str, group: str, who: str, dry_run: bool, as_json: bool) -> None:
    """Put a speaker into a group; "" takes them out of theirs.

    The settings name the groups: offender, victims and families, witnesses, investigators, experts, interviewers,
    narrator, unless the project has its own.
    """
    made = group_speaker(project, speaker, group, dry_run=dry_run, who_says=who)
    done = "would be" if dry_run else "is"
    show(as_json, lambda: speaker_record(made), lambda: f"{made.name} {done} in {made.group or 'no group'}")


@tapewright_command(name="sample")
@project_option
@click.argument("who", metavar="WHO")
@click.option("--play/--no-play", "playing", default=None, help="Play it. Default: where a person sits at a terminal.")
def sample(project: Project, who: str, playing: bool | None, as_json: bool) -> None:
    """Hear five seconds of a voice, or of each voice of a speaker.

    WHO is V12, a name, a number or a label. Each sample is written as a WAV file into the project's cache.
    """
    spans = [span for voice in voices_called(project, who) if (span := sample_of(voice)) is not None]
    if not spans:
        raise NotFoundError(f"{who} has no voice that could be heard", hint="tapewright speakers find looks for voices")
    heard: list[Listening] = []
    for span in spans:
        listening = listen_to(project, span, around=Ticks(0))
        if not as_json:
            say(f"{write_span(span)}  {listening.wav or ''}  {listening.place.quote.text}".rstrip())
        if playing or (playing is None and not as_json and is_person()):
            listening = play(listening)
        for remark in listening.remarks if not as_json else ():
            warn(remark)
        heard.append(listening)
    if as_json:
        show(True, lambda: {"places": [listening_record(one) for one in heard]}, str)


COMMANDS: tuple[click.Command, ...] = (suggestions, name, confirm, reject, merge_, split, enrol_, group, sample)


def _told(told: Told) -> str:
    would = " (nothing was changed)" if told.dry_run else ""
    turns = f"; {counted(told.turns, 'turn')}" if told.turns else ""
    return "\n".join([f"{told.did}{turns}{would}", *(f"  {remark}" for remark in told.remarks)])


def _suggestions(made: Suggestions) -> str:
    lines = [line for one in made.suggested for line in _suggested(one)]
    for twins in made.twins:
        one, other = twins.voices
        lines.append(
            f"V{one.id} and V{other.id} of {one.tape} sound like one ({twins.likeness:.2f}): "
            f"tapewright speakers merge V{other.id} V{one.id}"
        )
        lines += _places(twins.samples)
    if not lines:
        lines.append("nothing stands out" if made.unnamed else "no voice is without a name")
    if made.unheard:
        shown = ", ".join(made.unheard[:5]) + (", …" if len(made.unheard) > 5 else "")
        lines.append(
            f"nobody has looked for voices on {counted(len(made.unheard), 'tape')} ({shown}): tapewright speakers find"
        )
    return "\n".join(lines)


def _suggested(one: Suggested) -> list[str]:
    if one.by == BY_TRANSCRIPT:
        why = f"the transcript gives {one.likeness:.0%} of its words to them"
    else:
        why = f"alike {one.likeness:.2f}, {one.margin:.2f} more than anybody else"
    return [f"V{one.voice.id} ({one.label}) may be {one.speaker.name}: {why}", *_places(one.samples)]


def _places(samples: tuple[Span, ...]) -> list[str]:
    return [f"  {write_span(span)}" for span in samples]
