"""The passages of the date mentions' hand-marked sample, drawn at random before a rule was written.

Public transcripts in ``../shared/data/texts``: oral histories (Braided Channels, CC BY-ND) and hearings of a public
inquiry (Lampard, OGL v3.0). A passage is ``LENGTH`` words of a file, from a word on; words are what stands between
spaces, without the speakers' names, the markup of the hearings and the timecodes of the interviews.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from tapewright.study.mentions.finding import find_mentions
from tapewright.words.numbers import figure_readings

ROOT = Path(__file__).resolve().parents[3]
TEXTS = ROOT.parent / "shared/data/texts"
MARKED = ROOT / "tests/study/date_mentions_marked.tsv"
SEED, LENGTH = 6, 600
DRAWN = (
    ("lampard-inquiry", 44),
    ("braided-channels-tapes", 34),
    ("lampard-inquiry/commemorative-and-impact-accounts", 26),
    ("lampard-inquiry/july-hearing", 20),
    ("lampard-inquiry/commemorative-and-impact-accounts", 26),
    ("braided-channels-tapes", 6),
)
"""How many passages of what, in the order in which they were drawn and read. The first two draws held too few dates
for 300 in the report half, so that more were drawn, mostly of the families' accounts and evidence; always at random,
and before a rule was written: no passage was chosen for what stands in it."""

ONLY_REPORT = 124
"""The passages behind this number were drawn last and are all of the report half."""

_NAME = re.compile(r"^\*\*[^*]{1,60}\*\*:?", re.MULTILINE)
_MARKUP = re.compile(r"^\.\. .*$|^[=*~^\-]{3,}$", re.MULTILINE)
_TIMECODE = re.compile(r"\[?\d{2}:\d{2}:\d{2}:\d{2}\]?")


class Passage(NamedTuple):
    """A stretch of a file: ``number`` counts the draw, the halves are "report" and "tuning"."""

    number: int
    half: str
    file: str
    first: int


@lru_cache(maxsize=128)
def words_of(file: str) -> list[str]:
    """What is said in a file, word by word."""
    text = (TEXTS / file).read_text("utf-8", errors="replace")
    return _TIMECODE.sub(" ", _NAME.sub(" ", _MARKUP.sub(" ", text))).split()


@lru_cache(maxsize=1)
def drawn() -> list[Passage]:
    """The passages, drawn with the seed; every third is for tuning. Files are drawn by their length."""
    chance = random.Random(SEED)
    made: list[Passage] = []
    for folder, count in DRAWN:
        pattern = "*-plain.txt" if folder.startswith("braided") else "20*.rst"
        files = sorted((TEXTS / folder).rglob(pattern), key=lambda path: path.as_posix())
        lengths = {path: len(words_of(path.relative_to(TEXTS).as_posix())) for path in files}
        places = [(path, first) for path, length in lengths.items() for first in range(0, length - LENGTH, LENGTH)]
        taken = {(passage.file, passage.first) for passage in made}
        free = [place for place in places if (place[0].relative_to(TEXTS).as_posix(), place[1]) not in taken]
        for path, first in sorted(chance.sample(free, count)):
            made.append(Passage(len(made) + 1, "", path.relative_to(TEXTS).as_posix(), first))
    return [passage._replace(half=_half(passage.number)) for passage in made]


def _half(number: int) -> str:
    return "tuning" if number % 3 == 0 and number <= ONLY_REPORT else "report"


class Marking(NamedTuple):
    """A date that was marked by hand: words ``first`` to ``end`` (exclusive) of its passage."""

    first: int
    end: int
    kind: str
    words: str
    edtf: str
    hangs_on: str = ""


class Marked(NamedTuple):
    """Words of a passage, and what was marked in them."""

    said: list[str]
    marks: list[Marking]


class Score(NamedTuple):
    """How many of what was found is marked, and how many of what is marked was found, of one kind."""

    right: int
    wrong: int
    found: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is a date."""
        return self.right / (self.right + self.wrong or 1)

    @property
    def recall(self) -> float:
        """The share of the dates that was found."""
        return self.found / (self.found + self.missed or 1)


def markings(passage: Passage) -> list[Marking]:
    """What was marked by hand in a passage."""
    rows = [line.split("\t") for line in MARKED.read_text("utf-8").splitlines()[1:]]
    here = [row for row in rows if int(row[0]) == passage.number]
    return [Marking(int(row[3]) - passage.first, int(row[4]) - passage.first, row[5], row[6], row[7]) for row in here]


