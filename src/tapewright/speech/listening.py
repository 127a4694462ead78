"""One stretch of a tape heard: packed for the engine, its words brought back to the tape's clock, guarded, counted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from tapewright.errors import DamagedProjectError, UsageError
from tapewright.model import Mark, Word, WordTiming
from tapewright.speech import Engine, Samples, aligning, chunks, edges
from tapewright.speech.chunks import Chunk, Packing
from tapewright.speech.guards import guard
from tapewright.speech.guards import provenance as guarding
from tapewright.timing import Interval, Ticks


@dataclass(frozen=True, slots=True, kw_only=True)
class Listened:
    """What was heard in a stretch: words in tape time, the language, and the guards' counts."""

    words: tuple[Word, ...]
    language: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


def listen(
    engine: Engine, chunk: Chunk, sound: Callable[[Interval], Samples], *, guards: bool, refined: bool = False
) -> Listened:
    """Hear one stretch. ``sound`` gives 16 kHz mono of a part of the tape; ``refined``: edges are moved onto it."""
    samples = sound(chunk.interval)
    packing = Packing(chunk.heard)
    heard = engine.hear(packing.pack(samples, chunk.interval.start))
    words = tuple(packing.to_tape(word) for word in heard.words)
    if not guards:
        return _with_edges(Listened(words=words, language=heard.language), samples, chunk, refined=refined)

    def hear(interval: Interval) -> list[Word]:
        inside = interval.shared(chunk.interval)
        if inside is None:
            return []
        alone = Packing([inside])
        again = engine.hear(alone.pack(samples, chunk.interval.start))
        return [alone.to_tape(word) for word in again.words]

    guarded = guard(words, chunk.spoken, hear)
    listened = Listened(words=guarded.words, language=heard.language, counts=guarded.counts)
    return _with_edges(listened, samples, chunk, refined=refined)


def _with_edges(listened: Listened, samples: Samples, chunk: Chunk, *, refined: bool) -> Listened:
    """The same words, their edges on the sound; in a language that the aligner does not know they stay as they are."""
    if not refined or listened.language != aligning.LANGUAGE:
        return listened
    found = edges.refine(listened.words, samples, chunk.interval.start)
    counts = {**listened.counts, "refined_words": found.refined, "rough_words": found.rough}
    return replace(listened, words=found.words, counts=counts)


def provenance(engine: Engine, *, guards: bool, refined: bool = False) -> dict[str, object]:
    """Everything that a transcript's words depend on besides the sound, as plain JSON values."""
    return {
        **engine.provenance(),
        "chunks": dict(chunks.provenance()),
        "guards": guarding() if guards else False,
        "edges": edges.provenance() if refined else False,
    }


def to_bytes(listened: Listened) -> bytes:
    """A stretch's words as the ledger keeps them: compact JSON."""
    rows = [
        [w.text, w.start, w.end, w.confidence, w.timing.value, sorted(mark.value for mark in w.marks)]
        for w in listened.words
    ]
    kept = {"words": rows, "language": listened.language, "counts": dict(listened.counts)}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(kept: bytes) -> Listened:
    """The words back. DamagedProjectError where the bytes are not what ``to_bytes`` made."""
    try:
        record = json.loads(kept)
        words = tuple(
            Word(
                text=text,
                start=Ticks(start),
                end=Ticks(end),
                confidence=confidence,
                timing=WordTiming(timing),
                marks=frozenset(Mark(mark) for mark in marks),
            )
            for text, start, end, confidence, timing, marks in record["words"]
        )
        return Listened(words=words, language=record["language"], counts=dict(record["counts"]))
    except (ValueError, KeyError, TypeError, RecursionError, UsageError) as error:
        raise DamagedProjectError(f"a finished stretch in the ledger cannot be read: {error}") from error
