"""Transcribe tapes: speech found, stretches heard by workers and kept as they finish, turns stored in one transaction.

A kill at any moment costs the stretches in hand and nothing else: the ledger holds every finished one until the whole
transcript is stored.
"""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tapewright.errors import TapewrightError
from tapewright.jobs import Runner
from tapewright.model import CHECKED, HeardBy, TapeId, Transcript
from tapewright.model.progress import Report, silent
from tapewright.model.provenance import Provenance
from tapewright.speech import Engine, HearingSettings, registry
from tapewright.speech import engines as engine_room
from tapewright.speech.listening import from_bytes
from tapewright.speech.listening import provenance as hearing_provenance
from tapewright.speech.wordvoices import turns_by_voice
from tapewright.store import TranscriptHead
from tapewright.timing import nearest, to_float_seconds, to_seconds
from tapewright.verbs import hearing
from tapewright.verbs.hearing import Detect
from tapewright.verbs.hearingplan import KIND, HearingPlan, Listener, find_speech_on, hear_stretches, piece_of
from tapewright.verbs.listenaid import copy_to_hear
from tapewright.verbs.project import Project
from tapewright.verbs.tapework import input_digest, now, plain, why_silent
from tapewright.words.counted import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeHeard:
    """How it went with one tape.

    ``status``: ``transcribed`` (``note`` says so where no word was heard), ``planned`` (a dry run), ``skipped``
    (``note`` says why) or ``failed`` (``error``).
    ``chunks`` counts its stretches, ``resumed`` those that an earlier run had finished. ``language`` is the one that
    was heard most. ``instead`` says that this version stands now where one stood on which a person had worked.
    """

    tape: TapeId
    status: str
    note: str = ""
    version: int = 0
    words: int = 0
    turns: int = 0
    chunks: int = 0
    resumed: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    language: str = ""
    instead: str = ""
    error: TapewrightError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcribed:
    """How it went. ``heard`` is the tape time in ticks that was heard in this run, ``seconds`` how long it took."""

    engine: str
    model: str
    tapes: tuple[TapeHeard, ...]
    heard: int
    seconds: float

    @property
    def failed(self) -> list[TapeHeard]:
        """The tapes that could not be transcribed."""
        return [row for row in self.tapes if row.status == "failed"]


def transcribe(
    project: Project,
    tapes: Sequence[str] | None = None,
    *,
    settings: HearingSettings | None = None,
    engine: str | type[Engine] = engine_room.DEFAULT,
    workers: int | None = None,
    again: bool = False,
    dry_run: bool = False,
    report: Report = silent,
    listening_copy: bool = False,
    runner: Runner | None = None,
    detect: Detect | None = None,
) -> Transcribed:
    """Transcribe the named tapes, or all; each gets a new version, older ones stay.

    A tape that was transcribed with the same engine, weights and settings is skipped unless ``again``. One that fails
    is named and the others go on. ``workers`` defaults to the number of cores. MissingError where the model is not on
    this machine. ``listening_copy``: hear the copies of ``listen-aid``, not the originals, and say so in the
    provenance. ``runner`` and ``detect`` are for other machines and for tests.
    """
    began = time.monotonic()
    settings = settings or settings_of(project)
    detect = detect or hearing.detection(settings)
    kind = engine_room.engine_class(engine) if isinstance(engine, str) else engine
    weights = registry.find(settings.model, purpose="words") if kind.needs_weights else None
    maker = kind(settings, weights.folder if weights else None)
    rows, plans = _plans(project, tapes, maker, settings, detect, again, listening_copy)
    if dry_run:
        planned = [TapeHeard(tape=plan.tape.id, status="planned") for plan in plans]
        return _answer(maker, settings, [*rows, *planned], 0, began)
    runner = runner or hearing.runner_of(workers)
    if plans:
        find_speech_on(project, plans, runner, detect, report)
    listener = Listener(kind=kind, settings=settings, weights=weights.folder if weights else None)
    for plan in plans:
        plan.finished = project.store.finished(KIND, plan.key)
        plan.resumed = len(plan.chunks) - len(plan.open)
    heard = sum(chunk.interval.duration for plan in plans for chunk in plan.open)
    for plan in hear_stretches(project, plans, listener, runner, report):
        rows.append(_failed(project, plan, plan.error) if plan.error else _store(project, plan))
    return _answer(maker, settings, rows, heard, began)