def scores(half: str, said_as: Callable[[Sequence[str]], list[str]] = list) -> tuple[dict[str, Score], Counter[str]]:
    """The scores of both kinds on a half, and how many absolute dates got their EDTF ("right", "wrong").

    ``said_as`` changes how the words are written, one for one; what it makes of one may be several ("nineteen eighty").
    """
    here = [passage for passage in drawn() if passage.half == half]
    return counted(
        Marked(said_as(words_of(passage.file)[passage.first : passage.first + LENGTH]), markings(passage))
        for passage in here
    )


def counted(passages: Iterable[Marked]) -> tuple[dict[str, Score], Counter[str]]:
    """The scores of both kinds, and how many absolute dates got their EDTF ("right", "wrong").

    A date counts as found where a mention has a word in common with it. Where the marks say what a date hangs on,
    "hung" and "hung wrong" count the dates found that hang on it.
    """
    counts: Counter[tuple[str, str]] = Counter()
    dates: Counter[str] = Counter()
    for said, marks in map(_split, passages):
        mentions = find_mentions([said])
        for each in mentions:
            is_right = any(each.first < mark.end and mark.first < each.end for mark in marks)
            counts[each.kind, "right" if is_right else "wrong"] += 1
        for mark in marks:
            hits = [each for each in mentions if each.first < mark.end and mark.first < each.end]
            counts[mark.kind, "found" if hits else "missed"] += 1
            if hits and mark.kind == "absolute":
                dates["right" if any(_same(each.date, mark.edtf) for each in hits) else "wrong"] += 1
            if hits and mark.hangs_on:
                dates["hung" if any(each.hook == mark.hangs_on for each in hits) else "hung wrong"] += 1
    kinds = ("absolute", "relative")
    return {kind: Score(*(counts[kind, name] for name in Score._fields)) for kind in kinds}, dates


def _split(passage: Marked) -> Marked:
    """The same with every word by itself, where one stands for several."""
    ends = list(accumulate((len(word.split()) for word in passage.said), initial=0))
    marks = [mark._replace(first=ends[mark.first], end=ends[mark.end]) for mark in passage.marks]
    return Marked([part for word in passage.said for part in word.split()], marks)


def _same(date: str, marked: str) -> bool:
    """A range of days without a year is marked by its first day."""
    return date.rstrip("~") == marked.rstrip("~") or date.split("/")[0] == marked


def as_recognised(said: Sequence[str]) -> list[str]:
    """The words as a plain recogniser writes them: lower case, no punctuation."""
    return [re.sub(r"[^a-z0-9'’‘/-]", "", word.lower()) or "-" for word in said]


_FIGURES = re.compile(r"(\d{4})s|(\d0)s|(\d{1,4}(?:st|nd|rd|th)?)")
_MANY = {"twenty": "twenties", "thirty": "thirties", "hundred": "hundreds", "thousand": "thousands"}


def as_spoken(said: Sequence[str]) -> list[str]:
    """The same with numbers in words, as many recognisers write them: "seventy eight", "second of june", "oh nine"."""
    return [" ".join(_spoken(word)) for word in said]


def _spoken(word: str) -> list[str]:
    is_short = bool(re.match(r"\W*['‘’]\d\d\b", word))
    plain = re.sub(r"[^a-z0-9'/-]", "", re.sub("[’‘]", "'", word).lower()).strip("'-/") or "-"
    parts = [part for part in re.split(r"[-/]", plain.replace("'s", "s") if "0's" in plain else plain) if part] or ["-"]
    return [said for part in parts for said in _number(part, is_short)]


def _number(part: str, is_short: bool) -> list[str]:
    match = _FIGURES.fullmatch(part)
    if match is None:
        return [part]
    if is_short and part[0] == "0":
        return ["oh", *figure_readings(part[1])[-1]]
    ways = figure_readings(match[1] or match[2] or match[3])
    said = list(ways[1] if len(ways) > 1 else ways[0])
    if match[1] or match[2]:
        said[-1] = _MANY.get(said[-1], re.sub("y$", "ies", said[-1]))
    return said


Scores = Callable[[str, Callable[[Sequence[str]], list[str]]], tuple[dict[str, Score], Counter[str]]]


def report(halves: Sequence[str] = ("tuning", "report"), scores: Scores = scores) -> None:
    """Prints the figures of both halves, as they are written and as a recogniser would write them."""
    ways = (("as typed", list), ("as recognised", as_recognised), ("as spoken", as_spoken))
    for name, said_as in ways:
        for half in halves:
            kinds, dates = scores(half, said_as)
            for kind, score in kinds.items():
                print(f"{name:14} {half:11} {kind:9} precision {score.precision:.3f} recall {score.recall:.3f} {score}")
            print(f"{name:14} {half:11} EDTF of absolute dates, what dates hang on: {dict(dates)}")


if __name__ == "__main__":
    report()
