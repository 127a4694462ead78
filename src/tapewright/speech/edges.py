"""The edges of recognised words moved onto the sound.

A recogniser says what was said and only about when: behind a pause its words begin a tenth of a second off. So the
words are laid on the sound again by the aligner, some seconds at a time. Pieces are cut where it is quiet between two
words; a piece that the aligner refuses is tried with its neighbours, then by halves, then on a cleaned copy; what is
refused even then keeps the recogniser's times, and is rough. An aligner that disagrees with the recogniser by more than
a recogniser errs is not believed. The same words on the same sound get the same edges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tapewright.model import Mark, Word, WordTiming
from tapewright.speech import SAMPLE_RATE_HZ, Samples, aligning
from tapewright.speech.gate import gated
from tapewright.speech.loudness import Loudness
from tapewright.speech.pronouncing import is_said, ways
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, from_milliseconds, from_samples, to_samples

MOST = from_milliseconds(8_000)
LONGEST = from_milliseconds(20_000)
"""What is laid in one piece, about; where nobody pauses it may be longer, up to the second: a cut inside a word spoils
both pieces."""

MOST_WORDS = 120
"""Nobody says more in ``LONGEST``; what a recogniser made up may."""

SLACK = from_milliseconds(400)
"""How far a word may be moved away from where the recogniser heard it."""

AIR = from_milliseconds(300)
"""What of a long silence is left at either end of a piece."""

HALVINGS = 2
"""How often a piece that was refused is halved."""

LEAST_FIT = -330
"""Worse than words of unknown place may fit: these are near where a recogniser heard them, or are not believed."""

EFFORT_PERCENT = 100
EFFORT_AT_LEAST = from_milliseconds(30_000)
"""How much of a stretch is laid a second time, in all, where pieces of it are refused; of a short one this much."""

FEWEST_TO_TELL = 12
LEAST_LAG = from_milliseconds(20)
"""Of how many words a recogniser's usual lag is told, and what is less than the aligner itself knows."""

SILENT_DB = 6.0
"""A place that is so little louder than the quietest is silent: no word is cut there."""

_PER_CUT_DB = 6.0
_PER_SECOND_DB = 3.0
"""What a cut costs beside how loud it is there, and what every second costs that a piece is longer than it should."""

