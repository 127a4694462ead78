"""How long 5,000 codings take: made, listed, asked, counted; on three invented tapes of 40,000 words each."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tapewright.model import Span
from tapewright.testing.talk import invented_talk
from tapewright.timing import Interval, Ticks
from tapewright.verbs.askcodes import By, ask, table
from tapewright.verbs.codebooks import add_code, new_codebook
from tapewright.verbs.codings import code_spans, codings, record
from tapewright.verbs.import_transcript import NewTape, import_transcript
from tapewright.verbs.project import Project, new_project, open_project

CODES, EACH = 25, 200


def main() -> int:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        with new_project(Path(folder) / "p") as project:
            _talk(project, Path(folder))
            _timed("5,000 codings made, 200 in a step", lambda: _coded(project))
        _asked(Path(folder) / "p")
    return 0


def _asked(root: Path) -> None:
    with open_project(root) as project:
        for when in ("cold", "warm"):
            found = _timed(f"listed, with who speaks and what reads now ({when})", lambda: codings(project))
            _timed(f"their JSON ({when})", partial(record, project, found))
            for question in ("even or odd", "even not odd", "even within 60 s of odd"):
                answers = _timed(f"asked: {question} ({when})", partial(ask, project, question))
                print(f"{'':<60} {len(answers):8} passages")
            _timed(f"counted by speaker ({when})", lambda: table(project, By.SPEAKER))


def _talk(project: Project, folder: Path) -> None:
    for name, turns in invented_talk(120_000, tapes=3):
        file = folder / f"{name}.txt"
        file.write_text("\n\n".join(f"{turn.speaker}: {turn.text}" for turn in turns), encoding="utf-8")
        import_transcript(project, "txt", file, new_tape=NewTape(id=name, rate="25", title=name))


def _coded(project: Project) -> None:
    chance = random.Random(3)
    book = new_codebook(project, "bench")
    parents = [add_code(project, name, codebook=book.id) for name in ("even", "odd")]
    turns = [
        Span(tape.id, Interval(turn.words[0].start, Ticks(max(word.end for word in turn.words))))
        for tape in project.store.tapes()
        if (transcript := project.store.transcript(tape.id))
        for turn in transcript.turns
    ]
    for number in range(CODES):
        code = add_code(project, f"code {number}", parent=parents[number % 2].id)
        code_spans(project, chance.sample(turns, EACH), code.id, coder="bench")


def _timed(what: str, do: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    made = do()
    print(f"{what:<60} {(time.perf_counter() - began) * 1000:8.0f} ms")
    return made


if __name__ == "__main__":
    sys.exit(main())
