"""Suggest whose voices are: by how they sound on other tapes, and by who a transcript says is speaking.

A suggestion is worked out when it is asked for and never stored, so that whatever a person has said since counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tapewright.errors import UsageError
from tapewright.model import Provenance, Span, Speaker, SpeakerId, TapeId, Voice, VoiceId
from tapewright.speech.identity import Example, Heard
from tapewright.speech.identity import suggesting as identity
from tapewright.speech.wordvoices import WhoSpeaks, utterances_of
from tapewright.timing import Interval, Ticks, from_seconds
from tapewright.verbs.places import write_span
from tapewright.verbs.project import Project

SAMPLE = from_seconds(5)
"""How much of a voice is played to know it by."""

_SAME_TALK = 0.7
_FEWEST_WORDS = 20
"""A transcript says whose a voice is where at least so many words, and this share on both sides, are the same."""

BY_TRANSCRIPT, BY_SOUND = "transcript", "sound"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """That a voice may be a speaker's. ``by`` is ``sound``: then ``likeness`` is an inner product and ``margin`` how
    much more that is than with anybody else; or ``transcript``: then ``likeness`` is the share of the voice's words
    that the transcript gives to the speaker. ``samples`` are five seconds of the voice and of what it is like.
    """

    voice: Voice
    label: str
    speaker: Speaker
    by: str
    likeness: float
    margin: float
    with_voices: tuple[VoiceId, ...] = ()
    others: tuple[tuple[Speaker, float], ...] = ()
    samples: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """Two voices of one tape that sound like one: the finder may have split somebody."""

    voices: tuple[Voice, Voice]
    labels: tuple[str, str]
    likeness: float
    samples: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What may be said of voices that nobody has named. ``unheard`` are tapes whose voices were not looked for."""

    suggested: tuple[Suggested, ...]
    twins: tuple[Twins, ...] = ()
    unnamed: int = 0
    unheard: tuple[TapeId, ...] = ()


def suggest(project: Project, voices: Sequence[Voice] | None = None) -> Suggestions:
    """Everything that can be suggested now, the surest first. ``voices`` are all voices, if they are read already."""
    store = project.store
    voices = store.voices() if voices is None else voices
    speakers = {speaker.id: speaker for speaker in store.speakers()}
    made = store.voices_made()
    by_id = {voice.id: voice for voice in voices}
    suggested = _by_transcript(project, voices, speakers)
    named = {one.voice.id for one in suggested}
    suggested += [one for one in _by_sound(project, voices, speakers) if one.voice.id not in named]
    twins = [
        Twins(
            voices=(by_id[VoiceId(split.key)], by_id[VoiceId(split.other)]),
            labels=tuple(speakers[by_id[VoiceId(key)].speaker].name for key in (split.key, split.other)),  # type: ignore[arg-type]
            likeness=split.likeness,
            samples=_samples(by_id[VoiceId(split.key)], by_id[VoiceId(split.other)]),
        )
        for group in _comparable(voices).values()
        for split in identity.splits(map(_heard, group))
    ]
    return Suggestions(
        suggested=tuple(suggested),
        twins=tuple(twins),
        unnamed=sum(not voice.is_confirmed for voice in voices),
        unheard=tuple(tape.id for tape in store.tapes() if tape.id not in made and any(f.audio for f in tape.files)),
    )


def suggested_for(project: Project, voice: Voice) -> Speaker:
    """Whose a voice is suggested to be. UsageError where nothing is."""
    for one in suggest(project).suggested:
        if one.voice.id == voice.id:
            return one.speaker
    if voice.is_confirmed:
        raise UsageError(
            f"V{voice.id} is {project.speaker_names()[voice.speaker]}'s and confirmed already",
            hint=f"if it is not: tapewright speakers split V{voice.id}, or confirm V{voice.id} --as SPEAKER",
        )
    raise UsageError(
        f"nothing is suggested for V{voice.id}",
        hint=f"say whose it is: tapewright speakers confirm V{voice.id} --as SPEAKER, or name V{voice.id} NAME",
    )


def sample_of(voice: Voice) -> Span | None:
    """Five seconds, or less, in which a voice is heard best; None for one that is nowhere heard."""
    places = voice.found.samples or tuple(sorted(voice.utterances, key=lambda one: -one.duration))
    if not places:
        return None
    best = next((place for place in places if place.duration >= SAMPLE), max(places, key=lambda one: one.duration))
    return Span(voice.tape, Interval(best.start, Ticks(min(best.end, best.start + SAMPLE))))


def record(made: Suggestions) -> dict[str, object]:
    """``{"unnamed", "unheard": [tapes], "suggestions": [{"voice", "tape", "label", "speaker": {"id", "name"}, "by",
    "likeness", "margin", "with": [voices], "others": [{"speaker", "likeness"}], "samples": [places]}], "twins":
    [{"voices", "tape", "labels", "likeness", "samples"}]}``.
    """
    return {
        "unnamed": made.unnamed,
        "unheard": list(made.unheard),
        "suggestions": [suggested_record(one) for one in made.suggested],
        "twins": [
            {
                "voices": [voice.id for voice in one.voices],
                "tape": one.voices[0].tape,
                "labels": list(one.labels),
                "likeness": round(one.likeness, 3),
                "samples": [write_span(span) for span in one.samples],
            }
            for one in made.twins
        ],
    }


