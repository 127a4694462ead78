"""Find the voices of tapes: who spoke when, stored as voices, and the turns cut and assigned by them.

One transaction a tape, which undo takes back. What a person has said is never overwritten: a turn whose speaker was
confirmed, typed or assigned stays as it is, and is told where the sound says otherwise.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tapewright.errors import ConflictError, InputError, TapewrightError, UsageError
from tapewright.jobs import Piece, Runner
from tapewright.jobs.in_process import InProcess
from tapewright.model import Embedding, SpeakerId, Tape, TapeId, TapeVoices, Voice
from tapewright.model.progress import Report, Step, silent
from tapewright.model.provenance import Provenance
from tapewright.speech import VoiceFinder, finders
from tapewright.store import Change
from tapewright.timing import to_float_seconds
from tapewright.verbs import hearing
from tapewright.verbs.keptvoices import meet
from tapewright.verbs.project import Project
from tapewright.verbs.speakers import named_speaker
from tapewright.verbs.tapework import error_on_tape, input_digest, now, plain, why_silent
from tapewright.verbs.voicepieces import Finder, TapeTask, find_on_tape, finder_of, from_bytes
from tapewright.verbs.voiceturns import Kept, assign_turns

KIND = "find voices"


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeFound:
    """How it went with one tape.

    ``status``: ``found`` (``note`` says so where nobody speaks), ``planned`` (a dry run), ``skipped`` (``note`` says
    why) or ``failed`` (``error``). ``assigned`` counts turns that have a speaker by it, ``cut`` how many turns more
    there are. ``kept`` are turns of a person's that stay, where other voices are heard.
    """

    tape: TapeId
    status: str
    note: str = ""
    voices: tuple[Voice, ...] = ()
    assigned: int = 0
    cut: int = 0
    kept: tuple[Kept, ...] = ()
    remarks: tuple[str, ...] = ()
    error: TapewrightError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesFound:
    """How it went. ``heard`` is the tape time in ticks that was listened to, ``seconds`` how long it took."""

    finder: str
    tapes: tuple[TapeFound, ...]
    heard: int
    seconds: float
    names: Mapping[SpeakerId, str] = field(default_factory=dict)

    @property
    def failed(self) -> list[TapeFound]:
        """The tapes whose voices could not be found."""
        return [row for row in self.tapes if row.status == "failed"]


@dataclass(slots=True, kw_only=True)
class _Plan:
    """One tape on its way."""

    tape: Tape
    provenance: Provenance
    told: _Told
    result: bytes | None = None

    @property
    def key(self) -> str:
        """The digest of everything that the voices depend on."""
        made = self.provenance
        kept = json.dumps([made.input_digest, made.tool, made.version, made.settings], sort_keys=True)
        return hashlib.sha256(kept.encode()).hexdigest()


def find_voices(
    project: Project,
    tapes: Sequence[str] | None = None,
    *,
    count: int | None = None,
    most: int | None = None,
    known: Sequence[str] = (),
    finder: str | type[VoiceFinder] = finders.DEFAULT,
    workers: int | None = None,
    again: bool = False,
    dry_run: bool = False,
    report: Report = silent,
    runner: Runner | None = None,
) -> VoicesFound:
    """Find the voices of the named tapes, or of all, and cut and assign the turns of their current transcripts.

    ``count`` or ``most`` people speak on each; ``known`` are names of speakers who are likely to. What was told of a
    tape once holds until something else is told. A tape whose voices were found so is skipped unless ``again``; one
    that fails is named and the others go on. MissingError where the weights are not on this machine.
    """
    began = time.monotonic()
    if (count is not None and count < 1) or (most is not None and most < 1):
        raise UsageError(
            "at least one person speaks, or nobody has to be found", hint="--count and --most are 1 or more"
        )
    if count is not None and most is not None:
        raise UsageError("say how many speak, or how many at most: not both", hint="--count N, or --most N")
    told = _Told(count=count, most=most, known=_known(project, known))
    chosen = finder_of(finder)
    maker = chosen.made()
    rows, plans = _plans(project, tapes, maker, again, dry_run, told)
    if dry_run:
        rows += [TapeFound(tape=plan.tape.id, status="planned") for plan in plans]
        return _answer(project, maker, rows, 0, began)
    heard = 0
    runner = runner or hearing.runner_of(1 if workers is None and len(plans) == 1 else workers)
    for plan, error in _found(project, plans, chosen, runner, report):
        if error is None:
            heard += plan.tape.duration
            rows.append(_kept(project, plan))
        else:
            project.log.error("could not find the voices of %s: %s", plan.tape.id, error.code)
            rows.append(TapeFound(tape=plan.tape.id, status="failed", error=error))
    return _answer(project, maker, rows, heard, began)


def record(result: VoicesFound) -> dict[str, object]:
    """``{"finder", "tape_seconds", "seconds", "speed", "tapes": [{"tape", "status", "note", "voices": [{"id", "label",
    "seconds", "utterances", "confirmed"}], "assigned", "cut", "kept": [{"turn", "speaker", "heard"}], "remarks",
    "error"}]}``.
    """
    tape_seconds = to_float_seconds(result.heard)
    return {
        "finder": result.finder,
        "tape_seconds": tape_seconds,
        "seconds": round(result.seconds, 3),
        "speed": round(tape_seconds / result.seconds, 2) if result.heard and result.seconds else None,
        "tapes": [
            {
                "tape": row.tape,
                "status": row.status,
                "note": row.note,
                "voices": [
                    {
                        "id": voice.id,
                        "label": result.names.get(voice.speaker, ""),
                        "seconds": to_float_seconds(voice.heard),
                        "utterances": len(voice.utterances),
                        "confirmed": voice.is_confirmed,
                    }
                    for voice in row.voices
                ],
                "assigned": row.assigned,
                "cut": row.cut,
                "kept": [{"turn": kept.turn.id, "speaker": kept.speaker, "heard": kept.heard} for kept in row.kept],
                "remarks": list(row.remarks),
                "error": row.error.to_record() if row.error else None,
            }
            for row in result.tapes
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a person said beforehand: how many speak, and who."""

    count: int | None
    most: int | None
    known: list[int]

    def over(self, earlier: Mapping[str, object]) -> _Told:
        """What is told now, else what was told of the tape before."""
        if self.count is not None or self.most is not None:
            count, most = self.count, self.most
        else:
            count, most = (n if isinstance(n, int) else None for n in (earlier.get("count"), earlier.get("most")))
        before = earlier.get("known")
        return _Told(count=count, most=most, known=self.known or (before if isinstance(before, list) else []))


