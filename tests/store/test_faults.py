"""Nothing acknowledged is lost: killed at any moment, a full disk, a locked file, a crowd of writers."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tapewright.errors import DamagedProjectError, StorageError, UsageError
from tapewright.model import TapeId, Turn, TurnId
from tapewright.store import connection as store_connection
from tapewright.store import turnstile
from tapewright.store.sqlite import SqliteStore, open_store
from tapewright.testing.material import TAPE, a_tape, a_transcript, filled, picture, some_words, texts_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tapewright.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    with closing(open_store(path, create=True)) as store:
        yield store


Work = dict[tuple[str, str], str]
"""What was written: kind and name, and how it reads."""


# --- killed ---------------------------------------------------------------------------------------------------------

# Corrects turns, adds tapes with transcripts, finishes pieces, and says on stdout what it begins and what is done.
WORKER = """
import random, sys
from tapewright.model import Turn, TurnId
from tapewright.store.sqlite import open_store
from tapewright.testing.material import a_tape, a_transcript, some_words
path, seed = sys.argv[1], int(sys.argv[2])
chance, store = random.Random(seed), open_store(path)
say = lambda *words: print(*words, flush=True)
say("ready")
for number in range(100_000):
    what = chance.choice(["correct"] * 6 + ["tape", "piece"])
    if what == "correct":
        turn, text = store.turn(TurnId(chance.randrange(1, 41))), f"heard {seed} {number}"
        say("begin", "correct", turn.id, text)
        with store.change("correct") as pen:
            pen.replace_turns([turn], [Turn(words=some_words(text), id=turn.id)])
    elif what == "tape":
        name, turns = f"N{seed}.{number}", chance.randrange(1, 300)
        say("begin", "tape", name, turns)
        with store.change("ingest") as pen:
            pen.add_tape(a_tape(name))
            pen.add_transcript(a_transcript(name, *(f"turn {n} of a long talk" for n in range(turns))))
    else:
        say("begin", "piece", seed, number)
        store.finish("transcribe", str(seed), str(number), b"x" * chance.randrange(20_000))
    say("done")
"""


def test_killed_at_any_moment_nothing_acknowledged_is_lost(store: SqliteStore, path: Path) -> None:
    turns = filled(store, *(f"turn {number}" for number in range(40))).turns
    chance = random.Random(11)
    acknowledged = {("correct", str(turn.id)): turn.text for turn in turns}
    for seed in range(25):
        last = _work_and_be_killed(path, seed, chance.uniform(0.0, 0.12), acknowledged)
        with closing(open_store(path)) as opened:  # needs no repair by hand
            for (kind, name), value in acknowledged.items():
                # What was begun last may be there, whole, or not at all.
                expected = {value, last.get((kind, name), value)}
                assert _read(opened, kind, name) in expected, (kind, name)
            for (kind, name), value in last.items():
                if (kind, name) not in acknowledged:
                    assert _read(opened, kind, name) in (value, ""), (kind, name)
                acknowledged[kind, name] = _read(opened, kind, name)
            if seed % 5 == 4:
                assert opened.verify() == []
    assert len(acknowledged) > 50


def _work_and_be_killed(
    path: Path, seed: int, after: float, known: dict[tuple[str, str], str]
) -> dict[tuple[str, str], str]:
    """Let a worker work for a while and kill it; what it had begun and not acknowledged."""
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(path), str(seed)], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    time.sleep(after)
    worker.send_signal(signal.SIGKILL)
    lines = worker.stdout.read().splitlines()
    worker.wait()
    worker.stdout.close()
    begun: Work = {}
    for line in lines:
        if line == "done":
            known.update(begun)
            begun = {}
        elif line.startswith("begin ") and line.count(" ") >= 3:
            _, kind, name, value = line.split(" ", 3)
            begun = {(kind, f"{name} {value}" if kind == "piece" else name): value}
    return begun


def _read(store: SqliteStore, kind: str, name: str) -> str:
    if kind == "correct":
        return store.turn(TurnId(int(name))).text
    if kind == "piece":
        seed, number = name.split()
        return number if number in store.finished("transcribe", seed) else ""
    tapes = {tape.id for tape in store.tapes()}
    transcript = store.transcript(TapeId(name)) if name in tapes else None
    return str(len(transcript.turns)) if transcript else ""


# --- the disk -------------------------------------------------------------------------------------------------------


def test_a_full_disk_keeps_what_was_there(store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(store)
    before = picture(store)
    connect = store_connection.connect

    def connect_to_a_full_disk(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
        connection = connect(path, read_only=read_only)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")
        return connection

    monkeypatch.setattr(store_connection, "connect", connect_to_a_full_disk)
    with closing(open_store(path)) as full:
        with pytest.raises(StorageError, match="full"), full.change("ingest") as pen:  # noqa: PT012 - which of the two fills the disk is not ours to say
            pen.add_tape(a_tape("T2"))
            pen.add_transcript(a_transcript("T2", *(f"turn {n} of a long talk" for n in range(2000))))
        assert picture(full) == before
        assert full.verify() == []
    monkeypatch.undo()
    with store.change("goes on") as pen:
        pen.add_tape(a_tape("T2"))
    assert store.verify() == []


def test_a_file_that_may_not_grow_keeps_what_was_there(path: Path) -> None:
    with closing(open_store(path, create=True)) as store:
        filled(store)
        before = picture(store)
    # The system refuses to let any file grow past this: SQLite gets an error while it writes its log.
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from tapewright.errors import StorageError\n"
        "from tapewright.store.sqlite import open_store\n"
        "from tapewright.testing.material import a_tape, a_transcript\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = open_store(sys.argv[1])\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try:\n"
        "    with store.change('ingest') as pen:\n"
        "        pen.add_tape(a_tape('T2'))\n"
        "        pen.add_transcript(a_transcript('T2', *(f'turn {n} of a long talk' for n in range(5000))))\n"
        "except StorageError as error:\n"
        "    print('refused', error.hint)\n"
        "print(len(store.tapes()))\n"
        "try:\n"
        "    store.backup(sys.argv[1] + '.copy')\n"
        "except StorageError:\n"
        "    print('no copy')\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("refused ")
    assert lines[1] == "1"
    assert lines[2:] == ["no copy"]
    assert not list(path.parent.glob("*.copy*"))
    with closing(open_store(path)) as store:
        assert picture(store) == before
        assert store.verify() == []


def test_a_backup_into_a_folder_that_is_not_there_is_refused(store: SqliteStore, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        store.backup(str(tmp_path / "nowhere" / "copy.db"))


# --- others ---------------------------------------------------------------------------------------------------------


def test_a_writer_that_never_ends_is_named_and_reading_goes_on(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(store)
    monkeypatch.setattr(turnstile.begin_writing, "__kwdefaults__", {"patience": 0.2})
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="another program"), store.change("waits") as pen:
            pen.add_speaker("MARIAN")
        assert store.tapes()
        other.execute("ROLLBACK")
    with store.change("goes on") as pen:
        pen.add_speaker("MARIAN")


def test_an_open_database_that_was_overwritten_is_damage(store: SqliteStore, path: Path) -> None:
    filled(store)
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))
    path.with_name("tapewright.db-wal").unlink()
    with pytest.raises(DamagedProjectError), closing(open_store(path)) as broken:
        broken.tapes()


def test_many_threads_write_one_after_another(store: SqliteStore) -> None:
    filled(store)

    def work(name: str) -> None:
        for number in range(10):
            with store.change(name) as pen:
                pen.add_speaker(f"{name} {number}")

    threads = [threading.Thread(target=work, args=(f"thread {n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({speaker.id for speaker in store.speakers()}) == 60
    assert [row.number for row in store.history()] == list(range(1, 63))
    assert store.verify() == []


IMPORTER = """
import sys
from tapewright.store.sqlite import open_store
from tapewright.testing.material import a_tape, a_transcript
store = open_store(sys.argv[1])
texts = ["nobody asked us until the boats came back that year"] * 60
print("ready", flush=True)
number = 0
while True:
    number += 1
    with store.change("ingest") as pen:
        pen.add_tape(a_tape(f"I{number}"))
        pen.add_transcript(a_transcript(f"I{number}", *texts))
