"""align: typed text on the sound, against plain alignment of words, with known truth and on text that people typed.

(a) Tapes out of real readings, heard by the default engine with its guards; typists that err in 0, 5 and 15 of 100
words, miss paragraphs and put in headings that nobody says. Counted are the words that were said and typed rightly:
how many lie in the reading that they belong to, how far their starts are from the truth (see ``align_material`` for
what that is), how many have no place; and of what nobody said how much lies where nobody speaks.
(b) Ten earnings calls: what people typed on the words of two recognisers; whether each typed word lies where its
speaker speaks, by marks that people made (RTTM).
(c) Speeches and a chapter, without truth: what becomes of the words.

The peer is the plain alignment of all words by Levenshtein's distance (rapidfuzz): what agrees or stands in another's
place takes its time, everything else is put between its neighbours.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from align_material import Clip, TrueTape, Typing, heard, true_tape, typing
from align_texts import Pair, Spoken, calls, samples, share, speeches
from figures import figure
from recordings import SPEECH
from tapewright.collation import LayWords
from tapewright.collation.placing import Placed, Status, collate
from tapewright.model import Word, WordTiming
from tapewright.speech.activity import Spoken as Activity
from tapewright.timing import Ticks, to_float_seconds
from tapewright.verbs.laying import layer
from tapewright.words.normal import key
from tapewright.words.pace import shares

MINUTES, SEED = 24, 3
RATES = (0.0, 0.05, 0.15)
NEAR_S = 0.1
EDGE_S = 0.25
"""How far a word may lie over the end of a reading."""

Places = Sequence[Placed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """In percent, but for ``cpu`` (seconds), ``median_ms`` and the words that lie where nobody speaks: all, and those
    that have no time of the engine's.
    """

    right: float
    unplaced: float
    near: float
    median_ms: float
    swapped: float
    unsaid: float
    nowhere: int
    laid_nowhere: int
    cpu: float

    def row(self, name: str) -> str:
        """A line of the table."""
        return (
            f"{name:<26}{self.right:>8.2f}{self.unplaced:>9.2f}{self.near:>8.2f}{self.median_ms:>8.0f}"
            f"{self.swapped:>9.2f}{self.unsaid:>8.1f}{self.nowhere:>9}{self.cpu:>8.2f}"
        )


def main() -> None:
    """Measure and print."""
    if not SPEECH.is_dir():
        print(f"skipped: the recordings are not in {SPEECH}")
    else:
        _tapes()
    _calls()
    _plain()


def _tapes() -> None:
    for is_old, minutes, seed in ((False, MINUTES, SEED), (True, MINUTES / 2, SEED + 1)):
        tape = true_tape(minutes=minutes, seed=seed, is_old=is_old)
        what = "as from an old cassette" if is_old else "clean"
        print(f"{len(tape.clips)} readings, {what}, {tape.seconds / 60:.1f} min, heard in {tape.heard_cpu:.0f} CPU s")
        print(
            f"{'':<26}{'right %':>8}{'none %':>9}{'100ms %':>8}{'med ms':>8}{'wrong ok':>9}"
            f"{'unsaid':>8}{'nowhere':>9}{'CPU s':>8}"
        )
        _tape(tape, ", old tape" if is_old else "")


def _tape(tape: TrueTape, kind: str) -> None:
    with tape.open() as project:
        transcript, spoken = heard(project)
        (found,) = project.store.tapes()
        align = layer(project, found, "en")
        words = sorted(transcript.words, key=lambda word: (word.start, word.end))
        for rate in RATES:
            text = typing(tape, rate=rate, seed=7)
            tokens = [word.text for word in text.words]
            ours = _score(tape, text, partial(_collated, tokens, words, spoken, align))
            print(ours.row(f"ours, {rate:.0%} errors"))
            print(_score(tape, text, partial(plain, tokens, words)).row(f"plain, {rate:.0%} errors"), flush=True)
            if rate == RATES[-1]:
                figure(f"align: said words in the right reading{kind}", ours.right, "%", least=99)
                figure(f"align: said words without a place{kind}", ours.unplaced, "%", most=1)
                figure(f"align: starts within 100 ms{kind}", ours.near, "%", least=96)
                figure(f"align: words laid where nobody speaks{kind}", ours.laid_nowhere, "words", most=0)
                figure(f"align: CPU on top of hearing{kind}", ours.cpu / tape.heard_cpu, "ratio", most=0.2)


def _collated(tokens: Sequence[str], words: Sequence[Word], spoken: Activity, align: LayWords | None) -> Places:
    return collate(tokens, words, speech=spoken.clear, possible=spoken.possible, align=align).placed


def _score(tape: TrueTape, text: Typing, do: Callable[[], Places]) -> Score:
    began = time.process_time()
    places = do()
    cpu = time.process_time() - began
    laid_nowhere = 0
    right = unplaced = swapped = swapped_right = unsaid = unsaid_placed = nowhere = kept = 0
    errors: list[float] = []
    for word, place in zip(text.words, places, strict=True):
        start, middle = to_float_seconds(place.start), to_float_seconds(place.interval.middle)
        is_placed = place.status is not Status.ABSENT
        is_nowhere = is_placed and not _is_speech(tape.clips, middle)
        nowhere += is_nowhere
        laid_nowhere += is_nowhere and not place.heard
        if word.true is None:
            unsaid += 1
            unsaid_placed += is_placed
            continue
        clip = tape.clips[word.true.clip]
        is_right = is_placed and clip.start - EDGE_S <= middle <= clip.end + EDGE_S
        if not word.is_right:
            swapped += 1
            swapped_right += is_right
            continue
        kept += 1
        right += is_right
        unplaced += not is_placed
        if is_right and word.true.start is not None:
            errors.append(abs(start - word.true.start))
    return Score(
        right=share(right, kept),
        unplaced=share(unplaced, kept),
        near=share(sum(error <= NEAR_S for error in errors), len(errors)),
        median_ms=1000 * statistics.median(errors),
        swapped=share(swapped_right, swapped),
        unsaid=share(unsaid_placed, unsaid),
        nowhere=nowhere,
        laid_nowhere=laid_nowhere,
        cpu=cpu,
    )


def _is_speech(clips: Sequence[Clip], at: float) -> bool:
    """Whether a time lies in a reading, from its first word to its last where they are known."""
    for clip in clips:
        start = clip.words[0].start if clip.words and clip.words[0].start is not None else clip.start
        end = clip.words[-1].end if clip.words and clip.words[-1].end is not None else clip.end
        if start - EDGE_S <= at <= end + EDGE_S:
            return True
    return False


def plain(typed: Sequence[str], words: Sequence[Word]) -> list[Placed]:
    """The peer: every word gets a place."""
    from rapidfuzz.distance import Levenshtein

    ours, theirs = [key(text) for text in typed], [key(word.text) for word in words]
    times: list[tuple[int, int] | None] = [None] * len(typed)
    for step in Levenshtein.opcodes(ours, theirs):
        if step.tag in ("equal", "replace"):
            for i, j in zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=False):
                times[i] = (words[j].start, words[j].end)
    made: list[Placed] = []
    at = 0
    while at < len(typed):
        run = at
        while run < len(typed) and times[run] is None:
            run += 1
        if run > at:
            start = made[-1].end if made else 0
            following = times[run] if run < len(typed) else None
            end = max(start, following[0] if following else words[-1].end)
            for first, last in shares(typed[at:run], start, end):
                made.append(_place(first, last))
        if run < len(typed):
            found = times[run]
            assert found is not None
            made.append(_place(*found))
            run += 1
        at = run
    return made


def _place(start: int, end: int) -> Placed:
    return Placed(start=Ticks(start), end=Ticks(end), status=Status.SAID, timing=WordTiming.RECOGNISED)


def _calls() -> None:
    found = calls()
    if not found:
        print("skipped: no earnings calls")
        return
    print(
        f"\n{'calls':<26}{'own %':>8}{'none %':>9}{'turn ms':>9}{'500ms %':>9}{'plain own':>11}{'words':>8}{'CPU s':>8}"
    )
    for number, name in enumerate(("speechmatics", "kaldi")):
        rows = [_call(pair[number], pair[2]) for pair in found]
        words, placed, own, other = (
            sum(getattr(row, at) for row in rows) for at in ("words", "placed", "own", "plain")
        )
        turns = [error for row in rows for error in row.turns]
        within = share(sum(error <= 0.5 for error in turns), len(turns))
        print(
            f"{name:<26}{share(own, placed):>8.2f}{share(words - placed, words):>9.2f}"
            f"{1000 * statistics.median(turns):>9.0f}{within:>9.1f}{share(other, words):>11.2f}{words:>8}"
            f"{sum(row.cpu for row in rows):>8.2f}"
        )
        better = share(own, placed) - share(other, words)
        figure(f"align: calls, words where their speaker speaks - plain, {name}", better, "points", least=-0.1)
        figure(f"align: calls, words without a place, {name}", share(words - placed, words), "%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Words that somebody says, those with a place, those in their speaker's speech, the peer's in it; how far the
    starts of turns are from where people marked them, in seconds.
    """

    words: int
    placed: int
    own: int
    plain: int
    turns: tuple[float, ...]
    cpu: float


