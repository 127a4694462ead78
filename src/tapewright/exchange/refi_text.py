"""Texts of REFI-QDA projects, and the ways in which programs count places in them.

The standard counts characters (code points). NVivo counts UTF-16 units, and ATLAS.ti a Windows line end as one. Most
programs call a selection by its words: where these stand at their places in another way of counting, that is the way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tapewright.exchange.study_file import SyncPoint, one_line
from tapewright.exchange.text_clock import TextClock

_LINE_END = "\r\n"
_LAST_PLAIN = "\uffff"
_LONGEST = 4_000_000
"""Signs of a text of which more than one way of counting is tried."""
_MOST_ASKED = 1000
"""Selections of a text that are asked how it is counted."""
_SHORTEST_BEGINNING = 3
_UNREAD = "\ufffd"
_CUT = ("…", "...")


@dataclass(slots=True)
class RefiText:
    """A text with its clock: of a transcript, or of a text source that stands for a recording.

    ``is_loose``: its sync points give one time to several places, so that they tell no length.
    """

    source: str
    text: str | None
    origin: str
    clock: TextClock | None = None
    points: tuple[SyncPoint, ...] = ()
    is_loose: bool = False
    _way: tuple[bool, bool] | None = None
    _tables: dict[tuple[bool, bool], list[int] | None] = field(default_factory=dict)

    def position(self, given: int) -> int:
        """A position in code points; -1 for one beyond the text."""
        return self._at(given, self._way or self._own)

    def settle(self, selections: Sequence[tuple[int, int, str]]) -> None:
        """Learn how the program counts from its selections: from, to, and what each is called.

        Its own way, where none of the others puts more of them on the words that they are called by.
        """
        if self.text is None or len(self.text) > _LONGEST:
            return
        named = [one for one in selections if one[2].strip()][:_MOST_ASKED]
        ways = sorted(self._ways(), key=lambda way: way != self._own)
        if len(ways) > 1 and named:
            self._way = max(ways, key=lambda way: sum(self._fits(*one, way) for one in named))

    def _fits(self, start: int, end: int, name: str, way: tuple[bool, bool]) -> int:
        first, last = self._at(start, way), self._at(end, way)
        return _likeness(one_line((self.text or "")[first:last]) if 0 <= first <= last else "", name)

    @property
    def _own(self) -> tuple[bool, bool]:
        """Whether the program counts UTF-16 units, and a line end of Windows as one."""
        origin = self.origin.lower()
        return origin.startswith("nvivo"), origin.startswith("atlas")

    def _ways(self) -> Iterator[tuple[bool, bool]]:
        held = self.text or ""
        units = (False, True) if max(held, default="") > _LAST_PLAIN else (False,)
        ends = (False, True) if _LINE_END in held else (False,)
        yield from ((unit, end) for unit in units for end in ends)

    def _at(self, given: int, way: tuple[bool, bool]) -> int:
        if self.text is None:
            return given if given >= 0 else -1
        if way not in self._tables:
            self._tables[way] = _places(self.text, *way)
        table = self._tables[way]
        if table is None:
            return given if 0 <= given <= len(self.text) else -1
        return table[given] if 0 <= given < len(table) else -1


def word_beside(text: str, clock: TextClock, at: int) -> tuple[int, int]:
    """From where to where the word stands behind whose beginning a time lies; the first one where it is before all."""
    place = bisect_left(range(len(text)), at, key=clock.at)
    last = len(text[:place].rstrip())
    first = last - len(text[:last].rsplit(maxsplit=1)[-1]) if last else _next_sign(text, 0)
    while (last <= first or last == place) and last < len(text) and not text[last].isspace():
        last += 1
    return first, max(first, last)


def around(text: str, word: tuple[int, int]) -> tuple[int, ...]:
    """Where a word of a text begins and ends, where the next one begins, if there is one, and in one line ends, too."""
    following = _next_sign(text, word[1])
    if following == len(text):
        return word
    if "\n" in text[word[1] : following]:
        # There the next word may be behind a name, which nobody says.
        return *word, following
    end = following
    while end < len(text) and not text[end].isspace():
        end += 1
    return *word, following, end


def _next_sign(text: str, place: int) -> int:
    """The first place from here on that is no white space."""
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def decoded(data: bytes) -> str:
    """The text of a file beside a project: UTF-8, or UTF-16 by its mark; what is neither has U+FFFD in it."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return data.decode(encoding, "replace")


def unread(data: bytes, text: str) -> int:
    """How many letters of a text could not be read."""
    return text.count(_UNREAD) - data.count(_UNREAD.encode())


def _likeness(words: str, name: str) -> int:
    """2 where words are what a name says, 1 where they begin so (names are cut), else 0."""
    called = one_line(name)
    if words == called:
        return 2
    for cut in _CUT:
        called = called.removesuffix(cut).rstrip()
    return int(len(called) >= _SHORTEST_BEGINNING and words.startswith(called))


def _places(text: str, in_units: bool, ends_as_one: bool) -> list[int] | None:
    """For every position of a way of counting the code point there, and the end; None where it counts code points."""
    in_units = in_units and max(text, default="") > _LAST_PLAIN
    ends_as_one = ends_as_one and _LINE_END in text
    if not in_units and not ends_as_one:
        return None
    places: list[int] = []
    for place, sign in enumerate(text):
        if ends_as_one and sign == "\n" and text[place - 1 : place] == "\r":
            continue
        places += [place, place] if in_units and sign > _LAST_PLAIN else [place]
    return [*places, len(text)]
