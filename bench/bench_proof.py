"""Is the verdict right? Quotations whose truth is known, over real talk, misheard at 0, 5, 10 and 20 % of its words.

``--half tune`` is for whoever makes the rules; figures that are told are those of ``--half report``. Whether a tape is
of the one or the other half hangs on its id alone. ``--count N`` quotations of each kind. ``--show N`` prints so many
verdicts of each kind that are not right; ``--only WORD`` keeps to kinds whose name holds it. ``--docs`` measures 200 of
each kind and writes ``docs/proof-figures.md``.

Input: the texts of ``../shared/data/texts``; see ``proof_material.py`` for the tapes, ``planted*.py`` for the changes,
``mishearing.py`` for the errors, ``proof_pairs.py`` for pairs of real transcripts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence

from figures import figure
from mishearing import Channel, earnings_pairs, learn, lexicon_of
from passages import Quotable
from planted import HONEST, NOT_SAID, Kind, Planted, plant
from planted_words import is_negation
from proof_material import TEXTS, RealTape, load
from proof_page import write_page
from proof_pairs import RealPairs, real_pairs
from proof_peer import compare_by_number
from proof_real import RealVerdict, judge_pairs
from proof_scoring import Judged, Outcome, flag_names, share, wilson
from proving import Prover, words_between

RATES = (0.0, 0.05, 0.1, 0.2)
COUNT, DOCS_COUNT = 40, 200
PAIRS, DOCS_PAIRS = 60, 300
WORDS_OF_A_FOLDER = 90_000
"""A hearing is as much a tape as a podcast is; without this most words would be of hearings."""

GOAL_KINDS = (
    Kind.NEGATION_DROPPED, Kind.NEGATION_ADDED, Kind.REORDERED, Kind.APART, Kind.TAPES, Kind.MISATTRIBUTED,
    Kind.QUANTITY, Kind.NAME,
)  # fmt: skip
_TO_HEAR = (Outcome.RIGHT, Outcome.DOUBTED, Outcome.UNSETTLED)
GOALS = {0.05: 0.98, 0.1: 0.95}


def main() -> None:
    """Measure and print."""
    if not TEXTS.is_dir():
        sys.exit(f"left out: no real talk under {TEXTS}")
    asked = _asked()
    began = time.process_time()
    tapes, planted = _material(asked)
    judged: list[Judged] = []
    peer: dict[float, dict[Kind, float]] = {}
    habits = learn(earnings_pairs())
    lexicon = lexicon_of(tapes)
    for rate in asked.rates:
        channel = Channel(habits, lexicon, rate)
        heard = [channel.hear(tape) for tape in tapes]
        some = Prover(heard, tapes).scored(planted, rate)
        judged += some
        _print_rate(rate, some)
        _print_lost(rate, some, tapes, heard)
        peer[rate] = compare_by_number(planted, heard, rate)
        _print_examples(some, tapes, heard, asked.show)
        print(f"-- {time.process_time() - began:.0f} s of CPU so far", flush=True)
    _goals(judged)
    pairs = [] if asked.only else _pairs(asked)
    _speed(judged)
    if asked.docs:
        write_page(judged, pairs, peer, words=sum(len(tape.texts) for tape in tapes), tapes=len(tapes), half=asked.half)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Is the verdict right?")
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--rates", type=float, nargs="+", default=list(RATES))
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--docs", action="store_true")
    asked = parser.parse_args()
    asked.count = asked.count or (DOCS_COUNT if asked.docs else COUNT)
    return asked


def _material(asked: argparse.Namespace) -> tuple[list[RealTape], list[Planted]]:
    other = "tune" if asked.half == "report" else "report"
    tapes = load(half=asked.half, most=WORDS_OF_A_FOLDER)
    quotable = Quotable(tapes)
    elsewhere = Quotable(load(half=other, most=WORDS_OF_A_FOLDER // 4))
    kinds = [kind for kind in Kind if not asked.only or any(word in kind.value for word in asked.only)]
    planted = [one for kind in kinds for one in plant(kind, asked.count, quotable, elsewhere, seed=asked.seed)]
    words = sum(len(tape.texts) for tape in tapes)
    print(f"input, half {asked.half!r}: {words} words of real talk on {len(tapes)} tapes; {len(planted)} quotations")
    print("tapes of the half:", ", ".join(sorted(tape.id for tape in tapes)), flush=True)
    return tapes, planted


def _print_rate(rate: float, judged: Sequence[Judged]) -> None:
    print(f"\n== words misheard: {rate:.0%}")
    print(f"{'kind':36} {'n':>4} {'right':>6} {'95 %':>13} {'doubt':>6} {'unset.':>6} {'rest':<46} verdicts")
    for kind in dict.fromkeys(one.planted.kind for one in judged):
        some = [one for one in judged if one.planted.kind is kind]
        found, of = share(some, Outcome.RIGHT)
        least, most = wilson(found, of)
        named, sent = share(some, Outcome.DOUBTED)[0], share(some, Outcome.UNSETTLED)[0]
        rest = Counter(one.outcome.value for one in some if one.outcome not in _TO_HEAR)
        verdicts = Counter(one.verdict.verdict.value for one in some)
        told = ", ".join(f"{name} {count}" for name, count in rest.most_common())
        given = ", ".join(f"{name} {count}" for name, count in verdicts.most_common(5))
        shares = f"{found / of:6.3f} {least:6.3f}–{most:5.3f} {named / of:6.3f} {sent / of:6.3f}"
        print(f"{kind.value:36} {of:4} {shares} {told:<46} {given}")


def _print_lost(rate: float, judged: Sequence[Judged], said: Sequence[RealTape], heard: Sequence[RealTape]) -> None:
    """How many dropped negations the recogniser had dropped before: no proof from a transcript can see those."""
    dropped = [one for one in judged if one.planted.kind is Kind.NEGATION_DROPPED]
    if not rate or not dropped:
        return
    true = {tape.id: tape for tape in said}
    texts = {tape.id: tape for tape in heard}
    kept: list[Judged] = []
    for one in dropped:
        tape, first, end = one.planted.places[0]
        words = true[tape].talk.words[first:end]
        here = [word.text for word in words_between(texts[tape].talk, words[0].start, words[-1].end)]
        if sum(map(is_negation, here)) >= sum(is_negation(word.text) for word in words):
            kept.append(one)
    figure(f"dropped negations that the recogniser lost, at {rate:.0%}", 1 - len(kept) / len(dropped), "share")
    for what, outcomes in (("right", [Outcome.RIGHT]), ("raised", [Outcome.RIGHT, Outcome.DOUBTED])):
        found, of = share(kept, *outcomes)
        least = GOALS.get(rate) if what == "raised" else None
        name = f"negation dropped, {what} at {rate:.0%} where the tape still has it"
        figure(name, found / max(1, of), "share", least=least)


def _print_examples(judged: Sequence[Judged], said: Sequence[RealTape], heard: Sequence[RealTape], count: int) -> None:
    texts = {tape.id: tape for tape in heard}
    true = {tape.id: tape for tape in said}
    for kind in dict.fromkeys(one.planted.kind for one in judged):
        some = [one for one in judged if one.planted.kind is kind and one.outcome is not Outcome.RIGHT]
        some.sort(key=lambda one: one.outcome in _TO_HEAR)
        for one in some[:count]:
            verdict = one.verdict
            print(f"\n[{kind.value}] {one.outcome.value}: {verdict.verdict.value} ({flag_names(verdict.flags)})")
            print(f"  quote:  {one.planted.attributed_to or '-'}: {one.planted.text}\n  change: {one.planted.change}")
            for tape, first, end in one.planted.places:
                words = true[tape].talk.words[max(0, first - 6) : end + 6]
                here = words_between(texts[tape].talk, words[0].start, words[-1].end)
                print(f"  tape {tape}: {' '.join(word.text for word in here)}")
            print(f"  says:   {verdict.explanation}")


def _goals(judged: Sequence[Judged]) -> None:
    print()
    for rate in dict.fromkeys(one.rate for one in judged):
        here = [one for one in judged if one.rate == rate]
        for kind in dict.fromkeys(one.planted.kind for one in here):
            some = [one for one in here if one.planted.kind is kind]
            found, of = share(some, Outcome.RIGHT)
            figure(f"{kind.value}, right at {rate:.0%}", found / of, "share")
            if rate and kind not in HONEST and kind not in NOT_SAID:
                named, _ = share(some, Outcome.RIGHT, Outcome.DOUBTED)
                # A dropped negation is held to its goal where the tape still has it: see ``_print_lost``.
                least = GOALS.get(rate) if kind in GOAL_KINDS and kind is not Kind.NEGATION_DROPPED else None
                figure(f"{kind.value}, raised at {rate:.0%}", named / of, "share", least=least)
        honest = [one for one in here if one.planted.kind in HONEST]
        never = [one for one in here if one.planted.kind in NOT_SAID]
        if honest:
            false, of = share(honest, Outcome.FALSE_FLAG)
            strict, _ = share(honest, Outcome.TOO_STRICT)
            sent, _ = share(honest, Outcome.DOUBTED, Outcome.UNSETTLED)
            figure(f"false flags on honest quotations at {rate:.0%}", false / of, "share", most=0.02)
            figure(f"false alarms of all kinds on honest quotations at {rate:.0%}", (false + strict) / of, "share")
            figure(f"honest quotations to be heard at {rate:.0%}", sent / of, "share")
            heard_right = [one for one in honest if not one.is_misheard]
            passed, of = share(heard_right, Outcome.RIGHT)
            figure(f"honest quotations heard without an error at {rate:.0%}", of / len(honest), "share")
            figure(f"of these right at {rate:.0%}", passed / max(1, of), "share")
        said = [one for one in here if one.planted.kind not in NOT_SAID]
        if said:
            placed = sum(one.is_placed for one in said)
            figure(f"said, every source in its place at {rate:.0%}", placed / len(said), "share")
        if never:
            found, of = share(never, Outcome.RIGHT)
            invented, _ = share(never, Outcome.INVENTED)
            figure(f"never said, not found at {rate:.0%}", found / of, "share", least=0.99)
            figure(f"never said, a source invented at {rate:.0%}", invented, "quotations", most=0)


def _pairs(asked: argparse.Namespace) -> list[tuple[RealPairs, list[RealVerdict]]]:
    some = real_pairs(asked.half, DOCS_PAIRS if asked.docs else PAIRS)
    return [(pairs, judge_pairs(pairs, Prover(pairs.tapes), show=asked.show)) for pairs in some]


def _speed(judged: Sequence[Judged]) -> None:
    taken = sorted(one.seconds * 1000 for one in judged)
    figure("a quotation found and judged, median", statistics.median(taken), "ms of CPU")
    figure("a quotation found and judged, p99", taken[int(len(taken) * 0.99)], "ms of CPU")


if __name__ == "__main__":
    main()
