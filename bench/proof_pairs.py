"""Real pairs: what people wrote down of a recording, beside what stands on its tape. Nothing is planted here.

Whatever differs was done by real typists, editors and recognisers, so the truth is not known word by word; what is
known is that every sentence *was said* there. A meaning flag is therefore looked at by hand before it counts as false.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mishearing import heard_by_recognisers
from passages import is_clean, sentences_of
from proof_material import (
    TEXTS,
    Heard,
    RealTape,
    Said,
    earnings_names,
    half_of,
    ibm_words,
    nlp_turns,
    plain,
    speech_name,
    tape_of,
    text_of,
)

_SHORTEST, _LONGEST = 6, 60


@dataclass(frozen=True, kw_only=True)
class RealPairs:
    """Sentences as people wrote them, each with the tape that it was said on, and the tapes."""

    name: str
    tapes: list[RealTape]
    sentences: list[tuple[str, str]]


def real_pairs(half: str, count: int, *, texts: Path = TEXTS, seed: int = 0) -> Iterator[RealPairs]:
    """Every pair of sources whose tapes are of a half, ``count`` sentences of each; says what is missing."""
    for name, maker in _MAKERS.items():
        written, tapes = maker(texts, half)
        if not tapes:
            print(f"left out: no pairs of {name} under {texts}", file=sys.stderr)
            continue
        sentences = [(tape.id, text) for tape in written for text in _sentences(tape)]
        chance = random.Random(f"{name} {seed}")
        yield RealPairs(name=name, tapes=tapes, sentences=chance.sample(sentences, min(count, len(sentences))))


def _sentences(tape: RealTape) -> Iterator[str]:
    for sentence in sentences_of(tape):
        words = tape.texts[sentence.first : sentence.end]
        if sentence.is_whole and _SHORTEST <= len(words) <= _LONGEST and is_clean(words):
            yield " ".join(words)


Made = tuple[list[RealTape], list[RealTape]]


def _podcasts(texts: Path, half: str) -> Made:
    folder = texts / "rev16-verbatim-vs-clean"
    written, tapes = [], []
    for path in sorted(folder.glob("verbatim_transcripts/nlp_references/*.nlp")):
        name = f"P{path.stem}"
        if half_of(name) == half:
            tapes.append(tape_of(folder.name, name, nlp_turns(path)))
            clean = folder / "nonverbatim_transcripts" / "nlp_references" / path.name
            written.append(tape_of(folder.name, name, nlp_turns(clean)))
    return written, tapes


def _calls(recogniser: str, texts: Path, half: str) -> Made:
    folder = texts / "earnings21"
    written, tapes = [], []
    names = earnings_names(folder) if folder.is_dir() else {}
    for path in sorted(folder.glob("transcripts/nlp_references/*.nlp")):
        name = f"E{path.stem}"
        if half_of(name) == half:
            written.append(tape_of(folder.name, name, nlp_turns(path, names.get(path.stem))))
            heard = dict(heard_by_recognisers(folder, path.stem))[recogniser]
            tapes.append(tape_of(folder.name, name, _by_pauses(heard)))
    return written, tapes


def _by_pauses(heard: list[Heard]) -> Iterator[Said]:
    """Turns of nobody, broken at pauses of a second: a recogniser does not know who speaks."""
    words: list[Heard] = []
    for word in heard:
        if words and (word.start or 0.0) - (words[-1].end or 0.0) > 1.0:
            yield Said("", words)
            words = []
        words.append(word)
    yield Said("", words)


def _speeches(texts: Path, half: str) -> Made:
    folder = texts / "ibm-debater-asr-vs-manual" / "speeches"
    written, tapes = [], []
    for path in sorted(folder.glob("asr/*.asr")):
        name = speech_name(path)
        typed = next(iter(sorted(folder.glob(f"trs.txt/{path.stem}.*.txt"))), None)
        if half_of(name) == half and typed is not None:
            tapes.append(tape_of("ibm", name, _by_pauses(ibm_words(path))))
            written.append(tape_of("ibm", name, [Said("", plain(typed.read_text("utf-8")))]))
    return written, tapes


def _readings(texts: Path, half: str) -> Made:
    """An inaugural and a chapter; few and long, so that they stand in both halves."""
    folder = texts / "stt-align-samples" / "sample" / "data"
    inaugural, chapter = folder / "trump-inauguration-2016", folder / "mobydick-chapter-1"
    written, tapes = [], []
    if folder.is_dir():
        heard = json.loads((inaugural / "Trump-inauguration-speech-2016-pocketsphinx.json").read_text("utf-8"))
        words = [Heard(word["text"], word["start"], word["end"]) for word in heard["words"]]
        tapes.append(tape_of("readings", "inaugural", _by_pauses(words)))
        written.append(_typed("inaugural", text_of(inaugural / "Trump-speech-correct.txt")))
        said = json.loads((chapter / "mobydick-kaldi.json").read_text("utf-8"))["retval"]["words"]
        words = [
            Heard(word["text"], word["start"], word["end"], min(254, round(float(word["confidence"]) * 254)))
            for word in said
        ]
        tapes.append(tape_of("readings", "chapter", _by_pauses(words)))
        written.append(_typed("chapter", text_of(chapter / "mobydick.txt")))
    return written, tapes


def _addresses(texts: Path, half: str) -> Made:
    """The same inaugural as two people wrote it down."""
    one = texts / "presidents-nltk" / "inaugural" / "2017-Trump.txt"
    other = texts / "stt-align-samples" / "sample" / "data" / "trump-inauguration-2016" / "Trump-speech-correct.txt"
    if not one.is_file() or not other.is_file():
        return [], []
    return [_typed("inaugural", text_of(one))], [_typed("inaugural", text_of(other))]


def _typed(name: str, text: str) -> RealTape:
    return tape_of("readings", name, [Said("", plain(text))])


_MAKERS = {
    "podcasts, clean against verbatim": _podcasts,
    "calls, typed against the recogniser with confidences": lambda texts, half: _calls("rev", texts, half),
    "calls, typed against the recogniser without": lambda texts, half: _calls("speechmatics", texts, half),
    "speeches, typed against a recogniser": _speeches,
    "readings, text against recognisers": _readings,
    "an inaugural, one typist against another": _addresses,
}
