"""Bring a study that came as a file into the project: tapes found or made, codes, codings, memos, sets and cases.

What is here already, by its GUID, stays as it is here. Everything that is left is counted with its reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from tapewright import __version__
from tapewright.errors import UsageError
from tapewright.exchange.study_file import FileCodebook, FilePlace, FileSource, Leavings, StudyFile
from tapewright.exchange.text_laying import LaidText
from tapewright.exchange.text_turns import read_turns
from tapewright.model import (
    Case,
    Codebook,
    CodebookId,
    CodeId,
    Coding,
    HeardBy,
    Memo,
    MemoAbout,
    Provenance,
    Quote,
    Speaker,
    StudySet,
    Tape,
    TapeId,
    Transcript,
    Turn,
    Word,
)
from tapewright.model.provenance import HEARD_BY, TEXT_ALONE
from tapewright.store import Change
from tapewright.timing import TICKS_PER_SECOND, Ticks, TimecodeFormat, frame_rate
from tapewright.verbs.codeshelf import CodeShelf, reads_the_same, wanted_code
from tapewright.verbs.project import Project
from tapewright.verbs.speakers import SpeakerBook
from tapewright.verbs.studyout import StudyGuids
from tapewright.verbs.studyplaces import StudyPlaces
from tapewright.verbs.tapeids import TapeIds

HERE = "it is in the project already"
TWICE = "its coder has put that code on that passage already"
_TABLES = ("csv",)
DIFFERS = "it is in the project already and reads differently there; it stays as it is there"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMatch:
    """Which tape a source of the file is. ``transcript``: its text came in as one."""

    name: str
    tape: TapeId
    is_new: bool = False
    transcript: bool = False


@dataclass(slots=True)
class Brought:
    """What came in, by kind, and which tape each source is."""

    counts: dict[str, int] = field(default_factory=dict)
    sources: list[SourceMatch] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        """So many more."""
        self.counts[what] = self.counts.get(what, 0) + number


class Bringing:
    """One study on its way in. ``tapes`` says which tape a source is, by the source's name."""

    def __init__(
        self, project: Project, study: StudyFile, leavings: Leavings, *, tapes: Mapping[str, str] | None = None
    ) -> None:
        self._project = project
        self._study = study
        self._leavings = leavings
        self._wishes = dict(tapes or {})
        self._guids = StudyGuids(project)
        self.done = Brought()
        self._tape_of: dict[str, Tape] = {}
        self._numbers: dict[tuple[MemoAbout, str], int] = {}
        self._new: set[TapeId] = set()
        self._brought: dict[TapeId, list[Word]] = {}
        self._places = StudyPlaces(project, study.sources, self._tape_of, self._brought)

    def write(self, pen: Change) -> None:
        """Everything, inside one transaction."""
        self._bring_tapes(pen)
        self.write_codebooks(pen)
        self._bring_codings(pen)
        self._bring_sets(pen)
        self._bring_cases(pen)
        self._bring_memos(pen)

    # --- tapes ------------------------------------------------------------------------------------------------------

    def _bring_tapes(self, pen: Change) -> None:
        here = self._project.store.tapes()
        ids = TapeIds(tape.id for tape in here)
        taken: set[TapeId] = set()
        if unknown := sorted(set(self._wishes) - {source.name for source in self._study.sources}):
            raise UsageError(f"the file has no source called {unknown[0]!r}", hint="look at --dry-run for the names")
        everybody = list(self._project.store.speakers())
        ends = self._ends()
        told = self._told(here)
        for source in self._study.sources:
            tape = self._wished(source) or told.get(source.guid) or self._found(source, here, taken)
            is_new = tape is None
            if tape is None:
                tape = self._made(source, ids, ends.get(source.guid, 0))
                pen.add_tape(tape)
                self._new.add(tape.id)
                self.done.count("tapes")
            taken.add(tape.id)
            self._tape_of[source.guid] = tape
            has_text = source.text is not None and self._bring_text(pen, source, tape, everybody, is_new)
            self.done.sources.append(SourceMatch(name=source.name, tape=tape.id, is_new=is_new, transcript=has_text))

    def _told(self, here: list[Tape]) -> dict[str, Tape]:
        """Which tape a source is by its codings that are here already."""
        tapes = {tape.id: tape for tape in here}
        known = self._guids.known("coding", self._project.store.codings())
        return {
            coding.place.source: tapes[known[coding.guid].quote.span.tape]
            for coding in self._study.codings
            if coding.guid in known and known[coding.guid].quote.span.tape in tapes
        }

    def _found(self, source: FileSource, here: list[Tape], taken: set[TapeId]) -> Tape | None:
        """The tape that a source is by its names; among texts of one title the one that says the same."""
        matches = _matches(source, here, taken, is_table=self._study.format in _TABLES)
        if (
            source.text is None
            or (source.tape and not source.is_text)
            or not matches
            or any(tape.files for tape in matches)
        ):
            return matches[0] if len(matches) == 1 else None
        said = [word.text for turn in read_turns(source.text, is_ours=bool(source.tape)) for word in turn.words]
        held = [(tape, [word for turn in turns for word in turn.words]) for tape, turns in self._turns(matches)]
        if same := next((tape for tape, words in held if [word.text for word in words] == said), None):
            return same
        if not held or not source.text.is_estimated:
            return matches[0] if len(matches) == 1 else None
        laid = [(tape, LaidText(source.text.text, words)) for tape, words in held]
        tape, best = max(laid, key=lambda one: one[1].share)
        if best.is_of_this_tape:
            return tape
        what = "the tape of that title holds another text; a tape is made for it"
        self.done.remarks.append(f"{source.name}: {what}")
        return None

    def _turns(self, tapes: list[Tape]) -> list[tuple[Tape, tuple[Turn, ...]]]:
        read = [(tape, self._project.store.transcript(tape.id)) for tape in tapes]
        return [(tape, transcript.turns) for tape, transcript in read if transcript is not None]

    def _wished(self, source: FileSource) -> Tape | None:
        wish = self._wishes.get(source.name)
        return self._project.store.tape(TapeId(wish)) if wish else None

    def _made(self, source: FileSource, ids: TapeIds, end: int) -> Tape:
        """A tape whose media is elsewhere, as long as the file says, or to the second in which its last thing ends."""
        counting, start = self._project.settings.format, Ticks(source.start)
        if source.rate:
            try:
                counting = TimecodeFormat(frame_rate(source.rate.rstrip(";")), source.rate.endswith(";"))
            except UsageError:
                self.done.remarks.append(
                    f"{source.name}: no such frame rate as {source.rate[:20]!r}; the project's is taken"
                )
        length = source.duration or (end // TICKS_PER_SECOND + 1) * TICKS_PER_SECOND
        stem = PurePosixPath(source.name.replace("\\", "/")).stem if not source.tape else source.tape
        return Tape(
            id=ids.take(stem),
            title=source.name,
            format=counting,
            duration=Ticks(max(length, end)),
            start_timecode=start,
        )

    def _ends(self) -> dict[str, int]:
        """Where the last thing on each source ends."""
        ends: dict[str, int] = {}
        places = [coding.place for coding in self._study.codings]
        places += [memo.place for memo in self._study.memos if memo.place is not None]
        for place in places:
            ends[place.source] = max(ends.get(place.source, 0), place.interval.end)
        for source in self._study.sources:
            last = max((point.ticks for point in source.text.points), default=0) if source.text else 0
            ends[source.guid] = max(ends.get(source.guid, 0), last)
        return ends

    def _bring_text(self, pen: Change, source: FileSource, tape: Tape, everybody: list[Speaker], is_new: bool) -> bool:
        assert source.text is not None
        if not is_new and self._project.store.transcript(tape.id) is not None:
            self._leavings.leave("transcript", "its tape has one already")
            return False
        if not is_new and source.text.is_estimated and tape.files:
            self._leavings.leave("transcript", "it has no times, and its tape has a recording: align it")
            return False
        read = read_turns(source.text, duration=tape.duration, is_ours=bool(source.tape))
        if not read:
            self._leavings.leave("transcript", "there are no words in it")
            return False
        names = tuple(dict.fromkeys(turn.speaker for turn in read if turn.speaker))
        found, _ = SpeakerBook(everybody, set()).ids(names, pen)
        known = {speaker.id for speaker in everybody}
        everybody += [
            Speaker(id=number, name=name)
            for name, number in found.items()
            if number is not None and number not in known
        ]
        heard_by = HeardBy.MACHINE if source.text.is_by_machine else HeardBy.PERSON
        provenance = Provenance(
            tool="import",
            version=__version__,
            settings={"format": self._study.format, "file": self._study.name, HEARD_BY: heard_by.value}
            | ({TEXT_ALONE: True} if source.is_text else {}),
            made_at=datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        turns = tuple(Turn(words=turn.words, speaker=found[turn.speaker]) for turn in read)
        pen.add_transcript(Transcript(tape=tape.id, turns=turns, provenance=provenance))
        self._brought[tape.id] = [word for turn in turns for word in turn.words]
        self.done.count("transcripts")
        return True

    # --- codes ------------------------------------------------------------------------------------------------------

    def write_codebooks(self, pen: Change) -> None:
        """The codebooks alone."""
        coded = {coding.code for coding in self._study.codings}
        shelf = CodeShelf(self._project, self._guids, by_name=self._study.format in _TABLES)
        for book in self._study.codebooks:
            number = self._codebook(pen, book, shelf)
            for one in book.codes:
                parent = self._numbers.get((MemoAbout.CODE, one.parent)) if one.parent else None
                above = None if parent is None else CodeId(parent)
                wanted = wanted_code(one, number, above, is_used=one.guid in coded)
                known = shelf.code(wanted)
                if known is not None:
                    self._leavings.leave("code", HERE if reads_the_same(known, wanted) else DIFFERS)
                    self._numbers[MemoAbout.CODE, one.guid] = known.id
                    continue
                if wanted.key in shelf.keys:
                    remark = f"the number key {one.key} of {one.name} is in use here, and left out"
                    self.done.remarks.append(remark)
                    wanted = replace(wanted, key="")
                stored = shelf.put(pen, wanted)
                self._numbers[MemoAbout.CODE, one.guid] = stored.id
                self.done.count("codes")

    def _codebook(self, pen: Change, book: FileCodebook, shelf: CodeShelf) -> CodebookId:
        known = shelf.codebook(book)
        if known is not None:
            number = known.id
            same = shelf.by_name or (known.name, known.note, known.origin) == (book.name, book.note, book.origin)
            self._leavings.leave("codebook", HERE if same else DIFFERS)
        else:
            number = pen.add(Codebook(name=book.name, note=book.note, origin=book.origin, guid=book.guid)).id
            self.done.count("codebooks")
        self._numbers[MemoAbout.CODEBOOK, book.guid] = number
        return number

    # --- what hangs on them -----------------------------------------------------------------------------------------

    def _bring_codings(self, pen: Change) -> None:
        there = self._project.store.codings()
        known = self._guids.known("coding", there)
        put = {(one.code, one.quote.span, one.coder): one.id for one in there}
        for coding in self._study.codings:
            if coding.guid in known:
                self._leavings.leave("coding", HERE)
                self._numbers[MemoAbout.CODING, coding.guid] = known[coding.guid].id
                continue
            quote, reason = self._quote(coding.place)
            if quote is None:
                self._leavings.leave("coding", reason)
                continue
            made = Coding(
                code=CodeId(self._numbers[MemoAbout.CODE, coding.code]),
                quote=quote,
                coder=coding.coder,
                when=coding.when,
                note=coding.note,
                guid=coding.guid,
            )
            same = made.code, quote.span, made.coder
            if same in put:
                self._leavings.leave("coding", TWICE)
                self._numbers[MemoAbout.CODING, coding.guid] = put[same]
                continue
            stored = pen.add(made)
            put[same] = stored.id
            self._numbers[MemoAbout.CODING, coding.guid] = stored.id
            self.done.count("codings")

    def _quote(self, place: FilePlace) -> tuple[Quote | None, str]:
        return self._places.quote(place, is_new=self._tape_of[place.source].id in self._new)

    def _bring_sets(self, pen: Change) -> None:
        known = self._guids.known("set", self._project.store.study_sets())
        for one in self._study.sets:
            if one.guid in known:
                self._leavings.leave("set", HERE)
                self._numbers[MemoAbout.SET, one.guid] = known[one.guid].id
                continue
            codes = tuple(CodeId(self._numbers[MemoAbout.CODE, code]) for code in one.codes)
            made = StudySet(name=one.name, note=one.note, codes=codes, tapes=self._tapes(one.sources), guid=one.guid)
            self._numbers[MemoAbout.SET, one.guid] = pen.add(made).id
            self.done.count("sets")

    def _bring_cases(self, pen: Change) -> None:
        known = self._guids.known("case", self._project.store.cases())
        for one in self._study.cases:
            if one.guid in known:
                self._leavings.leave("case", HERE)
                self._numbers[MemoAbout.CASE, one.guid] = known[one.guid].id
                continue
            made = Case(name=one.name, note=one.note, tapes=self._tapes(one.sources), guid=one.guid)
            self._numbers[MemoAbout.CASE, one.guid] = pen.add(made).id
            self.done.count("cases")

    def _bring_memos(self, pen: Change) -> None:
        known = self._guids.known("memo", self._project.store.memos())
        for memo in self._study.memos:
            if memo.guid in known:
                self._leavings.leave("memo", HERE)
                continue
            quote, reason = (None, "") if memo.place is None else self._quote(memo.place)
            if reason:
                self._leavings.leave("memo", reason)
                continue
            is_tape = memo.about is MemoAbout.TAPE
            number = self._numbers.get((memo.about, memo.target), 0)
            if not is_tape and memo.about not in (MemoAbout.PROJECT, MemoAbout.SPAN) and not number:
                self._leavings.leave("memo", "what it is about did not come in")
                continue
            pen.add(
                Memo(
                    text=memo.text,
                    title=memo.title,
                    about=memo.about,
                    target=number,
                    tape=self._tape_of[memo.target].id if is_tape else None,
                    quote=quote,
                    who=memo.who,
                    when=memo.when,
                    guid=memo.guid,
                )
            )
            self.done.count("memos")

    def _tapes(self, sources: tuple[str, ...]) -> tuple[TapeId, ...]:
        return tuple(dict.fromkeys(self._tape_of[source].id for source in sources))


def _matches(source: FileSource, here: list[Tape], taken: set[TapeId], *, is_table: bool) -> list[Tape]:
    """The tapes that a source can be: by our own id and length, else by the name of its file, else by its title.

    A table names tapes by their ids alone.
    """
    free = [tape for tape in here if tape.id not in taken]
    name = PurePosixPath(source.path.replace("\\", "/")).name or source.name
    for tape in free:
        named = tape.title == source.name or any(_file_name(file.path) == name for file in tape.files)
        if tape.id == source.tape and (is_table or (tape.duration == source.duration and named)):
            return [tape]
    titled = [tape for tape in free if tape.title == source.name and not tape.files]
    for matches in (
        [tape for tape in free if any(_file_name(file.path) == name for file in tape.files)],
        [tape for tape in free if any(_file_name(file.path) == source.name for file in tape.files)],
    ):
        if len(matches) == 1:
            return matches
    return titled


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]
