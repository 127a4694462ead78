"""Words that carry meaning, as the planters know them; on purpose not those of the judge's own rules."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tapewright.words.normal import key

NEGATIONS = frozenset(
    "not no never nothing nobody none neither nor without cannot hardly barely scarcely rarely seldom fail failed "
    "nowhere don't didn't doesn't isn't wasn't weren't aren't can't won't couldn't wouldn't shouldn't haven't hasn't "
    "hadn't ain't mustn't".split()
)
HEDGE = re.compile(
    r"\b(?:(?:I|we) (?:think|believe|guess|suppose|suspect|imagine|assume|would say)"
    r"|in my (?:opinion|view)|as far as I know"
    r"|to my knowledge|it seems|it appears|maybe|perhaps|probably|possibly|apparently|allegedly|presumably|potentially"
    r"|reportedly|supposedly|might|may|could|seems?|likely|generally|usually|mostly|almost|about|roughly)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|until|provided|assuming|except|but|however|although|though|whether|only|depending|because)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand"
    r"|million|billion|half|first|second|third|percent|all|every|some|many|most|few|more|less)\b",
    re.IGNORECASE,
)


def is_negation(word: str) -> bool:
    """Whether a word denies."""
    return key(word) in NEGATIONS


def has_meaning(words: Iterable[str]) -> bool:
    """Whether there is a negation, hedge, condition, quantity or name among words: leaving it out is not harmless."""
    some = list(words)
    text = " ".join(some)
    has_name = any(re.match(r"[A-Z]", word) and key(word).split("'")[0] != "i" for word in some[1:])
    return (
        any(map(is_negation, some))
        or has_name
        or any(pattern.search(text) is not None for pattern in (HEDGE, _CONDITION, _NUMBER))
    )


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def with_stop(text: str) -> str:
    """The text with a full stop at its end, whatever sign was there."""
    return text.rstrip(" ,;:.?!-–—…") + "."
