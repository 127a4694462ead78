"""A bite against the words of its tape: what of its span is played, and where text and tape differ.

The span's outer ends stand as written. Inside, struck words and words that a ``…`` stands for are lifted out, each
with its share of the silence around it; everything else is played, even where the text does not tell of it, and named.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from tapewright.model import Bite, Mark, PartKind, SpeakerId, Tape, Word, WordTiming
from tapewright.story.alignment import lay_on
from tapewright.timing import Interval, Ticks, from_milliseconds, subtract
from tapewright.words.difference import Step
from tapewright.words.normal import NormalWord, spoken

AIR = from_milliseconds(40)
"""The most that is kept of the gap between a word that is played and one that is lifted out.

A cut lies in the middle of the gap, and never further from the played word than this: about a frame, which covers the
error of recognised word edges without letting the lifted word's breath in.
"""


class DifferenceKind(StrEnum):
    """How text and tape differ. Punctuation, case and hyphens do not count."""

    CHANGED = "changed"  # other words in the text than on the tape
    NOT_ON_TAPE = "not on tape"  # words in the text that are not heard there
    NOT_IN_EDIT = "not in edit"  # words heard there that the text does not tell of, with no … for them
    INSEPARABLE = "inseparable"  # words to be lifted out lie under words to be played


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where they differ: the words of each side, and when the tape's are heard.

    ``words`` are those of the text by their places among the bite's words, heard and struck; empty, at the place where
    they are missing, for words that only the tape has.
    """

    kind: DifferenceKind
    edit: str
    tape: str
    place: Interval
    words: range = range(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A bite on its tape. ``number`` counts bites from 1, ``line`` is its first line in the file.

    ``ranges`` are what is played, in order, apart from each other; ``words`` those heard in them. ``tape_words`` are
    all words of the span as the transcript has them, and ``found`` gives for each word of the text, heard or struck,
    its place among them (None: not on the tape). ``is_estimated``: a cut inside the bite rests on estimated times.
    """

    number: int
    line: int
    scene: str
    bite: Bite
    tape: Tape
    span: Interval
    ranges: tuple[Interval, ...]
    words: tuple[Word, ...]
    tape_words: tuple[Word, ...]
    found: tuple[int | None, ...]
    lifted: frozenset[int]
    differences: tuple[Difference, ...]
    speaker_id: SpeakerId | None = None
    is_estimated: bool = False

    @property
    def rough_ends(self) -> tuple[str, ...]:
        """At which of its ends (``start``, ``end``) a word stands whose edges are rough."""
        if not self.words:
            return ()
        first, last = self.words[0], max(self.words, key=lambda word: word.end)
        return tuple(end for end, word in (("start", first), ("end", last)) if word.is_rough)


def words_in(span: Interval, words: Sequence[Word]) -> list[Word]:
    """The words that belong to a span: those whose middle lies inside, in their order. What nobody says is in none."""
    return [word for word in words if span.holds(word.interval.middle) and Mark.ABSENT not in word.marks]


def resolve(
    bite: Bite,
    tape: Tape,
    words: Sequence[Word],
    *,
    number: int = 1,
    line: int = 1,
    scene: str = "",
    speaker_id: SpeakerId | None = None,
) -> Resolved:
    """Lay the bite's text on the tape's words (those around the span will do), in the order of their turns.

    UsageError where the bite's place cannot be one on this tape.
    """
    span = bite.span(tape).interval
    heard = words_in(span, words)
    sides = _sides(bite, heard)
    alignment = lay_on([word.text for word in sides.tape], [word.text for word in sides.text], _omissions_before(sides))
    pairs = [(sides.tape[old].token, sides.text[new].token) for old, new in _pairs(alignment.steps)]
    unmarked = [
        step
        for step in alignment.steps
        if step.kind != "same" and not (step.kind == "gone" and alignment.left_out.issuperset(step.old))
    ]
    lifted = _lifted(sides, pairs, alignment.left_out, unmarked)
    holes = _holes(span, heard, lifted)
    ranges = subtract([span], holes)
    # A word of no length is under nothing; any other is heard as long as its middle is.
    buried = {n for n in lifted if not heard[n].interval.is_empty and _is_in(heard[n], ranges)}
    found = dict(reversed([(new, old) for old, new in pairs]))
    return Resolved(
        number=number,
        line=line,
        scene=scene,
        bite=bite,
        tape=tape,
        span=span,
        ranges=tuple(ranges),
        words=tuple(word for place, word in enumerate(heard) if place not in lifted or place in buried),
        tape_words=tuple(heard),
        found=tuple(found.get(place) for place in range(len(sides.words))),
        lifted=frozenset(lifted - buried),
        differences=(
            *(_difference(step, sides) for step in unmarked),
            *(_inseparable(heard[place]) for place in sorted(buried)),
        ),
        speaker_id=speaker_id,
        is_estimated=any(_rests_on_estimate(place, heard) for place in lifted),
    )


def unheard(bite: Bite, tape: Tape, *, number: int = 1, line: int = 1, scene: str = "") -> Resolved | None:
    """A bite on a tape without a transcript: all of its span. None where words would have to be lifted out of it.

    UsageError where the bite's place cannot be one on this tape.
    """
    span = bite.span(tape).interval
    if any(part.kind in (PartKind.STRUCK, PartKind.OMISSION) for part in bite.parts):
        return None
    return Resolved(
        number=number,
        line=line,
        scene=scene,
        bite=bite,
        tape=tape,
        span=span,
        ranges=() if span.is_empty else (span,),
        words=(),
        tape_words=(),
        found=(),
        lifted=frozenset(),
        differences=(),
    )


def cut_between(before: Word, after: Word) -> Ticks:
    """Where two neighbouring words are parted, both played: the middle of the gap, or where the later one begins."""
    return Ticks((before.end + after.start) // 2) if before.end < after.start else after.start


def cut_after(kept: Ticks, lifted: Ticks) -> Ticks:
    """Where a played word that ends at ``kept`` is cut off from a lifted one that starts at ``lifted``."""
    return Ticks(kept + min(max(lifted - kept, 0) // 2, AIR))


def cut_before(kept: Ticks, lifted: Ticks) -> Ticks:
    """Where a played word that starts at ``kept`` is cut off from a lifted one that ends at ``lifted``."""
    return Ticks(kept - min(max(kept - lifted, 0) // 2, AIR))


@dataclass(frozen=True, slots=True)
class _Sides:
    """The words to compare: ``tape`` and ``text`` in normal form, each with the number of its token.

    ``words`` are the text's tokens, each with whether it is struck; ``omissions`` are the tokens before which a ``…``
    stands.
    """

    heard: list[Word]
    tape: list[NormalWord]
    words: list[tuple[str, bool]]
    text: list[NormalWord]
    omissions: set[int]


def _sides(bite: Bite, heard: list[Word]) -> _Sides:
    words: list[tuple[str, bool]] = []
    omissions = set()
    for part in bite.parts:
        if part.kind is PartKind.OMISSION:
            omissions.add(len(words))
        elif part.kind is not PartKind.OURS:
            words.extend((word, part.kind is PartKind.STRUCK) for word in part.text.split())
    return _Sides(
        heard=heard,
        tape=spoken([word.text for word in heard]),
        words=words,
        text=spoken([word for word, _ in words]),
        omissions=omissions,
    )


def _omissions_before(sides: _Sides) -> frozenset[int]:
    """Omissions before tokens as omissions before normal words."""
    return frozenset(sum(word.token < place for word in sides.text) for place in sides.omissions)


def _pairs(steps: Sequence[Step]) -> list[tuple[int, int]]:
    """Tape word and text word that stand against each other; where one side has more, the last of the other repeats."""
    pairs = []
    for step in steps:
        if step.kind in ("same", "changed"):
            for place in range(max(len(step.old), len(step.new))):
                pairs.append((step.old[min(place, len(step.old) - 1)], step.new[min(place, len(step.new) - 1)]))
    return pairs


def _lifted(
    sides: _Sides, pairs: Sequence[tuple[int, int]], left_out: frozenset[int], unmarked: Sequence[Step]
) -> set[int]:
    """The tape's tokens that are not to be heard: all of their words struck, or left out where a ``…`` stands."""
    kept = {old for old, new in pairs if not sides.words[new][1]}
    kept |= {sides.tape[old].token for step in unmarked if step.kind == "gone" for old in step.old}
    gone = {old for old, new in pairs if sides.words[new][1]} | {sides.tape[old].token for old in left_out}
    lifted = gone - kept
    # Tokens without a letter (a dash, a note of music) are nobody's word: they go with whatever goes beside them.
    with_letters = sorted({word.token for word in sides.tape})
    for place in set(range(len(sides.heard))).difference(with_letters):
        at = bisect(with_letters, place)
        if not lifted.isdisjoint(with_letters[max(at - 1, 0) : at + 1]):
            lifted.add(place)
    return lifted


def _holes(span: Interval, words: Sequence[Word], lifted: set[int]) -> list[Interval]:
    """The times that are lifted out, never into a played word.

    By the clock, not by the turns: what two people say at once can only be kept or lifted together.
    """
    by_clock = sorted(range(len(words)), key=lambda place: (words[place].interval.middle, place))
    holes: list[Interval] = []
    for is_lifted, run in groupby(range(len(by_clock)), key=lambda n: by_clock[n] in lifted):
        if not is_lifted:
            continue
        places = list(run)
        gone = [words[by_clock[n]] for n in places]
        before = [words[n].end for n in by_clock[: places[0]] if n not in lifted]
        after = [words[n].start for n in by_clock[places[-1] + 1 :] if n not in lifted]
        left = cut_after(max(before), min(word.start for word in gone)) if before else span.start
        right = cut_before(min(after), max(word.end for word in gone)) if after else span.end
        if left < right:
            holes.append(Interval(left, right))
    return holes


def _is_in(word: Word, ranges: Sequence[Interval]) -> bool:
    return any(piece.holds(word.interval.middle) for piece in ranges)


_KINDS = {
    "changed": DifferenceKind.CHANGED,
    "added": DifferenceKind.NOT_ON_TAPE,
    "gone": DifferenceKind.NOT_IN_EDIT,
}


def _difference(step: Step, sides: _Sides) -> Difference:
    on_tape = [sides.heard[token] for token in dict.fromkeys(sides.tape[old].token for old in step.old)]
    in_text = [sides.words[token][0] for token in dict.fromkeys(sides.text[new].token for new in step.new)]
    if on_tape:
        place = Interval(on_tape[0].start, max(word.end for word in on_tape))
    else:
        before = sides.heard[sides.tape[step.old.start - 1].token].end if step.old.start else Ticks(0)
        place = Interval(before, before)
    return Difference(
        kind=_KINDS[step.kind],
        edit=" ".join(in_text),
        tape=" ".join(word.text for word in on_tape),
        place=place,
        words=_tokens_of(step, sides),
    )


def _tokens_of(step: Step, sides: _Sides) -> range:
    """The text's words that a step is about, or where they would stand."""
    if step.new:
        return range(sides.text[step.new.start].token, sides.text[step.new.stop - 1].token + 1)
    at = sides.text[step.new.start].token if step.new.start < len(sides.text) else len(sides.words)
    return range(at, at)


def _inseparable(word: Word) -> Difference:
    return Difference(kind=DifferenceKind.INSEPARABLE, edit=word.text, tape=word.text, place=word.interval)


def _rests_on_estimate(place: int, words: Sequence[Word]) -> bool:
    around = words[max(place - 1, 0) : place + 2]
    return any(word.timing is WordTiming.ESTIMATED for word in around)
