"""Where the typed text of a tape and what an engine heard on it differ, made again from the versions in the store."""

from __future__ import annotations

from dataclasses import dataclass

from tapewright.collation.differences import Difference, differences
from tapewright.errors import NotFoundError
from tapewright.model import Tape, TapeId, Transcript
from tapewright.model.provenance import HeardBy
from tapewright.timing import from_seconds
from tapewright.verbs.project import Project
from tapewright.verbs.times import times_record

LONG_WORDS = 25
LONG = from_seconds(10)
"""From so many words, or so much time, on the typist and the engine part for long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two versions of one tape, what a person typed and what an engine heard, and where they differ."""

    tape: Tape
    typed: Transcript
    heard: Transcript
    differences: tuple[Difference, ...]


def compared(project: Project, tape: TapeId | str) -> Compared:
    """The tape's current version, as a person typed and corrected it, against what the engine heard that it rests on.

    NotFoundError where no person has typed one, or no engine has heard the tape.
    """
    found = project.store.tape(TapeId(tape))
    typed = project.store.transcript(found.id)
    if typed is None or typed.provenance.heard_by is HeardBy.MACHINE:
        heads = project.store.transcript_heads(found.id)
        if by_person := [head.version for head in heads if head.provenance.heard_by is HeardBy.PERSON]:
            raise NotFoundError(
                f"version {by_person[-1]} of tape {found.id} was typed, and an engine's stands since",
                hint=f"undo the later one (tapewright history), or lay it again: tapewright align {found.id} FILE",
            )
        raise NotFoundError(
            f"nobody has typed what is said on tape {found.id}",
            hint=f"tapewright align {found.id} FILE lays a text on it",
        )
    rests_on = typed.provenance.settings.get("machine_version")
    heard = project.store.transcript(found.id, rests_on) if isinstance(rests_on, int) else None
    heard = heard or newest_by_machine(project, found.id)
    if heard is None:
        raise NotFoundError(f"no engine has heard tape {found.id} yet", hint=f"tapewright transcribe {found.id}")
    return Compared(tape=found, typed=typed, heard=heard, differences=differences(typed, heard))


def record(result: Compared) -> dict[str, object]:
    """``{"tape", "version", "machine_version", "differences": [{"kind", "typed", "heard", "confidence", "is_long",
    "start", "end", "ticks", "timecode"}]}``.
    """
    return {
        "tape": result.tape.id,
        "version": result.typed.version,
        "machine_version": result.heard.version,
        "differences": [difference_record(difference, result.tape) for difference in result.differences],
    }


def is_long(difference: Difference) -> bool:
    """Whether typist and engine part for long."""
    return difference.words >= LONG_WORDS or difference.interval.duration >= LONG


def difference_record(difference: Difference, tape: Tape) -> dict[str, object]:
    """``{"kind", "typed", "heard", "confidence", "is_long", "start", "end", "ticks", "timecode"}``."""
    confidence = difference.confidence
    return {
        "kind": difference.kind.value,
        "typed": difference.typed_text,
        "heard": difference.heard_text,
        "confidence": None if confidence is None else round(min(confidence, 254) / 254, 3),
        "is_long": is_long(difference),
        **times_record(difference.interval),
        "timecode": tape.timecode(difference.interval.start),
    }


def newest_by_machine(project: Project, tape: TapeId) -> Transcript | None:
    """The newest version of a tape that an engine made."""
    heads = project.store.transcript_heads(tape)
    versions = [head.version for head in heads if head.provenance.heard_by is HeardBy.MACHINE]
    return project.store.transcript(tape, max(versions)) if versions else None