def suggested_record(one: Suggested) -> dict[str, object]:
    """One suggestion as JSON."""
    return {
        "voice": one.voice.id,
        "tape": one.voice.tape,
        "label": one.label,
        "speaker": {"id": one.speaker.id, "name": one.speaker.name},
        "by": one.by,
        "likeness": round(one.likeness, 3),
        "margin": round(one.margin, 3),
        "with": list(one.with_voices),
        "others": [{"speaker": other.name, "likeness": round(likeness, 3)} for other, likeness in one.others],
        "samples": [write_span(span) for span in one.samples],
    }


def _by_sound(project: Project, voices: Sequence[Voice], speakers: Mapping[SpeakerId, Speaker]) -> list[Suggested]:
    by_id = {voice.id: voice for voice in voices}
    exemplars = project.store.exemplars()
    found: list[tuple[float, Suggested]] = []
    for kind, group in _comparable(voices).items():
        examples = [
            Example(speaker=one.speaker, centre=one.embedding) for one in exemplars if _kind(one.provenance) == kind
        ]
        for made in identity.suggestions(map(_heard, group), examples):
            voice = by_id[VoiceId(made.key)]
            best = made.candidate
            theirs = [one for one in group if one.speaker == best.speaker]
            one = Suggested(
                voice=voice,
                label=speakers[voice.speaker].name,
                speaker=speakers[best.speaker],
                by=BY_SOUND,
                likeness=best.likeness,
                margin=best.margin,
                with_voices=tuple(VoiceId(key) for key in made.with_voices),
                others=tuple((speakers[other.speaker], other.likeness) for other in made.others),
                samples=_samples(voice, *sorted(theirs, key=lambda one: -one.heard)[:1]),
            )
            found.append((best.strength, one))
    return [one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].voice.id))]


def _by_transcript(project: Project, voices: Sequence[Voice], speakers: Mapping[SpeakerId, Speaker]) -> list[Suggested]:
    """Voices that say what a transcript gives to a person, nearly all of it and nearly nothing else."""
    labels = {voice.speaker for voice in voices if not voice.is_confirmed}
    typed = {one.tape for one in project.store.spoken() if one.speaker is not None and one.speaker not in labels}
    found: list[Suggested] = []
    for tape in sorted({voice.tape for voice in voices if not voice.is_confirmed} & typed):
        here = [voice for voice in voices if voice.tape == tape]
        shared = _shared_words(project, here, labels)
        taken = {voice.speaker for voice in here if voice.is_confirmed}
        for (place, speaker), words in sorted(shared.items()):
            voice = here[place]
            of_voice = sum(n for (one, _), n in shared.items() if one == place)
            of_speaker = sum(n for (_, one), n in shared.items() if one == speaker)
            is_open = not voice.is_confirmed and speaker not in voice.rejected and speaker not in taken
            if is_open and words >= max(_FEWEST_WORDS, _SAME_TALK * max(of_voice, of_speaker)):
                next_best = max((n for (one, who), n in shared.items() if one == place and who != speaker), default=0)
                found.append(
                    Suggested(
                        voice=voice,
                        label=speakers[voice.speaker].name,
                        speaker=speakers[speaker],
                        by=BY_TRANSCRIPT,
                        likeness=words / of_voice,
                        margin=(words - next_best) / of_voice,
                        samples=_samples(voice),
                    )
                )
    return found


def _shared_words(project: Project, voices: Sequence[Voice], labels: set[SpeakerId]) -> Counter[tuple[int, SpeakerId]]:
    """How many words each voice (by its place) says of those that a transcript gives to each person."""
    transcript = project.store.transcript(voices[0].tape)
    speaking = WhoSpeaks(utterances_of(voices))
    shared: Counter[tuple[int, SpeakerId]] = Counter()
    for turn in transcript.turns if transcript else ():
        if turn.speaker is not None and turn.speaker not in labels:
            shared.update((place, turn.speaker) for place in speaking.of_words(turn.words))
    return shared


def _comparable(voices: Sequence[Voice]) -> dict[str, list[Voice]]:
    """Voices whose embeddings lie in one space: those of one network."""
    groups: dict[str, list[Voice]] = {}
    for voice in voices:
        groups.setdefault(_kind(voice.provenance), []).append(voice)
    return groups


def _kind(made: Provenance) -> str:
    return f"{made.tool} {made.settings.get('likeness', '')}"


def _heard(voice: Voice) -> Heard:
    return Heard(
        key=voice.id,
        tape=voice.tape,
        centre=voice.found.centre,
        speaker=voice.speaker,
        is_confirmed=voice.is_confirmed,
        rejected=voice.rejected,
        weight=voice.heard,
        spread=voice.found.spread,
    )


def _samples(*voices: Voice) -> tuple[Span, ...]:
    return tuple(span for voice in voices if (span := sample_of(voice)) is not None)
