"""Whose voice it is: name, confirm, reject, merge, split. Each is one transaction that undo takes back.

Ids of voices and speakers stay; names are labels. What a voice's turns are is told by who is heard in most of their
words, so that a turn that a person gave to somebody else stays theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import Speaker, SpeakerId, Turn, Voice, VoiceId
from tapewright.speech.wordvoices import WhoSpeaks, utterances_of
from tapewright.store import Change
from tapewright.verbs.project import Project
from tapewright.verbs.speakers import (
    checked_name,
    checked_note,
    named_speaker,
    namesakes,
    speaker_record,
    unnamed_speakers,
)
from tapewright.verbs.voicegroups import checked_group

_VOICE = re.compile(r"[Vv](\d{1,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person said of voices, and what followed. ``did`` is a sentence; ``turns`` counts those that have another
    speaker now; ``remarks`` say what was overruled; ``transaction`` is what ``undo`` takes back, 0 where nothing was
    changed.
    """

    did: str
    speaker: Speaker
    voices: tuple[VoiceId, ...] = ()
    turns: int = 0
    remarks: tuple[str, ...] = ()
    transaction: int = 0
    dry_run: bool = False


def name_voice(
    project: Project, who: str, name: str, *, group: str | None = None, dry_run: bool = False, who_says: str = ""
) -> Told:
    """Say whose a voice (``V12``) or a labelled speaker is. A new name names the label; the name of a speaker who is
    there makes the voice theirs. UsageError where two confirmed speakers would become one: that is ``merge_speakers``.
    """
    name = checked_name(name)
    bearer, voices = _bearer(project, who)
    checked = None if group is None else checked_group(project, group)
    is_named = bearer.id not in unnamed_speakers(project)
    if _VOICE.fullmatch(who.strip()) and voices[0].is_confirmed and is_named:
        raise UsageError(
            f"V{voices[0].id} is {bearer.name}'s and confirmed",
            hint=f"tapewright speakers rename '#{bearer.id}' NAME; or speakers split V{voices[0].id}, if it is not",
        )
    known = _other_called(project, name, bearer)
    if known is None:
        speaker = replace(bearer, name=name, group=bearer.group if checked is None else checked)
        did = f"{bearer.name} is {name}"
        with changing(project, did, who_says, dry_run) as pen:
            pen.replace_speaker(speaker)
            _confirm(pen, voices)
        ids = tuple(voice.id for voice in voices)
        return Told(did=did, speaker=speaker, voices=ids, transaction=_kept(pen, dry_run), dry_run=dry_run)
    if not voices or any(voice.is_confirmed for voice in voices):
        raise UsageError(
            f"there is a speaker {known.name} already, and {bearer.name} is no unnamed voice",
            hint=f"are they one? tapewright speakers merge '#{bearer.id}' '#{known.id}'",
        )
    speaker = known if checked is None else replace(known, group=checked)
    return _given(project, voices[0], bearer, speaker, dry_run, who_says)


def confirm_voice(
    project: Project, voice: str | int, speaker: str | SpeakerId, *, dry_run: bool = False, who_says: str = ""
) -> Told:
    """A voice is a speaker's, who is there already (a number, a name, or the label of another voice)."""
    one = voice_called(project, voice)
    whose = named_speaker(project, str(speaker).removeprefix("#"))
    if one.speaker == whose.id:
        if one.is_confirmed:
            raise UsageError(f"V{one.id} is {whose.name}'s and confirmed already")
        did = f"V{one.id} is {whose.name}"
        with changing(project, did, who_says, dry_run) as pen:
            _confirm(pen, [one])
        return Told(did=did, speaker=whose, voices=(one.id,), transaction=_kept(pen, dry_run), dry_run=dry_run)
    return _given(project, one, _speaker(project, one.speaker), whose, dry_run, who_says)


def reject_voice(
    project: Project, voice: str | int, speaker: str | SpeakerId, *, dry_run: bool = False, who_says: str = ""
) -> Told:
    """A voice is not a speaker's; that is never suggested again. UsageError where it is theirs now."""
    one = voice_called(project, voice)
    whose = named_speaker(project, str(speaker).removeprefix("#"))
    if one.speaker == whose.id:
        raise UsageError(f"V{one.id} is {whose.name}'s now", hint=f"tapewright speakers split V{one.id}")
    did = f"V{one.id} is not {whose.name}"
    if whose.id in one.rejected:
        return Told(did=did, speaker=whose, voices=(one.id,), remarks=("it was said before",), dry_run=dry_run)
    with changing(project, did, who_says, dry_run) as pen:
        pen.replace_voice(one, replace(one, rejected=one.rejected | {whose.id}))
    return Told(did=did, speaker=whose, voices=(one.id,), transaction=_kept(pen, dry_run), dry_run=dry_run)


