"""What the demo shows, chosen out of whatever was heard: it expects no particular words of any tape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import mean

from tapewright.model import Tape, TapeId, Transcript, Turn, Word
from tapewright.timing import Interval, Ticks, to_float_seconds
from tapewright.words.normal import key

_LEAST_WORDS, _GOOD_LENGTH, _MOST_WORDS = 6, 12, 24
_BRISK_S = 0.2  # a word; whoever speaks faster than five words a second was probably misheard
_SENTENCE_ENDS = (".", "?", "!")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words that follow each other on a tape, about a sentence."""

    tape: TapeId
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with one space between."""
        return " ".join(word.text for word in self.words)

    @property
    def interval(self) -> Interval:
        """From the first word's start to the latest end."""
        return Interval(self.words[0].start, Ticks(max(word.end for word in self.words)))

    @property
    def clarity(self) -> float:
        """How sure the engine was on average, from 0 to 1; doubtful words count nothing, hurried ones less."""
        sure = mean(0.0 if word.marks else word.probability or 0.0 for word in self.words)
        seconds = to_float_seconds(self.interval.duration)
        return sure * min(1.0, seconds / (_BRISK_S * len(self.words)))

    @property
    def worth(self) -> float:
        """Clarity, for passages that are long enough to stand in a cut; shorter ones count as less."""
        return round(self.clarity * min(1.0, len(self.words) / _GOOD_LENGTH), 2)


def passages(transcript: Transcript) -> list[Passage]:
    """The sentences of a tape that are neither very short nor very long, the best for a cut first."""
    found = [
        Passage(tape=transcript.tape, words=sentence)
        for turn in transcript.turns
        for sentence in _sentences(turn)
        if len(sentence) >= _LEAST_WORDS
    ]
    return sorted(found, key=lambda passage: (-passage.worth, passage.interval.start))


def clearest_by_tape(transcripts: Iterable[Transcript]) -> list[Passage]:
    """The best passage of each tape that has one, best first."""
    best = [found[0] for transcript in transcripts if (found := passages(transcript))]
    return sorted(best, key=lambda passage: (-passage.worth, passage.tape))


def shared_word(transcripts: Iterable[Transcript]) -> str | None:
    """A word that is said on as many tapes as possible, the longest of those; None where nothing was heard."""
    tapes: dict[str, set[TapeId]] = {}
    for transcript in transcripts:
        for word in transcript.words:
            if len(plain := key(word.text)) >= 4 and plain.isalpha():
                tapes.setdefault(plain, set()).add(transcript.tape)
    if not tapes:
        return None
    return max(tapes, key=lambda plain: (len(tapes[plain]), len(plain), plain))


def misremembered(passage: Passage) -> str:
    """The passage as somebody remembers it a week later: a word is gone and the longest has two letters swapped."""
    plain = [kept for word in passage.words[:8] if (kept := key(word.text))]
    if len(plain) > 4:
        del plain[2]
    longest = max(range(len(plain)), key=lambda place: len(plain[place]))
    word = plain[longest]
    if len(word) > 3:
        middle = len(word) // 2
        word = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return " ".join([*plain[:longest], word, *plain[longest + 1 :]])


def across_files(tape: Tape, transcript: Transcript) -> Passage | None:
    """Words on both sides of the place where a tape's first file ends, at most eight on each; None where none are."""
    if len(tape.files) < 2:
        return None
    seam = tape.files[0].extent.end
    words = sorted(transcript.words, key=lambda word: word.start)
    before = [word for word in words if word.interval.middle < seam][-8:]
    after = [word for word in words if word.interval.middle >= seam][:8]
    if not before or not after:
        return None
    return Passage(tape=tape.id, words=(*before, *after))


def doubtful_word(transcripts: Iterable[Transcript]) -> tuple[TapeId, Turn, int] | None:
    """The word that an engine was least sure of: its tape, its turn, and its place in the turn."""
    candidates = [
        (transcript.tape, turn, place)
        for transcript in transcripts
        for turn in transcript.turns
        for place, word in enumerate(turn.words)
        if word.confidence is not None and key(word.text).isalpha()
    ]
    if not candidates:
        return None
    return min(candidates, key=lambda found: found[1].words[found[2]].confidence or 0)


def _sentences(turn: Turn) -> Iterator[tuple[Word, ...]]:
    sentence: list[Word] = []
    for word in turn.words:
        sentence.append(word)
        if word.text.endswith(_SENTENCE_ENDS) or len(sentence) == _MOST_WORDS:
            yield tuple(sentence)
            sentence = []
    if sentence:
        yield tuple(sentence)
