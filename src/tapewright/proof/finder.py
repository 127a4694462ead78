"""The finder: where the words of a quotation were said, in one piece or in several, on one tape or on many.

Method (``docs/decisions/0041-runs-and-chains.md``; the idea is that of BLAST and of aligners of long reads, on words).
The quotation's pairs of words, rarest first, vote for diagonals; in the likeliest windows the runs are taken that stand
there word for word; dynamic programming chains them over places and tapes, a run having to tell more than it costs to
name its place. Rows that stay unexplained are looked for again by themselves, first around what was found, then on the
same tapes, then everywhere. Last, what lies between and beside the runs is compared word by word: misheard, misspelt,
split.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from tapewright.corpus import Lookup
from tapewright.corpus.shelves import Shelves
from tapewright.model import TapeId
from tapewright.proof.chaining import Chain, best_chain, jump
from tapewright.proof.exact import exact_places
from tapewright.proof.pieces import credits_of, fitted, fragment_at, fragments, pieces_of
from tapewright.proof.runs import Run, Window, runs, windows
from tapewright.proof.talk import Location
from tapewright.proof.voices import NOBODY, Voices
from tapewright.proof.weighing import Asked

MOST_LOCATIONS = 20

SURE = 0.5
"""A ``net`` of so much: said there. In the benchmark 1 of 100 that were never said reaches it, and 99 that were."""

_LEAST_SCORE = 0.25
_BY_PARTS = 150
"""Longer quotations are looked for in parts of so many rows."""

_AROUND = 120
"""So many words before and behind what was found are looked through for the rest."""

_ROUNDS = 2
_PART_POSITIONS = 20_000
_SAME_TAPE = 4
_MORE_ROWS = 3
_LEAST_ROWS, _LEAST_TELLING = 3, 8.0
_LEAST_SHARE, _NEAREST = 0.5, 4
_AS_MUCH = 0.8


class _Found(NamedTuple):
    """A way to explain the quotation; ``value`` puts them in order: what is explained less what it costs, in bits."""

    location: Location
    value: float


class Finder:
    """Finds quotations on tapes: arrays, each with those of its tapes that count."""

    def __init__(self, parts: Iterable[tuple[Lookup, Collection[str]]]) -> None:
        self._shelves = Shelves(parts)

    @property
    def tapes(self) -> list[TapeId]:
        """The tapes that are looked through."""
        return [TapeId(name) for name in self._shelves.tapes]

    def find(self, words: Sequence[str], *, limit: int = MOST_LOCATIONS, meant: Voices = NOBODY) -> list[Location]:
        """The ways to explain a quotation by what was said, best first: all places where it was said so or nearly.

        ``words`` are its normal words (``words.normal.spoken``). Fragments count in normal words on both sides, in the
        order of the quotation. Of places that are worth the same, those come first that the voices ``meant`` begin: a
        short line may have been said a thousand times. A quotation that was never said gives nothing, or a few places
        that are nearest, with a low ``net``.
        """
        asked = Asked(words, self._shelves)
        if not asked.rows or limit < 1:
            return []
        found = [self._whole(asked, position) for position in exact_places(asked, self._shelves, limit, meant)]
        if len(found) < limit:
            found += self._put_together(asked, limit, found)
        found.sort(key=lambda one: (-round(one.value, 6), -meant.begin(one.location), *_order(one.location)))
        return list(_different(one.location for one in found))[:limit]

    def _put_together(self, asked: Asked, limit: int, whole: Sequence[_Found]) -> list[_Found]:
        """The best chain, its like with one piece said elsewhere, and every passage by itself."""
        places = self._likely(asked)
        every = self._runs(asked, places)
        chain = best_chain(asked, every)
        if not whole:
            chain, every = self._searched_again(asked, chain, every)
        if not chain.runs:
            return []
        found = [] if whole else [self._found(asked, pieces_of(chain.runs, self._shelves))]
        others = self._passages(asked, every, chain)
        best = (found or whole)[0]
        is_sure = best.location.net >= SURE
        least = (asked.telling(0, asked.rows) if whole else chain.value) * _LEAST_SHARE
        for passage in others[: limit if is_sure else _NEAREST]:
            if is_sure and passage.value < least:
                break
            found.append(self._found(asked, pieces_of(passage.runs, self._shelves)))
        if not whole and is_sure:
            exchanged = self._exchanged(asked, pieces_of(chain.runs, self._shelves), others)
            found += [one for one in exchanged if one.value >= best.value * _AS_MUCH]
        return [one for one in found if one.location.score >= _LEAST_SCORE]

    # --- where to look ----------------------------------------------------------------------------------------------

    def _likely(self, asked: Asked) -> list[tuple[int, int, list[Window]]]:
        """For each part of the quotation its rows and the windows that are likeliest."""
        parts = -(-asked.rows // _BY_PARTS)
        edges = [asked.rows * part // parts for part in range(parts + 1)]
        return [(first, end, windows(asked, self._shelves, first, end)) for first, end in pairwise(edges)]

    def _runs(self, asked: Asked, places: Iterable[tuple[int, int, list[Window]]]) -> list[Run]:
        return [run for first, end, some in places for run in runs(asked, self._shelves, some, first, end)]

    def _searched_again(self, asked: Asked, chain: Chain, every: list[Run]) -> tuple[Chain, list[Run]]:
        """The chain with the rows that it leaves looked for by themselves."""
        tried: set[tuple[int, int]] = set()
        for _ in range(_ROUNDS):
            left = [rows for rows in _left(asked, chain) if rows not in tried]
            if not left:
                break
            tried.update(left)
            more = [run for first, end in left for run in self._rest(asked, chain, first, end)]
            every = list(dict.fromkeys([*every, *more]))
            chain = best_chain(asked, every)
        return chain, every

    def _rest(self, asked: Asked, chain: Chain, first: int, end: int) -> list[Run]:
        """Runs of some rows: around what was found, on the same tapes, and everywhere if they tell enough for that."""
        places = [(run.start - _AROUND, run.stop + _AROUND) for run in chain.runs]
        tapes = sorted({self._shelves.tape_around(run.start) for run in chain.runs})
        places += windows(asked, self._shelves, first, end, most=_SAME_TAPE, positions=_PART_POSITIONS, tapes=tapes)
        if asked.telling(first, end) > asked.other_place:
            places += windows(asked, self._shelves, first, end, positions=_PART_POSITIONS)
        # A word more on either side: a piece may begin with the last word of the one before.
        return runs(asked, self._shelves, places, max(0, first - _MORE_ROWS), min(asked.rows, end + _MORE_ROWS))

    # --- other ways to explain it -----------------------------------------------------------------------------------

    def _passages(self, asked: Asked, every: Iterable[Run], best: Chain) -> list[Chain]:
        """What each passage explains by itself, the best first; without the one that explains all that is explained."""
        made: list[Chain] = []
        for passage in _by_passage(every):
            chain = best_chain(asked, passage)
            if chain.runs != best.runs:
                made.append(chain)
        return sorted(made, key=lambda chain: (-chain.value, chain.runs[0].tape, chain.runs[0].start))

    def _exchanged(self, asked: Asked, pieces: list[list[Run]], passages: Sequence[Chain]) -> Iterator[_Found]:
        """The best way again, with one of its pieces from another passage that explains as much of it."""
        if len(pieces) < 2:
            return
        for number, piece in enumerate(pieces):
            first, end = piece[0].first, piece[-1].end
            # What does not tell enough to name its place by itself was not said "there too": it is said everywhere.
            wanted = max(asked.other_place, sum(run.told for run in piece) * _AS_MUCH)
            for passage in passages[:MOST_LOCATIONS]:
                inside = [run for run in passage.runs if first <= run.first and run.end <= end]
                is_same = any(run.start == inside[0].start for run in piece) if inside else True
                if not is_same and sum(run.told for run in inside) >= wanted:
                    other = [*pieces[:number], *pieces_of(inside, self._shelves), *pieces[number + 1 :]]
                    yield self._found(asked, other)

    # --- what is found ----------------------------------------------------------------------------------------------

    def _whole(self, asked: Asked, position: int) -> _Found:
        fragment = fragment_at(asked, self._shelves, (0, asked.rows), position, position + asked.rows)
        return _Found(Location((fragment,), 1.0, telling=asked.by_word), asked.weight)

    def _found(self, asked: Asked, pieces: Sequence[Sequence[Run]]) -> _Found:
        made = fitted(asked, self._shelves, pieces)
        explained = sum(piece.explained(asked) for piece in made)
        cost = 0.0
        for (*_, last), (run, *_) in pairwise(pieces):
            if last.tape != run.tape:
                cost += asked.other_place
            else:
                cost += jump(run.start - last.stop, run.first - last.end, asked.other_place)
        found = tuple(fragments(asked, self._shelves, made))
        score, net = (round(min(1.0, max(0.0, bits / asked.weight)), 4) for bits in (explained, explained - cost))
        told = round(asked.net_told(credits_of(asked, made), cost), 4)
        return _Found(Location(found, score, net, told, asked.by_word), explained - cost)


def _left(asked: Asked, chain: Chain) -> Iterator[tuple[int, int]]:
    """The rows that a chain leaves, where they are enough to be looked for by themselves."""
    edges = [(0, 0), *((run.first, run.end) for run in chain.runs), (asked.rows, asked.rows)]
    for (_, first), (end, _) in pairwise(edges):
        is_enough = end - first >= _LEAST_ROWS or (end - first > 1 and (first == 0 or end == asked.rows))
        if is_enough and asked.telling(first, end) >= _LEAST_TELLING:
            yield first, end


def _by_passage(every: Iterable[Run]) -> Iterator[list[Run]]:
    """Runs that lie near each other on a tape, passage by passage."""
    passage: list[Run] = []
    for run in sorted(every, key=lambda run: (run.tape, run.start)):
        if passage and (run.tape != passage[-1].tape or run.start > max(r.stop for r in passage) + _AROUND):
            yield passage
            passage = []
        passage.append(run)
    if passage:
        yield passage


def _order(location: Location) -> tuple[int, str, int]:
    return len(location.fragments), location.fragments[0].tape, location.fragments[0].start


def _different(locations: Iterable[Location]) -> Iterator[Location]:
    """The locations of which one fragment at least lies where no better one has any."""
    seen: dict[str, set[int]] = {}
    for location in locations:
        places = [(seen.setdefault(one.tape, set()), range(one.start, one.stop)) for one in location.fragments]
        if any(words.isdisjoint(place) for words, place in places):
            yield location
        for words, place in places:
            words.update(place)
