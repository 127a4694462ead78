"""REFI-QDA projects in: ``.qdpx``, or the bare ``project.qde``. Everything is counted: what comes in and what is left.

What has no place in a project of tapes is left by name: pictures and PDF documents with what was coded in them,
variables, graphs, links between other things than a memo and what it is about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, BinaryIO

from tapewright.exchange.refi_codes import NO_NAME, code_guid, read_codes
from tapewright.exchange.refi_notes import read_facts
from tapewright.exchange.refi_package import StudyPackage
from tapewright.exchange.refi_sources import PlacedSelection, SourceReader
from tapewright.exchange.refi_text import decoded
from tapewright.exchange.refi_writer import SPACE
from tapewright.exchange.study_file import (
    FileCase,
    FileCodebook,
    FileCoding,
    FileMemo,
    FileSet,
    Leavings,
    StudyFile,
    guid_in,
    made_guid,
    unique,
)
from tapewright.exchange.xml_file import read_xml
from tapewright.model.coding import MemoAbout

UNKNOWN_CODER = "unknown coder"
OUR_TIME = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d{1,6})?Z", re.ASCII)


def read_qdpx(file: BinaryIO, *, name: str) -> StudyFile:
    """The study that a file holds. InputError for what is no such file, is broken or cannot be trusted."""
    package = StudyPackage(file, name=name)
    root = read_xml(package.project(), name=name, root=f"{{{SPACE}}}Project")
    return _Reading(root, package, name).study()


def _all(element: Any, path: str) -> list[Any]:
    found: list[Any] = element.findall("/".join(f"{{{SPACE}}}{step}" for step in path.split("/")))
    return found


class _Reading:
    """One project being read."""

    def __init__(self, root: Any, package: StudyPackage, name: str) -> None:
        self.root = root
        self.package = package
        self.leavings = Leavings()
        self.title = (root.get("name") or "").strip() or name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        self.users = self._users()
        self._guids: set[str] = set()
        self._repeats: Counter[str] = Counter()
        self.codings: list[FileCoding] = []
        self.memos: list[FileMemo] = []
        self._notes = {code_guid(note): note for note in _all(root, "Notes/Note")}
        self._used: set[str] = set()
        self._known: dict[str, MemoAbout] = {}
        self._places: dict[str, PlacedSelection] = {}
        self._bare: set[str] = set()

    def study(self) -> StudyFile:
        """Everything, in the order in which one thing refers to another."""
        found = self.root.find(f"{{{SPACE}}}CodeBook/{{{SPACE}}}Codes")
        books = [] if found is None else self._books(found)
        for book in books:
            self._known |= {book.guid: MemoAbout.CODEBOOK, **{code.guid: MemoAbout.CODE for code in book.codes}}
        self._codes = {code.guid for book in books for code in book.codes}
        reader = SourceReader(self.root, self.package, self.root.get("origin") or "", self.leavings)
        sources = reader.sources()
        self._known |= dict.fromkeys(reader.names, MemoAbout.TAPE)
        self._names = reader.names
        for element, guid in reader.referring:
            self._refer(element, MemoAbout.TAPE, guid)
        for element, said, guid in reader.comments:
            self._comment(element, said, MemoAbout.TAPE, guid)
        for selection in reader.selections():
            self._selection(selection)
        if found is not None:
            for code in found.iter(f"{{{SPACE}}}Code"):
                guid = code_guid(code)
                if guid in self._known:
                    self._refer(code, self._known[guid], guid)
        sets, cases = self._sets(), self._cases()
        self._links()
        self._refer(self.root, MemoAbout.PROJECT, "")
        if said := read_facts(self.root.findtext(f"{{{SPACE}}}Description") or "")[0].strip():
            self._comment(self.root, said, MemoAbout.PROJECT, "")
        self._other_notes()
        self._others()
        in_order = {guid: place for place, guid in enumerate(self._notes)}
        return StudyFile(
            name=self.title,
            format="qdpx",
            origin=self.root.get("origin") or "",
            codebooks=tuple(books),
            sources=tuple(sources),
            codings=tuple(self.codings),
            memos=tuple(sorted(self.memos, key=lambda memo: in_order.get(memo.guid, len(in_order)))),
            sets=tuple(sets),
            cases=tuple(cases),
            left=self._with_users(),
            remarks=tuple(reader.remarks),
        )

    def _books(self, codes: Any) -> list[FileCodebook]:
        origin = self.root.get("origin") or ""
        return read_codes(codes, name=self.title, origin=origin, space=SPACE, leavings=self.leavings)

    def _users(self) -> dict[str, str]:
        users: dict[str, str] = {}
        for user in _all(self.root, "Users/User"):
            guid = code_guid(user)
            users[guid] = named if (named := user.get("name") or user.get("id") or "").strip() else f"user {guid[:8]}"
        return users

    def _with_users(self) -> tuple[Any, ...]:
        named = {coding.coder for coding in self.codings} | {memo.who for memo in self.memos}
        idle = sum(name not in named for name in self.users.values())
        self.leavings.leave("user", "nothing that came in is by them", idle)
        return self.leavings.left

    def _who(self, *elements: Any) -> str:
        for element in elements:
            given = None if element is None else element.get("creatingUser") or element.get("creatingUserGUID")
            if given:
                return self.users.get(guid_in(given) or made_guid("foreign", given), UNKNOWN_CODER)
        return UNKNOWN_CODER

    def _fresh(self, guid: str, *more: object) -> str:
        """The GUID itself where it is free, else one made of it and of what tells the two apart."""
        found = guid
        while found in self._guids:
            self._repeats[guid] += 1
            found = made_guid(guid, *more, self._repeats[guid])
        self._guids.add(found)
        return found

    def _selection(self, selection: PlacedSelection) -> None:
        element, guid = selection.element, code_guid(selection.element)
        codings = _all(element, "Coding")
        references = _all(element, "NoteRef") if selection.is_own else []
        if selection.place is None:
            self.leavings.leave("coding", selection.reason, len(codings))
            self.leavings.leave("memo reference", selection.reason, len(references))
            if not codings and not references and selection.is_own:
                self.leavings.leave("selection", selection.reason)
            return
        for coding in codings:
            self._coding(coding, selection)
        if not selection.is_own:
            return
        self._places[guid] = selection
        memo = FileMemo(guid="", text="", about=MemoAbout.SPAN, place=selection.place)
        self._refer(element, MemoAbout.SPAN, guid, memo)
        if selection.note and not codings:
            own = self._fresh(guid, "comment")
            who, when = self._who(element), _when(element)
            self.memos.append(replace(memo, guid=own, text=selection.note, who=who, when=when))
        elif not codings and not references:
            self._bare.add(guid)

    def _coding(self, coding: Any, selection: PlacedSelection) -> None:
        assert selection.place is not None
        reference = coding.find(f"{{{SPACE}}}CodeRef")
        given = "" if reference is None else reference.get("targetGUID") or ""
        code = guid_in(given) or made_guid("foreign", given)
        if code not in self._codes:
            self.leavings.leave("coding", "its code is not in the file")
            return
        if selection.place.interval.is_empty:
            self.leavings.leave("coding", "it has no length")
            return
        made = FileCoding(
            guid=self._fresh(code_guid(coding), code, selection.place.source, selection.place.interval),
            code=code,
            place=selection.place,
            coder=self._who(coding, selection.element),
            when=_when(coding) or _when(selection.element),
            note=selection.note,
        )
        self.codings.append(made)
        self._refer(coding, MemoAbout.CODING, made.guid)

    def _comment(self, element: Any, said: str, about: MemoAbout, target: str) -> None:
        """What stands in the description of the project or of a source is a memo about it."""
        own = self._fresh(made_guid(element.get("guid") or self.title, "comment"))
        who, when = self._who(element), _when(element)
        self.memos.append(FileMemo(guid=own, text=said, about=about, target=target, who=who, when=when))

    def _refer(self, element: Any, about: MemoAbout, target: str, like: FileMemo | None = None) -> None:
        """The memos that an element refers to are about it."""
        references = [*_all(element, "NoteRef"), *_all(element, "MemberNote")]
        for reference in references:
            given = reference.get("targetGUID") or ""
            self._memo(guid_in(given) or made_guid("foreign", given), about, target, like)

    def _memo(self, note_guid: str, about: MemoAbout, target: str, like: FileMemo | None = None) -> bool:
        note = self._notes.get(note_guid)
        if note is None:
            self.leavings.leave("memo reference", "its memo is not in the file")
            return False
        self._used.add(note_guid)
        base = like or FileMemo(guid="", text="")
        self.memos.append(
            replace(
                base,
                guid=self._fresh(note_guid, about, target),
                text=self._note_text(note),
                title=note.get("name") or "",
                about=about,
                target="" if about is MemoAbout.SPAN else target,
                who=self._who(note),
                when=_when(note),
            )
        )
        return True

    def _note_text(self, note: Any) -> str:
        said = read_facts(note.findtext(f"{{{SPACE}}}Description") or "")[0]
        text = note.findtext(f"{{{SPACE}}}PlainTextContent")
        if text is None and (path := note.get("plainTextPath")):
            data = self.package.text(path)
            text = None if data is None else decoded(data)
            if data is None:
                self.leavings.leave("text of a memo", "it is not in the file")
        return "\n\n".join(part for part in (said, text) if part)

    def _sets(self) -> list[FileSet]:
        made: list[FileSet] = []
        for element in _all(self.root, "Sets/Set"):
            guid = self._fresh(code_guid(element), "set")
            self._known[guid] = MemoAbout.SET
            made.append(
                FileSet(
                    guid=guid,
                    name=element.get("name") if (element.get("name") or "").strip() else NO_NAME,
                    note=read_facts(element.findtext(f"{{{SPACE}}}Description") or "")[0],
                    codes=self._members(element, "MemberCode", self._codes, "a code that did not come in"),
                    sources=self._members(element, "MemberSource", self._names, "a source that did not come in"),
                )
            )
            self._refer(element, MemoAbout.SET, guid)
        return made

    def _members(self, element: Any, tag: str, known: Container[str] | dict[str, str], reason: str) -> tuple[str, ...]:
        found: list[str] = []
        for member in _all(element, tag):
            given = member.get("targetGUID") or ""
            guid = guid_in(given) or made_guid("foreign", given)
            if guid not in known:
                self.leavings.leave("member of a set or case", f"it is {reason}")
            else:
                found.append(known[guid] if isinstance(known, dict) else guid)
        return unique(found)

    def _cases(self) -> list[FileCase]:
        made: list[FileCase] = []
        for element in _all(self.root, "Cases/Case"):
            if _carries_values_only(element):
                self.leavings.leave("case", "it has no name and only carries the values of a source")
                continue
            guid = self._fresh(code_guid(element), "case")
            self._known[guid] = MemoAbout.CASE
            made.append(
                FileCase(
                    guid=guid,
                    name=element.get("name") if (element.get("name") or "").strip() else NO_NAME,
                    note=read_facts(element.findtext(f"{{{SPACE}}}Description") or "")[0],
                    sources=self._members(element, "SourceRef", self._names, "a source that did not come in"),
                )
            )
            for tag, what in (("CodeRef", "code"), ("SelectionRef", "selection")):
                self.leavings.leave(f"{what} of a case", "a case holds tapes", len(_all(element, tag)))
        return made

    def _links(self) -> None:
        for link in _all(self.root, "Links/Link"):
            ends = [link.get(end) or "" for end in ("originGUID", "targetGUID")]
            origin, target = (guid_in(end) or made_guid("foreign", end) for end in ends)
            if target in self._notes:
                origin, target = target, origin
            target = self._names.get(target, target)
            self.leavings.leave("memo reference", "it hangs on a link", len(_all(link, "NoteRef")))
            if origin in self._notes and target in self._places:
                place = self._places[target].place
                self._memo(
                    origin, MemoAbout.SPAN, target, FileMemo(guid="", text="", about=MemoAbout.SPAN, place=place)
                )
            elif origin in self._notes and target in self._known:
                self._memo(origin, self._known[target], target)
            else:
                self.leavings.leave("link", "it is not between a memo and what a memo can be about")
            self._bare.discard(target)

    def _other_notes(self) -> None:
        for guid, note in self._notes.items():
            if guid not in self._used:
                self._memo(guid, MemoAbout.PROJECT, "")
            inside = [*_all(note, "Coding"), *_all(note, "PlainTextSelection/Coding")]
            self.leavings.leave("coding", "it is in a memo", len(inside))
            bare = [one for one in _all(note, "PlainTextSelection") if not _all(one, "Coding")]
            self.leavings.leave("selection", "it is in a memo", len(bare))
        self.leavings.leave("selection", "it has no code, memo or comment", len(self._bare))

    def _others(self) -> None:
        self.leavings.leave("variable", "a project of tapes has none", len(_all(self.root, "Variables/Variable")))
        values = sum(1 for _ in self.root.iter(f"{{{SPACE}}}VariableValue"))
        self.leavings.leave("value of a variable", "a project of tapes has none", values)
        self.leavings.leave("graph", "a project of tapes has none", len(_all(self.root, "Graphs/Graph")))


def _carries_values_only(case: Any) -> bool:
    """MAXQDA and Quirkos hang the variables of a source on a case without a name."""
    said = case.findtext(f"{{{SPACE}}}Description") or ""
    is_bare = not (case.get("name") or "").strip() and not said.strip()
    return is_bare and bool(_all(case, "VariableValue")) and len(_all(case, "SourceRef")) <= 1


def _when(element: Any) -> str:
    return moment_in(element.get("creationDateTime") or "")


def moment_in(text: str) -> str:
    """When something was made, as UTC with a Z; a time without a zone is taken as UTC. Empty for what is no such time.

    >>> moment_in("2026-11-20T10:00:00+02:00")
    '2026-11-20T08:00:00Z'
    """
    given = text.strip()
    if not given or len(given) > 40:
        return ""
    if OUR_TIME.fullmatch(given):
        return given
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError):
        return ""