def merge(project: Project, old: str, into: str, *, dry_run: bool = False, who_says: str = "") -> Told:
    """Two speakers are one: all that ``old`` bears, in all versions of all transcripts, is ``into``'s."""
    gone, stays = _bearer(project, old)[0], _bearer(project, into)[0]
    if gone.id == stays.id:
        raise UsageError(f"{gone.name} is one already", hint="name two speakers")
    did = f"{gone.name} is {stays.name}"
    turns = sum(said.turns for said in project.store.spoken() if said.speaker == gone.id)
    with changing(project, f"merge {gone.name} into {stays.name}", who_says, dry_run) as pen:
        voices = [voice for voice in project.store.voices() if voice.speaker in (gone.id, stays.id)]
        pen.merge_speakers(gone.id, stays.id)
        _confirm(pen, _as_merged(voices, gone.id, stays.id))
    return Told(
        did=did,
        speaker=stays,
        voices=tuple(voice.id for voice in voices if voice.speaker == gone.id),
        turns=turns,
        remarks=_overruled(voices, {gone.id: gone.name, stays.id: stays.name}),
        transaction=_kept(pen, dry_run),
        dry_run=dry_run,
    )


def split_voice(project: Project, voice: str | int, *, dry_run: bool = False, who_says: str = "") -> Told:
    """A voice out of its speaker: it bears a label of its own again, and is not suggested as that speaker any more."""
    one = voice_called(project, voice)
    bearer = _speaker(project, one.speaker)
    if not one.is_confirmed:
        raise UsageError(
            f"V{one.id} is nobody's yet: {bearer.name} is its own label",
            hint="to part a voice that is two people's, say which turns: --turn, or --from and --to",
        )
    label = free_label(project, one.tape, one.found.number)
    with changing(project, f"V{one.id} is not {bearer.name}", who_says, dry_run) as pen:
        speaker = pen.add_speaker(label)
        told = _moved(project, pen, one, speaker, dry_run, is_confirmed=False)
    return replace(told, did=f"V{one.id} is not {bearer.name}; it is {label} again")


def revise_speaker(
    project: Project,
    who: str,
    *,
    name: str | None = None,
    group: str | None = None,
    note: str | None = None,
    dry_run: bool = False,
    who_says: str = "",
) -> Told:
    """Another name, group or note for a speaker, by number or name; what is None stays as it is."""
    old = named_speaker(project, who.removeprefix("#"))
    new = replace(
        old,
        name=old.name if name is None else checked_name(name),
        group=old.group if group is None else checked_group(project, group),
        note=old.note if note is None else checked_note(note),
    )
    if new == old:
        return Told(did=f"{old.name} stays as it was", speaker=old, dry_run=dry_run)
    did = f"{old.name} is {new.name}" if new.name != old.name else f"what is known of {old.name} is changed"
    with changing(project, did, who_says, dry_run) as pen:
        pen.replace_speaker(new)
    alike = tuple(f"speaker {one.id} is called {one.name} too" for one in namesakes(project, new))
    return Told(did=did, speaker=new, remarks=alike, transaction=_kept(pen, dry_run), dry_run=dry_run)


def voice_called(project: Project, given: str | int) -> Voice:
    """The voice that is meant: ``V12``, or a speaker who bears exactly one."""
    if isinstance(given, int):
        return project.store.voice(VoiceId(given))
    _, voices = _bearer(project, given)
    if len(voices) == 1:
        return voices[0]
    if not voices:
        raise NotFoundError(f"{given} bears no voice", hint="tapewright speakers list shows voices; they are V1, V2, …")
    shown = ", ".join(f"V{voice.id}" for voice in voices[:10])
    raise UsageError(f"{given} bears {len(voices)} voices", hint=f"say which: {shown}")


def voices_called(project: Project, given: str) -> list[Voice]:
    """The voice that is meant by ``V12``, or all that a speaker bears."""
    return _bearer(project, given)[1]


def free_label(project: Project, tape: str, number: int) -> str:
    """``T017 voice 1``, or with the next number that no speaker is called by."""
    taken = {speaker.name.casefold() for speaker in project.store.speakers()}
    number += 1
    while f"{tape} voice {number}".casefold() in taken:
        number += 1
    return f"{tape} voice {number}"


def turns_of(project: Project, voice: Voice) -> list[Turn]:
    """The turns of the current transcript that bear a voice's speaker and are mainly said by it."""
    transcript = project.store.transcript(voice.tape)
    voices = project.store.voices(voice.tape)
    utterances = utterances_of(voices)
    if transcript is None or not utterances:
        return []
    turns = [turn for turn in transcript.turns if turn.speaker == voice.speaker and turn.words]
    speaking = WhoSpeaks(utterances)
    return [turn for turn in turns if voices[speaking.mainly(turn.words)].id == voice.id]


def told_record(told: Told) -> dict[str, object]:
    """``{"did", "speaker": {…}, "voices": [ids], "turns", "remarks", "transaction", "dry_run"}``; ``undo TRANSACTION``
    takes it back, 0 is none.
    """
    return {
        "did": told.did,
        "speaker": speaker_record(told.speaker),
        "voices": list(told.voices),
        "turns": told.turns,
        "remarks": list(told.remarks),
        "transaction": told.transaction,
        "dry_run": told.dry_run,
    }


