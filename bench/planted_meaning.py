"""Changes that turn what was said: one negation, hedge, condition, quantity, name, subject or word of a passage."""

from __future__ import annotations

import random
import re

from passages import Passage, Quotable
from planted_kinds import Changed, Kind, Spec
from planted_words import NEGATIONS, capital, is_negation, with_stop
from tapewright.model.verdict import Flag, Verdict
from tapewright.words.likeness import edit_distance
from tapewright.words.normal import key

_POSITIVE = {
    "can't": "can", "cannot": "can", "won't": "will", "couldn't": "could", "wouldn't": "would", "shouldn't": "should",
    "isn't": "is", "wasn't": "was", "weren't": "were", "aren't": "are", "haven't": "have", "hasn't": "has",
    "hadn't": "had", "nothing": "something", "nobody": "somebody", "none": "some", "don't": "", "didn't": "",
    "doesn't": "", "not": "", "never": "", "without": "with",
}  # fmt: skip
_AUXILIARIES = frozenset("is are was were am will would can could should must has".split())
_PAST = re.compile(r"[a-z]+ed|went|had|was|said|got|came|took|saw|did|knew|made|found|could|would|should|will|can")
_BASE = frozenset(
    "want know think have believe like need see get feel go agree understand remember mind care use".split()
)
_NOT_ONLY = frozenset("only just necessarily simply merely yet sure".split())
_BEFORE_NOT = _AUXILIARIES | frozenset("did do does i'm it's that's we're they're he's".split())
_TAGGED = frozenset("you we they it he she i that there".split())
_HEDGES = re.compile(
    r"\b(?:I (?:think|believe|guess|suppose|suspect)(?: that)?,?|in my (?:opinion|view),?|as far as I know,?"
    r"|to my knowledge,?|maybe,?|perhaps,?|probably|possibly|apparently,?|allegedly|presumably,?)(?= [a-zA-Z])",
)
_NO_HEDGE_BEFORE = frozenset(
    "do did what why how don't didn't as if whether would when where which that because really you who than not and "
    "never i'd i'll could also or will always often still even to can most quite very is so".split()
)
_NO_HEDGE_AFTER = frozenset(
    "about of so not through it's is was in on at for and or but to very you've when where how what with "
    "if i um uh ah er yes no as because twice back again".split()
)
_SUBJECTS = frozenset("i you he she we they it this that there".split())
_CONDITIONS = re.compile(r"(?:unless|provided that|as long as|only if|if)", re.IGNORECASE)
_NOT_CONDITIONS = frozenset(
    "what as even see wonder know ask asked say wondering tell sure check if only and or but ask decide "
    "asking find seen remember care matter out doubt determine understand clear question like say saying knows knew "
    "sorry apologize apologise mind is are was than to of be".split()
)
_POLITE = re.compile(
    r"if (?:that|this|it) (?:makes|is|was)"
    r"|if (?:I|we|you) (?:understand|remember|recall|need|may|can|could|want|like|will)"
)
_WRITTEN = (
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty "
    "ninety"
).split()
_PLAIN_NUMBER = re.compile(r"[$€£]?\d[\d,.]*(?:%|st|nd|rd|th)?[.,;?!]?|[A-Za-z]+[.,;?!]?")
_AFTER_NAME = re.compile(r"(?:['’]s)?[,.;:?!]*$")
_CLAUSE_BEFORE = frozenset("and that but so because when if then".split())
_ENDERS = frozenset("but because until except although unless".split())
_NO_ENDER_AFTER = frozenset("nothing all anything not just only and probably or so more".split())
_SAME_VERB = (frozenset({"we", "they", "you"}), frozenset({"he", "she"}))
_FIXED = frozenset("know mean see think guess".split())
_GRAMMAR = frozenset(
    "about after again against because before being between could doing during every further having itself other "
    "ourselves over same should some such their theirs them themselves then there these they this those through under "
    "until very what when where which while whom with would your yours yourself also though although within without "
    "maybe perhaps really think believe might always never every people thing things something anything everything "
    "first second third million billion thousand hundred percent today tomorrow yesterday nothing nobody hardly".split()
)


