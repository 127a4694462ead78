"""What to suggest: for each unnamed voice the speakers who may be heard, ranked; and voices that were split."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tapewright.model import SpeakerId
from tapewright.speech.identity import Candidate, Example, Heard, Split, Suggestion
from tapewright.speech.identity.grouping import STANDS_OUT, groups_of
from tapewright.speech.identity.scores import Array, Scores

_BEST = 2
_OTHERS = 3
_LIKE_ITSELF = 0.75


def suggestions(voices: Iterable[Heard], examples: Iterable[Example] = ()) -> list[Suggestion]:
    """For each unconfirmed voice that stands out as somebody's on another tape: whose. The strongest first.

    The same whatever the order in which voices are given. Voices without an embedding take no part.
    """
    heard, known = _in_order(voices, examples)
    if not heard:
        return []
    scores = Scores(heard, known)
    made: list[Suggestion] = []
    for rows in groups_of(scores):
        target = _target(rows, heard, scores)
        for row in rows:
            if row >= len(heard) or heard[row].is_confirmed or heard[row].speaker == target or len(rows) < 2:
                continue
            ranked = _ranked(row, heard, scores, own=set(rows))
            with_voices = tuple(sorted(heard[other].key for other in rows if other != row and other < len(heard)))
            mine = _candidate(row, target, rows, scores, ranked)
            inside = {int(scores.speaker[other]) for other in rows}
            others = tuple(ranked.but(inside, most=_OTHERS))
            made.append(Suggestion(key=heard[row].key, candidate=mine, with_voices=with_voices, others=others))
    return sorted(made, key=lambda one: (-one.candidate.strength, one.key))


def candidates(voices: Iterable[Heard], key: int, examples: Iterable[Example] = ()) -> list[Candidate]:
    """Every speaker who may be a voice's, the most alike first, whether it stands out or not."""
    heard, known = _in_order(voices, examples)
    row = next((place for place, voice in enumerate(heard) if voice.key == key), None)
    return [] if row is None else _ranked(row, heard, Scores(heard, known), own=set()).but(set())


def splits(voices: Iterable[Heard]) -> list[Split]:
    """Pairs of voices of one tape that are about as alike as each is to itself, the most alike first."""
    heard, _ = _in_order(voices, ())
    if not heard:
        return []
    scores = Scores(heard, ())
    found: list[Split] = []
    for row, one in enumerate(heard):
        for place in range(row):
            other = heard[place]
            likeness = float(scores.likeness[row, place])
            is_told = other.speaker in one.rejected or one.speaker in other.rejected or one.speaker == other.speaker
            if one.tape != other.tape or is_told or (one.is_confirmed and other.is_confirmed):
                continue
            if likeness >= _LIKE_ITSELF * min(one.spread, other.spread) and scores.strength[row, place] >= STANDS_OUT:
                first, second = sorted((one.key, other.key))
                found.append(Split(key=first, other=second, likeness=likeness))
    return sorted(found, key=lambda split: (-split.likeness, split.key, split.other))


def _in_order(voices: Iterable[Heard], examples: Iterable[Example]) -> tuple[list[Heard], list[Example]]:
    """Those that can be compared: of the length that most have, and in an order that does not hang on arrival."""
    heard, known = [one for one in voices if one.centre], [one for one in examples if one.centre]
    sizes = sorted([*(len(one.centre) for one in heard), *(len(one.centre) for one in known)])
    size = max(sizes, key=lambda n: (sizes.count(n), n), default=0)
    return (
        sorted((one for one in heard if len(one.centre) == size), key=lambda one: (one.tape, one.centre, one.key)),
        sorted((one for one in known if len(one.centre) == size), key=lambda one: (one.centre, one.speaker)),
    )


def _target(rows: Sequence[int], heard: Sequence[Heard], scores: Scores) -> SpeakerId:
    """Who a group is: the person in it, else the label of the voice that is heard longest."""
    for row in rows:
        if scores.is_person[row]:
            return SpeakerId(int(scores.speaker[row]))
    return heard[max(rows, key=lambda row: (heard[row].weight, -row))].speaker


