"""``NAME: line`` as interview transcripts and podcast scripts have it, told apart from ``Note: line``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import Enum

from tapewright.proof.speechwords import SpeechWords

_STAMP = (
    r"[\[(<]?\s*(?:TC\s*)?\d{1,2}[:;.]\d{2}(?:[:;.]\d{2}){0,2}(?:[.,]\d{1,3})?(?:\s*(?:-+>?|–)\s*[\d:;.,]+)?\s*[\])>]?"
)
_LABEL = re.compile(
    rf"\s*(?:{_STAMP}\s*[-–—|]?\s*)?(?P<name>[^\W_][^:\[\]<>()\"“”«»„\n]{{0,59}}?)\s*(?:\((?P<aside>[^()\n]{{0,60}})\)\s*)?"
    rf"(?:{_STAMP}\s*)?:(?=\s|$|[\"“‘«„\[])\s*(?P<rest>.*)"
)
_ALONE = re.compile(
    rf"\s*(?:{_STAMP}\s*[-–—|]?\s*(?P<behind>[^\W\d_][^:\[\]<>()\"“”\n]{{0,59}}?)"
    rf"|(?P<before>[^\W\d_][^:\[\]<>()\"“”\n]{{0,59}}?)\s*[-–—|]?\s*{_STAMP})\s*"
)
_QUESTION = re.compile(r"\s*(?P<name>[QA])\.\s+(?P<rest>\S.*)")
_LEADING = re.compile(r"\s*[\[(<]\s*(?:TC\s*)?\d{1,2}[:;]\d{2}(?:[:;]\d{2}){0,2}(?:[.,]\d{1,3})?\s*[\])>]\s*")
_FRAMES = re.compile(r"[\[(<]?(?<![\d:;])\d{1,2}[:;]\d{2}[:;]\d{2}[:;]\d{2,3}(?![\d:;])[\])>]?")
_AGAIN = 5
"""So often a name comes in a script of long answers, whose paragraphs are mostly without one."""

_SHORT = 3
"""Letters up to which a label in capitals must come again to count (PS:, NB:)."""


class Role(Enum):
    """What stands behind a label."""

    SPEAKER = "speaker"
    NARRATOR = "narrator"
    DIRECTION = "direction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line and who says it; ``role`` is None where nothing says so. ``number`` counts from 0 in the paragraph."""

    text: str
    number: int
    name: str = ""
    role: Role | None = None