def negation_dropped(passage: Passage, _: Quotable, chance: random.Random) -> Changed | None:
    """A denial made its opposite. Left alone: ``not only``, ``why not``, tag questions, a denial that is said twice."""
    words = passage.words
    places = [at for at in range(len(words)) if _can_lose(words, at)]
    if not places:
        return None
    at = chance.choice(places)
    instead = _POSITIVE[key(words[at])]
    if instead and words[at][-1] in ",.;:?!":
        instead += words[at][-1]
    if words[at][0].isupper():
        instead = capital(instead)
    made = [*words[:at], *([instead] if instead else []), *words[at + 1 :]]
    if not instead and words[at][-1] in ".,?!;" and at:
        made[at - 1] += words[at][-1]
    return capital(" ".join(made)), f"{words[at]!r} gone" if not instead else f"{words[at]!r} as {instead!r}"


def _can_lose(words: list[str], at: int) -> bool:
    bare = key(words[at])
    before, after = _key_at(words, at - 1), _key_at(words, at + 1)
    if bare not in _POSITIVE or words[at][-1] in ".?!,":
        return False
    if after in _NOT_ONLY or before in ("why", "or", "if", "whether"):
        return False
    if "n't" in bare and after in _TAGGED:
        return False  # isn't it?
    others = {_key_at(words, other) for other in range(max(0, at - 5), at + 6) if other != at}
    if others & NEGATIONS:
        return False  # said twice, or a double negation
    if bare in ("don't", "didn't", "doesn't"):
        # "I don't want" made "I want"; nobody makes "I didn't go" into "I go".
        return bare == "don't" and after in _BASE and before in ("i", "we", "they", "you")
    if bare == "not":
        return before in _BEFORE_NOT
    return True


def negation_added(passage: Passage, _: Quotable, chance: random.Random) -> Changed | None:
    """``not`` behind an auxiliary, or ``never`` before a verb of the past."""
    words = passage.words
    if any(map(is_negation, words)) or "?" in passage.text:
        return None
    places = [
        at
        for at in range(1, len(words) - 1)
        if key(words[at]) in _AUXILIARIES
        and words[at].islower()
        and words[at].isalpha()
        and key(words[at - 1]) not in ("so", "as", "neither", "what", "how", "who", "which", "where")
        and _key_at(words, at + 1) not in ("i", "you", "we", "they", "he", "she", "it", "that", "there", "this")
    ]
    if not places:
        return None
    at = chance.choice(places)
    if words[at] in ("is", "was", "would", "could", "should") and chance.random() < 0.4:
        return " ".join([*words[:at], f"{words[at]}n't", *words[at + 1 :]]), f"{words[at]!r} as '{words[at]}n't'"
    return " ".join([*words[: at + 1], "not", *words[at + 1 :]]), f"'not' behind {words[at]!r}"


def hedge_dropped(passage: Passage, _: Quotable, chance: random.Random) -> Changed | None:
    """``I think``, ``maybe``, ``probably`` and their like gone; not where they are the point (``what I think is``)."""
    text = passage.text
    found = [hedge for hedge in _HEDGES.finditer(text) if _is_hedge(text, hedge)]
    # A hedge that is said twice and left once is a repeat that was tidied.
    if len(found) != 1 or len(_HEDGES.findall(text)) != 1:
        return None
    hedge = found[0]
    before, after = text[: hedge.start()].rstrip(), text[hedge.end() :].lstrip()
    if before.endswith(",") and hedge[0].endswith(","):
        before = before[:-1]
    is_first = not before or before[-1] in ".?!"
    return f"{before} {capital(after) if is_first else after}".strip(), f"{hedge[0]!r} gone"


def _is_hedge(text: str, hedge: re.Match[str]) -> bool:
    before = text[: hedge.start()].split()
    after = text[hedge.end() :].split()
    if before and key(before[-1]) in _NO_HEDGE_BEFORE and before[-1][-1].isalnum():
        return False
    if hedge[0].lower().startswith("i "):
        # "I believe we should"; not "I believe in", "the man I think most of".
        return bool(after) and key(after[0]).split("'")[0] in _SUBJECTS | {"the", "a", "these", "those", "our", "my"}
    return bool(after) and key(after[0]) not in _NO_HEDGE_AFTER


