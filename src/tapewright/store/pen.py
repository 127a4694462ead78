"""The pen: what may be written inside one transaction, as rows of the logged tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tapewright.errors import ConflictError, NotFoundError, UsageError
from tapewright.model import (
    Acceptance,
    AcceptanceId,
    Claim,
    ClaimId,
    ClaimSource,
    Listen,
    ListenId,
    Speaker,
    SpeakerId,
    Tape,
    TapeId,
    Transcript,
    TranscriptId,
    Turn,
    TurnId,
)
from tapewright.store.order import first_keys, keys_between
from tapewright.store.records import file_row, speaker_row, tape_row, transcript_row, turn_row
from tapewright.store.rows import (
    ACCEPTANCE,
    CLAIM,
    CLAIM_SOURCE,
    LISTEN,
    SOURCE_FILE,
    SPEAKER,
    TAPE,
    TRANSCRIPT,
    TURN,
    Row,
)
from tapewright.store.studypen import StudyPen
from tapewright.store.testimony import acceptance_row, claim_row, listen_row, select_claims, source_row


class Pen(StudyPen):
    """Implements ``Change``. Every row goes through the recorder, which keeps what it was."""

    @property
    def number(self) -> int:
        return self._recorder.number

    def add_tape(self, tape: Tape) -> Tape:
        if self._tape_number(tape.id) is not None:
            raise ConflictError(f"there is a tape {tape.id} already", hint="give the new one another id")
        number = self._recorder.new_id(TAPE)
        self._recorder.insert(TAPE, tape_row(number, tape))
        self._add_files(number, tape)
        return tape

    def replace_tape(self, tape: Tape) -> Tape:
        number = self._known_tape(tape.id)
        self._recorder.update(TAPE, tape_row(number, tape))
        self._replace_files(number, tape)
        return tape

    def remove_tape(self, tape: TapeId) -> None:
        number = self._known_tape(tape)
        for transcript in self._keys(TRANSCRIPT, "tape", number):
            for turn in self._keys(TURN, "transcript", transcript):
                self._recorder.delete(TURN, turn)
            self._recorder.delete(TRANSCRIPT, transcript)
        for listen in self._keys(LISTEN, "tape", number):
            self._recorder.delete(LISTEN, listen)
        self._unsource(number, tape)
        self._unstudy(number, tape)
        self._remove_voices_of(number)
        for file in self._keys(SOURCE_FILE, "tape", number):
            self._recorder.delete(SOURCE_FILE, file)
        self._recorder.delete(TAPE, number)

    def add_speaker(self, name: str, *, group: str = "", note: str = "") -> Speaker:
        speaker = Speaker(id=SpeakerId(self._recorder.new_id(SPEAKER)), name=name, group=group, note=note)
        self._recorder.insert(SPEAKER, speaker_row(speaker))
        return speaker

    def replace_speaker(self, speaker: Speaker) -> Speaker:
        self._check_speakers([speaker.id])
        self._recorder.update(SPEAKER, speaker_row(speaker))
        return speaker

    def add_transcript(self, transcript: Transcript, *, current: bool = True) -> Transcript:
        tape = self._known_tape(transcript.tape)
        self._check_speakers(turn.speaker for turn in transcript.turns)
        if current:
            self._retire_current(tape)
        stored = replace(
            transcript,
            id=TranscriptId(self._recorder.new_id(TRANSCRIPT)),
            version=self._next_version(tape),
            turns=tuple(replace(turn, id=TurnId(self._recorder.new_id(TURN)), revision=0) for turn in transcript.turns),
        )
        self._recorder.insert(TRANSCRIPT, transcript_row(stored, tape, current=current))
        places = first_keys(len(stored.turns))
        self._recorder.insert_many(
            TURN, [turn_row(turn, stored.id, place) for turn, place in zip(stored.turns, places, strict=True)]
        )
        return stored

    def make_current(self, transcript: TranscriptId) -> None:
        row = self._row(TRANSCRIPT, transcript)
        if row is None:
            raise NotFoundError(f"there is no transcript {transcript}", hint="tapewright transcript TAPE lists them")
        if row["is_current"]:
            return
        self._retire_current(row["tape"])
        self._recorder.update(TRANSCRIPT, {**row, "is_current": True})

    def replace_turns(self, old: Sequence[Turn], new: Sequence[Turn]) -> list[Turn]:
        rows = [self._unchanged(turn) for turn in old]
        transcripts = {row["transcript"] for row in rows}
        if len(transcripts) != 1 or len({turn.id for turn in old}) != len(old):
            raise UsageError("turns of one transcript, each once, are replaced at a time")
        self._check_speakers(turn.speaker for turn in new)
        known = {turn.id: turn for turn in old}
        named = [turn.id for turn in new if turn.id]
        if not known.keys() >= set(named) or len(set(named)) != len(named):
            raise UsageError("a new turn has the id of a turn that is not replaced, or one id twice")
        stored = [
            replace(turn, revision=known[turn.id].revision + 1)
            if turn.id
            else replace(turn, id=TurnId(self._recorder.new_id(TURN)), revision=0)
            for turn in new
        ]
        transcript = transcripts.pop()
        places = self._places(transcript, rows, len(stored))
        for turn in old:
            if turn.id not in named:
                self._recorder.delete(TURN, turn.id)
        for turn, place in zip(stored, places, strict=True):
            row = turn_row(turn, transcript, place)
            if turn.id in known:
                self._recorder.update(TURN, row)
            else:
                self._recorder.insert(TURN, row)
        return stored

    def add_listen(self, listen: Listen) -> Listen:
        tape = self._known_tape(listen.quote.span.tape)
        stored = replace(
            listen,
            id=ListenId(self._recorder.new_id(LISTEN)),
            who=listen.who or self._who,
            when=listen.when or self._at,
        )
        self._recorder.insert(LISTEN, listen_row(stored, tape))
        return stored

    def add_claim(self, claim: Claim) -> Claim:
        stored = replace(claim, id=ClaimId(self._recorder.new_id(CLAIM)), revision=0)
        self._recorder.insert(CLAIM, claim_row(stored))
        self._put_sources(stored)
        return stored

    def replace_claim(self, old: Claim, new: Claim) -> Claim:
        if new.id != old.id:
            raise UsageError("a claim is replaced under its own id")
        self._check_unchanged(old)
        stored = replace(new, revision=old.revision + 1)
        self._recorder.update(CLAIM, claim_row(stored))
        self._put_sources(stored)
        return stored

    def remove_claim(self, old: Claim) -> None:
        self._check_unchanged(old)
        self._put_sources(replace(old, sources=()))
        self._recorder.delete(CLAIM, old.id)

    def add_acceptance(self, acceptance: Acceptance) -> Acceptance:
        stored = replace(
            acceptance,
            id=AcceptanceId(self._recorder.new_id(ACCEPTANCE)),
            who=acceptance.who or self._who,
            when=acceptance.when or self._at,
        )
        self._recorder.insert(ACCEPTANCE, acceptance_row(stored))
        return stored

    def remove_acceptance(self, acceptance: AcceptanceId) -> None:
        if self._row(ACCEPTANCE, acceptance) is None:
            raise NotFoundError(f"there is no acceptance {acceptance}", hint="tapewright accept list shows them")
        self._recorder.delete(ACCEPTANCE, acceptance)

    def mark(self, name: str) -> None:
        if not name.strip():
            raise UsageError("a mark needs a name", hint='for example "locked for legal, cut 7"')
        self._recorder.mark = name

    # --- private ----------------------------------------------------------------------------------------------------

    def _places(self, transcript: int, old: list[dict[str, Any]], count: int) -> list[bytes]:
        """The first new turn takes the place of the first old one; the rest lie before the next that stays."""
        if not count:
            return []
        first = min(old, key=lambda row: (row["place"], row["id"]))["place"]
        gone = {row["id"] for row in old}
        after = self._connection.execute(
            "SELECT id, place FROM turn WHERE transcript = :transcript AND place > :first ORDER BY place, id",
            {"transcript": transcript, "first": first},
        )
        following = next((place for key, place in after if key not in gone), None)
        return [first, *keys_between(first, following, count - 1)]

    def _unchanged(self, turn: Turn) -> dict[str, Any]:
        row = self._row(TURN, turn.id)
        if row is None:
            raise ConflictError(f"turn {turn.id} is gone: it was split, joined or removed", hint="read it again")
        # Not the revision alone: an undo goes back to a revision's number, and a later one may bear it again.
        if {**row, **turn_row(turn, row["transcript"], row["place"])} != row:
            raise ConflictError(
                f"turn {turn.id} was changed by somebody else (it is at revision {row['revision']})",
                hint="read it again and repeat the change",
            )
        return row

    def _check_unchanged(self, claim: Claim) -> None:
        found = select_claims(self._connection, "id = :claim", {"claim": claim.id})
        if not found:
            raise ConflictError(f"claim {claim.id} is gone: somebody removed it", hint="tapewright claims list")
        # Not the revision alone, for the same reason as with turns.
        if found[0] != claim:
            raise ConflictError(
                f"claim {claim.id} was changed by somebody else (it is at revision {found[0].revision})",
                hint="read it again and repeat the change",
            )

    def _put_sources(self, claim: Claim) -> None:
        """Row by row in place, so that the history keeps only what changed."""
        keys = self._keys(CLAIM_SOURCE, "claim", claim.id)
        for place, source in enumerate(claim.sources):
            tape = None if source.quote is None else self._known_tape(source.quote.span.tape)
            if place >= len(keys):
                number = self._recorder.new_id(CLAIM_SOURCE)
                self._recorder.insert(CLAIM_SOURCE, source_row(number, claim.id, place, source, tape))
            elif (row := source_row(keys[place], claim.id, place, source, tape)) != self._row(
                CLAIM_SOURCE, keys[place]
            ):
                self._recorder.update(CLAIM_SOURCE, row)
        for key in keys[len(claim.sources) :]:
            self._recorder.delete(CLAIM_SOURCE, key)

    def _unsource(self, number: int, tape: TapeId) -> None:
        """Claims that rest on a tape that goes lose it; undo brings both back."""
        for claim in select_claims(
            self._connection, "id IN (SELECT claim FROM claim_source WHERE tape = :number)", {"number": number}
        ):
            kept = tuple(source for source in claim.sources if not _rests_on(source, tape))
            self.replace_claim(claim, replace(claim, sources=kept))

    def _replace_files(self, number: int, tape: Tape) -> None:
        keys = self._keys(SOURCE_FILE, "tape", number)
        for place, (key, file) in enumerate(zip(keys, tape.files, strict=False)):
            row = file_row(key, number, place, file)
            if row != self._row(SOURCE_FILE, key):
                self._recorder.update(SOURCE_FILE, row)
        for key in keys[len(tape.files) :]:
            self._recorder.delete(SOURCE_FILE, key)
        self._add_files(number, tape, after=len(keys))

    def _add_files(self, number: int, tape: Tape, *, after: int = 0) -> None:
        for place, file in enumerate(tape.files[after:], start=after):
            self._recorder.insert(SOURCE_FILE, file_row(self._recorder.new_id(SOURCE_FILE), number, place, file))

    def _retire_current(self, tape: int) -> None:
        for key in self._keys(TRANSCRIPT, "tape", tape):
            row = self._row(TRANSCRIPT, key)
            if row is not None and row["is_current"]:
                self._recorder.update(TRANSCRIPT, {**row, "is_current": False})

    def _next_version(self, tape: int) -> int:
        found = self._connection.execute(
            "SELECT max(version) FROM transcript WHERE tape = :tape", {"tape": tape}
        ).fetchone()
        return int(found[0] or 0) + 1


def _rests_on(source: ClaimSource, tape: TapeId) -> bool:
    return source.quote is not None and source.quote.span.tape == tape


__all__ = ["Pen", "Row"]
