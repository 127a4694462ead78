"""Reading the text index: phrases and prefixes, across turns and past interjections, and how the turns lie."""

from __future__ import annotations

import re
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from tapewright.model import TapeId
from tapewright.store.packing import span
from tapewright.store.windows import CONVERSATION, LOOKAHEAD, OWN_WORDS, Window

_REACH = LOOKAHEAD + 1
_WINDOWS = """
SELECT word_turn.tape, word_turn.place, word_turn.turn, word_turn.speaker, word_window.stream, word_window.first,
    word_window.own, word_window.reach, word_window.text
FROM word_window JOIN word_turn ON word_turn.turn = word_window.turn"""


class IndexedTurn(NamedTuple):
    """A turn as the index knows it. ``words`` counts normal words; ``place`` orders the turns of a tape."""

    turn: int
    tape: TapeId
    place: bytes
    speaker: int | None
    starts: int
    ends: int
    words: int
    digest: int


class TapeLayout:
    """How the turns of a tape run: where each begins when the conversation's normal words are counted through."""

    def __init__(self, tape: TapeId, rows: Sequence[tuple[int, int, int | None]]) -> None:
        self.tape = tape
        self.turns = [row[0] for row in rows]
        self.before = [0, *accumulate(row[1] for row in rows)]
        self.speakers = [row[2] for row in rows]
        self.number = {turn: number for number, turn in enumerate(self.turns)}

    def at(self, word: int) -> tuple[int, int]:
        """The number of the turn in which a word of the conversation stands, and its place in it."""
        number = bisect_right(self.before, word) - 1
        return number, word - self.before[number]

    def end_of(self, found: Occurrence) -> int:
        """Where an occurrence ends, exclusive, as a word of the conversation."""
        number = self.number[found.turn]
        start = self.before[number] + found.first
        if found.stream == CONVERSATION:
            return start + found.length
        missing = found.length - (self.before[number + 1] - start)
        while missing > 0:
            number = next(n for n in range(number + 1, len(self.turns)) if self.speakers[n] == found.speaker)
            missing -= self.before[number + 1] - self.before[number]
        return self.before[number + 1] + missing


class Occurrence(NamedTuple):
    """A place where a phrase stands: ``length`` normal words from word ``first`` of a turn on.

    In the stream ``CONVERSATION`` they run on into the turns behind; in ``OWN_WORDS`` into the next turns of the
    same speaker. Sorted, they are in the order in which they are heard.
    """

    tape: TapeId
    place: bytes
    turn: int
    first: int
    length: int
    stream: int
    speaker: int | None


