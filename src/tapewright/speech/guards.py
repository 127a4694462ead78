"""Two guards around an engine: nothing spoken is lost, and nothing is invented.

Whisper drops whole sentences silently, and writes sentences that nobody said. So what it wrote is held against where
somebody speaks. Speech that has no word is heard again by itself; words that have no speech under them, come faster
than anybody talks or turn in a circle are kept, but marked. Pure: the engine comes in as ``hear``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tapewright.model import Mark, Word
from tapewright.speech.activity import Spoken
from tapewright.speech.loops import Loop, loops
from tapewright.timing import Interval, Ticks, clip, from_milliseconds, merge, subtract
from tapewright.words.normal import key

Hear = Callable[[Interval], Sequence[Word]]
"""Hear one part of the tape by itself; its words on the tape's clock."""

LOST_SPEECH = from_milliseconds(900)
LOST_POSSIBLE_SPEECH = from_milliseconds(2_000)
"""Speech of this length without a word is heard again; where it is only possible it must be longer, for breath and
chairs are possible speech too."""

SLACK = from_milliseconds(400)
"""How far a recogniser's word times may be off."""

PADDING = from_milliseconds(200)
"""What is heard around lost speech, so that its first and last sounds are whole."""

NEAR = from_milliseconds(4_000)
SCRAP = from_milliseconds(300)
LONGEST = from_milliseconds(28_000)
"""What is lost is heard together with all wordless speech this near, up to a recogniser's window: of a soft voice only
scraps are possible speech, and words. Shorter scraps are the ends of words that were heard."""

JOINED = from_milliseconds(2_000)
"""Possible speech this close is one stretch, which is clear somewhere or nowhere."""

LEAST_CONFIDENCE = 100
"""The mean confidence, of 254, below which a second hearing is taken for a guess and not for words."""

CLEAR_SPEECH = from_milliseconds(300)
SURE_CONFIDENCE = 150
"""Where less speech than this is clear, words need this mean confidence."""

FAST_WORDS = 6
FASTEST = from_milliseconds(480)
"""So many words in a row in less time than this: 12.5 a second, where the fastest talkers keep below 9."""

CARRIER = from_milliseconds(120)
"""The speech that each word of a loop needs under it."""

LETTER = from_milliseconds(80)
SHORTEST_WORD = from_milliseconds(160)
LONGEST_WORD = from_milliseconds(1_200)
"""How long words last, by their letters."""

_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """All words in the order of their starts, marked, and what was found.

    ``counts``: ``heard_again`` (stretches), ``recovered_words``, ``unsupported_words``, and ``unheard_ticks``: speech
    that has no word even now.
    """

    words: tuple[Word, ...]
    counts: Mapping[str, int]


def guard(words: Sequence[Word], spoken: Spoken, hear: Hear) -> Guarded:
    """Hold words against speech; hear again what was lost, mark what is doubtful. No word is removed or moved."""
    first = mark_unsupported(words, spoken, hear)
    holes = lost(first, spoken)
    recovered = [word for hole in holes for word in _recover(hole, first, spoken, hear)]
    together = tuple(sorted((*first, *recovered), key=lambda word: (word.start, word.end)))
    counts = {
        "heard_again": len(holes),
        "recovered_words": len(recovered),
        "unsupported_words": sum(Mark.UNSUPPORTED in word.marks for word in together),
        "unheard_ticks": _duration(_worth_hearing(together, spoken)),
    }
    return Guarded(words=together, counts=counts)


def mark_unsupported(words: Sequence[Word], spoken: Spoken, hear: Hear) -> tuple[Word, ...]:
    """The same words, those marked that nothing speaks for. A long loop is heard again before it is believed."""
    doubtful = _unspoken(words, spoken) | _guessed(words, spoken) | _too_fast(words)
    for loop in loops([key(word.text) for word in words]):
        if not _is_carried(loop, words, spoken):
            doubtful.update(loop.repeats)
        elif not _is_said_again(loop, words, hear):
            doubtful.update(range(loop.start, loop.end))
    return tuple(_marked(word, Mark.UNSUPPORTED) if at in doubtful else word for at, word in enumerate(words))


