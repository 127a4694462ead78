"""What a search costs on a million words: phrases through the verb, close search beside a scan, cold start.

Input: real talk (a public inquiry, meetings) where ``../shared/data/texts`` is present, else invented talk, stored
through the real store. The peer of close search is what one would write first: rapidfuzz (in C++) scanning the text of
every tape for the best partial match. Quotes are stretches of the talk with one word in ten dropped, misspelt, replaced
or added; found means that the first place overlaps the stretch.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from figures import figure
from tapewright.model import Provenance, SpeakerId, Tape, TapeId, Transcript, Turn, Word
from tapewright.store.wordreader import WordReader
from tapewright.testing.talk import Said, invented_talk, real_talk
from tapewright.timing import Ticks, TimecodeFormat, frame_rate, from_milliseconds
from tapewright.verbs.find import find
from tapewright.verbs.project import Project, new_project
from tapewright.verbs.quotes import QuoteIndex
from tapewright.words.normal import searched

WORDS = 1_000_000
QUERIES = 150
QUOTES = 150
SCANS = 15
COLD_RUNS = 7
TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "texts"


class Quote(NamedTuple):
    """A stretch of a tape's normal words, and what somebody made of it."""

    tape: str
    start: int
    end: int
    words: list[str]


def main() -> None:
    """Measure and print."""
    chance = random.Random(11)
    talk = _talk()
    with tempfile.TemporaryDirectory() as folder, new_project(Path(folder) / "project") as project:
        took = _timed(lambda: [_store(project, tape, turns) for tape, turns in talk])
        words = {tape: searched(token for said in turns for token in said.text.split()) for tape, turns in talk}
        print(f"stored and indexed in {took:.1f} s", flush=True)
        _exact(project, words, chance)
        _close(project, words, chance)
        _sound(project, words, chance)
        _cold(project, words, chance)


