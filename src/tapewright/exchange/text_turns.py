"""The text of a transcript and its turns: where every word stands in it, and the turns that a text holds.

A text that goes out has one turn a line, ``NAME: the words``, and a bare colon where nobody is named and the words
begin as if with a name. A text that comes in may be anything that people type;
its words get their times from a clock.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tapewright.exchange import ReadTurn
from tapewright.exchange.study_file import FileText, SyncPoint
from tapewright.exchange.text_clock import TextClock
from tapewright.exchange.timed_text import written_name
from tapewright.exchange.typed import opening, speakers_among
from tapewright.model import Mark, SpeakerId, Turn, Word, WordTiming
from tapewright.timing import Interval

_WORD = re.compile(r"\S+")
_STAMP = re.compile(r"\s*[\[{#]\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d{1,3})?[\]}#]\s*", re.ASCII)
_CUE = re.compile(r"\s*\d\d:\d\d:\d\d[.,]\d{3}[ \t]+-->", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Placed:
    start: int
    end: int
    heard: Interval


class TranscriptText:
    """The text of turns, and where in it the words of a stretch of tape stand."""

    def __init__(
        self,
        turns: Sequence[Turn],
        names: Mapping[SpeakerId, str],
        *,
        every_word: bool = False,
        is_by_machine: bool = False,
    ) -> None:
        self._is_by_machine = is_by_machine
        lines: list[str] = []
        placed: list[_Placed] = []
        points: list[SyncPoint] = []
        at = 0
        for turn in turns:
            if not turn.words:
                continue
            name = written_name(names.get(turn.speaker, "")) if turn.speaker is not None else ""
            line = f"{name}: " if name or opening(turn.text).name is not None else ""
            points.append(SyncPoint(at, turn.words[0].start))
            for word in turn.words:
                start = at + len(line)
                line += f"{word.text} "
                if every_word:
                    points.append(SyncPoint(start, word.start))
                if Mark.ABSENT not in word.marks:
                    placed.append(_Placed(start, start + len(word.text), word.interval))
            lines.append(line[:-1] + "\n")
            at += len(lines[-1])
            points.append(SyncPoint(at - 1, turn.interval.end))
        self.text = "".join(lines)
        self._points = tuple(points)
        self._placed = sorted(placed, key=lambda one: one.heard.middle)
        self._middles = [one.heard.middle for one in self._placed]
        self._asked: set[SyncPoint] = set()

    @property
    def file_text(self) -> FileText:
        """The text with its sync points: where turns begin and end, or where every word begins too, and at both ends of
        every stretch whose positions were asked for, or of the silence there.
        """
        points = tuple(sorted({*self._points, *self._asked}))
        return FileText(text=self.text, points=points, is_by_machine=self._is_by_machine)

    def positions(self, interval: Interval) -> tuple[int, int] | None:
        """From the first to behind the last word whose middle lies in a stretch; None where nobody speaks."""
        first, last = bisect_left(self._middles, interval.start), bisect_left(self._middles, interval.end)
        inside = self._placed[first:last]
        if not inside:
            # So that nobody speaks there in what is read back, either.
            for one in self._placed[max(0, first - 1) : first + 1]:
                self._asked |= {SyncPoint(one.start, one.heard.start), SyncPoint(one.end, one.heard.end)}
            return None
        begin, end = min(inside, key=lambda one: one.start), max(inside, key=lambda one: one.end)
        self._asked |= {SyncPoint(begin.start, begin.heard.start), SyncPoint(end.end, end.heard.end)}
        return begin.start, end.end


def read_turns(text: FileText, *, duration: int = 0, is_ours: bool = False) -> list[ReadTurn]:
    """The turns of a text that came in; the words are where its clock puts them.

    A line that begins with a name and a colon is that speaker's; a line without goes on with the last one, but not in
    a text that went out from here (``is_ours``), where every line is a turn. Times and numbers of subtitles that stand
    in a text are no words of it.
    """
    clock = TextClock(text.points, length=len(text.text), duration=duration)
    lines = text.text.splitlines(keepends=True)
    unsaid = [0] * len(lines) if is_ours else _unsaid(lines)
    names = speakers_among([line[skip:] for line, skip in zip(lines, unsaid, strict=True) if line[skip:].strip()])
    turns: list[ReadTurn] = []
    at, speaker = 0, ""
    for line, skip in zip(lines, unsaid, strict=True):
        head = opening(line[skip:])
        is_named = head.name is not None and (is_ours or bool(head.name and head.name in names))
        if is_named or is_ours:
            speaker = head.name or ""
        begin = line.index(":", skip) + 1 if is_named else skip
        words = tuple(_word(found, at, clock) for found in _WORD.finditer(line, begin))
        if words:
            turns.append(ReadTurn(speaker=speaker, words=words))
        at += len(line)
    return turns


def _unsaid(lines: Sequence[str]) -> list[int]:
    """How much of each line's beginning nobody said: a time, or a whole line of a subtitle's number and times."""
    unsaid: list[int] = []
    for place, line in enumerate(lines):
        after = lines[place + 1] if place + 1 < len(lines) else ""
        if _CUE.match(line) or (line.strip().isdecimal() and _CUE.match(after)):
            unsaid.append(len(line))
        else:
            stamp = _STAMP.match(line)
            unsaid.append(stamp.end() if stamp else 0)
    return unsaid


def _word(found: re.Match[str], at: int, clock: TextClock) -> Word:
    heard = clock.between(at + found.start(), at + found.end())
    return Word(text=found[0], start=heard.start, end=heard.end, timing=WordTiming.ESTIMATED)
