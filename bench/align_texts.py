"""Texts that people typed and words that recognisers timed, of the same talk, without the sound: earnings calls with
who spoke when, debating speeches, an inaugural and a chapter of a novel.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tapewright.model import Word
from tapewright.timing import from_seconds

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A typed text and the words of a recogniser in order. ``speakers`` says for each typed word who says it."""

    name: str
    typed: tuple[str, ...]
    heard: tuple[Word, ...]
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Who speaks when, as people marked it: (start, end, speaker) in seconds, by start."""

    segments: tuple[tuple[float, float, str], ...]

    def is_by(self, speaker: str, at: float, *, collar: float = 0.25) -> bool:
        """Whether somebody speaks at a time, or within a collar of it."""
        first = bisect_right(self.segments, (at + collar, 1e9, ""))
        return any(
            who == speaker and start - collar <= at <= end + collar
            for start, end, who in self.segments[max(0, first - 60) : first]
        )

    def from_turn(self, speaker: str, at: float) -> float:
        """How far a time is from the nearest at which a speaker begins to speak after somebody else."""
        begins = [
            start
            for number, (start, _, who) in enumerate(self.segments)
            if who == speaker and (not number or self.segments[number - 1][2] != speaker)
        ]
        return min((abs(at - start) for start in begins), default=1e9)


def calls() -> list[tuple[Pair, Pair, Spoken]]:
    """Each earnings call with the words of two recognisers, and who spoke when."""
    folder = TEXTS / "earnings21"
    made = []
    for path in sorted((folder / "transcripts" / "nlp_references").glob("*.nlp")):
        rows = [line.split("|") for line in path.read_text("utf-8").splitlines()[1:]]
        typed = tuple(row[0] + row[4] for row in rows)
        speakers = tuple(row[1] for row in rows)
        first = _nlp(folder / "output" / "speechmatics" / path.name)
        second = _ctm(folder / "output" / "rev" / "kaldi" / "ctm" / f"{path.stem}.ctm")
        segments = sorted(
            (float(row[3]), float(row[3]) + float(row[4]), row[7])
            for line in (folder / "rttms" / f"{path.stem}.rttm").read_text().splitlines()
            if (row := line.split())[0] == "SPEAKER"
        )
        made.append(
            (
                Pair(name=path.stem, typed=typed, heard=first, speakers=speakers),
                Pair(name=path.stem, typed=typed, heard=second, speakers=speakers),
                Spoken(segments=tuple(segments)),
            )
        )
    return made


def speeches() -> list[Pair]:
    """Debating speeches: what people typed, and a recogniser's words."""
    folder = TEXTS / "ibm-debater-asr-vs-manual" / "speeches"
    made = []
    for path in sorted((folder / "trs.txt").glob("*.txt")) if folder.is_dir() else ():
        asr = folder / "asr" / f"{path.name.split('.')[0]}.asr"
        if asr.is_file():
            found = re.findall(r"(\S+)\[([\d.]+),([\d.]+)\]", asr.read_text("utf-8"))
            heard = _words((text, start, end, None) for text, start, end in found if not text.startswith(("~", "%")))
            made.append(Pair(name=path.stem, typed=tuple(path.read_text("utf-8").split()), heard=heard))
    return made


def samples() -> list[Pair]:
    """An inaugural heard by a poor recogniser, and a chapter heard by a better one among much else."""
    folder = TEXTS / "stt-align-samples" / "sample" / "data"
    if not folder.is_dir():
        return []
    trump = json.loads(
        (folder / "trump-inauguration-2016" / "Trump-inauguration-speech-2016-pocketsphinx.json").read_text("utf-8")
    )
    moby = json.loads((folder / "mobydick-chapter-1" / "mobydick-kaldi.json").read_text("utf-8"))
    return [
        Pair(
            name="inaugural, pocketsphinx",
            typed=tuple((folder / "trump-inauguration-2016" / "Trump-speech-correct.txt").read_text("utf-8").split()),
            heard=_words((w["text"], w["start"], w["end"], None) for w in trump["words"]),
        ),
        Pair(
            name="chapter, kaldi",
            typed=tuple((folder / "mobydick-chapter-1" / "mobydick.txt").read_text("utf-8").split()),
            heard=_words((w["text"], w["start"], w["end"], w.get("confidence")) for w in moby["retval"]["words"]),
        ),
    ]


def _nlp(path: Path) -> tuple[Word, ...]:
    rows = [line.split("|") for line in path.read_text("utf-8").splitlines()[1:]]
    return _words((row[0], row[2], row[3], None) for row in rows)


def _ctm(path: Path) -> tuple[Word, ...]:
    rows = [line.split() for line in path.read_text("utf-8").splitlines()]
    return _words((row[4], row[2], str(float(row[2]) + float(row[3])), row[5]) for row in rows if row[4][0] != "<")


def _words(rows: object) -> tuple[Word, ...]:
    made = []
    for text, start, end, confidence in rows:  # type: ignore[attr-defined]
        for part in text.split():
            sure = None if confidence is None else round(254 * min(1.0, float(confidence)))
            made.append(Word(text=part, start=from_seconds(start), end=from_seconds(end), confidence=sure))
    return tuple(sorted(made, key=lambda word: (word.start, word.end)))


def share(part: float, of: float) -> float:
    """A share in percent."""
    return 100 * part / max(of, 1)


def mean(values: Sequence[float]) -> float:
    """The mean of some values, 0 of none."""
    return sum(values) / len(values) if values else 0.0
