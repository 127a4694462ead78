"""Changes that are honest, or nearly: typography, spelling, fillers, edges of sentences, what is left out."""

from __future__ import annotations

import random
import re

from passages import Passage, Quotable
from planted_kinds import Changed, Kind, Spec
from planted_words import capital, has_meaning, with_stop
from tapewright.model.verdict import Verdict
from tapewright.words.normal import key
from tapewright.words.numbers import figure_readings, folded

_SAID = frozenset({Verdict.VERBATIM, Verdict.CLEANED})
_FILLERS = frozenset("um uh er ah eh erm umm uhm ummm mm hmm".split())
_PHRASES = re.compile(r"(?<=[,.?!] )(?:you know|I mean),? (?=\w)|, (?:you know|I mean)(?=[,.?!])", re.IGNORECASE)
_BROKEN = re.compile(r"[A-Za-z']{1,5}-,?")
_LEANING = frozenset(
    "they it he she this that these those such so them its their his her him with but however although yet then there "
    "neither also instead otherwise right".split()
)
"""Words at the beginning of a sentence that lean on the one before: it must not be left out."""

_OPENERS = frozenset("and so well okay ok now yeah".split())
_HELD = frozenset("far much many that long then if".split())
_TAGS = re.compile(r"(?<!that), (?:right|you know|okay)\?$|, you know\.$", re.IGNORECASE)
_ASIDE = re.compile(r", (?:which|who|where|as (?:I|we|you) \w+|of course|obviously|incidentally|by the way)[^,.?!;:]*,")
_ADVERB = re.compile(r"[a-z]{3,}ly")
_NO_ADVERBS = frozenset(
    "only really actually basically literally family early likely unlikely apply supply reply rely july daily friendly "
    "probably possibly apparently allegedly supposedly reportedly presumably hopefully generally usually mostly nearly "
    "roughly approximately potentially seemingly arguably largely partly partially virtually merely hardly barely "
    "scarcely rarely seldom exactly certainly surely definitely fairly honestly frankly relatively monthly weekly "
    "yearly quarterly elderly assembly anomaly italy lovely lonely ugly holy jolly bully belly simply exclusively "
    "solely conceivably theoretically hypothetically normally typically occasionally sometimes ideally respectively "
    " equally multiply imply comply costly timely orderly".split()
)
_INVERTED = frozenset("not i you we they he she it that there this".split()) | {""}
_DEGREES = frozenset("so very not as how too".split())
_TIES = frozenset("and or as because by enough".split())
_EXPANDED = {
    "it's": "it is", "that's": "that is", "we're": "we are", "they're": "they are", "you're": "you are", "i'm": "I am",
    "we've": "we have", "i've": "I have", "they've": "they have", "you've": "you have", "we'll": "we will",
    "i'll": "I will", "they'll": "they will", "don't": "do not", "didn't": "did not", "doesn't": "does not",
    "isn't": "is not", "wasn't": "was not", "weren't": "were not", "can't": "cannot", "won't": "will not",
    "couldn't": "could not", "wouldn't": "would not", "haven't": "have not", "aren't": "are not",
}  # fmt: skip
_CONTRACTED = {
    tuple(long.lower().split()): short.replace("i'", "I'") for short, long in _EXPANDED.items() if " " in long
}


def untouched(passage: Passage, _: Quotable, __: random.Random) -> Changed:
    return passage.text, "nothing"


def typography(passage: Passage, _: Quotable, chance: random.Random) -> Changed | None:
    """Signs, commas, capitals and hyphens otherwise; no word."""
    text = passage.text.replace("'", "’") if chance.random() < 0.7 else passage.text.replace("’", "'")
    text = re.sub(r",(?= )", lambda found: found[0] if chance.random() < 0.5 else "", text)
    if chance.random() < 0.3:
        text = text[:1].lower() + text[1:] if not re.match(r"(?:I\b|[A-Z]{2})", text) else text
    if chance.random() < 0.4:
        text = re.sub(r"[.]$", ",", text)
    if chance.random() < 0.3:
        text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)
    if chance.random() < 0.15:
        text = text.upper()
    return (text, "typography") if text != passage.text else None


def respelt(passage: Passage, _: Quotable, chance: random.Random) -> Changed | None:
    """A number in words for one in figures or the other way round, or a contraction written out or closed."""
    words = passage.words
    ways = [way for at in range(len(words)) for way in (_number(words, at), _contraction(words, at)) if way]
    if not ways:
        return None
    at, used, instead = chance.choice(ways)
    if not instead or instead[-1].isalnum():
        instead += re.sub(r"^.*?([^\w%]*)$", r"\1", words[at + used - 1])
    instead = capital(instead) if at == 0 and words[0][:1].isupper() else instead
    change = f"{' '.join(words[at : at + used])!r} as {instead!r}"
    return " ".join([*words[:at], instead, *words[at + used :]]), change


def _number(words: list[str], at: int) -> tuple[int, int, str] | None:
    token = words[at].strip(",.;:?!")
    if re.fullmatch(r"\d{1,3}|1[1-9]\d\d|20\d\d", token) and not re.search(r"[$€£%\d]", words[at].replace(token, "")):
        ways = figure_readings(token)
        return (at, 1, " ".join(ways[1])) if len(ways) > 1 and not _beside_number(words, at, at + 1) else None
    if key(token) in _WRITTEN and not _beside_number(words, at, at + 1):
        return at, 1, folded([key(token)])[0].text
    return None


