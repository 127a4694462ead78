"""A transcription on its way: tapes in stretches, each heard by a worker and kept in the ledger as soon as it is.

Not a verb of its own: ``verbs.transcribe`` says which tapes, and stores what was heard.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tapewright.errors import TapewrightError
from tapewright.jobs import Piece, Runner
from tapewright.model import Tape
from tapewright.model.progress import Part, Report, Step
from tapewright.model.provenance import Provenance
from tapewright.speech import Engine, HearingSettings
from tapewright.speech.activity import Spoken, together
from tapewright.speech.chunks import Chunk, chunks
from tapewright.verbs import hearing
from tapewright.verbs.hearing import Detect
from tapewright.verbs.project import Project
from tapewright.verbs.tapework import error_on_tape

KIND = "transcribe"
"""The ledger's name for this work."""


@dataclass(slots=True, kw_only=True)
class HearingPlan:
    """One tape on its way."""

    tape: Tape
    provenance: Provenance
    again: bool = False
    chunks: list[Chunk] = field(default_factory=list)
    finished: dict[str, bytes] = field(default_factory=dict)
    resumed: int = 0
    error: TapewrightError | None = None

    @property
    def key(self) -> str:
        """The digest of everything that the words depend on."""
        settings = [self.provenance.tool, self.provenance.version, self.provenance.settings]
        kept = json.dumps([self.provenance.input_digest, settings], sort_keys=True)
        return hashlib.sha256(kept.encode()).hexdigest()

    @property
    def part(self) -> Part:
        """How far this tape is."""
        total = sum(chunk.interval.duration for chunk in self.chunks)
        done = total - sum(chunk.interval.duration for chunk in self.open)
        return Part(tape=self.tape.id, done=done, total=total, work=self.key)

    @property
    def open(self) -> list[Chunk]:
        """The stretches that are still to be heard."""
        return [chunk for chunk in self.chunks if piece_of(chunk) not in self.finished]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who listens, and how."""

    kind: type[Engine]
    settings: HearingSettings
    weights: Path | None


def find_speech_on(project: Project, plans: list[HearingPlan], runner: Runner, detect: Detect, report: Report) -> None:
    """Find where somebody speaks, once a file, and cut each tape into stretches. Marks the plans that fail."""
    files = {
        f"{number}/{place}": (plan, file)
        for number, plan in enumerate(plans)
        for place, file in enumerate(plan.tape.files)
        if file.audio
    }
    pieces = (
        Piece(
            name=name,
            do=hearing.find_speech,
            argument=hearing.FileTask(reader=project.media, file=file, cache=project.cache, detect=detect),
        )
        for name, (_, file) in files.items()
    )
    total, done = sum(file.duration for _, file in files.values()), 0
    report(Step(what="find speech", done=0, total=total, unit="ticks"))
    spoken: dict[int, list[Spoken]] = {}
    with contextlib.closing(hearing.answers(runner, pieces)) as run:
        for answer in run:
            plan, file = files[answer.name]
            if answer.error is not None:
                plan.error = error_on_tape(project, answer.error, plan.tape.id, what="be heard")
            else:
                spoken.setdefault(id(plan), []).append(answer.result.moved(file.offset))
            done += file.duration
            report(Step(what="find speech", done=done, total=total, unit="ticks", note=plan.tape.id))
    for plan in plans:
        plan.chunks = chunks(together(spoken.get(id(plan), [])), plan.tape.extent)


def hear_stretches(
    project: Project, plans: list[HearingPlan], listener: Listener, runner: Runner, report: Report
) -> Iterator[HearingPlan]:
    """Have every open stretch heard; each tape comes back as soon as it is finished or has failed."""
    waiting: dict[str, tuple[HearingPlan, Chunk]] = {}
    for number, plan in enumerate(plans):
        for chunk in plan.open if plan.error is None else ():
            waiting[f"{number}/{piece_of(chunk)}"] = (plan, chunk)
    total = sum(chunk.interval.duration for plan in plans if plan.error is None for chunk in plan.chunks)
    done = total - sum(chunk.interval.duration for _, chunk in waiting.values())
    report(Step(what=KIND, done=done, total=total, unit="ticks"))
    yield from (plan for plan in plans if plan.error or not plan.open)

    # A tape that has failed is not heard further; the runner asks for pieces as it has hands for them.
    pieces = (
        Piece(name=name, do=hearing.hear_stretch, argument=_task(project, plan, chunk, listener))
        for name, (plan, chunk) in waiting.items()
        if plan.error is None
    )
    with contextlib.closing(hearing.answers(runner, pieces)) as run:
        for answer in run:
            plan, chunk = waiting[answer.name]
            done += chunk.interval.duration
            if answer.error is None:
                project.store.finish(KIND, plan.key, piece_of(chunk), answer.result)
                plan.finished[piece_of(chunk)] = answer.result
            report(Step(what=KIND, done=done, total=total, unit="ticks", note=plan.tape.id, part=plan.part))
            if answer.error is not None and plan.error is None:
                plan.error = error_on_tape(project, answer.error, plan.tape.id, what="be heard")
                yield plan
            elif plan.error is None and not plan.open:
                yield plan


def _task(project: Project, plan: HearingPlan, chunk: Chunk, listener: Listener) -> hearing.StretchTask:
    return hearing.StretchTask(
        reader=project.media,
        files=plan.tape.files,
        cache=project.cache,
        chunk=chunk,
        kind=listener.kind,
        settings=listener.settings,
        weights=listener.weights,
    )


def piece_of(chunk: Chunk) -> str:
    """What the ledger calls a stretch."""
    return f"{chunk.interval.start}-{chunk.interval.end}"
