"""Who is heard for how long in a paper edit, and how much of it is narration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tapewright.timing import Ticks, to_float_seconds
from tapewright.verbs.runningorder import RunningOrder
from tapewright.words.normal import key

NARRATION = "narration"
"""Who reads what nobody says on a tape, as a key beside the speakers' names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Airtime:
    """One speaker's part. ``speaker`` is as the paper edit writes it, "" where a bite names nobody.

    ``length`` is measured on the cut, for narration estimated; ``words`` are those that are heard.
    """

    speaker: str
    length: Ticks
    words: int
    bites: int
    is_narration: bool = False


def airtime(order: RunningOrder) -> tuple[Airtime, ...]:
    """Each speaker of a running order, longest first, and the narration, if there is any, at the end."""
    length: Counter[str] = Counter()
    words: Counter[str] = Counter()
    bites: dict[str, set[int]] = {}
    for event in order.events:
        length[event.speaker] += event.record.duration
        words[event.speaker] += len(event.words)
        bites.setdefault(event.speaker, set()).add(event.bite)
    heard = [
        Airtime(speaker=name, length=Ticks(ticks), words=words[name], bites=len(bites[name]))
        for name, ticks in length.most_common()
    ]
    return (*heard, *_narration(order))


def record(parts: Sequence[Airtime]) -> dict[str, object]:
    """``{"airtime": [{"speaker", "narration", "seconds", "ticks", "words", "bites"}]}``; ``ticks`` is a length."""
    return {
        "airtime": [
            {
                "speaker": part.speaker or None,
                "narration": part.is_narration,
                "seconds": to_float_seconds(part.length),
                "ticks": part.length,
                "words": part.words,
                "bites": part.bites,
            }
            for part in parts
        ]
    }


def _narration(order: RunningOrder) -> list[Airtime]:
    read = [row.block.text for row in order.rows if row.block.kind == "narration"]
    count = sum(bool(key(word)) for text in read for word in text.split())
    if not count:
        return []
    return [Airtime(speaker=NARRATION, length=order.narration, words=count, bites=0, is_narration=True)]