"""


def test_an_importer_does_not_starve_a_person(store: SqliteStore, path: Path) -> None:
    turns = list(filled(store, *(f"turn {number}" for number in range(40))).turns)
    importer = subprocess.Popen([sys.executable, "-c", IMPORTER, str(path)], stdout=subprocess.PIPE, text=True)
    try:
        assert importer.stdout is not None
        assert importer.stdout.readline() == "ready\n"
        # A machine that stops everybody for a moment spoils a round; who starves does so in each.
        assert any(_keeps_pace(store, turns) for _ in range(3))
    finally:
        importer.kill()
        importer.wait()
        importer.stdout.close()  # type: ignore[union-attr]
    assert texts_of(store, TAPE)[99 % 40] == "new 99"


def _keeps_pace(store: SqliteStore, turns: list[Turn]) -> bool:
    """Whether of a hundred corrections beside the importer all but one are done at once."""
    before, took, started = len(store.tapes()), [], time.perf_counter()
    for number in range(100):
        at = number % len(turns)
        began = time.perf_counter()
        with store.change("correct") as pen:
            (turns[at],) = pen.replace_turns([turns[at]], [replace(turns[at], words=some_words(f"new {number}"))])
        took.append(time.perf_counter() - began)
        time.sleep(0.005)
    elapsed, imported = time.perf_counter() - started, len(store.tapes()) - before
    print(f"correction: median {statistics.median(took) * 1000:.1f} ms, worst {max(took) * 1000:.1f} ms")
    assert imported > 10
    # 100 ms; on a machine that is busy with other things, what a handful of imports take. Starving is seconds.
    return statistics.quantiles(took, n=100)[98] < max(0.1, 4 * elapsed / imported)


def test_a_child_after_a_fork_makes_connections_of_its_own(store: SqliteStore) -> None:
    filled(store)
    child = os.fork()
    if child == 0:  # pragma: no cover - in the child
        status = 1
        with contextlib.suppress(BaseException):
            with store.change("in the child") as pen:
                pen.add_speaker("MARIAN")
            store.close()
            status = 0
        os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    with store.change("in the parent") as pen:
        pen.add_speaker("JO")
    assert [speaker.name for speaker in store.speakers()] == ["MARIAN", "JO"]
    assert store.verify() == []


def test_a_closed_store_refuses_to_be_used(store: SqliteStore) -> None:
    store.close()
    with pytest.raises(UsageError, match="closed"), store.change("late"):
        pass
