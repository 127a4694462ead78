"""The review's queue beside going by confidence: how many errors that matter the first items of each hold.

Recognised calls and speeches that people typed too (``review_material``). An error matters where a name, a number or a
denial is in it, on either side, or where it lies in a paper edit: six bites of 40 words of every tape, by chance with a
fixed seed. The signs' odds and the costs were made on the tuning half of the tapes and are reported on the other.

    python bench/bench_review.py            both halves
    python bench/bench_review.py --fit      what a regression over the signs says, on the tuning half
    python bench/bench_review.py --docs     writes docs/review-figures.md
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from figures import figure
from review_heard import readings
from review_material import ENGLISH, Case, calls, speeches
from tapewright.proof.hearing import Ear
from tapewright.proof.review.alike import NamesBySound
from tapewright.proof.review.items import Item, Lore, items_of
from tapewright.proof.review.matter import with_twins
from tapewright.proof.review.signs import BASE, ODDS, Known, Sign
from tapewright.proof.rows import texts_of
from tapewright.proof.weight import Weights
from tapewright.words.normal import key, normal_words

DOCS = Path(__file__).resolve().parent.parent / "docs" / "review-figures.md"
STEPS = (25, 50, 100, 200, 400)
BITES, WORDS = 6, 40
SOURCES = {
    "calls, a recogniser with confidences": lambda: calls("rev"),
    "calls, a recogniser without": lambda: calls("speechmatics"),
    "speeches, a recogniser without": speeches,
    "readings made into old tapes, our recogniser (tiny.en)": readings,
}
Errors = frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Look:
    """Something that a person looks at: which errors that matter it holds, how many words it has."""

    errors: Errors
    words: int = 1


@dataclass
class Ranked:
    """The looks of one way of ranking, the first first."""

    name: str
    looks: Sequence[Look]

    def found(self, first: int) -> int:
        """Different errors that matter among the first looks."""
        return len(frozenset[tuple[str, int]]().union(*(look.errors for look in self.looks[:first])))

    def words(self, first: int) -> int:
        return sum(look.words for look in self.looks[:first])


@dataclass
class Measured:
    """One source and half: every way of ranking, and how many errors there are in all."""

    source: str
    half: str
    has_cut: bool
    words: int
    errors: int
    ways: list[Ranked] = field(default_factory=list)


def measure(source: str, cases: Sequence[Case], half: str, *, has_cut: bool) -> Measured:
    """Rank the words of the tapes of a half in every way."""
    lore = lore_of(cases)
    made = Measured(source, half, has_cut, sum(len(case.tape.texts) for case in cases), 0)
    rows: list[tuple[Item, Case, Look]] = []
    words: list[tuple[int, Look]] = []
    for case in cases:
        bites = paper_edit(case) if has_cut else {}
        errors = [error for error in case.errors if error.kinds or not error.words.isdisjoint(bites)]
        made.errors += len(errors)
        at: dict[int, set[tuple[str, int]]] = {}
        for number, error in enumerate(errors):
            for word in error.words:
                at.setdefault(word, set()).add((case.tape.id, number))
        talk = case.tape.talk
        for item in items_of(talk, [Ear.MACHINE] * len(talk.words), bites, lore):
            inside = range(item.first, item.end)
            rows.append((item, case, Look(frozenset().union(*(at.get(n, ()) for n in inside)), len(inside))))
        for number, word in enumerate(talk.words):
            words.append((_sure(word.confidence), Look(frozenset(at.get(number, ())))))
    twins = Counter(item.twin_key for item, *_ in rows)
    by_consequence = sorted(
        rows, key=lambda row: -with_twins(row[0].consequence, row[0].whys, twins[row[0].twin_key] - 1)
    )
    same_items = sorted(rows, key=lambda row: min(_sure(w.confidence) for w in _words(row[0], row[1])))
    made.ways = [
        Ranked("the review", [look for *_, look in by_consequence]),
        Ranked("the same items by confidence", [look for *_, look in same_items]),
        Ranked("words by confidence", [look for _, look in sorted(words, key=lambda pair: pair[0])]),
        Ranked("words in the order of the tapes", [look for _, look in words]),
    ]
    return made


def lore_of(cases: Sequence[Case]) -> Lore:
    """What a project with these tapes knows: how often words are said, and the names in its list."""
    names = [name for case in cases for name in case.names]
    own = frozenset(word for name in names for word in normal_words(name.name))
    said = Counter(key(text) for case in cases for text in case.tape.texts)
    is_negation = lambda word: bool(ENGLISH.negations.found(texts_of([word], ENGLISH)))  # noqa: E731
    return Lore(
        weights=Weights(names=own, is_negation=is_negation),
        known=Known(said=said, names=own),
        names=NamesBySound(names),
    )


def paper_edit(case: Case) -> dict[int, str]:
    """A cut of a tape, the same every time."""
    chance = random.Random(f"cut {case.tape.id}")
    made: dict[int, str] = {}
    for bite in range(BITES):
        first = chance.randrange(max(1, len(case.tape.texts) - WORDS))
        made |= dict.fromkeys(range(first, min(first + WORDS, len(case.tape.texts))), f"bite {bite + 1}")
    return made


def _words(item: Item, case: Case):  # type: ignore[no-untyped-def]
    return case.tape.talk.words[item.first : item.end]


def _sure(confidence: int | None) -> int:
    return 254 if confidence is None else confidence


def fit(cases: Sequence[Case]) -> list[tuple[Sign, int, float, float]]:
    """For each sign how many words have it, the share of them that is wrong, and its odds by logistic regression."""
    lore = lore_of(cases)
    rows, wrong = [], []
    for case in cases:
        bad = {word for error in case.errors for word in error.words}
        talk = case.tape.talk
        everything = dict.fromkeys(range(len(talk.words)), "all")
        at = 0
        for turn in talk.turns:
            for item in items_of(_one_turn(case, turn), [Ear.MACHINE] * len(turn.words), everything, lore):
                if item.end - item.first == 1:
                    rows.append([sign in item.signs for sign in Sign])
                    wrong.append(at + item.first in bad)
            at += len(turn.words)
    signs, truth = np.array(rows, float), np.array(wrong, float)
    odds = np.exp(_regression(signs, truth))
    counts = signs.sum(0)
    shares = (signs * truth[:, None]).sum(0) / np.maximum(counts, 1)
    found = [(sign, int(n), float(s), float(o)) for sign, n, s, o in zip(Sign, counts, shares, odds[1:], strict=True)]
    print(f"base: odds {odds[0]:.3f} (in use {BASE})")
    return found


def _one_turn(case: Case, turn):  # type: ignore[no-untyped-def]
    return type(case.tape.talk)(case.tape.id, (turn,), is_by_machine=True)


def _regression(signs: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Newton's method with a little ridge."""
    known = np.c_[np.ones(len(signs)), signs]
    ridge = np.r_[0.0, np.ones(signs.shape[1])]
    weights = np.zeros(known.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-known @ weights))
        gradient = known.T @ (truth - chance) - ridge * weights
        curvature = (known * (chance * (1 - chance))[:, None]).T @ known + np.diag(ridge)
        weights += np.linalg.solve(curvature, gradient)
    return weights