MOVABLE = frozenset({WordTiming.RECOGNISED, WordTiming.REFINED, WordTiming.INTERPOLATED, WordTiming.ESTIMATED})
"""Words whose time somebody set by hand, or that an alignment placed already, are not moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined:
    """The same words in the same order, those refined whose edges were found, and how many were not."""

    words: tuple[Word, ...]
    refined: int = 0
    rough: int = 0


def refine(words: Sequence[Word], samples: Samples, start: Ticks) -> Refined:
    """Move the edges of ``words``, in the order in which they are said, onto ``samples``: 16 kHz mono, the first of
    them at ``start`` on the clock of the words. Texts, order, marks and confidences stay as they are. Words that nobody
    says have no edges; they stay between their neighbours.
    """
    said = [word for word in words if Mark.ABSENT not in word.marks]
    if len(said) < len(words):
        found = refine(said, samples, start)
        return replace(found, words=_with_absent(words, found.words))
    work = _Work(words, samples, start)
    made = _in_order(words, work.lay())
    refined = sum(one is not other for one, other in zip(made, words, strict=True))
    heard = sum(is_said(word.text) for word in words)
    return Refined(words=tuple(made), refined=refined, rough=heard - refined)


def _with_absent(words: Sequence[Word], said: Sequence[Word]) -> tuple[Word, ...]:
    """The words that nobody says among the others, in order whatever became of those."""
    made: list[Word] = []
    place = 0
    for word in words:
        if Mark.ABSENT not in word.marks:
            made.append(said[place])
            place += 1
            continue
        tick = max(word.start, made[-1].start) if made else word.start
        tick = Ticks(min(tick, said[place].start)) if place < len(said) else Ticks(tick)
        made.append(replace(word, start=tick, end=tick))
    return tuple(made)


def provenance() -> dict[str, object]:
    """What refined edges depend on besides the sound and the words, as plain JSON values."""
    millisecond = from_milliseconds(1)
    return {
        **aligning.provenance(),
        "most_ms": MOST // millisecond,
        "slack_ms": SLACK // millisecond,
        "air_ms": AIR // millisecond,
        "least_fit": LEAST_FIT,
        "halvings": HALVINGS,
        "effort_percent": EFFORT_PERCENT,
    }


class _Work:
    """One stretch with its words."""

    def __init__(self, words: Sequence[Word], samples: Samples, start: Ticks) -> None:
        self._words = words
        self._samples = samples
        self._start = start
        self._loudness = Loudness(samples)
        self._end = Ticks(start + from_samples(len(samples), SAMPLE_RATE_HZ))
        self._cuts: dict[int, tuple[Ticks, float]] = {}
        self._begins: dict[int, int] = {}
        self._stops: dict[int, int] = {}
        self._placed: dict[int, Interval] = {}
        self._lag = 0
        self._effort = max(len(samples) * EFFORT_PERCENT // 100, to_samples(EFFORT_AT_LEAST, SAMPLE_RATE_HZ))

    def runs(self) -> Iterator[range]:
        """Runs of words that can be laid: none that is another script's, or that nobody may have said."""
        first = 0
        for number, word in enumerate(self._words):
            if Mark.UNSUPPORTED in word.marks or (is_said(word.text) and not ways(word.text)):
                if number > first:
                    yield range(first, number)
                first = number + 1
        if first < len(self._words):
            yield range(first, len(self._words))

    def pieces(self, run: range) -> list[range]:
        """A run in pieces of at most ``MOST``, cut at the quietest places."""
        best: list[tuple[float, int]] = [(0.0, run.start)]  # for every number of words the least cost, and the last cut
        for end in range(run.start + 1, run.stop + 1):
            cost = self._cut(end)[1] + _PER_CUT_DB if end < run.stop else 0.0
            found: tuple[float, int] | None = None
            for first in range(end - 1, run.start - 1, -1):
                length = self._sound(range(first, end)).duration
                if found and (length > LONGEST or end - first > MOST_WORDS):
                    break
                total = best[first - run.start][0] + cost + _PER_SECOND_DB * max(0, length - MOST) / TICKS_PER_SECOND
                if found is None or total < found[0]:
                    found = (total, first)
            assert found is not None
            best.append(found)
        made: list[range] = []
        end = run.stop
        while end > run.start:
            first = best[end - run.start][1]
            made.append(range(first, end))
            end = first
        return made[::-1]

    def lay(self) -> dict[int, Interval]:
        """Where the words lie, by their numbers; those that were refused are not among them.

        A recogniser is early or late by about as much everywhere: what was found tells how much, and then the pieces
        that were refused are cut anew. A piece that is refused again is tried with its neighbours, for the cut between
        may have gone through a word, then by halves.
        """
        for run in self.runs():
            for piece in self.pieces(run):
                self._placed |= self._agreed(piece)
        self._lag = self._usual_lag()
        self._forget_cuts()
        for run in self._open_runs():
            for piece in self.pieces(run) if self._lag else ():
                self._placed |= self._again(piece)
        for run in self._open_runs():
            self._lay_with_care(self.pieces(run))
        return self._placed

    def _lay_with_care(self, pieces: Sequence[range]) -> None:
        done: set[int] = set()
        for at, piece in enumerate(pieces):
            if at in done:
                continue
            for first, last in self._joins(pieces, at):
                joined = range(pieces[first].start, pieces[last].stop)
                if self._sound(joined).duration <= LONGEST and (whole := self._again(joined)):
                    self._placed |= whole
                    done.update(range(first, last + 1))
                    break
            else:
                self._placed |= self.halved(piece, HALVINGS)

    def _open_runs(self) -> list[range]:
        """Runs of words that have no place yet."""
        made: list[range] = []
        for run in self.runs():
            first = run.start
            for number in (*run, run.stop):
                if number == run.stop or number in self._placed:
                    if number > first and any(is_said(self._words[n].text) for n in range(first, number)):
                        made.append(range(first, number))
                    first = number + 1
        return made

    def _usual_lag(self) -> int:
        """By how much the words lie behind where the recogniser heard them, as a rule; 0 where that is little."""
        moved = sorted(place.middle - self._words[number].interval.middle for number, place in self._placed.items())
        if len(moved) < FEWEST_TO_TELL:
            return 0
        usual = moved[len(moved) // 2]
        return usual if abs(usual) >= LEAST_LAG else 0

    def _joins(self, pieces: Sequence[range], at: int) -> Iterator[tuple[int, int]]:
        """With which of its neighbours a piece may be tried: those that no silence parts from it."""
        before = at > 0 and self._cut(pieces[at].start)[1] > SILENT_DB
        behind = at + 1 < len(pieces) and self._cut(pieces[at].stop)[1] > SILENT_DB
        if before:
            yield at - 1, at
        if behind:
            yield at, at + 1
        if before and behind:
            yield at - 1, at + 1

    def halved(self, piece: range, halvings: int) -> dict[int, Interval]:
        """Where the words of a refused piece lie, by its halves; of a small one, on a cleaned copy of its sound."""
        if halvings and len(piece) > 3:
            middle = self._middle(piece)
            first, second = range(piece.start, middle), range(middle, piece.stop)
            one = self._again(first) or self.halved(first, halvings - 1)
            return one | (self._again(second) or self.halved(second, halvings - 1))
        return self._again(piece, clean=True)

    def _again(self, piece: range, *, clean: bool = False) -> dict[int, Interval]:
        """The places of another try, as long as there is effort left for it."""
        self._effort -= to_samples(self._sound(piece).duration, SAMPLE_RATE_HZ)
        return self._agreed(piece, clean=clean) if self._effort >= 0 else {}

    def _agreed(self, piece: range, *, clean: bool = False) -> dict[int, Interval]:
        """The places, where the aligner finds them and they are near those of the recogniser; else none."""
        sound = self._sound(piece)
        first = to_samples(sound.start - self._start, SAMPLE_RATE_HZ)
        samples = self._samples[first : to_samples(sound.end - self._start, SAMPLE_RATE_HZ)]
        if clean:
            samples = gated(samples)
        laid = aligning.align(samples, [self._words[number].text for number in piece], least_fit=LEAST_FIT)
        if not laid:
            return {}
        start = self._start + from_samples(first, SAMPLE_RATE_HZ)
        places = {number: found.interval.moved(start) for number, found in zip(piece, laid.words, strict=True) if found}
        return places if all(self._is_near(number, place) for number, place in places.items()) else {}

    def _is_near(self, number: int, place: Interval) -> bool:
        heard = self._words[number].interval.moved(self._lag)
        return place.start <= heard.end + SLACK and place.end >= heard.start - SLACK

    def _sound(self, piece: range) -> Interval:
        """What is given to the aligner for a piece: from cut to cut, without long silences at its ends."""
        start, end = self._begin(piece.start), self._stop(piece.stop)
        return Interval(Ticks(min(start, end)), Ticks(end))

    def _begin(self, number: int) -> int:
        """Where the sound of a piece begins whose first word has this number."""
        if number not in self._begins:
            cut = self._cut(number)[0] if number else self._start
            word = self._words[number].start - self._start
            sounds = self._loudness.quiet_before(word, cut - self._start)
            self._begins[number] = max(cut, self._start + sounds - AIR)
        return self._begins[number]

    def _stop(self, number: int) -> int:
        """Where the sound of a piece ends that ends before the word with this number."""
        if number not in self._stops:
            cut = self._cut(number)[0] if number < len(self._words) else self._end
            word = self._words[number - 1].end - self._start
            sounds = self._loudness.quiet_behind(word, cut - self._start)
            self._stops[number] = min(cut, self._start + sounds + AIR)
        return self._stops[number]

    def _forget_cuts(self) -> None:
        self._cuts.clear()
        self._begins.clear()
        self._stops.clear()

    def _cut(self, number: int) -> tuple[Ticks, float]:
        """Where to cut before a word, and how loud it is there."""
        if number not in self._cuts:
            low, high = sorted((self._inner(number - 1, is_end=True), self._inner(number, is_end=False)))
            place, level = self._loudness.quietest(low - self._start, high - self._start)
            self._cuts[number] = (Ticks(self._start + place), level)
        return self._cuts[number]

    def _inner(self, number: int, *, is_end: bool) -> int:
        """A moment that is certainly inside a word, or its edge where that was found."""
        place = self._placed.get(number)
        if place:
            return place.end if is_end else place.start
        return self._words[number].interval.middle + self._lag

    def _middle(self, piece: range) -> int:
        """The word before which a piece is halved: at the quietest place of its middle half."""
        quarter = max(1, len(piece) // 4)
        return min(
            range(piece.start + quarter, max(piece.start + quarter + 1, piece.stop - quarter + 1)),
            key=lambda n: self._cut(n)[1] if n < piece.stop else 1e9,
        )


def _in_order(words: Sequence[Word], places: Mapping[int, Interval]) -> list[Word]:
    """The words at their new places; where two would start out of order, both stay where they were."""
    kept = {number: place for number, place in places.items() if words[number].timing in MOVABLE}
    while True:
        made = [
            replace(word, start=kept[number].start, end=kept[number].end, timing=WordTiming.REFINED)
            if number in kept
            else word
            for number, word in enumerate(words)
        ]
        wrong = {
            number
            for first, (one, other) in enumerate(pairwise(made))
            if other.start < one.start
            for number in (first, first + 1)
            if number in kept
        }
        if not wrong:
            return made
        kept = {number: place for number, place in kept.items() if number not in wrong}
