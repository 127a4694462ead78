"""What finding a quotation costs, and what is found: 500 quotations against 1 million and 9 million words.

Input: real talk (hearings, meetings, interviews; ``../shared/data/texts``) for the first million words; invented talk
where there is none. The other eight million are the same talk shuffled at its pairs of words: a chain in which every
word follows the one before as often as it did in the real talk, so that pairs are as common as they would be.

500 quotations of known places in the real talk: verbatim, elided (two pieces of one passage, 12 to 60 words between),
reordered, recombined (two or three pieces of different tapes), altered (words replaced, dropped and added in one
place), with none, 5, 10 or 20 % of their words wrong by turns; and 75 that were never said: 40 out of other
recordings, 35 made by the chain. A fragment is *located* where a fragment of the first location (or of one that scores
the same) covers half of its words; its edges are *exact* where they are its very first and last word. *Taken as
found*: ``net`` is 0.5 or more. The peer, in the same run: a rapidfuzz scan of every tape for the best partial match,
for a sample of the quotations.

Then quotations of ten calls as people wrote them down, looked for where two recognisers heard the same calls.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz import fuzz

from bench_search import _store as store_talk
from bench_search import _talk as stored_talk
from figures import figure
from tapewright.corpus import CorpusArrays, Lookup, build
from tapewright.model import TapeId
from tapewright.proof.finder import Finder
from tapewright.proof.nearness import credit
from tapewright.proof.talk import Location
from tapewright.testing.talk import invented_talk, real_talk
from tapewright.verbs.project import new_project
from tapewright.verbs.quotes import open_finder
from tapewright.words.likeness import likeness
from tapewright.words.normal import searched
from tapewright.words.sound import sound_key, sounds

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "texts"
MILLION = 1_000_000
TAPE = 9_000
SCANS = 40
FOUND, SCAN_FOUND = 0.5, 60
KINDS = {"verbatim": 125, "elided": 75, "reordered": 50, "recombined": 75, "altered": 100, "never said": 75}

Tapes = dict[str, list[list[str]]]
"""The normal words of each tape, turn by turn."""


class Place(NamedTuple):
    """Normal words ``start`` to ``end`` of a tape."""

    tape: str
    start: int
    end: int


class Quote(NamedTuple):
    """Words that somebody put together, and where they are from."""

    kind: str
    words: list[str]
    places: list[Place]
    wrong: float


def main() -> None:
    """Measure and print."""
    chance = random.Random(23)
    real = _real()
    arrays = build(real.items())
    never = [*_others(chance, 40), *(" ".join(words).split() for words in _chains(arrays, 35, 24, 5).tolist())]
    quotes = _quotes({tape: [w for turn in turns for w in turn] for tape, turns in real.items()}, never, chance)
    for millions in (1, 9):
        talk = dict(real)
        more = (millions * MILLION - _count(real)) // TAPE
        for number, words in enumerate(_chains(arrays, max(0, more), TAPE, 7).tolist()):
            talk[f"S{number:04d}"] = [words[at : at + 40] for at in range(0, TAPE, 40)]
        print(f"input: {_count(talk):,} words on {len(talk)} tapes, {_count(real):,} of them not shuffled", flush=True)
        _measure(f"{millions} M words", talk, quotes, chance)
    _people_and_machines(real, chance)
    _in_a_project(chance)


def _measure(name: str, talk: Tapes, quotes: list[Quote], chance: random.Random) -> None:
    words = _count(talk)
    began = time.process_time()
    arrays = build(talk.items())
    built = time.process_time() - began
    figure(f"{name}: index built, of CPU", words / built / MILLION, "M words/s", least=2.0)
    figure(f"{name}: index", _bytes(arrays) / words, "bytes/word", most=28.0)
    lookup = _mapped(arrays)
    finder = Finder([(lookup, lookup.tapes)])
    finder.find(quotes[0].words)
    for remembered in (credit, likeness, sound_key, sounds):
        remembered.cache_clear()
    taken, cpu, found = [], [], []
    for quote in quotes:
        began, used = time.perf_counter(), time.process_time()
        found.append(finder.find(quote.words))
        taken.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    small = name.startswith("1")
    figure(f"{name}: a quote, median", statistics.median(taken), "ms", most=3.0 if small else 6.0)
    figure(f"{name}: a quote, p99", _p99(taken), "ms", most=20.0 if small else 30.0)
    figure(f"{name}: a quote, median of CPU", statistics.median(cpu), "ms")
    figure(f"{name}: a quote, p99 of CPU", _p99(cpu), "ms")
    _grade(name, quotes, found)
    _correct(name, talk, lookup, chance)
    _scan(name, talk, quotes, statistics.median(taken))


def _grade(name: str, quotes: list[Quote], found: list[list[Location]]) -> None:
    counted: dict[str, list[bool]] = defaultdict(list)
    for quote, locations in zip(quotes, found, strict=True):
        for place in quote.places:
            counted[quote.kind].append(_is_located(place, locations))
    every = [one for some in counted.values() for one in some]
    figure(f"{name}: fragments located", sum(every) / len(every), "share", least=0.98)
    for kind, some in counted.items():
        figure(f"{name}: fragments located, {kind} ({len(some)})", sum(some) / len(some), "share")
    clean = [
        place in [Place(f.tape, f.start, f.stop) for one in some for f in one.fragments]
        for quote, some in zip(quotes, found, strict=True)
        for place in quote.places
        if not quote.wrong and quote.kind != "altered"
    ]
    figure(f"{name}: edges exact, of fragments without errors ({len(clean)})", sum(clean) / len(clean), "share")
    nets = [(bool(q.places), some[0].net if some else 0.0) for q, some in zip(quotes, found, strict=True)]
    never = [net for said, net in nets if not said]
    missed = sum(said and net < FOUND for said, net in nets)
    figure(f"{name}: never said, taken as found (of {len(never)})", sum(net >= FOUND for net in never), "quotes")
    figure(f"{name}: said, not taken as found (of {len(nets) - len(never)})", missed, "quotes")


def _people_and_machines(real: Tapes, chance: random.Random) -> None:
    calls = TEXTS / "earnings21"
    for engine, glob in (
        ("one recogniser", "output/rev/kaldi/ctm/*.ctm"),
        ("another recogniser", "output/speechmatics/*.nlp"),
    ):
        heard = {path.stem: [_words_of(path)] for path in sorted(calls.glob(glob))}
        lookup = Lookup(build({**real, **heard}.items()))
        finder = Finder([(lookup, lookup.tapes)])
        for least, most in ((6, 9), (10, 19), (20, 50)) if heard else ():
            found = asked = 0
            for path in sorted(calls.glob("transcripts/nlp_references/*.nlp")):
                words = _words_of(path)
                for _ in range(20):
                    start = chance.randrange(len(words) - most)
                    locations = finder.find(words[start : start + chance.randrange(least, most + 1)])
                    asked += 1
                    found += (
                        bool(locations) and locations[0].net >= FOUND and locations[0].fragments[0].tape == path.stem
                    )
            name = f"{asked} quotes of {least} to {most} words as a person wrote them, found as {engine} heard it"
            figure(name, found / asked, "share")


def _correct(name: str, talk: Tapes, lookup: Lookup, chance: random.Random) -> None:
    """A word of one tape is corrected; what it takes until the finder knows."""
    taken = []
    for tape in chance.sample(sorted(talk), 7):
        turns = [list(turn) for turn in talk[tape]]
        turns[len(turns) // 2][:1] = ["corrected"]
        began = time.process_time()
        small = Lookup(build([(tape, turns)]))
        finder = Finder([(lookup, set(lookup.tapes) - {tape}), (small, {tape})])
        finder.find(turns[len(turns) // 2])
        taken.append((time.process_time() - began) * 1000)
    figure(f"{name}: a correction until it is found, median of CPU", statistics.median(taken), "ms")


def _in_a_project(chance: random.Random) -> None:
    """The same through the project's store and cache: about a million words, stored as a person's tapes are."""
    talk = stored_talk()
    with tempfile.TemporaryDirectory() as folder, new_project(Path(folder) / "project") as project:
        for tape, turns in talk:
            store_talk(project, tape, turns)
        figure(
            "a project: index built and kept, words read out of the store", _seconds(lambda: open_finder(project)), "s"
        )
        figure("a project: finder opened again", 1000 * _seconds(lambda: open_finder(project)), "ms")
        taken = []
        for tape, _ in chance.sample(talk, 7):
            transcript = project.store.transcript(TapeId(tape))
            assert transcript is not None
            turn = max(transcript.turns[:50], key=lambda turn: len(turn.words))
            words = [replace(turn.words[0], text="corrected"), *turn.words[1:]]
            with project.store.change("correct") as pen:
                pen.replace_turns([turn], [replace(turn, words=tuple(words))])
            quote = searched(word.text for word in words[:12])
            taken.append(1000 * _seconds(lambda quote=quote: open_finder(project).find(quote)))  # type: ignore[misc]
        figure("a project: found after the first of 7 corrections on 7 tapes", taken[0], "ms")
        figure("a project: found after the last of them", taken[-1], "ms")


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _scan(name: str, talk: Tapes, quotes: list[Quote], ours: float) -> None:
    texts = {tape: " ".join(word for turn in turns for word in turn) for tape, turns in talk.items()}
    sample = [quotes[at] for at in range(0, len(quotes), len(quotes) // SCANS)]
    scanned, seen, wrong, pieces = [], 0, 0, 0
    for quote in sample:
        text, best, where = " ".join(quote.words), 0.0, Place("", 0, 0)
        began = time.perf_counter()
        for tape, said in texts.items():
            match = fuzz.partial_ratio_alignment(text, said, score_cutoff=best)
            if match is not None and match.score > best:
                before = said[: match.dest_start].count(" ")
                best = match.score
                where = Place(tape, before, before + said[match.dest_start : match.dest_end].count(" ") + 1)
        scanned.append((time.perf_counter() - began) * 1000)
        seen += sum(_covers(place, [where]) for place in quote.places)
        pieces += len(quote.places)
        wrong += not quote.places and best >= SCAN_FOUND
    figure(f"{name}: the same by a rapidfuzz scan, median of {len(sample)}", statistics.median(scanned), "ms")
    figure(f"{name}: fragments located by the scan (of {pieces})", seen / pieces, "share")
    figure(
        f"{name}: never said, taken as found by the scan at 60 (of {sum(not q.places for q in sample)})",
        wrong,
        "quotes",
    )
    figure(f"{name}: scan over ours", statistics.median(scanned) / ours, "ratio")


def _is_located(place: Place, locations: list[Location]) -> bool:
    best = [some for some in locations if some.score >= locations[0].score - 1e-3]
    return any(_covers(place, [Place(f.tape, f.start, f.stop) for f in some.fragments]) for some in best)


def _covers(place: Place, found: Iterable[Place]) -> bool:
    shared = sum(max(0, min(place.end, f.end) - max(place.start, f.start)) for f in found if f.tape == place.tape)
    return 2 * shared >= place.end - place.start


# --- quotations -------------------------------------------------------------------------------------------------------


def _quotes(talk: dict[str, list[str]], never: list[list[str]], chance: random.Random) -> list[Quote]:
    tapes = list(talk)
    weights = [len(talk[tape]) for tape in tapes]

    def cut(least: int, most: int, tape: str = "", start: int = -1) -> tuple[list[str], Place]:
        tape = tape or chance.choices(tapes, weights)[0]
        length = chance.randrange(least, most + 1)
        start = start if start >= 0 else chance.randrange(len(talk[tape]) - 200)
        return talk[tape][start : start + length], Place(tape, start, start + length)

    def of_kind(kind: str) -> list[tuple[list[str], Place]]:
        if kind in ("elided", "reordered"):
            words, place = cut(6, 20)
            other = cut(6, 20, place.tape, place.end + chance.randrange(12, 61))
            return [(words, place), other] if kind == "elided" else [other, (words, place)]
        if kind == "recombined":
            return [cut(6, 15) for _ in range(chance.choice((2, 2, 3)))]
        return [cut(6, 40)]

    made = []
    for kind, count in KINDS.items():
        for number in range(count if kind != "never said" else 0):
            pieces = of_kind(kind)
            words = [word for some, _ in pieces for word in some]
            if kind == "altered":
                at = chance.randrange(len(words) - 2)
                words[at : at + chance.randrange(1, 4)] = [
                    chance.choice(talk[tapes[0]]) for _ in range(chance.randrange(4))
                ]
            share = (0.0, 0.05, 0.1, 0.2)[number % 4]
            made.append(Quote(kind, _misheard(words, share, talk, chance), [place for _, place in pieces], share))
    made += [Quote("never said", words, [], 0.0) for words in never]
    chance.shuffle(made)
    return made


def _misheard(words: Sequence[str], share: float, talk: dict[str, list[str]], chance: random.Random) -> list[str]:
    """Words of which a share is misspelt, replaced, doubled with another or gone."""
    made: list[str] = []
    for word in words:
        error = chance.random() / share if share else 1.0
        other = chance.choice(talk[chance.choice(list(talk))])
        if error < 0.35:
            at = chance.randrange(len(word))
            made.append(word[:at] + chance.choice("etaoin") + word[at + 1 :])
        elif error < 0.65:
            made.append(other)
        elif error < 0.8:
            made += [word, other]
        elif error >= 1:
            made.append(word)
    return made


def _words_of(path: Path) -> list[str]:
    """The normal words of a transcript with a word a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".ctm":
        return searched(word for line in lines if not (word := line.split()[4]).startswith("<"))
    return searched(line.partition("|")[0] for line in lines[1:])