class WordReader:
    """What can be read out of the index on a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    def phrase(
        self, terms: Sequence[str], *, tapes: Iterable[TapeId] | None = None, turns: Iterable[int] | None = None
    ) -> list[Occurrence]:
        """Every place where normal words stand one behind the other, once; on some tapes or from some turns on.

        A term that ends with ``*`` stands for every word that begins so. The terms must come out of
        ``words.normal``: nothing else in them is looked at. Cost: about 6 µs for each window that holds the phrase.
        """
        if len(terms) == 1 and turns is None:
            return self._said(terms[0], tapes)
        probe, rest = terms[:_REACH], terms[_REACH:]
        look = re.compile(rf"(?=(?<!\S){' '.join(map(_pattern, probe))}(?!\S))")
        found: list[Occurrence] = []
        for tape, place, turn, speaker, stream, first, own, reach, text in self._windows(probe, tapes, turns):
            for at in look.finditer(text):
                offset = text.count(" ", 0, at.start())
                if offset >= own:
                    break
                if stream == OWN_WORDS and offset + len(probe) <= reach:
                    continue
                found.append(Occurrence(tape, place, turn, first + offset, len(terms), stream, speaker))
        return list(dict.fromkeys(self._continued(found, rest))) if rest else found

    def weight(self, terms: Sequence[str]) -> int:
        """In how many windows the words of a phrase stand: roughly how often it is said, at little cost."""
        found = self._sql.execute("SELECT count(*) FROM word_search WHERE word_search MATCH ?", (_expression(terms),))
        return int(found.fetchone()[0])

    def layout(self, tape: TapeId) -> TapeLayout:
        """The turns of a tape that have words, in the order in which they run."""
        rows = self._sql.execute(
            "SELECT turn, words, speaker FROM word_turn WHERE tape = ? ORDER BY place, turn", (tape,)
        )
        return TapeLayout(tape, rows.fetchall())

    def times(self, tape: TapeId) -> list[tuple[int, int]]:
        """When each turn of a tape's layout starts and ends, in ticks."""
        return self._sql.execute(
            "SELECT starts, ends FROM word_turn WHERE tape = ? ORDER BY place, turn", (tape,)
        ).fetchall()

    def span(self, turn: int, first: int, end: int) -> tuple[int, int]:
        """When the tokens ``first`` to ``end`` of a turn are heard, in ticks."""
        row = self._sql.execute("SELECT times, starts FROM turn WHERE id = ?", (turn,)).fetchone()
        return span(row[0], row[1], first, end)

    def speaker(self, speaker: int) -> str:
        """What a speaker is called now."""
        row = self._sql.execute("SELECT name FROM speaker WHERE id = ?", (speaker,)).fetchone()
        return row[0] if row else ""

    def tokens(self, turn: int) -> list[str]:
        """The words of a turn as they read."""
        row = self._sql.execute("SELECT text FROM turn WHERE id = ?", (turn,)).fetchone()
        return row[0].split(" ") if row else []

    def counts(self, tape: TapeId) -> list[tuple[int, int]]:
        """Each turn of a tape's current transcript with how many tokens it has, in the order in which they run."""
        return self._sql.execute(
            "SELECT turn.id, length(text) - length(replace(text, ' ', '')) + (text <> '') FROM turn "
            "JOIN transcript ON transcript.id = turn.transcript AND transcript.is_current "
            "JOIN tape ON tape.number = transcript.tape WHERE tape.id = ? ORDER BY turn.place, turn.id",
            (tape,),
        ).fetchall()

    def words(self, turn: int) -> list[str]:
        """The normal words of a turn."""
        owned = (window for _, window in self._stored(turn) if window.stream == CONVERSATION)
        return [word for window in owned for word in window.text.split(" ")[: window.own]]

    def said(self, tape: TapeId) -> list[list[str]]:
        """The normal words of each turn of a tape's layout, all read at once."""
        rows = self._sql.execute(
            "SELECT word_turn.turn, own, text FROM word_turn JOIN word_window ON word_window.turn = word_turn.turn "
            f"WHERE tape = ? AND stream = {CONVERSATION} ORDER BY place, word_turn.turn, first",
            (tape,),
        )
        turns: dict[int, list[str]] = {}
        for turn, own, text in rows:
            turns.setdefault(turn, []).extend(text.split(" ")[:own])
        return list(turns.values())

    def digests(self) -> dict[TapeId, int]:
        """For each tape that can be searched, a digest of what is said there, where, and who says it."""
        return {TapeId(tape): digest for tape, digest in self._sql.execute("SELECT tape, digest FROM word_tape")}

    def _said(self, term: str, tapes: Iterable[TapeId] | None) -> list[Occurrence]:
        """Every place of one word, or of all that begin so: the index itself knows where each stands, and no window
        need be read.
        """
        where, values = ("= ?", [term]) if not term.endswith("*") else (">= ? AND term < ?", _beginning(term[:-1]))
        chosen = None if tapes is None else list(tapes)
        on_tapes = "" if chosen is None else f" AND word_turn.tape IN ({','.join('?' * len(chosen))})"
        rows = self._sql.execute(
            "SELECT word_turn.tape, word_turn.place, word_turn.turn, word_window.first + word_instance.offset, 1, "
            "stream, word_turn.speaker FROM word_instance JOIN word_window ON word_window.id = word_instance.doc "
            f"JOIN word_turn ON word_turn.turn = word_window.turn WHERE term {where} AND stream = {CONVERSATION} "
            f"AND word_instance.offset < own{on_tapes}",
            [*values, *(chosen or [])],
        )
        return list(map(Occurrence._make, rows))

    def _windows(
        self, probe: Sequence[str], tapes: Iterable[TapeId] | None, turns: Iterable[int] | None
    ) -> Iterable[tuple[Any, ...]]:
        if turns is not None:
            # A few turns are read faster than the index is asked where a common word stands.
            return (row for turn in turns for row in self._sql.execute(f"{_WINDOWS} WHERE word_turn.turn = ?", (turn,)))
        chosen = None if tapes is None else list(tapes)
        where = "" if chosen is None else f" AND word_turn.tape IN ({','.join('?' * len(chosen))})"
        return self._sql.execute(
            f"{_WINDOWS} JOIN word_search ON word_search.rowid = word_window.id WHERE word_search MATCH ?{where}",
            [_expression(probe), *(chosen or [])],
        )

    def _continued(self, found: Iterable[Occurrence], rest: Sequence[str]) -> Iterator[Occurrence]:
        """Those whose further words are ``rest``, in the conversation or else in their speaker's own words."""
        for occurrence in found:
            for stream in range(occurrence.stream, OWN_WORDS + 1):
                begin = occurrence.first + _REACH
                if _agree(rest, self._running(occurrence, stream), begin):
                    yield occurrence._replace(stream=stream)
                    break

    def _running(self, start: Occurrence, stream: int) -> Iterator[str]:
        """The words of a stream from the first word of a turn on."""
        yield from self.words(start.turn)
        values: list[object] = [start.tape]
        also = ""
        if stream == OWN_WORDS:
            also, values = "AND speaker = ?", [start.tape, start.speaker]
        for turn, _ in self._after(start.place, start.turn, also, values):
            yield from self.words(turn)

    def _after(self, place: bytes, turn: int, also: str, values: Sequence[object]) -> sqlite3.Cursor:
        return self._sql.execute(
            f"SELECT turn, words FROM word_turn WHERE tape = ? {also} AND (place, turn) > (?, ?) ORDER BY place, turn",
            (*values, place, turn),
        )

    def _rows(self, statement: str, values: Sequence[object]) -> list[IndexedTurn]:
        return [IndexedTurn(*row) for row in self._sql.execute(statement, values)]

    def _stored(self, turn: int) -> list[tuple[int, Window]]:
        found = self._sql.execute(
            "SELECT id, stream, first, own, reach, text FROM word_window WHERE turn = ? ORDER BY stream, first", (turn,)
        )
        return [(row[0], Window(*row[1:])) for row in found]


def _beginning(text: str) -> list[str]:
    """From the text itself up to, and not with, the first text that does not begin so."""
    return [text, text + chr(0x10FFFF)]


def _pattern(term: str) -> str:
    return re.escape(term[:-1]) + r"\S*" if term.endswith("*") else re.escape(term)


def _expression(terms: Sequence[str]) -> str:
    """FTS5's own query for windows that may hold the phrase: runs of words, each ending with at most one prefix."""
    runs: list[list[str]] = [[]]
    for term in terms:
        runs[-1].append(term.rstrip("*"))
        if term.endswith("*"):
            runs.append([])
    quoted = [f'"{" ".join(run)}"' for run in runs if run]
    ends = ["*" if index < len(runs) - 1 else "" for index in range(len(quoted))]
    return " AND ".join(text + end for text, end in zip(quoted, ends, strict=True))


def _agree(terms: Sequence[str], words: Iterator[str], begin: int) -> bool:
    for _ in range(begin):
        next(words, None)
    return all(
        word.startswith(term[:-1]) if term.endswith("*") else word == term
        for term in terms
        for word in (next(words, ""),)
    )
