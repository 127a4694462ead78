"""Projects of Taguette: documents, tags and highlights out of its SQLite file. Read only.

A document has text and no time. It becomes a recording that nobody has, laid out at the pace of speech, so that every
highlight is a place on it with its words. Written after Taguette 1.5.2, ``taguette/database/models.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from tapewright.errors import InputError
from tapewright.exchange.foreign_sqlite import ForeignTables, Row, foreign_tables, text, unsaved_beside, whole
from tapewright.exchange.html_text import HtmlText
from tapewright.exchange.refi_codes import NO_NAME
from tapewright.exchange.refi_reader import UNKNOWN_CODER
from tapewright.exchange.study_file import (
    Covered,
    FileCode,
    FileCodebook,
    FileCoding,
    FileMemo,
    FilePlace,
    FileSource,
    FileText,
    Leavings,
    StudyFile,
    SyncPoint,
    made_guid,
    one_line,
)
from tapewright.exchange.text_clock import TextClock
from tapewright.model.coding import MemoAbout


def read_taguette(path: Path) -> StudyFile:
    """Every project of the file: a codebook for each. InputError for a database of another program."""
    with foreign_tables(path, name=path.name) as tables:
        if not tables.has("projects", "documents", "tags", "highlights", "highlight_tags"):
            raise InputError("this database is not Taguette's", place=path.name, hint="look at what it was made with")
        return _Reading(tables, path).study()


class _Reading:
    """One file being read."""

    def __init__(self, tables: ForeignTables, path: Path) -> None:
        self.tables = tables
        self.path = path
        self.leavings = Leavings()
        self._covered = Covered(path.name)
        self._projects = {whole(row["id"]): row for row in tables.rows("projects", _PROJECT)}
        self._made = self._makers()
        self._texts: dict[int, tuple[HtmlText, TextClock, str]] = {}
        self._memos: list[FileMemo] = []
        self._codes: dict[int, str] = {}

    def study(self) -> StudyFile:
        """Everything."""
        books = tuple(self._books())
        sources = tuple(self._sources())
        codings = tuple(self._codings())
        self._leave_people(codings)
        return StudyFile(
            name=self.path.stem,
            format="taguette",
            origin="Taguette",
            codebooks=books,
            sources=sources,
            codings=codings,
            memos=tuple(self._memos),
            left=self.leavings.left,
            remarks=tuple(filter(None, (unsaved_beside(self.path),))),
        )

    def _named(self, project: object, kind: str, number: object) -> str:
        """A GUID of its own for everything: Taguette's are numbers within one file."""
        row = self._projects.get(whole(project)) or {}
        return made_guid("taguette", text(row.get("name")), row.get("created"), kind, number)

    def _books(self) -> list[FileCodebook]:
        books: list[FileCodebook] = []
        tags: dict[int, list[Row]] = {}
        for row in self.tables.rows("tags", ("id", "project_id", "path", "description")):
            project = whole(row["project_id"])
            if project in self._projects and whole(row["id"]) is not None:
                tags.setdefault(project or 0, []).append(row)
            else:
                self.leavings.leave("code", "its project is not in the file")
        for number, held in self._projects.items():
            codes = tuple(self._code(number, row) for row in tags.get(number or 0, ()))
            guid = self._named(number, "codebook", number)
            name = text(held["name"])
            books.append(
                FileCodebook(guid=guid, name=name if name.strip() else NO_NAME, origin="Taguette", codes=codes)
            )
            if said := text(held["description"]).strip():
                memo = self._named(number, "project memo", number)
                self._memos.append(
                    FileMemo(guid=memo, text=said, about=MemoAbout.CODEBOOK, target=guid, who=UNKNOWN_CODER)
                )
        return books

    def _code(self, project: int | None, row: Row) -> FileCode:
        guid = self._named(project, "tag", row["id"])
        self._codes[whole(row["id"]) or 0] = guid
        name = text(row["path"])
        return FileCode(guid=guid, name=name if name.strip() else NO_NAME, definition=text(row["description"]))

    def _sources(self) -> list[FileSource]:
        sources: list[FileSource] = []
        for row in self.tables.rows("documents", _DOCUMENT):
            number, project = whole(row["id"]), whole(row["project_id"])
            html = HtmlText(text(row["contents"]))
            if number is None or not html.text.strip():
                self.leavings.leave("text", "it is empty")
                continue
            guid = self._named(project, "document", number)
            clock = TextClock((), length=len(html.text))
            end = SyncPoint(len(html.text), clock.at(len(html.text)))
            self._texts[number] = html, clock, guid
            name = text(row["name"]) or text(row["filename"]) or NO_NAME
            held = FileText(text=html.text, points=(SyncPoint(0, 0), end), is_estimated=True)
            sources.append(FileSource(guid=guid, name=name, is_text=True, duration=end.ticks, text=held))
            if said := text(row["description"]).strip():
                memo = self._named(project, "document memo", number)
                self._memos.append(FileMemo(guid=memo, text=said, about=MemoAbout.TAPE, target=guid, who=UNKNOWN_CODER))
        return sources

    def _codings(self) -> list[FileCoding]:
        tags: dict[int, list[int]] = {}
        for row in self.tables.rows("highlight_tags", ("highlight_id", "tag_id")):
            highlight, tag = whole(row["highlight_id"]), whole(row["tag_id"])
            if highlight is not None and tag is not None:
                tags.setdefault(highlight, []).append(tag)
        made: list[FileCoding] = []
        for row in self.tables.rows("highlights", _HIGHLIGHT):
            number = whole(row["id"]) or 0
            chosen = tags.pop(number, [])
            place, reason = self._place(row)
            if not chosen:
                self.leavings.leave("highlight", "it has no tag")
            for tag in chosen:
                if place is None or tag not in self._codes:
                    self.leavings.leave("coding", reason or "its tag is not in the file")
                    continue
                who, when = self._made.get(number, (UNKNOWN_CODER, ""))
                guid = made_guid("taguette", place.source, "highlight", number, self._codes[tag])
                made.append(FileCoding(guid=guid, code=self._codes[tag], place=place, coder=who, when=when))
        self.leavings.leave("coding", "its highlight is not in the file", sum(map(len, tags.values())))
        return made

    def _place(self, row: Row) -> tuple[FilePlace | None, str]:
        found = self._texts.get(whole(row["document_id"]) or 0)
        if found is None:
            return None, "its document did not come in"
        html, clock, source = found
        offsets = whole(row["start_offset"]), whole(row["end_offset"])
        start, end = (-1 if offset is None else html.position(offset) for offset in offsets)
        if min(start, end) < 0:
            return None, "it lies beyond its text"
        if end <= start:
            return None, "it has no length"
        self._covered.add((start, end))
        words = one_line(html.text[start:end])
        interval, positions = clock.between(start, end), (start, end)
        return FilePlace(source=source, interval=interval, words=words, positions=positions, is_timed=False), ""

    def _makers(self) -> Mapping[int, tuple[str, str]]:
        """Who made each highlight, and when: the last that the file's own log says."""
        made: dict[int, tuple[str, str]] = {}
        for row in self.tables.rows("commands", ("id", "date", "user_login", "payload")):
            try:
                payload = json.loads(text(row["payload"]) or "{}")
            except (ValueError, RecursionError):
                continue
            if isinstance(payload, dict) and payload.get("type") == "highlight_add":
                number = whole(payload.get("highlight_id"))
                if number is not None:
                    made[number] = text(row["user_login"]) or UNKNOWN_CODER, moment(text(row["date"]))
        return made

    def _leave_people(self, codings: tuple[FileCoding, ...]) -> None:
        people = {text(row["login"]) for row in self.tables.rows("users", ("login",))}
        idle = people - {coding.coder for coding in codings}
        self.leavings.leave("user", "nothing that came in is by them", len(idle))


def moment(given: str) -> str:
    """A time of a database (``2026-11-25 10:00:00.123``, UTC) as ours; empty for anything else."""
    plain = given.strip().replace(" ", "T")[:19]
    return f"{plain}Z" if len(plain) == 19 and plain[10] == "T" and plain[:4].isdigit() else ""


_PROJECT = ("id", "name", "description", "created")
_DOCUMENT = ("id", "name", "description", "filename", "project_id", "contents")
_HIGHLIGHT = ("id", "document_id", "start_offset", "end_offset")
