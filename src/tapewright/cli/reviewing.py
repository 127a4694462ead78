"""A review at the terminal: one question after the other, one key for each answer; and how items are written."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from dataclasses import replace

import click

from tapewright.cli.door import Project, say, warn
from tapewright.cli.listenaid import copy_text
from tapewright.cli.terminal import bare, lit
from tapewright.errors import TapewrightError
from tapewright.model.names import NameKind
from tapewright.proof.review.matter import Why
from tapewright.timing import Ticks
from tapewright.verbs.history import undo
from tapewright.verbs.listening import HEARD_ON_COPY, listen_to, play
from tapewright.verbs.names import add_names
from tapewright.verbs.review import Counts, Review, ToReview
from tapewright.verbs.reviewanswer import Answered, Verdict, answer
from tapewright.words.counted import counted

KEYS = "[r]ight  [t]ype what it is  [u]nsure  [s]kip  [p]lay again  [a]ll twins too  [z] undo  [q]uit"
_MOST_SHOWN = 12


class Session:
    """Asks a person. ``key`` waits for one key, ``line`` for a line of text; tests bring their own."""

    def __init__(
        self,
        project: Project,
        *,
        playing: bool,
        around: Ticks,
        who: str = "",
        aid: bool = False,
        key: Callable[[], str] = click.getchar,
        line: Callable[[str], str] | None = None,
    ) -> None:
        self._project = project
        self._playing = playing
        self._around = around
        self._who = who
        self._aid = aid
        self._key = key
        self._line = line or (lambda question: str(click.prompt(question, default="", show_default=False)))
        self._done: list[Answered] = []
        self._note = ""

    def ask_all(self, items: Sequence[ToReview]) -> None:
        """Ask for each item until the person stops."""
        settled: set[str] = set()
        for number, item in enumerate(items, 1):
            if item.id in settled:
                continue
            say(f"\n{number} of {len(items)}")
            say(item_text(item))
            done = self._ask(item)
            if done is None:
                return
            settled.update(done)

    def _ask(self, item: ToReview) -> list[str] | None:
        """The places that were settled; None where the person wants to stop."""
        self._note = ""
        was_heard = self._play(item) if self._playing else False
        twins = False
        while True:
            say(KEYS)
            pressed = self._key().lower()
            if pressed in ("q", "\x03", "\x04"):
                return None
            if pressed == "s":
                return []
            if pressed == "p":
                was_heard = self._play(item) or was_heard
            elif pressed == "a":
                twins = not twins
                if twins:
                    self._show_twins(item)
                else:
                    say("this place alone")
            elif pressed == "z":
                self._undo()
            elif pressed in ("r", "u", "t"):
                done = self._answer(item, pressed, twins=twins and pressed != "u", heard=was_heard)
                if done is not None:
                    return [place.id for place in done.places]

    def _answer(self, item: ToReview, pressed: str, *, twins: bool, heard: bool) -> Answered | None:
        verdict = {"r": Verdict.RIGHT, "u": Verdict.UNSURE, "t": Verdict.IS}[pressed]
        words = ""
        if verdict is Verdict.IS:
            words = self._line("it says ([nothing] for nothing)").strip()
            if not words:
                return None
            chosen = _chosen(item, words)
            if chosen is None:
                warn(f"there is no {words}: {counted(len(item.item.instead), 'suggestion')}; type the words themselves")
                return None
            words = chosen
        try:
            done = answer(
                self._project,
                item.id,
                verdict,
                words,
                twins=twins,
                heard=heard,
                reads=item.text,
                who=self._who,
                note=self._note,
            )
        except TapewrightError as error:
            warn(f"{error}" + (f": {error.hint}" if error.hint else ""))
            return None
        self._done.append(done)
        say(answered_text(done))
        if done.offer is not None:
            self._offer(done)
        return done

    def _offer(self, done: Answered) -> None:
        assert done.offer is not None
        kinds = ", ".join(f"[{kind.value[0]}]{kind.value[1:]}" for kind in NameKind)
        say(f"put {bare(done.offer.name)} into the list of names? {kinds}; any other key: no")
        pressed = self._key().lower()
        chosen = next((kind for kind in NameKind if kind.value[0] == pressed), None)
        if chosen is not None:
            add_names(self._project, [replace(done.offer, kind=chosen)])
            say(f"{bare(done.offer.name)} is in the list")

    def _undo(self) -> None:
        if not self._done:
            say("nothing to undo in this review; tapewright undo takes back what was done before")
            return
        last = self._done.pop()
        if last.transaction:
            try:
                undo(self._project, last.transaction, who=self._who)
            except TapewrightError as error:
                warn(str(error))
                return
        say(f"taken back: {bare(last.places[0].old)}; it comes again in the next review")

    def _show_twins(self, item: ToReview) -> None:
        try:
            done = answer(self._project, item.id, Verdict.RIGHT, twins=True, dry_run=True)
        except TapewrightError as error:
            warn(str(error))
            return
        twins = done.places[1:]
        say(f"the next answer goes for {counted(len(twins), 'twin')} too" + (":" if twins else ""))
        for place in twins[:_MOST_SHOWN]:
            say(f"    {place.tape.id} {place.tape.timecode(place.span.interval.start)}  {bare(place.old)}")
        if len(twins) > _MOST_SHOWN:
            say(f"    … and {len(twins) - _MOST_SHOWN} more")

    def _play(self, item: ToReview) -> bool:
        """Whether it was played by a program of this machine."""
        listening = play(listen_to(self._project, item.span, around=self._around, aid=self._aid))
        for remark in listening.remarks:
            warn(remark)
        if not listening.player and listening.wav:
            say(f"  sound   {listening.wav}{copy_text(listening)}")
        self._note = HEARD_ON_COPY if listening.is_copy and listening.player else self._note
        return bool(listening.player)


def item_text(item: ToReview) -> str:
    """An item as a person is shown it."""
    start = item.tape.timecode(item.span.interval.start)
    who = f"  {bare(item.speaker)}" if item.speaker else ""
    lines = [f"{item.id}  {start}{who}"]
    lines.append(f"    {bare(item.before)} {lit('[' + bare(item.text) + ']')} {bare(item.after)}".rstrip())
    chance = f"{100 * item.item.chance:.0f} % likely wrong"
    lines.append(f"    {chance}: {bare(item.why)}")
    if item.item.instead:
        choices = ", ".join(f"#{n} {bare(text)}" for n, text in enumerate(item.item.instead, 1))
        lines.append(f"    could be: {choices}")
    if item.twins:
        lines.append(f"    {counted(item.twins, 'twin')}")
    return "\n".join(lines)


def progress_text(found: Review) -> str:
    """How far the review is: items by kind, and how much of what errors would cost is settled."""
    if not found.kinds and not found.unsure:
        return "there is nothing to ask; tapewright transcribe makes words"
    lines = ["", f"{'':<20}{'open':>8}{'answered':>10}"]
    lines += [f"{why.value:<20}{counts.open:>8,}{counts.answered:>10,}" for why, counts in _rows(found)]
    shown = f"{found.offset + 1} to {found.offset + len(found.items)} of {found.total:,}; " if found.items else ""
    unsure = f"; {found.unsure:,} answered as unsure (--again)" if found.unsure else ""
    lines.append(f"{shown}{100 * found.share:.0f} % of what errors would cost is settled{unsure}")
    return "\n".join(lines)


def answered_text(done: Answered) -> str:
    """What an answer did, place by place."""
    lines = []
    for place in done.places[:200]:
        where = f"{place.tape.id} {place.tape.timecode(place.span.interval.start)}"
        what = f"“{place.old}” → “{place.new}”" if place.old != place.new else f"“{place.old}”"
        lines.append(f"{where}  {what}{'  (a twin)' if place.is_twin else ''}")
    twins = len(done.places) - 1
    told = {Verdict.RIGHT: "right", Verdict.IS: "corrected", Verdict.UNSURE: "unsure"}[done.verdict]
    with_twins = f", {counted(twins, 'twin')}" if twins else ""
    if done.dry_run:
        lines.append(f"would be {told}{with_twins}")
    else:
        lines.append(f"{told}{with_twins}" + (f"; undo {done.transaction}" if done.transaction else "; as it was"))
    if done.offer is not None and not done.dry_run:
        lines.append(f"a name? tapewright names add {shlex.quote(bare(done.offer.name))}")
    return "\n".join(lines)


def _rows(found: Review) -> list[tuple[Why, Counts]]:
    return [(why, found.kinds[why]) for why in Why if why in found.kinds]


def _chosen(item: ToReview, words: str) -> str | None:
    """What a person means who types ``#2``: the second of what it could be; None where there are not so many."""
    if not (words[:1] == "#" and words[1:].isdecimal()):
        return words
    number = int(words[1:4])
    return item.item.instead[number - 1] if 0 < number <= len(item.item.instead) else None
