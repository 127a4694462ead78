"""What has changed from one cut to another, line by line: gone, added, moved, trimmed, words lifted out or put back.

A line is a bite of a paper edit or a run of a timeline. Pieces are the same where they share half of the shorter one's
tape time. Those that stand in the old order are found first (the heaviest increasing chain of shared time); what is
left over and shared all the same has moved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from tapewright.model import TapeId
from tapewright.proof.programme import HeardPiece, HeardRun, ProgrammeEar
from tapewright.timing import FrameRate, Interval, Ticks, clip, merge, subtract
from tapewright.words.counted import counted
from tapewright.words.shortened import shortened


class ChangeKind(StrEnum):
    """What happened to a line."""

    GONE = "gone"
    ADDED = "added"
    MOVED = "moved"
    TRIMMED = "trimmed"  # it begins or ends elsewhere
    LIFTED = "lifted"  # words, or silence, were taken out of its middle
    PUT_BACK = "put_back"  # what was left out of its middle is heard now
    RETIMED = "retimed"  # it is played at another speed
    SPACED = "spaced"  # there is more, or less, time between it and what is heard before it


@dataclass(frozen=True, slots=True, kw_only=True)
class CutLine:
    """A line of the earlier cut: its number and the pieces that it was heard in."""

    n: int
    pieces: tuple[HeardPiece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CutChange:
    """One thing that is otherwise than before.

    ``line`` is the earlier cut's, None for what was added. ``source`` is the stretch of the tape that it is about,
    ``record`` where the line is now (where it was, if it is gone). ``head`` and ``tail`` are frames of the programme
    taken off there, negative where it has become longer; ``space`` are those put between it and what is heard before
    it, negative for less. ``words`` are those that went, came or moved; ``at_word`` is the word at the edit point.
    """

    kind: ChangeKind
    line: int | None
    tape: TapeId
    source: Interval
    record: int
    explanation: str
    words: str = ""
    head: int = 0
    tail: int = 0
    space: int = 0
    at_word: str = ""


@dataclass(frozen=True, slots=True)
class ComparedCuts:
    """The changes, in the order of the programme as it is now, and for each piece now the earlier one (by place)."""

    changes: tuple[CutChange, ...]
    was: Mapping[int, int]
    line_of: Mapping[int, int]


def lines_of(pieces: Sequence[HeardPiece], runs: Sequence[HeardRun]) -> tuple[CutLine, ...]:
    """The lines of a cut: its bites where every piece knows its own, else its runs, and what is in none by itself."""
    groups: dict[object, list[HeardPiece]] = defaultdict(list)
    by_bite = all(piece.bite is not None for piece in pieces)
    run_of = {id(piece): run.n for run in runs for piece in run.pieces}
    for piece in pieces:
        key: object = piece.bite if by_bite else run_of.get(id(piece), ("alone", piece.number))
        groups[key].append(piece)
    return tuple(
        CutLine(n=key if by_bite and isinstance(key, int) else n, pieces=tuple(group))
        for n, (key, group) in enumerate(groups.items(), 1)
    )


def compare(before: Sequence[CutLine], now: Sequence[HeardPiece], ear: ProgrammeEar, rate: FrameRate) -> ComparedCuts:
    """What has changed, in frames of ``rate``; a difference below half a frame is none."""
    old = [(piece, place) for place, line in enumerate(before) for piece in line.pieces]
    old.sort(key=lambda item: (item[0].record.start, item[0].record.end))
    shared = _shared([piece for piece, _ in old], now, rate)
    kept = _chain(shared)
    was = kept | _leftovers(shared, kept)
    was |= _splits(shared, [line for _, line in old], was, len(now))
    line_of = {new: old[place][1] for new, place in was.items()}
    teller = _Teller(ear, rate)
    changes: list[CutChange] = []
    places: dict[int, list[int]] = defaultdict(list)
    for place in sorted(line_of):
        places[line_of[place]].append(place)
    for number, line in enumerate(before):
        mine = places[number]
        changes += teller.line(line, [now[p] for p in mine], is_moved=bool(mine) and not any(p in kept for p in mine))
    changes += (teller.added(now[place]) for place in range(len(now)) if place not in line_of)
    for place in range(1, len(now)):
        first, second = was.get(place - 1), was.get(place)
        if first is not None and second == first + 1:
            then = (old[first][0], old[second][0])
            changes += teller.spaced(then, (now[place - 1], now[place]), before[line_of[place]].n)
    changes.sort(key=lambda change: (change.record, change.line or 0))
    return ComparedCuts(tuple(changes), was, {place: before[line].n for place, line in line_of.items()})


def _shared(old: Sequence[HeardPiece], now: Sequence[HeardPiece], rate: FrameRate) -> dict[tuple[int, int], int]:
    """Ticks that an old and a new piece share, for those that may be the same."""
    by_tape: dict[TapeId, list[tuple[int, int]]] = defaultdict(list)
    longest: dict[TapeId, int] = defaultdict(int)
    for place, piece in enumerate(old):
        by_tape[piece.tape].append((piece.source.start, place))
        longest[piece.tape] = max(longest[piece.tape], piece.source.duration)
    for places in by_tape.values():
        places.sort()
    shared: dict[tuple[int, int], int] = {}
    for new, piece in enumerate(now):
        some = by_tape[piece.tape]
        first = bisect_left(some, (piece.source.start - longest[piece.tape], 0))
        for _, place in some[first : bisect_left(some, (piece.source.end, 0))]:
            both = piece.source.shared(old[place].source)
            shorter = min(piece.source.duration, old[place].source.duration)
            if both and both.duration * 2 >= shorter and both.duration * 2 > rate.ticks_per_frame:
                shared[place, new] = both.duration
    return shared


def _chain(shared: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """New places to old ones: the pairs in one order that share most, by a tree of maxima over the new places."""
    size = max((new for _, new in shared), default=-1) + 2
    tree: list[tuple[int, tuple[int, int] | None]] = [(0, None)] * (size + 1)
    best: dict[tuple[int, int], tuple[int, tuple[int, int] | None]] = {}
    for pair in sorted(shared, key=lambda pair: (pair[0], -pair[1])):
        at, found = pair[1], tree[0]
        while at > 0:  # the heaviest chain that ends before this new place
            found = max(found, tree[at], key=lambda item: item[0])
            at -= at & -at
        best[pair] = (found[0] + shared[pair], found[1])
        at = pair[1] + 1
        while at <= size:
            if tree[at][0] < best[pair][0]:
                tree[at] = (best[pair][0], pair)
            at += at & -at
    chain: dict[int, int] = {}
    last = max(best, key=lambda pair: best[pair][0], default=None)
    while last is not None:
        chain[last[1]] = last[0]
        last = best[last][1]
    return chain


def _leftovers(shared: Mapping[tuple[int, int], int], kept: Mapping[int, int]) -> dict[int, int]:
    """Pairs out of order, those first that share most."""
    taken = set(kept.values())
    found: dict[int, int] = {}
    for (old, new), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if old not in taken and new not in kept and new not in found:
            found[new] = old
            taken.add(old)
    return found


def _splits(
    shared: Mapping[tuple[int, int], int], lines: Sequence[int], was: Mapping[int, int], count: int
) -> dict[int, int]:
    """Pieces that are a part of a line whose piece was cut in two: they stand beside its other part."""
    olds: dict[int, dict[int, int]] = defaultdict(dict)
    for old, new in shared:
        olds[new][lines[old]] = old
    found: dict[int, int] = {}
    for order in (range(count), range(count - 1, -1, -1)):
        beside: int | None = None
        for new in order:
            own = was.get(new, found.get(new))
            if own is None and beside is not None and lines[beside] in olds[new]:
                own = found[new] = olds[new][lines[beside]]
            beside = own
    return found


@dataclass(frozen=True, slots=True)
class _Teller:
    ear: ProgrammeEar
    rate: FrameRate

    def line(self, line: CutLine, now: Sequence[HeardPiece], *, is_moved: bool) -> Iterator[CutChange]:
        """What became of a line."""
        tape = line.pieces[0].tape
        whole = Interval(
            min(piece.source.start for piece in line.pieces), max(piece.source.end for piece in line.pieces)
        )
        said = self._words(tape, [piece.source for piece in line.pieces])
        record = (now or line.pieces)[0].record.start

        def became(kind: ChangeKind, explanation: str) -> CutChange:
            return CutChange(
                kind=kind, line=line.n, tape=tape, source=whole, record=record, words=said, explanation=explanation
            )

        if not now:
            yield became(ChangeKind.GONE, f"it is gone: {_said(said)}")
            return
        is_turned = _is_turned(now) and not _is_turned(line.pieces)
        if is_moved or is_turned:
            what = "it has moved" if is_moved else "its parts stand in another order"
            yield became(ChangeKind.MOVED, f"{what}: {_said(said)}")
        speeds = {piece.speed for piece in now} - {piece.speed for piece in line.pieces}
        if speeds:
            told = ", ".join(f"{speed} %" for speed in sorted(speeds))
            yield became(ChangeKind.RETIMED, f"it is played at {told}")
            return
        yield from self._ends(line, now, record)
        yield from self._inside(line, now, record)

    def added(self, piece: HeardPiece) -> CutChange:
        """A piece that was in no line."""
        said = self._words(piece.tape, [piece.source])
        return CutChange(
            kind=ChangeKind.ADDED,
            line=None,
            tape=piece.tape,
            source=piece.source,
            record=piece.record.start,
            words=said,
            explanation=f"it is new: {_said(said)}",
        )

    def spaced(
        self, then: tuple[HeardPiece, HeardPiece], now: tuple[HeardPiece, HeardPiece], line: int
    ) -> Iterator[CutChange]:
        """Time between two pieces that follow each other then and now."""
        silences = [two.record.start - one.record.end for one, two in (then, now)]
        space = self.rate.nearest_frame(silences[1] - silences[0])
        if space:
            yield CutChange(
                kind=ChangeKind.SPACED,
                line=line,
                tape=now[1].tape,
                source=now[1].source,
                record=now[1].record.start,
                space=space,
                explanation=f"{counted(abs(space), 'frame')} {'more' if space > 0 else 'less'} before it",
            )

    def _ends(self, line: CutLine, now: Sequence[HeardPiece], record: int) -> Iterator[CutChange]:
        tape = line.pieces[0].tape
        old_start = min(piece.source.start for piece in line.pieces)
        old_end = max(piece.source.end for piece in line.pieces)
        start = min(piece.source.start for piece in now)
        end = max(piece.source.end for piece in now)
        head, tail = self.rate.nearest_frame(start - old_start), self.rate.nearest_frame(old_end - end)
        for frames, was, tick, at_end in ((head, old_start, start, False), (tail, old_end, end, True)):
            if not frames:
                continue
            between = Interval(Ticks(min(was, tick)), Ticks(max(was, tick)))
            words = self._words(tape, [between])
            at_word, where = self._at(tape, tick, at_end=at_end)
            longer = "shorter" if frames > 0 else "longer"
            lost = f", {'without' if frames > 0 else 'with'} “{words}”" if words else ""
            yield CutChange(
                kind=ChangeKind.TRIMMED,
                line=line.n,
                tape=tape,
                source=between,
                record=record,
                words=words,
                head=0 if at_end else frames,
                tail=frames if at_end else 0,
                at_word=at_word,
                explanation=f"{counted(abs(frames), 'frame')} {longer} at its {'end' if at_end else 'beginning'}{lost}"
                f": it {'ends' if at_end else 'begins'} {where}",
            )

    def _inside(self, line: CutLine, now: Sequence[HeardPiece], record: int) -> Iterator[CutChange]:
        tape = line.pieces[0].tape
        old = [piece.source for piece in line.pieces]
        new = [piece.source for piece in now]
        inner = Interval(
            Ticks(max(min(i.start for i in old), min(i.start for i in new))),
            Ticks(max(min(max(i.end for i in old), max(i.end for i in new)), max(old[0].start, new[0].start))),
        )
        for kind, stretches, verb in (
            (ChangeKind.LIFTED, subtract(old, new), "taken out of its middle"),
            (ChangeKind.PUT_BACK, subtract(new, old), "put back into its middle"),
        ):
            for hole in clip(merge(stretches), inner):
                frames = self.rate.nearest_frame(hole.duration)
                if not frames:
                    continue
                words = self._words(tape, [hole])
                at_word, where = self._at(tape, hole.start, at_end=True)
                yield CutChange(
                    kind=kind,
                    line=line.n,
                    tape=tape,
                    source=hole,
                    record=record,
                    words=words,
                    at_word=at_word,
                    explanation=f"{counted(frames, 'frame')} {verb}" + (f": “{words}”" if words else f", {where}"),
                )

    def _words(self, tape: TapeId, stretches: Sequence[Interval]) -> str:
        return " ".join(filter(None, (self.ear.text(tape, self.ear.between(tape, i.start, i.end)) for i in stretches)))

    def _at(self, tape: TapeId, tick: int, *, at_end: bool) -> tuple[str, str]:
        """The word at an edit point, and where that is in words."""
        sounding = self.ear.sounding_at(tape, tick)
        if sounding:
            word = self.ear.word(tape, sounding[0]).text
            return word, f"inside “{word}”"
        before, behind = self.ear.around(tape, tick)
        nearest = before if at_end else behind
        if nearest is None:
            return "", "where no word is known"
        word = self.ear.word(tape, nearest).text
        return word, f"behind “{word}”" if at_end else f"before “{word}”"


def _is_turned(pieces: Sequence[HeardPiece]) -> bool:
    """Whether a later piece comes from an earlier place."""
    return any(two.source.start < one.source.start for one, two in pairwise(pieces))


def _said(words: str) -> str:
    return f"“{shortened(words)}”" if words else "no word is known of it"
