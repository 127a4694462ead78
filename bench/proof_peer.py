"""The peer: what a tool does that compares a quotation with its tape by one similarity number and a threshold.

It is helped twice. It is told the right tape, and its threshold is set afterwards, so that it rejects just 2 % of the
honest quotations. The number is rapidfuzz's best partial ratio of the normal words.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from figures import figure
from planted_kinds import HONEST, NOT_SAID, Kind, Planted
from proof_material import RealTape
from tapewright.words.normal import spoken

_HONEST_REJECTED = 0.02


def compare_by_number(planted: Sequence[Planted], heard: Sequence[RealTape], rate: float) -> dict[Kind, float]:
    """For each kind the share that the peer rejects, printed beside its threshold."""
    texts = {tape.id: " ".join(word.text for word in tape.talk.normal) for tape in heard}
    scores: dict[Kind, list[float]] = {}
    for one in planted:
        if one.kind not in NOT_SAID and one.kind is not Kind.MISATTRIBUTED and one.kind is not Kind.QUESTION:
            words = " ".join(word.text for word in spoken(one.text.split()))
            scores.setdefault(one.kind, []).append(fuzz.partial_ratio(words, texts[one.places[0][0]]))
    honest = sorted(score for kind in scores if kind in HONEST for score in scores[kind])
    if not honest:
        return {}
    threshold = honest[int(len(honest) * _HONEST_REJECTED)]
    rejected = {kind: sum(score < threshold for score in some) / len(some) for kind, some in scores.items()}
    print(
        f"\npeer at {rate:.0%}: one number, threshold {threshold:.1f} of 100 rejects 2 % of honest quotations, and of"
    )
    print("   ", ", ".join(f"{kind.value} {share:.2f}" for kind, share in rejected.items() if kind not in HONEST))
    if Kind.NEGATION_DROPPED in rejected:
        figure(f"dropped negations that one number rejects, at {rate:.0%}", rejected[Kind.NEGATION_DROPPED], "share")
    return rejected