class Labels:
    """Which labels of a script are speakers, judged over all of its paragraphs.

    ``is_dialogue``: half of the paragraphs and at least three lines have a label that looks like a name, or a third of
    them has one that comes again and again. Known speakers always are. Names in
    capitals are, unless a direction is meant or a short one comes only once. Other names are where they come again in
    a dialogue, or where four of five paragraphs have a label: what one person says once is not passed over. ``Q:``
    and ``A:`` are where both are there.
    """

    def __init__(self, texts: Iterable[str], words: SpeechWords, known: Collection[str] = ()) -> None:
        self._words = words
        self._known = {" ".join(name.lower().split()) for name in known if name.strip()}
        listed = list(texts)
        found = [
            label["name"]
            for text in listed
            for line in text.split("\n")
            if (label := _LABEL.match(line) or _QUESTION.match(line))
        ]
        self._counts = Counter(_plain(name) for name in found)
        names = Counter(name for name in found if self._is_named(name))
        named = names.total()
        again = sum(count for count in names.values() if count >= _AGAIN)
        self.is_dialogue = named >= 3 and (named * 2 >= len(listed) or again * 3 >= len(listed))
        self._is_all_dialogue = named >= 3 and named * 5 >= len(listed) * 4

    def lines(self, text: str) -> list[Line]:
        """The lines of a paragraph. A line without a label goes on for the one above, in the same paragraph."""
        made: list[Line] = []
        held: list[str] = []
        for number, line in enumerate(text.split("\n")):
            name, rest = self._label(line)
            role = self.role(name) if name else None
            if role is not None or not made:
                _close(made, held)
                made.append(Line(text="", number=number, name=name if role else "", role=role))
                held = [rest if role else line]
            else:
                held.append(line)
        _close(made, held)
        return made

    def known(self, text: str) -> tuple[str, str]:
        """The label of a known speaker at the beginning of a speech, and what follows; else no name and all of it."""
        name, rest = self._label(text)
        is_known = bool(name) and " ".join(name.lower().split()) in self._known
        return (name, rest) if is_known else ("", text)

    def role(self, name: str) -> Role | None:
        """What a name before a colon is; None where it is no label at all."""
        low = " ".join(name.lower().split())
        plain = _plain(name)
        if low in self._known or self._is_part_of_known(low) or self._has_known(name):
            return Role.SPEAKER
        if plain in self._words.narrators or low in self._words.narrators:
            return Role.NARRATOR
        if low in self._words.directions or (low.split()[0].rstrip(".") in ("int", "ext") and name.isupper()):
            return Role.DIRECTION
        return Role.SPEAKER if self._is_speaker(name, plain) else None

    def _is_part_of_known(self, low: str) -> bool:
        words = set(low.replace(".", "").split())
        return (
            any(map(str.isalpha, low))
            and any(words <= set(known.split()) for known in self._known)
            and not words <= self._words.not_names
        )

    def _has_known(self, name: str) -> bool:
        """Whether a name in capitals has all of a known one: ``Anne Kidd`` where the tapes have ``ANNE``."""
        words = name.replace(".", "").split()
        if not all(word[:1].isupper() for word in words):
            return False
        low = {word.lower() for word in words} - self._words.not_names
        return any(set(known.split()) <= low for known in self._known)

    def _is_speaker(self, name: str, plain: str) -> bool:
        words = name.split()
        if not 1 <= len(words) <= 5 or re.search(r"[!?;,]", name) or not any(map(str.isalpha, name)):
            return False
        if plain in ("q", "a"):
            return bool(self._counts["q"] and self._counts["a"])
        letters = sum(map(str.isalpha, name))
        if name.isupper():
            return letters > _SHORT or self._counts[plain] > 1 or self.is_dialogue
        is_name = all(word[0].isupper() or word[0].isdigit() or word.lower() in self._words.particles for word in words)
        comes_again = self._counts[plain] > 1 or self._is_all_dialogue
        return is_name and self.is_dialogue and comes_again and plain not in self._words.not_names

    def _is_named(self, name: str) -> bool:
        """Whether a label looks like a name or a known one, and not like "He went on"."""
        low = " ".join(name.lower().split())
        return low in self._known or all(
            not word[0].islower() or word.lower() in self._words.particles for word in name.split()
        )

    def _label(self, line: str) -> tuple[str, str]:
        if label := _LABEL.match(line) or _QUESTION.match(line):
            return label["name"].strip(), label["rest"]
        if alone := _ALONE.fullmatch(line):
            name = (alone["behind"] or alone["before"]).strip()
            if name.isupper() or name.lower() in self._known:
                return name, ""
        return "", line


def _close(made: list[Line], held: list[str]) -> None:
    """Give the last line the text that was held for it."""
    if made:
        is_said = made[-1].role is not None
        text = " ".join(filter(None, map(unstamped, held))) if is_said else "\n".join(held)
        made[-1] = replace(made[-1], text=text)


def _plain(name: str) -> str:
    """A label without its number and its asides: ``Narrator 2`` is ``narrator``."""
    return " ".join(re.sub(r"[\s#]*\d+$", "", name.lower()).split()) or name.lower()


def unstamped(text: str) -> str:
    """The words without the times that are typed among them."""
    return " ".join(_FRAMES.sub(" ", _LEADING.sub("", text, count=1)).split())