def condition_dropped(passage: Passage, _: Quotable, chance: random.Random) -> Changed | None:
    """An ``if`` or ``unless`` clause gone, at the beginning of a sentence or at its end."""
    sentence = passage.sentences[0]
    words = passage.words[: sentence.length]
    rest = passage.words[sentence.length :]
    if "?" in words[-1]:
        return None
    for at, word in enumerate(words):
        if key(word) not in ("if", "unless") or _key_at(words, at - 1) in _NOT_CONDITIONS:
            continue
        if at <= 1 and (at == 0 or key(words[0]) in ("and", "so", "but", "now")):
            comma = next((i for i in range(at + 3, len(words) - 3) if words[i].endswith(",")), None)
            if comma is None or key(words[comma + 1]) not in _SUBJECTS | {"then"}:
                return None
            main = words[comma + 1 :] if key(words[comma + 1]) != "then" else words[comma + 2 :]
            if any(key(w) in ("if", "unless", "then", "or", "and") for w in main[:3]) or len(main) < 4:
                return None
            return " ".join([capital(" ".join(main)), *rest]), f"{' '.join(words[: comma + 1])!r} gone"
        inside = words[at:]
        if _POLITE.search(" ".join(inside)):
            return None
        if at >= 5 and 4 <= len(inside) <= 14 and not any(w.endswith((",", ";")) for w in inside):
            return " ".join([with_stop(" ".join(words[:at])), *rest]), f"{' '.join(inside)!r} gone"
        return None
    return None


def quantity(passage: Passage, _: Quotable, chance: random.Random) -> Changed | None:
    """Another number for one in figures or in words."""
    words = passage.words
    places = [at for at, word in enumerate(words) if re.search(r"\d", word) or key(word) in _WRITTEN]
    places = [at for at in places if _PLAIN_NUMBER.fullmatch(words[at])]
    if not places:
        return None
    at = chance.choice(places)
    found = re.search(r"\d[\d,.]*\d|\d", words[at])
    if found:
        digit = chance.choice([i for i in range(found.start(), found.end()) if words[at][i].isdigit()])
        others = [d for d in "123456789" if d != words[at][digit]]
        if re.search(r"(?:st|nd|rd|th)\b", words[at]):
            return None
        instead = words[at][:digit] + chance.choice(others) + words[at][digit + 1 :]
    else:
        bare = key(words[at])
        instead = chance.choice([n for n in _WRITTEN if n != bare and (n[-2:] == "ty") == (bare[-2:] == "ty")])
        instead = (capital(instead) if words[at][0].isupper() else instead) + words[at][len(bare) :]
    return " ".join([*words[:at], instead, *words[at + 1 :]]), f"{words[at]!r} as {instead!r}"


def name(passage: Passage, quotable: Quotable, chance: random.Random) -> Changed | None:
    """Another real name of these tapes for one inside a sentence."""
    names = set(quotable.names)
    starts = {sentence.first - passage.first for sentence in passage.sentences}
    words = passage.words
    places = [at for at, word in enumerate(words) if at not in starts and _AFTER_NAME.sub("", word) in names]
    if not places:
        return None
    at = chance.choice(places)
    was = _AFTER_NAME.sub("", words[at])
    instead = chance.choice(quotable.names)
    if edit_distance(was.lower(), instead.lower(), 3) <= 2 or instead in words:
        return None
    made = instead + words[at][len(was) :]
    return " ".join([*words[:at], made, *words[at + 1 :]]), f"{words[at]!r} as {made!r}"


def word(passage: Passage, quotable: Quotable, chance: random.Random) -> Changed | None:
    """Another word of the same ending for a word of content that is no name, number, negation or hedge."""
    words = passage.words
    plain = [at for at, text in enumerate(words) if re.fullmatch(r"[a-z]{5,}[.,;?!]?", text)]
    places = [at for at in plain if _is_content(key(words[at]))]
    if not places:
        return None
    at = chance.choice(places)
    bare = key(words[at])
    like = _by_ending(quotable, _ending(bare))
    instead = chance.choice(like)
    if edit_distance(bare, instead, 4) <= 3 or instead[:4] == bare[:4]:
        return None
    made = instead + words[at][len(bare) :]
    return " ".join([*words[:at], made, *words[at + 1 :]]), f"{words[at]!r} as {made!r}"


def _is_content(bare: str) -> bool:
    return bare.isalpha() and len(bare) >= 5 and bare not in _GRAMMAR and bare not in NEGATIONS | set(_WRITTEN)


def _ending(bare: str) -> str:
    return next((ending for ending in ("ing", "tion", "ed", "ly", "ies", "s", "er") if bare.endswith(ending)), "")


_BY_ENDING: dict[tuple[int, str], list[str]] = {}


