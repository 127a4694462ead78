"""REFI-QDA projects, ``.qdpx``, out: one zip that other programs for qualitative analysis open.

A place that has words in a transcript is a ``TranscriptSelection`` between two sync points; a place without is a
selection of the sound or picture in milliseconds. A text that stands for no recording is a ``TextSource``, and every
place in it a ``PlainTextSelection`` in code points. Where the exact tick, or the words of that day, are not what these
say, our line in the description keeps them (``refi_facts``). REFI-QDA 1.0, Project.xsd of 18 March 2019.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO

from tapewright.exchange.refi_codes import write_codes
from tapewright.exchange.refi_facts import TICKS_PER_MS, in_ms, place_facts, tape_facts, text_place_facts
from tapewright.exchange.refi_notes import legal, with_facts
from tapewright.exchange.refi_package import write_package
from tapewright.exchange.refi_text import around, word_beside
from tapewright.exchange.study_file import (
    FileCoding,
    FileMemo,
    FilePlace,
    FileSource,
    FileText,
    StudyFile,
    made_guid,
    one_line,
)
from tapewright.exchange.text_clock import TextClock
from tapewright.model.coding import MemoAbout
from tapewright.timing import nearest, write_clock

SPACE = "urn:QDA-XML:project:1.0"
RELATIVE = "relative:///"
_LONGEST_NAME = 100
_MARK = "\ufeff"
_WORD = re.compile(r"\S+")
_NAMES: Any = {None: SPACE}


def write_qdpx(
    file: BinaryIO,
    study: StudyFile,
    *,
    origin: str,
    when: str = "",
    recordings: Mapping[str, Path] = MappingProxyType({}),
) -> None:
    """Write the study into a file. ``when`` is UTC with a Z; the same study gives the same bytes.

    ``recordings`` are files to be copied into it, by the name that a source's path gives (``internal://NAME``).
    """
    from lxml import etree

    sheet = _Sheet(study, when)
    root = etree.Element(f"{{{SPACE}}}Project", nsmap=_NAMES)
    root.set("name", legal(study.name))
    root.set("origin", legal(origin))
    if when:
        root.set("creationDateTime", when)
    if any(source.path.startswith(RELATIVE) for source in study.sources):
        # Relative to the folder in which the file lies. QualCoder ends without it.
        root.set("basePath", ".")
    sheet.users(root)
    sheet.codes(root)
    sheet.cases(root)
    sheet.sources(root)
    sheet.notes(root)
    sheet.links(root)
    sheet.sets(root)
    sheet.refer(root, MemoAbout.PROJECT, "")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    write_package(file, data, sheet.texts, recordings)


def file_name(title: str) -> str:
    """A title as the name of a file: nothing in it leads elsewhere.

    >>> file_name("Talk 3/4")
    'Talk 3_4'
    """
    return title.replace("/", "_").replace("\\", "_")


class _Sheet:
    """One project being written; ``texts`` are the files beside it."""

    def __init__(self, study: StudyFile, when: str) -> None:
        self.study = study
        self._when = when
        self.texts: dict[str, str] = {}
        self._users = {name: made_guid("user", name) for name in study.coders}
        self._memos: dict[tuple[MemoAbout, str], list[FileMemo]] = {}
        for memo in study.memos:
            target = memo.target if memo.about is not MemoAbout.SPAN else memo.guid
            self._memos.setdefault((memo.about, target), []).append(memo)

    def users(self, root: Any) -> None:
        """The coders."""
        if self._users:
            users = _put(root, "Users")
            for name, guid in self._users.items():
                _put(users, "User", guid=guid, name=legal(name))

    def codes(self, root: Any) -> None:
        """The tree of codes, with the memos about codebooks and codes."""
        if not self.study.codebooks:
            return
        codes = _put(_put(root, "CodeBook"), "Codes")
        made = write_codes(codes, self.study.codebooks, SPACE)
        books = {book.guid for book in self.study.codebooks}
        for guid, element in made.items():
            # A code's memos stand before the codes below it.
            place = next((n for n, child in enumerate(element) if child.tag == f"{{{SPACE}}}Code"), len(element))
            about = MemoAbout.CODEBOOK if guid in books else MemoAbout.CODE
            for number, memo in enumerate(self._memos.get((about, guid), ())):
                reference = _put(element, "NoteRef", targetGUID=memo.guid)
                element.insert(place + number, reference)

    def cases(self, root: Any) -> None:
        """The cases with their sources."""
        if self.study.cases:
            cases = _put(root, "Cases")
            for case in self.study.cases:
                element = _put(cases, "Case", guid=case.guid, name=legal(case.name))
                _describe(element, with_facts(case.note, {}))
                for source in case.sources:
                    _put(element, "SourceRef", targetGUID=source)

    def sources(self, root: Any) -> None:
        """The recordings with their transcripts and everything that was put on them."""
        if self.study.sources:
            sources = _put(root, "Sources")
            for source in self.study.sources:
                self._source(sources, source)

    def notes(self, root: Any) -> None:
        """The memos."""
        if self.study.memos:
            notes = _put(root, "Notes")
            for memo in self.study.memos:
                note = _put(notes, "Note", guid=memo.guid)
                if memo.title:
                    note.set("name", legal(memo.title))
                self._by(note, memo.who, memo.when)
                _put(note, "PlainTextContent").text = legal(memo.text)

    def links(self, root: Any) -> None:
        """Memos about cases: a case has no place for them."""
        linked = [(memo, case.guid) for case in self.study.cases for memo in self._about(MemoAbout.CASE, case.guid)]
        if linked:
            links = _put(root, "Links")
            for memo, case in linked:
                guid = made_guid("link", memo.guid, case)
                _put(links, "Link", guid=guid, direction="OneWay", originGUID=memo.guid, targetGUID=case)

    def sets(self, root: Any) -> None:
        """The sets with their codes, sources and memos."""
        if self.study.sets:
            sets = _put(root, "Sets")
            for one in self.study.sets:
                element = _put(sets, "Set", guid=one.guid, name=legal(one.name))
                _describe(element, with_facts(one.note, {}))
                for code in one.codes:
                    _put(element, "MemberCode", targetGUID=code)
                for source in one.sources:
                    _put(element, "MemberSource", targetGUID=source)
                for memo in self._about(MemoAbout.SET, one.guid):
                    _put(element, "MemberNote", targetGUID=memo.guid)

    def refer(self, element: Any, about: MemoAbout, target: str) -> None:
        """The memos about what an element is."""
        for memo in self._about(about, target):
            _put(element, "NoteRef", targetGUID=memo.guid)

    def _about(self, about: MemoAbout, target: str) -> list[FileMemo]:
        return self._memos.get((about, target), [])

    def _by(self, element: Any, who: str, when: str) -> None:
        if who in self._users:
            element.set("creatingUser", self._users[who])
        if when:
            element.set("creationDateTime", when)

    def _source(self, sources: Any, source: FileSource) -> None:
        if source.is_text and source.text is not None and _WORD.search(source.text.text):
            self._text(sources, source, source.text)
            return
        kind = "Video" if source.is_video else "Audio"
        element = _put(sources, f"{kind}Source", guid=source.guid, name=legal(source.name))
        if source.path:
            element.set("path", legal(source.path))
        _describe(element, with_facts("", tape_facts(source)))
        in_text, in_media = self._selections(source)
        if source.text is not None:
            self._transcript(element, source, in_text)
        for selection in in_media:
            start, end = in_ms(selection.place.interval)
            made = _put(element, f"{kind}Selection", begin=str(start), end=str(end))
            facts = place_facts(selection.place, None, (start, end))
            self._fill(made, selection, write_clock(selection.place.interval.start), facts)
        self.refer(element, MemoAbout.TAPE, source.guid)

    def _text(self, sources: Any, source: FileSource, held: FileText) -> None:
        """A text that stands for no recording, with everything that was put on it."""
        text = legal(held.text)
        guid = made_guid("text", source.guid)
        # QualCoder copies the text to a file of this name.
        name = file_name(source.name)
        element = _put(sources, "TextSource", guid=source.guid, name=legal(name))
        element.set("plainTextPath", self._beside(guid, text))
        facts = tape_facts(source) | ({"name": source.name} if source.name != name else {})
        _describe(element, with_facts("", facts))
        clock = TextClock(held.points, length=len(text))
        in_text, elsewhere = self._selections(source, by_coder=True)
        for selection in in_text:
            self._text_selection(element, text, clock, selection, selection.place)
        for selection in elsewhere:
            self._text_selection(element, text, clock, selection, replace(selection.place, positions=None))
        self.refer(element, MemoAbout.TAPE, source.guid)

    def _text_selection(
        self, element: Any, text: str, clock: TextClock, selection: _Selection, place: FilePlace
    ) -> None:
        # A selection of nothing is none to other programs: they show it at the word beside.
        first, last = place.positions or word_beside(text, clock, place.interval.middle)
        words = one_line(text[first:last])
        ends = place.positions or around(text, (first, last))
        times = tuple(nearest(Fraction(clock.at(at), TICKS_PER_MS)) for at in ends)
        made = _put(element, "PlainTextSelection", startPosition=str(first), endPosition=str(last))
        if selection.codings:
            # QualCoder takes the maker of a selection for that of its codings.
            is_dated = all(coding.when for coding in selection.codings)
            self._by(made, selection.codings[0].coder, selection.codings[0].when if is_dated else "")
        facts = text_place_facts(place, (first, last), words, times)
        self._fill(made, selection, words, facts)

    def _beside(self, guid: str, text: str) -> str:
        """The path of a text that goes into a file of its own. A mark at its beginning belongs to it, and would be
        taken for the file's.
        """
        self.texts[f"{guid}.txt"] = _MARK + text if text.startswith(_MARK) else text
        return f"internal://{guid}.txt"

    def _selections(self, source: FileSource, *, by_coder: bool = False) -> tuple[list[_Selection], list[_Selection]]:
        """What was put on a source, by place: those in its transcript, and those of the sound or picture."""
        found: dict[tuple[FilePlace, str, str], _Selection] = {}
        first: dict[tuple[FilePlace, str], _Selection] = {}
        for coding in self.study.codings:
            if coding.place.source == source.guid:
                key = coding.place, coding.note, coding.coder if by_coder else ""
                selection = found.setdefault(key, _Selection(coding.place, coding.note))
                selection.codings.append(coding)
                first.setdefault(key[:2], selection)
        for memo in self.study.memos:
            if memo.place is not None and memo.place.source == source.guid:
                fresh = _Selection(memo.place, "")
                selection = first.setdefault((memo.place, ""), fresh)
                selection.memos.append(memo)
                if selection is fresh:
                    found[memo.place, "", memo.guid] = fresh
        length = len(source.text.text) if source.text else 0
        in_text: list[_Selection] = []
        in_media: list[_Selection] = []
        for selection in found.values():
            at = selection.place.positions
            (in_text if at and 0 <= at[0] < at[1] <= length else in_media).append(selection)
        return in_text, in_media

    def _transcript(self, element: Any, source: FileSource, selections: Sequence[_Selection]) -> None:
        assert source.text is not None
        guid = made_guid("transcript", source.guid)
        text = legal(source.text.text)
        made = _put(element, "Transcript", guid=guid, plainTextPath=self._beside(guid, text))
        # QualCoder writes the text to a file of this name, and asks for a date.
        made.set("name", legal(file_name(source.name)))
        if self._when:
            made.set("creationDateTime", self._when)
        # One point a position, and time never runs backwards: programs show the text in pieces between them.
        clock = TextClock(source.text.points, length=len(text))
        places = {point.position for point in source.text.points}
        places.update(*(selection.place.positions or () for selection in selections))
        times = {place: nearest(Fraction(clock.at(place), TICKS_PER_MS)) for place in sorted(places)}
        for place, at in times.items():
            point = _put(made, "SyncPoint", guid=_point_guid(guid, place))
            point.set("timeStamp", str(at))
            point.set("position", str(place))
        for selection in selections:
            assert selection.place.positions is not None
            first, last = selection.place.positions
            chosen = _put(made, "TranscriptSelection")
            chosen.set("fromSyncPoint", _point_guid(guid, first))
            chosen.set("toSyncPoint", _point_guid(guid, last))
            words = one_line(text[first:last])
            self._fill(chosen, selection, words, place_facts(selection.place, words, (times[first], times[last])))

    def _fill(self, element: Any, selection: _Selection, name: str, facts: Mapping[str, object]) -> None:
        """A selection's name, description, codings and memos."""
        maker = (selection.codings or selection.memos)[0]
        element.set("guid", made_guid("selection", maker.guid))
        element.set("name", legal(name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"))
        _describe(element, with_facts(selection.note, facts))
        for coding in selection.codings:
            made = _put(element, "Coding", guid=coding.guid)
            self._by(made, coding.coder, coding.when)
            _put(made, "CodeRef", targetGUID=coding.code)
            self.refer(made, MemoAbout.CODING, coding.guid)
        for memo in selection.memos:
            _put(element, "NoteRef", targetGUID=memo.guid)


class _Selection:
    """A place with everything that was put on it."""

    def __init__(self, place: FilePlace, note: str) -> None:
        self.place = place
        self.note = note
        self.codings: list[FileCoding] = []
        self.memos: list[FileMemo] = []


def _point_guid(transcript: str, position: int) -> str:
    return made_guid("point", transcript, position)


def _put(parent: Any, tag: str, **attributes: str) -> Any:
    from lxml import etree

    return etree.SubElement(parent, f"{{{SPACE}}}{tag}", attributes)


def _describe(element: Any, text: str) -> None:
    if text:
        _put(element, "Description").text = legal(text)


__all__ = ["RELATIVE", "SPACE", "file_name", "write_qdpx"]
