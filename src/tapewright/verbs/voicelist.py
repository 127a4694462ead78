"""Everybody who is heard: how long, on which tapes, by which voices, and whether a person has said so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tapewright.model import Span, Speaker, SpeakerId, TapeId, Voice
from tapewright.store import Spoken
from tapewright.timing import to_float_seconds
from tapewright.verbs.places import write_span
from tapewright.verbs.project import Project
from tapewright.verbs.speakers import speaker_record, unnamed_speakers
from tapewright.verbs.suggesting import Suggested, Suggestions, sample_of, suggest, suggested_record


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRow:
    """A speaker with what is heard of them. ``on`` is how long on each tape, in ticks: by the voices where a tape has
    theirs, else by the turns of its current transcript. ``is_labelled``: the name is only the label of a voice.
    ``suggested`` says whose an unnamed voice may be.
    """

    speaker: Speaker
    turns: int
    on: dict[TapeId, int]
    voices: tuple[Voice, ...]
    is_labelled: bool = False
    suggested: Suggested | None = None

    @property
    def heard(self) -> int:
        """For how many ticks they are heard on all tapes."""
        return sum(self.on.values())

    @property
    def tapes(self) -> tuple[TapeId, ...]:
        """Where they are heard."""
        return tuple(self.on)

    @property
    def state(self) -> str:
        """``confirmed`` where a person said whose a voice is, ``suggested`` or ``unnamed`` where not yet, ``named``
        where there is a name and no voice.
        """
        if not self.voices:
            return "named"
        if any(voice.is_confirmed for voice in self.voices):
            return "confirmed"
        return "suggested" if self.suggested else "unnamed"

    @property
    def samples(self) -> tuple[Span, ...]:
        """Five seconds of each voice."""
        return tuple(span for voice in self.voices if (span := sample_of(voice)) is not None)


def speaker_rows(project: Project) -> list[SpeakerRow]:
    """Every speaker in the order of ids."""
    voices = project.store.voices()
    return rows_of(project, voices, suggest(project, voices))


def rows_of(project: Project, voices: Sequence[Voice], suggestions: Suggestions) -> list[SpeakerRow]:
    """The same where all voices, and what is suggested of them, are known."""
    store = project.store
    spoken = store.spoken()
    suggested = {one.voice.speaker: one for one in suggestions.suggested}
    voices_of: defaultdict[SpeakerId, list[Voice]] = defaultdict(list)
    for voice in voices:
        voices_of[voice.speaker].append(voice)
    said_by: defaultdict[SpeakerId | None, list[Spoken]] = defaultdict(list)
    for one in spoken:
        said_by[one.speaker].append(one)
    unnamed = unnamed_speakers(project, voices)
    rows: list[SpeakerRow] = []
    for speaker in store.speakers():
        theirs, said = voices_of[speaker.id], said_by[speaker.id]
        by_voice: Counter[TapeId] = Counter()
        for voice in theirs:
            by_voice[voice.tape] += voice.heard
        on = {one.tape: one.ticks for one in said} | by_voice
        rows.append(
            SpeakerRow(
                speaker=speaker,
                turns=sum(one.turns for one in said),
                on=dict(sorted(on.items())),
                voices=tuple(theirs),
                is_labelled=speaker.id in unnamed,
                suggested=suggested.get(speaker.id),
            )
        )
    return rows


def rows_record(rows: Sequence[SpeakerRow]) -> dict[str, object]:
    """``{"speakers": [{"id", "name", "group", "note", "state", "labelled", "seconds", "turns", "tapes", "on": [{"tape",
    "seconds"}], "voices": [{"id", "tape", "confirmed", "seconds", "sample", "ticks", "comparable", "rejected"}],
    "suggested": {…} or null}]}``; ``sample`` is a place that plays, ``ticks`` the same in ticks, ``comparable`` whether
    there was enough sound to know the voice by.
    """
    return {
        "speakers": [
            {
                **speaker_record(row.speaker),
                "state": row.state,
                "labelled": row.is_labelled,
                "seconds": to_float_seconds(row.heard),
                "turns": row.turns,
                "tapes": list(row.tapes),
                "on": [{"tape": tape, "seconds": to_float_seconds(heard)} for tape, heard in row.on.items()],
                "voices": [_voice_record(voice) for voice in row.voices],
                "suggested": suggested_record(row.suggested) if row.suggested else None,
            }
            for row in rows
        ]
    }


def _voice_record(voice: Voice) -> dict[str, object]:
    sample = sample_of(voice)
    return {
        "id": voice.id,
        "tape": voice.tape,
        "confirmed": voice.is_confirmed,
        "seconds": to_float_seconds(voice.heard),
        "sample": None if sample is None else write_span(sample),
        "ticks": None if sample is None else {"start": sample.interval.start, "end": sample.interval.end},
        "comparable": bool(voice.found.centre),
        "rejected": sorted(voice.rejected),
    }