def _exact(project: Project, words: dict[str, list[str]], chance: random.Random) -> None:
    for length in (2, 3, 5, 12):
        queries = [f'"{" ".join(_stretch(words, length, chance).words)}"' for _ in range(QUERIES)]
        taken = _milliseconds(queries, lambda query: find(project, query))
        most = 3.0 if length == 5 else None
        figure(f"phrase of {length} words through the verb, median", statistics.median(taken), "ms", most=most)
        figure(f"phrase of {length} words through the verb, p99", _p99(taken), "ms")
    pairs = [_stretch(words, 12, chance).words for _ in range(QUERIES // 5)]
    taken = _milliseconds([f"{some[0]} NEAR/12 {some[-1]}" for some in pairs], lambda query: find(project, query))
    figure("two words of a passage, median", statistics.median(taken), "ms")
    figure("two words of a passage, p99", _p99(taken), "ms")
    figure("the commonest word, all its places counted", _milliseconds(["the"], lambda q: find(project, q))[0], "ms")


def _close(project: Project, words: dict[str, list[str]], chance: random.Random) -> None:
    quotes = [_spoilt(_stretch(words, chance.randrange(8, 21), chance), chance, words) for _ in range(QUOTES)]
    with project.store.reading() as connection:
        reader = WordReader(connection)
        figure("index of close search, built", _timed(lambda: QuoteIndex(project, reader, way="close")), "s")
        index = QuoteIndex(project, reader, way="close")
        index.find(quotes[0].words, within=None)
        found = 0
        taken = []
        for quote in quotes:
            began = time.perf_counter()
            places = index.find(quote.words, within=None)
            taken.append((time.perf_counter() - began) * 1000)
            found += bool(places) and _overlaps(quote, places[0].tape, places[0].start, places[0].end)
    figure("a quote, one word in ten wrong, median", statistics.median(taken), "ms", most=3.0)
    figure("a quote, one word in ten wrong, p99", _p99(taken), "ms")
    figure("quotes found first", found / len(quotes), "share", least=0.95)
    texts = {tape: " ".join(said) for tape, said in words.items()}
    scanned, seen = [], 0
    for quote in quotes[:SCANS]:
        began = time.perf_counter()
        tape, start, end = _scan(texts, " ".join(quote.words))
        scanned.append((time.perf_counter() - began) * 1000)
        before, inside = texts[tape][:start].count(" "), texts[tape][start:end].count(" ")
        seen += _overlaps(quote, tape, before, before + inside + 1)
    figure("the same by a rapidfuzz scan, median", statistics.median(scanned), "ms")
    figure("quotes found first by the scan", seen / len(scanned), "share")
    figure("scan over ours", statistics.median(scanned) / statistics.median(taken), "ratio")


def _sound(project: Project, words: dict[str, list[str]], chance: random.Random) -> None:
    find(project, "harbour", way="sound")
    names = [word for word in (_stretch(words, 1, chance).words[0] for _ in range(400)) if len(word) > 6][:15]
    taken = _milliseconds(names, lambda name: find(project, name, way="sound"))
    figure("a long word by its sound through the verb, median", statistics.median(taken), "ms")


def _cold(project: Project, words: dict[str, list[str]], chance: random.Random) -> None:
    for way, most in (("exact", 400.0), ("close", None)):
        taken = []
        for _ in range(COLD_RUNS):
            phrase = " ".join(_stretch(words, 5, chance).words)
            command = [sys.executable, "-m", "tapewright", "search", phrase, "--way", way]
            began = time.perf_counter()
            subprocess.run([*command, "--project", str(project.root)], check=False, capture_output=True)
            taken.append((time.perf_counter() - began) * 1000)
        figure(f"search --way {way} in a cold process, median", statistics.median(taken), "ms", most=most)


def _scan(texts: dict[str, str], quote: str) -> tuple[str, int, int]:
    best, where = 0.0, ("", 0, 0)
    for tape, text in texts.items():
        found = fuzz.partial_ratio_alignment(quote, text, score_cutoff=best)
        if found is not None and found.score > best:
            best, where = found.score, (tape, found.dest_start, found.dest_end)
    return where


def _overlaps(quote: Quote, tape: str, start: int, end: int) -> bool:
    return quote.tape == tape and start < quote.end and quote.start < end


def _stretch(words: dict[str, list[str]], length: int, chance: random.Random) -> Quote:
    """A stretch of talk, every word of which is as likely as every other to begin it."""
    tapes = list(words)
    tape = chance.choices(tapes, [len(words[tape]) for tape in tapes])[0]
    begin = chance.randrange(max(1, len(words[tape]) - length))
    return Quote(tape, begin, begin + length, words[tape][begin : begin + length])


def _spoilt(quote: Quote, chance: random.Random, words: dict[str, list[str]]) -> Quote:
    made: list[str] = []
    for word in quote.words:
        error = chance.random() * 10
        if error < 0.35:
            at = chance.randrange(len(word))
            made.append(word[:at] + chance.choice("etaoin") + word[at + 1 :])
        elif error < 0.6:
            made += _stretch(words, 1, chance).words
        elif error < 0.8:
            made += [word, *_stretch(words, 1, chance).words]
        elif error > 1:
            made.append(word)
    return quote._replace(words=made)


def _talk() -> list[tuple[str, list[Said]]]:
    source = real_talk(TEXTS) if TEXTS.is_dir() else invented_talk(WORDS, tapes=100)
    talk, left = [], WORDS
    for tape, turns in source:
        talk.append((tape, turns))
        left -= sum(len(said.text.split()) for said in turns)
        if left <= 0:
            break
    kind = "real" if TEXTS.is_dir() else "invented"
    print(f"input: {WORDS - left} words of {kind} talk on {len(talk)} tapes", flush=True)
    return talk


def _store(project: Project, tape: str, turns: list[Said]) -> None:
    at, made = 0, []
    names: dict[str, SpeakerId] = {}
    with project.store.change("talk for the benchmark") as pen:
        for said in turns:
            if said.speaker not in names:
                names[said.speaker] = pen.add_speaker(said.speaker).id
            words = []
            for token in said.text.split():
                end = at + from_milliseconds(40 * len(token) + 100)
                words.append(Word(text=token, start=Ticks(at), end=Ticks(end), confidence=200))
                at = end
            made.append(Turn(words=tuple(words), speaker=names[said.speaker]))
        counting = TimecodeFormat(frame_rate("25"))
        pen.add_tape(Tape(id=TapeId(tape), title=tape, format=counting, duration=Ticks(at)))
        pen.add_transcript(Transcript(tape=TapeId(tape), turns=tuple(made), provenance=Provenance(tool="bench")))


def _milliseconds(queries: list[str], ask: Callable[[str], object]) -> list[float]:
    return [_timed(lambda query=query: ask(query)) * 1000 for query in queries]  # type: ignore[misc]


def _p99(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.99)]


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
