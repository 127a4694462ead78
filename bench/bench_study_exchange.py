"""How long a study takes as a REFI-QDA project, out and into an empty project, and whether it is the same there.

Ten tapes of 10,000 words, 60 codes, 10,000 codings at random places. The peer's reader (pyrefiqda), where it is
installed, reads the same file beside ours. Processor time: what else the machine does is left out.
"""

from __future__ import annotations

import importlib.util
import random
import tempfile
import time
from pathlib import Path

from figures import figure
from tapewright.model import Code, Codebook, Coding, Provenance, Quote, Span, Tape, TapeId, Transcript, Turn, Word
from tapewright.timing import Interval, Ticks, TimecodeFormat, frame_rate, from_seconds
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.studyexchange import export_study, import_study

TAPES, WORDS, CODES, CODINGS = 10, 10_000, 60, 10_000
OUT_S, IN_S = 5, 5
SAID = "harbour ferry bakery quiet é 🎈 morning never".split()
WORD, STEP = Ticks(200_000_000), 250_000_000


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder, new_project(Path(folder) / "a", title="A") as project:
        _fill(project, random.Random(3))
        for sync in ("turn", "word"):
            began = time.process_time()
            written = export_study(project, sync=sync)
            out = time.process_time() - began
            with new_project(Path(folder) / sync, title="B") as other:
                began = time.process_time()
                import_study(other, written.path)
                back = time.process_time() - began
                moved = len(_places(project) ^ _places(other))
            goals = (OUT_S, IN_S) if sync == "turn" else (None, None)
            figure(f"out, a sync point at every {sync}", out, "s", most=goals[0])
            figure(f"in, a sync point at every {sync}", back, "s", most=goals[1])
            figure(f"codings that differ, {sync}", moved, "", most=0)
            figure(f"size of the file, {sync}", written.path.stat().st_size / 1e6, "MB")
            _peer(written.path, Path(folder) / f"peer-{sync}", sync)


def _peer(path: Path, folder: Path, sync: str) -> None:
    if importlib.util.find_spec("pyrefiqda") is None:
        print("pyrefiqda is not installed: no peer")
        return
    from pyrefiqda import RefiProject

    began = time.process_time()
    RefiProject.load(path, extract_dir=str(folder))
    figure(f"pyrefiqda reads it, without bringing it into any project, {sync}", time.process_time() - began, "s")


def _places(project: Project) -> set[tuple[Span, str]]:
    return {(coding.quote.span, coding.quote.text) for coding in project.store.codings()}


def _fill(project: Project, chance: random.Random) -> None:
    with project.store.change("a study for the benchmark") as pen:
        speakers = [pen.add_speaker(name).id for name in ("MARIAN", "ASKER")]
        book = pen.add(Codebook(name="Signs"))
        codes = [pen.add(Code(codebook=book.id, name=f"code {number}")).id for number in range(CODES)]
        for number in range(TAPES):
            tape = TapeId(f"T{number:03d}")
            counting = TimecodeFormat(frame_rate("25"))
            pen.add_tape(Tape(id=tape, title=tape, format=counting, duration=from_seconds(4_000)))
            turns = []
            for first in range(0, WORDS, 20):
                words = tuple(
                    Word(text=chance.choice(SAID), start=Ticks(n * STEP), end=Ticks(n * STEP + WORD))
                    for n in range(first, first + 20)
                )
                turns.append(Turn(words=words, speaker=speakers[first // 20 % 2]))
            pen.add_transcript(Transcript(tape=tape, turns=tuple(turns), provenance=Provenance(tool="bench")))
        for number in range(CODINGS):
            start = chance.randrange(0, WORDS * STEP - 10**9)
            span = Span(
                TapeId(f"T{number % TAPES:03d}"), Interval(Ticks(start), Ticks(start + chance.randrange(10**8, 10**10)))
            )
            pen.add(Coding(code=chance.choice(codes), quote=Quote(span, "as they read that day"), coder="Rosa"))


if __name__ == "__main__":
    main()
