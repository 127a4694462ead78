"""What a join does to sentences: one built out of two, one ended early, an answer put after another question.

The rules are those of quotations (``rules``), asked about the words at an edit point. A transcript without full stops
says nothing of sentences; a language without a file has no meaning flags.
"""

from __future__ import annotations

from collections.abc import Iterator

from tapewright.model import Flag, MeaningFlag
from tapewright.proof.doubt import HeardWords, nobody
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.language import PLAIN, language_of
from tapewright.proof.omitting import flags_of_omission
from tapewright.proof.programme import Spoken
from tapewright.proof.rules.questions import question_before
from tapewright.proof.rules.retractions import retraction_flag
from tapewright.proof.rules.sentences import sentence_end_flags
from tapewright.proof.sentence_ends import begins_sentence, ends_sentence, is_punctuated
from tapewright.proof.talk import Talks, TapeTalk
from tapewright.words.normal import normal_words

ONE_THOUGHT = 40
"""So many words may be left out of what is still heard as one thought; what more of them does is no single word's."""

_CLOSERS = "\"'”’»)]"


class Sentences:
    """Judges joins by the sentences of the tapes."""

    def __init__(self, talks: Talks, language: str, heard: HeardWords = nobody) -> None:
        self._talks = talks
        self._language = language_of(language)
        self._heard = heard

    def is_built(self, first: Spoken, second: Spoken) -> bool:
        """Whether two halves of two sentences are heard as one."""
        if not first.words or not second.words:
            return False
        one, two = self._talks(first.piece.tape), self._talks(second.piece.tape)
        last, start = first.last, second.first
        if not self._stops_inside(one, last) or not self._starts_inside(two, start):
            return False
        if one is not two or start <= last:
            return True
        # Forward on one tape: the same sentence goes on unless one ends in what was left out.
        return any(ends_sentence(one, number, self._language or PLAIN) for number in range(last, start))

    def flags(
        self, first: Spoken, second: Spoken, left_out: tuple[int, ...], *, is_one_speaker: bool
    ) -> Iterator[MeaningFlag]:
        """What the join does to the meaning."""
        if self._language is None or not first.words or not second.words:
            return
        one, two = self._talks(first.piece.tape), self._talks(second.piece.tape)
        last, start = first.last, second.first
        before, after = range(first.first, last + 1), range(start, second.last + 1)
        is_whole = not self._stops_inside(one, last) and not self._starts_inside(two, start)
        if is_one_speaker and one is two and left_out and 0 < start - last - 1 <= ONE_THOUGHT:
            # Whole sentences between whole sentences take nothing out of these but what they took back.
            if not (is_whole and is_punctuated(one, last)):
                yield from self._omitted(one, before, range(last + 1, start), after)
        else:
            yield from self._omitted(two, range(0), self._lead(two, start), after)
        if not self._starts_inside(two, start):
            yield from self.end_flags(first, with_retraction=is_whole and bool(left_out))
        if not is_one_speaker:
            yield from self._swapped(first, second)

    def end_flags(self, said: Spoken, *, with_retraction: bool = True) -> Iterator[MeaningFlag]:
        """What it does that the programme stops behind a piece."""
        if self._language is None or not said.words:
            return
        talk = self._talks(said.piece.tape)
        yield from sentence_end_flags(talk, said.last, self._language)
        if with_retraction and (flag := retraction_flag(talk, said.last, self._language)):
            yield flag

    def _omitted(self, talk: TapeTalk, before: range, left_out: range, after: range) -> Iterator[MeaningFlag]:
        """What it does that words beside, or between, kept ones are not heard."""
        if left_out:
            yield from flags_of_omission(talk, before, left_out, after, self._language, heard=self._heard)

    def _lead(self, talk: TapeTalk, word: int) -> range:
        """What is cut off of the sentence in front of a word."""
        start = word
        while word - start < ONE_THOUGHT and self._starts_inside(talk, start):
            start -= 1
        return range(start, word) if word - start < ONE_THOUGHT else range(0)

    def _swapped(self, first: Spoken, second: Spoken) -> Iterator[MeaningFlag]:
        """An answer that is heard after another question than it was given to."""
        one, two = self._talks(first.piece.tape), self._talks(second.piece.tape)
        asked = self._sentence_to(one, first.last)
        if not asked.rstrip(_CLOSERS).endswith(("?", "？")) or self._language is None:
            return
        real = question_before(two, second.first, self._language)
        if real is None or (one is two and first.last in real):
            return
        said = " ".join(two.words[number].text for number in real)
        # Asked twice in the same words it is the same question, wherever it stands.
        if _content(asked) - _content(said):
            yield MeaningFlag(
                flag=Flag.QUESTION_SWAPPED,
                quote_words=asked,
                tape_words=said,
                why=f"on the tape the answer follows {in_quotes(said)}",
            )

    def _stops_inside(self, talk: TapeTalk, word: int) -> bool:
        """Whether a word is known to be no end of a sentence."""
        return is_punctuated(talk, word) and not ends_sentence(talk, word, self._language or PLAIN)

    def _starts_inside(self, talk: TapeTalk, word: int) -> bool:
        """Whether a word is known to be no beginning of a sentence."""
        return is_punctuated(talk, word) and not begins_sentence(talk, word, self._language or PLAIN)

    def _sentence_to(self, talk: TapeTalk, word: int) -> str:
        """The sentence that ends with a word, as far as it goes back."""
        start = word
        while start > 0 and not begins_sentence(talk, start, self._language or PLAIN):
            start -= 1
        return " ".join(talk.words[number].text for number in range(start, word + 1))


def _content(text: str) -> set[str]:
    """The longer words of a question and its numbers."""
    return {word for word in normal_words(text) if len(word) > 3 or word[0].isdigit()}
