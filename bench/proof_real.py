"""Verdicts on real pairs: how often each is given, how often a flag is raised, and which to look at by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from figures import figure
from proof_pairs import RealPairs
from proof_scoring import flag_names
from proving import Prover
from tapewright.model.verdict import QuoteVerdict, Verdict

_FOUND_AS_SAID = (Verdict.VERBATIM, Verdict.CLEANED, Verdict.ELIDED, Verdict.CONDENSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RealVerdict:
    """A sentence as somebody wrote it down, the tape that it was said on, and its verdict."""

    text: str
    tape: str
    verdict: QuoteVerdict

    @property
    def is_flagged(self) -> bool:
        """Whether a flag is raised that does not rest on doubtful words."""
        return any(not flag.is_doubtful for flag in self.verdict.flags)

    @property
    def is_placed(self) -> bool:
        """Whether a source, or another place that is named, lies on the tape where it was said."""
        named = [*self.verdict.sources, *self.verdict.elsewhere]
        is_found = self.verdict.verdict is not Verdict.NOT_FOUND
        return is_found and any(place.span.tape == self.tape for place in named)


def judge_pairs(pairs: RealPairs, prover: Prover, *, show: int = 0) -> list[RealVerdict]:
    """The verdicts on all sentences of a pair; prints how often each was given."""
    made = [RealVerdict(text=text, tape=tape, verdict=prover.prove(text)) for tape, text in pairs.sentences]
    print(f"\n== {pairs.name}: {len(made)} sentences against {prover.words} words on {len(pairs.tapes)} tapes")
    print("   ", ", ".join(f"{name} {count}" for name, count in verdicts_of(made).most_common()))
    flags = flags_of(made)
    print("    flags:", ", ".join(f"{name} {count}" for name, count in flags.most_common()) or "none")
    for one in sorted(made, key=lambda one: not one.is_flagged)[:show]:
        print(f"  [{one.verdict.verdict.value}] {flag_names(one.verdict.flags)}\n    quote: {one.text}")
        print("    tape: ", " / ".join(place.text for place in one.verdict.sources))
        print("    says: ", one.verdict.explanation)
    placed = sum(one.is_placed for one in made)
    flagged = sum(one.is_flagged for one in made)
    figure(f"{pairs.name}: place found", placed / len(made), "share")
    figure(f"{pairs.name}: flagged", flagged / len(made), "share")
    return made


def verdicts_of(made: Sequence[RealVerdict]) -> Counter[str]:
    """How often each verdict was given."""
    return Counter(one.verdict.verdict.value for one in made)


def flags_of(made: Sequence[RealVerdict]) -> Counter[str]:
    """How often each flag was raised; doubtful ones apart, with a question mark."""
    return Counter(name for one in made for name in flag_names(one.verdict.flags).split(", ") if name)
