"""The store: everything that people and machines made, kept so that nothing acknowledged is lost.

Belongs here: tables, migrations, packing, the change log, the text index, the job ledger. Never here: what a search
means, what a correction means, what to do with a conflict. Every store passes ``tapewright.testing.store_suite``.

All reading methods show what was last acknowledged. Every write happens inside ``Store.change``: one transaction,
one row of the history, durable (full sync) when the ``with`` block has ended, and nothing at all if it raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, runtime_checkable

from tapewright.model import (
    Acceptance,
    AcceptanceId,
    Case,
    Claim,
    ClaimId,
    Code,
    Codebook,
    CodeId,
    Coding,
    Decision,
    DecisionKind,
    Event,
    Exemplar,
    Listen,
    Memo,
    Party,
    PartyId,
    Speaker,
    SpeakerId,
    StudySet,
    Tape,
    TapeId,
    Transcript,
    TranscriptId,
    Turn,
    TurnId,
    Voice,
    VoiceId,
)
from tapewright.model.provenance import Provenance
from tapewright.store.told import (
    AnyStudy,
    Damage,
    Done,
    Revision,
    Spoken,
    Study,
    Transaction,
    TranscriptHead,
)
from tapewright.timing import Interval


class Change(Protocol):
    """The pen inside one transaction. Its methods return what was stored, with ids and revisions."""

    @property
    def number(self) -> int:
        """The number that the transaction gets, if anything is changed in it: what ``undo`` takes."""

    def add_tape(self, tape: Tape) -> Tape:
        """Store a new tape. ConflictError if the id is taken."""

    def replace_tape(self, tape: Tape) -> Tape:
        """Store a tape anew under its id (relinked files, another title). NotFoundError if there is none."""

    def remove_tape(self, tape: TapeId) -> None:
        """Remove a tape from the project, with its transcripts, its ear-checks, its voices, and the places on it on
        which claims rest; its media is not touched. Undo brings all of it back.
        """

    def add_speaker(self, name: str, *, group: str = "", note: str = "") -> Speaker:
        """A new speaker with a new id; two may bear one name."""

    def replace_speaker(self, speaker: Speaker) -> Speaker:
        """Rename or regroup; the id stays."""

    def merge_speakers(self, old: SpeakerId, into: SpeakerId) -> None:
        """Two speakers are one: the turns of all versions, the voices and the exemplars of ``old`` are now those of
        ``into``, who is not they is not ``into``, and ``old`` is no more.
        """

    def remove_speaker(self, speaker: SpeakerId) -> None:
        """Remove a speaker who bears nothing. ConflictError where a turn, a voice or an exemplar is theirs."""

    def replace_voices(self, tape: TapeId, made: Provenance, voices: Sequence[Voice]) -> list[Voice]:
        """The voices of a tape are these, found by ``made``, which becomes the provenance of each.

        One with an id is that voice as it is now; one with id 0 is new and gets an id of its own; those that are not
        named are gone. None at all is an answer too: voices were looked for. Returned by number.
        """

    def replace_voice(self, old: Voice, new: Voice) -> Voice:
        """A voice as it is now. ``old`` must be as it is stored, else ConflictError and nothing is written."""

    def add_exemplar(self, exemplar: Exemplar) -> Exemplar:
        """Store a stretch of which a person has said who speaks there; it gets a new id."""

    def add_transcript(self, transcript: Transcript, *, current: bool = True) -> Transcript:
        """Store a new version for its tape (ids, version and revisions are given by the store).

        Older versions stay. ``current`` makes it the one that is searched, shown and cut.
        """

    def make_current(self, transcript: TranscriptId) -> None:
        """Choose the version that is searched, shown and cut."""

    def replace_turns(self, old: Sequence[Turn], new: Sequence[Turn]) -> list[Turn]:
        """Put ``new`` in the place of ``old``: a correction (1 to 1), a split (1 to n), a join (n to 1).

        ``old`` must be as it is stored now (id and revision), else ConflictError and nothing is written. A new turn
        whose id is among the old ones is that turn's next revision; one with id 0 gets an id of its own.
        """

    def add_listen(self, listen: Listen) -> Listen:
        """Store an ear-check. An empty ``who`` or ``when`` is the transaction's. NotFoundError for an unknown tape.

        There is no other way to change one: a wrong entry is undone.
        """

    def add_claim(self, claim: Claim) -> Claim:
        """Store a claim with its sources; it gets a new id. NotFoundError for an unknown tape."""

    def replace_claim(self, old: Claim, new: Claim) -> Claim:
        """The claim's next revision. ``old`` must be as it is stored now, else ConflictError and nothing is written."""

    def remove_claim(self, old: Claim) -> None:
        """Remove a claim and its sources, where it is stored as ``old`` says; else ConflictError."""

    def add_acceptance(self, acceptance: Acceptance) -> Acceptance:
        """Store that a person let a finding stand. An empty ``who`` or ``when`` is the transaction's."""

    def remove_acceptance(self, acceptance: AcceptanceId) -> None:
        """Take an acceptance back. NotFoundError where there is none."""

    def add(self, record: AnyStudy) -> AnyStudy:
        """Store a codebook, code, coding, memo, set, case, party, event or decision; it gets a new id.

        Whoever coded, wrote or decided, and when, is the transaction's where it is empty. NotFoundError where it
        points at something that is not there.
        """

    def replace(self, old: AnyStudy, new: AnyStudy) -> AnyStudy:
        """Its next revision. ``old`` must be as it is stored now, else ConflictError and nothing is written."""

    def remove(self, old: Study) -> None:
        """Remove it, and the memos about it, where it is stored as ``old`` says; else ConflictError.

        ConflictError too where others hang on it: codes of a codebook, codings of a code or codes below it, events of
        a case or a party, events that count from an event or tell of it.
        """

    def merge_codes(self, old: CodeId, into: CodeId) -> None:
        """Two codes are one: codings, the codes below, memos and sets of ``old`` are those of ``into``.

        What one coder put on one stretch under both is one coding. UsageError where ``into`` lies below ``old``.
        """

    def merge_parties(self, old: PartyId, into: PartyId) -> None:
        """Two parties are one: ``into`` takes the place of ``old`` in every event, and ``old`` is no more."""

    def mark(self, name: str) -> None:
        """Name this transaction ("locked for legal, cut 7")."""