def _known(project: Project, names: Sequence[str]) -> list[int]:
    """The speakers of these names. UsageError for one whose voice nobody has confirmed or enrolled."""
    ids: set[int] = set()
    for name in names:
        speaker = named_speaker(project, name)
        if not _embeddings(project, [speaker.id]):
            raise UsageError(
                f"no voice of {speaker.name} is known yet",
                hint=f"confirm one, or: tapewright speakers enrol {speaker.name!r} TAPE --from TIME --to TIME",
            )
        ids.add(speaker.id)
    return sorted(ids)


def _embeddings(project: Project, speakers: Sequence[int]) -> tuple[Embedding, ...]:
    """Where the voices of speakers lie, as far as a person has said so."""
    if not speakers:
        return ()
    theirs = [
        voice.found.centre for voice in project.store.voices() if voice.is_confirmed and voice.speaker in speakers
    ]
    theirs += [exemplar.embedding for exemplar in project.store.exemplars() if exemplar.speaker in speakers]
    return tuple(filter(None, theirs))


def _plans(
    project: Project,
    tapes: Sequence[str] | None,
    maker: VoiceFinder,
    again: bool,
    dry_run: bool,
    told: _Told,
) -> tuple[list[TapeFound], list[_Plan]]:
    """The tapes that need nothing, and those that are to be listened to."""
    store = project.store
    chosen = store.tapes() if tapes is None else [store.tape(TapeId(name)) for name in dict.fromkeys(tapes)]
    made, asked = store.voices_made(), plain(maker.provenance())
    rows: list[TapeFound] = []
    plans: list[_Plan] = []
    for tape in chosen:
        before = made.get(tape.id)
        here = told.over(before.settings if before else {})
        plan = _Plan(
            tape=tape,
            provenance=Provenance(
                tool=maker.name,
                version=maker.version,
                settings={**asked, "count": here.count, "most": here.most, "known": here.known},
                input_digest=input_digest(tape),
            ),
            told=here,
        )
        if note := why_silent(tape):
            rows.append(TapeFound(tape=tape.id, status="skipped", note=note))
        elif before is not None and not again and _alike(before, plan.provenance):
            store.forget(KIND, plan.key)
            rows.append(_known_already(project, tape.id, dry_run))
        else:
            plans.append(plan)
    return rows, plans


def _known_already(project: Project, tape: TapeId, dry_run: bool) -> TapeFound:
    """A tape whose voices were found so. Turns that came since and bear nobody (a typed text without names, say) are
    cut and assigned by them.
    """
    voices = tuple(project.store.voices(tape))
    row = TapeFound(tape=tape, status="skipped", note="its voices are known", voices=voices)
    if dry_run or not any(one.tape == tape and one.speaker is None for one in project.store.spoken()):
        return row
    with project.store.change(f"assign the turns of {tape} by its voices") as pen:
        made = assign_turns(project, pen, tape, voices, set(), project.speaker_names())
    if not made.assigned:
        return row
    return replace(row, status="found", assigned=made.assigned, cut=made.cut, kept=made.kept)


def _alike(made: Provenance, wanted: Provenance) -> bool:
    return replace(made, made_at="", settings=plain(made.settings)) == wanted