def settings_of(project: Project) -> HearingSettings:
    """How this project listens: its language, model and names, and the defaults for the rest."""
    said = project.settings
    return HearingSettings(model=said.model, language=said.language, names=said.told_names)


def record(result: Transcribed) -> dict[str, object]:
    """``{"engine", "model", "tape_seconds", "seconds", "speed", "tapes": [{"tape", "status", …}]}``.

    ``speed`` is seconds of tape heard in a second of this run, or null where nothing was heard.
    """
    tape_seconds = to_float_seconds(result.heard)
    return {
        "engine": result.engine,
        "model": result.model,
        "tape_seconds": tape_seconds,
        "seconds": round(result.seconds, 3),
        "speed": round(tape_seconds / result.seconds, 2) if result.heard and result.seconds else None,
        "tapes": [
            {
                "tape": row.tape,
                "status": row.status,
                "note": row.note,
                "version": row.version,
                "words": row.words,
                "turns": row.turns,
                "chunks": row.chunks,
                "resumed": row.resumed,
                "counts": dict(row.counts),
                "language": row.language,
                "instead": row.instead,
                "error": row.error.to_record() if row.error else None,
            }
            for row in result.tapes
        ],
    }


def _plans(
    project: Project,
    tapes: Sequence[str] | None,
    maker: Engine,
    settings: HearingSettings,
    detect: Detect,
    again: bool,
    listening_copy: bool,
) -> tuple[list[TapeHeard], list[HearingPlan]]:
    """The tapes that need nothing, and those that are to be heard."""
    store = project.store
    chosen = store.tapes() if tapes is None else [store.tape(TapeId(name)) for name in dict.fromkeys(tapes)]
    made_by = hearing_provenance(maker, guards=settings.guards, refined=settings.edges)
    asked = plain({**made_by, "activity": hearing.made_by(detect)})
    rows: list[TapeHeard] = []
    plans: list[HearingPlan] = []
    for tape in chosen:
        plan = HearingPlan(
            tape=tape,
            again=again,
            provenance=Provenance(
                tool=maker.name, version=maker.version, settings=asked, input_digest=input_digest(tape)
            ),
        )
        try:
            plan = _of_copy(project, plan) if listening_copy and not why_silent(tape) else plan
        except TapewrightError as error:
            rows.append(_failed(project, plan, error))
            continue
        if note := why_silent(tape):
            rows.append(TapeHeard(tape=tape.id, status="skipped", note=note))
        elif not again and (like := _version_like(project, plan)):
            store.forget(KIND, plan.key)
            rows.append(_made_already(plan, like))
        elif tapes is None and not again and (work := _worked_on(project, store.transcript(tape.id))):
            note = f"{work.removesuffix(',')}, stands; tapewright transcribe {tape.id} hears it all the same"
            rows.append(TapeHeard(tape=tape.id, status="skipped", note=note))
        else:
            plans.append(plan)
    return rows, plans


def _of_copy(project: Project, plan: HearingPlan) -> HearingPlan:
    """The same plan for the tape's listening copy, told apart by its provenance."""
    copy, made = copy_to_hear(project, plan.tape)
    settings = plain({**plan.provenance.settings, "listening_copy": made})
    return dataclasses.replace(plan, tape=copy, provenance=dataclasses.replace(plan.provenance, settings=settings))


def _version_like(project: Project, plan: HearingPlan) -> TranscriptHead | None:
    """The version whose words were heard by the same engine, with the same settings, in the same input.

    Its edges need not be as they are wanted now: ``refine`` moves them, and nothing has to be heard again.
    """
    wanted = plan.provenance
    heads: list[TranscriptHead] = project.store.transcript_heads(plan.tape.id)
    for head in heads:
        made = head.provenance
        if (made.tool, made.version, made.input_digest) == (wanted.tool, wanted.version, wanted.input_digest) and (
            _without_edges(plain(made.settings)) == _without_edges(wanted.settings)
        ):
            return head
    return None


