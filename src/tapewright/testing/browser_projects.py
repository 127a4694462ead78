"""Projects for tests and benchmarks of the browser app: a small one with sound and picture, and large ones.

The small one is about a night bus and a bakery: four tapes (25 fps, 29.97 drop-frame, sound alone, and one that nobody
has transcribed), words with times, accents, dashes, apostrophes and an emoji, two named people, an interviewer, three
selects and a paper edit with one altered word. All of it is invented.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from tapewright.model import (
    AudioStream,
    Mark,
    Provenance,
    SourceFile,
    Span,
    SpeakerId,
    Tape,
    TapeId,
    Transcript,
    Turn,
    Word,
)
from tapewright.model.provenance import HEARD_BY, HeardBy
from tapewright.testing.recordings import write_sound
from tapewright.testing.talk import Said, invented_talk
from tapewright.testing.testfilms import spoken, write_long_sound, write_test_film
from tapewright.timing import (
    Interval,
    Ticks,
    TimecodeFormat,
    frame_rate,
    from_milliseconds,
    from_seconds,
    to_float_seconds,
)
from tapewright.verbs.edit import insert, new_edit
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.selects import pick

ASKER, MARIAN, JOAO = "Interviewer", "Marian Voss", "João Ångström"
PEOPLE = (ASKER, MARIAN, JOAO)

TALK: dict[str, tuple[tuple[str, str], ...]] = {
    "T001": (
        (ASKER, "How did the night bus come to stop at the bakery?"),
        (MARIAN, "It didn’t, at first. My mother’s café – the one by the harbour – opened at four, and nobody could "
         "reach it before the ferry."),
        (ASKER, "So who changed the timetable?"),
        (MARIAN, "Nobody changed it. I wrote to the depot every week for a year and I never had an answer. Then one "
         "morning the 17 simply stopped outside, doors open, engine running."),
        (ASKER, "And what did you do?"),
        (MARIAN, "I took the driver a roll with poppy seeds 🥐 and he laughed. I was not afraid of the dark. I was "
         "afraid of the stairs."),
    ),
    "T002": (
        (ASKER, "You drove the 17 for eleven years?"),
        (JOAO, "Eleven years and four months. I knew every lamp on that road, and every dog."),
        (ASKER, "Why did you stop at the bakery?"),
        (JOAO, "Because of the light. There was one window lit at four in the morning — one — and a woman carrying "
         "trays across the ice. I said to myself, somebody ought to stop."),
        (ASKER, "Did the depot know?"),
        (JOAO, "The depot did not know, no. Nobody at the depot ever asked me, and I did not tell them. It wasn’t in "
         "the timetable until the spring of 1987."),
    ),
    "T003": (
        (ASKER, "This is the second call. You said the timetable was printed at Łódź?"),
        (JOAO, "On the back of the old one! They printed the new timetable on the back of the old one, so the night "
         "bus was there if you held it against the light."),
        (MARIAN, "I held it against the light."),
    ),
}  # fmt: skip
"""Tape: turns as speaker and words."""

UNHEARD = "T004"
"""The tape without a transcript."""

EDIT = "night-bus"

_RATES = {"T001": ("25", False, "10:00:00:00"), "T002": ("29.97", True, "01:00:00;00")}
_DOUBTFUL = {"Łódź?", "depot", "poppy"}
_OPENING = """---

## Four in the morning

The timetable of 1986 has no night bus. There was one.

