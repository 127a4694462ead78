"""Which words of a tape a person has heard: ear-checks laid on the words as they read today.

An ear-check attests words, not a stretch of time: those that stood there where it was heard as written, else those
that the person says they heard. Laid on today's words under its span, what says the same (in normal form, numbers as
figures, in a known language also contractions written out and one spelling) is heard by a person. What an ear-check
heard otherwise, and still reads so, is contradicted. What was heard as written and was changed since is nobody's
hearing any more. So a correction to what was heard settles a contradiction by itself, and a new transcript keeps
every ear-check that it agrees with.

The last word of each person counts; where two people disagree, the word stays contradicted until they do not. A word
that a person corrected or checked in the transcript (``CHECKED``) is heard too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from tapewright.model import CHECKED, Listen, Word
from tapewright.proof.language import PLAIN, Language
from tapewright.proof.rows import rows_of, texts_of
from tapewright.proof.talk import TapeTalk
from tapewright.words.difference import align
from tapewright.words.normal import spoken

UNSURE = "[unsure]"
"""What somebody heard who could not tell: they stand for no words, neither those that are written nor others."""

_REMARK = re.compile(r"\[[^\]]*\]")


class Ear(StrEnum):
    """Who heard a word."""

    MACHINE = "machine"  # a machine or a typist, and no person of this project yet; or it reads otherwise since
    HUMAN = "human"
    CONTRADICTED = "contradicted"  # a person heard something else


def heard_words(talk: TapeTalk, listens: Iterable[Listen], *, language: Language = PLAIN) -> frozenset[int]:
    """The numbers of a tape's words that a person has heard as they read now; ``listens`` of other tapes are passed
    over.
    """
    here = [listen for listen in listens if listen.quote.span.tape == talk.tape]
    return frozenset(number for number, ear in enumerate(ears(talk.words, here, language=language)) if ear is Ear.HUMAN)


def is_heard(words: Sequence[Word], listens: Iterable[Listen], *, language: Language = PLAIN) -> bool:
    """Whether a person has heard every one of these words, and there is one; ``listens`` are of their tape."""
    return bool(words) and all(ear is Ear.HUMAN for ear in ears(words, listens, language=language))


def ears(words: Sequence[Word], listens: Iterable[Listen], *, language: Language = PLAIN) -> list[Ear]:
    """Who heard each word; ``words`` and ``listens`` are of one tape, the words in the order of their turns."""
    said: defaultdict[int, dict[str, bool]] = defaultdict(dict)
    made = sorted(listens, key=lambda listen: (listen.when, listen.id))
    if not made:
        return [_ear(word, None) for word in words]
    # As Interval.middle has it; made here, because tapes are long.
    middle = [(word.start + word.end) // 2 for word in words]
    order = sorted(range(len(words)), key=middle.__getitem__)
    middles = [middle[number] for number in order]
    for listen in made:
        span = listen.quote.span.interval
        under = sorted(order[bisect_left(middles, span.start) : bisect_left(middles, span.end)])
        if is_unsure(listen):
            for number in under:
                said[number].pop(listen.who.casefold(), None)
            continue
        for number, agrees in zip(under, _answers([words[n].text for n in under], listen, language), strict=True):
            if agrees is not None:
                said[number][listen.who.casefold()] = agrees
    return [_ear(word, said.get(number)) for number, word in enumerate(words)]


def attested(listen: Listen) -> list[str]:
    """The words that an ear-check stands for; what stands in square brackets is the listener's remark, no word."""
    return (listen.quote.text if listen.agrees else _REMARK.sub(" ", listen.heard)).split()


def is_unsure(listen: Listen) -> bool:
    """Whether somebody listened and could not tell what is said."""
    return listen.heard.strip().casefold() == UNSURE


def says_the_same(one: Sequence[str], other: Sequence[str], language: Language = PLAIN) -> bool:
    """Whether two runs of tokens say the same words, however they are written."""
    texts = [texts_of([word.text for word in spoken(tokens)], language) for tokens in (one, other)]
    return texts[0] == texts[1]


def _ear(word: Word, said: dict[str, bool] | None) -> Ear:
    if said and not all(said.values()):
        return Ear.CONTRADICTED
    return Ear.HUMAN if said or word.confidence == CHECKED else Ear.MACHINE


def _answers(tokens: Sequence[str], listen: Listen, language: Language) -> Iterator[bool | None]:
    """For each word under an ear-check: True where it attests it, False where it heard otherwise, None for neither."""
    now = spoken(tokens)
    rows_now = rows_of([word.text for word in now], language)
    rows_then = rows_of([word.text for word in spoken(attested(listen))], language)
    wrong = {
        now[place].token
        for number in _unequal([row.text for row in rows_then], [row.text for row in rows_now])
        for place in range(rows_now[number].first, rows_now[number].end)
    }
    for token in range(len(tokens)):
        yield True if token not in wrong else None if listen.agrees else False


def _unequal(then: Sequence[str], now: Sequence[str]) -> Iterator[int]:
    """Places in ``now`` that do not read as then: other words, new ones, and both neighbours of one that is gone."""
    for step in align(then, now):
        if step.kind in ("changed", "added"):
            yield from step.new
        elif step.kind == "gone":
            yield from (place for place in (step.new.start - 1, step.new.start) if 0 <= place < len(now))
