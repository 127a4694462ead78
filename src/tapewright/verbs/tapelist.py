"""The tapes as the browser's first screen lists them: who speaks, how far the words are, whether the media is whole."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tapewright.jobs.job import Job, JobState
from tapewright.media.remembered import recall
from tapewright.model import CHECKED, SpeakerId, Tape, TapeId
from tapewright.speech.listening import from_bytes
from tapewright.store import Spoken
from tapewright.timing import to_float_seconds
from tapewright.verbs.hearingplan import KIND
from tapewright.verbs.presence import Presence
from tapewright.verbs.project import Project
from tapewright.verbs.seals import NOWHERE, Facts, Seal, seals
from tapewright.verbs.tapes import TapeRow, tape_record, tapes

_SHOWN_WORDS = 80
_WORST_FIRST = ("changed", "unreadable", "missing", "unknown", "noted", "whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeSeal:
    """How the recordings of a tape stand against the sums of their ingest.

    ``state`` is the worst of its files': ``whole`` (read again and the same), ``noted`` (not read since it was taken
    in), ``changed``, ``missing``, ``unreadable``, ``unknown`` (no sum was noted, or nobody has looked yet).
    """

    state: str
    path: str = ""
    detail: str = ""
    expected: str = ""
    found: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTape:
    """A tape in the list. ``checked`` is the share of its words that a person checked; ``media`` is ``here``,
    ``missing``, ``elsewhere`` (it has no files) or ``unknown`` (nobody knows yet); ``missing`` are paths.
    ``recorded_at`` is what the first file says of itself, ISO 8601; empty where it says nothing, or is not here.
    """

    row: TapeRow
    speakers: tuple[str, ...] = ()
    checked: float = 0.0
    media: str = "unknown"
    missing: tuple[str, ...] = ()
    seal: TapeSeal = TapeSeal(state="unknown")
    recorded_at: str = ""
    codings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """What the store holds of all tapes, as of its transaction ``number``."""

    number: int
    rows: Sequence[TapeRow]
    said: Sequence[Spoken]
    names: Mapping[SpeakerId, str]
    codings: Mapping[TapeId, int]


class TapeList:
    """Lists the tapes of a project again and again, and remembers what costs time. Safe from any thread."""

    def __init__(self, project: Project, *, tell: Callable[[list[TapeId]], None] = lambda tapes: None) -> None:
        self._project, self._tell = project, tell
        self._checked: dict[TapeId, tuple[object, float]] = {}
        self._recorded: dict[tuple[str, Facts], str] = {}
        self._lock = threading.Lock()
        self._paths: dict[str, TapeId] = {}
        self._kept: _Stored | None = None
        self.presence = Presence(tell=self._told)

    def tapes(self) -> list[ListedTape]:
        """Every tape in the order of its id."""
        stored = self._stored()
        return self._listed(stored, stored.rows)

    def tape(self, tape: TapeId | str) -> ListedTape:
        """One of them. NotFoundError where it is not there."""
        found, stored = self._project.store.tape(TapeId(tape)), self._stored()
        return self._listed(stored, [row for row in stored.rows if row.tape.id == found.id])[0]

    def _stored(self) -> _Stored:
        """What the store holds of them, read again when something was changed."""
        last = self._project.store.history(last=1)
        number = last[-1].number if last else 0
        with self._lock:
            kept = self._kept
        if kept is None or kept.number != number:
            kept = _Stored(
                number=number,
                rows=tapes(self._project),
                said=self._project.store.spoken(),
                names=self._project.speaker_names(),
                codings=Counter(one.quote.span.tape for one in self._project.store.codings()),
            )
            with self._lock:
                self._kept = kept
        return kept

    def look_again(self, job: Job) -> None:
        """After a job that read or moved recordings: look at them anew when they are next listed."""
        if job.state.is_over:
            with self._lock:
                self._kept = None  # listening copies are no part of the history
        if job.state.is_over and job.order.command in ("ingest", "relink", "verify"):
            named = set(job.order.tapes)
            self.presence.forget([path for path, tape in self._paths.items() if not named or tape in named])

    def _listed(self, stored: _Stored, rows: Sequence[TapeRow]) -> list[ListedTape]:
        names = stored.names
        speakers: dict[TapeId, list[tuple[int, str]]] = {}
        tally: dict[TapeId, list[int]] = {}
        for one in stored.said:
            if one.speaker is not None and one.speaker in names:
                speakers.setdefault(one.tape, []).append((-one.ticks, names[one.speaker]))
            turns, revisions = tally.get(one.tape, [0, 0])
            tally[one.tape] = [turns + one.turns, revisions + one.revisions]
        self._paths = {file.path: row.tape.id for row in rows for file in row.tape.files} | self._paths
        facts = self.presence.of(file.path for row in rows for file in row.tape.files)
        kept = seals(self._project)
        return [
            ListedTape(
                row=row,
                speakers=tuple(name for _, name in sorted(speakers.get(row.tape.id, []))),
                checked=self._checked_share(row, tally.get(row.tape.id, [0, 0])),
                media=_media(row.tape, facts),
                missing=tuple(file.path for file in row.tape.files if facts[file.path] == NOWHERE),
                seal=_seal(row.tape, facts, kept),
                recorded_at=self._recorded_at(row.tape, facts),
                codings=stored.codings.get(row.tape.id, 0),
            )
            for row in rows
        ]

    def _recorded_at(self, tape: Tape, facts: Mapping[str, Facts | None]) -> str:
        now = facts[tape.files[0].path] if tape.files else None
        if now is None or now == NOWHERE:
            return ""
        key = (tape.files[0].path, now)
        with self._lock:
            known = self._recorded.get(key)
        if known is None:
            remembered = recall(Path(tape.files[0].path), self._project.cache)
            known = remembered.recorded_at if remembered else ""
            with self._lock:
                self._recorded[key] = known
        return known

    def _checked_share(self, row: TapeRow, tally: Sequence[int]) -> float:
        head = row.transcript
        if head is None or not head.words:
            return 0.0
        if not tally[1]:
            return 0.0  # nobody has changed a turn
        state = (head.id, *tally)
        with self._lock:
            known = self._checked.get(row.tape.id)
        if known is not None and known[0] == state:
            return known[1]
        transcript = self._project.store.transcript(row.tape.id)
        words = [word.confidence == CHECKED for turn in transcript.turns for word in turn.words] if transcript else []
        share = sum(words) / len(words) if words else 0.0
        with self._lock:
            self._checked[row.tape.id] = (state, share)
        return share

    def _told(self, paths: set[str]) -> None:
        self._tell(sorted({self._paths[path] for path in paths if path in self._paths}))


def _media(tape: Tape, facts: Mapping[str, Facts | None]) -> str:
    if not tape.files:
        return "elsewhere"
    states = [facts[file.path] for file in tape.files]
    if any(state == NOWHERE for state in states):
        return "missing"
    return "unknown" if any(state is None for state in states) else "here"


def _seal(tape: Tape, facts: Mapping[str, Facts | None], kept: Mapping[str, Seal]) -> TapeSeal:
    """The worst of its files."""
    if not tape.files:
        return TapeSeal(state="unknown", detail="its media is elsewhere")
    found = []
    for file in tape.files:
        now, seal = facts[file.path], kept.get(file.path)
        digest = file.digests.get("xxh128", "")
        if now == NOWHERE:
            found.append(TapeSeal(state="missing", path=file.path, expected=digest))
        elif now is not None and now[0] != file.size:
            detail = f"{now[0]} bytes long, was {file.size}"
            found.append(TapeSeal(state="changed", path=file.path, detail=detail, expected=digest))
        elif seal is not None and seal.digest == digest and seal.facts == now and seal.state != "missing":
            found.append(
                TapeSeal(
                    state=seal.state,
                    path=file.path,
                    detail=seal.detail,
                    expected=digest,
                    found=seal.found,
                    when=seal.when,
                )
            )
        else:
            found.append(TapeSeal(state="noted" if digest else "unknown", path=file.path, expected=digest))
    return min(found, key=lambda one: (_WORST_FIRST.index(one.state), one.when))


def record(listed: Sequence[ListedTape], jobs: Sequence[Job] = ()) -> dict[str, object]:
    """``{"tapes": [{…, "speakers", "by", "checked", "recorded_at", "codings", "media", "missing", "seal", "job"}]}``:
    each begins as `tapewright tapes --json` has it. ``by`` is who heard the words: ``machine``, ``person``, or null.

    ``job`` is what is being done to the tape, or waits to be: ``{"id", "command", "state", "progress", "done",
    "total"}``.
    """
    return {"tapes": records(listed, jobs)}


def records(listed: Sequence[ListedTape], jobs: Sequence[Job] = ()) -> list[dict[str, object]]:
    """The tapes of the list, each as JSON."""
    at_work = _jobs_by_tape(jobs)
    return [listed_record(one, at_work.get(one.row.tape.id)) for one in listed]


def job_on(tape: str, jobs: Sequence[Job]) -> Job | None:
    """What runs on a tape, or waits to."""
    return _jobs_by_tape(jobs).get(tape)


def listed_record(one: ListedTape, job: Job | None = None) -> dict[str, object]:
    """One tape of the list."""
    tape, seal = one.row.tape, one.seal
    return {
        **tape_record(tape, one.row.transcript),
        "listening_copy": one.row.has_listening_copy,
        "start_ticks": tape.start_timecode,
        "has_video": tape.has_video,
        "speakers": list(one.speakers),
        "by": None if one.row.transcript is None else one.row.transcript.provenance.heard_by.value,
        "checked": round(one.checked, 4),
        "recorded_at": one.recorded_at or None,
        "codings": one.codings,
        "media": one.media,
        "missing": list(one.missing),
        "seal": {
            "state": seal.state,
            "path": seal.path,
            "detail": seal.detail,
            "expected": seal.expected,
            "found": seal.found,
            "when": seal.when,
        },
        "job": None if job is None else job_on_tape(job, tape.id),
    }


def job_on_tape(job: Job, tape: str) -> dict[str, Any]:
    """What a job does to one of its tapes: how far that tape is, where the job tells."""
    part = job.parts.get(tape, {})
    return {
        "id": job.id,
        "command": job.order.command,
        "state": job.state.value,
        "progress": job.progress,
        "done": part.get("done", 0),
        "total": part.get("total", 0),
    }


def _jobs_by_tape(jobs: Sequence[Job]) -> dict[str, Job]:
    """Of each tape the job that runs on it, else the first that waits."""
    found: dict[str, Job] = {}
    for job in jobs:
        if job.state not in (JobState.RUNNING, JobState.WAITING, JobState.INTERRUPTED):
            continue
        for tape in job.order.tapes:
            if tape not in found or (job.state is JobState.RUNNING and found[tape].state is not JobState.RUNNING):
                found[tape] = job
    return found


def media_record(changed: Sequence[TapeId]) -> dict[str, object]:
    """What live screens are told where files have come or gone: a change that is no transaction."""
    return {"transaction": None, "what": "media", "who": "", "tapes": list(changed)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A tape's first words, turn by turn, each with who says it; while it is being heard, the last that were."""

    tape: TapeId
    lines: tuple[tuple[int, str, str], ...] = ()
    is_on_its_way: bool = False
    heard: int = 0