def lost(words: Sequence[Word], spoken: Spoken) -> list[Interval]:
    """The stretches to be heard again: speech without a supported word, with what may be speech near it."""
    supported = sorted(word.interval.middle for word in words if Mark.UNSUPPORTED not in word.marks)
    joined: list[Interval] = []
    for piece in _wordless(words, spoken):
        if piece.duration < SCRAP:
            continue
        if joined:
            both = Interval(joined[-1].start, piece.end)
            gap = Interval(joined[-1].end, piece.start)
            is_near = gap.duration <= NEAR and both.duration <= LONGEST
            if is_near and not any(gap.holds(middle) for middle in supported):
                joined[-1] = both
                continue
        joined.append(piece)
    worth = _worth_hearing(words, spoken)
    return [stretch for stretch in joined if any(stretch.meets(piece) for piece in worth)]


def _worth_hearing(words: Sequence[Word], spoken: Spoken) -> list[Interval]:
    """Pieces of speech that no supported word fills, so long that words must be missing."""
    return [
        piece
        for piece in _wordless(words, spoken)
        if piece.duration >= LOST_POSSIBLE_SPEECH
        or (piece.duration >= LOST_SPEECH and _duration(clip(spoken.clear, piece)) >= LOST_SPEECH)
    ]


def _wordless(words: Sequence[Word], spoken: Spoken) -> list[Interval]:
    """Pieces of possible speech that no supported word fills."""
    filled = [_filled_by(word) for word in words if Mark.UNSUPPORTED not in word.marks]
    return list(subtract(spoken.possible, filled))


def _duration(pieces: Iterable[Interval]) -> int:
    return sum(piece.duration for piece in pieces)


def _filled_by(word: Word) -> Interval:
    """What a word fills of the speech around it. Recognisers squeeze one word to nothing and stretch the next over a
    lost sentence, so one that is far too short is given its natural length on either side, a far too long one is cut.
    """
    letters = sum(character.isalnum() for character in word.text)
    natural = max(SHORTEST_WORD, min(LETTER * letters, LONGEST_WORD))
    if word.interval.duration * 2 < natural:
        return Interval(Ticks(max(0, word.end - natural)), Ticks(word.start + natural))
    return Interval(word.start, Ticks(min(word.end, word.start + LONGEST_WORD)))


def _recover(hole: Interval, words: Sequence[Word], spoken: Spoken, hear: Hear) -> list[Word]:
    """What a second hearing of a hole adds: nothing that its neighbours say already, no guesses, nothing doubtful."""
    supported = [word for word in words if Mark.UNSUPPORTED not in word.marks]
    before = [word for word in supported if word.start < hole.start][-_NEIGHBOURS:]
    after = [word for word in supported if word.start >= hole.start][:_NEIGHBOURS]
    # A word stretched over the hole may be the one behind it.
    behind = ([before[-1]] if before and before[-1].end >= hole.end else []) + after
    heard = hear(Interval(Ticks(max(0, hole.start - PADDING)), Ticks(hole.end + PADDING)))
    inside = [word for word in heard if key(word.text) and hole.holds(word.interval.middle)]
    heard = _without_echo(inside, before, (after, behind))
    if not heard or sum(word.confidence or 0 for word in heard) < LEAST_CONFIDENCE * len(heard):
        return []
    doubtful = _unspoken(heard, spoken) | _too_fast(heard)
    for loop in loops([key(word.text) for word in heard]):
        doubtful.update(range(loop.start, loop.end))
    if len(doubtful) * 2 > len(heard):
        return []
    return [_marked(word, Mark.RECOVERED) for at, word in enumerate(heard) if at not in doubtful]


