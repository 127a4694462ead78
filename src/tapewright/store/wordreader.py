"""Reading the text index: phrases and prefixes, across turns and past interjections, and how the turns lie."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tapewright.model import TapeId
from tapewright.store.windows import CONVERSATION, LOOKAHEAD, OWN_WORDS, Window

_REACH = LOOKAHEAD + 1
_FOUND = """
SELECT word_turn.tape, word_turn.place, word_turn.turn, word_turn.speaker, word_window.stream, word_window.first,
    word_window.own, word_window.reach, word_window.text
FROM word_search JOIN word_window ON word_window.id = word_search.rowid
JOIN word_turn ON word_turn.turn = word_window.turn WHERE word_search MATCH ?
"""


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


class Occurrence(NamedTuple):
    """A place where a phrase stands: ``count`` normal words from word ``first`` of a turn on.

    In the stream ``CONVERSATION`` they run on into the turns behind; in ``OWN_WORDS`` into the next turns of the
    same speaker. Occurrences sort in the order in which they are heard.
    """

    tape: TapeId
    place: bytes
    turn: int
    first: int
    count: int
    stream: int
    speaker: int | None


class WordReader:
    """What can be read out of the index on a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection

    def phrase(self, terms: Sequence[str], *, tapes: Iterable[TapeId] | None = None) -> list[Occurrence]:
        """Every place where normal words stand one behind the other, in order.

        A term that ends with ``*`` stands for every word that begins so. The terms must come out of
        ``words.normal``: nothing else in them is looked at. Cost: about 6 µs for each window that holds the phrase.
        """
        probe, rest = terms[:_REACH], terms[_REACH:]
        look = re.compile(rf"(?=(?<!\S){' '.join(map(_pattern, probe))}(?!\S))")
        where, values = "", [_expression(probe)]
        if tapes is not None:
            chosen = list(tapes)
            where = f" AND word_turn.tape IN ({','.join('?' * len(chosen))})"
            values += chosen
        found = set()
        for tape, place, turn, speaker, stream, first, own, reach, text in self._sql.execute(_FOUND + where, values):
            for at in look.finditer(text):
                offset = text.count(" ", 0, at.start())
                if offset >= own:
                    break
                if stream == OWN_WORDS and offset + len(probe) <= reach:
                    continue
                found.add(Occurrence(tape, place, turn, first + offset, len(terms), stream, speaker))
        return sorted(self._continued(found, rest) if rest else found, key=_order)

    def layout(self, tape: TapeId) -> list[IndexedTurn]:
        """The turns of a tape that have words, in the order in which they run."""
        return self._rows("SELECT * FROM word_turn WHERE tape = ? ORDER BY place, turn", (tape,))

    def words(self, turn: int) -> list[str]:
        """The normal words of a turn."""
        owned = (window for _, window in self._stored(turn) if window.stream == CONVERSATION)
        return [word for window in owned for word in window.text.split(" ")[: window.own]]

    def digests(self) -> dict[TapeId, int]:
        """For each tape that can be searched, a digest of what is said there, where, and who says it."""
        return {TapeId(tape): digest for tape, digest in self._sql.execute("SELECT tape, digest FROM word_tape")}

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
        also, values = "", [start.tape]
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


def _order(occurrence: Occurrence) -> tuple[object, ...]:
    return occurrence[:6]
