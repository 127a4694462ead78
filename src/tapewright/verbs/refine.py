"""Refine the word edges of transcripts that exist: each word stays, and begins and ends where it is heard.

The words of a tape are laid on its sound as ``transcribe`` does it; what was corrected stays corrected, and times that
a person set or an alignment found stay. Each tape is one transaction, one undo.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from tapewright.errors import TapewrightError
from tapewright.jobs import Piece, Runner
from tapewright.media import MediaReader
from tapewright.model import SourceFile, Tape, TapeId, Transcript, Turn, Word, WordTiming
from tapewright.model.progress import Report, Step, silent
from tapewright.speech import aligning, edges
from tapewright.timing import Interval, Ticks, from_milliseconds
from tapewright.verbs import hearing
from tapewright.verbs.project import Project
from tapewright.verbs.tapework import error_on_tape, why_silent

STRETCH = from_milliseconds(120_000)
"""What is laid in one piece of work, about: cut in the longest pause of its last quarter."""

AIR = from_milliseconds(500)


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeRefined:
    """How it went with one tape. ``status``: ``refined``, ``planned`` (a dry run), ``skipped`` or ``failed``.

    ``refined`` counts the words whose edges lie on the sound now, ``rough`` those whose edges do not.
    """

    tape: TapeId
    status: str
    note: str = ""
    refined: int = 0
    rough: int = 0
    error: TapewrightError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgesRefined:
    """How it went, tape by tape."""

    aligner: str
    tapes: tuple[TapeRefined, ...]
    dry_run: bool = False

    @property
    def failed(self) -> list[TapeRefined]:
        """The tapes whose sound could not be read."""
        return [row for row in self.tapes if row.status == "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeTask:
    """Words of a tape in the order in which they are said, and the stretch of the tape that they lie in."""

    reader: MediaReader
    files: tuple[SourceFile, ...]
    cache: Path
    interval: Interval
    words: tuple[Word, ...]


def refine(
    project: Project,
    tapes: Sequence[str] | None = None,
    *,
    workers: int | None = None,
    dry_run: bool = False,
    who: str = "",
    report: Report = silent,
    runner: Runner | None = None,
) -> EdgesRefined:
    """Refine the word edges of the named tapes' current transcripts, or of all tapes'.

    A tape in another language than English, without its recording or with nothing left to refine is skipped, and it
    is said why. One whose sound cannot be read is named and the others go on.
    """
    store = project.store
    chosen = store.tapes() if tapes is None else [store.tape(TapeId(name)) for name in dict.fromkeys(tapes)]
    rows: list[TapeRefined] = []
    for tape in chosen:
        heard = store.transcript(tape.id)
        if why := _why_not(project, tape, heard):
            rows.append(TapeRefined(tape=tape.id, status="skipped", note=why))
            continue
        assert heard is not None
        if dry_run:
            rows.append(TapeRefined(tape=tape.id, status="planned", rough=sum(map(_is_open, heard.words))))
            continue
        try:
            found = _found(project, tape, heard, runner or hearing.runner_of(workers), report)
        except TapewrightError as error:
            ours = error_on_tape(project, error, tape.id, what="refine its edges")
            rows.append(TapeRefined(tape=tape.id, status="failed", error=ours))
            continue
        rows.append(_store(project, tape, heard, found, who))
    return EdgesRefined(aligner=f"pocketsphinx {aligning.version()}", tapes=tuple(rows), dry_run=dry_run)


def record(result: EdgesRefined) -> dict[str, object]:
    """``{"aligner", "dry_run", "tapes": [{"tape", "status", "note", "refined", "rough", "error"}]}``."""
    return {
        "aligner": result.aligner,
        "dry_run": result.dry_run,
        "tapes": [
            {
                "tape": row.tape,
                "status": row.status,
                "note": row.note,
                "refined": row.refined,
                "rough": row.rough,
                "error": row.error.to_record() if row.error else None,
            }
            for row in result.tapes
        ],
    }


def refine_stretch(task: EdgeTask) -> tuple[Word, ...]:
    """The words of one stretch with their edges on the sound; done by a worker."""
    samples = hearing.tape_sound(task.reader, task.files, task.interval, cache=task.cache)
    return edges.refine(task.words, samples, task.interval.start).words


def _why_not(project: Project, tape: Tape, heard: Transcript | None) -> str:
    if heard is None or not heard.words:
        return "has no words yet"
    if why := why_silent(tape):
        return why
    language = heard.language or project.settings.language
    if language != aligning.LANGUAGE:
        return f"the aligner does not know its language, {language}"
    return "" if any(map(_is_open, heard.words)) else "every edge that can be found is refined"


def _is_open(word: Word) -> bool:
    return word.timing in edges.MOVABLE - {WordTiming.REFINED}


def _found(
    project: Project, tape: Tape, heard: Transcript, runner: Runner, report: Report
) -> dict[int, tuple[Ticks, Ticks, WordTiming]]:
    """New times by the numbers of the words, as ``heard.words`` counts them."""
    order = sorted(range(len(heard.words)), key=lambda n: (heard.words[n].start, n))
    stretches = {
        str(first): (order[first:end], interval)
        for first, end, interval in _stretches([heard.words[n] for n in order], tape)
    }
    pieces = (
        Piece(
            name=name,
            do=refine_stretch,
            argument=EdgeTask(
                reader=project.media,
                files=tape.files,
                cache=project.cache,
                interval=interval,
                words=tuple(heard.words[n] for n in numbers),
            ),
        )
        for name, (numbers, interval) in stretches.items()
    )
    total, done = sum(interval.duration for _, interval in stretches.values()), 0
    report(Step(what="refine", done=0, total=total, unit="ticks", note=tape.id))
    made: dict[int, tuple[Ticks, Ticks, WordTiming]] = {}
    with contextlib.closing(hearing.answers(runner, pieces)) as run:
        for answer in run:
            if answer.error is not None:
                raise error_on_tape(project, answer.error, tape.id, what="refine its edges")
            numbers, interval = stretches[answer.name]
            for number, word in zip(numbers, answer.result, strict=True):
                if word != heard.words[number] and _is_open(heard.words[number]):
                    made[number] = (word.start, word.end, word.timing)
            done += interval.duration
            report(Step(what="refine", done=done, total=total, unit="ticks", note=tape.id))
    return made


def _stretches(words: Sequence[Word], tape: Tape) -> Iterator[tuple[int, int, Interval]]:
    """Runs of words of about ``STRETCH``, parted in pauses, with the sound that is theirs alone."""
    cuts = [0]
    while words[-1].end - words[cuts[-1]].start > STRETCH:
        first = cuts[-1]
        last = next(
            n for n in range(first, len(words)) if n + 1 == len(words) or words[n].end - words[first].start > STRETCH
        )
        choice = range(first + max(1, (last - first) * 3 // 4), last + 1)
        if not choice or last + 1 == len(words):
            break
        cuts.append(max(choice, key=lambda n: words[n].start - words[n - 1].end))
    bounds = [Ticks(max(0, words[0].start - AIR))]
    bounds += [Ticks((words[n - 1].interval.middle + words[n].interval.middle) // 2) for n in cuts[1:]]
    bounds.append(Ticks(max(bounds[-1], min(max(word.end for word in words) + AIR, max(tape.duration, 1)))))
    for (first, end), (start, stop) in zip(pairwise([*cuts, len(words)]), pairwise(bounds), strict=True):
        yield first, end, Interval(start, Ticks(max(start, stop)))


def _store(
    project: Project, tape: Tape, heard: Transcript, found: dict[int, tuple[Ticks, Ticks, WordTiming]], who: str
) -> TapeRefined:
    """The turns whose words have moved, as their next revisions, in one transaction."""
    changes: list[tuple[Turn, Turn]] = []
    number, words = 0, list[Word]()
    for turn in heard.turns:
        new = [_moved(word, found.get(n)) for n, word in enumerate(turn.words, start=number)]
        number += len(turn.words)
        if any(b.start < a.start for a, b in pairwise(new)):  # two stretches that disagree about their border
            new = list(turn.words)
        words += new
        if new != list(turn.words):
            changes.append((turn, replace(turn, words=tuple(new))))
    if changes:
        with project.store.change(f"refine the word edges of {tape.id}", who=who) as pen:
            for old, changed in changes:
                pen.replace_turns([old], [changed])
    rough = sum(map(_is_open, words))
    project.log.info("refined the word edges of %s: %d rough of %d", tape.id, rough, len(words))
    refined = sum(word.timing is WordTiming.REFINED for word in words)
    note = "" if changes else "no edge was found"
    return TapeRefined(tape=tape.id, status="refined", note=note, refined=refined, rough=rough)


def _moved(word: Word, place: tuple[Ticks, Ticks, WordTiming] | None) -> Word:
    return word if place is None else replace(word, start=place[0], end=place[1], timing=place[2])
