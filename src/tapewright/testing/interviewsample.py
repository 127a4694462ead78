"""The passages of the date mentions' second sample: oral histories and interviews, marked before the finder saw them.

Oral histories (Braided Channels, CC BY-ND) that the first sample left unread, and four long podcast interviews in
their verbatim transcripts (Rev16, CC BY-SA), both in ``../shared/data/texts``. The speakers were dealt into two halves
before anything was read: the rules were mended on the development half alone, the held-out half was measured once
before and once after. Then its mistakes were read too, and what was left unread of both was marked and measured.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from tapewright.testing import mentionsample
from tapewright.testing.mentionsample import LENGTH, ROOT, TEXTS, Marked, Marking, Passage, Score, counted

MARKED = ROOT / "tests/study/date_mentions_interviews.tsv"
HALVES, LAST = ("development", "held out"), "last"
SEED, COUNT = 17, 132
"""How many passages of each half were read, in the order in which they were drawn; ``LAST`` is what was left."""

PODCASTS = tuple(
    f"rev16-verbatim-vs-clean/verbatim_transcripts/nlp_references/{number}.nlp" for number in (9, 23, 26, 32)
)
ONE_SPEAKER = {"DUCAN": "DUNCAN", "FINN_TARRAGO": "TARRAGO_FINN"}
READ_BEFORE = 60
"""So many runs of eight words that stand in an earlier passage too, and a passage is left out: some tapes of the
oral histories are there twice."""


@lru_cache(maxsize=64)
def words_of(file: str) -> list[str]:
    """What is said in a file, word by word."""
    if not file.endswith(".nlp"):
        return mentionsample.words_of(file)
    rows = [line.split("|") for line in (TEXTS / file).read_text("utf-8").splitlines()[1:]]
    return [row[0] + row[4] for row in rows if row[0] and not row[0].startswith("<")]


@lru_cache(maxsize=1)
def drawn() -> list[Passage]:
    """The passages of both halves, without those whose words stand in an earlier one."""
    known = {run for passage in mentionsample.drawn() for run in _runs(passage)}
    made = []
    for passage in _dealt():
        runs = _runs(passage)
        if len(runs & known) <= READ_BEFORE:
            made.append(passage)
        known |= runs
    return made


def _dealt() -> list[Passage]:
    """Speakers dealt into halves by how many passages are free, then passages drawn in each."""
    chance = random.Random(SEED)
    used = {(passage.file, passage.first) for passage in mentionsample.drawn()}
    folder = TEXTS / "braided-channels-tapes"
    tapes = sorted(folder.rglob("*-plain.txt"), key=lambda path: path.as_posix())
    dealt: dict[str, list[tuple[str, int]]] = {half: [] for half in HALVES}
    for files in ([path.relative_to(TEXTS).as_posix() for path in tapes], PODCASTS):
        free: dict[str, list[tuple[str, int]]] = {}
        for file in files:
            for first in range(0, len(words_of(file)) - LENGTH, LENGTH):
                if (file, first) not in used:
                    free.setdefault(_speaker(file), []).append((file, first))
        speakers = sorted(free)
        chance.shuffle(speakers)
        size = dict.fromkeys(HALVES, 0)
        for speaker in speakers:
            half = min(HALVES, key=lambda half: (size[half], half))
            size[half] += len(free[speaker])
            dealt[half] += free[speaker]
    for half in HALVES:
        chance.shuffle(dealt[half])
    parts = {half: dealt[half][:COUNT] for half in HALVES} | {
        LAST: [place for half in HALVES for place in dealt[half][COUNT:]]
    }
    return [Passage(number, part, *place) for part, places in parts.items() for number, place in enumerate(places, 1)]


def _speaker(file: str) -> str:
    name = file.rsplit("/", 1)[1].removesuffix("-plain.txt")
    for written, meant in ONE_SPEAKER.items():
        name = name.replace(written, meant)
    return name.rsplit("_", 1)[1] if "_" in name else name


def _said(passage: Passage) -> list[str]:
    return words_of(passage.file)[passage.first : passage.first + LENGTH]


def _runs(passage: Passage) -> set[tuple[str, ...]]:
    plain = ["".join(sign for sign in word.lower() if sign.isalnum()) for word in _said(passage)]
    return {tuple(plain[at : at + 8]) for at in range(len(plain) - 8)}


def markings(passage: Passage) -> list[Marking]:
    """What was marked by hand in a passage."""
    rows = [line.split("\t") for line in MARKED.read_text("utf-8").splitlines()[1:]]
    here = [row for row in rows if (int(row[0]), row[1]) == (passage.number, passage.half)]
    return [Marking(int(row[3]) - passage.first, int(row[4]) - passage.first, *row[5:9]) for row in here]


def marked(half: str, said_as: Callable[[Sequence[str]], list[str]] = list) -> list[Marked]:
    """The words of each passage of a half, and what was marked in them."""
    return [Marked(said_as(_said(passage)), markings(passage)) for passage in drawn() if passage.half == half]


def scores(half: str, said_as: Callable[[Sequence[str]], list[str]] = list) -> tuple[dict[str, Score], Counter[str]]:
    """The scores of both kinds on a half, and how many dates got their EDTF and what they hang on."""
    return counted(marked(half, said_as))


if __name__ == "__main__":
    mentionsample.report((*HALVES, LAST), scores)
