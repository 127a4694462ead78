"""The sources of a REFI-QDA project: recordings, their transcripts, texts, and every place that was chosen in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from tapewright.exchange.refi_codes import NO_NAME, code_guid
from tapewright.exchange.refi_facts import TICKS_PER_MS, exact_place
from tapewright.exchange.refi_notes import fact, number_fact, read_facts
from tapewright.exchange.refi_package import StudyPackage
from tapewright.exchange.refi_points import chosen_between, has_loose_times, number, numbers, told_points
from tapewright.exchange.refi_text import RefiText, decoded, unread
from tapewright.exchange.refi_writer import SPACE
from tapewright.exchange.study_file import (
    Covered,
    FilePlace,
    FileSource,
    FileText,
    Leavings,
    SyncPoint,
    one_line,
)
from tapewright.exchange.text_clock import LATEST, TextClock
from tapewright.timing import Interval, Ticks
from tapewright.words.counted import counted

_MACHINE = "machine"
BEYOND = "it lies beyond its text"
NO_TEXT = "the text of its source is not in the file"
PICTURE = "it is in a picture"
DOCUMENT = "it is in a PDF document"


@dataclass(frozen=True, slots=True)
class PlacedSelection:
    """A selection of the file and where it lies; without a place the ``reason`` says why.

    ``is_own`` is false where the codings hang on the source itself, so that there is no selection to be counted.
    """

    element: Any
    place: FilePlace | None = None
    note: str = ""
    reason: str = ""
    is_own: bool = True


class SourceReader:
    """Reads the sources. ``names`` gives for the GUID of everything that is a recording here that of its source;
    ``comments`` are elements with what is said of them and the GUID of the source that it is about.
    """

    def __init__(self, root: Any, package: StudyPackage, origin: str, leavings: Leavings) -> None:
        self._root = root
        self._package = package
        self._origin = origin
        self._leavings = leavings
        self.names: dict[str, str] = {}
        self.remarks: list[str] = []
        self.referring: list[tuple[Any, str]] = []
        self.comments: list[tuple[Any, str, str]] = []
        self._made: dict[str, FileSource] = {}
        self._by_path: dict[str, RefiText] = {}
        self._transcripts: list[tuple[Any, RefiText]] = []
        self._documents: list[tuple[Any, RefiText | None]] = []
        self._elements: list[tuple[Any, str]] = []
        self._unreadable: list[tuple[Any, str]] = []

    def sources(self) -> list[FileSource]:
        """Every recording, and every text that is the transcript of none, in the order of the file."""
        found = self._root.find(f"{{{SPACE}}}Sources")
        elements = [] if found is None else [e for e in found.iterchildren() if isinstance(e.tag, str)]
        for element in elements:
            kind = element.tag.rpartition("}")[2]
            if kind in ("AudioSource", "VideoSource"):
                self._recording(element, kind)
            elif kind in ("PictureSource", "PDFSource"):
                what, reason = ("picture", PICTURE) if kind == "PictureSource" else ("PDF document", DOCUMENT)
                self._leavings.leave(what, "a project of tapes has none")
                self._comment(element, "")
                self._unreadable.append((element, reason))
        for element in elements:
            if element.tag == f"{{{SPACE}}}TextSource":
                self._document(element)
        brought = sum(self._package.holds(source.path) for source in self._made.values())
        if brought:
            lie, tapes = ("lies", "tape") if brought == 1 else ("lie", "tapes")
            self.remarks.append(
                f"{counted(brought, 'recording')} {lie} in the file itself; unzip it and relink the {tapes}"
            )
        in_order = dict.fromkeys(guid for element in elements if (guid := code_guid(element)) in self._made)
        return [self._made[guid] for guid in in_order]

    def selections(self) -> Iterator[PlacedSelection]:
        """Every selection and every source that is coded as a whole, each with its place or why it has none.

        InputError where they cover more text than any study has: such a file was made to fill the memory.
        """
        covered = Covered(self._package.name)
        for selection in self._each():
            covered.add(selection.place.positions if selection.place else None)
            yield selection

    def _each(self) -> Iterator[PlacedSelection]:
        for element, guid in self._elements:
            yield from self._media_selections(element, guid)
        for transcript, text in self._transcripts:
            yield from self._transcript_selections(transcript, text)
        for element, found in self._documents:
            if found is not None:
                _settle(element, found)
            for one in element.iterchildren(f"{{{SPACE}}}PlainTextSelection"):
                yield self._plain(one, found)
            yield from self._whole(element, "" if found is None else found.source, NO_TEXT if found is None else "")
        for element, reason in self._unreadable:
            for chosen in element.iter():
                if isinstance(chosen.tag, str) and chosen.tag.endswith("Selection"):
                    yield PlacedSelection(chosen, reason=reason)
            yield PlacedSelection(element, reason=reason, is_own=False)

    def _recording(self, element: Any, kind: str) -> None:
        guid = code_guid(element)
        if guid in self._made:
            self._leavings.leave("source", "its GUID is that of another source")
            return
        facts = self._comment(element, guid)
        path = element.get("path") or element.get("currentPath") or ""
        duration = min(number_fact(facts, "duration"), LATEST)
        texts: list[RefiText] = []
        for transcript in element.iterchildren(f"{{{SPACE}}}Transcript"):
            self._comment(transcript, guid)
            found = self._transcript(transcript, guid, duration)
            self._transcripts.append((transcript, found))
            if found.text is not None:
                texts.append(found)
            else:
                self._leavings.leave("transcript", self._why_no_text(transcript, "its text is not in the file"))
        self._leavings.leave("transcript", "its recording has one already", max(0, len(texts) - 1))
        own = texts[0] if texts else None
        self._made[guid] = FileSource(
            guid=guid,
            name=element.get("name") or PurePosixPath(path.replace("\\", "/")).name or NO_NAME,
            tape=fact(facts, "tape"),
            is_video=kind == "VideoSource",
            path=path,
            duration=duration,
            start=number_fact(facts, "start"),
            rate=fact(facts, "rate"),
            text=None if own is None else self._file_text(own, is_by_machine=fact(facts, "heard_by") == _MACHINE),
        )
        self.names[guid] = guid
        self.referring.append((element, guid))
        self._elements.append((element, guid))

    def _comment(self, element: Any, source: str) -> dict[str, Any]:
        """Keep what is said of a source, or count it where that did not come in; our own facts out of it."""
        said, facts = read_facts(element.findtext(f"{{{SPACE}}}Description") or "")
        if said.strip() and source:
            self.comments.append((element, said, source))
        elif said.strip():
            self._leavings.leave("comment", "it is about a source that did not come in")
        return facts

    def _why_no_text(self, element: Any, reason: str) -> str:
        rich = element.get("richTextPath") or ""
        kind = PurePosixPath(rich.replace("\\", "/")).suffix.lower() or "rich text"
        return (
            f"the file has it only with its layout ({kind}), not as plain text" if self._package.holds(rich) else reason
        )

    def _file_text(self, own: RefiText, *, is_by_machine: bool) -> FileText:
        return FileText(
            text=own.text or "",
            points=tuple(sorted(set(own.points))),
            is_estimated=len(own.points) < 2,
            is_by_machine=is_by_machine,
        )

    def _transcript(self, element: Any, guid: str, duration: int) -> RefiText:
        text = self._text(element)
        found = RefiText(guid, text, self._origin)
        points = self._points(element, found)
        found.is_loose = has_loose_times(element)
        if found.is_loose:
            # Several places were given the one time that stands before them: it is that of the first.
            points = list({point.ticks: point for point in sorted(points, reverse=True)}.values())
        length = max(len(text) if text is not None else 0, max((point.position for point in points), default=0))
        found.points = tuple(points)
        if text is not None or points:
            found.clock = TextClock(points, length=length, duration=duration)
            if found.clock.dropped:
                self.remarks.append(f"{found.clock.dropped} sync points run backwards and were left out")
        if path := (element.get("plainTextPath") or ""):
            self._by_path.setdefault(path.lower(), found)
        return found

    def _points(self, element: Any, text: RefiText) -> list[SyncPoint]:
        """The sync points that have both a place in the text and a time."""
        points: list[SyncPoint] = []
        for point in element.iterchildren(f"{{{SPACE}}}SyncPoint"):
            position, at = number(point.get("position")), number(point.get("timeStamp"))
            if position is None or at is None or not 0 <= at * TICKS_PER_MS <= LATEST:
                continue
            if (place := text.position(position)) >= 0:
                points.append(SyncPoint(place, at * TICKS_PER_MS))
        return points

    def _text(self, element: Any) -> str | None:
        content: str | None = element.findtext(f"{{{SPACE}}}PlainTextContent")
        if content is not None:
            return content
        data = self._package.text(element.get("plainTextPath") or "")
        if data is None:
            return None
        text = decoded(data)
        if lost := unread(data, text):
            name = element.get("name") or NO_NAME
            self.remarks.append(f"{name}: {counted(lost, 'letter')} could not be read; its text is not in UTF-8")
        return text

    def _document(self, element: Any) -> None:
        """A text: the transcript of a recording where they share a file, else a recording that nobody has."""
        guid = code_guid(element)
        shared = self._by_path.get((element.get("plainTextPath") or "").lower())
        if shared is not None:
            self._comment(element, shared.source)
            self.names[guid] = shared.source
            self.referring.append((element, shared.source))
            self._documents.append((element, shared))
            return
        text = self._text(element)
        if text is None or not text.strip() or guid in self._made:
            reason = (
                self._why_no_text(element, "it is not in the file") if text is None else "it is empty or in it twice"
            )
            self._leavings.leave("text", reason)
            self._comment(element, "")
            self._documents.append((element, None))
            return
        facts = self._comment(element, guid)
        self._made[guid] = self._text_alone(element, guid, text, facts)
        self.names[guid] = guid
        self.referring.append((element, guid))

    def _text_alone(self, element: Any, guid: str, text: str, facts: dict[str, Any]) -> FileSource:
        """A text that stands for no recording. Its times are reckoned from its length, between those that our lines
        tell.
        """
        found = RefiText(guid, text, self._origin)
        _settle(element, found)
        duration = min(number_fact(facts, "duration"), LATEST)
        points = told_points(element, found)
        if duration:
            # Their milliseconds may be rounded to behind its end.
            points = [replace(point, ticks=min(point.ticks, duration)) for point in points]
            begin = [] if any(point.position == 0 for point in points) else [SyncPoint(0, 0)]
            points = [*begin, *points, SyncPoint(len(text), duration)]
        found.clock = TextClock(points, length=len(text), duration=duration)
        points = points or [SyncPoint(0, 0), SyncPoint(len(text), found.clock.at(len(text)))]
        self._documents.append((element, found))
        return FileSource(
            guid=guid,
            name=fact(facts, "name") or element.get("name") or NO_NAME,
            tape=fact(facts, "tape"),
            is_text=True,
            duration=duration or found.clock.at(len(text)),
            start=number_fact(facts, "start"),
            rate=fact(facts, "rate"),
            text=FileText(
                text=text,
                points=tuple(points),
                is_estimated=True,
                is_by_machine=fact(facts, "heard_by") == _MACHINE,
            ),
        )

    def _media_selections(self, element: Any, guid: str) -> Iterator[PlacedSelection]:
        for tag in ("AudioSelection", "VideoSelection"):
            for chosen in element.iterchildren(f"{{{SPACE}}}{tag}"):
                times = number(chosen.get("begin")), number(chosen.get("end"))
                if times[0] is None or times[1] is None:
                    yield PlacedSelection(chosen, reason="its times are no numbers")
                else:
                    yield _placed(chosen, guid, (times[0] * TICKS_PER_MS, times[1] * TICKS_PER_MS), None, "")
        yield from self._whole(element, guid, "")

    def _whole(self, element: Any, guid: str, reason: str) -> Iterator[PlacedSelection]:
        """What is coded as a whole."""
        if element.find(f"{{{SPACE}}}Coding") is None:
            return
        source = self._made.get(guid)
        if source is not None and source.duration:
            place = FilePlace(source=guid, interval=Interval(Ticks(0), Ticks(source.duration)))
            yield PlacedSelection(element, place=place, is_own=False)
        else:
            reason = reason or "it is on a whole recording, and nobody says how long that is"
            yield PlacedSelection(element, reason=reason, is_own=False)

    def _transcript_selections(self, element: Any, text: RefiText) -> Iterator[PlacedSelection]:
        for chosen, first, last in chosen_between(element):
            if first is None or last is None:
                yield PlacedSelection(chosen, reason="its sync points are not in the file")
                continue
            times = number(first.get("timeStamp")), number(last.get("timeStamp"))
            given = number(first.get("position")), number(last.get("position"))
            positions = None if None in given else (text.position(given[0] or 0), text.position(given[1] or 0))
            if positions is not None and min(positions) < 0:
                yield PlacedSelection(chosen, reason=BEYOND)
            elif positions is not None and text.is_loose and times[0] == times[1] and positions[0] < positions[1]:
                yield _in_text(chosen, text, positions)
            elif times[0] is not None and times[1] is not None:
                ticks = times[0] * TICKS_PER_MS, times[1] * TICKS_PER_MS
                yield _placed(chosen, text.source, ticks, positions, text.text)
            elif positions is not None:
                yield _in_text(chosen, text, positions)
            else:
                yield PlacedSelection(chosen, reason="its sync points have neither times nor places")

    def _plain(self, element: Any, text: RefiText | None) -> PlacedSelection:
        if text is None:
            return PlacedSelection(element, reason=NO_TEXT)
        given = numbers(element)
        if given is None:
            return PlacedSelection(element, reason="its positions are no numbers")
        positions = text.position(given[0]), text.position(given[1])
        return PlacedSelection(element, reason=BEYOND) if min(positions) < 0 else _in_text(element, text, positions)


def _settle(element: Any, text: RefiText) -> None:
    chosen = element.iterchildren(f"{{{SPACE}}}PlainTextSelection")
    text.settle([(*place, one.get("name") or "") for one in chosen if (place := numbers(one))])


def _in_text(element: Any, text: RefiText, positions: tuple[int, int]) -> PlacedSelection:
    """A place that only the text's clock can tell the time of."""
    if text.clock is None:
        return PlacedSelection(element, reason=NO_TEXT)
    times = text.clock.at(positions[0]), text.clock.at(positions[1])
    return _placed(element, text.source, times, positions, text.text, is_timed=False)


