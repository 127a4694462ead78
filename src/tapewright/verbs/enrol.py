"""Voices by hand: a stretch in which somebody speaks becomes an exemplar; a voice that is two people's is parted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Exemplar, FoundVoice, Provenance, Span, Speaker, SpeakerId, TapeId, Turn, TurnId, Voice
from tapewright.speech import VoiceFinder, finders
from tapewright.speech.wordvoices import WhoSpeaks, recut, utterances_of
from tapewright.timing import Interval, Ticks, clip, merge, subtract
from tapewright.verbs.project import Project
from tapewright.verbs.speakers import checked_name, named_speaker, speaker_record
from tapewright.verbs.tapework import input_digest, now, plain, why_silent
from tapewright.verbs.times import times_record
from tapewright.verbs.voicepieces import TapeTask, embed_on_tape, finder_of
from tapewright.verbs.whose import Told, changing, free_label, turns_of, voice_called


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """A stretch by which a speaker is known again; ``is_new`` where the speaker was made for it."""

    exemplar: Exemplar
    speaker: Speaker
    is_new: bool = False
    transaction: int = 0
    dry_run: bool = False


def enrol(
    project: Project,
    name: str,
    tape: TapeId | str,
    interval: Interval,
    *,
    finder: str | type[VoiceFinder] = finders.DEFAULT,
    dry_run: bool = False,
    who_says: str = "",
) -> Enrolled:
    """A speaker (made if new; ``#7`` is the one with that number) is heard in a stretch of a tape, alone.

    UsageError where nobody is heard there. MissingError where the weights are not on this machine.
    """
    found = project.store.tape(TapeId(tape))
    if interval.is_empty or interval.start < 0 or interval.end > found.duration:
        last = found.timecode(found.duration)
        raise UsageError(
            f"the stretch is empty or lies outside tape {found.id}",
            hint=f"the tape runs from {found.timecode(Ticks(0))} to {last}",
        )
    known = _speaker_called(project, name)
    task = _task(project, found.id, finder)
    (embedding,) = embed_on_tape(task, [interval])
    place = f"{found.timecode(interval.start)} to {found.timecode(interval.end)}"
    if not embedding:
        raise UsageError(f"{found.id}: nobody is heard from {place}", hint="name a stretch in which they speak alone")
    maker = task.finder.made()
    exemplar = Exemplar(
        span=Span(found.id, interval),
        speaker=known.id if known else SpeakerId(0),
        embedding=tuple(embedding),
        provenance=Provenance(
            tool=maker.name,
            version=maker.version,
            settings=plain(maker.provenance()),
            input_digest=input_digest(found),
            made_at=now(),
        ),
    )
    speaker = known or Speaker(id=SpeakerId(0), name=checked_name(name))
    with changing(project, f"{speaker.name} is heard on {found.id} from {place}", who_says, dry_run) as pen:
        speaker = known or pen.add_speaker(speaker.name)
        exemplar = pen.add_exemplar(replace(exemplar, speaker=speaker.id))
    return Enrolled(
        exemplar=exemplar,
        speaker=speaker,
        is_new=known is None,
        transaction=0 if dry_run else pen.number,
        dry_run=dry_run,
    )


def part_voice(
    project: Project,
    voice: str | int,
    *,
    turns: Sequence[int] = (),
    interval: Interval | None = None,
    finder: str | type[VoiceFinder] = finders.DEFAULT,
    dry_run: bool = False,
    who_says: str = "",
) -> Told:
    """What a voice says in these turns, or in an interval, is another's: it becomes a voice of its own, with a label.

    NotFoundError where the voice is not heard there, UsageError where nothing would be left of it.
    """
    one = voice_called(project, voice)
    places = [interval] if interval else [_turn(project, one, turn).interval for turn in turns]
    parted = merge(part for place in merge(places) for part in clip(one.utterances, place))
    left = subtract(one.utterances, parted)
    if not parted:
        raise NotFoundError(f"V{one.id} is not heard there", hint="tapewright transcript TAPE --json shows turns")
    if not left:
        raise UsageError(f"V{one.id} would have nothing left", hint=f"tapewright speakers split V{one.id}")
    task = _task(project, one.tape, finder)
    voices = project.store.voices(one.tape)
    kept = replace(one, utterances=tuple(left), found=_found(task, one.found.number, left))
    new_found = _found(task, len(voices), parted)
    with changing(project, f"part V{one.id} in two", who_says, dry_run) as pen:
        label = pen.add_speaker(free_label(project, one.tape, len(voices)))
        made = Voice(
            tape=one.tape,
            found=new_found,
            utterances=tuple(parted),
            speaker=label.id,
            rejected=frozenset({one.speaker}),
            provenance=one.provenance,
        )
        others = [kept if other.id == one.id else other for other in voices]
        stored = pen.replace_voices(one.tape, one.provenance, [*others, made])
        speaking = WhoSpeaks(utterances_of([kept, made]))
        moved = 0
        for turn in turns_of(project, one):
            speakers = [(one.speaker, label.id)[number] for number in speaking.of_words(turn.words)]
            if label.id in speakers:
                moved += sum(piece.speaker == label.id for piece in pen.replace_turns([turn], recut(turn, speakers)))
    new = next(other for other in stored if other.speaker == label.id)
    did = f"V{one.id} is parted: {label.name} is V{new.id}"
    return Told(
        did=did,
        speaker=label,
        voices=(one.id, new.id),
        turns=moved,
        transaction=0 if dry_run else pen.number,
        dry_run=dry_run,
    )


def enrolled_record(result: Enrolled) -> dict[str, object]:
    """``{"exemplar", "tape", "start", "end", "ticks", "speaker": {…}, "is_new", "transaction", "dry_run"}``."""
    span = result.exemplar.span
    return {
        "exemplar": result.exemplar.id,
        "tape": span.tape,
        **times_record(span.interval),
        "speaker": speaker_record(result.speaker),
        "is_new": result.is_new,
        "transaction": result.transaction,
        "dry_run": result.dry_run,
    }


def _speaker_called(project: Project, name: str) -> Speaker | None:
    """The speaker of this name or number; None for a new name. UsageError where two are called so."""
    if name.removeprefix("#").isdecimal():
        return named_speaker(project, name.removeprefix("#"))
    same = [one for one in project.store.speakers() if one.name.casefold() == checked_name(name).casefold()]
    return named_speaker(project, name) if same else None


def _task(project: Project, tape: TapeId, finder: str | type[VoiceFinder]) -> TapeTask:
    found = project.store.tape(tape)
    if note := why_silent(found):
        raise UsageError(f"tape {tape} {note}", hint="tapewright relink finds what moved")
    return TapeTask(reader=project.media, tape=found, cache=project.cache, finder=finder_of(finder))


def _turn(project: Project, voice: Voice, turn: int) -> Turn:
    if project.store.tape_of(TurnId(turn)) != voice.tape:
        raise UsageError(f"turn {turn} is not on tape {voice.tape}", hint="tapewright transcript TAPE --json")
    return project.store.turn(TurnId(turn))


def _found(task: TapeTask, number: int, utterances: Sequence[Interval]) -> FoundVoice:
    """A voice by its utterances: the mean of their embeddings, by their length."""
    import numpy

    longest = sorted(utterances, key=lambda one: -one.duration)[:20]
    told = [pair for pair in zip(embed_on_tape(task, longest), longest, strict=True) if len(pair[0])]
    if not told:
        return FoundVoice(number=number, centre=(), spread=0.0, samples=tuple(longest[:3]))
    vectors = numpy.array([embedding for embedding, _ in told])
    mean = numpy.average(vectors, axis=0, weights=[one.duration for _, one in told])
    centre = mean / max(float(numpy.linalg.norm(mean)), 1e-9)
    spread = float(numpy.clip(numpy.median(vectors @ centre), -1.0, 1.0))
    return FoundVoice(number=number, centre=tuple(centre.tolist()), spread=spread, samples=tuple(longest[:3]))
