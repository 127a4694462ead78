"""What finding the dates that are said costs, and how good it is on the sample that was marked by hand.

Input: the hearings of a public inquiry where ``../shared/data/texts`` is present (0.67 million words), else invented
talk, in which nobody says a date. There is no peer in the run: the libraries that find dates in text (dateparser,
duckling) know neither spans of a tape nor what a date hangs on.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from figures import figure
from tapewright.model import Provenance, Tape, TapeId, Transcript, Turn, Word
from tapewright.testing import mentionsample
from tapewright.testing.talk import Said, invented_talk, real_talk
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, from_milliseconds
from tapewright.verbs.mentions import leave_mentions, mentions
from tapewright.verbs.project import Project, new_project


def main() -> int:
    """Store the talk, list its dates twice, decide about one, and list them again."""
    is_real = mentionsample.TEXTS.is_dir()
    source = real_talk(mentionsample.TEXTS) if is_real else invented_talk(670_000, tapes=27)
    with tempfile.TemporaryDirectory() as folder, new_project(Path(folder) / "talk") as project:
        words = sum(_stored(project, tape, turns) for tape, turns in source if not is_real or tape.startswith("L"))
        print(f"input: {words} words of {'real' if is_real else 'invented'} talk", flush=True)
        began = time.process_time()
        figure("all dates, the first time, by the clock", _seconds(project), "s")
        met = [figure("all dates, the first time, processor time", time.process_time() - began, "s", most=10)]
        met.append(figure("all dates, again", _seconds(project), "s", most=0.1))
        found = mentions(project).dates
        figure("dates", len(found), "dates")
        figure("of them with a date or a guess", sum(bool(date.date) for date in found), "dates")
        if found:
            leave_mentions(project, [found[0].span])
            met.append(figure("all dates, after one was left", _seconds(project), "s", most=0.2))
    if is_real:
        for kind, score in mentionsample.scores("report")[0].items():
            met.append(figure(f"precision, {kind}", score.precision, "", least=0.95))
            met.append(figure(f"recall, {kind}", score.recall, "", least=0.8))
    return 0 if all(met) else 1


def _seconds(project: Project) -> float:
    began = time.perf_counter()
    mentions(project)
    return time.perf_counter() - began


def _stored(project: Project, tape: str, turns: list[Said]) -> int:
    at, made = 0, []
    for said in turns:
        words = []
        for token in said.text.split():
            end = at + from_milliseconds(40 * len(token) + 100)
            words.append(Word(text=token, start=Ticks(at), end=Ticks(end)))
            at = end
        made.append(Turn(words=tuple(words)))
    with project.store.change("talk for the benchmark") as pen:
        counting = TimecodeFormat(frame_rate("25"))
        pen.add_tape(Tape(id=TapeId(tape), title=tape, format=counting, duration=Ticks(at)))
        pen.add_transcript(Transcript(tape=TapeId(tape), turns=tuple(made), provenance=Provenance(tool="bench")))
    return sum(len(turn.words) for turn in made)


if __name__ == "__main__":
    sys.exit(main())
