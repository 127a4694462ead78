"""Questions: the answer follows another question than on the tape.

"Yes" means what was asked. A quotation that holds a question and its answer must have both from one place; a text or a
programme that puts an answer behind a question is held against the question that stands before it on the tape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tapewright.model.verdict import Flag, MeaningFlag, PieceKind
from tapewright.proof.compared import Compared, Piece
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.language import Language
from tapewright.proof.rows import texts_of
from tapewright.proof.stretch import rows_of_words
from tapewright.proof.talk import TapeTalk
from tapewright.words.normal import spoken

_LOOKED_BACK = 4
"""Turns that are looked through for the question before an answer."""

_MOST_WORDS = 40
SAME, _WHOLE = 0.5, 1.0
"""A question is the same when more than half of its longer words were asked; one that is quoted, when all were."""


def questions_swapped(compared: Compared) -> Iterator[MeaningFlag]:
    """Joins behind which somebody answers a question that was not the one on the tape."""
    pieces = compared.pieces
    for number, piece in enumerate(pieces):
        if piece.kind not in (PieceKind.MOVED, PieceKind.ADDED, PieceKind.CHANGED) or not number:
            continue
        answer = next((other for other in pieces[number + 1 :] if other.is_kept), None)
        if answer is None:
            continue
        asked = _question_in_front(compared, number, answer)
        if asked:
            flag = question_flag(answer.talk, answer.words.start, asked, compared.language, least=_WHOLE)
            if flag:
                yield flag


def question_flag(
    talk: TapeTalk, word: int, asked: str, language: Language, *, least: float = SAME
) -> MeaningFlag | None:
    """A flag where the answer that begins with a word follows another question on the tape than ``asked``.

    ``least``: the share of the longer words of ``asked`` that must be in what was asked.
    """
    before = question_before(talk, word, language)
    if before is None:
        return None
    heard = " ".join(talk.words[number].text for number in before)
    if is_same_question(asked, heard, language, least=least):
        return None
    return MeaningFlag(
        flag=Flag.QUESTION_SWAPPED,
        quote_words=asked,
        tape_words=heard,
        why=f"on the tape the answer follows {in_quotes(heard)}",
    )


def question_before(talk: TapeTalk, word: int, language: Language) -> range | None:
    """The words of the question that a word's turn answers: the end of what another speaker said before it.

    None where the speaker had the word all the time, or nobody is named. What only says "mhm" is passed over.
    """
    turn = talk.turn_of[word]
    speaker = talk.turns[turn].speaker
    end = word
    while end > 0 and talk.turn_of[end - 1] == turn:
        end -= 1
    for _ in range(_LOOKED_BACK):
        if end == 0:
            return None
        other = talk.turn_of[end - 1]
        first = end - len(talk.turns[other].words)
        rows = [row.text for row in rows_of_words(talk, range(first, end), language)]
        if talk.turns[other].speaker != speaker and not language.backchannels.covers(rows):
            return range(max(first, end - _MOST_WORDS), end)
        end = first
    return None


def is_same_question(asked: str, heard: str, language: Language, *, least: float = SAME) -> bool:
    """Whether a question is what was asked: enough of its longer words are in it."""
    mine, its = _content(asked, language), set(_content(heard, language))
    if not mine:
        return True
    found = sum(word in its for word in mine)
    return found == len(mine) or found > least * len(mine)


def _content(text: str, language: Language) -> list[str]:
    rows = texts_of([word.text for word in spoken(text.split())], language)
    small = language.asking | language.beginning
    longer = [word for word in rows if (len(word) > 3 and word not in small) or word[0].isdigit()]
    return longer or list(rows)


def _question_in_front(compared: Compared, number: int, answer: Piece) -> str:
    """The question that the text has right before a join, said by another than who answers; empty for none."""
    pieces = compared.pieces
    kept = [piece for piece in pieces[:number] if piece.is_kept]
    if not kept:
        return ""
    last = kept[-1]
    end = answer.quote.start
    text = compared.text(range(end)).rstrip("\"'”’ ")
    is_asked = text.endswith("?") or last.talk.words[last.words.stop - 1].text.rstrip("\"'”’").endswith("?")
    speaker = last.talk.speaker(last.words.stop - 1)
    if not is_asked or speaker == answer.talk.speaker(answer.words.start):
        return ""
    return _last_sentence(text)


def _last_sentence(text: str) -> str:
    words: Sequence[str] = text.split()
    first = len(words) - 1
    while first > 0 and words[first - 1][-1] not in ".?!":
        first -= 1
    return " ".join(words[first:])
