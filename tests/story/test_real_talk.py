"""What people really said goes into a bite and is found again, word for word, with strikes and omissions."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest

from tapewright.model import Tape, TapeId, Word
from tapewright.story.paper import parse
from tapewright.story.resolve import resolve
from tapewright.story.write import bite_block, struck
from tapewright.testing.talk import invented_talk, real_talk
from tapewright.timing import Interval, TimecodeFormat, frame_rate, from_milliseconds
from tapewright.words.normal import key

TEXTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "texts"
TALKS = list(islice(real_talk(TEXTS), 12)) if TEXTS.is_dir() else []
LONGEST = 3000


def words_of(text: str) -> list[Word]:
    return [
        Word(text=token, start=from_milliseconds(300 * n), end=from_milliseconds(300 * n + 220))
        for n, token in enumerate(text.split()[:LONGEST])
    ]


@pytest.mark.skipif(not TALKS, reason=f"no real transcripts in {TEXTS}")
@pytest.mark.parametrize(("name", "turns"), TALKS, ids=[name for name, _ in TALKS])
def test_real_words_are_found_again_with_strikes_and_omissions(name: str, turns: list) -> None:
    find_again(" ".join(turn.text for turn in turns))


def test_invented_words_are_found_again_with_strikes_and_omissions() -> None:
    for _, turns in invented_talk(20_000, tapes=4):
        find_again(" ".join(turn.text for turn in turns))


def find_again(text: str) -> None:
    words = words_of(text)
    chance = random.Random(7)
    tape = Tape(id=TapeId("T1"), title="", format=TimecodeFormat(frame_rate(25)), duration=words[-1].end)
    for _ in range(25):
        first = chance.randrange(len(words) - 60)
        chosen = words[first : first + chance.randrange(20, 60)]
        span = Interval(chosen[0].start, chosen[-1].end)
        # Left out, struck, and both far enough from each other that a person would write them so.
        gone = range(5, 5 + chance.randrange(1, 6))
        kept = chosen[: gone.start] + chosen[gone.stop :]
        block = bite_block(tape.id, span, kept, "ANNA")
        lines = block.split("\n")
        (bite,) = parse(block).bites
        assert " ".join(part.text for part in bite.parts).split() == [word.text for word in kept]
        written = lines[0].split(" ")
        lines[0] = " ".join([*written[: 1 + gone.start], "…", *written[1 + gone.start :]])
        marked = struck(parse("\n".join(lines)), 0, range(10, 10 + chance.randrange(1, 5)))
        (bite,) = parse(marked).bites
        resolved = resolve(bite, tape, words)
        assert resolved.differences == ()
        heard = " ".join(part.text for part in bite.parts if part.kind == "heard").split()
        assert [word.text for word in resolved.words if key(word.text)] == [text for text in heard if key(text)]
        assert 1 <= len(resolved.ranges) <= 3
