"""A project's study as it travels: codebooks, codings, memos, sets and cases by their GUIDs, tapes with their text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from tapewright.errors import UsageError
from tapewright.exchange import refi_package
from tapewright.exchange.refi_writer import RELATIVE, file_name
from tapewright.exchange.study_file import (
    FileCase,
    FileCode,
    FileCodebook,
    FileCoding,
    FileMemo,
    FilePlace,
    FileSet,
    FileSource,
    Leavings,
    StudyFile,
    guid_in,
    made_guid,
)
from tapewright.exchange.text_turns import TranscriptText
from tapewright.exchange.timed_text import NO_TIMES
from tapewright.model import (
    Case,
    Code,
    Codebook,
    Coding,
    HeardBy,
    Memo,
    MemoAbout,
    Provenance,
    Quote,
    StudySet,
    Tape,
    TapeId,
)
from tapewright.verbs.project import Project

INSIDE = "internal://"
SYNCS = ("turn", "word")
PATHS = ("name", "whole", "none", "copy")
LARGEST_COPY = 2**31 - 1
"""Bytes: what REFI-QDA lets a file inside a project have."""
_FILMS = (".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".mxf", ".webm", ".wmv")
_NOWHERE = (MemoAbout.EVENT, MemoAbout.PARTY)


_Numbered = TypeVar("_Numbered", Codebook, Code, Coding, StudySet, Case, Memo)
_KINDS: dict[str, type[Codebook | Code | Coding | StudySet | Case | Memo]] = {
    "codebook": Codebook,
    "code": Code,
    "coding": Coding,
    "set": StudySet,
    "case": Case,
    "memo": Memo,
}


class StudyGuids:
    """The GUID of everything in a project: the one that it came with, else one made of its number and of the digest of
    the transaction that made it. So copies of a project that people go on with apart never give one GUID twice.

    A tape's is made of its id and of the first thing that was done in the project: copies share their tapes.
    """

    def __init__(self, project: Project) -> None:
        history = project.store.history()
        self._project = history[0].digest if history else ""
        self._made_in = {name: project.store.made_in(kind) for name, kind in _KINDS.items()}
        self._taken: dict[str, tuple[str, object]] = {}

    def of(self, kind: str, number: object, given: str = "") -> str:
        """The GUID of one thing; where two came with the same, the later one gets one of its own."""
        made_in = self._made_in[kind].get(number, "") if isinstance(number, int) else self._project
        own = made_guid(made_in, kind, number)
        guid = guid_in(given) or own
        if self._taken.setdefault(guid, (kind, number)) == (kind, number):
            return guid
        self._taken[own] = (kind, number)
        return own

    def known(self, kind: str, records: Iterable[_Numbered]) -> dict[str, _Numbered]:
        """The records of a kind by the GUID that they go out with and by the one that they came with.

        The two differ where something of another kind came with the same: NVivo gives a case and its code one GUID.
        """
        held = list(records)
        found = {self.of(kind, one.id, one.guid): one for one in held}
        for one in held:
            if given := guid_in(one.guid):
                found.setdefault(given, one)
        return found


def gather(project: Project, *, tapes: Iterable[str] = (), sync: str = "turn", paths: str = "name") -> StudyFile:
    """The whole study, or what belongs to some tapes. What has no place in a file of studies is named in ``left``.

    ``sync``: a sync point for every ``turn`` or every ``word``. ``paths``: a recording is named by its file's
    ``name``, its ``whole`` path, not at all, or as a ``copy`` that goes along.
    """
    if sync not in SYNCS or paths not in PATHS:
        raise UsageError("there is no such way", hint=f"sync is {' or '.join(SYNCS)}, paths {', '.join(PATHS)}")
    store = project.store
    wanted = {store.tape(TapeId(tape)).id for tape in tapes} or {tape.id for tape in store.tapes()}
    leavings = Leavings()
    sheet = _Sheet(project, wanted, leavings)
    going = [tape for tape in store.tapes() if tape.id in wanted]
    for tape in going:
        sheet.read_text(tape, sync)
    codings, memos = sheet.codings(), sheet.memos()
    study = StudyFile(
        name=project.settings.title or project.root.name,
        format="project",
        codebooks=sheet.codebooks(),
        sources=tuple(sheet.source(tape, paths) for tape in going),
        codings=codings,
        sets=sheet.sets(),
        cases=sheet.cases(),
        memos=memos,
    )
    sheet.leave_others()
    return replace(study, left=leavings.left)


def recordings_in(project: Project, study: StudyFile) -> dict[str, Path]:
    """The files of the recordings that go along, by their names in the file."""
    return {
        source.path.removeprefix(INSIDE): project.root / project.store.tape(TapeId(source.tape)).files[0].path
        for source in study.sources
        if source.path.startswith(INSIDE)
    }


def codebooks_of(project: Project) -> tuple[FileCodebook, ...]:
    """All codebooks alone."""
    return _Sheet(project, set(), Leavings()).codebooks()


class _Sheet:
    """Turns the records of one project into those of a file."""

    def __init__(self, project: Project, wanted: set[TapeId], leavings: Leavings) -> None:
        self._store = project.store
        self._root = project.root
        self._wanted = wanted
        self._leavings = leavings
        self._guids = StudyGuids(project)
        self._names = project.speaker_names()
        self._texts: dict[TapeId, TranscriptText] = {}
        self._alone: set[TapeId] = set()
        self._code_guids = {code.id: self._guids.of("code", code.id, code.guid) for code in self._store.codes()}

    def codebooks(self) -> tuple[FileCodebook, ...]:
        """Every codebook with its codes, depth first, siblings by their rank."""
        below: dict[tuple[int, int | None], list[Code]] = {}
        for code in sorted(self._store.codes(), key=lambda code: (code.rank, code.id)):
            below.setdefault((code.codebook, code.parent), []).append(code)
        return tuple(self._codebook(book, below) for book in self._store.codebooks())

    def read_text(self, tape: Tape, sync: str) -> None:
        """Know the text of a tape's current transcript, before anything is placed in it."""
        transcript = self._store.transcript(tape.id)
        if transcript is not None:
            is_by_machine = transcript.provenance.heard_by is HeardBy.MACHINE
            text = TranscriptText(transcript.turns, self._names, every_word=sync == "word", is_by_machine=is_by_machine)
            if len(text.text.encode(errors="replace")) > refi_package.LARGEST_TEXT:
                self._leavings.leave("transcript", "its text is larger than any that is read back")
            elif text.text:
                self._texts[tape.id] = text
                if not tape.files and came_as_text(transcript.provenance):
                    self._alone.add(tape.id)

    def source(self, tape: Tape, paths: str) -> FileSource:
        """A tape with the text of its current transcript, tied to its times wherever something was placed in it."""
        held = self._texts.get(tape.id)
        is_text = tape.id in self._alone
        path = "" if is_text else (self._copied(tape) if paths == "copy" else "") or _path(tape, self._root, paths)
        return FileSource(
            guid=self._guids.of("tape", tape.id),
            name=tape.title,
            tape=tape.id,
            is_video=not is_text and (tape.has_video if tape.files else tape.title.lower().endswith(_FILMS)),
            is_text=is_text,
            path=path,
            duration=tape.duration,
            start=tape.start_timecode,
            rate=f"{tape.format.rate}{';' if tape.format.drop else ''}",
            text=None if held is None else held.file_text,
        )

    def _copied(self, tape: Tape) -> str:
        """The path of a recording that goes along; empty where it cannot, which is named."""
        reason = "a tape of several files is no one recording" if len(tape.files) != 1 else ""
        if not tape.files:
            reason = "its media is elsewhere"
        elif not reason:
            path = self._root / tape.files[0].path
            if not path.is_file():
                reason = "its file is not where it was: relink it"
            elif path.stat().st_size > LARGEST_COPY:
                reason = "it is larger than 2 GB, which REFI-QDA does not take"
        if reason:
            self._leavings.leave("recording", reason)
            return ""
        return f"{INSIDE}{self._guids.of('tape', tape.id)}{Path(tape.files[0].path).suffix.lower()}"

    def codings(self) -> tuple[FileCoding, ...]:
        """The codings of the tapes that go."""
        found = [coding for coding in self._store.codings() if coding.quote.span.tape in self._wanted]
        return tuple(
            FileCoding(
                guid=self._guids.of("coding", coding.id, coding.guid),
                code=self._code_guids[coding.code],
                place=self._place(coding.quote),
                coder=coding.coder,
                when=coding.when,
                note=coding.note,
            )
            for coding in found
        )

    def sets(self) -> tuple[FileSet, ...]:
        """The sets."""
        return tuple(
            FileSet(
                guid=self._guids.of("set", one.id, one.guid),
                name=one.name,
                note=one.note,
                codes=tuple(self._code_guids[code] for code in one.codes),
                sources=self._sources(one.tapes),
            )
            for one in self._store.study_sets()
        )

    def cases(self) -> tuple[FileCase, ...]:
        """The cases."""
        return tuple(
            FileCase(
                guid=self._guids.of("case", case.id, case.guid),
                name=case.name,
                note=case.note,
                sources=self._sources(case.tapes),
            )
            for case in self._store.cases()
        )

    def memos(self) -> tuple[FileMemo, ...]:
        """The memos about what goes."""
        find: dict[MemoAbout, Callable[[int], str]] = {
            MemoAbout.CODEBOOK: self._finder("codebook", self._store.codebooks()),
            MemoAbout.CODE: self._finder("code", self._store.codes()),
            MemoAbout.CODING: self._finder(
                "coding", [one for one in self._store.codings() if one.quote.span.tape in self._wanted]
            ),
            MemoAbout.SET: self._finder("set", self._store.study_sets()),
            MemoAbout.CASE: self._finder("case", self._store.cases()),
        }
        made: list[FileMemo] = []
        for memo in self._store.memos():
            if memo.about in _NOWHERE:
                self._leavings.leave(f"memo about {_an(memo.about)}", "REFI-QDA has no place for what it is about")
                continue
            on = memo.tape or (memo.quote.span.tape if memo.quote else None)
            target = find[memo.about](memo.target) if memo.about in find else ""
            if (on is not None and on not in self._wanted) or (memo.about in find and not target):
                self._leavings.leave("memo", "it is about a tape that does not go")
                continue
            made.append(
                FileMemo(
                    guid=self._guids.of("memo", memo.id, memo.guid),
                    text=memo.text,
                    title=memo.title,
                    about=memo.about,
                    target=self._guids.of("tape", memo.tape) if memo.tape else target,
                    place=None if memo.quote is None else self._place(memo.quote),
                    who=memo.who,
                    when=memo.when,
                )
            )
        return tuple(made)

    def leave_others(self) -> None:
        """Name what the study has and REFI-QDA has not."""
        reason = "a file of studies has no place for it; tapewright chronicle export takes it along"
        self._leavings.leave("event", reason, len(self._store.events()))
        self._leavings.leave("person or institution", reason, len(self._store.parties()))
        self._leavings.leave("decision", "it belongs to this project's own offers", len(self._store.decisions()))

    def _codebook(self, book: Codebook, below: dict[tuple[int, int | None], list[Code]]) -> FileCodebook:
        codes: list[FileCode] = []
        waiting = list(reversed(below.get((book.id, None), [])))
        while waiting:
            code = waiting.pop()
            codes.append(self._file_code(code))
            waiting += reversed(below.get((book.id, code.id), []))
        return FileCodebook(
            guid=self._guids.of("codebook", book.id, book.guid),
            name=book.name,
            note=book.note,
            origin=book.origin,
            codes=tuple(codes),
        )

    def _file_code(self, code: Code) -> FileCode:
        return FileCode(
            guid=self._code_guids[code.id],
            name=code.name,
            parent="" if code.parent is None else self._code_guids[code.parent],
            definition=code.definition,
            use_when=code.use_when,
            not_when=code.not_when,
            example=code.example,
            source=code.source,
            colour=code.colour,
            key=code.key,
            is_codable=code.is_codable,
        )

    def _finder(self, kind: str, records: Iterable[object]) -> Callable[[int], str]:
        known = {record.id: self._guids.of(kind, record.id, record.guid) for record in records}  # type: ignore[attr-defined]
        return lambda number: known.get(number, "")

    def _place(self, quote: Quote) -> FilePlace:
        text = self._texts.get(quote.span.tape)
        return FilePlace(
            source=self._guids.of("tape", quote.span.tape),
            interval=quote.span.interval,
            words=quote.text,
            positions=None if text is None else text.positions(quote.span.interval),
        )

    def _sources(self, tapes: Iterable[TapeId]) -> tuple[str, ...]:
        return tuple(self._guids.of("tape", tape) for tape in tapes if tape in self._wanted)


