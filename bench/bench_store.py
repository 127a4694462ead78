"""What a project's store costs: space, importing, reading a tape, durable corrections; beside a row per word.

Input: a million words of real talk (a public inquiry, meetings) where ``../shared/data/texts`` is present, else
invented talk; word times on a recogniser's grid of 20 ms, confidences by chance. The peer is the plain layout, one
table with a row for every word and an index to find a tape's, in the same SQLite with the same durability, without
history and without text index. Both are filled and corrected in turns on the same disk, whose own time to write and
sync as many bytes is measured between.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from io import FileIO
from pathlib import Path

from figures import figure
from tapewright.model import Listen, Quote, Span, Tape, TapeId, Transcript, Turn, TurnId, Word
from tapewright.model.provenance import Provenance
from tapewright.store.sqlite import SqliteStore, open_store
from tapewright.testing.talk import Said, invented_talk, real_talk
from tapewright.timing import TICKS_PER_SECOND, Ticks, TimecodeFormat, frame_rate

WORDS = 1_000_000
CORRECTIONS = 300
TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "texts"
GRID = TICKS_PER_SECOND // 50

PEER = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;
CREATE TABLE word (id INTEGER PRIMARY KEY, tape INTEGER NOT NULL, turn INTEGER NOT NULL, place INTEGER NOT NULL,
    speaker INTEGER, text TEXT NOT NULL, starts INTEGER NOT NULL, ends INTEGER NOT NULL, confidence INTEGER,
    timing INTEGER NOT NULL, marks INTEGER NOT NULL);
CREATE INDEX word_turn ON word (tape, turn, place);
"""


