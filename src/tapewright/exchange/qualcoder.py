"""Projects of QualCoder: the folder ``NAME.qda`` with its database ``data.qda``. Read only.

Recordings are named and stay where they are; a recording's transcript is the text that QualCoder keeps for it, on the
times that stand in it. Texts of no recording are laid out at the pace of speech. Written after QualCoder's schema up
to version 17 of its database, that of QualCoder 4.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tapewright.errors import InputError
from tapewright.exchange.foreign_sqlite import ForeignTables, Row, foreign_tables, text, unsaved_beside, whole
from tapewright.exchange.qualcoder_text import QualcoderText, stamped
from tapewright.exchange.refi_codes import NO_NAME, colour_in
from tapewright.exchange.refi_reader import UNKNOWN_CODER
from tapewright.exchange.study_file import (
    Covered,
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
    shallow,
    unique,
)
from tapewright.exchange.taguette import moment
from tapewright.exchange.text_clock import LATEST, TextClock
from tapewright.model.coding import MemoAbout
from tapewright.timing import Interval, from_milliseconds

_VIDEO = re.compile(r"^/?video[:/]", re.IGNORECASE)
_AUDIO = re.compile(r"^/?audio[:/]", re.IGNORECASE)
_IMAGE = re.compile(r"^/?images[:/]", re.IGNORECASE)
_TRANSCRIBED = ".transcribed"
"""Ends the name of a recording's transcript in older projects."""
_NO_PERSON = "\U0001f4cc"
"""Begins the names of coders that QualCoder itself puts into every project."""
NONE_HERE = "a project of tapes has none"


def read_qualcoder(folder: Path) -> StudyFile:
    """The project of a folder. InputError for a folder that is none."""
    path = folder / "data.qda"
    if path.is_symlink() or not path.is_file():
        raise InputError("this folder is no QualCoder project", place=folder.name, hint="it holds no data.qda")
    with foreign_tables(path, name=folder.name) as tables:
        if not tables.has("source", "code_name", "code_text", "code_av"):
            raise InputError("its database is not QualCoder's", place=folder.name, hint="open it in QualCoder once")
        return _Reading(tables, folder).study()


