"""Real talk as tapes: what somebody said, word by word, with times and speakers, out of ``../shared/data/texts``.

Every loader gives what it finds and says what is not there; nothing is copied into the project. Times are those of the
source where it has any (recognisers, mission time), else words follow each other at the usual pace, a third of a second
between turns.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count, groupby
from pathlib import Path
from typing import NamedTuple

from tapewright.exchange.typed_script import read_script
from tapewright.model import SpeakerId, TapeId, Turn, Word
from tapewright.model.transcript import WordTiming
from tapewright.proof.talk import TapeTalk
from tapewright.testing.talk import real_talk
from tapewright.timing import TICKS_PER_SECOND, Ticks, from_seconds
from tapewright.words.pace import shares, usual_length

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "texts"
_BETWEEN_TURNS = TICKS_PER_SECOND // 3
_NUMBERS = count(1)
"""Of speakers, over all tapes: a James of one tape is not the James of another."""

_NOT_A_WORD = re.compile(r"<[^>]*>|\{[^}]*\}|\*+")
_GLOSSARY = re.compile(r"\[(?:glossary|time):([^\]|]*\|)?([^\]]*)\]")


class Heard(NamedTuple):
    """A token with what a source says of it; times in seconds."""

    text: str
    start: float | None = None
    end: float | None = None
    confidence: int | None = None


class Said(NamedTuple):
    """A turn: who, and the tokens."""

    speaker: str
    words: Sequence[Heard]


@dataclass(frozen=True)
class RealTape:
    """A tape of real talk. ``group`` is the folder that it comes from, ``names`` what its speakers are called."""

    group: str
    talk: TapeTalk
    names: dict[SpeakerId, str]

    @property
    def id(self) -> TapeId:
        return self.talk.tape

    @property
    def half(self) -> str:
        """``tune`` or ``report``: rules are made on the one and measured on the other. By the id alone."""
        return half_of(self.id)

    @cached_property
    def texts(self) -> list[str]:
        """The words as written."""
        return [word.text for word in self.talk.words]

    def name_of(self, word: int) -> str:
        """What the speaker of a word is called."""
        speaker = self.talk.speaker(word)
        return "" if speaker is None else self.names[speaker]


def load(texts: Path = TEXTS, *, half: str | None = None, most: int | None = None) -> list[RealTape]:
    """Every real tape that lies under ``texts``, of one half or of both; says which folders are missing.

    ``most`` words of each folder, or a tape more.
    """
    tapes = []
    for group, loader in LOADERS.items():
        left = most or sys.maxsize
        is_there = False
        for name, turns in loader(texts / group):
            is_there = True
            if half in (None, half_of(name)):
                tapes.append(tape_of(group, name, turns))
                left -= len(tapes[-1].talk.words)
            if left <= 0:
                break
        if not is_there:
            print(f"left out: nothing of {group} under {texts}", file=sys.stderr)
    return [tape for tape in tapes if tape.talk.words]


def half_of(tape: str) -> str:
    """``tune`` or ``report``, by the id of a tape alone."""
    return "report" if hashlib.sha256(tape.encode()).digest()[0] & 1 else "tune"


def tape_of(group: str, name: str, turns: Iterable[Said]) -> RealTape:
    """A tape out of turns."""
    speakers: dict[str, SpeakerId] = {}
    made: list[Turn] = []
    at = 0
    for said in turns:
        words = _placed(said.words, at)
        if words:
            at = max(word.end for word in words) + _BETWEEN_TURNS
            speaker = speakers.get(said.speaker) or speakers.setdefault(said.speaker, SpeakerId(next(_NUMBERS)))
            made.append(Turn(words=tuple(words), speaker=speaker if said.speaker else None))
    made.sort(key=lambda turn: turn.words[0].start)
    return RealTape(group, TapeTalk(TapeId(name), tuple(made)), {number: name for name, number in speakers.items()})


def _placed(heard: Sequence[Heard], at: int) -> list[Word]:
    """Words with times: their own, or evenly paced from ``at`` or from the time of the first on."""
    clean = [word._replace(text=token) for word in heard for token in _NOT_A_WORD.sub(" ", word.text).split()]
    if not clean:
        return []
    if all(word.start is not None and word.end is not None for word in clean):
        clean.sort(key=lambda word: word.start or 0.0)
        return [
            Word(text=w.text, start=_ticks(w.start), end=max(_ticks(w.start), _ticks(w.end)), confidence=w.confidence)
            for w in clean
        ]
    begin = max(at, _ticks(clean[0].start)) if clean[0].start is not None else at
    texts = [word.text for word in clean]
    places = shares(texts, begin, begin + usual_length(texts, TICKS_PER_SECOND))
    return [
        Word(text=text, start=Ticks(start), end=Ticks(end), timing=WordTiming.ESTIMATED)
        for text, (start, end) in zip(texts, places, strict=True)
    ]


def _ticks(seconds: float | None) -> Ticks:
    return from_seconds(max(0.0, seconds or 0.0))


def plain(text: str) -> list[Heard]:
    """The tokens of a text without times."""
    return [Heard(token) for token in text.split()]


def nlp_turns(path: Path, names: dict[str, str] | None = None) -> list[Said]:
    """Turns of a file of tokens with punctuation and speakers (``.nlp``), with times where it has them."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="|", quoting=csv.QUOTE_NONE))
    turns = []
    for speaker, tokens in groupby(rows, key=lambda row: row["speaker"]):
        words = [
            Heard(
                (row.get("prepunctuation") or "") + row["token"] + (row["punctuation"] or ""),
                float(row["ts"]) if row["ts"] else None,
                float(row["endTs"]) if row["endTs"] else None,
            )
            for row in tokens
            if not row["token"].startswith("<")
        ]
        turns.append(Said((names or {}).get(speaker, f"Speaker {speaker}"), words))
    return turns


