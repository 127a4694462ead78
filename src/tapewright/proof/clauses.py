"""Clauses and sentences of running text, and the people whom they name, as far as writing shows them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tapewright.proof.speechwords import SpeechWords

_TOKEN = re.compile(r"[^\W_]\.(?=\s)|\w+(?:(?:[’'-]|\.(?!\d)|(?<=\d)\.)\w+)*[’']?|[^\w\s]")
_ENDS = re.compile(r"(?:[.?!…]|\.\.\.)[)\]”’\"']*(?=\s+[^\s\da-z]|\s*$)|\n\s*")
POSSESSIVE = re.compile(r"[’']s$|s[’']$")
"""The end of a name that something belongs to."""


@dataclass(frozen=True, slots=True)
class ClauseWord:
    """A word or sign of a clause and where it stands in it."""

    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """In small letters, without the point of an abbreviation."""
        return self.text.lower().rstrip(".")

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


class Person(NamedTuple):
    """A name as written, its first word's number and that behind its last."""

    name: str
    start: int
    end: int


class Clauses:
    """Takes text apart in one language. ``known`` are names that are certainly people."""

    def __init__(self, words: SpeechWords, known: Collection[str] = ()) -> None:
        self._words = words
        self._known = sorted({tuple(name.lower().split()) for name in known if name.strip()}, key=len, reverse=True)

    def tokens(self, text: str) -> list[ClauseWord]:
        """Words and signs; the point of ``Dr.`` belongs to its word."""
        made: list[ClauseWord] = []
        for found in _TOKEN.finditer(text):
            last = made[-1] if made else None
            if found[0] == "." and last and last.end == found.start() and last.low in self._words.abbreviations:
                made[-1] = ClauseWord(last.text + ".", last.start, found.end())
            else:
                made.append(ClauseWord(found[0], found.start(), found.end()))
        return made

    def sentence_of(self, text: str, place: int, floor: int) -> int:
        """Where the sentence begins that runs on at ``place``; not before ``floor``."""
        start = floor
        for found in _ENDS.finditer(text, floor, place):
            if found.end() <= place and not self._is_abbreviation(text, found.start()):
                start = found.end()
        return start

    def sentence_end(self, text: str, place: int, ceiling: int) -> int:
        """Where the sentence that runs at ``place`` ends; not behind ``ceiling``."""
        for found in _ENDS.finditer(text, place, ceiling):
            if not self._is_abbreviation(text, found.start()):
                return found.end()
        return ceiling

    def clause_end(self, clause: str, place: int) -> int:
        """Where a clause ends that runs at ``place``: before a semicolon or a conjunction."""
        for token in self.tokens(clause):
            if token.start >= place and (token.text == ";" or token.low in self._words.coordinating):
                return token.start
        return len(clause)

    def names(self, text: str) -> list[str]:
        """People whom a text names, in order, as far as its signs tell."""
        return [person.name for person in self.people(self.tokens(text))]

    def topic(self, text: str) -> str:
        """The first name of the last sentence that names anybody: whom a pronoun behind it means."""
        end = len(text)
        while end > 0:
            start = self.sentence_of(text, end - 1, 0)
            if names := self.names(text[start:end]):
                return names[0]
            end = start
        return ""

    def is_pronoun(self, token: ClauseWord) -> bool:
        """Whether a word stands for a person without naming one."""
        return token.low in self._words.pronouns or token.low in self._words.others

    def people(self, tokens: Sequence[ClauseWord]) -> list[Person]:
        """Names among tokens with their first and behind their last token."""
        found: list[Person] = []
        place = 0
        while place < len(tokens):
            end = self._name_end(tokens, place)
            if end is None:
                place += 1
                continue
            if self._is_person(tokens, place, end) and not self._is_office(tokens, place, end):
                name = " ".join(token.text for token in tokens[place:end])
                found.append(Person(name, place, end))
            place = end
        return found

    def _is_office(self, tokens: Sequence[ClauseWord], start: int, end: int) -> bool:
        """Whether a word has its capital only from the sentence that it begins: ``Station master Ida Bergman``."""
        begins = start == 0 or not tokens[start - 1].text[0].isalnum()
        if not begins or end != start + 1 or end + 1 >= len(tokens) or (tokens[start].low,) in self._known:
            return False
        after = tokens[end]
        is_noun = (
            after.text.isalpha() and after.text.islower() and not after.low.endswith(tuple(self._words.verb_endings))
        )
        is_small = (
            after.low in self._words.verbs | self._words.conjunctions | self._words.passives | self._words.prepositions
        )
        return is_noun and not is_small and tokens[end + 1].is_capital

    def _name_end(self, tokens: Sequence[ClauseWord], place: int) -> int | None:
        for known in self._known:
            is_name = tokens[place].is_capital or (known[0] == "the" and len(known) > 1)
            if is_name and tuple(t.low for t in tokens[place : place + len(known)]) == known:
                return self._run_end(tokens, place + len(known))
        token = tokens[place]
        if not token.is_capital or token.low in self._words.not_names | self._words.others:
            return None
        if token.low in self._words.verbs:
            return None
        return self._run_end(tokens, place + 1)

    def _run_end(self, tokens: Sequence[ClauseWord], end: int) -> int:
        """Behind the last token of a name: further capitals, and particles between them."""
        while end < len(tokens):
            if POSSESSIVE.search(tokens[end - 1].text):
                return end
            if tokens[end].is_capital and tokens[end].low not in self._words.others:
                end += 1
                continue
            after = end
            while after < len(tokens) and after < end + 3 and tokens[after].low in self._words.particles:
                after += 1
            if after > end and after < len(tokens) and tokens[after].is_capital:
                end = after + 1
                continue
            return end
        return end

    def _is_person(self, tokens: Sequence[ClauseWord], start: int, end: int) -> bool:
        words = tuple(token.low for token in tokens[start:end])
        if words in self._known:
            return True
        if POSSESSIVE.search(tokens[end - 1].text) or all(word in self._words.titles for word in words):
            return False
        before = tokens[start - 1].low if start else ""
        is_topic = start == 1 and tokens[0].low in self._words.topics
        return before not in self._words.prepositions or is_topic

    def _is_abbreviation(self, text: str, point: int) -> bool:
        if text[point : point + 1] != ".":
            return False
        word = re.search(r"[\w.]+$", text[max(0, point - 12) : point])
        return word is not None and (
            word[0].lower() in self._words.abbreviations
            or (len(word[0]) == 1 and word[0].isupper() and word[0].lower() not in self._words.others)
        )
