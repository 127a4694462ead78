"""Findings: what of a check asks somebody to decide, each known by a digest of all that it is.

Two findings with one digest are the same: the same words with the same verdict, on the same places that read the same.
So an acceptance holds wherever the line stands, and no longer holds once the line, the tape or the cut is another.
"""

from __future__ import annotations

import hashlib
import json

from tapewright.model import JoinVerdict, MeaningFlag, QuoteVerdict, SourcePlace, Verdict
from tapewright.verbs.anchors import BiteVerdict
from tapewright.verbs.anchors import Finding as Anchored

_DIGITS = 32


def quote_finding(proved: QuoteVerdict, anchor: BiteVerdict | None = None) -> str:
    """The digest of what was found about a quotation; empty where there is nothing to decide.

    ``anchor`` says how the place of a bite stands.
    """
    holds = anchor is None or anchor.finding is Anchored.HOLDS
    if proved.verdict.rank <= Verdict.ELIDED.rank and not proved.flags and holds:
        return ""
    is_found = proved.verdict is not Verdict.NOT_FOUND
    is_about_voices = proved.verdict is Verdict.MISATTRIBUTED
    return _digest(
        {
            "text": proved.quotation.text,
            "by": proved.quotation.attributed_to,
            "verdict": proved.verdict.value,
            "flags": [_flag(flag) for flag in proved.flags],
            "places": [_place(place, is_about_voices) for place in proved.sources] if is_found else [],
            "bite": "" if anchor is None else anchor.finding.value,
        }
    )


def join_finding(join: JoinVerdict) -> str:
    """The digest of what was found about a join; empty where it raises no flag."""
    if not join.flags:
        return ""
    return _digest(
        {
            "join": [kind.value for kind in join.kinds],
            "gap": join.gap,
            "flags": [_flag(flag) for flag in join.flags],
            "places": [_place(place, False) for place in join.between],
        }
    )


def _flag(flag: MeaningFlag) -> list[object]:
    return [flag.flag.value, flag.quote_words, flag.tape_words, flag.is_doubtful]


def _place(place: SourcePlace, with_speaker: bool) -> list[object]:
    interval = place.span.interval
    who = [place.speaker] if with_speaker else []
    return [place.span.tape, interval.start, interval.end, place.text, *who]


def _digest(what: dict[str, object]) -> str:
    written = json.dumps(what, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("ascii")).hexdigest()[:_DIGITS]
