"""When every typed word is heard: times carried over, words forced into speech that has none, words that nobody says.

A typed word gets the time of the heard word that it belongs to. A run of typed words without any is laid on the speech
between its neighbours that no heard word fills, by an aligner where there is one. Where there is too little speech for
it, nobody says it: it stays in the text without a length. In running speech a word or two may have been swallowed by
the engine, whose words then fill the time: those lie between their neighbours.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tapewright.collation import LayWords
from tapewright.collation.hints import Hints, near_each_other, weighed
from tapewright.collation.laying import Laid, Link, lay
from tapewright.model import Mark, Word, WordTiming
from tapewright.timing import TICKS_PER_SECOND, Interval, Ticks, clip, from_milliseconds, subtract
from tapewright.words.pace import shares, usual_length
from tapewright.words.pairing import Kin


class Status(StrEnum):
    """How a typed word is found on the tape."""

    SAID = "said"  # the engine heard the same word
    SUBSTITUTED = "substituted"  # the engine heard another word there
    FORCED = "forced"  # laid on speech in which the engine heard nothing
    INTERPOLATED = "interpolated"  # put between its neighbours, in their speech
    ABSENT = "absent"  # nobody says it


LONGEST_WORD = from_milliseconds(1_200)
LETTER = from_milliseconds(80)
SHORTEST_WORD = from_milliseconds(160)
"""How long words last, by their letters: an engine stretches a word over the sentence that it lost behind it."""

STRETCHED = from_milliseconds(400)
"""A heard word that begins so long before the speech under it was stretched over a pause."""

LEAST_SPEECH = 0.4
"""Share of its usual length that a run must have in speech to be laid on it."""

FASTEST = 3
"""How much faster than usual the words between two points may be, all together, for one more among them."""

MOST_SWALLOWED = 3
"""Words in a row that an engine swallows in running speech; more in no time were not said."""

SLOWEST = 3
"""A run that lasts longer than so many times its usual length does not fill its gap."""

LONGEST_PAUSE = from_milliseconds(5_000)
"""A pause of less may hold a word or two, an "um" most of all, where nobody knows whether somebody speaks in it."""

LEAST_FIT, LEAST_WORD_FIT, WORSE = -250, -300, 40
"""How well words must fit the sound: all, each of the run in question, and how much worse with them than without. Of
the words that typists put in, in real readings, 99 of 100 make the fit worse by more, or cannot be laid at all.
"""

_SYLLABLE = 6
_NARROWEST = from_milliseconds(30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A typed token on the tape. ``heard`` numbers the heard words that it belongs to. An absent one has no length."""

    start: Ticks
    end: Ticks
    status: Status
    timing: WordTiming
    heard: range = range(0)

    @property
    def interval(self) -> Interval:
        """When it is heard."""
        return Interval(self.start, self.end)


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
    align: LayWords | None = None,
    stamps: Mapping[int, Ticks] | None = None,
) -> Collated:
    """Lay typed tokens on heard words in the order of the clock, and give each a place.

    ``speech`` is where somebody speaks (None: unknown, and only a few words are laid between two); ``align`` lays
    known words on a stretch of sound. ``stamps`` are times that stand in the text, by the number of the token behind.
    """
    texts = [word.text for word in heard]
    laid = lay(typed, texts)
    hints = None
    if stamps:
        hints = weighed(stamps, _surely(laid, heard, len(typed)))
        if hints.are_believed:
            starts, expected = [word.start for word in heard], hints.expected
            laid = lay(typed, texts, near=lambda i, j: near_each_other(expected, starts, i, j))
            hints = replace(hints, off=weighed(stamps, _surely(laid, heard, len(typed))).off)
    placed = tuple(_Placing(typed, heard, laid, speech, align).all())
    return Collated(laid=laid, placed=placed, hints=hints)


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
        align: LayWords | None,
    ) -> None:
        self._typed, self._heard, self._laid = typed, heard, laid
        self._speech, self._align = speech, align
        self._places: list[Placed | None] = [None] * len(typed)
        self._notes = {at for note in laid.notes for at in note}
        self._with_words = {at for unit in laid.typed_units for at in range(unit.first, unit.end)}
        self._filled = [_natural(word) for word in heard]
        self._moved: set[int] = set()

    def all(self) -> list[Placed]:
        """A place for every token."""
        for link in self._laid.links:
            if self._is_carried(link):
                self._carry(link)
        for run in self._runs():
            self._place_run(run)
        return self._whole()

    def _is_carried(self, link: Link) -> bool:
        """Whether heard words have a time to give: those that nothing speaks for have none."""
        words = [self._heard[at] for at in link.heard]
        if not any(Mark.UNSUPPORTED in word.marks for word in words):
            return True
        if self._speech is None:
            return False
        return any(piece.meets(word.interval) for word in words for piece in _near(self._speech, word.interval))

    def _carry(self, link: Link) -> None:
        words = [self._heard[at] for at in link.heard]
        status = Status.SAID if link.kin is Kin.SAME else Status.SUBSTITUTED
        if len(link.typed) == len(words):
            times = [self._time(word) for word in words]
        else:
            start, _, timing = self._time(words[0])
            end = max(word.end for word in words)
            timing = timing if len(link.typed) == 1 else WordTiming.INTERPOLATED
            texts = [self._typed[at] for at in link.typed]
            times = [(Ticks(a), Ticks(b), timing) for a, b in shares(texts, start, end)]
        for at, (start, end, timing) in zip(link.typed, times, strict=True):
            self._places[at] = Placed(start=start, end=end, status=status, timing=timing, heard=link.heard)
            if link.is_moved:
                self._moved.add(at)

    def _time(self, word: Word) -> tuple[Ticks, Ticks, WordTiming]:
        """A heard word's time. One that an engine stretched over a pause has only what is speech of it, at its end."""
        if self._speech and word.timing is WordTiming.RECOGNISED:
            pieces = clip(_near(self._speech, word.interval), word.interval)
            is_at_end = bool(pieces) and word.end - pieces[-1].end < STRETCHED
            # Speech before the pause that is as long as the word is the word.
            is_before = sum(piece.duration for piece in pieces[:-1]) > LETTER * max(len(word.text), _SYLLABLE)
            if is_at_end and not is_before and pieces[-1].start - word.start > STRETCHED:
                return pieces[-1].start, word.end, WordTiming.INTERPOLATED
        return word.start, word.end, word.timing

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
        room = self._room(before, after)
        if sum(piece.duration for piece in room) >= LEAST_SPEECH * usual:
            if not self._force(tokens, texts, Interval(room[0].start, room[-1].end)):
                self._spread(tokens, texts, _chosen(room, before, after, LEAST_SPEECH * usual), usual)
            self._keep_order(tokens, before, after)
        elif before is not None and after is not None and self._may_be_swallowed(texts, before, after):
            if self._is_denied(tokens, texts, before, after):
                return
            start, end = max(before.interval.middle, before.end - usual), max(after.start, before.end)
            self._interpolate(tokens, texts, start, max(end, start + _NARROWEST * len(texts)), after.start)

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
        if found is None or found.fit < LEAST_FIT:
            return False
        self._put(tokens, found.places, stretch)
        return True

    def _is_denied(self, tokens: Sequence[int], texts: Sequence[str], before: Placed, after: Placed) -> bool:
        """Ask the sound whether words stand between two that were heard: true where it says no, and where it says yes
        they are placed. Nothing is told where the neighbours themselves do not fit.
        """
        if self._align is None or not before.heard or not after.heard:
            return False
        stretch = Interval(before.start, after.end)
        head = [self._heard[at].text for at in before.heard]
        tail = [self._heard[at].text for at in after.heard]
        between = [self._heard[at].text for at in range(before.heard.stop, after.heard.start)]
        found = self._align(stretch, [*head, *texts, *tail])
        without = self._align(stretch, [*head, *between, *tail])
        if found is not None and found.fit >= LEAST_FIT and (without is None or found.fit >= without.fit - WORSE):
            inside = slice(len(head), len(head) + len(texts))
            if min(found.fits[inside]) >= LEAST_WORD_FIT:
                self._put(tokens, found.places[inside], Interval(before.start, max(before.start, after.start)))
                return True
        return without is not None and without.fit >= LEAST_FIT

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

    def _room(self, before: Placed | None, after: Placed | None) -> list[Interval]:
        """Speech between two places that no heard word fills."""
        if not self._speech:
            return []
        first = before.start if before else Ticks(0)
        last = after.end if after else max(self._speech[-1].end, first)
        if first >= last:
            return []
        between = Interval(first, last)
        filled = [self._filled[at] for at in self._heard_within(before, after)]
        room = subtract(clip(_near(self._speech, between), between), filled)
        return [piece for piece in room if piece.duration >= SHORTEST_WORD]

    def _heard_within(self, before: Placed | None, after: Placed | None) -> range:
        first = before.heard.start if before and before.heard else 0
        last = after.heard.stop if after and after.heard else len(self._heard)
        return range(first, max(first, last))

    def _spread(self, tokens: Sequence[int], texts: Sequence[str], pieces: Sequence[Interval], usual: int) -> None:
        """Lay a run on free speech by its letters."""
        length = min(sum(piece.duration for piece in pieces), SLOWEST * usual)
        for at, (start, end) in zip(tokens, shares(texts, 0, length), strict=True):
            first, last = _on(pieces, start), _on(pieces, end, is_end=True)
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