@runtime_checkable
class Store(Protocol):
    """What every project store can do. Opened by ``tapewright.store.sqlite.open_store(path)``; closed by ``close``."""

    def close(self) -> None:
        """Let go of the file. Safe to call twice."""

    def tapes(self) -> list[Tape]:
        """All tapes in the order of their ids."""

    def tape(self, tape: TapeId) -> Tape:
        """One tape. NotFoundError names it and the nearest ids."""

    def speakers(self) -> list[Speaker]:
        """All speakers in the order of their ids."""

    def spoken(self) -> list[Spoken]:
        """Who says how much on which tape, by the current transcripts; in the order of speakers and tapes."""

    def voices(self, tape: TapeId | None = None) -> list[Voice]:
        """The voices of a tape, or of all, by tape and number."""

    def voice(self, voice: VoiceId) -> Voice:
        """One voice. NotFoundError where there is none."""

    def voices_made(self) -> dict[TapeId, Provenance]:
        """The tapes on which voices were looked for, and by what; also where none was found."""

    def exemplars(self) -> list[Exemplar]:
        """All exemplars in the order in which they were made."""

    def transcript_heads(self, tape: TapeId | None = None) -> list[TranscriptHead]:
        """All versions of a tape (or of every tape), oldest first."""

    def transcript(self, tape: TapeId, version: int | None = None) -> Transcript | None:
        """A version with its turns, the current one by default; None where the tape has none."""

    def turns_in(self, tape: TapeId, interval: Interval) -> list[Turn]:
        """The turns of the current transcript that meet an interval, whole, in order."""

    def turn(self, turn: TurnId) -> Turn:
        """One turn as it reads now. NotFoundError if it was split or joined away or never was."""

    def tape_of(self, turn: TurnId) -> TapeId:
        """The tape on which a turn is said. NotFoundError as for ``turn``."""

    def revisions(self, turn: TurnId) -> list[Revision]:
        """A turn's states, oldest first: the machine's first hearing is kept for ever."""

    def listens(self, tape: TapeId | None = None, interval: Interval | None = None) -> list[Listen]:
        """Ear-checks in the order in which they were made: all, a tape's, or those that meet an interval of it."""

    def claims(self, edit: str | None = None) -> list[Claim]:
        """Claims in the order in which they were made: all, or those of one paper edit ("" for those of none)."""

    def claim(self, claim: ClaimId) -> Claim:
        """One claim. NotFoundError where there is none."""

    def acceptances(self) -> list[Acceptance]:
        """What people let stand, in the order in which they did."""

    def one(self, kind: type[AnyStudy], number: int) -> AnyStudy:
        """One record of the study by its kind and id. NotFoundError where there is none."""

    def codebooks(self) -> list[Codebook]:
        """All codebooks; this list and those below are in the order in which the records were made."""

    def codes(self) -> list[Code]:
        """All codes of all codebooks."""

    def codings(
        self, *, tape: TapeId | None = None, code: CodeId | None = None, coder: str | None = None
    ) -> list[Coding]:
        """Codings: all, or those of a tape, of a code, of a coder."""

    def memos(self) -> list[Memo]:
        """All memos."""

    def study_sets(self) -> list[StudySet]:
        """All sets of codes and tapes."""

    def cases(self) -> list[Case]:
        """All cases."""

    def parties(self) -> list[Party]:
        """All people and institutions of the chronology."""

    def events(self) -> list[Event]:
        """All events with their parties and sources."""

    def decisions(self, kind: DecisionKind | None = None) -> list[Decision]:
        """What people decided about what was offered: all, or of one kind."""

    def made_in(self, kind: type[AnyStudy]) -> dict[int, str]:
        """For each record of a kind, by its number, the digest of the transaction that made it.

        Number and digest together name it in every project: two copies of one that go on apart differ in the digests.
        """

    def last_transaction(self) -> int:
        """The number of the last transaction, 0 where there is none. Cheap: derived answers are kept by it."""

    def change(self, what: str, *, who: str = "") -> AbstractContextManager[Change]:
        """One transaction: ``with store.change("correct a turn", who="JL") as pen: …``. ``what`` is for people."""

    def history(self, *, last: int | None = None) -> list[Transaction]:
        """The transactions, oldest first, or only the last few."""

    def done_after(self, number: int) -> list[Done]:
        """The transactions after a number, oldest first, whichever process made them: some hundreds at most, the rest
        when asked again. Cheap where there are none.
        """

    def undo(self, number: int | None = None, *, who: str = "", dry_run: bool = False) -> Transaction:
        """Apply the old side of a transaction (default: the last not undone) as a new one; undoing that redoes.

        ConflictError, naming the row, where something was changed since; then nothing is written. With ``dry_run``
        all is tried, what would be the transaction is returned, and nothing is kept.
        """

    def verify(self) -> list[Damage]:
        """Read everything: page checksums, foreign keys, the history's chain, packed words. Empty means whole."""

    def backup(self, target: str) -> None:
        """A consistent copy while others write (the backup API; copying the file would not be)."""

    def on_change(self, tell: Callable[[TapeId], None]) -> None:
        """Call ``tell`` after each acknowledged change of a tape's current transcript (for caches)."""