def _placed(
    element: Any,
    source: str,
    times: tuple[int, int],
    positions: tuple[int, int] | None,
    text: str | None,
    *,
    is_timed: bool = True,
) -> PlacedSelection:
    """A selection on the clock of its source, with its words: those of our line where it is still right, else those
    of the text, else those that the selection is called by. ``is_timed``: the file says these times.
    """
    note, facts = read_facts(element.findtext(f"{{{SPACE}}}Description") or "")
    if not 0 <= times[0] <= times[1] <= LATEST:
        return PlacedSelection(element, reason="its times are impossible")
    interval = Interval(Ticks(times[0]), Ticks(times[1]))
    exact = exact_place(facts, interval, positions)
    if exact is None and interval.is_empty:
        return PlacedSelection(element, reason="it has no length")
    said = facts.get("words")
    words: str | None
    if positions is None:
        words = None
    elif text is None:
        words = one_line(element.get("name") or "")
    else:
        words = one_line(text[positions[0] : positions[1]])
    is_ours = exact is not None or "t" not in facts
    is_in_text = text is not None and positions is not None and positions[0] < positions[1]
    if exact is not None and facts.get("near") is True:
        # No word of the text is under it: it stands at the nearest one, so that other programs show it.
        words, is_in_text = None, False
    return PlacedSelection(
        element,
        place=FilePlace(
            source=source,
            interval=exact or interval,
            words=said if isinstance(said, str) and is_ours else words,
            positions=positions if is_in_text else None,
            is_timed=is_timed or exact is not None,
        ),
        note=note,
    )
