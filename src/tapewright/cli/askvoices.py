"""Ask a person at the terminal whose voices are, one suggestion after the other, each with its sound."""

from __future__ import annotations

from collections.abc import Callable

import click

from tapewright.cli.door import say, warn
from tapewright.timing import Ticks
from tapewright.verbs.listening import listen_to, play
from tapewright.verbs.places import write_span
from tapewright.verbs.project import Project
from tapewright.verbs.suggesting import Suggested, suggest
from tapewright.verbs.whose import confirm_voice, reject_voice

_QUESTION = "[y]es, [n]o, [r]eplay, [s]kip, [q]uit"
_ANSWERS = "ynrsq"


def ask_all(project: Project, line: Callable[[Suggested], str], prompt: Callable[[], str]) -> tuple[int, int]:
    """Ask about every suggestion until none is left or the person has enough; how many were confirmed and rejected.

    Suggestions are worked out anew after each answer, because each answer makes the next ones better.
    """
    skipped: set[tuple[int, int]] = set()
    confirmed = rejected = 0
    while True:
        left = [one for one in suggest(project).suggested if (one.voice.id, one.speaker.id) not in skipped]
        if not left:
            return confirmed, rejected
        one = left[0]
        say(line(one))
        answer = "r"
        while answer == "r":
            _play(project, one)
            answer = _answered(prompt)
        if answer == "q":
            return confirmed, rejected
        if answer == "y":
            say(confirm_voice(project, one.voice.id, one.speaker.id).did)
            confirmed += 1
        elif answer == "n":
            say(reject_voice(project, one.voice.id, one.speaker.id).did)
            rejected += 1
        else:
            skipped.add((one.voice.id, one.speaker.id))


def prompt() -> str:
    """One line from the person; their end of input is [q]uit."""
    try:
        answer: str = click.prompt(_QUESTION, prompt_suffix=": ", default="", show_default=False)
    except (EOFError, click.Abort):
        return "q"
    return answer


def _answered(ask: Callable[[], str]) -> str:
    while True:
        answer = ask().strip().lower()[:1]
        if answer and answer in _ANSWERS:
            return answer


def _play(project: Project, one: Suggested) -> None:
    """The voice, then what it is like; where nothing plays them, where their sound lies."""
    made = [play(listen_to(project, span, around=Ticks(0))) for span in one.samples]
    for remark in dict.fromkeys(remark for listening in made for remark in listening.remarks):
        warn(remark)
    for span, listening in zip(one.samples, made, strict=True):
        if not listening.player and listening.wav:
            say(f"  sound   {write_span(span)}  {listening.wav}")
