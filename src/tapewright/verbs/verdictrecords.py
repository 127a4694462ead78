"""Verdicts as JSON: the same shape from every verb that proves something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from tapewright.model import DiffPiece, JoinVerdict, MeaningFlag, QuoteVerdict, Verdict
from tapewright.model.wording import VERDICTS, flag_name, flag_told, join_head, outcome
from tapewright.proof.aligned import Cell, aligned, as_cut
from tapewright.timing import to_float_seconds
from tapewright.verbs.sources import place_record
from tapewright.verbs.times import times_record


def quote_record(proved: QuoteVerdict) -> dict[str, object]:
    """``{"n", "text", "attributed_to", "by_pronoun", "place", "kind", "verdict", "called", "outcome", "flags",
    "sources", "diff", "aligned", "cut", "explanation", …}``.

    ``called`` is the verdict as a person reads it, ``outcome`` what it comes to: ``holds``, ``shortened``, ``open`` or
    ``differs``. ``aligned`` holds the difference word over word, ``cut`` what plays when all that is left out is cut
    away. ``elsewhere`` lists other places where the same was said, ``settle`` says what would settle an open question.
    """
    quotation = proved.quotation
    return {
        "n": quotation.n,
        "text": quotation.text,
        "attributed_to": quotation.attributed_to or None,
        "by_pronoun": quotation.is_inferred,
        "place": quotation.place,
        "kind": quotation.kind.value,
        "verdict": proved.verdict.value,
        "called": VERDICTS[proved.verdict][0],
        "outcome": outcome(proved.verdict).value,
        "flags": flag_records(proved.flags, explained=proved.explanation),
        "sources": [place_record(place) for place in proved.sources],
        "diff": [_piece_record(piece) for piece in proved.diff],
        "aligned": [_cell_record(cell) for cell in aligned(proved)],
        "cut": [{"tape": tape, **times_record(interval)} for tape, interval in as_cut(proved)],
        "elsewhere": [place_record(place) for place in proved.elsewhere],
        "settle": proved.settle or None,
        "explanation": proved.explanation,
    }


def join_record(join: JoinVerdict) -> dict[str, object]:
    """``{"n", "between", "kinds", "called", "gap_seconds", "gap_ticks", "left_out", "flags", "timecode", "record",
    "explanation"}``.

    ``called`` says in words what it is and how far it leads. ``between`` holds the places before and after; ``record``
    is where the join lies in the programme, in ticks.
    """
    return {
        "n": join.n,
        "between": [place_record(place) for place in join.between],
        "kinds": [kind.value for kind in join.kinds],
        "called": join_head(join),
        "gap_seconds": None if join.gap is None else to_float_seconds(join.gap),
        "gap_ticks": join.gap,
        "left_out": join.left_out,
        "flags": flag_records(join.flags, explained=join.explanation),
        "timecode": join.timecode,
        "record": join.record,
        "explanation": join.explanation,
    }


def flag_records(flags: Iterable[MeaningFlag], *, explained: str = "") -> list[dict[str, object]]:
    """``[{"flag", "called", "told", "quote_words", "tape_words", "why", "doubtful"}]``: ``told`` is why in plain words,
    without what ``explained`` says already.
    """
    return [
        {
            "flag": flag.flag.value,
            "called": flag_name(flag.flag),
            "told": flag_told(flag, explained=explained)[1],
            "quote_words": flag.quote_words,
            "tape_words": flag.tape_words,
            "why": flag.why,
            "doubtful": flag.is_doubtful,
        }
        for flag in flags
    ]


def counts_record(quotes: Sequence[QuoteVerdict], joins: Sequence[JoinVerdict]) -> dict[str, object]:
    """``{"quotes", "verdicts": {name: count}, "joins", "flags": {name: count}}``; every verdict is counted, 0 too."""
    verdicts = Counter(proved.verdict for proved in quotes)
    raised = [flag for proved in quotes for flag in proved.flags] + [flag for join in joins for flag in join.flags]
    flags = Counter(flag.flag for flag in raised)
    return {
        "quotes": len(quotes),
        "verdicts": {verdict.value: verdicts[verdict] for verdict in Verdict},
        "joins": len(joins),
        "flags": {flag.value: count for flag, count in sorted(flags.items())},
    }


def worst(quotes: Iterable[QuoteVerdict], joins: Iterable[JoinVerdict]) -> Verdict:
    """The weakest that anything is. A meaning flag weighs as ``altered``, a doubtful one as ``unsettled``."""
    found = [Verdict.VERBATIM]
    for proved in quotes:
        found += [proved.verdict, *map(weight, proved.flags)]
    for join in joins:
        found += map(weight, join.flags)
    return max(found, key=lambda verdict: verdict.rank)


def weight(flag: MeaningFlag) -> Verdict:
    """What a flag weighs as."""
    return Verdict.UNSETTLED if flag.is_doubtful else Verdict.ALTERED


def _cell_record(cell: Cell) -> dict[str, object]:
    """``{"kind", "quote", "tape", "tape_id", "ticks", "doubtful", "flags", "came_from"}``."""
    interval = cell.interval
    return {
        "kind": cell.kind.value,
        "quote": cell.quote,
        "tape": cell.tape,
        "tape_id": cell.tape_id or None,
        "ticks": None if interval is None else {"start": interval.start, "end": interval.end},
        "doubtful": cell.is_doubtful,
        "flags": list(cell.flags),
        "came_from": cell.came_from or None,
    }


def _piece_record(piece: DiffPiece) -> dict[str, object]:
    interval = piece.interval
    return {
        "kind": piece.kind.value,
        "quote": piece.quote,
        "tape": piece.tape,
        "tape_id": piece.tape_id or None,
        "start": None if interval is None else to_float_seconds(interval.start),
        "end": None if interval is None else to_float_seconds(interval.end),
        "ticks": None if interval is None else {"start": interval.start, "end": interval.end},
        "doubtful": piece.is_doubtful,
    }
