"""The job ledger: finished pieces of long work, each with its digest. Not part of the history."""

from __future__ import annotations

import hashlib
import sqlite3

_ADD = """
INSERT INTO finished_piece (kind, work, piece, result, digest) VALUES (:kind, :work, :piece, :result, :digest)
ON CONFLICT (kind, work, piece) DO NOTHING
"""


def add(connection: sqlite3.Connection, kind: str, work: str, piece: str, result: bytes) -> None:
    """Keep a result; the first one stays."""
    row = {"kind": kind, "work": work, "piece": piece, "result": result, "digest": _digest(kind, work, piece, result)}
    connection.execute(_ADD, row)


def pieces(connection: sqlite3.Connection, kind: str, work: str) -> dict[str, bytes]:
    """Results by piece. One that is damaged is left out: then it is worked out again."""
    rows = connection.execute(
        "SELECT piece, result, digest FROM finished_piece WHERE kind = :kind AND work = :work ORDER BY piece",
        {"kind": kind, "work": work},
    )
    return {
        piece: bytes(result) for piece, result, digest in rows if digest == _digest(kind, work, piece, bytes(result))
    }


def remove(connection: sqlite3.Connection, kind: str, work: str) -> None:
    """Drop all pieces of one work, and any of them that are damaged."""
    connection.execute("DELETE FROM finished_piece WHERE kind = :kind AND work = :work", {"kind": kind, "work": work})


def open_work(connection: sqlite3.Connection, kind: str) -> list[tuple[str, int]]:
    """Works with finished pieces and how many each has."""
    rows = connection.execute(
        "SELECT work, count(*) FROM finished_piece WHERE kind = :kind GROUP BY work ORDER BY work", {"kind": kind}
    )
    return [(work, number) for work, number in rows]


def damaged(connection: sqlite3.Connection) -> list[str]:
    """Names of the pieces that are not as they were written."""
    rows = connection.execute("SELECT kind, work, piece, result, digest FROM finished_piece")
    return [
        f"finished piece {kind} {work} {piece}"
        for kind, work, piece, result, digest in rows
        if digest != _digest(kind, work, piece, bytes(result))
    ]


def _digest(kind: str, work: str, piece: str, result: bytes) -> bytes:
    whole = hashlib.sha256()
    for part in (kind.encode(), work.encode(), piece.encode(), result):
        whole.update(b"%d " % len(part))
        whole.update(part)
    return whole.digest()[:16]
