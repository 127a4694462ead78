"""Reports of the study that go out: a front page, sections of blocks, and the tables behind them.

Whoever makes a report says everything in plain words here; the writers only set it. So every format has the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tapewright.errors import UsageError
from tapewright.model.annotated import LineSource, MadeFrom
from tapewright.timing import Ticks


class Tone(StrEnum):
    """How a paragraph is set. What a tone says, its words say too."""

    PLAIN = "plain"
    SOFT = "soft"
    STRONG = "strong"
    NOTICE = "notice"  # something that a reader must know before going on


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A paragraph."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names and values, one pair a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Points of a list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A moment on a tape, as it is quoted and played.

    ``words`` are those of the day on which it was chosen; ``reads_now`` is empty while they still read so. ``lead`` is
    said before it, ``note`` after it. ``language`` is that of the words (ISO 639), empty where it is the report's own:
    a voice that reads the report aloud must know. ``is_reckoned``: its time comes from the length of the words, so that
    seconds are all that can be told. ``sound`` is the moment's own sound as a file of type ``sound_type``, empty where
    it is not to go into the report.
    """

    source: LineSource
    words: str
    reads_now: str = ""
    lead: str = ""
    note: str = ""
    language: str = ""
    length: Ticks = Ticks(0)
    is_reckoned: bool = False
    sound: bytes = b""
    sound_type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table. ``numbers`` are the columns that are set to the right, from 0; ``widths`` how wide each is to another.

    ``note`` stands below it. Without rows, ``empty`` stands in its place.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""
    empty: str = ""
    numbers: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise UsageError(f"a row of the table {self.title!r} has not {len(self.columns)} cells")
        if self.widths and len(self.widths) != len(self.columns):
            raise UsageError(f"the table {self.title!r} has {len(self.columns)} columns and {len(self.widths)} widths")


Block = Prose | Facts | Listing | Passage | Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it. ``level`` 1 stands in the contents, 2 and 3 lie inside it."""

    title: str
    blocks: tuple[Block, ...] = ()
    level: int = 1
    begins_page: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table for a spreadsheet: one file of its own. The first, without a name, is what the report is about."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyReport:
    """The whole. ``kicker`` says what kind of report it is, ``facts`` from which tapes and on which state.

    ``about`` says what it is and what it is not; ``remarks`` are what a reader must know besides: what was not read.
    """

    kicker: str
    title: str
    facts: tuple[tuple[str, str], ...]
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    remarks: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    made_from: MadeFrom = MadeFrom()
    version: str = ""
    about_title: str = "What this report is, and what it is not"
