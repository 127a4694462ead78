"""When every typed word is heard: times carried over, words forced into speech that has none, words that nobody says.

A typed word gets the time of the heard word that it belongs to. A run of typed words without any is laid on the speech
between its neighbours that no heard word fills, by an aligner where there is one. Where there is too little speech for
it, nobody says it: it stays in the text without a length. In running speech a word or two may have been swallowed by
the engine, whose words then fill the time: those lie between their neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tapewright.collation import LayWords
from tapewright.collation.freespeech import (
    LONGEST_WORD,
    SHORTEST_WORD,
    along,
    filled_by,
    near,
    nearest_piece,
    unstretched,
)
from tapewright.collation.hints import Hints, near_each_other, weighed
from tapewright.collation.laying import Laid, Link, lay
from tapewright.collation.places import Placed, Status
from tapewright.collation.sounding import between, fits, refuted, sharpened
from tapewright.model import Mark, Word, WordTiming
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, clip, from_milliseconds, subtract
from tapewright.words.pace import shares, usual_length
from tapewright.words.pairing import Kin

LEAST_SPEECH = 0.4
"""Share of its usual length that a run must have in speech to be laid on it."""

FASTEST = 3
"""How much faster than usual the words between two points may be, all together, for one more among them."""

MOST_SWALLOWED = 3
"""Words in a row that an engine swallows in running speech; more in no time were not said."""

SLOWEST = 3
"""A run that lasts longer than so many times its usual length does not fill its gap."""

LEAST_KNOWN = 0.2
"""Share of a text that the engine must have heard for the sound to be asked about the rest."""

MOST_REOPENED = 8
"""Words on either side of a long run that are given up for it, at most."""

PAUSE = from_milliseconds(800)
"""Between two heard words so far apart words may be missing."""

LONG_RUN = 16
"""Words that are no heading any more."""

LONGEST_PAUSE = from_milliseconds(5_000)
"""A pause of less may hold a word or two, an "um" most of all, where nobody knows whether somebody speaks in it."""

_NARROWEST = from_milliseconds(30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collated:
    """A typed text on a tape: what belongs together, one place for every typed token, what its times are worth."""

    laid: Laid
    placed: tuple[Placed, ...]
    hints: Hints | None = None

    def count(self, status: Status) -> int:
        """How many tokens have a status."""
        return sum(place.status is status for place in self.placed)


def collate(
    typed: Sequence[str],
    heard: Sequence[Word],
    *,
    speech: Sequence[Interval] | None = None,
    possible: Sequence[Interval] = (),
    align: LayWords | None = None,
    stamps: Mapping[int, Ticks] | None = None,
) -> Collated:
    """Lay typed tokens on heard words in the order of the clock, and give each a place.

    ``speech`` is where somebody speaks clearly (None: unknown, and only a few words are laid between two), ``possible``
    where somebody may speak; ``align`` lays
    known words on a stretch of sound. ``stamps`` are times that stand in the text, by the number of the token behind.
    """
    texts = [word.text for word in heard]
    pauses = pauses_before(heard)
    laid = lay(typed, texts, pauses=pauses)
    hints = None
    if stamps:
        hints = weighed(stamps, _surely(laid, heard, len(typed)))
        if hints.are_believed:
            starts, expected = [word.start for word in heard], hints.expected
            laid = lay(typed, texts, near=lambda i, j: near_each_other(expected, starts, i, j), pauses=pauses)
            hints = replace(hints, off=weighed(stamps, _surely(laid, heard, len(typed))).off)
    if laid.solid < LEAST_KNOWN * len(laid.typed_units):
        align = None  # another tape's, most likely: the sound would be asked about every word of it
    placed = tuple(_Placing(typed, heard, laid, speech, possible, align).all())
    return Collated(laid=laid, placed=placed, hints=hints)


def pauses_before(heard: Sequence[Word]) -> frozenset[int]:
    """The words before which nobody speaks for a while, by their numbers."""
    return frozenset(at for at in range(1, len(heard)) if heard[at].start - heard[at - 1].end >= PAUSE)


def _surely(laid: Laid, heard: Sequence[Word], count: int) -> list[Ticks | None]:
    """Where tokens are heard that the engine heard just so."""
    found: list[Ticks | None] = [None] * count
    for link in laid.links:
        if link.kin is Kin.SAME and not link.is_moved:
            found[link.typed.start] = heard[link.heard.start].start
    return found


class _Placing:
    def __init__(
        self,
        typed: Sequence[str],
        heard: Sequence[Word],
        laid: Laid,
        speech: Sequence[Interval] | None,
        possible: Sequence[Interval],
        align: LayWords | None,
    ) -> None:
        self._typed, self._heard, self._laid = typed, heard, laid
        self._speech, self._possible, self._align = speech, possible, align
        self._places: list[Placed | None] = [None] * len(typed)
        self._notes = {at for note in laid.notes for at in note}
        self._with_words = {at for unit in laid.typed_units for at in range(unit.first, unit.end)}
        self._filled = [filled_by(word) for word in heard]
        self._moved: set[int] = set()

    def all(self) -> list[Placed]:
        """A place for every token."""
        gone = set[int]() if self._align is None else refuted(self._laid, self._typed, self._heard, self._align)
        for link in self._laid.links:
            if self._is_carried(link) and link.typed.start not in gone:
                self._carry(link)
        if self._align is not None:
            for at, place in sharpened(self._in_order(), self._typed, self._align).items():
                self._places[at] = place
        for run in self._runs():
            self._place_run(run)
        for run in self._runs():
            if len(run) >= LONG_RUN:
                self._reopen(run)
        return self._whole()

    def _reopen(self, run: range) -> None:
        """A long run without a place, with a pause near it in which somebody may speak: words beside it that agree by
        chance, or not at all, have taken the place of what the engine lost. They go with the run.
        """
        solid = {at for link in self._laid.solid_links for at in link.typed} | self._moved
        first, end = run.start, run.stop
        while first and run.start - first < MOST_REOPENED and first - 1 not in solid:
            first -= 1
        while end < len(self._typed) and end - run.stop < MOST_REOPENED and end not in solid:
            end += 1
        kept = self._places[first:end]
        for at in range(first, end):
            self._places[at] = None
        self._place_run(range(first, end))
        if all(self._places[at] is None for at in run):
            self._places[first:end] = kept

    def _in_order(self) -> list[Placed | None]:
        """The places without those that stand elsewhere in the text."""
        return [None if at in self._moved else place for at, place in enumerate(self._places)]

    def _is_carried(self, link: Link) -> bool:
        """Whether heard words have a time to give: those that nothing speaks for have none."""
        words = [self._heard[at] for at in link.heard]
        if not any(Mark.UNSUPPORTED in word.marks for word in words):
            return True
        if self._speech is None:
            return False
        return any(piece.meets(word.interval) for word in words for piece in near(self._speech, word.interval))

    def _carry(self, link: Link) -> None:
        words = [self._heard[at] for at in link.heard]
        status = Status.SAID if link.kin is Kin.SAME else Status.SUBSTITUTED
        if len(link.typed) == len(words):
            times = [unstretched(self._speech, word) for word in words]
        else:
            start, _, timing = unstretched(self._speech, words[0])
            end = max(word.end for word in words)
            timing = timing if len(link.typed) == 1 else WordTiming.INTERPOLATED
            texts = [self._typed[at] for at in link.typed]
            times = [(Ticks(a), Ticks(b), timing) for a, b in shares(texts, start, end)]
        for at, (start, end, timing) in zip(link.typed, times, strict=True):
            self._places[at] = Placed(start=start, end=end, status=status, timing=timing, heard=link.heard)
            if link.is_moved:
                self._moved.add(at)

    def _runs(self) -> list[range]:
        """Tokens with words beside each other that have no place yet; notes and signs between them part nothing."""
        made: list[range] = []
        start, end = -1, -1
        for at in range(len(self._typed) + 1):
            is_open = at < len(self._typed) and self._places[at] is None
            if is_open and at in self._with_words:
                start, end = (at if start < 0 else start), at + 1
            elif not is_open and start >= 0:
                made.append(range(start, end))
                start = -1
        return made

    def _place_run(self, run: range) -> None:
        tokens = [at for at in run if at in self._with_words]
        texts = [self._typed[at] for at in tokens]
        usual = usual_length(texts, TICKS_PER_SECOND)
        before, after = self._before(run.start), self._after(run.stop)
        room = self._room(self._speech or (), before, after)
        if sum(piece.duration for piece in room) >= LEAST_SPEECH * usual:
            if not self._force(tokens, texts, Interval(room[0].start, room[-1].end)):
                self._spread(tokens, texts, nearest_piece(room, before, after, LEAST_SPEECH * usual), usual)
            self._keep_order(tokens, before, after)
        elif self._is_perhaps_said(tokens, texts, before, after, usual):
            self._keep_order(tokens, before, after)
        elif before is not None and after is not None and self._may_be_swallowed(texts, before, after):
            told = self._asked(texts, before, after)
            if told is not None:
                if told:
                    self._put(tokens, told, Interval(before.start, max(before.start, after.start)))
                return
            start, end = max(before.interval.middle, before.end - usual), max(after.start, before.end)
            self._interpolate(tokens, texts, start, max(end, start + _NARROWEST * len(texts)), after.start)

    def _is_perhaps_said(
        self, tokens: Sequence[int], texts: Sequence[str], before: Placed | None, after: Placed | None, usual: int
    ) -> bool:
        """Lay a run where somebody may speak, soft or in noise: where it fits the sound, or where it is so long that a
        heading it is not.
        """
        room = self._room(self._possible, before, after)
        if sum(piece.duration for piece in room) < LEAST_SPEECH * usual:
            return False
        if self._force(tokens, texts, Interval(room[0].start, room[-1].end)):
            return True
        if len(tokens) < LONG_RUN:
            return False
        self._spread(tokens, texts, room, usual)
        return True

    def _keep_order(self, tokens: Sequence[int], before: Placed | None, after: Placed | None) -> None:
        """Let no word of a run begin before its neighbour before, or behind its neighbour behind."""
        for at in tokens:
            place = self._places[at]
            assert place is not None
            start = max(place.start, before.start) if before else place.start
            start = Ticks(min(start, after.start) if after else start)
            self._places[at] = replace(place, start=start, end=Ticks(max(start, place.end)))

    def _force(self, tokens: Sequence[int], texts: Sequence[str], stretch: Interval) -> bool:
        """Lay a run on the speech that is free, where it fits."""
        found = self._align(stretch, texts) if self._align is not None else None
        if found is None or not fits(found):
            return False
        self._put(tokens, found.places, stretch)
        return True

    def _asked(self, texts: Sequence[str], before: Placed, after: Placed) -> tuple[Interval, ...] | None:
        """What the sound says of a few words between two that were heard, as ``sounding.between``."""
        if self._align is None or not before.heard or not after.heard:
            return None
        return between(
            self._align,
            Interval(before.start, after.end),
            texts,
            head=[self._heard[at].text for at in before.heard],
            heard=[self._heard[at].text for at in range(before.heard.stop, after.heard.start)],
            tail=[self._heard[at].text for at in after.heard],
        )

    def _put(self, tokens: Sequence[int], places: Sequence[Interval], within: Interval) -> None:
        for at, place in zip(tokens, places, strict=True):
            start = Ticks(min(max(place.start, within.start), within.end))
            self._places[at] = Placed(
                start=start, end=Ticks(max(start, place.end)), status=Status.FORCED, timing=WordTiming.ALIGNED
            )

    def _before(self, at: int) -> Placed | None:
        """The nearest place before a token, in the order of the text."""
        return next((p for n in range(at - 1, -1, -1) if (p := self._places[n]) and n not in self._moved), None)

    def _after(self, at: int) -> Placed | None:
        return next((p for n in range(at, len(self._places)) if (p := self._places[n]) and n not in self._moved), None)

    def _room(self, speech: Sequence[Interval], before: Placed | None, after: Placed | None) -> list[Interval]:
        """Speech between two places that no heard word fills."""
        if not speech:
            return []
        first = before.start if before else Ticks(0)
        last = after.end if after else max(speech[-1].end, first)
        if first >= last:
            return []
        between = Interval(first, last)
        filled = [self._filled[at] for at in self._heard_within(before, after)]
        room = subtract(clip(near(speech, between), between), filled)
        return [piece for piece in room if piece.duration >= SHORTEST_WORD]

    def _heard_within(self, before: Placed | None, after: Placed | None) -> range:
        first = before.heard.start if before and before.heard else 0
        last = after.heard.stop if after and after.heard else len(self._heard)
        return range(first, max(first, last))

    def _spread(self, tokens: Sequence[int], texts: Sequence[str], pieces: Sequence[Interval], usual: int) -> None:
        """Lay a run on free speech by its letters."""
        length = min(sum(piece.duration for piece in pieces), SLOWEST * usual)
        for at, (start, end) in zip(tokens, shares(texts, 0, length), strict=True):
            first, last = along(pieces, start), along(pieces, end, is_end=True)
            self._places[at] = Placed(
                start=Ticks(first),
                end=Ticks(max(first, last)),
                status=Status.INTERPOLATED,
                timing=WordTiming.INTERPOLATED,
            )

    def _may_be_swallowed(self, texts: Sequence[str], before: Placed, after: Placed) -> bool:
        """Whether there is time for a few more words between two words of running speech."""
        if len(texts) > MOST_SWALLOWED or Status.ABSENT in (before.status, after.status):
            return False
        if after.start - before.end > (LONGEST_WORD if self._speech is not None else LONGEST_PAUSE):
            return False  # a pause, and no speech in it
        between = [self._heard[at].text for at in self._heard_within(before, after)]
        return (after.end - before.start) * FASTEST >= usual_length([*between, *texts], TICKS_PER_SECOND)

    def _interpolate(self, tokens: Sequence[int], texts: Sequence[str], start: int, end: int, limit: int) -> None:
        for at, (first, last) in zip(tokens, shares(texts, start, end), strict=True):
            first = min(first, limit)
            self._places[at] = Placed(
                start=Ticks(first),
                end=Ticks(max(first, last)),
                status=Status.INTERPOLATED,
                timing=WordTiming.INTERPOLATED,
            )

    def _whole(self) -> list[Placed]:
        """What is left: signs go with the word before them, notes and absent words have no length."""
        ahead = self._starts_ahead()
        made: list[Placed] = []
        last: Placed | None = None
        for at, place in enumerate(self._places):
            if place is None:
                tick = ahead[at] if last is None else Ticks(max(last.start, min(last.end, ahead[at])))
                is_sign = at not in self._with_words and at not in self._notes and bool(made)
                status = made[-1].status if is_sign else Status.ABSENT
                place = Placed(start=tick, end=tick, status=status, timing=WordTiming.INTERPOLATED)
            else:
                last = place
            made.append(place)
        return made

    def _starts_ahead(self) -> list[Ticks]:
        """For every token where the next place in the order of the text begins; behind the last, where that ends."""
        ends = [place.end for place in self._places if place is not None]
        following = ends[-1] if ends else Ticks(0)
        starts: list[Ticks] = []
        for at in range(len(self._places) - 1, -1, -1):
            place = self._places[at]
            if place is not None and at not in self._moved:
                following = place.start
            starts.append(following)
        return starts[::-1]


__all__ = ["Collated", "Placed", "Status", "collate"]
