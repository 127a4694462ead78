"""``tapewright listen``: to, list, report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import click

from tapewright.cli.door import EXIT_STATUSES, HELP, Project, project_option, say, show, warn
from tapewright.cli.door import command as tapewright_command
from tapewright.cli.listenaid import copy_text
from tapewright.cli.terminal import is_person
from tapewright.errors import UsageError
from tapewright.model import Listen, Span
from tapewright.proof.hearing import Ear, is_unsure
from tapewright.timing import from_seconds, to_float_seconds, write_clock
from tapewright.verbs.checkedfile import FileKind, find_input, kind_of
from tapewright.verbs.earreport import Contradiction, EarReport, Heard, ToHear, ear_report
from tapewright.verbs.earreport import record as ear_record
from tapewright.verbs.listening import (
    Kept,
    KeptPage,
    Listening,
    how_to_correct,
    is_all_heard,
    keep,
    kept_listens,
    kept_record,
    listen_to,
    play,
    record,
)
from tapewright.verbs.places import bite_span, bite_spans, read_span, write_span
from tapewright.words.counted import counted

_QUESTION = "[h]eard as written, [o]ther words, [r]eplay, [s]kip, [q]uit"


@click.group(name="listen", epilog=EXIT_STATUSES, context_settings=HELP)
def command() -> None:
    """Hear a place with its surroundings, and keep who heard it.

    What a machine heard counts as heard when a person has listened. An ear-check is a record and changes no
    transcript; `undo` takes a wrong one back.
    """


@tapewright_command(name="to")
@project_option
@click.argument("place", metavar="PLACE")
@click.argument("number", required=False, type=click.IntRange(min=1), metavar="[NUMBER]")
@click.option("--unheard", is_flag=True, help="Only places of which a person has not heard every word.")
@click.option("--around", type=click.FloatRange(0, 600), default=3.0, show_default=True, help="Seconds on each side.")
@click.option("--play/--no-play", "playing", default=None, help="Play it. Default: where a person sits at a terminal.")
@click.option("--aid", is_flag=True, help="Play the cleaned copy that `listen-aid` made.")
@click.option("--heard", is_flag=True, help="Record: it was heard as it is written.")
@click.option("--heard-as", metavar="WORDS", help="Record: the place says this, all of it; [nothing] for nothing.")
@click.option("--who", default="", metavar="NAME", help="Who listened. Default: who works on this machine.")
@click.option("--note", default="", help="A remark to the record.")
def to(
    project: Project,
    place: str,
    number: int | None,
    unheard: bool,
    around: float,
    playing: bool | None,
    aid: bool,
    heard: bool,
    heard_as: str | None,
    who: str,
    note: str,
    as_json: bool,
) -> None:
    """Play a place and say what stands there, or record that it was heard.

    \b
    tapewright listen to gap 3                            bite 3 of the paper edit gap
    tapewright listen to gap --unheard                    each of its bites that nobody has heard whole
    tapewright listen to article.docx 2                   where its quotation 2 was said, as `check` numbers them
    tapewright listen to T017@12.5,13.9                   a place in seconds
    tapewright listen to T017@01:00:12:12,01:00:13:22     a place in source timecode
    tapewright listen to T017@01:00:12:12                 the turn that runs there
    tapewright listen to gap 3 --heard-as "the harbour was quiet"
    """
    records = _records(heard, heard_as, around)
    spans = _meant(project, place, number)
    if unheard:
        spans = [span for span in spans if not is_all_heard(project, span)]
    if not spans and not as_json:
        say(f"nothing of {place} is left to be heard" if unheard else f"{place} has nothing that could be heard")
    if records and len(spans) != 1:
        raise UsageError(f"{place} is {counted(len(spans), 'place')}; record one at a time", hint="give its number")
    alone = as_json or records or not is_person()
    asks = not alone and playing is not False
    done: list[Listening] = []
    for span in spans:
        listening = listen_to(project, span, around=from_seconds(around), aid=aid)
        if not as_json:
            say(_text(listening))
        if playing or (playing is None and not alone):
            listening = play(listening)
        if not as_json:
            _remarks(listening)
        if records:
            listening = keep(project, listening, heard=heard_as or "", who=who, note=note)
        elif asks:
            answered = _asked(project, listening, who, note, _prompt)
            if answered is None:
                break
            listening = answered
        done.append(listening)
        if not as_json and listening.recorded is not None:
            _recorded(listening, listening.recorded)
    if as_json:
        show(True, lambda: {"places": [record(one) for one in done]}, str)


@tapewright_command(name="list")
@project_option
@click.argument("tape", required=False, metavar="[TAPE]")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many to show.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many.")
def list_(project: Project, tape: str | None, limit: int, offset: int, as_json: bool) -> None:
    """List who heard what, the latest first."""
    page = kept_listens(project, tape, limit=limit, offset=offset)
    show(as_json, lambda: kept_record(page), lambda: _kept(page))


@tapewright_command(name="report")
@project_option
@click.argument("edit", required=False, metavar="[EDIT]")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many places to show.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many places.")
@click.option("--sign-off", is_flag=True, help="Exit with 1 unless a person has heard every word of the cut.")
def report_(project: Project, edit: str | None, limit: int, offset: int, sign_off: bool, as_json: bool) -> int:
    """Count what a person has heard, and say what to listen to first.

    Of all paper edits and tapes, or of the words of EDIT. First what was heard otherwise; then what nobody has heard:
    words in a cut, then names, numbers, negations, and what the recogniser doubts.
    """
    result = ear_report(project, edit, limit=limit, offset=offset)
    show(as_json, lambda: ear_record(result), lambda: _report(result))
    if not as_json:
        for problem in result.problems:
            warn(f"cannot say: {problem}")
    return 1 if sign_off and not result.is_heard else 0


command.add_command(to)
command.add_command(list_)
command.add_command(report_)


def _records(heard: bool, heard_as: str | None, around: float) -> bool:
    """Whether this call is to record something. UsageError where its options cannot be meant."""
    if around != around:
        raise UsageError("not seconds: nan", hint="--around 3")
    if heard and heard_as is not None:
        raise UsageError("say one: as it is written (--heard), or what was heard instead (--heard-as)")
    if heard_as is not None and not heard_as.strip():
        raise UsageError("what was heard is empty", hint="write [nothing] where nothing is said")
    return heard or heard_as is not None


def _meant(project: Project, place: str, number: int | None) -> list[Span]:
    """The places: of a span, of the bites of a paper edit, of the quotations of anything else that can be checked."""
    if number is None and ("@" in place or place.startswith("tape:")) and not os.path.exists(place):
        return [read_span(project, place)]
    if kind_of(project, find_input(project, place)) is not FileKind.EDIT:
        from tapewright.verbs.quoteplaces import quote_spans

        return quote_spans(project, place, number)
    return bite_spans(project, place) if number is None else [bite_span(project, place, number)]


def _prompt() -> tuple[str, str]:
    """The letter that a person answers with, and with "o" what they heard."""
    while True:
        answer = click.prompt(_QUESTION, default="s", show_default=False).strip().lower()[:1]
        if answer == "o":
            return answer, click.prompt(
                "all that you heard, from its first word to its last ([nothing] for nothing)"
            ).strip()
        if answer in ("h", "r", "s", "q"):
            return answer, ""


def _asked(
    project: Project, listening: Listening, who: str, note: str, ask: Callable[[], tuple[str, str]]
) -> Listening | None:
    """What came of asking a person; None where they want to stop."""
    while True:
        answer, words = ask()
        if answer == "q":
            return None
        if answer == "s":
            return listening
        if answer == "r":
            listening = play(replace(listening, remarks=()))
            _remarks(listening)
        else:
            return keep(project, listening, heard=words, who=who, note=note)


def _text(listening: Listening) -> str:
    place = listening.place
    start, end = place.timecodes
    seconds = to_float_seconds(place.span.interval.duration)
    lines = [f"{place.tape.id}  {start} to {end}  ({seconds:.1f} s)  {place.speaker}".rstrip()]
    lines += [f"  file    {path} at {write_clock(at)}" for path, at in place.files]
    lines += [f"  before  … {place.before}"] * bool(place.before)
    lines.append(f"  words   {place.quote.text or '(no words are known here)'}")
    lines += [f"  after   {place.after} …"] * bool(place.after)
    lines += [f"  doubted {text}" for text in [_doubted(listening)] if text]
    lines += [f"  heard   {_said(listen)}" for listen in listening.listens] or ["  heard   by nobody yet"]
    lines += [f"  sound   {listening.wav}{copy_text(listening)}"] * bool(listening.wav)
    return "\n".join(lines)


def _doubted(listening: Listening) -> str:
    words = zip(listening.place.words, listening.ears, strict=True)
    return ", ".join(word.text for word, ear in words if ear is not Ear.HUMAN and word.marks)


def _remarks(listening: Listening) -> None:
    for remark in listening.remarks:
        warn(remark)


def _recorded(listening: Listening, listen: Listen) -> None:
    say(f"recorded {listen.id}: {_said(listen)}")
    if not listen.agrees:
        how = how_to_correct(listening)
        say("the transcript stays as it is" + (f"; to correct it:\n  {how}" if how else ""))


def _said(listen: Listen) -> str:
    otherwise = "could not tell" if is_unsure(listen) else f"otherwise: {listen.heard}"
    what = "as written" if listen.agrees else otherwise
    note = f"  ({listen.note})" if listen.note else ""
    return f"{listen.when[:10]}  {listen.who}  {what}{note}"


def _kept(page: KeptPage) -> str:
    if not page.total:
        return "nobody has listened yet; tapewright listen report says where to begin"
    return "\n".join([*_lines(page.kept), f"{page.offset + 1} to {page.offset + len(page.kept)} of {page.total}"])


def _lines(page: Sequence[Kept]) -> Iterator[str]:
    for one in page:
        listen, tape = one.listen, one.tape
        start = tape.timecode(listen.quote.span.interval.start)
        yield f"{listen.id:>5}  {tape.id} {start}  {_said(listen)}"
        yield f"       {listen.quote.text}"
        if not one.stands:
            yield f"       reads now: {one.now or '(no words)'}"


def _report(report: EarReport) -> str:
    lines = [f"{'':<16}{'words':>9}{'heard':>9}{'otherwise':>11}{'unheard':>9}"]
    lines.append(_counts("in the cut", report.cut))
    lines.append(_counts(f"on {counted(len(report.tapes), 'tape')}", report.all_tapes))
    if report.contradictions:
        lines += ["", "heard otherwise:", *(line for one in report.contradictions for line in _otherwise(one))]
    if report.to_hear:
        pages = f"{report.offset + 1} to {report.offset + len(report.to_hear)} of {report.total}"
        lines += ["", f"to be heard first ({pages}):", *(line for one in report.to_hear for line in _to_hear(one))]
    elif not report.total:
        lines += ["", _nothing(report)]
    return "\n".join(lines)


def _nothing(report: EarReport) -> str:
    if not report.all_tapes.words:
        return "no words are known yet; tapewright transcribe makes them"
    unheard = report.cut.machine if len(report.edits) == 1 else report.all_tapes.machine
    return "nothing that weighs is left to be heard" if unheard else "every word has been heard"


def _counts(name: str, heard: Heard) -> str:
    share = f"  ({100 * heard.human // heard.words} % heard)" if heard.words else ""
    return f"{name:<16}{heard.words:>9,}{heard.human:>9,}{heard.contradicted:>11,}{heard.machine:>9,}{share}"


def _otherwise(one: Contradiction) -> Iterator[str]:
    start = one.tape.timecode(one.listen.quote.span.interval.start)
    yield f"  {write_span(one.listen.quote.span)}  {start}  {one.bite}".rstrip()
    yield f"      {one.listen.who} heard: {one.listen.heard}"
    yield f"      reads: {one.now or '(no words)'}"


def _to_hear(one: ToHear) -> Iterator[str]:
    why = ", ".join([*([f"in {one.bite}"] if one.bite else []), *(reason.value for reason in one.reasons)])
    yield f"  {write_span(one.span)}  {one.tape.timecode(one.span.interval.start)}  {why}"
    yield f"      {one.before} [{one.text}] {one.after}"