class _DryRunError(Exception):
    """Ends a transaction of which nothing is to be kept."""


@contextmanager
def changing(project: Project, what: str, who: str, dry_run: bool) -> Iterator[Change]:
    """A transaction; of a dry run everything is tried and nothing is kept."""
    try:
        with project.store.change(what, who=who) as pen:
            yield pen
            if dry_run:
                raise _DryRunError
    except _DryRunError:
        return


def _kept(pen: Change, dry_run: bool) -> int:
    """The number of a transaction that ended; 0 where nothing of it was kept."""
    return 0 if dry_run else pen.number


def _given(project: Project, voice: Voice, bearer: Speaker, speaker: Speaker, dry_run: bool, who: str) -> Told:
    """A voice becomes a speaker's: with its whole label where the label bears nothing else."""
    did = f"V{voice.id} ({bearer.name}) is {speaker.name}"
    others = [one for one in project.store.voices() if one.speaker == speaker.id]
    names = {bearer.id: bearer.name, speaker.id: speaker.name}
    with changing(project, did, who, dry_run) as pen:
        if speaker.group != _speaker(project, speaker.id).group:
            pen.replace_speaker(speaker)
        if voice.is_confirmed:
            told = _moved(project, pen, voice, speaker, dry_run)
            _confirm(pen, others)
            return replace(told, did=did, remarks=_overruled([voice, *others], names))
        turns = sum(said.turns for said in project.store.spoken() if said.speaker == bearer.id)
        pen.merge_speakers(bearer.id, speaker.id)
        _confirm(pen, _as_merged([voice, *others], bearer.id, speaker.id))
    return Told(
        did=did,
        speaker=speaker,
        voices=(voice.id,),
        turns=turns,
        remarks=_overruled([voice, *others], names),
        transaction=_kept(pen, dry_run),
        dry_run=dry_run,
    )


def _moved(
    project: Project, pen: Change, voice: Voice, speaker: Speaker, dry_run: bool, *, is_confirmed: bool = True
) -> Told:
    """A voice and its turns leave a speaker who keeps others."""
    turns = turns_of(project, voice)
    for turn in turns:
        pen.replace_turns([turn], [replace(turn, speaker=speaker.id)])
    rejected = voice.rejected - {speaker.id} if is_confirmed else voice.rejected | {voice.speaker}
    pen.replace_voice(
        voice, replace(voice, speaker=speaker.id, is_confirmed=is_confirmed, rejected=frozenset(rejected))
    )
    did = f"V{voice.id} is {speaker.name}"
    return Told(
        did=did,
        speaker=speaker,
        voices=(voice.id,),
        turns=len(turns),
        transaction=_kept(pen, dry_run),
        dry_run=dry_run,
    )


def _confirm(pen: Change, voices: Sequence[Voice]) -> None:
    for voice in voices:
        if not voice.is_confirmed:
            pen.replace_voice(voice, replace(voice, is_confirmed=True))


def _as_merged(voices: Sequence[Voice], old: SpeakerId, into: SpeakerId) -> list[Voice]:
    """Voices as the store has them after their speakers were merged."""
    merged = []
    for voice in voices:
        speaker = into if voice.speaker == old else voice.speaker
        rejected = frozenset(into if one == old else one for one in voice.rejected) - {speaker}
        merged.append(replace(voice, speaker=speaker, rejected=rejected))
    return merged


def _overruled(voices: Sequence[Voice], names: dict[SpeakerId, str]) -> tuple[str, ...]:
    """What somebody had rejected and is now said all the same."""
    return tuple(
        f"V{voice.id} had been rejected as {names[speaker]}; that is overruled"
        for voice in voices
        for speaker in sorted(voice.rejected & names.keys())
    )


def _bearer(project: Project, who: str) -> tuple[Speaker, list[Voice]]:
    """A speaker and the voices that are meant by ``V12`` (that one) or by a name or number (all of theirs)."""
    if match := _VOICE.fullmatch(who.strip()):
        voice = project.store.voice(VoiceId(int(match[1])))
        return _speaker(project, voice.speaker), [voice]
    speaker = named_speaker(project, who.removeprefix("#"))
    return speaker, [voice for voice in project.store.voices() if voice.speaker == speaker.id]


def _other_called(project: Project, name: str, bearer: Speaker) -> Speaker | None:
    """The one other speaker of this name. UsageError where there are several."""
    same = [one for one in project.store.speakers() if one.name.casefold() == name.casefold() and one.id != bearer.id]
    if len(same) > 1:
        shown = ", ".join(f"#{one.id}" for one in same)
        raise UsageError(
            f"{len(same)} speakers are called {name}",
            hint=f"say which: tapewright speakers confirm V… --as NUMBER, of {shown}",
        )
    return same[0] if same else None


def _speaker(project: Project, number: SpeakerId) -> Speaker:
    return next(one for one in project.store.speakers() if one.id == number)
