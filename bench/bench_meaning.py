"""What search by meaning finds beside words alone, and what it costs.

Input: QMSum's validation meetings (``../shared/data/texts/qmsum``): 237 questions that people asked of 35 meetings,
with the turns that hold the answer. Counted is how often one of the first five or ten passages lies in those turns, in
the question's own meeting and in all at once. The peers, in the same run: BM25 over the same passages, and vectors
alone.
Needs the weights (``tapewright models fetch meaning``).
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from figures import figure
from tapewright import corpus
from tapewright.corpus import Lookup, fold_words
from tapewright.errors import MissingError
from tapewright.search.meant import Passages, by_words, cut, rank
from tapewright.speech.meaning import embedder
from tapewright.words.normal import searched, searched_parts

MEETINGS = Path(__file__).resolve().parents[2] / "shared" / "data" / "texts" / "qmsum" / "val"
HUNDRED_HOURS = 70_000
Array = Any


class Question(NamedTuple):
    """What somebody asked of a meeting, and the numbers of the turns that answer."""

    tape: int
    text: str
    turns: frozenset[int]


class Material(NamedTuple):
    """The meetings as passages (``turn`` counts in its meeting), their texts, their words, and the questions."""

    passages: Passages
    texts: list[str]
    words: Lookup
    questions: list[Question]


def main() -> None:
    """Print the figures."""
    if not MEETINGS.is_dir():
        print(f"skipped: {MEETINGS} is not there", file=sys.stderr)
        return
    try:
        model = embedder()
    except MissingError as error:
        print(f"skipped: {error}; {error.hint}", file=sys.stderr)
        return
    material = _material()
    began = time.perf_counter()
    vectors = model.vectors(material.texts)
    took = time.perf_counter() - began
    figure("passages embedded in a second, one core", len(material.texts) / took, "passages/s")
    asked = model.vectors([question.text for question in material.questions])
    for where in ("its meeting", "all meetings"):
        found = {way: _first_ranks(material, vectors, asked, way, where) for way in ("both", "words", "meaning")}
        for most in (5, 10):
            share = {way: sum(rank < most for rank in ranks) / len(ranks) for way, ranks in found.items()}
            figure(f"answer in the first {most}, {where}, words alone", share["words"], "share")
            figure(f"answer in the first {most}, {where}, meaning alone", share["meaning"], "share")
            figure(f"answer in the first {most}, {where}, both", share["both"], "share", least=share["words"])
    _cost(material, vectors, asked)


def _material() -> Material:
    rows: list[tuple[int, int, int, int]] = []
    texts: list[str] = []
    talk: dict[str, list[list[str]]] = {}
    questions: list[Question] = []
    for tape, path in enumerate(sorted(MEETINGS.glob("*.json"))):
        meeting = json.loads(path.read_text("utf-8"))
        turns, at = [], 0
        for number, said in enumerate(meeting["meeting_transcripts"]):
            tokens = re.sub(r"\{[^}]*\}", "", said["content"]).split()
            turns.append([word for token in tokens for word in searched_parts(token)])
            before = list(accumulate((len(searched_parts(token)) for token in tokens), initial=at))
            for first, behind in cut(tokens):
                if before[behind] - before[first] >= 3:
                    rows.append((tape, before[first], before[behind], number))
                    texts.append(" ".join(tokens[first:behind]))
            at = before[-1]
        talk[f"T{tape:03d}"] = turns
        for one in meeting["specific_query_list"]:
            spans = [range(int(first), int(last) + 1) for first, last in one["relevant_text_span"]]
            questions.append(Question(tape, one["query"], frozenset(n for span in spans for n in span)))
    columns = np.array(rows, dtype=np.int32).T
    tape, start, end, turn = columns
    passages = Passages(
        tapes=tuple(talk), tape=tape, start=start, end=end, turn=turn, first=start, behind=end, key=start
    )
    return Material(passages, texts, Lookup(corpus.build(iter(talk.items()))), questions)


def _first_ranks(material: Material, vectors: Array, asked: Array, way: str, where: str) -> list[int]:
    """At which place, from 0, the first passage of an answer stands; a large number where it is not among the hits."""
    places = material.passages
    ranks = []
    for question, vector in zip(material.questions, asked, strict=True):
        near = np.zeros(len(places.start), dtype=np.float32) if way == "words" else vectors @ vector
        worded = None if way == "meaning" else _worded(material, question.text)
        among = places.tape == question.tape if where == "its meeting" else None
        hits = [row for row, _ in rank(places, near, worded, among=among, least=-9)]
        ranks.append(_first(hits, question, places))
    return ranks


def _first(hits: Sequence[int], question: Question, places: Passages) -> int:
    for number, row in enumerate(hits):
        if places.tape[row] == question.tape and int(places.turn[row]) in question.turns:
            return number
    return 1_000_000


def _worded(material: Material, text: str) -> Array:
    return by_words(material.words, [word.text for word in fold_words(searched(text.split()))], material.passages)


def _cost(material: Material, vectors: Array, asked: Array) -> None:
    """The median of a question over as many passages as 100 hours have, words and vectors each by their own size."""
    many = np.resize(vectors, (HUNDRED_HOURS, vectors.shape[1]))
    near, words = [], []
    for question, vector in zip(material.questions, asked, strict=True):
        began = time.perf_counter()
        cosines = many @ vector
        np.argpartition(-cosines, 200)
        near.append(time.perf_counter() - began)
        began = time.perf_counter()
        _worded(material, question.text)
        words.append(time.perf_counter() - began)
    figure(f"{HUNDRED_HOURS:,} vectors compared, median", 1000 * float(np.median(near)), "ms", most=50)
    figure(f"words of {len(material.texts):,} passages, median", 1000 * float(np.median(words)), "ms", most=50)


if __name__ == "__main__":
    main()
