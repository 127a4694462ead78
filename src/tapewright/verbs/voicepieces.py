"""What workers do with voices: find those of a tape, embed stretches of it. Pieces that pickle.

Not a verb of its own: ``verbs.findvoices`` and ``verbs.enrol`` plan these pieces and store what comes of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tapewright.errors import InputError, UsageError
from tapewright.media import MediaReader
from tapewright.model import Embedding, FoundVoice, Tape, TapeVoices, Utterance
from tapewright.model.progress import Report, silent
from tapewright.model.provenance import Provenance
from tapewright.speech import Samples, VoiceFinder, Voices, finders, registry
from tapewright.timing import Interval, Ticks
from tapewright.verbs.hearing import tape_sound


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """Who tells voices apart, and with which weights."""

    kind: type[VoiceFinder]
    weights: Path | None

    def made(self) -> VoiceFinder:
        """The finder itself, kept for the life of the process."""
        return finders.finder(self.kind, self.weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeTask:
    """A tape whose voices are to be found, or stretches of it that are to be embedded."""

    reader: MediaReader
    tape: Tape
    cache: Path
    finder: Finder
    count: int | None = None
    most: int | None = None
    known: tuple[Embedding, ...] = ()

    def sound(self) -> Callable[[Interval], Samples]:
        """16 kHz mono of any part of the tape."""
        return lambda interval: tape_sound(self.reader, self.tape.files, interval, cache=self.cache)


def finder_of(kind: str | type[VoiceFinder] = finders.DEFAULT) -> Finder:
    """A finder by name or class, with its weights. MissingError says how to fetch them."""
    chosen = finders.finder_class(kind) if isinstance(kind, str) else kind
    weights = registry.find(finders.WEIGHTS).folder if chosen.needs_weights else None
    return Finder(kind=chosen, weights=weights)


def find_on_tape(task: TapeTask, report: Report = silent) -> bytes:
    """The voices of a tape as the ledger keeps them."""
    extent = task.tape.media_extent or task.tape.extent
    found = task.finder.made().find(
        task.sound(), extent, count=task.count, most=task.most, known=task.known, report=report
    )
    return to_bytes(found)


def embed_on_tape(task: TapeTask, intervals: Iterable[Interval]) -> list[Embedding]:
    """Where the voice of each stretch lies; empty for one of which nothing can be made."""
    return task.finder.made().embed(task.sound(), list(intervals))


def to_bytes(found: Voices) -> bytes:
    """Voices as JSON."""
    record = {
        "utterances": [[u.interval.start, u.interval.end, u.voice] for u in found.utterances],
        "voices": [
            {
                "number": voice.number,
                "centre": list(map(float, voice.centre)),
                "spread": float(voice.spread),
                "samples": [[interval.start, interval.end] for interval in voice.samples],
            }
            for voice in found.voices
        ],
    }
    return json.dumps(record, separators=(",", ":"), default=int).encode()


def from_bytes(data: bytes, tape: Tape, made: Provenance) -> TapeVoices:
    """The voices that ``to_bytes`` wrote, as those of a tape. InputError for what is no such record."""
    try:
        record = json.loads(data)
        utterances = [Utterance(interval=_interval(u[:2]), voice=int(u[2])) for u in record["utterances"]]
        return TapeVoices(
            tape=tape.id,
            utterances=tuple(sorted(utterances, key=lambda u: (u.interval, u.voice))),
            voices=tuple(
                FoundVoice(
                    number=int(voice["number"]),
                    centre=tuple(map(float, voice["centre"])),
                    spread=float(voice["spread"]),
                    samples=tuple(map(_interval, voice["samples"])),
                )
                for voice in record["voices"]
            ),
            provenance=made,
        )
    except (ValueError, KeyError, TypeError, IndexError, RecursionError, UsageError) as error:
        raise InputError(
            f"what was found cannot be read: {error}", place=tape.id, hint="run speakers find --again"
        ) from error


def _interval(pair: list[int]) -> Interval:
    start, end = pair
    return Interval(Ticks(int(start)), Ticks(int(end)))