def _by_ending(quotable: Quotable, ending: str) -> list[str]:
    """Words of content that are said often enough to be chosen, by their ending."""
    kept = (id(quotable), ending)
    if kept not in _BY_ENDING:
        names = {name.lower() for name in quotable.names}
        _BY_ENDING[kept] = [
            bare
            for bare, count in sorted(quotable.counts.items())
            if count >= 20 and _is_content(bare) and _ending(bare) == ending and bare not in names
        ]
    return _BY_ENDING[kept]


def subject(passage: Passage, _: Quotable, chance: random.Random) -> Changed | None:
    """Another pronoun for the subject of a verb that fits both."""
    words = passage.words
    places: list[tuple[int, str]] = []
    for at, text in enumerate(words[:-1]):
        bare, after = key(text), key(words[at + 1])
        if not text.isalpha() or after in _FIXED or bare not in ("i", "he", "she", "we", "they"):
            continue
        before = _key_at(words, at - 1)
        if at and words[at - 1][-1].isalnum() and before not in _CLAUSE_BEFORE:
            continue
        if _PAST.fullmatch(after):
            fits = {"i", "he", "she", "we", "they"} - ({"we", "they"} if after == "was" else set())
            places += [(at, other) for other in sorted(fits - {bare})]
        else:
            group = next((group for group in _SAME_VERB if bare in group), frozenset[str]())
            places += [(at, other) for other in sorted(group - {bare})]
    if not places:
        return None
    at, instead = chance.choice(places)
    instead = "I" if instead == "i" else instead
    made = capital(instead) if at == 0 or words[at - 1][-1] in ".?!" else instead
    return " ".join([*words[:at], made, *words[at + 1 :]]), f"{words[at]!r} as {made!r}"


def ended_early(passage: Passage, _: Quotable, chance: random.Random) -> Changed | None:
    """A full stop before ``but``, ``because``, ``until``, ``except`` where the speaker went on."""
    words = passage.words
    last = passage.sentences[-1].first - passage.first
    places = [
        at
        for at in range(last + 5, len(words) - 3)
        if key(words[at]) in _ENDERS and words[at].isalpha() and key(words[at - 1]) not in _NO_ENDER_AFTER
    ]
    if not places or "?" in words[-1]:
        return None
    at = chance.choice(places)
    return with_stop(" ".join(words[:at])), f"{' '.join(words[at:])!r} gone"


def _key_at(words: list[str], at: int) -> str:
    return key(words[at]) if 0 <= at < len(words) else ""


_ALTERED = frozenset({Verdict.ALTERED})
_TOLD = frozenset({Verdict.ALTERED, Verdict.CONDENSED})

MEANING = {
    Kind.NEGATION_DROPPED: Spec(change=negation_dropped, flags=frozenset({Flag.NEGATION_DROPPED}), verdicts=_TOLD),
    Kind.NEGATION_ADDED: Spec(change=negation_added, flags=frozenset({Flag.NEGATION_ADDED}), verdicts=_TOLD),
    Kind.HEDGE_DROPPED: Spec(
        change=hedge_dropped,
        flags=frozenset({Flag.HEDGE_DROPPED}),
        verdicts=_TOLD | {Verdict.VERBATIM, Verdict.CLEANED},
    ),
    Kind.CONDITION_DROPPED: Spec(
        change=condition_dropped,
        # An end that is cut off is an end that comes early, whatever stood there.
        flags=frozenset({Flag.CONDITION_DROPPED, Flag.SENTENCE_ENDED_EARLY}),
        verdicts=_TOLD | {Verdict.VERBATIM, Verdict.CLEANED},
    ),
    Kind.QUANTITY: Spec(change=quantity, flags=frozenset({Flag.QUANTITY_CHANGED}), verdicts=_ALTERED),
    Kind.NAME: Spec(change=name, flags=frozenset({Flag.NAME_CHANGED}), verdicts=_ALTERED),
    Kind.WORD: Spec(change=word, verdicts=_ALTERED),
    Kind.SUBJECT: Spec(change=subject, flags=frozenset({Flag.SUBJECT_CHANGED}), verdicts=_ALTERED),
    Kind.ENDED_EARLY: Spec(
        change=ended_early,
        flags=frozenset({Flag.SENTENCE_ENDED_EARLY, Flag.CONDITION_DROPPED}),
        verdicts=frozenset({Verdict.VERBATIM, Verdict.CLEANED, Verdict.CONDENSED}),
    ),
}
