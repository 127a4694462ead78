"""How hits are spread over tapes and speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from tapewright.model import Facets, SpeakerId, TapeId
from tapewright.search.passages import Place
from tapewright.verbs.hits import Talk


def by_tape(talk: Talk, places: Iterable[Place]) -> tuple[tuple[TapeId, str, int], ...]:
    """Tape, title and number of hits, in the order of tapes."""
    counts = Counter(TapeId(place.tape) for place in places)
    return tuple((tape, talk.tape(tape).title, counts[tape]) for tape in sorted(counts))


def by_speaker(talk: Talk, places: Sequence[Place]) -> tuple[tuple[SpeakerId, str, int], ...]:
    """Speaker, name and number of the hits of which they say every word; who has most comes first."""
    counts: Counter[int] = Counter()
    for tape, group in groupby(sorted(places), key=lambda place: place.tape):
        counts.update(_said_by(talk, TapeId(tape), list(group)))
    return tuple((SpeakerId(who), talk.name(who), n) for who, n in sorted(counts.items(), key=lambda p: (-p[1], p[0])))


def record(facets: Facets) -> dict[str, object]:
    """``{"tapes": [{"tape", "title", "hits"}], "speakers": [{"speaker", "name", "hits"}]}``."""
    return {
        "tapes": [{"tape": tape, "title": title, "hits": hits} for tape, title, hits in facets.tapes],
        "speakers": [{"speaker": who, "name": name, "hits": hits} for who, name, hits in facets.speakers],
    }


def _said_by(talk: Talk, tape: TapeId, places: Sequence[Place]) -> Counter[int]:
    """Whose the hits of one tape are. The turns are looked up all at once: a common word is said very often."""
    import numpy as np

    layout = talk.layout(tape)
    before = np.array(layout.before)
    first = np.searchsorted(before, [place.start for place in places], side="right") - 1
    last = np.searchsorted(before, [place.end - 1 for place in places], side="right") - 1
    counts: Counter[int] = Counter()
    for place, begins, ends in zip(places, first.tolist(), last.tolist(), strict=True):
        # In a phrase of one speaker's own words, what others say between counts for nothing.
        who = set(layout.speakers[begins : begins + 1 if place.own else ends + 1])
        if len(who) == 1:
            (one,) = who
            if one is not None:
                counts[one] += 1
    return counts
