"""Block quotes: their words, and the name that their last line or the paragraph before gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tapewright.proof.quotemarks import marked
from tapewright.proof.saying import Sayings
from tapewright.words.signature import signed_by

_SIGNED_AT_END = re.compile(r"(?<=[.?!…”\"’»])\s+(?:[—–―]|--)\s*(?P<name>[^\W\d_][^.?!—–]{0,60})$")
_NAME_END = re.compile(r"\s*[,(\[;:|/]|\s+[—–-]\s|\.$")


@dataclass(frozen=True, slots=True)
class BlockQuote:
    """The words of a block quote and whom it is attributed to, or an empty name; ``pronoun`` where one introduces it
    that nobody is named for.
    """

    text: str
    name: str = ""
    pronoun: str = ""


def read_block(text: str, sayings: Sayings, *, before: str = "") -> BlockQuote:
    """A block quote taken apart. ``before`` is the paragraph above it: ``Marian Hale told the inquiry:`` names it."""
    lines = [line for line in text.split("\n") if line.strip()]
    name = ""
    if len(lines) > 1 and (who := signed_by(lines[-1])):
        name = signature(who)
        lines = lines[:-1]
    elif lines and (signed := _SIGNED_AT_END.search(lines[-1])) and signed["name"][0].isupper():
        name = signature(signed["name"])
        lines[-1] = lines[-1][: signed.start()]
    pronoun = ""
    if not name:
        name, pronoun = introduced(before, sayings)
    words = unquoted(" ".join(" ".join(lines).split()))
    return BlockQuote(words if any(map(str.isalnum, words)) else "", name, pronoun)


def signature(text: str) -> str:
    """The name in ``Marian Hale, harbour master`` or ``MARIAN (tape 7)``.

    >>> signature("Marian Hale, harbour master"), signature("MARIAN (V.O.)")
    ('Marian Hale', 'MARIAN')
    """
    ended = _NAME_END.search(text)
    return " ".join((text[: ended.start()] if ended else text).split())


def unquoted(text: str) -> str:
    """The text without quotation marks around the whole of it, also where every paragraph opens them anew.

    >>> unquoted("“It was quiet.”"), unquoted("“No,” she said, “never.”")
    ('It was quiet.', '“No,” she said, “never.”')
    """
    found = marked(text)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(text):
        return text[slice(*found[0].inner)].strip()
    return text


def introduced(before: str, sayings: Sayings) -> tuple[str, str]:
    """Whom a paragraph names that ends with a colon, for what stands below it; or the pronoun that it has for them."""
    if not before.rstrip().endswith(":"):
        return "", ""
    start = sayings.clauses.sentence_of(before, len(before), 0)
    found = sayings.before(before[start:])
    if found is None:
        return "", ""
    if found.pronoun:
        name = next(iter(reversed(sayings.clauses.names(before[:start]))), "")
        return name, "" if name else found.pronoun
    return found.name, ""
