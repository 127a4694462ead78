"""What the pen may write about voices, and what becomes of speakers who are one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from tapewright.errors import ConflictError, UsageError
from tapewright.model import Exemplar, ExemplarId, Provenance, SpeakerId, TapeId, Voice, VoiceId
from tapewright.store.grip import Grip
from tapewright.store.rows import DIARIZATION, EXEMPLAR, PARTY, SPEAKER, TURN, VOICE, VOICE_REJECTED, LoggedTable
from tapewright.store.voices import diarization_row, exemplar_row, select_voices, voice_row

_BORNE = (
    (TURN, "turn"),
    (VOICE, "voice"),
    (VOICE_REJECTED, "rejected voice"),
    (EXEMPLAR, "exemplar"),
    (PARTY, "person"),
)


class VoicePen(Grip):
    """The part of ``Change`` that writes voices."""

    def replace_voices(self, tape: TapeId, made: Provenance, voices: Sequence[Voice]) -> list[Voice]:
        number = self._known_tape(tape)
        known = {voice.id: voice for voice in select_voices(self._connection, tape)}
        kept = [voice.id for voice in voices if voice.id]
        if len(set(kept)) != len(kept) or not known.keys() >= set(kept):
            raise UsageError(f"{tape}: a voice has an id that no voice of the tape has, or two have one")
        if any(voice.tape != tape for voice in voices):
            raise UsageError(f"{tape}: a voice is another tape's")
        if sorted(voice.found.number for voice in voices) != list(range(len(voices))):
            raise UsageError(f"{tape}: the voices of a tape must be numbered from 0")
        diarization = self._put_diarization(number, made)
        for gone in sorted(known.keys() - set(kept)):
            self._remove_voice(gone)
        for voice in voices:
            key = voice.id or VoiceId(self._recorder.new_id(VOICE))
            self._put_voice(replace(voice, id=key), diarization, is_new=not voice.id)
        return select_voices(self._connection, tape)

    def replace_voice(self, old: Voice, new: Voice) -> Voice:
        if (new.id, new.tape, new.provenance) != (old.id, old.tape, old.provenance):
            raise UsageError("a voice is replaced under its own id, on its own tape")
        row = self._row(VOICE, old.id)
        if row is None:
            raise ConflictError(f"voice V{old.id} is gone", hint="tapewright speakers list shows those that are there")
        if old not in select_voices(self._connection, old.tape):
            raise ConflictError(
                f"voice V{old.id} was changed by somebody else", hint="read it again and repeat the change"
            )
        self._put_voice(new, row["diarization"], is_new=False)
        return next(voice for voice in select_voices(self._connection, new.tape) if voice.id == new.id)

    def add_exemplar(self, exemplar: Exemplar) -> Exemplar:
        tape = self._known_tape(exemplar.span.tape)
        self._check_speakers([exemplar.speaker])
        stored = replace(exemplar, id=ExemplarId(self._recorder.new_id(EXEMPLAR)))
        self._recorder.insert(EXEMPLAR, exemplar_row(stored, tape))
        return stored

    def merge_speakers(self, old: SpeakerId, into: SpeakerId) -> None:
        self._check_speakers([old, into])
        if old == into:
            raise UsageError(f"speaker {old} is one already")
        for turn in self._keys(TURN, "speaker", old):
            row = self._whole(TURN, turn)
            self._recorder.update(TURN, {**row, "speaker": into, "revision": row["revision"] + 1})
        self._move_rejections(old, into)
        for table in (VOICE, EXEMPLAR, PARTY):
            for key in self._keys(table, "speaker", old):
                self._recorder.update(table, {**self._whole(table, key), "speaker": into})
        for voice in self._keys(VOICE, "speaker", into):
            for rejected in self._keys(VOICE_REJECTED, "voice", voice):
                if self._whole(VOICE_REJECTED, rejected)["speaker"] == into:
                    self._recorder.delete(VOICE_REJECTED, rejected)
        self._recorder.delete(SPEAKER, old)

    def remove_speaker(self, speaker: SpeakerId) -> None:
        self._check_speakers([speaker])
        if borne := self._bears(speaker):
            raise ConflictError(f"speaker {speaker} still has a {borne}", hint="merge them into another one")
        self._recorder.delete(SPEAKER, speaker)

    # --- private ----------------------------------------------------------------------------------------------------

    def _put_diarization(self, tape: int, made: Provenance) -> int:
        for key in self._keys(DIARIZATION, "tape", tape):
            row = diarization_row(key, tape, made)
            if row != self._row(DIARIZATION, key):
                self._recorder.update(DIARIZATION, row)
            return key
        key = self._recorder.new_id(DIARIZATION)
        self._recorder.insert(DIARIZATION, diarization_row(key, tape, made))
        return key

    def _put_voice(self, voice: Voice, diarization: int, *, is_new: bool) -> None:
        """Its row and those of the speakers that it is not, so that the history keeps only what changed."""
        self._check_speakers([voice.speaker, *voice.rejected])
        if voice.speaker in voice.rejected:
            raise UsageError(f"voice V{voice.id} cannot be a speaker that it is not")
        row = voice_row(voice, diarization)
        if is_new:
            self._recorder.insert(VOICE, row)
        elif row != self._row(VOICE, voice.id):
            self._recorder.update(VOICE, row)
        known: dict[SpeakerId, int] = {
            self._whole(VOICE_REJECTED, key)["speaker"]: key for key in self._keys(VOICE_REJECTED, "voice", voice.id)
        }
        for speaker in sorted(known.keys() - voice.rejected):
            self._recorder.delete(VOICE_REJECTED, known[speaker])
        for speaker in sorted(voice.rejected - known.keys()):
            self._reject(voice.id, speaker)

    def _reject(self, voice: int, speaker: int) -> None:
        number = self._recorder.new_id(VOICE_REJECTED)
        self._recorder.insert(VOICE_REJECTED, {"id": number, "voice": voice, "speaker": speaker})

    def _move_rejections(self, old: SpeakerId, into: SpeakerId) -> None:
        """Who is not the one is not the other."""
        for key in self._keys(VOICE_REJECTED, "speaker", old):
            row = self._whole(VOICE_REJECTED, key)
            of_voice = self._keys(VOICE_REJECTED, "voice", row["voice"])
            if into in {self._whole(VOICE_REJECTED, other)["speaker"] for other in of_voice}:
                self._recorder.delete(VOICE_REJECTED, key)
            else:
                self._recorder.update(VOICE_REJECTED, {**row, "speaker": into})

    def _remove_voice(self, voice: int) -> None:
        for key in self._keys(VOICE_REJECTED, "voice", voice):
            self._recorder.delete(VOICE_REJECTED, key)
        self._recorder.delete(VOICE, voice)

    def _remove_voices_of(self, tape: int) -> None:
        """A tape that goes takes its voices and exemplars along, and the labels that nobody else bears."""
        labels: set[int] = set()
        for diarization in self._keys(DIARIZATION, "tape", tape):
            for voice in self._keys(VOICE, "diarization", diarization):
                row = self._whole(VOICE, voice)
                if not row["is_confirmed"]:
                    labels.add(row["speaker"])
                self._remove_voice(voice)
            self._recorder.delete(DIARIZATION, diarization)
        for exemplar in self._keys(EXEMPLAR, "tape", tape):
            self._recorder.delete(EXEMPLAR, exemplar)
        self._remove_unborne(labels)

    def _remove_unborne(self, speakers: Iterable[int]) -> None:
        for speaker in sorted(speakers):
            if not self._bears(speaker):
                self._recorder.delete(SPEAKER, speaker)

    def _bears(self, speaker: int) -> str:
        """What still names a speaker; empty for nothing."""
        return next((called for table, called in _BORNE if self._keys(table, "speaker", speaker)), "")

    def _whole(self, table: LoggedTable, key: int) -> dict[str, Any]:
        row = self._row(table, key)
        assert row is not None, f"{table.name} {key} is not there"
        return row
