"""Voices are packed exact to the tick, and one that is not as it was written is named, never read as another."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tapewright.errors import DamagedProjectError, UsageError
from tapewright.model import Provenance
from tapewright.store.sqlite import open_store
from tapewright.store.voices import pack_embedding, pack_intervals, unpack_embedding, unpack_intervals
from tapewright.testing import strategies
from tapewright.testing.material import TAPE, an_exemplar, filled, some_voices
from tapewright.timing import Interval, Ticks


@given(st.lists(strategies.intervals(), max_size=20))
def test_intervals_come_back_in_their_order(intervals: list[Interval]) -> None:
    assert unpack_intervals(pack_intervals(intervals)) == tuple(intervals)


def test_an_hour_of_talk_is_a_few_kilobytes() -> None:
    frame = 11_907_000  # 270 samples at 16 kHz, a finder's own step
    talk = [Interval(Ticks(n * 300 * frame), Ticks(n * 300 * frame + 200 * frame)) for n in range(700)]
    assert len(pack_intervals(talk)) < 4 * len(talk)


@given(strategies.embeddings(max_size=200))
def test_an_embedding_comes_back_to_the_bit(embedding: tuple[float, ...]) -> None:
    assert unpack_embedding(pack_embedding(embedding)) == embedding


@given(st.lists(strategies.intervals(), max_size=5), st.data())
def test_bytes_that_are_cut_short_or_too_many_are_damage(intervals: list[Interval], data: st.DataObject) -> None:
    packed = pack_intervals(intervals)
    for broken in (packed[: data.draw(st.integers(0, len(packed) - 1))], packed + b"\0"):
        with pytest.raises(DamagedProjectError):
            unpack_intervals(broken)


@given(st.binary(max_size=40))
def test_any_bytes_are_intervals_or_damage(data: bytes) -> None:
    for read in (unpack_intervals, unpack_embedding):
        with suppress(DamagedProjectError):
            assert isinstance(read(data), tuple)


def test_what_cannot_be_packed_is_refused() -> None:
    with pytest.raises(UsageError):
        pack_intervals([Interval(Ticks(0), Ticks(1 << 62))])
    for number in (float("nan"), float("inf"), 1e300):
        with pytest.raises(UsageError):
            pack_embedding((number,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "tapewright.db"
    with closing(open_store(path, create=True)) as store:
        filled(store)
        with store.change("find voices") as pen:
            marian, label = (pen.add_speaker(name).id for name in ("MARIAN", "T001 voice 2"))
            voices = pen.replace_voices(TAPE, Provenance(tool="scripted"), some_voices(TAPE, [marian, label]))
            pen.replace_voice(voices[1], replace(voices[1], rejected=frozenset({marian})))
            pen.add_exemplar(an_exemplar(TAPE, marian))
    return path


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE voice SET speaker = 2 WHERE id = 1", "voice 1"),
        ("UPDATE voice SET is_confirmed = 1 WHERE id = 2", "voice 2"),
        ("UPDATE voice SET centre = zeroblob(32) WHERE id = 1", "voice 1"),
        ("DELETE FROM voice_rejected", "voice_rejected 1"),
        ("UPDATE exemplar SET starts = 0 WHERE id = 1", "exemplar 1"),
        ("UPDATE diarization SET tool = 'another'", "diarization 1"),
        ("INSERT INTO voice_rejected VALUES (9, 1, 2)", "voice_rejected 9"),
        ("UPDATE voice SET diarization = 99 WHERE id = 1", "voice 1"),
    ],
)
def test_what_was_changed_past_the_history_is_named(path: Path, statement: str, where: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    with closing(open_store(path)) as store:
        assert where in [damage.where for damage in store.verify()]


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE voice SET utterances = x'07' WHERE id = 1", "voice 1"),
        ("UPDATE voice SET samples = '' WHERE id = 2", "voice 2"),
        ("UPDATE voice SET centre = x'0000c0' WHERE id = 1", "voice 1"),
        ("UPDATE voice SET centre = x'0000c07f' WHERE id = 1", "voice 1"),
        ("UPDATE voice SET diarization = 99 WHERE id = 1", "voice 1"),
        ("UPDATE diarization SET settings = '[]'", "diarization 1"),
        ("UPDATE diarization SET settings = '{'", "diarization 1"),
    ],
)
def test_a_voice_that_cannot_be_meant_is_damage_and_no_other_voice(path: Path, statement: str, where: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    with closing(open_store(path)) as store:
        with pytest.raises(DamagedProjectError) as refused:
            store.voices()
        assert refused.value.place == where
        assert where in [damage.where for damage in store.verify()]


def test_an_exemplar_that_cannot_be_meant_is_damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE exemplar SET starts = 9, ends = 1")
        connection.commit()
    with closing(open_store(path)) as store, pytest.raises(DamagedProjectError) as refused:
        store.exemplars()
    assert refused.value.place == "exemplar 1"
