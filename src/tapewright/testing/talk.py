"""Talk for tests and benchmarks of search: real transcripts where they are present, invented talk where not."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_RST_TURN = re.compile(r"\*\*(?P<name>[^*]{2,60})\*\*:\s*(?P<text>.*)")
_COMMON_FIRST = """
    the and of to a in was it that we they you i had on for with were at he she there boat boats harbour ferry
    quiet morning evening rain wind bread oven bakery flour street bridge water tide market fish rope engine
    captain neighbour window kitchen table letter winter summer years nobody somebody always never perhaps before
    after again until because although carried waited walked remembered listened opened closed looked counted
"""
_WORDS = _COMMON_FIRST.split()


class Said(NamedTuple):
    """One turn: who, and the text with single spaces."""

    speaker: str
    text: str


def real_talk(texts: Path) -> Iterator[tuple[str, list[Said]]]:
    """Name and turns of each real transcript under ``texts``: a public inquiry's hearings, then meetings."""
    for path in sorted(texts.glob("lampard-inquiry/*/20*.rst")):
        yield f"L{path.stem}", _hearing(path.read_text(encoding="utf-8"))
    for path in sorted(texts.glob("qmsum/jsonl/*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            turns = json.loads(line)["meeting_transcripts"]
            yield f"M{number:03d}", [Said(t["speaker"], " ".join(t["content"].split())) for t in turns if t["content"]]


def invented_talk(words: int, *, tapes: int = 10, seed: int = 7) -> Iterator[tuple[str, list[Said]]]:
    """About ``words`` words of nonsense about harbours and bread in turns of one to sixty words, the same every time.

    Words are as unevenly common as in real talk (Zipf), so that phrases cost what they cost there.
    """
    chance = random.Random(seed)
    rare = [f"{a}{b}" for a in _WORDS[20:] for b in _WORDS[20:]]
    vocabulary = _WORDS + rare
    weights = [1 / rank for rank in range(1, len(vocabulary) + 1)]
    for tape in range(tapes):
        turns, left = [], words // tapes
        while left > 0:
            length = min(left, chance.choice((1, 2, 5, 12, 25, 60)))
            said = " ".join(chance.choices(vocabulary, weights, k=length))
            turns.append(Said(f"VOICE {chance.randrange(3)}", said))
            left -= length
        yield f"N{tape:03d}", turns


def _hearing(text: str) -> list[Said]:
    turns: list[Said] = []
    for paragraph in re.split(r"\n\s*\n", text):
        line = " ".join(paragraph.split())
        named = _RST_TURN.match(line)
        if named:
            turns.append(Said(named["name"], named["text"]))
        elif turns and line and not re.match(r"[*(.=-]|[^a-z]*$", line):
            turns[-1] = Said(turns[-1].speaker, f"{turns[-1].text} {line}")
    return [turn for turn in turns if turn.text]
