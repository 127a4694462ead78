"""What the sound says of typed words: whether they are said there at all, and when exactly.

An aligner places any words on any sound; how well they fit tells. The words that the engine heard are laid on the same
sound, and the two are compared: a room, a voice, a tape makes both fit worse alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from tapewright.collation import LayWords, OnSound
from tapewright.collation.laying import Laid
from tapewright.collation.places import Placed, Status
from tapewright.model import Word, WordTiming
from tapewright.timing import Interval, Ticks, from_milliseconds
from tapewright.words.pairing import Kin

FEWEST_REFUTED, MUCH_WORSE = 3, 100
"""So many words in a row in the place of others are held against the sound, and are gone where they fit so much worse.
"""

LEAST_FIT, LEAST_WORD_FIT, WORSE = -250, -300, 40
"""How well words must fit the sound: all, each of the run in question, and how much worse with them than without.
Chosen by looking at words that typists put in: nearly all make the fit worse by more, or cannot be laid.
"""

SLACK = from_milliseconds(400)
"""How far a word may be moved from where the engine heard it."""

HALVINGS = 2
LONGEST_PIECE = from_milliseconds(8_000)
"""What is laid in one piece, and how often a piece that does not fit is halved."""


def fits(found: OnSound | None) -> bool:
    """Whether words are said there."""
    return found is not None and found.fit >= LEAST_FIT


def refuted(laid: Laid, typed: Sequence[str], heard: Sequence[Word], align: LayWords) -> set[int]:
    """Tokens that stand in the place of quite other words, several in a row, and do not sound like them at all: a
    heading where a sentence was left out, or what the typist made of it. Nobody says those.
    """
    gone: set[int] = set()
    for is_other, run in groupby(laid.links, key=lambda link: link.kin is Kin.OTHER and not link.is_moved):
        links = list(run)
        if not is_other or len(links) < FEWEST_REFUTED:
            continue
        tokens = [at for link in links for at in link.typed]
        words = heard[links[0].heard.start : links[-1].heard.stop]
        stretch = Interval(words[0].start, max(word.end for word in words))
        without = align(stretch, [word.text for word in words])
        if without is None or without.fit < LEAST_FIT:
            continue
        found = align(stretch, [typed[at] for at in tokens])
        if found is None or found.fit < without.fit - MUCH_WORSE:
            gone.update(tokens)
    return gone


def between(
    align: LayWords,
    stretch: Interval,
    texts: Sequence[str],
    *,
    head: Sequence[str],
    heard: Sequence[str],
    tail: Sequence[str],
) -> tuple[Interval, ...] | None:
    """Where words are said between two others, in running speech; nothing where the sound says that they are not.

    None where it does not tell: the words that were heard, ``head``, ``heard`` and ``tail``, do not fit it either.
    """
    found = align(stretch, [*head, *texts, *tail])
    without = align(stretch, [*head, *heard, *tail])
    if found is not None and fits(found) and (without is None or found.fit >= without.fit - WORSE):
        inside = slice(len(head), len(head) + len(texts))
        if min(found.fits[inside]) >= LEAST_WORD_FIT:
            return found.places[inside]
    return () if fits(without) else None


def sharpened(places: Sequence[Placed | None], typed: Sequence[str], align: LayWords) -> dict[int, Placed]:
    """New times for words whose edges are only the engine's, among others whose edges were found: laid on the sound as
    they were typed, since what the engine misheard there may be why it was refused. Nothing where none was found.
    """
    known = [(at, place) for at, place in enumerate(places) if place is not None]
    made: dict[int, Placed] = {}
    if not any(place.timing is WordTiming.REFINED for _, place in known):
        return made
    end = 0
    for run in _rough(known):
        first = next(n for n in range(end, len(known)) if known[n][0] == run[0][0])
        end = first + len(run)
        before = known[first - 1][1].end if first else Ticks(0)
        after = known[end][1].start if end < len(known) else run[-1][1].end
        made |= _laid(run, typed, align, before, after, HALVINGS)
    return made


_ROUGH = (WordTiming.RECOGNISED, WordTiming.INTERPOLATED)
_HEARD = (Status.SAID, Status.SUBSTITUTED)
_Run = list[tuple[int, Placed]]


def _rough(known: _Run) -> Iterator[_Run]:
    """Runs of words that the engine heard and whose edges are its own, none longer than a piece."""
    run: _Run = []
    for at, place in known:
        is_rough = place.timing in _ROUGH and place.status in _HEARD
        goes_on = bool(run) and run[-1][1].start <= place.start and place.end - run[0][1].start <= LONGEST_PIECE
        if run and not (is_rough and goes_on):
            yield run
            run = []
        if is_rough:
            run.append((at, place))
    if run:
        yield run


def _laid(
    run: _Run, typed: Sequence[str], align: LayWords, before: Ticks, after: Ticks, halvings: int
) -> dict[int, Placed]:
    """The words of a run on the sound between its neighbours; halved where that does not fit."""
    (_, first), (_, last) = run[0], run[-1]
    start = Ticks(max(min(before, first.start), first.start - SLACK))
    end = Ticks(max(last.end, min(after, last.end + SLACK)))
    found = align(Interval(start, end), [typed[at] for at, _ in run])
    if found is not None and fits(found):
        latest = max(start, min(end, max(after, last.start)))
        starts = [Ticks(min(max(place.start, start), latest)) for place in found.places]
        if max(abs(begins - was.start) for begins, (_, was) in zip(starts, run, strict=True)) <= SLACK:
            return {
                at: replace(was, start=begins, end=Ticks(max(begins, place.end)), timing=WordTiming.ALIGNED)
                for (at, was), begins, place in zip(run, starts, found.places, strict=True)
            }
    if not halvings or len(run) < 2:
        return {}
    cut = _cut(run)
    one = _laid(run[:cut], typed, align, before, run[cut][1].start, halvings - 1)
    return one | _laid(run[cut:], typed, align, run[cut - 1][1].end, after, halvings - 1)


def _cut(run: _Run) -> int:
    """Where to halve a run: at the longest pause of its middle half."""
    middle = range(max(1, len(run) // 4), max(2, len(run) - len(run) // 4))
    return max(middle, key=lambda at: (run[at][1].start - run[at - 1][1].end, -abs(2 * at - len(run))))
