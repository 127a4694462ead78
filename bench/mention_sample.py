"""The passages of the date mentions' hand-marked sample, drawn at random before a rule was written.

Public transcripts in ``../shared/data/texts``: oral histories (Braided Channels, CC BY-ND) and hearings of a public
inquiry (Lampard, OGL v3.0). A passage is ``LENGTH`` words of a file, from a word on; words are what stands between
spaces, without the speakers' names, the markup of the hearings and the timecodes of the interviews.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import NamedTuple

TEXTS = Path(__file__).resolve().parents[2] / "shared/data/texts"
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


def words_of(file: str) -> list[str]:
    """What is said in a file, word by word."""
    text = (TEXTS / file).read_text("utf-8", errors="replace")
    return _TIMECODE.sub(" ", _NAME.sub(" ", _MARKUP.sub(" ", text))).split()


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


if __name__ == "__main__":
    for passage in drawn():
        said = words_of(passage.file)[passage.first : passage.first + LENGTH]
        print(f"\n### {passage.number} {passage.half} {passage.file} {passage.first}\n{' '.join(said)}")
