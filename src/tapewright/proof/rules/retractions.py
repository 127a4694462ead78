"""Retractions: the speaker takes it back in the next breath.

"I did it. No wait, that's not true." The two sentences behind the last word that is quoted are looked at, of the same
speaker, others' "mhm" passed over; only at their beginning, where such words are no part of a story.
"""

from __future__ import annotations

from collections.abc import Iterator

from tapewright.model.verdict import Flag, MeaningFlag
from tapewright.proof.compared import Compared
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.language import Language
from tapewright.proof.sentence_ends import ends_sentence
from tapewright.proof.stretch import rows_of_words
from tapewright.proof.talk import TapeTalk

_SENTENCES = 2
_LOOKED = 60


def retracted_next(compared: Compared) -> Iterator[MeaningFlag]:
    """Where a passage is taken back right behind it."""
    for passage in compared.passages:
        quoted = passage.words.stop
        following = [other.words for other in compared.passages if other.talk is passage.talk]
        flag = retraction_flag(passage.talk, quoted - 1, compared.language)
        if flag and not any(quoted in words for words in following):
            yield flag


def retraction_flag(talk: TapeTalk, last_word: int, language: Language) -> MeaningFlag | None:
    """A flag where one of the next two sentences of the same speaker takes back what ends with a word."""
    speaker = talk.speaker(last_word)
    at = last_word + 1
    # What is left of the sentence may take it back too: "…, no, wait".
    for _ in range(_SENTENCES + 1):
        at = _of_speaker(talk, at, speaker)
        if at >= len(talk.words) or at - last_word > _LOOKED:
            return None
        end = at
        while end + 1 < len(talk.words) and not ends_sentence(talk, end, language):
            end += 1
        rows = [row.text for row in rows_of_words(talk, range(at, end + 1), language)]
        while rows and rows[0] in language.retraction_openers and not language.retractions.at(rows, 0):
            rows = rows[1:]
        if language.retractions.at(rows, 0):
            words = " ".join(word.text for word in talk.words[at : end + 1])
            return MeaningFlag(
                flag=Flag.RETRACTED_NEXT, tape_words=words, why=f"right behind it the tape has {in_quotes(words)}"
            )
        at = end + 1
    return None


def _of_speaker(talk: TapeTalk, at: int, speaker: object) -> int:
    """The next word of the same speaker, at most one turn of another passed over."""
    if at >= len(talk.words) or talk.speaker(at) == speaker:
        return at
    other = talk.turn_of[at]
    while at < len(talk.words) and talk.turn_of[at] == other:
        at += 1
    return at if at < len(talk.words) and talk.speaker(at) == speaker else len(talk.words)
