"""Voices that are found anew meet those that the project knows. Records in, records out.

Who is heard in mostly the same places is the same voice: it keeps its id, whose it is and whose it is not. A voice that
a person has confirmed is never taken away: where it is not found again it stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tapewright.model import SpeakerId, TapeVoices, Voice
from tapewright.timing import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """The voices of a tape as they are now, those with id 0 new, and what became of the old ones."""

    voices: tuple[Voice, ...]
    gone: tuple[Voice, ...] = ()
    not_found_again: tuple[Voice, ...] = ()


def meet(found: TapeVoices, old: Sequence[Voice], label: Callable[[int], SpeakerId]) -> Met:
    """The voices of a tape after they were found anew. ``label`` makes the speaker of the new voice of a number."""
    said = [tuple(u.interval for u in found.utterances if u.voice == voice.number) for voice in found.voices]
    same = _same(said, old)
    voices: list[Voice] = []
    for voice, utterances in zip(found.voices, said, strict=True):
        known = same.get(voice.number)
        if known is None:
            known = Voice(
                tape=found.tape,
                found=voice,
                utterances=utterances,
                speaker=label(voice.number),
                provenance=found.provenance,
            )
        voices.append(replace(known, found=voice, utterances=utterances))
    met = {voice.id for voice in same.values()}
    left = [voice for voice in old if voice.id not in met]
    stays = [voice for voice in left if voice.is_confirmed]
    voices += [
        replace(voice, found=replace(voice.found, number=number)) for number, voice in enumerate(stays, len(voices))
    ]
    return Met(
        voices=tuple(voices),
        gone=tuple(voice for voice in left if not voice.is_confirmed),
        not_found_again=tuple(stays),
    )


def shared_ticks(one: Sequence[Interval], other: Sequence[Interval]) -> int:
    """For how long both are heard; each in order and without overlap in itself."""
    total = place = 0
    for interval in one:
        while place < len(other) and other[place].end <= interval.start:
            place += 1
        at = place
        while at < len(other) and other[at].start < interval.end:
            part = interval.shared(other[at])
            total += part.duration if part else 0
            at += 1
    return total


def _same(said: Sequence[Sequence[Interval]], old: Sequence[Voice]) -> dict[int, Voice]:
    """Old voices by the number of the new one that is heard most where they were, and they where it is."""
    pairs = [
        (shared_ticks(utterances, sorted(voice.utterances)), voice.is_confirmed, number, voice)
        for number, utterances in enumerate(said)
        for voice in old
    ]
    same: dict[int, Voice] = {}
    taken: set[int] = set()
    for shared, _, number, voice in sorted(pairs, key=lambda pair: (-pair[0], not pair[1], pair[2], pair[3].id)):
        length = sum(interval.duration for interval in said[number])
        if number in same or voice.id in taken or 2 * shared <= min(length, voice.heard):
            continue
        same[number] = voice
        taken.add(voice.id)
    return same
