"""When a place is a source at all: how much of a quotation must stand there before anything is said about it.

Three things are asked. Two measures are averaged. *In runs*: the weighted share of the quotation's words that stand
on the tape in one go, each run less one long word, because scraps of anything are said everywhere; words in no order
make short runs only. *Net*: the finder's share, by how rare the words are, less what it takes to name the places.

Measured on the tuning half (300 passages that were never said on these tapes, shuffled, or with other words of content;
1,100 that were, changed in eleven ways) over tapes misheard at 0, 10 and 20 %: with ``LEAST`` none of the first and all
of the second pass at 0 %, 99.5 % of the second at 10 %, 97 % at 20 %. ``LEAST_IN_RUNS`` keeps
words in no order out.

*Told*: what the words that are there tell about the place, less what it takes to name all their places and gaps, as a
share of what all would tell. A word tells less behind its usual neighbour: "your next question comes from the line of"
tells little, the name behind it much. What is not there but may have been misheard counts by half. This is asked of
the comparison and, where nothing is known of doubt, of the finder's fragments; both are weighed, with a little of the
runs. On the tuning half (15,000 that were never said, 4,400 that were) ``LEAST_TOLD`` leaves some 11 of 56 false
sources at 5 %, and takes away 0.1 % of the true ones. Those that are left are mostly passages with a word changed that
people say everywhere: "After the speaker's presentation, there will be a question and answer session". The price:
sentences of that kind with a name that a recogniser misheard are not found either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tapewright.model.verdict import PieceKind
from tapewright.proof.chaining import jump
from tapewright.proof.compared import Compared, Piece
from tapewright.proof.talk import Location, Telling

LEAST, LEAST_IN_RUNS, LEAST_OF_SHORT, LEAST_TOLD = 0.58, 0.42, 0.54, 0.67
_SMALL, _SMALL_LETTERS = 0.35, 3
_LONG_WORD = 1.0
_SHORT = 5.0
"""Of lighter quotations a single changed word leaves no run at all."""

LEAST_OF_MUCH, MUCH = 0.6, 140.0
"""Of the 15,000 none that passes the first tells so many bits and fails otherwise; of real sentences that a recogniser
heard badly, one in a hundred does."""

_COMPARED, _LOCATED, _RUNS = 0.5, 0.4, 0.1
"""What each of the three is worth in what is told."""

_DOUBTFUL = 0.5
_NEAR = 0.5
_NO_BREAK = frozenset({PieceKind.FILLER, PieceKind.OMITTED, PieceKind.OURS})


def may_be_source(location: Location) -> bool:
    """Whether a location can be a source at all, whatever a comparison of its words with the tape's would show."""
    return location.telling is None or _COMPARED + _LOCATED * location.told + _RUNS >= LEAST_OF_MUCH


def is_source(compared: Compared, location: Location) -> bool:
    """Whether a location holds enough of a quotation to be its source."""
    if not _tells(compared, location):
        return False
    if sum(_weight(row.text) for row in compared.quoted.rows) < _SHORT:
        return held(compared, location) >= LEAST_OF_SHORT
    return held(compared, location) >= LEAST and in_runs(compared) >= LEAST_IN_RUNS


def held(compared: Compared, location: Location) -> float:
    """How much of a quotation stands at a location: the mean of both measures, 0 to 1."""
    return (in_runs(compared) + location.net) / 2


def in_runs(compared: Compared) -> float:
    """The share of a quotation's weight that stands on the tapes in runs, each less one long word; 0 to 1."""
    total = sum(_weight(row.text) for row in compared.quoted.rows)
    if total <= _LONG_WORD:
        return compared.kept_rows / max(1, len(compared.quoted.rows))
    return sum(max(0.0, run - _LONG_WORD) for run in _runs(compared)) / (total - _LONG_WORD)


def _tells(compared: Compared, location: Location) -> bool:
    """Whether what is there tells enough of all that the quotation would; yes where nobody knows what words tell."""
    if location.telling is None:
        return True
    bits, share = _told(compared, location.telling)
    told = _COMPARED * share + _LOCATED * location.told + _RUNS * min(1.0, in_runs(compared))
    return told >= (LEAST_OF_MUCH if bits >= MUCH else LEAST_TOLD)


def _told(compared: Compared, telling: Telling) -> tuple[float, float]:
    """What the words that a comparison keeps tell, less what their places cost: in bits, and as a share of all."""
    credits = [0.0] * len(compared.quoted.rows)
    shares = [1.0] * len(credits)
    for piece, is_again in _once(compared):
        rows = slice(piece.quote.start, piece.quote.stop)
        if piece.kind is PieceKind.FILLER or piece.is_doubtful:
            shares[rows] = [0.0 if piece.kind is PieceKind.FILLER else _DOUBTFUL] * len(piece.quote)
        if not is_again:
            alike = piece.alike * piece.alike if piece.alike >= _NEAR else 0.0
            credit = 1.0 if piece.is_kept else alike if piece.kind is PieceKind.CHANGED else 0.0
            credits[rows] = [credit] * len(piece.quote)
    alone, behind = (_by_row(compared, bits) for bits in (telling.alone, telling.behind))
    kept = missing = 0.0
    for row, credit in enumerate(credits):
        kept += credit * (behind[row] if credit >= 1 and row and credits[row - 1] >= 1 else alone[row])
        missing += (1 - credit) * alone[row] * shares[row]
    bits = kept - _places(compared, telling.place)
    return bits, bits / max(1.0, kept + missing)


def _by_row(compared: Compared, bits: tuple[float, ...]) -> list[float]:
    """Bits of normal words as bits of rows; the two of a contraction have half of it each."""
    quoted = compared.quoted
    shared = Counter((row.first, row.end) for row in quoted.rows)
    return [
        sum(bits[quoted.words[row.first].first : quoted.words[row.end - 1].end]) / shared[row.first, row.end]
        for row in quoted.rows
    ]


def _places(compared: Compared, place: float) -> float:
    """What it takes to name the places of a comparison: its jumps, and the gaps inside of it."""
    cost = 0.0
    for piece in compared.pieces[1:-1]:
        if piece.kind in (PieceKind.GONE, PieceKind.CHANGED):
            cost += jump(max(0, len(piece.rows) - len(piece.said)), 0, place)
    for one, other in pairwise(compared.passages):
        is_same = one.tape == other.tape
        cost += jump(other.words.start - one.words.stop, 0, place) if is_same else place
    return cost


def _once(compared: Compared) -> Iterator[tuple[Piece, bool]]:
    """The pieces, each with whether its words stood in one before: what was said once does not explain two things."""
    used: set[tuple[str, int]] = set()
    for piece in compared.pieces:
        words = {(piece.talk.tape, number) for number in piece.words}
        yield piece, len(words & used) * 2 > len(words)
        # What is left out here may well be said later, where the text has it.
        if piece.said:
            used |= words


def _runs(compared: Compared) -> Iterator[float]:
    run = 0.0
    for piece, is_again in _once(compared):
        weight = 0.0 if is_again else sum(_weight(word) for word in piece.said)
        if piece.is_kept:
            run += weight
        elif piece.kind is PieceKind.CHANGED and piece.alike >= _NEAR:
            run += weight * piece.alike / 2
        elif piece.kind not in _NO_BREAK:
            yield run
            run = 0.0
    yield run


def _weight(row: str) -> float:
    """Little words stand everywhere."""
    return _SMALL if len(row) <= _SMALL_LETTERS and not row[0].isdigit() else 1.0
