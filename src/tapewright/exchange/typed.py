"""Text as people type it: doubtful words in brackets, names before a colon."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tapewright.model import Mark, Word

_BRACKETS = re.compile(r"\[([^\[\]]{0,200})\]")
_DOUBT = "\ue000"
"""Stands before a doubtful word while a text is taken apart; from the private use area, and taken out of the input."""

_OPENING = re.compile(r"\s*(?P<opens>>>+)?\s*(?:(?P<name>[^\s:<>\[\]][^:<>\[\]\n]{0,59}?)?\s*(?P<colon>:)(?=\s|$))?\s*")
_PARTICLES = frozenset(("a", "al", "and", "bin", "da", "de", "del", "den", "der", "di", "du", "el", "la", "le"))
_PARTICLES |= frozenset(("of", "the", "ten", "ter", "van", "von", "y", "zu", "&"))
_SHAPE = re.compile(r"(?P<before>\W*)(?P<core>.*?)(?P<after>\W*)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word as typed; ``unsure`` where the typist put it in brackets."""

    text: str
    unsure: bool = False

    @property
    def marks(self) -> frozenset[Mark]:
        """The marks of the word that it becomes."""
        return frozenset((Mark.UNSURE,)) if self.unsure else frozenset()


def tokens_of(text: str) -> list[Token]:
    """The words of a typed text. ``[word?]`` and ``[two words??]`` are unsure and lose their brackets; what else
    stands in brackets (``[inaudible]``, ``[knock at the door]``) keeps them, so that it is never taken for speech.

    >>> [(t.text, t.unsure) for t in tokens_of("at [Butry??], then [inaudible].")]
    [('at', False), ('Butry,', True), ('then', False), ('[inaudible].', True)]
    """
    pieces = _BRACKETS.sub(_doubtful, text.replace(_DOUBT, "")).split()
    words = ((piece.replace(_DOUBT, ""), _DOUBT in piece) for piece in pieces)
    return [Token(word, unsure) for word, unsure in words if word]


def _doubtful(found: re.Match[str]) -> str:
    inner = found[1].strip()
    if inner.endswith(("?", "?)")):
        inner = inner.rstrip("? )").rstrip("(?").strip() or "[?]"
    else:
        inner = f"[{inner}]"
    return " ".join(_DOUBT + word for word in inner.split())


def typed_text(words: Sequence[Word]) -> str:
    """Words as a typist writes them, unsure ones as ``[word??]``; ``tokens_of`` reads them back."""
    written: list[str] = []
    note_until = 0
    for place, word in enumerate(words):
        if place >= note_until and "[" in word.text:
            note_until = _note_end(words, place)
        unsure = Mark.UNSURE in word.marks and place >= note_until
        written.append(_in_brackets(word.text) if unsure else word.text)
    return " ".join(written)


def _note_end(words: Sequence[Word], start: int) -> int:
    """Behind the last word of a note in brackets that begins at ``start``; ``start`` where it is never closed."""
    for place in range(start, len(words)):
        if Mark.UNSURE not in words[place].marks:
            break
        if "]" in words[place].text:
            return place + 1
    return start


def _in_brackets(text: str) -> str:
    shape = _SHAPE.fullmatch(text)
    if not shape or not shape["core"]:
        return f"[{text}??]"
    return f"{shape['before']}[{shape['core']}??]{shape['after']}"


@dataclass(frozen=True, slots=True)
class Opening:
    """How a line begins: ``>>`` says that the speaker changes; a name and its colon; then the rest."""

    changes: bool
    name: str | None
    rest: str


def opening(line: str) -> Opening:
    """The beginning of a line taken apart. ``name`` is None without a colon and ``""`` for a bare colon.

    >>> opening(">> ANN: well"), opening("nobody said")
    (Opening(changes=True, name='ANN', rest='well'), Opening(changes=False, name=None, rest='nobody said'))
    """
    shape = _OPENING.match(line)
    assert shape  # every part of the pattern is optional
    name = (shape["name"] or "").strip() if shape["colon"] else None
    return Opening(bool(shape["opens"]), name, line[shape.end() :].rstrip())


def speakers_among(lines: Iterable[str]) -> frozenset[str]:
    """Which words before a colon are the names of speakers, judged over a whole file's turns.

    ``NAME: text`` is common, and so is ``Note: text``; a name counts only where the file is consistent. Where every
    line has one, all count. Where the first line has one and all look like names, all count. Else those that come
    again and look like names, and where these are in capitals, others in capitals.
    """
    names = [opening(line).name for line in lines if line.strip()]
    found = Counter(name for name in names if name)
    if names and (
        all(name is not None and any(map(str.isalpha, name or "?A")) for name in names)
        or (names[0] and all(map(is_name, found)))
    ):
        return frozenset(found)
    again = {name for name, count in found.items() if count > 1 and is_name(name)}
    capitals = bool(again) and all(name.isupper() for name in again)
    return frozenset(again | {name for name in found if capitals and name.isupper() and is_name(name)})


def is_name(text: str) -> bool:
    """Whether this can be the name of a speaker: at most five words, each capitalised or a particle.

    An office counts with its article (``THE CHAIR``, as hearings are typed), the article alone does not.

    >>> is_name("Marian de Vries"), is_name("THE CHAIR"), is_name("And I said"), is_name("The"), is_name("10")
    (True, True, False, False, False)
    """
    words = text.split()
    if not 1 <= len(words) <= 5 or not any(map(str.isalpha, text)) or re.search(r"[!?,;\"“”]", text):
        return False
    begins = words[0].lower()
    return (
        begins not in ("and", "a", "of")
        and (begins != "the" or len(words) > 1)
        and all(
            word in _PARTICLES or not next((sign for sign in word if sign.isalnum()), "A").islower() for word in words
        )
    )