"""
_COUNTING = TimecodeFormat(frame_rate("25"))


class Timed(NamedTuple):
    """A turn with the times of its words."""

    speaker: str
    words: tuple[Word, ...]


def small_project(folder: Path) -> Project:
    """The small project in ``folder/project``, its recordings beside it in ``folder/tapes``. About four seconds.

    The project's own folder may be copied: the copy knows the recordings where they are.
    """
    project = new_project(folder / "project", title="The night bus")
    tapes = folder / "tapes"
    tapes.mkdir()
    for name in TALK:
        ingest(project, [_recording(tapes, name)], tape_id=name, title=_title(name))
    quiet = write_sound(tapes / f"{UNHEARD}.wav", spoken([], 8.0))
    ingest(project, [quiet], tape_id=UNHEARD, title="Waiting at the stop")
    with project.store.change("the night bus") as pen:
        ids = {name: pen.add_speaker(name).id for name in PEOPLE}
        for name in TALK:
            turns = tuple(Turn(words=one.words, speaker=ids[one.speaker]) for one in timed(TALK[name]))
            pen.add_transcript(Transcript(tape=TapeId(name), turns=turns, provenance=_MACHINE, language="en"))
    _story(project)
    return project


def long_tape_project(folder: Path, *, words: int = 20_000, with_sound: bool = True) -> Project:
    """One tape, ``L001``, of so many words (20,000 are two hours), with sound beneath them where asked."""
    project = new_project(folder / "project", title="One long tape")
    (_, said), *_ = invented_talk(words, tapes=1)
    turns, end = _laid(said)
    tape = TapeId("L001")
    if with_sound:
        sound = write_long_sound(folder / "L001.m4a", to_float_seconds(end) + 1)
        ingest(project, [sound], tape_id=tape, title="One long conversation")
    with project.store.change("a long tape") as pen:
        if not with_sound:
            pen.add_tape(Tape(id=tape, title="One long conversation", format=_COUNTING, duration=end))
        ids = {name: pen.add_speaker(name).id for name in dict.fromkeys(turn.speaker for turn in turns)}
        _add_transcript(pen, tape, turns, ids)
    return project


def many_tapes_project(folder: Path, *, tapes: int = 2_000) -> Project:
    """So many tapes; every second one is transcribed in a few words. Their media is elsewhere."""
    project = new_project(folder / "project", title="Two thousand tapes")
    said = itertools.cycle(TALK["T001"] + TALK["T002"])
    with project.store.change("many tapes") as pen:
        ids = {name: pen.add_speaker(name).id for name in PEOPLE}
        for number in range(1, tapes + 1):
            tape = TapeId(f"M{number:04d}")
            length = from_seconds(600 + number % 5400)
            file = SourceFile(
                path=f"/media/shelf/{tape}.wav", size=1, duration=length, audio=AudioStream(rate_hz=48_000, channels=2)
            )
            title = f"Shelf {number // 40 + 1}, box {number % 40 + 1}"
            pen.add_tape(Tape(id=tape, title=title, format=_COUNTING, duration=length, files=(file,)))
            if number % 2:
                _add_transcript(pen, tape, list(timed(itertools.islice(said, 3))), ids)
    return project


def many_words_project(folder: Path, *, words: int = 1_000_000, tapes: int = 100) -> Project:
    """So many words of invented talk on so many tapes, without media: for searching."""
    project = new_project(folder / "project", title="A million words")
    ids: dict[str, SpeakerId] = {}
    for name, said in invented_talk(words, tapes=tapes):
        turns, end = _laid(said)
        with project.store.change(f"talk on {name}") as pen:
            for turn in turns:
                if turn.speaker not in ids:
                    ids[turn.speaker] = pen.add_speaker(turn.speaker).id
            pen.add_tape(Tape(id=TapeId(name), title=f"Conversation {name}", format=_COUNTING, duration=end))
            _add_transcript(pen, TapeId(name), turns, ids)
    return project


def timed(turns: Iterable[tuple[str, str]]) -> Iterator[Timed]:
    """Speaker and words of each turn in tape time: a word lasts as long as it is, a turn begins after 600 ms."""
    at = from_milliseconds(400)
    for speaker, text in turns:
        words = []
        for token in text.split():
            end = at + from_milliseconds(110 + 45 * len(token))
            doubtful = token in _DOUBTFUL
            marks = frozenset({Mark.UNSURE} if doubtful else ())
            confidence = 70 if doubtful else 200 + len(token) % 50
            words.append(Word(text=token, start=Ticks(at), end=Ticks(end), confidence=confidence, marks=marks))
            at = Ticks(end + from_milliseconds(40))
        yield Timed(speaker, tuple(words))
        at = Ticks(at + from_milliseconds(600))


def place_of(tape: str, phrase: str) -> Span:
    """From the start of a phrase's first word to the end of its last, on a tape of ``TALK``."""
    words = [word for turn in timed(TALK[tape]) for word in turn.words]
    wanted = phrase.split()
    for first in range(len(words) - len(wanted) + 1):
        if [word.text for word in words[first : first + len(wanted)]] == wanted:
            return Span(TapeId(tape), Interval(words[first].start, words[first + len(wanted) - 1].end))
    raise ValueError(f"{phrase!r} is not said on {tape}")


_MACHINE = Provenance(
    tool="faster-whisper", settings={"model": "base", HEARD_BY: HeardBy.MACHINE.value}, made_at="2026-03-02T09:00:00Z"
)


def _recording(folder: Path, name: str) -> Path:
    turns = list(timed(TALK[name]))
    seconds = to_float_seconds(turns[-1].words[-1].end) + 1.5
    sound = spoken([(PEOPLE.index(turn.speaker), word) for turn in turns for word in turn.words], seconds)
    if name not in _RATES:
        return write_sound(folder / f"{name}.wav", sound)
    rate, _, start = _RATES[name]
    frames = frame_rate(rate).fraction
    return write_test_film(folder / f"{name}.mov", sound, rate=frames, timecode=start, seconds=seconds)


def _title(name: str) -> str:
    return {"T001": "Marian Voss, in the bakery", "T002": "João Ångström, at the depot", "T003": "A call, with both"}[
        name
    ]


def _story(project: Project) -> None:
    pick(project, place_of("T001", "I was not afraid of the dark. I was afraid of the stairs."), note="for the end")
    pick(project, place_of("T002", "The depot did not know, no."))
    pick(project, place_of("T003", "I held it against the light."))
    new_edit(project, EDIT, title="The night bus")
    for tape, phrase in (
        ("T001", "nobody could reach it before the ferry."),
        ("T002", "somebody ought to stop."),
        ("T002", "I said to myself, somebody ought to stop."),
        ("T003", "I held it against the light."),
    ):
        insert(project, EDIT, place_of(tape, phrase))
    path = project.edits / f"{EDIT}.md"
    text = path.read_text("utf-8")
    # One word of the last line is not what was said: a finding for the screens.
    altered = text[: text.rindex("held")] + "kept" + text[text.rindex("held") + len("held") :]
    path.write_text(altered.replace("---\n\n", _OPENING, 1), "utf-8")


def _laid(said: Sequence[Said]) -> tuple[list[Timed], Ticks]:
    turns, at = [], 0
    for speaker, text in said:
        words = []
        for token in text.split():
            end = at + from_milliseconds(40 * len(token) + 160)
            words.append(Word(text=token, start=Ticks(at), end=Ticks(end), confidence=150 + 13 * len(token) % 100))
            at = end
        turns.append(Timed(speaker, tuple(words)))
    return turns, Ticks(at)


def _add_transcript(pen, tape: TapeId, turns: Sequence[Timed], ids: dict[str, SpeakerId]) -> None:  # type: ignore[no-untyped-def]
    made = tuple(Turn(words=turn.words, speaker=ids[turn.speaker]) for turn in turns)
    pen.add_transcript(Transcript(tape=tape, turns=made, provenance=_MACHINE, language="en"))