def _without_echo(heard: list[Word], before: Sequence[Word], afters: Sequence[Sequence[Word]]) -> list[Word]:
    """Without the words at either end that repeat the neighbours': the second hearing began or ended in them."""
    keys = [key(word.text) for word in heard]
    earlier = [key(word.text) for word in before]
    head = max((n for n in range(1, min(len(keys), len(earlier)) + 1) if keys[:n] == earlier[-n:]), default=0)
    heard, keys = heard[head:], keys[head:]
    tail = 0
    for after in afters:
        later = [key(word.text) for word in after]
        ends = (n for n in range(1, min(len(keys), len(later)) + 1) if keys[-n:] == later[:n])
        tail = max(tail, max(ends, default=0))
    return heard[: len(heard) - tail]


def _guessed(words: Sequence[Word], spoken: Spoken) -> set[int]:
    """Words of little confidence in stretches where no speech is clear: what recognisers make of music and noise."""
    found: set[int] = set()
    for stretch in merge(spoken.possible, gap=JOINED):
        if _duration(clip(spoken.clear, stretch)) >= CLEAR_SPEECH:
            continue
        near = Interval(Ticks(max(0, stretch.start - SLACK)), Ticks(stretch.end + SLACK))
        inside = [number for number, word in enumerate(words) if near.holds(word.interval.middle)]
        if sum(words[number].confidence or 0 for number in inside) < SURE_CONFIDENCE * len(inside):
            found.update(inside)
    return found


def _unspoken(words: Sequence[Word], spoken: Spoken) -> set[int]:
    """Words with no speech within ``SLACK`` of them."""
    near = merge(Interval(Ticks(max(0, i.start - SLACK)), Ticks(i.end + SLACK)) for i in spoken.possible)
    found: set[int] = set()
    at = 0
    for number, word in enumerate(words):
        while at < len(near) and near[at].end <= word.start:
            at += 1
        touches = at < len(near) and near[at].start <= max(word.end, word.start + 1)
        if not touches:
            found.add(number)
    return found


def _too_fast(words: Sequence[Word]) -> set[int]:
    """Words in runs that nobody could say; a word of natural length at the edge of one is not doubted."""
    found: set[int] = set()
    for first in range(len(words) - FAST_WORDS + 1):
        run = range(first, first + FAST_WORDS)
        if max(words[at].end for at in run) - words[first].start < FASTEST:
            found.update(at for at in run if words[at].interval.duration < SHORTEST_WORD)
    return found


def _is_carried(loop: Loop, words: Sequence[Word], spoken: Spoken) -> bool:
    """Whether there is speech enough under a loop for all of its words."""
    under = Interval(words[loop.start].start, max(words[at].end for at in range(loop.start, loop.end)))
    return _duration(clip(spoken.possible, under)) >= CARRIER * loop.length * loop.times


def _is_said_again(loop: Loop, words: Sequence[Word], hear: Hear) -> bool:
    """Whether a loop is heard again, at least half as often, when it is heard by itself."""
    phrase = [key(word.text) for word in words[loop.start : loop.start + loop.length]]
    end = max(words[at].end for at in range(loop.start, loop.end))
    again = [key(word.text) for word in hear(Interval(words[loop.start].start, end))]
    times = sum(again[at : at + loop.length] == phrase for at in range(len(again)))
    return times * 2 >= loop.times


def provenance() -> dict[str, object]:
    """What the guards' decisions depend on."""
    millisecond = from_milliseconds(1)
    return {
        "lost_speech_ms": LOST_SPEECH // millisecond,
        "lost_possible_speech_ms": LOST_POSSIBLE_SPEECH // millisecond,
        "slack_ms": SLACK // millisecond,
        "near_ms": NEAR // millisecond,
        "scrap_ms": SCRAP // millisecond,
        "padding_ms": PADDING // millisecond,
        "least_confidence": LEAST_CONFIDENCE,
        "sure_confidence": SURE_CONFIDENCE,
        "clear_speech_ms": CLEAR_SPEECH // millisecond,
        "letter_ms": LETTER // millisecond,
        "fastest": f"{FAST_WORDS} words in {FASTEST // millisecond} ms",
        "carrier_ms": CARRIER // millisecond,
    }


def _marked(word: Word, mark: Mark) -> Word:
    return replace(word, marks=word.marks | {mark})