def _natural(word: Word) -> Interval:
    """What a heard word fills of the speech around it."""
    letters = sum(character.isalnum() for character in word.text)
    natural = max(SHORTEST_WORD, min(LETTER * letters, LONGEST_WORD))
    return Interval(word.start, Ticks(min(word.end, word.start + max(natural, LONGEST_WORD))))


def _near(speech: Sequence[Interval], interval: Interval) -> list[Interval]:
    """The pieces of speech that meet an interval."""
    first = max(bisect_right(speech, interval.start, key=lambda piece: piece.start) - 1, 0)
    found = []
    for at in range(first, len(speech)):
        if speech[at].start >= interval.end:
            break
        if speech[at].meets(interval):
            found.append(speech[at])
    return found


def _chosen(room: Sequence[Interval], before: Placed | None, after: Placed | None, least: float) -> Sequence[Interval]:
    """Of free speech the piece that is long enough and nearest to a neighbour; all of it where none is long enough."""
    fitting = [piece for piece in room if piece.duration >= least]

    def apart(piece: Interval) -> int:
        gaps = [piece.start - before.end] if before else []
        gaps += [after.start - piece.end] if after else []
        return min((max(gap, 0) for gap in gaps), default=0)

    return [min(fitting, key=apart)] if fitting else room


def _on(pieces: Sequence[Interval], passed: int, *, is_end: bool = False) -> int:
    """The tick at which so many ticks of some pieces have passed."""
    for piece in pieces:
        if passed < piece.duration or (is_end and passed == piece.duration):
            return piece.start + passed
        passed -= piece.duration
    return pieces[-1].end