class _Reading:
    """One project being read."""

    def __init__(self, tables: ForeignTables, folder: Path) -> None:
        self.tables = tables
        self.folder = folder
        self.leavings = Leavings()
        self._covered = Covered(folder.name)
        project = next(tables.rows("project", ("date", "memo", "about")), None) or {}
        self._project = text(project.get("date")), folder.stem
        self._memos: list[FileMemo] = []
        self._texts: dict[int, QualcoderText] = {}
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
        self._others({coding.coder for coding in codings} | {memo.who for memo in self._memos})
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
            remarks=tuple(self._remarks()),
        )

    def _remarks(self) -> Iterator[str]:
        if elsewhere := sum(found.elsewhere for found in self._texts.values()):
            keep = "coding keeps other words than stand at its place: look at it"
            keeps = "codings keep other words than stand at their places: look at them"
            yield f"{elsewhere} {keep if elsewhere == 1 else keeps}"
        if said := unsaved_beside(self.folder / "data.qda"):
            yield said

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
        """Categories hold codes and categories and code nothing themselves; codes hold codes since version 16."""
        below: dict[str, list[tuple[str, Row, bool]]] = {}
        categories = {whole(row["catid"]): row for row in self.tables.rows("code_cat", _CATEGORY)}
        for number, row in categories.items():
            above = whole(row["supercatid"])
            parent = self._guid("category", above) if above in categories else ""
            below.setdefault(parent, []).append((self._guid("category", number), row, False))
        rows = list(self.tables.rows("code_name", _CODE))
        numbers = {number for row in rows if (number := whole(row["cid"])) is not None}
        for row in rows:
            number, above = whole(row["cid"]), whole(row["catid"])
            if number is None:
                continue
            self._codes[number] = self._guid("code", number)
            parent = self._guid("category", above) if above in categories else ""
            if whole(row["supercid"]) in numbers:
                parent = self._guid("code", row["supercid"])
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
        self.leavings.leave("code", "what is above it holds itself in a ring", lost)
        held = shallow(codes, self.leavings)
        kept = {code.guid for code in held}
        self._codes = {number: guid for number, guid in self._codes.items() if guid in kept}
        return FileCodebook(guid=self._guid("codebook", ""), name=self.folder.stem, origin="QualCoder", codes=held)

    def _sources(self) -> Iterator[FileSource]:
        rows = {whole(row["id"]): row for row in self.tables.rows("source", _SOURCE)}
        by_name = {text(row["name"]): number for number, row in rows.items() if not text(row["mediapath"])}
        transcripts = {
            number: whole(row["av_text_id"]) or by_name.get(f"{text(row['name'])}{_TRANSCRIBED}")
            for number, row in rows.items()
            if _is_recording(row)
        }
        tied = set(transcripts.values())
        for number, row in rows.items():
            if number is None:
                continue
            path = text(row["mediapath"])
            if _IMAGE.match(path):
                self.leavings.leave("picture", "a project of tapes has none")
                self._reasons[number] = "it is in a picture"
            elif _is_recording(row):
                yield self._recording(number, row, rows.get(transcripts[number]))
            elif number not in tied and (source := self._document(number, row)):
                yield source

    def _recording(self, number: int, row: Row, transcript: Row | None) -> FileSource:
        guid, path = self._guid("source", number), text(row["mediapath"])
        held = text(transcript["fulltext"]) if transcript else ""
        own: FileText | None = None
        clock: TextClock | None = None
        if transcript and held.strip():
            points = stamped(held)
            clock = TextClock(points, length=len(held))
            own = FileText(text=held, points=tuple(points), is_estimated=len(points) < 2)
            self._texts[whole(transcript["id"]) or 0] = QualcoderText(guid, held, clock)
            self._memo(MemoAbout.TAPE, guid, transcript, f"source {transcript['id']}")
        self._texts[number] = QualcoderText(guid, None, None)
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
        self._texts[number] = QualcoderText(guid, held, clock)
        self._memo(MemoAbout.TAPE, guid, row, f"source {number}")
        own = FileText(text=held, points=(SyncPoint(0, 0), end), is_estimated=True)
        return FileSource(guid=guid, name=text(row["name"]) or NO_NAME, is_text=True, duration=end.ticks, text=own)

    def _text_codings(self) -> Iterator[FileCoding]:
        segments = {whole(row["avid"]): row for row in self.tables.rows("code_av", _AV)}
        for row in self.tables.rows("code_text", _CODING):
            place, reason = self._text_place(row)
            heard = segments.get(whole(row["avid"])) if row["avid"] is not None else None
            recording = self._texts.get(whole(heard["id"]) or 0) if heard else None
            is_tied = place is not None and recording is not None and recording.guid == place.source
            if place is not None and is_tied and heard is not None and (times := _times(heard)):
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
        self.leavings.leave("mark of importance", "a coding has none", int(row["important"] == 1))
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
        kept = text(row["seltext"]) if "seltext" in row else None
        positions = found.span(whole(row["pos0"]), whole(row["pos1"]), kept)
        if positions is None:
            return None, "it lies beyond its text"
        start, end = positions
        self._covered.add(positions)
        interval = found.clock.between(start, end)
        if interval.is_empty:
            return None, "it has no length"
        words = one_line(found.held[start:end])
        return FilePlace(source=found.guid, interval=interval, words=words, positions=positions, is_timed=False), ""

    def _cases(self) -> Iterator[FileCase]:
        members: dict[int, list[str]] = {}
        for row in self.tables.rows("case_text", ("caseid", "fid", "pos0", "pos1", "memo")):
            found = self._texts.get(whole(row["fid"]) or 0)
            if text(row["memo"]).strip():
                self.leavings.leave("memo", "it is about a text of a case")
            if found is None:
                self.leavings.leave("member of a set or case", "it is a source that did not come in")
            else:
                self.leavings.leave("part of a text in a case", "a case holds whole tapes", int(_is_part(row, found)))
                members.setdefault(whole(row["caseid"]) or 0, []).append(found.guid)
        for row in self.tables.rows("cases", ("caseid", "name", "memo", "owner", "date")):
            number, name = whole(row["caseid"]) or 0, text(row["name"])
            yield FileCase(
                guid=self._guid("case", number),
                name=name if name.strip() else NO_NAME,
                note=text(row["memo"]),
                sources=unique(members.get(number, ())),
            )

    def _others(self, named: set[str]) -> None:
        """Count what has no place here."""
        for row in self.tables.rows("code_image", ("imid", "pdf_page")):
            where = "a picture" if row["pdf_page"] is None else "an area of a PDF page"
            self.leavings.leave("coding", f"it is in {where}")
        values = sum(bool(text(row["value"]).strip()) for row in self.tables.rows("attribute", ("attrid", "value")))
        references = {row["risid"] for row in self.tables.rows("ris", ("risid",))}
        self.leavings.leave("variable", NONE_HERE, self.tables.count("attribute_type"))
        self.leavings.leave("value of a variable", NONE_HERE, values)
        self.leavings.leave("graph", NONE_HERE, self.tables.count("graph"))
        self.leavings.leave("reference to literature", NONE_HERE, len(references))
        self.leavings.leave("query", "it asks QualCoder's own database", self.tables.count("stored_sql"))
        people = {text(row["name"]) for row in self.tables.rows("coder_names", ("name",))}
        idle = {name for name in people - named if name.strip() and not name.startswith(_NO_PERSON)}
        self.leavings.leave("user", "nothing that came in is by them", len(idle))

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


def _is_part(row: Row, found: QualcoderText) -> bool:
    """Whether a case has less than a whole text; older versions left the last sign out, or wrote 0 and 0."""
    start, end = whole(row["pos0"]) or 0, whole(row["pos1"]) or 0
    return found.held is not None and end > 0 and (start > 0 or end < len(found.held) - 1)


def _times(row: Row) -> Interval | None:
    """A stretch in milliseconds."""
    start, end = whole(row["pos0"]), whole(row["pos1"])
    if start is None or end is None or not 0 <= start < end or from_milliseconds(end) > LATEST:
        return None
    return Interval(from_milliseconds(start), from_milliseconds(end))


_CATEGORY = ("catid", "name", "owner", "date", "memo", "supercatid")
_CODE = ("cid", "name", "memo", "catid", "supercid", "color")
_SOURCE = ("id", "name", "fulltext", "mediapath", "memo", "owner", "date", "av_text_id")
_CODING = ("ctid", "cid", "fid", "seltext", "pos0", "pos1", "owner", "date", "memo", "avid", "important")
_AV = ("avid", "id", "pos0", "pos1", "cid", "memo", "date", "owner", "important")