def preview(project: Project, tape: TapeId | str, job: Job | None = None) -> Preview:
    """The words to show beside the list. A transcription on its way shows what its ledger holds already."""
    found = project.store.tape(TapeId(tape))
    work = str(job.parts.get(found.id, {}).get("work", "")) if job and job.order.command == "transcribe" else ""
    if work and (pieces := project.store.finished(KIND, work)):
        stretches = sorted(pieces.items(), key=lambda piece: int(piece[0].partition("-")[0]))
        words = [word for _, kept in stretches for word in from_bytes(kept).words]
        lines = _in_lines([(word.start, word.text) for word in words[-_SHOWN_WORDS:]])
        return Preview(tape=found.id, lines=lines, is_on_its_way=True, heard=len(words))
    transcript = project.store.transcript(found.id)
    if transcript is None:
        return Preview(tape=found.id)
    names = project.speaker_names()
    turns = [turn for turn in transcript.turns if turn.words][:4]
    lines = tuple(
        (turn.words[0].start, names.get(turn.speaker, "") if turn.speaker else "", turn.text[:240]) for turn in turns
    )
    return Preview(tape=found.id, lines=lines)


def _in_lines(words: Sequence[tuple[int, str]]) -> tuple[tuple[int, str, str], ...]:
    return ((words[0][0], "", " ".join(text for _, text in words)),) if words else ()


def preview_record(found: Preview) -> dict[str, object]:
    """``{"tape", "lines": [{"ticks", "seconds", "speaker", "text"}], "on_its_way", "heard"}``: words heard so far."""
    return {
        "tape": found.tape,
        "lines": [
            {"ticks": at, "seconds": to_float_seconds(at), "speaker": who, "text": text}
            for at, who, text in found.lines
        ],
        "on_its_way": found.is_on_its_way,
        "heard": found.heard,
    }