def main() -> None:
    """Measure and print."""
    chance = random.Random(7)
    transcripts = list(_transcripts(chance))
    words = sum(len(transcript.words) for transcript in transcripts)
    longest = max(transcripts, key=lambda transcript: len(transcript.words))
    turns = sum(len(transcript.turns) for transcript in transcripts)
    print(f"{words} words on {len(transcripts)} tapes, {turns} turns", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.db", Path(folder) / "theirs.db"
        with (
            closing(open_store(ours, create=True)) as store,
            closing(sqlite3.connect(theirs, isolation_level=None)) as peer,
        ):
            peer.executescript(PEER)
            imported = [
                (_timed(_import, store, t), _timed(_import_rows, peer, n, t)) for n, t in enumerate(transcripts)
            ]
            figure("import, ours with text index and history", words / sum(a for a, _ in imported), "words/s")
            figure("import, a row per word alone", words / sum(b for _, b in imported), "words/s")
            _space(store, peer, words)
            _reading(store, peer, longest, transcripts.index(longest))
            _correcting(store, peer, turns, Path(folder), chance)
            began = time.perf_counter()
            assert store.verify() == []
            figure("verify, everything read", time.perf_counter() - began, "s")
        opening = [_timed(lambda: open_store(ours).close()) for _ in range(20)]
        figure("opening, median of 20", statistics.median(opening) * 1000, "ms")


def _space(store: SqliteStore, peer: sqlite3.Connection, words: int) -> None:
    with store.reading() as connection:
        sizes = dict(connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
        text = connection.execute("SELECT sum(length(CAST(text AS BLOB))) FROM turn").fetchone()[0]
    history = sum(size for name, size in sizes.items() if "history" in name)
    index = sum(size for name, size in sizes.items() if name.startswith("word_") or "autoindex_word" in name)
    rows = dict(peer.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    figure("text alone", text / words, "bytes a word")
    figure("turns: text, times, confidences", sizes["turn"] / words, "bytes a word", most=13)
    figure("keys and order of turns", sum(sizes[n] for n in sizes if n.startswith("ix_turn")) / words, "bytes a word")
    figure("history", history / words, "bytes a word")
    figure("text index", index / words, "bytes a word")
    figure("a row per word", rows["word"] / words, "bytes a word")
    figure("its index", rows["word_turn"] / words, "bytes a word")
    figure("a row per word over ours", rows["word"] / sizes["turn"], "ratio")


def _reading(store: SqliteStore, peer: sqlite3.Connection, longest: Transcript, number: int) -> None:
    ours, theirs = [], []
    for _ in range(15):
        ours.append(_timed(store.transcript, longest.tape))
        theirs.append(_timed(_read_rows, peer, number))
    size = len(longest.words)
    figure(f"reading a tape of {size} words", statistics.median(ours) * 1000, "ms")
    figure("the same out of a row per word, as plain tuples", statistics.median(theirs) * 1000, "ms")
    figure("microseconds a word, ours", statistics.median(ours) * 1e6 / size, "µs")


def _correcting(store: SqliteStore, peer: sqlite3.Connection, turns: int, folder: Path, chance: random.Random) -> None:
    ours, theirs, disk, heard = [], [], [], []
    with open(folder / "plain", "wb", buffering=0) as plain:
        for number in range(CORRECTIONS):
            turn = store.turn(TurnId(chance.randrange(1, turns + 1)))
            at = len(turn.words) // 2
            changed = tuple(replace(w, text=f"new{number}") if n == at else w for n, w in enumerate(turn.words))
            ours.append(_timed(_correct, store, turn, replace(turn, words=changed)))
            theirs.append(_timed(_correct_row, peer, chance.randrange(1, WORDS // 2), f"new{number}"))
            disk.append(_timed(_write_and_sync, plain))
            heard.append(_timed(_listen, store, Span(store.tape_of(turn.id), turn.interval), turn.text))
    figure("durable ear-check, median", statistics.median(heard) * 1000, "ms", most=3.0)
    for name, taken, most in (
        ("ours", ours, 2.0),
        ("a row per word", theirs, None),
        ("the disk alone, 80 KB", disk, None),
    ):
        figure(f"durable correction, {name}, median", statistics.median(taken) * 1000, "ms", most=most)
        figure(f"durable correction, {name}, p99", statistics.quantiles(taken, n=100)[98] * 1000, "ms")


def _write_and_sync(plain: FileIO) -> None:
    plain.write(bytes(80_000))
    os.fdatasync(plain.fileno())


def _import(store: SqliteStore, transcript: Transcript) -> None:
    tape = Tape(
        id=transcript.tape,
        title="talk",
        format=TimecodeFormat(frame_rate("25")),
        duration=max((turn.interval.end for turn in transcript.turns), default=Ticks(0)),
    )
    with store.change("import") as pen:
        pen.add_tape(tape)
        pen.add_transcript(transcript)


def _import_rows(peer: sqlite3.Connection, tape: int, transcript: Transcript) -> None:
    peer.execute("BEGIN IMMEDIATE")
    peer.executemany(
        "INSERT INTO word VALUES (NULL, ?, ?, ?, NULL, ?, ?, ?, ?, 0, 0)",
        (
            (tape, place, at, word.text, word.start, word.end, word.confidence)
            for place, turn in enumerate(transcript.turns)
            for at, word in enumerate(turn.words)
        ),
    )
    peer.execute("COMMIT")


def _read_rows(peer: sqlite3.Connection, tape: int) -> list[object]:
    return peer.execute("SELECT * FROM word WHERE tape = ? ORDER BY turn, place", (tape,)).fetchall()


def _correct(store: SqliteStore, old: Turn, new: Turn) -> None:
    with store.change("correct") as pen:
        pen.replace_turns([old], [new])


def _listen(store: SqliteStore, span: Span, text: str) -> None:
    with store.change("listen") as pen:
        pen.add_listen(Listen(who="MB", when="", quote=Quote(span, text)))


def _correct_row(peer: sqlite3.Connection, word: int, text: str) -> None:
    peer.execute("BEGIN IMMEDIATE")
    peer.execute("UPDATE word SET text = ?, confidence = 255 WHERE id = ?", (text, word))
    peer.execute("COMMIT")


def _transcripts(chance: random.Random) -> Iterator[Transcript]:
    if TEXTS.is_dir():
        print(f"input: real talk, {WORDS} words", flush=True)
        talk = real_talk(TEXTS)
    else:
        print("input: invented talk; no real texts beside the project", flush=True)
        talk = invented_talk(WORDS, tapes=100)
    left = WORDS
    for number, (_, said) in enumerate(talk):
        turns = tuple(_heard(said, chance))
        yield Transcript(tape=TapeId(f"T{number:03d}"), turns=turns, provenance=Provenance(tool="bench"))
        left -= sum(len(turn.words) for turn in turns)
        if left <= 0:
            return


def _heard(said: list[Said], chance: random.Random) -> Iterator[Turn]:
    at = 0
    for turn in said:
        words = []
        for token in turn.text.split():
            start = at + GRID * chance.choice((0, 0, 0, 0, 1, 2, 5, 20))
            at = start + GRID * chance.randrange(3, 40)
            words.append(Word(text=token, start=Ticks(start), end=Ticks(at), confidence=chance.randrange(90, 255)))
        yield Turn(words=tuple(words))


def _timed(do: Callable[..., object], *arguments: object) -> float:
    began = time.perf_counter()
    do(*arguments)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")
    main()
