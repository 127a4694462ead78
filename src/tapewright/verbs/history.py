"""What was done to a project, by whom; taking something back; naming a state of it."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.store import Transaction
from tapewright.verbs.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was done. ``undone_by`` is the standing transaction that took it back, if one did."""

    transaction: Transaction
    undone_by: int | None = None


def history(project: Project, *, last: int | None = None) -> list[Entry]:
    """What was done, oldest first; all of it, or only the last few."""
    rows = project.store.history(last=last)
    undone: dict[int, int] = {}
    for row in reversed(rows):  # whether an undo stands is known before its target is asked about: undos come later
        if row.undoes is not None and row.number not in undone:
            undone[row.undoes] = row.number
    return [Entry(transaction=row, undone_by=undone.get(row.number)) for row in rows]


def undo(project: Project, number: int | None = None, *, who: str = "", dry_run: bool = False) -> Transaction:
    """Take back one transaction (default: the last that stands); undoing an undo does it again.

    ConflictError where something was changed since, naming it. With ``dry_run`` all is tried and nothing is kept.
    """
    return project.store.undo(number, who=who, dry_run=dry_run)


def mark(project: Project, name: str, *, who: str = "") -> Transaction:
    """Name the state that the project is in now, as "locked for legal, cut 7".

    The digest of the answer stands for everything up to it: noted elsewhere, it proves later that nothing of the
    history was changed or cut off.
    """
    name = " ".join(name.split())
    with project.store.change(f"mark: {name}", who=who) as pen:
        pen.mark(name)
    return next(row for row in reversed(project.store.history()) if row.mark == name)


def record(entries: list[Entry]) -> dict[str, object]:
    """``{"transactions": [{"number", "when", "who", "what", "mark", "undoes", "undone_by", "changed", "digest"}]}``."""
    return {
        "transactions": [{**transaction_record(entry.transaction), "undone_by": entry.undone_by} for entry in entries]
    }


def transaction_record(transaction: Transaction) -> dict[str, object]:
    """One transaction as JSON: ``changed`` counts rows by table, ``digest`` is SHA-256 over it and all before it."""
    return {
        "number": transaction.number,
        "when": transaction.when,
        "who": transaction.who,
        "what": transaction.what,
        "mark": transaction.mark,
        "undoes": transaction.undoes,
        "changed": dict(transaction.changed),
        "digest": transaction.digest,
    }
