"""A changed byte in a project's file is found, or it is one that nothing reads."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tapewright.errors import TapewrightError
from tapewright.model import Provenance, TapeId
from tapewright.store.sqlite import open_store
from tapewright.testing.material import (
    a_tape,
    a_transcript,
    an_exemplar,
    some_acceptances,
    some_claims,
    some_listens,
    some_voices,
)
from tapewright.testing.study_suite import studied
from tapewright.testing.talk import invented_talk, real_talk

TEXTS = Path(__file__).parents[3] / "shared" / "data" / "texts"
TABLES = (
    "tape source_file speaker transcript turn listen claim claim_source acceptance "
    "diarization voice voice_rejected exemplar "
    "codebook code coding memo study_set study_set_member study_case study_case_tape "
    "party event event_party event_source decision "
    "history history_row transcript_size finished_piece project"
).split()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a project with real talk, corrections, undone work and finished pieces."""
    path = tmp_path_factory.mktemp("flips") / "tapewright.db"
    chance = random.Random(5)
    talk = next((tape for tape in real_talk(TEXTS) if len(tape[1]) > 100), None) or next(invented_talk(3000, tapes=1))
    store = open_store(path, create=True)
    texts = [turn.text for turn in talk[1] if turn.text.strip()][:80]
    with store.change("a day of talk") as pen:
        pen.add_tape(a_tape("T1"))
        pen.add_tape(a_tape("T2"))
        pen.add_speaker("MARIAN")
        first = pen.add_transcript(a_transcript("T1", *texts))
    for turn in chance.sample(first.turns, 12):
        with store.change("correct") as pen:
            pen.replace_turns([turn], [replace(turn, words=turn.words[:-1])])
    with store.change("listen and claim") as pen:
        for listen in some_listens("T1"):
            pen.add_listen(listen)
        for acceptance in some_acceptances():
            pen.add_acceptance(acceptance)
        claims = [pen.add_claim(claim) for claim in some_claims("T1")]
    with store.change("one source less") as pen:
        pen.replace_claim(claims[0], replace(claims[0], sources=claims[0].sources[1:]))
    for _ in range(3):
        store.undo()
    studied(store, TapeId("T1"))
    with store.change("find voices") as pen:
        marian, label = (pen.add_speaker(name).id for name in ("MARIAN", "T2 voice 2"))
        voices = pen.replace_voices(TapeId("T2"), Provenance(tool="scripted"), some_voices("T2", [marian, label]))
        pen.replace_voice(voices[1], replace(voices[1], rejected=frozenset({marian})))
        pen.add_exemplar(an_exemplar("T1", marian))
    store.finish("transcribe", "key", "0", bytes(range(200)))
    assert store.verify() == []
    store.close()
    return path.read_bytes()


def dump(path: Path) -> list[object]:
    """All that is stored, with types."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        return [
            [[(type(v), v) for v in row] for row in connection.execute(f"SELECT rowid, * FROM {table} ORDER BY 1")]
            for table in TABLES
        ]


def found(path: Path) -> bool:
    """Whether opening or verifying says that something is wrong."""
    try:
        store = open_store(path)
    except TapewrightError:
        return True
    try:
        return store.verify() != []
    finally:
        store.close()


@pytest.mark.parametrize("batch", range(4))
def test_a_flipped_byte_is_found_or_is_one_that_nothing_reads(project: bytes, tmp_path: Path, batch: int) -> None:
    whole = tmp_path / "whole.db"
    whole.write_bytes(project)
    stored = dump(whole)
    chance = random.Random(batch)
    missed = []
    for _ in range(50):
        at, by = chance.randrange(len(project)), chance.randrange(1, 256)
        broken = bytearray(project)
        broken[at] ^= by
        path = tmp_path / "broken.db"
        path.write_bytes(broken)
        if not found(path) and dump(path) != stored:
            missed.append((at, by))
        for companion in tmp_path.glob("broken.db*"):
            companion.unlink()
    assert missed == []