def came_as_text(provenance: Provenance) -> bool:
    """Whether a transcript came as a text without times and without a recording, also where it came in before that was
    kept.
    """
    settings = provenance.settings
    original = settings.get("original")
    if isinstance(original, dict) and isinstance(original.get("settings"), dict):
        # It went through our own JSON.
        return came_as_text(Provenance(tool="", settings=original["settings"]))
    remarks = settings.get("remarks")
    is_untimed = isinstance(remarks, list) and NO_TIMES in remarks
    return provenance.is_text_alone or is_untimed or settings.get("format") == "taguette"


def _an(about: MemoAbout) -> str:
    return f"{'an' if about.value[0] in 'aeiou' else 'a'} {about.value}"


def _path(tape: Tape, root: Path, paths: str) -> str:
    """A tape's first file as REFI-QDA names it. Its whole path says much of a machine: only where asked for.

    A tape without a file goes by its title, which is mostly the name that its file had.
    """
    if paths == "none":
        return ""
    if not tape.files:
        return RELATIVE + file_name(tape.title)
    path = Path(tape.files[0].path)
    if paths != "whole":
        return RELATIVE + path.name
    whole = path if path.is_absolute() else root / path
    return f"absolute://{'' if os.sep == '/' else '/'}{whole.as_posix()}"
