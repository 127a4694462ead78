"""What a join does to sentences: one built out of two, an answer put after another question."""

from __future__ import annotations

from collections.abc import Iterator

from tapewright.model import Flag, MeaningFlag, SpeakerId
from tapewright.proof.programme import Spoken
from tapewright.proof.talk import Talks, TapeTalk

_ENDS = (".", "?", "!", "。", "？", "！")
_CLOSERS = "\"'”’»)]"
_OPENING = 3
"""An answer begins within so many words of its turn."""


class Sentences:
    """Judges joins by the sentences of the tapes; a transcript without full stops says nothing of them."""

    def __init__(self, talks: Talks, language: str) -> None:
        self._talks = talks
        self._language = language

    def is_built(self, first: Spoken, second: Spoken, left_out: tuple[int, ...]) -> bool:
        """Whether two halves of two sentences are heard as one."""
        if not first.words or not second.words:
            return False
        one, two = self._talks(first.piece.tape), self._talks(second.piece.tape)
        if ends_sentence(one, first.words[-1]) is not False or begins_sentence(two, second.words[0]) is not False:
            return False
        if first.piece.tape != second.piece.tape or second.words[0] <= first.words[-1]:
            return True
        # Forward on one tape: the same sentence goes on unless one ends in what was left out.
        return any(ends_sentence(one, number) for number in range(first.words[-1], second.words[0]))

    def flags(
        self, first: Spoken, second: Spoken, left_out: tuple[int, ...], *, is_same_tape: bool
    ) -> Iterator[MeaningFlag]:
        """What the join does to the meaning."""
        if not first.words or not second.words:
            return
        yield from self._swapped(first, second)

    def _swapped(self, first: Spoken, second: Spoken) -> Iterator[MeaningFlag]:
        """An answer that is heard after another question than it was given to."""
        one, two = self._talks(first.piece.tape), self._talks(second.piece.tape)
        asker, answerer = one.speaker(first.words[-1]), two.speaker(second.words[0])
        if asker is None or answerer is None or asker == answerer:
            return
        asked = _sentence_to(one, first.words[-1])
        if not _is_question(asked):
            return
        real = question_before(two, second.words[0], answerer)
        if real is None:
            return
        is_same = first.piece.tape == second.piece.tape and first.words[-1] in real
        if not is_same:
            said = " ".join(two.words[number].text for number in real)
            yield MeaningFlag(
                flag=Flag.QUESTION_SWAPPED,
                quote_words=asked,
                tape_words=said,
                why=f"on the tape this answers “{said}”",
            )


def ends_sentence(talk: TapeTalk, word: int) -> bool | None:
    """Whether a sentence ends with a word; None where the transcript has no full stops."""
    if not _is_punctuated(talk, word):
        return None
    if word + 1 >= len(talk.words) or talk.turn_of[word + 1] != talk.turn_of[word]:
        return True
    return _ends(talk.words[word].text)


def begins_sentence(talk: TapeTalk, word: int) -> bool | None:
    """Whether a sentence begins with a word; None where the transcript has no full stops."""
    if not _is_punctuated(talk, word):
        return None
    return word == 0 or bool(ends_sentence(talk, word - 1))


def question_before(talk: TapeTalk, word: int, answerer: SpeakerId) -> range | None:
    """The words of the question that a word, near the beginning of its turn, answers; None where there is none."""
    turn = talk.turn_of[word]
    opening = next(n for n in range(word, -1, -1) if n == 0 or talk.turn_of[n - 1] != turn)
    if word - opening > _OPENING:
        return None
    end = opening
    while end > 0 and talk.speaker(end - 1) == answerer:
        end -= 1
    if end == 0:
        return None
    start = end - 1
    while start > 0 and talk.turn_of[start - 1] == talk.turn_of[end - 1] and not _ends(talk.words[start - 1].text):
        start -= 1
    return range(start, end)


def _sentence_to(talk: TapeTalk, word: int) -> str:
    """The sentence that ends with a word, as far as it goes back in its turn."""
    start = word
    while start > 0 and talk.turn_of[start - 1] == talk.turn_of[word] and not _ends(talk.words[start - 1].text):
        start -= 1
    return " ".join(talk.words[number].text for number in range(start, word + 1))


def _is_question(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(("?", "？"))


def _ends(text: str) -> bool:
    return text.rstrip(_CLOSERS).endswith(_ENDS)


def _is_punctuated(talk: TapeTalk, word: int) -> bool:
    """Whether there is a full stop within some two hundred words around."""
    near = range(max(0, word - 200), min(len(talk.words), word + 200))
    return any(_ends(talk.words[number].text) for number in near)
