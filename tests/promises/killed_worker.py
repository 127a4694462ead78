"""A process that forks children which work on a project until they are killed.

Run as a script, with everything imported beforehand so that a child works from its first millisecond. Reads one line of
JSON for each child (``{"work", "project", "seed", …}``), forks it, answers ``{"pid"}``, passes on what the child
acknowledges, and prints ``{"dead": status}`` when it has ended.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path

from tapewright.errors import TapewrightError, UsageError
from tapewright.jobs.in_process import InProcess
from tapewright.media import pyav  # noqa: F401 - a child would import it anew before its first work
from tapewright.model import FoundVoice, TapeId, Turn, Utterance, Word
from tapewright.speech import Voices
from tapewright.speech.chunks import chunks
from tapewright.testing.scripted import ROUGHLY, ScriptedEngine, scripted_speech_in
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks
from tapewright.verbs import hearingplan
from tapewright.verbs.align import align
from tapewright.verbs.correct import correct_turn
from tapewright.verbs.findvoices import find_voices
from tapewright.verbs.ingest import ingest
from tapewright.verbs.project import Project, open_project
from tapewright.verbs.refine import refine
from tapewright.verbs.transcribe import transcribe
from tapewright.verbs.whose import confirm_voice, merge, name_voice, reject_voice


def tell(**what: object) -> None:
    """One acknowledgement, written at once and whole."""
    os.write(1, (json.dumps(what) + "\n").encode())


class PatientEngine(ScriptedEngine):
    """The scripted engine, slow enough to be killed in the middle, that says what it hears."""

    def hear(self, samples):  # type: ignore[no-untyped-def]
        heard = super().hear(samples)
        time.sleep(0.01)
        return heard


def correct_turns(project: Project, seed: int, **_: object) -> None:
    """Correct, split and join turns, each acknowledged with what it now reads."""
    chance = random.Random(seed)
    while True:
        with project.store.change("kill test") as pen:
            transcript = project.store.transcript(TapeId("T1"))
            assert transcript is not None
            turn = chance.choice(transcript.turns)
            stored = pen.replace_turns([turn], _changed(turn, chance))
        tell(turns=[[t.id, t.revision, t.text] for t in stored])


def _changed(turn: Turn, chance: random.Random) -> list[Turn]:
    words = list(turn.words)
    at = chance.randrange(len(words))
    old = words[at]
    words[at] = Word(text=f"w{chance.randrange(10**6)}", start=old.start, end=old.end)
    if len(words) > 2 and chance.random() < 0.2:
        cut = chance.randrange(1, len(words))
        return [
            Turn(words=tuple(words[:cut]), speaker=turn.speaker, id=turn.id),
            Turn(words=tuple(words[cut:]), speaker=turn.speaker),
        ]
    return [Turn(words=tuple(words), speaker=turn.speaker, id=turn.id)]


def take_in(project: Project, seed: int, folder: str, **_: object) -> None:
    """Take files in one by one, each acknowledged."""
    names = sorted(path.name for path in Path(folder).iterdir())
    random.Random(seed).shuffle(names)
    for name in names:
        done = ingest(project, [Path(folder) / name])
        for added in done.added:
            tell(tape=added.tape.id, name=name)
        for skipped in done.skipped:
            tell(tape=skipped.tape, name=name)
    time.sleep(60)


def hear(project: Project, **_: object) -> None:
    """Transcribe, every finished stretch acknowledged after the ledger has it."""
    finish = project.store.finish

    def told(kind: str, key: str, piece: str, result: bytes) -> None:
        finish(kind, key, piece, result)
        tell(piece=piece)

    project.store.finish = told  # type: ignore[method-assign]
    hearingplan.chunks = _short_stretches  # type: ignore[assignment]
    done = transcribe(project, engine=PatientEngine, settings=ROUGHLY, runner=InProcess(), detect=scripted_speech_in)
    tell(transcribed=[row.status for row in done.tapes])
    time.sleep(60)


def _short_stretches(speech, extent):  # type: ignore[no-untyped-def]
    return chunks(speech, extent, target=2 * TICKS_PER_SECOND)


def cut_on_paper(project: Project, seed: int, **_: object) -> None:
    """Insert bites into a paper edit, each acknowledged."""
    from tapewright.model import Span
    from tapewright.timing import Interval
    from tapewright.verbs.edit import insert

    chance = random.Random(seed)
    while True:
        start = Ticks(chance.randrange(0, 60) * 705_600_000)
        span = Span(TapeId("T1"), Interval(start, Ticks(start + 705_600_000)))
        insert(project, "cut", span)
        tell(inserted=str(int(start)))


def lay_texts(project: Project, seed: int, folder: str, **_: object) -> None:
    """Lay typed texts on a tape, each acknowledged with its version and how many words it has."""
    chance, files = random.Random(seed), sorted(Path(folder).iterdir())
    while True:
        done = align(project, "T1", chance.choice(files))
        tell(version=done.version, words=done.words)


def tell_voices(project: Project, seed: int, **_: object) -> None:
    """Find voices anew, name, confirm and reject them, each acknowledged with what then stands."""
    chance = random.Random(seed)
    while True:
        voices = project.store.voices()
        try:
            if not voices or chance.random() < 0.3:
                find_voices(project, finder=GuessingFinder, runner=InProcess(), again=True)
            else:
                voice, other = chance.choice(voices), chance.choice(project.store.speakers())
                say = chance.choice((name_voice, confirm_voice, reject_voice, merge))
                say(project, f"V{voice.id}" if say is not merge else f"#{voice.speaker}", f"#{other.id}")
        except UsageError:
            continue  # a voice that is confirmed already, a speaker merged with themselves
        tell(number=project.store.history(last=1)[0].number, voices=voices_now(project))


def voices_now(project: Project) -> list[list[object]]:
    """Whose voices are, and who bears the turns."""
    voices = [[v.id, v.speaker, v.is_confirmed, sorted(v.rejected)] for v in project.store.voices()]
    transcript = project.store.transcript(TapeId("T1"))
    return [*voices, *([turn.id, turn.speaker] for turn in (transcript.turns if transcript else ()))]


class GuessingFinder:
    """Hears nothing and says other voices each time that it is asked."""

    name = "guessing"
    version = "1"
    needs_weights = False
    chance = random.Random()

    def __init__(self, weights: Path | None) -> None:
        pass

    def find(self, sound, extent, **told):  # type: ignore[no-untyped-def]
        count, utterances = self.chance.randrange(1, 5), []
        for at in range(0, extent.end, 7 * TICKS_PER_SECOND):
            stretch = Interval(Ticks(at), Ticks(at + 6 * TICKS_PER_SECOND))
            utterances.append(Utterance(interval=stretch, voice=self.chance.randrange(count)))
        voices = (FoundVoice(number=n, centre=tuple(float(n == d) for d in range(8)), spread=0.7) for n in range(count))
        return Voices(utterances=tuple(utterances), voices=tuple(voices))

    def embed(self, sound, intervals):  # type: ignore[no-untyped-def]
        return [() for _ in intervals]

    def provenance(self):  # type: ignore[no-untyped-def]
        return {}


def put_on_sound(project: Project, seed: int, **_: object) -> None:
    """Put words in that are laid on the sound, take them out, and refine edges, each acknowledged with the state."""
    chance = random.Random(seed)
    while True:
        heard = project.store.transcript(TapeId("T1"))
        assert heard is not None
        turn = chance.choice(heard.turns)
        texts = [word.text for word in turn.words]
        if chance.random() < 0.2:
            refine(project, runner=InProcess())
        elif len(texts) > 8:
            del texts[chance.randrange(len(texts))]
            correct_turn(project, turn.id, turn.revision, " ".join(texts))
        else:
            texts.insert(chance.randrange(len(texts)), "harbour")
            correct_turn(project, turn.id, turn.revision, " ".join(texts))
        tell(number=project.store.history(last=1)[0].number, turns=turns_now(project))


def turns_now(project: Project) -> list[list[object]]:
    """What the turns read, and when each word is heard and how that is known."""
    transcript = project.store.transcript(TapeId("T1"))
    return [
        [turn.id, turn.revision, [[word.text, word.start, word.end, word.timing.value] for word in turn.words]]
        for turn in (transcript.turns if transcript else ())
    ]


WORK = {
    "sound": put_on_sound,
    "voices": tell_voices,
    "align": lay_texts,
    "correct": correct_turns,
    "ingest": take_in,
    "transcribe": hear,
    "edit": cut_on_paper,
}


def main() -> None:
    """Fork a child for each order until the orders end."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                with open_project(order["project"]) as project:
                    work = order.pop("work")
                    order.pop("project")
                    tell(ready=True)
                    WORK[work](project, **order)
            except TapewrightError as error:
                tell(error=str(error))
            finally:
                os._exit(1)
        tell(pid=child)
        _, status = os.waitpid(child, 0)
        tell(dead=status)


if __name__ == "__main__":
    main()