class _Ranked:
    """Speakers with whom a voice may be one, the strongest first; as arrays, since there are hundreds for each of
    hundreds of voices and few are looked at.
    """

    def __init__(self, speakers: Array, likeness: Array, strength: Array, own: set[int]) -> None:
        import numpy

        order = numpy.lexsort((speakers, -strength))
        self._speakers, self._likeness, self._strength = speakers[order], likeness[order], strength[order]
        self._is_own = numpy.isin(self._speakers, sorted(own))
        # The best two by likeness; of equals the later speaker.
        self._best = numpy.lexsort((self._speakers, self._likeness))[::-1][:2]
        self._outside = float(self._likeness[~self._is_own].max(initial=0.0)) if (~self._is_own).any() else 0.0

    def but(self, speakers: set[int], *, most: int | None = None) -> list[Candidate]:
        """The candidates, without some speakers; the first few."""
        made: list[Candidate] = []
        for place, speaker in enumerate(self._speakers.tolist()):
            if most is not None and len(made) >= most:
                break
            if speaker not in speakers:
                made.append(self._candidate(place, speaker))
        return made

    def likest(self, *, but: set[int]) -> float:
        """How alike the most alike one is, without some speakers; 0 where there is none."""
        import numpy

        left = self._likeness[~numpy.isin(self._speakers, sorted(but))]
        return float(left.max()) if len(left) else 0.0

    def _candidate(self, place: int, speaker: int) -> Candidate:
        rivals = [float(self._likeness[other]) for other in self._best if other != place]
        against = self._outside if self._is_own[place] else max(rivals, default=0.0)
        likeness = float(self._likeness[place])
        return Candidate(
            speaker=SpeakerId(speaker),
            likeness=likeness,
            strength=float(self._strength[place]),
            margin=likeness - against,
        )


def _ranked(row: int, heard: Sequence[Heard], scores: Scores, *, own: set[int]) -> _Ranked:
    """All speakers with whom a voice may be one. The margin is against the best outside the voice's own group."""
    import numpy

    allowed = scores.may_be_one[row].copy()
    allowed[row] = False
    # A person who may not be this one at all (rejected, or another of this tape) may not be it by a second voice.
    allowed &= ~numpy.isin(scores.speaker, sorted(_impossible(row, scores)))
    columns = numpy.flatnonzero(allowed)
    who = scores.speaker[columns]
    speakers, likeness = _best_of_each(who, scores.likeness[row, columns])
    _, strength = _best_of_each(who, scores.strength[row, columns])
    return _Ranked(speakers, likeness, strength, {int(scores.speaker[other]) for other in own if allowed[other]})


def _best_of_each(who: Array, values: Array) -> tuple[Array, Array]:
    """Each speaker once, in order, with the mean of the best two of their values, as channels differ."""
    import numpy

    if not len(who):
        return who, values
    order = numpy.lexsort((-values, who))
    who, values = who[order], values[order]
    firsts = numpy.flatnonzero(numpy.concatenate(([True], who[1:] != who[:-1])))
    counts = numpy.diff(numpy.concatenate((firsts, [len(who)])))
    seconds = values[numpy.minimum(firsts + 1, len(who) - 1)]
    return who[firsts], numpy.where(counts > 1, (values[firsts] + seconds) / 2, values[firsts])


def _impossible(row: int, scores: Scores) -> set[int]:
    """Persons one of whose voices may not be one with this voice."""
    forbidden = scores.is_person & ~scores.may_be_one[row]
    forbidden[row] = False
    return {int(speaker) for speaker in scores.speaker[forbidden]}


def _closeness(row: int, rows: Sequence[int], scores: Scores) -> tuple[float, float]:
    """Likeness and strength to a speaker: the mean of the best two of their tapes, as channels differ."""
    likeness = sorted((float(scores.likeness[row, other]) for other in rows), reverse=True)[:_BEST]
    strength = sorted((float(scores.strength[row, other]) for other in rows), reverse=True)[:_BEST]
    return sum(likeness) / len(likeness), sum(strength) / len(strength)


def _candidate(row: int, target: SpeakerId, rows: Sequence[int], scores: Scores, ranked: _Ranked) -> Candidate:
    """The target as a candidate: what speaks for it is the whole group, and against it whoever is outside."""
    group = [other for other in rows if scores.may_be_one[row, other]]
    likeness, strength = _closeness(row, group, scores)
    inside = {int(scores.speaker[other]) for other in rows}
    outside = ranked.likest(but=inside)
    return Candidate(speaker=target, likeness=likeness, strength=strength, margin=likeness - outside)