def ctm_words(path: Path) -> list[Heard]:
    """Words of a recogniser's ``.ctm`` with times and confidences."""
    words = []
    for line in path.read_text("utf-8").splitlines():
        _, _, start, length, text, confidence = line.split()
        if not text.startswith("<"):
            words.append(Heard(text, float(start), float(start) + float(length), round(float(confidence) * 254)))
    return words


def ibm_words(path: Path) -> list[Heard]:
    """Words of a recogniser's ``word[start,end]`` line."""
    found = re.findall(r"(\S+)\[([\d.]+),([\d.]+)\]", path.read_text("utf-8"))
    return [Heard(text, float(start), float(end)) for text, start, end in found if not text.startswith("~")]


def earnings_names(folder: Path) -> dict[str, dict[str, str]]:
    """The names of the speakers of each call, by the number that its transcript gives them."""
    names: dict[str, dict[str, str]] = {}
    with (folder / "speaker-metadata.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names.setdefault(row["file_id"], {})[row["speaker_id"]] = row["speaker_name"]
    return names


def _earnings(folder: Path) -> Iterator[tuple[str, list[Said]]]:
    names = earnings_names(folder) if folder.is_dir() else {}
    for path in sorted(folder.glob("transcripts/nlp_references/*.nlp")):
        yield f"E{path.stem}", nlp_turns(path, names.get(path.stem))


def _podcasts(folder: Path) -> Iterator[tuple[str, list[Said]]]:
    for path in sorted(folder.glob("verbatim_transcripts/nlp_references/*.nlp")):
        yield f"P{path.stem}", nlp_turns(path)


def _interviews(folder: Path) -> Iterator[tuple[str, list[Said]]]:
    for path in sorted(folder.glob("Braided-Channels/*-raw.txt")):
        speaker, turns = "", []
        for block in read_script(path.read_text("utf-8", errors="replace")).blocks:
            speaker = speaker if block.name is None else block.name
            turns.append(Said(speaker, [Heard(token.text) for token in block.tokens]))
        yield f"B{path.stem.removesuffix('-raw')}", turns


def _speeches(folder: Path) -> Iterator[tuple[str, list[Said]]]:
    for path in sorted(folder.glob("speeches/trs.txt/*.txt")):
        yield speech_name(path), [Said(path.stem.split("_")[0].title(), plain(path.read_text("utf-8")))]


def speech_name(path: Path) -> str:
    """The id of a speech's tape out of the name of a file about it."""
    speaker, number, _, side, *_ = path.stem.split("_")
    return f"D{number}_{side}_{speaker}"


def _meetings(folder: Path) -> Iterator[tuple[str, list[Said]]]:
    for path in sorted(folder.glob("*/*.json")):
        turns = json.loads(path.read_text("utf-8"))["meeting_transcripts"]
        yield f"M{path.stem}", [Said(turn["speaker"], plain(_without_spaces(turn["content"]))) for turn in turns]


def _without_spaces(content: str) -> str:
    """The text of a meeting with its punctuation where people write it: ``it 's crashed .`` is ``it's crashed.``."""
    joined = re.sub(r"(?<=\w) - (?=\w)", "-", content)
    closed = re.sub(r"\s+([.,?!;:]|['’](?:s|re|ve|ll|d|m|t)\b)", r"\1", re.sub(r"\{[^}]*\}", " ", joined))
    return re.sub(r"\b([A-Z])_\s*(?=[A-Z]\b)", r"\1.", closed).replace("_", "")


def _hearings(folder: Path) -> Iterator[tuple[str, list[Said]]]:
    for name, turns in real_talk(folder.parent):
        if name.startswith("L"):
            yield name, [Said(turn.speaker, plain(turn.text)) for turn in turns]


def _presidents(folder: Path) -> Iterator[tuple[str, list[Said]]]:
    for path in sorted(folder.glob("*/*.txt")):
        speaker = re.sub(r"[^A-Za-z]", "", path.stem)
        yield f"S{path.parent.name[0]}{path.stem}", [Said(speaker, plain(text_of(path)))]


def text_of(path: Path) -> str:
    """What a text file says, whichever of the two usual encodings it is in."""
    written = path.read_bytes()
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return written.decode("cp1252", errors="replace")


def _missions(folder: Path) -> Iterator[tuple[str, list[Said]]]:
    for path in sorted(folder.glob("*/transcripts/TEC")):
        yield f"A{path.parts[-3]}", list(_mission(path.read_text("utf-8", errors="replace")))


def _mission(text: str) -> Iterator[Said]:
    at, speaker, words = 0.0, "", list[str]()
    for line in [*text.splitlines(), "[end]"]:
        stamp = re.fullmatch(r"\[(-?)(\d+):(\d+):(\d+):(\d+)\]", line.strip())
        named = re.match(r"([A-Z][A-Z0-9 ()/-]{0,11}):\s+(.*)", line)
        if (stamp or named or line == "[end]") and words:
            first, *rest = plain(_GLOSSARY.sub(r"\2", " ".join(words)))
            yield Said(speaker, [first._replace(start=at), *rest])
            words = []
        if stamp:
            days, hours, minutes, seconds = (int(part) for part in stamp.groups()[1:])
            at = 0.0 if stamp[1] else ((days * 24 + hours) * 60 + minutes) * 60.0 + seconds
        elif named:
            speaker, words = named[1], [named[2]]
        elif not line.startswith("_") and words:
            words.append(line.strip())


LOADERS: dict[str, Callable[[Path], Iterator[tuple[str, list[Said]]]]] = {
    "earnings21": _earnings,
    "rev16-verbatim-vs-clean": _podcasts,
    "braided-channels-tapes": _interviews,
    "ibm-debater-asr-vs-manual": _speeches,
    "qmsum": _meetings,
    "lampard-inquiry": _hearings,
    "presidents-nltk": _presidents,
    "apollo-spacelog": _missions,
}
