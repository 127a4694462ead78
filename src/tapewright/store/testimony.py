"""Ear-checks, claims and acceptances: rows into records and records into rows, and how they are read."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from tapewright.errors import NotFoundError, UsageError
from tapewright.model import (
    Acceptance,
    AcceptanceId,
    Claim,
    ClaimId,
    ClaimSource,
    ClaimStatus,
    Listen,
    ListenId,
    Quote,
    Span,
    TapeId,
)
from tapewright.store.packing import LATEST
from tapewright.store.records import damage_named
from tapewright.store.rows import ACCEPTANCE, CLAIM, CLAIM_SOURCE, LISTEN, LoggedTable, Row
from tapewright.timing import Interval, Ticks


def listen_row(listen: Listen, tape: int) -> Row:
    """The row of an ear-check; ``tape`` is the number of its tape."""
    return {
        "id": listen.id,
        "tape": tape,
        **_place(listen.quote),
        "heard": listen.heard,
        "who": listen.who,
        "at": listen.when,
        "note": listen.note,
    }


def claim_row(claim: Claim) -> Row:
    """The row of a claim; its sources are rows of their own."""
    return {
        "id": claim.id,
        "edit": claim.edit,
        "text": claim.text,
        "status": claim.status.value,
        "note": claim.note,
        "revision": claim.revision,
    }


def source_row(number: int, claim: int, place: int, source: ClaimSource, tape: int | None) -> Row:
    """The row of one source of a claim; ``tape`` is the number of its tape, None for a document."""
    return {
        "id": number,
        "claim": claim,
        "place": place,
        "tape": tape,
        **({"starts": None, "ends": None, "text": None} if source.quote is None else _place(source.quote)),
        "document": source.document,
        "note": source.note,
    }


def read_listen(row: Mapping[str, Any], tape: TapeId) -> Listen:
    """The ear-check of a row."""
    with damage_named(f"listen {row['id']}"):
        return Listen(
            who=row["who"],
            when=row["at"],
            quote=_quote(row, tape),
            heard=row["heard"],
            note=row["note"],
            id=ListenId(row["id"]),
        )


def read_claim(row: Mapping[str, Any], sources: Sequence[tuple[Mapping[str, Any], TapeId | None]]) -> Claim:
    """The claim of a row and the rows of its sources in order, each with its tape."""
    with damage_named(f"claim {row['id']}"):
        return Claim(
            text=row["text"],
            status=ClaimStatus(row["status"]),
            sources=tuple(
                ClaimSource(
                    quote=None if tape is None else _quote(source, tape),
                    document=source["document"],
                    note=source["note"],
                )
                for source, tape in sources
            ),
            note=row["note"],
            edit=row["edit"],
            id=ClaimId(row["id"]),
            revision=row["revision"],
        )


def acceptance_row(acceptance: Acceptance) -> Row:
    """The row of an acceptance."""
    return {
        "id": acceptance.id,
        "finding": acceptance.finding,
        "file": acceptance.file,
        "text": acceptance.text,
        "verdict": acceptance.verdict,
        "reason": acceptance.reason,
        "who": acceptance.who,
        "at": acceptance.when,
    }


def read_acceptance(row: Mapping[str, Any]) -> Acceptance:
    """The acceptance of a row."""
    with damage_named(f"acceptance {row['id']}"):
        return Acceptance(
            finding=row["finding"],
            file=row["file"],
            text=row["text"],
            verdict=row["verdict"],
            reason=row["reason"],
            who=row["who"],
            when=row["at"],
            id=AcceptanceId(row["id"]),
        )


def select_acceptances(connection: sqlite3.Connection) -> list[Acceptance]:
    """All acceptances in the order in which they were made."""
    rows = connection.execute(f"{ACCEPTANCE.select} ORDER BY id")
    return [read_acceptance(ACCEPTANCE.row(tuple(values))) for values in rows]


def select_listens(
    connection: sqlite3.Connection, tape: TapeId | None = None, interval: Interval | None = None
) -> list[Listen]:
    """Ear-checks in the order in which they were made: all, a tape's, or those that share a tick with an interval."""
    conditions = ["tape.id = :tape"] * (tape is not None) + ["starts < :end AND ends > :start"] * (interval is not None)
    statement = f"{_with_tape(LISTEN)} {'WHERE ' * bool(conditions)}{' AND '.join(conditions)} ORDER BY listen.id"
    parameters: dict[str, object] = {"tape": tape}
    if interval is not None:
        parameters |= {"start": interval.start, "end": interval.end}
    return [
        read_listen(LISTEN.row(tuple(values)), TapeId(name))
        for *values, name in connection.execute(statement, parameters)
    ]


def select_claims(
    connection: sqlite3.Connection, where: str = "", parameters: Mapping[str, object] | None = None
) -> list[Claim]:
    """Claims with their sources, in the order in which they were made; ``where`` is a condition on table ``claim``."""
    condition, values_of = f"WHERE {where}" if where else "", parameters or {}
    sources: dict[int, list[tuple[Mapping[str, Any], TapeId | None]]] = {}
    statement = f"{_with_tape(CLAIM_SOURCE)} WHERE claim IN (SELECT id FROM claim {condition}) ORDER BY claim, place"
    for *values, name in connection.execute(statement, values_of):
        row: dict[str, Any] = CLAIM_SOURCE.row(tuple(values))
        sources.setdefault(row["claim"], []).append((row, None if name is None else TapeId(name)))
    rows: list[dict[str, Any]] = [
        CLAIM.row(values) for values in connection.execute(f"{CLAIM.select} {condition} ORDER BY id", values_of)
    ]
    return [read_claim(row, sources.get(row["id"], [])) for row in rows]


def select_claim(connection: sqlite3.Connection, claim: ClaimId) -> Claim:
    """One claim. NotFoundError where there is none."""
    found = select_claims(connection, "id = :claim", {"claim": claim})
    if not found:
        raise NotFoundError(f"there is no claim {claim}", hint="tapewright claims list shows them")
    return found[0]


def _with_tape(table: LoggedTable) -> str:
    """All columns and the id of the tape, NULL where the row names none."""
    columns = ", ".join(f"{table.name}.{column}" for column in table.columns)
    return f"SELECT {columns}, tape.id FROM {table.name} LEFT JOIN tape ON tape.number = {table.name}.tape"


def _place(quote: Quote) -> Row:
    interval = quote.span.interval
    if interval.end >= LATEST:
        raise UsageError(f"{quote.span.tape}: a place lies later than any tape: {interval.end}")
    return {"starts": interval.start, "ends": interval.end, "text": quote.text}


def _quote(row: Mapping[str, Any], tape: TapeId) -> Quote:
    return Quote(Span(tape, Interval(Ticks(row["starts"]), Ticks(row["ends"]))), row["text"])
