"""Projects of QualCoder: the folder ``NAME.qda`` with its database ``data.qda``. Read only.

Recordings are named and stay where they are; a recording's transcript is the text that QualCoder keeps for it, on the
times that stand in it in brackets. Texts of no recording are laid out at the pace of speech. Written after QualCoder's
schema up to version 14 of its database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tapewright.errors import InputError
from tapewright.exchange.foreign_sqlite import ForeignTables, Row, foreign_tables, text, whole
from tapewright.exchange.refi_codes import NO_NAME, colour_in
from tapewright.exchange.refi_reader import UNKNOWN_CODER
from tapewright.exchange.study_file import (
    FileCase,
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
    unique,
)
from tapewright.exchange.taguette import moment
from tapewright.exchange.text_clock import LATEST, TextClock
from tapewright.model.coding import MemoAbout
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_milliseconds

_STAMP = re.compile(r"[\[{#](\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:[.,](\d{1,3}))?[\]}#]", re.ASCII)
_VIDEO = re.compile(r"^/?video[:/]", re.IGNORECASE)
_AUDIO = re.compile(r"^/?audio[:/]", re.IGNORECASE)
_IMAGE = re.compile(r"^/?images[:/]", re.IGNORECASE)


def read_qualcoder(folder: Path) -> StudyFile:
    """The project of a folder. InputError for a folder that is none."""
    path = folder / "data.qda"
    if path.is_symlink() or not path.is_file():
        raise InputError("this folder is no QualCoder project", place=folder.name, hint="it holds no data.qda")
    with foreign_tables(path, name=folder.name) as tables:
        if not tables.has("source", "code_name", "code_text", "code_av"):
            raise InputError("its database is not QualCoder's", place=folder.name, hint="open it in QualCoder once")
        return _Reading(tables, folder).study()


class _Text:
    """A source with text, or a recording, or both."""

    def __init__(self, guid: str, held: str | None, clock: TextClock | None) -> None:
        self.guid = guid
        self.held = held
        self.clock = clock


class _Reading:
    """One project being read."""

    def __init__(self, tables: ForeignTables, folder: Path) -> None:
        self.tables = tables
        self.folder = folder
        self.leavings = Leavings()
        project = next(tables.rows("project", ("date", "memo", "about")), None) or {}
        self._project = text(project.get("date")), folder.stem
        self._memos: list[FileMemo] = []
        self._texts: dict[int, _Text] = {}
        self._codes: dict[int, str] = {}
        self._reasons: dict[int, str] = {}
        self._memo(MemoAbout.PROJECT, "", {"memo": project.get("memo"), "owner": None, "date": None}, "project")

    def study(self) -> StudyFile:
        """Everything."""
        book = self._book()
        sources = tuple(self._sources())
        codings = (*self._text_codings(), *self._av_codings())
        cases = tuple(self._cases())
        self._annotations()
        self._journal()
        self.leavings.leave("coding", "it is in a picture", self.tables.count("code_image"))
        self.leavings.leave("variable", "a project of tapes has none", self.tables.count("attribute_type"))
        self.leavings.leave("value of a variable", "a project of tapes has none", self.tables.count("attribute"))
        self.leavings.leave("graph", "a project of tapes has none", self.tables.count("graph"))
        return StudyFile(
            name=self.folder.stem,
            format="qualcoder",
            origin="QualCoder",
            codebooks=(book,) if book.codes else (),
            sources=sources,
            codings=codings,
            memos=tuple(self._memos),
            cases=cases,
            left=self.leavings.left,
        )

    def _guid(self, kind: str, number: object) -> str:
        return made_guid("qualcoder", *self._project, kind, number)

    def _memo(self, about: MemoAbout, target: str, row: Row, what: str, place: FilePlace | None = None) -> None:
        if said := text(row.get("memo")).strip():
            self._memos.append(
                FileMemo(
                    guid=made_guid("qualcoder", *self._project, "memo", what),
                    text=said,
                    about=about,
                    target=target,
                    place=place,
                    who=text(row.get("owner")) or UNKNOWN_CODER,
                    when=moment(text(row.get("date"))),
                )
            )

    def _book(self) -> FileCodebook:
        """Categories hold codes and categories; they code nothing themselves."""
        below: dict[str, list[tuple[str, Row, bool]]] = {}
        categories = {whole(row["catid"]): row for row in self.tables.rows("code_cat", _CATEGORY)}
        for number, row in categories.items():
            above = whole(row["supercatid"])
            parent = self._guid("category", above) if above in categories else ""
            below.setdefault(parent, []).append((self._guid("category", number), row, False))
        for row in self.tables.rows("code_name", _CODE):
            number, above = whole(row["cid"]), whole(row["catid"])
            if number is None:
                continue
            self._codes[number] = self._guid("code", number)
            parent = self._guid("category", above) if above in categories else ""
            below.setdefault(parent, []).append((self._codes[number], row, True))
        codes: list[FileCode] = []
        waiting = [(one, "") for one in reversed(below.pop("", []))]
        while waiting:
            (guid, row, is_codable), parent = waiting.pop()
            name = text(row["name"])
            codes.append(
                FileCode(
                    guid=guid,
                    name=name if name.strip() else NO_NAME,
                    parent=parent,
                    definition=text(row["memo"]),
                    colour=colour_in(text(row.get("color"))),
                    is_codable=is_codable,
                )
            )
            waiting += [(one, guid) for one in reversed(below.pop(guid, []))]
        lost = sum(map(len, below.values()))
        self.leavings.leave("code", "its categories hold each other in a ring", lost)
        kept = {code.guid for code in codes}
        self._codes = {number: guid for number, guid in self._codes.items() if guid in kept}
        return FileCodebook(
            guid=self._guid("codebook", ""), name=self.folder.stem, origin="QualCoder", codes=tuple(codes)
        )

    def _sources(self) -> Iterator[FileSource]:
        rows = {whole(row["id"]): row for row in self.tables.rows("source", _SOURCE)}
        transcripts = {whole(row["av_text_id"]): number for number, row in rows.items() if _is_recording(row)}
        for number, row in rows.items():
            if number is None:
                continue
            path = text(row["mediapath"])
            if _IMAGE.match(path):
                self.leavings.leave("picture", "a project of tapes has none")
                self._reasons[number] = "it is in a picture"
            elif _is_recording(row):
                yield self._recording(number, row, rows.get(whole(row["av_text_id"])))
            elif number not in transcripts and (source := self._document(number, row)):
                yield source

    def _recording(self, number: int, row: Row, transcript: Row | None) -> FileSource:
        guid, path = self._guid("source", number), text(row["mediapath"])
        held = text(transcript["fulltext"]) if transcript else ""
        own: FileText | None = None
        clock: TextClock | None = None
        if transcript and held.strip():
            points = _stamped(held)
            clock = TextClock(points, length=len(held))
            own = FileText(text=held, points=tuple(points), is_estimated=len(points) < 2)
            self._texts[whole(transcript["id"]) or 0] = _Text(guid, held, clock)
            self._memo(MemoAbout.TAPE, guid, transcript, f"source {transcript['id']}")
        self._texts[number] = _Text(guid, None, None)
        self._memo(MemoAbout.TAPE, guid, row, f"source {number}")
        plain = path.split(":", 1)[1] if ":" in path[:7] else path.rsplit("/", 1)[-1]
        return FileSource(
            guid=guid,
            name=text(row["name"]) or NO_NAME,
            is_video=bool(_VIDEO.match(path)),
            path=plain,
            text=own,
        )

    def _document(self, number: int, row: Row) -> FileSource | None:
        held = text(row["fulltext"])
        if not held.strip():
            self.leavings.leave("text", "it is empty")
            self._reasons[number] = "its text is empty"
            return None
        guid, clock = self._guid("source", number), TextClock((), length=len(held))
        end = SyncPoint(len(held), clock.at(len(held)))
        self._texts[number] = _Text(guid, held, clock)
        self._memo(MemoAbout.TAPE, guid, row, f"source {number}")
        own = FileText(text=held, points=(SyncPoint(0, 0), end), is_estimated=True)
        return FileSource(guid=guid, name=text(row["name"]) or NO_NAME, duration=end.ticks, text=own)

    def _text_codings(self) -> Iterator[FileCoding]:
        segments = {whole(row["avid"]): row for row in self.tables.rows("code_av", _AV)}
        for row in self.tables.rows("code_text", _CODING):
            place, reason = self._text_place(row)
            heard = segments.get(whole(row["avid"])) if row["avid"] is not None else None
            if place is not None and heard is not None and (times := _times(heard)):
                # The coder tied the words to a stretch of the recording: that is when they are heard.
                place = FilePlace(source=place.source, interval=times, words=place.words, positions=place.positions)
            yield from self._coding("text", row["ctid"], row, place, reason)

    def _av_codings(self) -> Iterator[FileCoding]:
        for row in self.tables.rows("code_av", _AV):
            found, times = self._texts.get(whole(row["id"]) or 0), _times(row)
            reason = "" if times else "its times are impossible"
            place = FilePlace(source=found.guid, interval=times) if found and times else None
            yield from self._coding("av", row["avid"], row, place, reason or "its recording is not in the file")

    def _coding(
        self, kind: str, number: object, row: Row, place: FilePlace | None, reason: str
    ) -> Iterable[FileCoding]:
        code = self._codes.get(whole(row["cid"]) or 0)
        if place is None or code is None:
            self.leavings.leave("coding", reason if place is None else "its code is not in the file")
            return ()
        return (
            FileCoding(
                guid=self._guid(f"code_{kind}", number),
                code=code,
                place=place,
                coder=text(row["owner"]) or UNKNOWN_CODER,
                when=moment(text(row["date"])),
                note=text(row["memo"]),
            ),
        )

    def _text_place(self, row: Row) -> tuple[FilePlace | None, str]:
        number = whole(row["fid"]) or 0
        found = self._texts.get(number)
        if found is None or found.held is None or found.clock is None:
            return None, self._reasons.get(number, "its text is not in the file")
        start, end = whole(row["pos0"]), whole(row["pos1"])
        if start is None or end is None or not 0 <= start <= end <= len(found.held):
            return None, "it lies beyond its text"
        interval = found.clock.between(start, end)
        if interval.is_empty:
            return None, "it has no length"
        words = one_line(found.held[start:end])
        positions = (start, end)
        return FilePlace(source=found.guid, interval=interval, words=words, positions=positions, is_timed=False), ""

    def _cases(self) -> Iterator[FileCase]:
        members: dict[int, list[str]] = {}
        for row in self.tables.rows("case_text", ("caseid", "fid", "pos0", "pos1")):
            found = self._texts.get(whole(row["fid"]) or 0)
            if found is None:
                self.leavings.leave("member of a set or case", "it is a source that did not come in")
            else:
                members.setdefault(whole(row["caseid"]) or 0, []).append(found.guid)
        for row in self.tables.rows("cases", ("caseid", "name", "memo", "owner", "date")):
            number, name = whole(row["caseid"]) or 0, text(row["name"])
            yield FileCase(
                guid=self._guid("case", number),
                name=name if name.strip() else NO_NAME,
                note=text(row["memo"]),
                sources=unique(members.get(number, ())),
            )

    def _annotations(self) -> None:
        for row in self.tables.rows("annotation", ("anid", "fid", "pos0", "pos1", "memo", "owner", "date")):
            place, reason = self._text_place(row)
            if place is None:
                self.leavings.leave("memo", reason)
            else:
                self._memo(MemoAbout.SPAN, "", row, f"annotation {row['anid']}", place)

    def _journal(self) -> None:
        for row in self.tables.rows("journal", ("jid", "name", "jentry", "date", "owner")):
            number = row["jid"]
            self._memos.append(
                FileMemo(
                    guid=self._guid("journal", number),
                    text=text(row["jentry"]),
                    title=text(row["name"]),
                    who=text(row["owner"]) or UNKNOWN_CODER,
                    when=moment(text(row["date"])),
                )
            )


def _is_recording(row: Row) -> bool:
    path = text(row["mediapath"])
    return bool(_VIDEO.match(path) or _AUDIO.match(path))


def _times(row: Row) -> Interval | None:
    """A stretch in milliseconds."""
    start, end = whole(row["pos0"]), whole(row["pos1"])
    if start is None or end is None or not 0 <= start < end or from_milliseconds(end) > LATEST:
        return None
    return Interval(from_milliseconds(start), from_milliseconds(end))


def _stamped(held: str) -> list[SyncPoint]:
    """The times that stand in a transcript, ``[00:12:07]`` or ``[12.07]``; a text without is laid out from 0."""
    points: list[SyncPoint] = []
    for found in _STAMP.finditer(held):
        first, second, third, part = found.groups()
        hours, minutes, seconds = (0, first, second) if third is None else (first, second, third)
        ms = int((part or "").ljust(3, "0") or 0)
        total = (int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * TICKS_PER_SECOND
        points.append(SyncPoint(found.start(), Ticks(total + from_milliseconds(ms))))
    return points


_CATEGORY = ("catid", "name", "owner", "date", "memo", "supercatid")
_CODE = ("cid", "name", "memo", "catid", "owner", "date", "color")
_SOURCE = ("id", "name", "fulltext", "mediapath", "memo", "owner", "date", "av_text_id")
_CODING = ("ctid", "cid", "fid", "pos0", "pos1", "owner", "date", "memo", "avid")
_AV = ("avid", "id", "pos0", "pos1", "cid", "memo", "date", "owner")