_WRITTEN = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_NUMERIC = _WRITTEN | frozenset("one hundred thousand million billion point percent per oh zero half and a".split())


def _beside_number(words: list[str], first: int, end: int) -> bool:
    beside = [*words[max(0, first - 1) : first], *words[end : end + 1]]
    return any(key(word) in _NUMERIC or any(c.isdigit() for c in word) for word in beside)


def _contraction(words: list[str], at: int) -> tuple[int, int, str] | None:
    bare = key(words[at])
    # "it's been" is "it has been".
    follows = key(words[at + 1]) if at + 1 < len(words) else ""
    is_has = bare.endswith("'s") and re.search(r"(?:ed|en|got|had|gone|come|made|done)$", follows)
    if bare in _EXPANDED and not is_has:
        return (at, 1, _EXPANDED[bare]) if follows not in _INVERTED else None
    pair = (bare, follows)
    after = key(words[at + 2]) if at + 2 < len(words) else ""
    if pair in _CONTRACTED and words[at][-1].isalnum() and after and words[at + 1][-1].isalnum() and after != "not":
        return at, 2, _CONTRACTED[pair]
    return None


def fillers(passage: Passage, _: Quotable, __: random.Random) -> Changed | None:
    """All of: hesitations, ``you know`` and ``I mean`` between commas, words said twice, words begun and left."""
    kept: list[str] = []
    gone: list[str] = []
    words = passage.words
    for at, word in enumerate(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        is_again = key(word) == key(following) != "" and not word.endswith((".", "?", "!"))
        is_again = is_again and key(word) not in ("had", "that", "very", "no", "yes", "yeah", "long", "really", "many")
        if key(word) in _FILLERS or _BROKEN.fullmatch(word) or (is_again and not any(c.isdigit() for c in word)):
            gone.append(word)
            if word[-1] in ".?!" and kept:
                kept[-1] = kept[-1].rstrip(",") + word[-1]
        else:
            kept.append(word)
    text = _PHRASES.sub("", " ".join(kept))
    if text == passage.text or len(text.split()) < 5:
        return None
    return capital(text), f"without {' '.join(gone) or 'you know, I mean'}"


def edges(passage: Passage, _: Quotable, __: random.Random) -> Changed | None:
    """Without a first ``And``, ``So``, ``Well`` or a last ``right?``."""
    words = passage.words
    text = passage.text
    if key(words[0]) in _OPENERS and key(words[1]) not in _OPENERS | _HELD:
        text = capital(" ".join(words[1:]))
    if tag := _TAGS.search(text):
        text = with_stop(text[: tag.start()])
    return (text, "first or last word trimmed") if text != passage.text and len(text.split()) >= 5 else None


def marked(passage: Passage, quotable: Quotable, chance: random.Random) -> Changed | None:
    """A relative clause or aside between commas, or a whole sentence between two, gone and ``…`` in its place."""
    if len(passage.sentences) >= 3:
        first, end = passage.sentences[1].first - passage.first, passage.sentences[1].end - passage.first
        gone, before, after = passage.words[first:end], passage.words[:first], passage.words[end:]
        # No honest omission: a sentence that turns what was said before, one on which the next leans, an answer.
        leaning = {key(word) for word in (gone[0], *after[:2])} & _LEANING
        if has_meaning(gone) or leaning or len(gone) > 25 or len(after) < 4:
            return None
        if "?" in passage.text:
            return None
        return f"{' '.join(before)} … {' '.join(after)}", f"{' '.join(gone)!r} marked"
    found = _aside(passage.text)
    return (f"{found[0]} … {found[2]}", f"{found[1]!r} marked") if found else None


def unmarked(passage: Passage, _: Quotable, chance: random.Random) -> Changed | None:
    """The same aside, or an adverb that says how, gone without a mark."""
    if (found := _aside(passage.text)) and chance.random() < 0.5:
        return f"{found[0]} {found[2]}", f"{found[1]!r} unmarked"
    words = passage.words
    inside = [at for at in range(1, len(words) - 1) if _ADVERB.fullmatch(words[at]) and words[at] not in _NO_ADVERBS]
    places = [at for at in inside if key(words[at - 1]) not in _DEGREES and key(words[at + 1]) not in _TIES]
    if not places:
        return None
    at = chance.choice(places)
    return " ".join([*words[:at], *words[at + 1 :]]), f"{words[at]!r} unmarked"


def _aside(text: str) -> tuple[str, str, str] | None:
    found = _ASIDE.search(text)
    if not found:
        return None
    gone = found[0].strip(", ").split()
    before, after = text[: found.start()], text[found.end() :].strip()
    is_fit = 3 <= len(gone) <= 14 and len(before.split()) >= 3 and len(after.split()) >= 3
    return (before, " ".join(gone), after) if is_fit and not has_meaning(gone) else None


TRIMS = {
    Kind.UNTOUCHED: Spec(change=untouched, verdicts=frozenset({Verdict.VERBATIM}), most=3),
    Kind.TYPOGRAPHY: Spec(change=typography, verdicts=frozenset({Verdict.VERBATIM})),
    Kind.RESPELT: Spec(change=respelt, verdicts=_SAID),
    Kind.FILLERS: Spec(change=fillers, verdicts=_SAID, broken=True),
    Kind.EDGES: Spec(change=edges, verdicts=_SAID),
    Kind.MARKED: Spec(change=marked, verdicts=_SAID | {Verdict.ELIDED}, most=3),
    Kind.UNMARKED: Spec(change=unmarked, verdicts=frozenset({Verdict.CONDENSED})),
}