def _found(
    project: Project,
    plans: Sequence[_Plan],
    finder: Finder,
    runner: Runner,
    report: Report,
) -> Iterator[tuple[_Plan, TapewrightError | None]]:
    """Each tape as soon as its voices are found, kept in the ledger, or as it has failed."""
    total = sum(plan.tape.duration for plan in plans)
    done = 0
    report(Step(what=KIND, done=0, total=total, unit="ticks"))
    waiting: dict[str, _Plan] = {}
    for plan in plans:
        plan.result = project.store.finished(KIND, plan.key).get(KIND)
        if plan.result is None:
            waiting[plan.tape.id] = plan
            continue
        done += plan.tape.duration
        yield plan, None
    # Only here in this process can a finder say how far it is within a tape.
    told = {name: _telling(report, name) if isinstance(runner, InProcess) else find_on_tape for name in waiting}
    pieces = (Piece(name=name, do=told[name], argument=_task(project, plan, finder)) for name, plan in waiting.items())
    with contextlib.closing(hearing.answers(runner, pieces)) as run:
        for answer in run:
            plan = waiting[answer.name]
            done += plan.tape.duration
            error = None
            if answer.error is not None:
                error = error_on_tape(project, answer.error, plan.tape.id, what="find its voices")
            else:
                plan.result = answer.result
                project.store.finish(KIND, plan.key, KIND, answer.result)
            report(Step(what=KIND, done=done, total=total, unit="ticks", note=plan.tape.id))
            yield plan, error


def _telling(report: Report, tape: str) -> Callable[[TapeTask], bytes]:
    return lambda task: find_on_tape(task, lambda step: report(replace(step, note=tape)))


def _task(project: Project, plan: _Plan, finder: Finder) -> TapeTask:
    return TapeTask(
        reader=project.media,
        tape=plan.tape,
        cache=project.cache,
        finder=finder,
        count=plan.told.count,
        most=plan.told.most,
        known=_embeddings(project, plan.told.known),
    )


def _kept(project: Project, plan: _Plan) -> TapeFound:
    """The voices of a tape and its turns by them, in one transaction; then the ledger may forget them."""
    assert plan.result is not None
    tape = plan.tape.id
    try:
        found = from_bytes(plan.result, plan.tape, replace(plan.provenance, made_at=now()))
        with project.store.change(f"find the voices of {tape}") as pen:
            row = _stored(project, pen, found)
    except (InputError, UsageError) as error:
        project.store.forget(KIND, plan.key)
        return TapeFound(tape=tape, status="failed", error=error)
    project.store.forget(KIND, plan.key)
    project.log.info("found %d voices on %s", len(row.voices), tape)
    return row


def _stored(project: Project, pen: Change, found: TapeVoices) -> TapeFound:
    store, tape = project.store, found.tape
    old = store.voices(tape)
    labels = _Labels(project, pen, tape)
    met = meet(found, old, labels)
    voices = pen.replace_voices(tape, found.provenance, met.voices)
    ours = {voice.speaker for voice in (*old, *voices) if not voice.is_confirmed}
    ours -= {voice.speaker for voice in (*old, *voices) if voice.is_confirmed}
    names = {speaker.id: speaker.name for speaker in store.speakers()}  # the new labels are not acknowledged yet
    names |= labels.made
    given = assign_turns(project, pen, tape, voices, ours, names)
    for voice in met.gone:
        with contextlib.suppress(ConflictError):  # another version of the transcript still bears the label
            pen.remove_speaker(voice.speaker)
    remarks = tuple(
        f"V{voice.id} ({names[voice.speaker]}) is confirmed and was not found again: it stays as it was"
        for voice in met.not_found_again
    )
    return TapeFound(
        tape=tape,
        status="found",
        note="" if voices else "nobody speaks",
        voices=tuple(voices),
        assigned=given.assigned,
        cut=given.cut,
        kept=given.kept,
        remarks=remarks,
    )


class _Labels:
    """Makes the speakers of new voices: ``T017 voice 1``, by the next number that no speaker is called by."""

    def __init__(self, project: Project, pen: Change, tape: TapeId) -> None:
        self._taken = {speaker.name.casefold() for speaker in project.store.speakers()}
        self._pen = pen
        self._tape = tape
        self.made: dict[SpeakerId, str] = {}

    def __call__(self, number: int) -> SpeakerId:
        number += 1
        while (name := f"{self._tape} voice {number}").casefold() in self._taken:
            number += 1
        self._taken.add(name.casefold())
        speaker = self._pen.add_speaker(name)
        self.made[speaker.id] = name
        return speaker.id


def _answer(project: Project, maker: VoiceFinder, rows: Sequence[TapeFound], heard: int, began: float) -> VoicesFound:
    return VoicesFound(
        finder=maker.name,
        tapes=tuple(sorted(rows, key=lambda row: row.tape)),
        heard=heard,
        seconds=time.monotonic() - began,
        names=project.speaker_names(),
    )
