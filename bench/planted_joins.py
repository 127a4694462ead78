"""Quotations built out of several places, given to somebody else, or never said."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import pairwise

from passages import Passage, Quotable, Sentence, is_clean, seconds_between
from planted_kinds import Kind, Planted
from tapewright.model.verdict import Flag, Verdict
from tapewright.words.normal import key

_FAR_S = 300
_NEVER = frozenset({Verdict.NOT_FOUND})
_SAID = frozenset({Verdict.VERBATIM, Verdict.CLEANED})

Join = Callable[[Quotable, Quotable, random.Random], Planted | None]


def reordered(quotable: Quotable, _: Quotable, chance: random.Random) -> Planted | None:
    """Two or three sentences of a turn, each of five words at least, in another order."""
    passage = quotable.passage(chance, least=2, most=3, shortest=12)
    if passage is None or any(sentence.length < 5 for sentence in passage.sentences):
        return None
    order = list(passage.sentences)
    while order == list(passage.sentences):
        chance.shuffle(order)
    return _joined(Kind.REORDERED, [(passage, s) for s in order], {Verdict.REORDERED, Verdict.RECOMBINED})


def apart(quotable: Quotable, _: Quotable, chance: random.Random) -> Planted | None:
    """Two sentences of one speaker, five minutes of tape between."""
    one = quotable.passage(chance, most=1)
    if one is None:
        return None
    sentence = chance.choice(quotable.sentences(one.tape))
    other = Passage(one.tape, (sentence,))
    is_fit = 7 <= sentence.length <= 40 and sentence.is_whole and is_clean(other.words)
    if not is_fit or other.speaker != one.speaker or abs(seconds_between(one.tape, one.first, other.first)) < _FAR_S:
        return None
    pieces = [(one, one.sentences[0]), (other, sentence)]
    return _joined(Kind.APART, pieces, {Verdict.RECOMBINED})


def tapes(quotable: Quotable, _: Quotable, chance: random.Random) -> Planted | None:
    """Two sentences of two tapes."""
    one, other = quotable.passage(chance, most=1), quotable.passage(chance, most=1)
    if one is None or other is None or one.tape.id == other.tape.id:
        return None
    pieces = [(one, one.sentences[0]), (other, other.sentences[0])]
    return _joined(Kind.TAPES, pieces, {Verdict.RECOMBINED}, named=False)


def misattributed(quotable: Quotable, _: Quotable, chance: random.Random) -> Planted | None:
    """The right words under the name of another speaker of the tape."""
    passage = quotable.passage(chance, shortest=9)
    others = [] if passage is None else sorted({*passage.tape.names.values()} - {passage.speaker, ""})
    if passage is None or not others or not passage.speaker:
        return None
    return Planted(
        kind=Kind.MISATTRIBUTED,
        text=passage.text,
        attributed_to=chance.choice(others),
        places=((passage.tape.id, passage.first, passage.end),),
        change=f"said by {passage.speaker}",
        verdicts=frozenset({Verdict.MISATTRIBUTED}),
    )


def question(quotable: Quotable, _: Quotable, chance: random.Random) -> Planted | None:
    """An answer behind a question of somebody else that got another answer."""
    tape = quotable.tape(chance)
    asked = _asked(quotable, tape.id) if len(tape.names) > 1 else []
    if len(asked) < 4:
        return None
    (_, answer), (other, _) = chance.sample(asked, 2)
    question, reply = Passage(tape, (other,)), Passage(tape, (answer,))
    if question.speaker == reply.speaker or abs(seconds_between(tape, question.first, reply.first)) < 30:
        return None
    if not is_clean(question.words) or not is_clean(reply.words):
        return None
    return Planted(
        kind=Kind.QUESTION,
        text=reply.text,
        attributed_to=reply.speaker,
        places=((tape.id, question.first, question.end), (tape.id, reply.first, reply.end)),
        change=f"behind {question.text!r}",
        verdicts=_SAID,
        flags=frozenset({Flag.QUESTION_SWAPPED}),
        question=question.text,
    )


def _asked(quotable: Quotable, tape: str) -> list[tuple[Sentence, Sentence]]:
    """Questions that end a turn, with the first sentence of the answer."""
    real = next(real for real in quotable.tapes if real.id == tape)
    sentences = quotable.sentences(real)
    return [
        (one, two)
        for one, two in pairwise(sentences)
        if real.texts[one.end - 1].endswith("?")
        and one.turn != two.turn
        and real.talk.speaker(one.first) != real.talk.speaker(two.first)
        and 5 <= one.length <= 30
        and 6 <= two.length <= 40
        and two.is_whole
    ]


def never_said(quotable: Quotable, elsewhere: Quotable, chance: random.Random) -> Planted | None:
    """A passage of tapes that nothing is proved against."""
    passage = elsewhere.passage(chance, shortest=9)
    if passage is None or _is_formula(passage.words, quotable):
        return None
    return _never(Kind.NEVER_SAID, passage.text, f"said on {passage.tape.id}")


def shuffled(quotable: Quotable, _: Quotable, chance: random.Random) -> Planted | None:
    """The words of a real passage in no order."""
    passage = quotable.passage(chance, shortest=12, longest=30)
    if passage is None:
        return None
    words = [word.strip(",.;:?!") for word in passage.words]
    chance.shuffle(words)
    return _never(Kind.SHUFFLED, " ".join(words).capitalize() + ".", f"shuffled: {passage.text}")


def replaced(quotable: Quotable, _: Quotable, chance: random.Random) -> Planted | None:
    """A passage of which only the small words were said: all words of four letters and more are others, half of all."""
    passage = quotable.passage(chance, shortest=12, longest=35)
    if passage is None:
        return None
    frequent = _frequent(quotable)
    changed = 0
    words = []
    for word in passage.words:
        bare = key(word)
        if len(bare) >= 4 and bare.isalpha():
            words.append(chance.choice(frequent) + word[len(bare) :] if word[: len(bare)].lower() == bare else word)
            changed += 1
        else:
            words.append(word)
    if changed * 2 < len(words) or not _is_scattered(passage.words, words):
        return None
    return _never(Kind.REPLACED, " ".join(words), f"was: {passage.text}")


def _is_scattered(was: list[str], now: list[str]) -> bool:
    """Whether no four words in a row stayed."""
    run = 0
    for one, other in zip(was, now, strict=True):
        run = run + 1 if key(one) == key(other) else 0
        if run >= 4:
            return False
    return True


_FREQUENT: dict[int, list[str]] = {}


def _frequent(quotable: Quotable) -> list[str]:
    if id(quotable) not in _FREQUENT:
        counts = sorted(quotable.counts.items())
        _FREQUENT[id(quotable)] = [word for word, count in counts if count >= 30 and len(word) >= 4 and word.isalpha()]
    return _FREQUENT[id(quotable)]


_GRAMS: dict[int, set[tuple[str, ...]]] = {}


def _is_formula(words: list[str], quotable: Quotable) -> bool:
    """Whether six words in a row, or half of the passage in rows of four, were said on the tapes too."""
    if id(quotable) not in _GRAMS:
        _GRAMS[id(quotable)] = {
            gram
            for tape in quotable.tapes
            for keys in [[word.text for word in tape.talk.normal]]
            for gram in zip(keys, keys[1:], keys[2:], keys[3:], strict=False)
        }
    keys = [key(word) for word in words]
    found = [gram in _GRAMS[id(quotable)] for gram in zip(keys, keys[1:], keys[2:], keys[3:], strict=False)]
    in_a_row = any(all(found[at : at + 3]) for at in range(len(found) - 2))
    return in_a_row or sum(found) * 4 > len(words)


def _never(kind: Kind, text: str, change: str) -> Planted:
    return Planted(kind=kind, text=text, attributed_to="", places=(), change=change, verdicts=_NEVER)


def _joined(
    kind: Kind, pieces: list[tuple[Passage, Sentence]], verdicts: set[Verdict], *, named: bool = True
) -> Planted:
    texts = [" ".join(passage.tape.texts[s.first : s.end]) for passage, s in pieces]
    return Planted(
        kind=kind,
        text=" ".join(texts),
        attributed_to=pieces[0][0].speaker if named else "",
        places=tuple((passage.tape.id, s.first, s.end) for passage, s in pieces),
        change=" + ".join(f"{passage.tape.id} {s.first}" for passage, s in pieces),
        verdicts=frozenset(verdicts),
    )


JOINS: dict[Kind, Join] = {
    Kind.REORDERED: reordered,
    Kind.APART: apart,
    Kind.TAPES: tapes,
    Kind.MISATTRIBUTED: misattributed,
    Kind.QUESTION: question,
    Kind.NEVER_SAID: never_said,
    Kind.SHUFFLED: shuffled,
    Kind.REPLACED: replaced,
}
