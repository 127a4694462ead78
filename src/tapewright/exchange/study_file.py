"""What a study is when it travels: codebooks, codings, memos, sets and cases, held together by GUIDs.

Readers of REFI-QDA, Taguette, QualCoder and CSV answer with a ``StudyFile``, and writers take one. It knows nothing of
the project's own numbers: a source, a code, a coding is named by its GUID, in lower case and without braces.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tapewright.errors import InputError
from tapewright.model.coding import MemoAbout
from tapewright.timing import Interval

NAMESPACE = uuid.UUID("6f4b4b1e-6a53-5f0e-9a52-2f6d7a1f3c55")
"""Under which our own GUIDs are made (RFC 4122, version 5): the same thing has the same one in every export."""

DEEPEST = 100
"""Levels of a tree of codes."""
TOO_DEEP = "it lies too deep in the tree"

MOST_COVERED = 200_000_000
"""Signs of all selections together; 2,000 codings of whole books of 100,000 signs."""

_GUID = re.compile(r"\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCode:
    """A code. ``parent`` is the GUID of the code above, empty at the top of its codebook."""

    guid: str
    name: str
    parent: str = ""
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    example: str = ""
    source: str = ""
    colour: str = ""
    key: str = ""
    is_codable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCodebook:
    """A codebook; in ``codes`` every parent stands before its children, and siblings in their order."""

    guid: str
    name: str
    note: str = ""
    origin: str = ""
    codes: tuple[FileCode, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class SyncPoint:
    """A place of a text, in code points from 0, and the tick at which it is heard."""

    position: int
    ticks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """The transcript of a source. ``is_estimated``: its times are not the file's, but reckoned from its length.

    ``is_by_machine``: a recogniser heard it, and no person has typed it.
    """

    text: str
    points: tuple[SyncPoint, ...] = ()
    is_estimated: bool = False
    is_by_machine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSource:
    """A recording, or a text that stands for one (``is_text``). ``tape`` is our own id, where the file knows that.

    ``duration`` and ``start`` (the label of its first frame) are ticks, 0 where unknown; ``rate`` is written as
    ``frame_rate`` reads it, with ``;`` behind it for drop-frame.
    """

    guid: str
    name: str
    tape: str = ""
    is_video: bool = False
    is_text: bool = False
    path: str = ""
    duration: int = 0
    start: int = 0
    rate: str = ""
    text: FileText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlace:
    """A stretch of a source and its words, None where the file says none. ``positions`` are where they stand in its
    text, the end exclusive. ``is_timed``: somebody wrote its times down; else they are reckoned from the positions.
    """

    source: str
    interval: Interval
    words: str | None = None
    positions: tuple[int, int] | None = None
    is_timed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCoding:
    """A coder put a code on a place."""

    guid: str
    code: str
    place: FilePlace
    coder: str = ""
    when: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMemo:
    """A memo. ``target`` is the GUID of what it is about, empty for the project; a span's is its ``place``."""

    guid: str
    text: str
    title: str = ""
    about: MemoAbout = MemoAbout.PROJECT
    target: str = ""
    place: FilePlace | None = None
    who: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSet:
    """Codes and sources under a name."""

    guid: str
    name: str
    note: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCase:
    """A case and the sources that belong to it."""

    guid: str
    name: str
    note: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Left:
    """So many of a kind were left, for a reason."""

    what: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyFile:
    """Everything that a file of a study held and that has a home in a project, and what was left of it."""

    name: str
    format: str
    origin: str = ""
    codebooks: tuple[FileCodebook, ...] = ()
    sources: tuple[FileSource, ...] = ()
    codings: tuple[FileCoding, ...] = ()
    memos: tuple[FileMemo, ...] = ()
    sets: tuple[FileSet, ...] = ()
    cases: tuple[FileCase, ...] = ()
    left: tuple[Left, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def coders(self) -> tuple[str, ...]:
        """Everybody by whom something is, in order of the names."""
        named = {coding.coder for coding in self.codings} | {memo.who for memo in self.memos}
        return tuple(sorted(name for name in named if name))

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind came out of the file."""
        return {
            "codebooks": len(self.codebooks),
            "codes": sum(len(book.codes) for book in self.codebooks),
            "sources": len(self.sources),
            "transcripts": sum(source.text is not None for source in self.sources),
            "codings": len(self.codings),
            "memos": len(self.memos),
            "sets": len(self.sets),
            "cases": len(self.cases),
            "coders": len(self.coders),
        }


class Leavings:
    """Counts what is left, by kind and reason."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def leave(self, what: str, reason: str, count: int = 1) -> None:
        """So many more of a kind."""
        if count:
            self._counts[what, reason] += count

    @property
    def left(self) -> tuple[Left, ...]:
        """All of it, in order of the kinds."""
        return tuple(sorted(Left(what, count, reason) for (what, reason), count in self._counts.items()))


class Covered:
    """Counts how much text the selections of a file cover: one that was made to fill the memory is refused."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._signs = 0

    def add(self, positions: tuple[int, int] | None) -> None:
        """A selection more. InputError where they cover more than any study does."""
        self._signs += positions[1] - positions[0] if positions else 0
        if self._signs > MOST_COVERED:
            hint = "export it again where it came from"
            raise InputError("its selections cover more text than can be", place=self._name, hint=hint)


def shallow(codes: Iterable[FileCode], leavings: Leavings) -> tuple[FileCode, ...]:
    """The codes, parents before children, without those that lie too deep, which are counted."""
    kept: list[FileCode] = []
    depths = {"": 0}
    for code in codes:
        depths[code.guid] = depths[code.parent] + 1
        if depths[code.guid] <= DEEPEST:
            kept.append(code)
        else:
            leavings.leave("code", TOO_DEEP)
    return tuple(kept)


def guid_in(text: str) -> str:
    """The GUID that a text is, as we write it; empty for what is none.

    >>> guid_in("{85D17F60-7BB0-481E-B742-B4861DD669DF}")
    '85d17f60-7bb0-481e-b742-b4861dd669df'
    """
    shape = _GUID.fullmatch(text.strip())
    return shape[1].lower() if shape else ""


def made_guid(*names: object) -> str:
    """The GUID of what bears these names: always the same."""
    return str(uuid.uuid5(NAMESPACE, "/".join(str(name) for name in names)))


def one_line(text: str) -> str:
    """A text with one space between its words."""
    return " ".join(text.split())


def unique(items: Iterable[str]) -> tuple[str, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(items))