def _without_edges(settings: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in settings.items() if name != "edges"}


def _store(project: Project, plan: HearingPlan) -> TapeHeard:
    """The finished stretches as one transcript, in one transaction; then the ledger may forget them."""
    listened = [from_bytes(plan.finished[piece_of(chunk)]) for chunk in plan.chunks]
    words = [word for part in listened for word in part.words]
    tally: Counter[str] = Counter()
    for part in listened:
        tally.update(part.counts)
    if "unheard_ticks" in tally:
        tally["unheard_seconds"] = nearest(to_seconds(tally.pop("unheard_ticks")))
    languages = Counter(part.language for part in listened if part.language)
    transcript = Transcript(
        tape=plan.tape.id,
        turns=(),
        provenance=dataclasses.replace(plan.provenance, made_at=now()),
        language=max(languages, key=lambda language: (languages[language], language), default=""),
        counts=dict(tally),
    )
    before = project.store.transcript(plan.tape.id)
    with project.store.change(f"transcribe {plan.tape.id}") as pen:
        # Somebody in another terminal may have been faster with the same words: nobody else writes from here on.
        known = None if plan.again else _version_like(project, plan)
        voices = project.store.voices(plan.tape.id)
        made = dataclasses.replace(transcript, turns=turns_by_voice(words, voices))
        stored = None if known else pen.add_transcript(made)
    project.store.forget(KIND, plan.key)
    if known or stored is None:
        assert known is not None
        return _made_already(plan, known)
    project.log.info("transcribed %s: %d words, version %d", plan.tape.id, len(words), stored.version)
    return TapeHeard(
        tape=plan.tape.id,
        status="transcribed",
        note="" if words else "no word was heard",
        version=stored.version,
        words=len(words),
        turns=len(stored.turns),
        chunks=len(plan.chunks),
        resumed=plan.resumed,
        counts=transcript.counts,
        language=transcript.language,
        instead=f"{work} is kept and stands no more" if (work := _worked_on(project, before)) else "",
    )


def _worked_on(project: Project, before: Transcript | None) -> str:
    """A version and what a person did in it; empty where nobody did anything that a new one would not have."""
    if before is None:
        return ""
    if before.provenance.heard_by is HeardBy.PERSON:
        return f"version {before.version}, which a person typed,"
    if checked := sum(word.confidence == CHECKED for word in before.words):
        return f"version {before.version}, in which a person checked {counted(checked, 'word')},"
    found = {voice.speaker for voice in project.store.voices(before.tape)}
    if any(turn.speaker is not None and turn.speaker not in found for turn in before.turns):
        return f"version {before.version}, in which a person said who speaks,"
    return ""


def _made_already(plan: HearingPlan, like: TranscriptHead) -> TapeHeard:
    note = f"version {like.version} was made so"
    if plan.provenance.settings.get("edges") and not like.provenance.settings.get("edges"):
        note += f", its edges were not refined: tapewright refine {plan.tape.id}"
    return TapeHeard(tape=plan.tape.id, status="skipped", note=note, version=like.version)


def _failed(project: Project, plan: HearingPlan, error: TapewrightError) -> TapeHeard:
    project.log.error("could not transcribe %s: %s", plan.tape.id, error.code)
    return TapeHeard(tape=plan.tape.id, status="failed", chunks=len(plan.chunks), resumed=plan.resumed, error=error)


def _answer(
    maker: Engine, settings: HearingSettings, rows: Sequence[TapeHeard], heard: int, began: float
) -> Transcribed:
    return Transcribed(
        engine=maker.name,
        model=settings.model,
        tapes=tuple(sorted(rows, key=lambda row: row.tape)),
        heard=heard,
        seconds=time.monotonic() - began,
    )