def table(made: Measured) -> list[str]:
    """One measurement as lines of Markdown."""
    lines = [
        "| ranked by | " + " | ".join(f"first {n}" for n in STEPS) + " | words in the first 100 |",
        "|---|" + "---|" * (len(STEPS) + 1),
    ]
    for way in made.ways:
        cells = " | ".join(str(way.found(n)) for n in STEPS)
        lines.append(f"| {way.name} | {cells} | {way.words(100)} |")
    return lines


def heading(made: Measured) -> str:
    cut = "with a paper edit" if made.has_cut else "without a paper edit"
    return f"{made.source}, {cut}: {made.errors:,} errors that matter in {made.words:,} words"


def main(arguments: Iterable[str]) -> int:
    wanted = set(arguments)
    began = time.process_time()
    measured: list[Measured] = []
    for source, load in SOURCES.items():
        cases = list(load())
        if not cases:
            print(f"left out: nothing of {source}", file=sys.stderr)
            continue
        if "--fit" in wanted:
            for sign, count, share, odds in fit([case for case in cases if case.half == "tune"]):
                print(f"{sign.name:<22}{count:>7}{share:>8.3f} wrong  odds × {odds:6.2f}  in use × {ODDS[sign]}")
            continue
        for half in ("tune", "report"):
            some = [case for case in cases if case.half == half]
            measured += (measure(source, some, half, has_cut=has_cut) for has_cut in (True, False))
    for made in measured:
        print(f"\n== {made.half}: {heading(made)}")
        print("\n".join(table(made)))
    for made in measured:
        if made.half == "report" and made.has_cut:
            ours, theirs = made.ways[0].found(100), max(way.found(100) for way in made.ways[1:3])
            figure(f"review, {made.source}: errors that matter in the first 100 items", ours, "errors")
            figure(f"review, {made.source}: against confidence", ours / max(1, theirs), "ratio", least=1.01)
    print(f"CPU {time.process_time() - began:.1f} s")
    if "--docs" in wanted:
        DOCS.write_text(page(measured), "utf-8")
    return 0


def page(measured: Sequence[Measured]) -> str:
    """``docs/review-figures.md``."""
    parts = [_HEAD]
    for half, title in (("report", "The tapes that the rules were not made on"), ("tune", "The tapes that they were")):
        parts.append(f"\n## {title}\n")
        for made in measured:
            if made.half == half:
                name = heading(made)
                parts += [f"\n### {name[0].upper()}{name[1:]}\n", *table(made)]
    return "\n".join(parts) + "\n"


_HEAD = """# What the review finds

How many real errors *that matter* the first items of the [review](tasks/review-the-words.md) hold, beside going through
the same tapes by the recogniser's confidence and from their beginning. `python bench/bench_review.py --docs` writes
this page; the texts lie beside the repository, in `../shared/data/texts`.

Ten earnings calls (Earnings-21) as two recognisers heard them and as people typed them, 114 speeches (IBM Debater), and
33 readings whose text is known as our own recogniser hears them, clean and made into old tapes with hiss and hum.
An error matters where a name, a number or a denial is in it, on either side, or where it lies in a paper edit: six
bites of 40 words of every tape, drawn once by chance. What only differs in writing (figures, contractions, British
spelling) is no error. The names of the speakers and of the company are in the list of names, as they are in any
production; no other name is. The odds of the signs and the costs were made on half of the tapes and are reported on
the others; a half is one project.

Each error counts once, however many of the looked-at items touch it. *The same items by confidence* is the fairest
peer: the same words are put together into one question, and only the order is another. *Words by confidence* is what
colours in a transcript amount to. Without confidences both go in the order of the tapes. The last column says how many
words have to be heard for the first 100 items: in a paper edit the review asks for plain words in stretches of up to
eight.

Read it with care. These are calls and debates, not interviews; the recognisers are of 2020. Where nothing is known but
the words (no confidences, no list of names, no cut), the order is hardly better than any, and the page shows it. The
readings have few errors that matter, so that two or three make a difference there.
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