def _call(pair: Pair, spoken: Spoken) -> Call:
    began = time.process_time()
    made = collate(pair.typed, pair.heard)
    cpu = time.process_time() - began
    said = sorted({at for unit in made.laid.typed_units for at in range(unit.first, unit.end)})
    placed = [at for at in said if made.placed[at].status is not Status.ABSENT]
    other = plain(pair.typed, pair.heard)

    def is_own(places: Places, at: int) -> bool:
        return spoken.is_by(pair.speakers[at], to_float_seconds(places[at].interval.middle))

    firsts = [at for before, at in pairwise([-1, *placed]) if before < 0 or pair.speakers[before] != pair.speakers[at]]
    return Call(
        words=len(said),
        placed=len(placed),
        own=sum(is_own(made.placed, at) for at in placed),
        plain=sum(is_own(other, at) for at in said),
        turns=tuple(spoken.from_turn(pair.speakers[at], to_float_seconds(made.placed[at].start)) for at in firsts),
        cpu=cpu,
    )


def _plain() -> None:
    found = [*speeches(), *samples()]
    if not found:
        print("skipped: no speeches")
        return
    print(f"\n{'speeches':<26}" + "".join(f"{status.value:>14}" for status in Status) + f"{'words':>8}{'CPU s':>8}")
    groups = {"debates": [p for p in found if "," not in p.name]} | {p.name: [p] for p in found if "," in p.name}
    for name, pairs in groups.items():
        began = time.process_time()
        made = [collate(pair.typed, pair.heard) for pair in pairs]
        cpu = time.process_time() - began
        words = sum(len(one.placed) for one in made)
        counts = [sum(one.count(status) for one in made) for status in Status]
        print(f"{name:<26}" + "".join(f"{share(count, words):>13.2f}%" for count in counts) + f"{words:>8}{cpu:>8.2f}")


if __name__ == "__main__":
    sys.exit(main())
