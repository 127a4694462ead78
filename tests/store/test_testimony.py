"""An ear-check or a claim that is not as it was written is named, and never read as something else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tapewright.errors import DamagedProjectError
from tapewright.store.sqlite import open_store
from tapewright.testing.material import filled, some_acceptances, some_claims, some_listens


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "tapewright.db"
    with closing(open_store(path, create=True)) as store:
        filled(store)
        with store.change("listen and claim") as pen:
            for listen in some_listens():
                pen.add_listen(listen)
            for claim in some_claims():
                pen.add_claim(claim)
            for acceptance in some_acceptances():
                pen.add_acceptance(acceptance)
    return path


def broken(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE listen SET who = 'somebody else' WHERE id = 1", "listen 1"),
        ("UPDATE listen SET heard = '' WHERE id = 2", "listen 2"),
        ("UPDATE claim SET status = 'verified' WHERE id = 2", "claim 2"),
        ("UPDATE claim_source SET document = 'another' WHERE id = 2", "claim_source 2"),
        ("UPDATE acceptance SET reason = 'another' WHERE id = 1", "acceptance 1"),
        ("INSERT INTO acceptance VALUES (9, 'ff', '', 'x', 'altered', 'slipped in', 'JL', '')", "acceptance 9"),
        ("DELETE FROM listen WHERE id = 2", "listen 2"),
        ("INSERT INTO claim VALUES (9, '', 'slipped in', 'open', '', 0)", "claim 9"),
        ("UPDATE listen SET tape = 99 WHERE id = 1", "listen 1"),
        ("UPDATE claim_source SET claim = 99 WHERE id = 1", "claim_source 1"),
    ],
)
def test_what_was_changed_past_the_history_is_named(path: Path, statement: str, where: str) -> None:
    broken(path, statement)
    with closing(open_store(path)) as store:
        assert where in [damage.where for damage in store.verify()]


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE claim SET status = 'settled' WHERE id = 1", "claim 1"),
        ("UPDATE claim_source SET starts = NULL WHERE id = 1", "claim 1"),
        ("UPDATE claim_source SET tape = NULL WHERE id = 1", "claim 1"),
        ("UPDATE claim_source SET document = 'both' WHERE id = 1", "claim 1"),
        ("UPDATE claim_source SET starts = 9, ends = 1 WHERE id = 1", "claim 1"),
    ],
)
def test_a_claim_that_cannot_be_meant_is_damage_and_no_other_claim(path: Path, statement: str, where: str) -> None:
    broken(path, statement)
    with closing(open_store(path)) as store:
        with pytest.raises(DamagedProjectError) as refused:
            store.claims()
        assert refused.value.place == where
        assert where in [damage.where for damage in store.verify()]


def test_an_acceptance_without_a_reason_is_damage(path: Path) -> None:
    broken(path, "UPDATE acceptance SET reason = ' ' WHERE id = 1")
    with closing(open_store(path)) as store:
        with pytest.raises(DamagedProjectError) as refused:
            store.acceptances()
        assert refused.value.place == "acceptance 1"


def test_an_ear_check_that_cannot_be_meant_is_damage(path: Path) -> None:
    broken(path, "UPDATE listen SET starts = 9, ends = 1 WHERE id = 1")
    with closing(open_store(path)) as store:
        with pytest.raises(DamagedProjectError) as refused:
            store.listens()
        assert refused.value.place == "listen 1"