class Ledger(Protocol):
    """What is finished of long work, so that a kill costs only the piece in hand. Not part of the history.

    ``kind`` is the verb ("transcribe"), ``key`` the digest of input and settings, ``piece`` one part of the work.
    """

    def finished(self, kind: str, key: str) -> dict[str, bytes]:
        """Results by piece."""

    def finish(self, kind: str, key: str, piece: str, result: bytes) -> None:
        """Keep a piece's result, durably, before this returns. Twice is harmless: the first one stays."""

    def forget(self, kind: str, key: str) -> None:
        """The whole is stored elsewhere now; drop its pieces."""

    def open_keys(self, kind: str) -> list[tuple[str, int]]:
        """Unfinished work: key and number of finished pieces."""


class TextIndex(Protocol):
    """Where words are looked up. A derived table: not in the history, rebuilt by one command.

    The store tells it, inside the same transaction, which turns changed. See ``store/textindex.py``.
    """

    def create(self) -> None:
        """Make it, or make it anew where another version left its own. Harmless twice."""

    def tape_changed(self, tape: TapeId) -> None:
        """The current transcript of a tape is another one, or there is none any more."""

    def turns_changed(self, tape: TapeId, turns: Iterable[TurnId]) -> None:
        """Some turns of the current transcript read otherwise, are new or are gone."""

    def check(self) -> list[Damage]:
        """Where it differs from what a rebuilt one would hold; empty means equal. Writes nothing."""

    def rebuild(self) -> None:
        """From nothing, out of what the tables say now."""


__all__ = [
    "AnyStudy",
    "Change",
    "Damage",
    "Done",
    "Ledger",
    "Revision",
    "Spoken",
    "Store",
    "Study",
    "TextIndex",
    "Transaction",
    "TranscriptHead",
]
