"""New words of a correction laid on the sound: what stood between its neighbours by reckoning is where it is heard.

Only interpolated words are placed, and only in the room that their neighbours leave: no other word's time changes.
Where the recording or the language is not at hand, or the words do not fit the sound, the reckoning stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from tapewright.errors import StorageError, TapewrightError
from tapewright.model import Mark, Tape, Turn, Word, WordTiming
from tapewright.speech import SAMPLE_RATE_HZ, aligning
from tapewright.speech.loudness import Loudness
from tapewright.speech.pronouncing import is_said, ways
from tapewright.timing import Interval, Ticks, from_milliseconds, to_samples
from tapewright.verbs import hearing
from tapewright.verbs.project import Project
from tapewright.verbs.retiming import LEAST_ROOM
from tapewright.verbs.tapework import why_silent
from tapewright.words.counted import counted

CONTEXT = 4
"""Words on either side that are laid with the new ones: what is known holds what is new in its place."""

NEAR = from_milliseconds(5_000)
"""No word of the context is further away."""

AROUND = from_milliseconds(1_000)
SLACK = from_milliseconds(400)
"""How far a word of the context may lie from where it stands for the new ones beside it to be believed."""

LEAST_FIT = -330

TRIED = 3
"""How many places on either side are tried as the end of what is laid."""

BESIDE_DB = 10.0

_RECKONED = frozenset({WordTiming.INTERPOLATED, WordTiming.ESTIMATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSound:
    """Turns with new words where they are heard: how many were placed, how many not, and why none could be."""

    turns: tuple[Turn, ...]
    placed: int = 0
    left: int = 0
    why: str = ""


def on_sound(project: Project, tape: Tape, old: Sequence[Turn], new: Sequence[Turn]) -> OnSound:
    """Lay the words that a correction has put into ``new`` on the sound. ``old`` are the turns ahead of it; it may be
    stored already.
    """
    before = {word for turn in old for word in turn.words}
    fresh = [(number, run) for number, turn in enumerate(new) for run in _runs(turn.words, before)]
    total = sum(is_said(new[number].words[at].text) for number, run in fresh for at in run)
    if not total:
        return OnSound(turns=tuple(new))
    if why := _why_not(project, tape):
        return OnSound(turns=tuple(new), left=total, why=why)
    turns, placed = list(new), 0
    replaced = {turn.id for turn in (*old, *new)}
    try:
        for number, run in fresh:
            around = project.store.turns_in(tape.id, _around(turns[number], run))
            others = [turn for turn in around if turn.id not in replaced]
            words = _placed(project, tape, turns[number].words, run, _by_clock(others, turns))
            placed += sum(one is not other for one, other in zip(words, turns[number].words, strict=True))
            turns[number] = replace(turns[number], words=words)
    except StorageError:
        raise
    except TapewrightError as error:
        return OnSound(turns=tuple(new), left=total, why=error.message)
    return OnSound(turns=tuple(turns), placed=placed, left=total - placed, why="they do not fit the sound there")


def remarks_on(laid: Iterable[OnSound]) -> tuple[str, ...]:
    """What a person should know: how many new words could not be placed, for each reason."""
    left: Counter[str] = Counter()
    for one in laid:
        if one.left:
            left[one.why] += one.left
    return tuple(
        f"{counted(count, 'new word')} stand{'s' * (count == 1)} between the neighbours by reckoning: {why}"
        for why, count in left.items()
    )


def _why_not(project: Project, tape: Tape) -> str:
    if why := why_silent(tape):
        return f"{tape.id}: {why}"
    heads = [head for head in project.store.transcript_heads(tape.id) if head.is_current]
    language = (heads[0].language if heads else "") or project.settings.language
    return "" if language == aligning.LANGUAGE else f"the aligner does not know the language {language}"


def _runs(words: Sequence[Word], before: Set[Word]) -> Iterator[range]:
    """Runs of interpolated words that were not there before."""
    first = 0
    for at in range(len(words) + 1):
        if at < len(words) and words[at].timing is WordTiming.INTERPOLATED and words[at] not in before:
            continue
        if at > first:
            yield range(first, at)
        first = at + 1


def _around(turn: Turn, run: range) -> Interval:
    first, last = turn.words[run.start], turn.words[run.stop - 1]
    return Interval(Ticks(max(0, first.start - NEAR)), Ticks(last.end + NEAR))


def _by_clock(others: Sequence[Turn], turns: Sequence[Turn]) -> list[Word]:
    said = (word for turn in (*others, *turns) for word in turn.words if Mark.ABSENT not in word.marks)
    return sorted(said, key=lambda word: word.interval.middle)


def _placed(project: Project, tape: Tape, words: Sequence[Word], run: range, clock: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a turn, those of the run on the sound where they fit; the same records where they do not."""
    mine = [words[at] for at in run]
    place = _Place(project, tape, mine, clock)
    for first, last in place.tries():
        if (found := place.laid(first, last)) and (fitted := _fitted(words, run, found)):
            return fitted
    return tuple(words)


