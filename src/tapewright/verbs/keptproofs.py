"""Proofs that were made, kept in the cache while nothing under them has changed: the file, what is said, the settings.

Two files for each: a small one for lists, and the whole record. What people accepted is no part of it and is laid over
it when it is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tapewright import __version__
from tapewright.errors import StorageError
from tapewright.model import Verdict
from tapewright.verbs.anchors import Finding as Anchored
from tapewright.verbs.laststate import OPINIONS, last_change
from tapewright.verbs.project import SETTINGS, Project
from tapewright.wholefile import put

Record = dict[str, Any]

_FOLDER = "proofs"
_MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a list says of a proof. ``findings`` are the digests of what asks for a decision."""

    checked_at: str
    is_fresh: bool
    summary: Record
    unread: int
    tapes: int
    findings: tuple[str, ...]


def keep(project: Project, path: Path, record: Mapping[str, Any], *, stamp: str, options: str = "") -> None:
    """Keep the record of a check; ``stamp`` is that of before it. A disk that cannot be written keeps nothing."""
    name = _name(path, options)
    findings = [one["finding_id"] for one in (*record["quotes"], *record["joins"]) if one["finding_id"]]
    head = {
        "stamp": stamp,
        "checked_at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "summary": record["summary"],
        "coverage": {
            "tapes": record["transcript_coverage"]["tapes"],
            "unread": len(record["transcript_coverage"]["unread"]),
        },
        "findings": findings,
    }
    folder = project.cache / _FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        put(folder / f"{name}.record", _bytes({"stamp": stamp, "record": record}))
        put(folder / f"{name}.head", _bytes(head))
        _sweep(folder)
    except (OSError, StorageError) as error:
        project.log.warning("the proof of %s is not kept: %s", path.name, error)


def kept(project: Project, path: Path, *, stamp: str, options: str = "") -> Record | None:
    """The record that was kept under this stamp, None where there is none."""
    found = _read(project.cache / _FOLDER / f"{_name(path, options)}.record")
    if found is None or found.get("stamp") != stamp or not isinstance(found.get("record"), dict):
        return None
    record: Record = found["record"]
    return record


def kept_head(project: Project, path: Path, *, stamp: str, options: str = "") -> Head | None:
    """What is known of the last proof of a file, fresh or not."""
    found = _read(project.cache / _FOLDER / f"{_name(path, options)}.head")
    try:
        if found is None:
            return None
        return Head(
            checked_at=str(found["checked_at"]),
            is_fresh=found["stamp"] == stamp,
            summary=dict(found["summary"]),
            unread=int(found["coverage"]["unread"]),
            tapes=int(found["coverage"]["tapes"]),
            findings=tuple(map(str, found["findings"])),
        )
    except (KeyError, TypeError, ValueError):
        return None


def stamp_of(path: Path, state: str) -> str:
    """What a proof depends on: the file, the state of the project, and the program."""
    return _digest([__version__, state, _signature(path)])


def state_of(project: Project) -> str:
    """The state of all that is said and of the settings: another one as soon as any of it changes."""
    return f"{last_change(project, besides=OPINIONS)} {_signature(project.root / SETTINGS)}"


def laid_over(record: Record, accepted: Mapping[str, Record]) -> Record:
    """A record with the acceptances as they are now: ``accepted`` are their records by finding."""
    told = {
        part: [{**one, "accepted": accepted.get(one["finding_id"] or "")} for one in record[part]]
        for part in ("quotes", "joins")
    }
    asking = [one for part in told.values() for one in part if one["finding_id"]]
    signed = sum(one["accepted"] is not None for one in asking)
    summary = {**record["summary"], "accepted": signed, "open": len(record["unplaced"]) + len(asking) - signed}
    if summary["fail_on"]:
        weights = [one for part in told.values() for one in part if one["accepted"] is None]
        worst = max((weight for one in weights for weight in _weights(one)), default=0)
        worst = max(worst, Verdict.UNSETTLED.rank) if record["unplaced"] else worst
        summary["fails"] = worst >= Verdict(summary["fail_on"]).rank
    return {**record, **told, "summary": summary}


def _weights(one: Record) -> Iterator[int]:
    """How weak a quotation or a join is: by its verdict, its flags and, of a bite, by how its place stands."""
    yield Verdict(one.get("verdict", Verdict.VERBATIM)).rank
    for flag in one["flags"]:
        yield (Verdict.UNSETTLED if flag["doubtful"] else Verdict.ALTERED).rank
    anchor = one.get("finding", Anchored.HOLDS)
    if anchor != Anchored.HOLDS:
        yield (Verdict.UNSETTLED if anchor == Anchored.UNCHECKED else Verdict.ALTERED).rank


def _name(path: Path, options: str) -> str:
    return _digest([str(path), options])


def _digest(parts: Sequence[str]) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()


def _signature(path: Path) -> str:
    try:
        stat = path.stat()
    except OSError:
        return "gone"
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def _bytes(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, separators=(",", ":")).encode("ascii")


def _read(path: Path) -> Record | None:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_bytes())
        return found if isinstance(found, dict) else None
    return None


def _sweep(folder: Path) -> None:
    for ending in ("record", "head"):
        files = sorted(folder.glob(f"*.{ending}"), key=lambda path: path.stat().st_mtime_ns)
        for path in files[:-_MOST]:
            path.unlink(missing_ok=True)