def _others(chance: random.Random, count: int) -> list[list[str]]:
    """Stretches of recordings that are not in the corpus."""
    words = []
    for path in sorted(TEXTS.glob("rev16-verbatim-vs-clean/nonverbatim_transcripts/nlp_references/*.nlp")):
        words += _words_of(path)
    words = words or [f"word{number}" for number in range(5000)]
    starts = [chance.randrange(len(words) - 40) for _ in range(count)]
    return [words[start : start + chance.randrange(8, 31)] for start in starts]


# --- talk -------------------------------------------------------------------------------------------------------------


def _real() -> Tapes:
    talk: Tapes = {}
    if not TEXTS.is_dir():
        print("no real transcripts here: the talk is invented", flush=True)
        source = invented_talk(MILLION, tapes=100)
        return {tape: [searched(said.text.split()) for said in turns] for tape, turns in source}
    for tape, turns in real_talk(TEXTS):
        talk[tape] = [searched(said.text.split()) for said in turns]
    for path in sorted(TEXTS.glob("braided-channels-tapes/*/*-plain.txt")):
        if _count(talk) < MILLION:
            talk[f"B{path.stem}"] = [searched(text.split()) for text in path.read_text("utf-8").split("\n\n")]
    return talk


def _chains(arrays: CorpusArrays, count: int, length: int, seed: int) -> Any:
    """Talk in which every word follows the one before as often as in the arrays: words [count, length]."""
    chance = np.random.default_rng(seed)
    words = np.array(arrays.words)
    made = np.zeros((length, count), dtype=np.int64)
    if not count:
        return words[made.T]
    made[0] = arrays.tokens[chance.integers(0, len(arrays.tokens) - 1, count)]
    for row in range(1, length):
        now = made[row - 1]
        first, last = arrays.firsts[now], arrays.firsts[now + 1]
        made[row] = arrays.seconds[first + (chance.random(count) * (last - first)).astype(np.int64)]
        edges = np.flatnonzero(made[row] == 0)
        made[row][edges] = arrays.tokens[chance.integers(0, len(arrays.tokens) // 9, len(edges))]
    made[made == 0] = 1
    return words[made.T]


def _mapped(arrays: CorpusArrays) -> Lookup:
    """The arrays as a project has them: kept on disk and mapped."""
    folder = tempfile.mkdtemp()
    mapped = {}
    for field in fields(arrays):
        if field.name not in ("tapes", "words"):
            np.save(f"{folder}/{field.name}.npy", getattr(arrays, field.name))
            mapped[field.name] = np.load(f"{folder}/{field.name}.npy", mmap_mode="r")
    return Lookup(replace(arrays, **mapped))


def _bytes(arrays: CorpusArrays) -> int:
    numbers = [getattr(arrays, field.name) for field in fields(arrays) if field.name not in ("tapes", "words")]
    return sum(array.nbytes for array in numbers) + sum(len(word) + 4 for word in arrays.words)


def _count(talk: Tapes) -> int:
    return sum(len(turn) for turns in talk.values() for turn in turns)


def _p99(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.99)]


if __name__ == "__main__":
    main()