class _Place:
    """New words among all words of the tape by the clock, and the sound around them."""

    def __init__(self, project: Project, tape: Tape, mine: Sequence[Word], clock: Sequence[Word]) -> None:
        numbers = [number for number, word in enumerate(clock) if any(word is one for one in mine)]
        self._clock = clock
        self._first, self._end = numbers[0], numbers[-1] + 1
        near = clock[max(0, self._first - CONTEXT - 1) : self._end + CONTEXT + 1]
        near = [word for word in near if self._is_near(word)]
        start, end = min(word.start for word in near) - AROUND, max(word.end for word in near) + AROUND
        self._sound = Interval(Ticks(max(0, start)), Ticks(min(end, max(tape.duration, end - AROUND))))
        self._samples = hearing.tape_sound(project.media, tape.files, self._sound, cache=project.cache)
        self._loudness = Loudness(self._samples)

    def tries(self) -> list[tuple[int, int]]:
        """With which words of the clock the new ones may be laid, best first: from the first to before the second.

        What parts them from the rest should be silence; a word more on either side costs nothing else.
        """
        before = sorted(self._steps(-1), key=lambda number: self._cut(number)[1])[:TRIED]
        behind = sorted(self._steps(1), key=lambda number: self._cut(number)[1])[:TRIED]
        both = [(first, last) for first in before for last in behind]
        return sorted(both, key=lambda pair: self._cut(pair[0])[1] + self._cut(pair[1])[1])

    def laid(self, first: int, last: int) -> list[Interval | None] | None:
        """Where the new words lie, if what is around them is found where it stands."""
        words = self._clock[first:last]
        if any(is_said(word.text) and not ways(word.text) for word in words):
            return None
        start, end = self._cut(first)[0], self._cut(last)[0]
        edges = [to_samples(tick - self._sound.start, SAMPLE_RATE_HZ) for tick in (start, end)]
        found = aligning.align(self._samples[slice(*edges)], [word.text for word in words], least_fit=LEAST_FIT)
        if not found:
            return None
        places = [place.interval.moved(start) if place else None for place in found.words]
        for number, place in enumerate(places, start=first):
            is_new = self._first <= number < self._end
            if not is_new and place and abs(place.middle - self._clock[number].interval.middle) > SLACK:
                return None
        return places[self._first - first : self._end - first]

    def _steps(self, by: int) -> Iterator[int]:
        """Before which words of the clock the sound may be cut, away from the new words."""
        number = self._first if by < 0 else self._end
        yield number
        for _ in range(CONTEXT):
            neighbour = number - 1 if by < 0 else number
            if not 0 <= neighbour < len(self._clock) or not self._is_near(self._clock[neighbour]):
                return
            if self._clock[neighbour].timing in _RECKONED:
                return
            number += by
            yield number

    def _is_near(self, word: Word) -> bool:
        first, last = self._clock[self._first], self._clock[self._end - 1]
        return word.end >= first.start - NEAR and word.start <= last.end + NEAR

    def _cut(self, number: int) -> tuple[int, float]:
        """The quietest place before a word of the clock, and how loud it is; dearer beside a word that is new, for
        nobody knows yet where that is.
        """
        low = self._clock[number - 1].interval.middle if number else self._sound.start
        high = self._clock[number].interval.middle if number < len(self._clock) else self._sound.end
        low, high = max(low, self._sound.start), min(high, self._sound.end)
        place, level = self._loudness.quietest(low - self._sound.start, max(low, high) - self._sound.start)
        is_beside = number in (self._first, self._end) and 0 < number < len(self._clock)
        return self._sound.start + place, level + (BESIDE_DB if is_beside else 0.0)


def _fitted(words: Sequence[Word], run: range, places: Sequence[Interval | None]) -> tuple[Word, ...] | None:
    """The words with those of the run in their places; None where their neighbours leave no room."""
    before = words[run.start - 1] if run.start else None
    after = words[run.stop] if run.stop < len(words) else None
    floor = 0 if before is None else before.interval.middle if before.is_rough else before.end
    ceiling = 2**62 if after is None else after.interval.middle if after.is_rough else after.start
    latest = ceiling if after is None else after.start
    made = list(words)
    for at, place in zip(run, places, strict=True):
        if place is None:
            continue
        start, end = min(max(place.start, floor), latest), min(place.end, ceiling)
        if end - start < LEAST_ROOM:
            return None
        made[at] = replace(words[at], start=Ticks(start), end=Ticks(end), timing=WordTiming.ALIGNED)
    starts = [word.start for word in made]
    return tuple(made) if starts == sorted(starts) else None
