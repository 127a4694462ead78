"""Who says it: the subject of the verb of saying that stands beside a quotation.

Only the quotation's own sentence is read, by lists of words and not by a model, so that the answer can be explained:
the nearest verb of saying, then the nearest name on its left, else on its right. A passive ("was told") has no
speaker; a description ("a neighbour said") is a speaker without a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tapewright.proof.clauses import POSSESSIVE, Clauses, ClauseWord, Person
from tapewright.proof.speechwords import SpeechWords

_SIGNED = re.compile(r"\s*(?:[—–]|--?)\s*(?=[^\W\d_])|\s*\((?=[^\W\d_])")
_LONGEST_SMALL_WORD = 3
_LONGEST_DESCRIPTION = 5
_LONGEST_SUBJECT = 30
"""Words between a subject and its verb ("Marian Hale, who has run the ferry since the bridge was closed, said")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """That somebody speaks. ``name`` as written, or empty for somebody unnamed; ``pronoun`` where it stands instead.

    ``end`` is behind the verb and its subject in the text that was read.
    """

    name: str = ""
    pronoun: str = ""
    end: int = 0


class Sayings:
    """Reads clauses in one language. ``known`` are names that are certainly people."""

    def __init__(self, words: SpeechWords, known: Collection[str] = ()) -> None:
        self._words = words
        self.clauses = Clauses(words, known)

    def before(self, clause: str) -> Saying | None:
        """Who speaks by what stands in front of a quotation, in its sentence: ``Marian Hale told the inquiry that``."""
        tokens = self.clauses.tokens(clause)
        if described := self._described(tokens):
            return described
        for place in range(len(tokens) - 1, -1, -1):
            length = self._phrase(tokens, place, self._words.sources)
            if length:
                return self._subject_behind(tokens, place + length)
            if self._is_saying(tokens, place):
                return self._inverted(tokens, place) or self._of_verb(tokens, place)
            if place and tokens[place].low in self._words.owned and POSSESSIVE.search(tokens[place - 1].text):
                return Saying(name=self._owner(tokens, place), end=tokens[place].end)
        return self._label(tokens)

    def acting(self, sentence: str) -> Saying | None:
        """Who speaks or makes a gesture in a sentence that stands before a quotation: ``Novak shrugs.``"""
        tokens = self.clauses.tokens(sentence)
        for place in range(len(tokens) - 1, -1, -1):
            if tokens[place].low in self._words.gestures or self._is_saying(tokens, place):
                return self._of_verb(tokens, place)
        return None

    def is_close(self, clause: str) -> bool:
        """Whether a verb of saying stands right in front of the quotation, or a colon does."""
        tokens = self.clauses.tokens(clause)
        if tokens and tokens[-1].text == ":":
            return True
        words = [place for place, token in enumerate(tokens) if token.text not in ",—–-"]
        return any(self._is_saying(tokens, place) for place in words[-2:])

    def after(self, clause: str, *, quoted: str = ",") -> Saying | None:
        """Who speaks by what follows a quotation at once: ``, said Marian Hale``. ``quoted`` are its words: behind a
        full stop inside the marks what follows may be another sentence; without any comma it begins with a subject.
        """
        if signed := _SIGNED.match(clause):
            return self._signature(clause, signed.end())
        tokens = self.clauses.tokens(clause)
        first = next((place for place, token in enumerate(tokens) if token.text not in ",—–-"), len(tokens))
        if first >= len(tokens) or (tokens[first].low in self._words.conjunctions and not self._is_as(tokens, first)):
            return None
        is_parted = first > 0 or quoted.rstrip("”’\"'").endswith((",", "?", "!", "…", "—", "–", "-"))
        is_ended = quoted.endswith(".")
        length = self._phrase(tokens, first, self._words.sources)
        if length:
            return self._subject_behind(tokens, first + length)
        if self._is_saying(tokens, first):
            return None if is_ended and tokens[first].is_capital else self._subject_behind(tokens, first + 1)
        if not (is_parted or tokens[first].is_capital or self.clauses.is_pronoun(tokens[first])):
            return None
        if quoted.rstrip("”’\"'").endswith(",") and (short := self._any_verb(tokens, first)):
            return short
        for place in range(first, min(len(tokens), first + _LONGEST_SUBJECT)):
            if tokens[place].text in ".;:":
                return None
            if self._is_saying(tokens, place):
                return (
                    None if is_ended and not _ends_at(tokens, place) else self._of_verb(tokens[first:], place - first)
                )
        return None

    def closing(self, clause: str) -> Saying | None:
        """Who speaks by the last words of the sentence: ``with the new oven, Moss said.``"""
        comma = clause.rfind(",")
        tokens = self.clauses.tokens(clause[comma + 1 :]) if comma >= 0 else []
        verb = next((place for place in range(len(tokens)) if self._is_saying(tokens, place)), 0)
        if not verb or not _ends_at(tokens, verb) or tokens[0].low in self._words.conjunctions:
            return None
        return self._of_verb(tokens, verb)

    @property
    def has_words(self) -> bool:
        """Whether the language has a file."""
        return bool(self._words.verbs)

    def is_title(self, quoted: str, left: str) -> bool:
        """Whether a quoted name is that of a film or a boat: its longer words have capitals, and no verb of saying
        or colon stands right before it, or a word does that names things (``the film "Nine Years"``).
        """
        words = [word for word in quoted.split() if any(map(str.isalpha, word))]
        capital = [word for word in words if word.lstrip("([“‘")[:1].isupper()]
        if not words or any(word.lower() in self._words.others for word in words) or words[0] not in capital:
            return False
        if any(len(word) > _LONGEST_SMALL_WORD for word in words if word not in capital):
            return False
        if {token.low for token in self.clauses.tokens(left)[-3:]} & self._words.naming:
            return len(capital) * 2 > len(words)
        if len(capital) < 2 or len(capital) * 2 < len(words) or self.is_close(left):
            return False
        return not quoted.endswith((",", ".", "?", "!", "…"))

    def _is_saying(self, tokens: Sequence[ClauseWord], place: int) -> bool:
        if self._phrase(tokens, place, self._words.phrases):
            return True
        return tokens[place].low in self._words.verbs and not tokens[place].text[0].isdigit()

    def _phrase(self, tokens: Sequence[ClauseWord], place: int, phrases: Sequence[tuple[str, ...]]) -> int:
        for phrase in phrases:
            if tuple(token.low for token in tokens[place : place + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def _is_as(self, tokens: Sequence[ClauseWord], place: int) -> bool:
        """``as Marian put it`` is an attribution, whatever ``as`` is elsewhere."""
        return any(
            self._phrase(tokens, later, self._words.phrases) for later in range(place + 1, min(len(tokens), place + 8))
        )

    def _any_verb(self, tokens: Sequence[ClauseWord], first: int) -> Saying | None:
        """``she stammered`` behind a comma inside the marks is said by her whatever the verb."""
        people = self.clauses.people(tokens[first:])
        verb = first + people[0].end if people and people[0].start == 0 else first + 1
        if not people and not self.clauses.is_pronoun(tokens[first]):
            return None
        if verb >= len(tokens) or not tokens[verb].text.isalpha() or tokens[verb].is_capital:
            return None
        return self._of_verb(tokens[first:], verb - first) if _ends_at(tokens, verb) else None

    def _described(self, tokens: Sequence[ClauseWord]) -> Saying | None:
        """``a colleague, Jan Brandt, was less discreet:`` says how somebody speaks, without a verb of saying."""
        if not tokens or tokens[-1].text != ":":
            return None
        start = 1 + max((n for n, token in enumerate(tokens) if token.low in self._words.coordinating), default=-1)
        clause = tokens[start:-1]
        verb = next((n for n, token in enumerate(clause) if token.low in self._words.passives), 0)
        if not verb or len(clause) - verb > _LONGEST_DESCRIPTION or self._says(clause):
            return None
        names = self.clauses.people(clause[:verb])
        return Saying(name=self._head(clause, names, verb), end=tokens[-1].end) if names else None

    def _says(self, tokens: Sequence[ClauseWord]) -> bool:
        return any(self._is_saying(tokens, place) for place in range(len(tokens)))

    def _inverted(self, tokens: Sequence[ClauseWord], verb: int) -> Saying | None:
        """``Timetables, says Ludwig van der Berg, “are``: between two commas the subject stands behind its verb."""
        if not verb or tokens[verb - 1].text != "," or tokens[verb].low in self._words.listeners:
            return None
        rest = list(tokens[verb + 1 :])
        if not rest or rest.pop().text != ",":
            return None
        found = self.clauses.people(rest)
        is_name = len(found) == 1 and found[0][1:] == (0, len(rest))
        if is_name or (len(rest) == 1 and self.clauses.is_pronoun(rest[0])):
            return self._subject_behind(tokens, verb + 1)
        return None

    def _owner(self, tokens: Sequence[ClauseWord], place: int) -> str:
        """The name in ``Marian Hale’s words``."""
        stem = POSSESSIVE.sub("", tokens[place - 1].text)
        owner = [*tokens[: place - 1], ClauseWord(stem, tokens[place - 1].start, tokens[place - 1].end)]
        owner = [token for token in owner if token.low not in self._words.prepositions]
        found = self.clauses.people(owner)
        return found[-1].name if found and found[-1].end == len(owner) else ""

    def _label(self, tokens: Sequence[ClauseWord]) -> Saying | None:
        """``Marian Hale:`` or ``Marian Hale (harbour master):`` and nothing else."""
        if not tokens or tokens[-1].text != ":":
            return None
        found = self.clauses.people(tokens[:-1])
        if (
            len(found) >= 1
            and found[0][1] == 0
            and (found[0][2] == len(tokens) - 1 or tokens[found[0][2]].text in "(,")
        ):
            return Saying(name=found[0][0], end=tokens[-1].end)
        return None

    def _signature(self, clause: str, start: int) -> Saying | None:
        """``— Marian Hale, harbour master`` behind a quotation, or ``(Marian Hale, tape 7)``."""
        tokens = self.clauses.tokens(clause[start:])
        found = self.clauses.people(tokens)
        if not found or found[0][1] != 0:
            return None
        behind = tokens[found[0][2] :]
        if (behind and behind[0].text not in ",.);") or any(token.low in self._words.verbs for token in behind):
            return None
        return Saying(name=found[0][0], end=start + tokens[found[0][2] - 1].end)

    def _of_verb(self, tokens: Sequence[ClauseWord], verb: int) -> Saying:
        end = tokens[verb].end
        before = [token.low for token in tokens[max(0, verb - 2) : verb]]
        if any(word in self._words.passives for word in before) and tokens[verb].low not in self._words.quoting:
            by = next((n for n in range(verb + 1, len(tokens)) if tokens[n].low in self._words.agents), None)
            return self._subject_behind(tokens, by + 1) if by is not None else Saying(end=end)
        behind = tokens[verb + 1].low if verb + 1 < len(tokens) else ""
        is_apart = not verb or tokens[verb - 1].text == ","
        if is_apart and tokens[verb].low in self._words.listeners and behind in self._words.questions:
            return Saying(end=end)  # "Hale, asked whether"
        found = self._subject_before(tokens, verb)
        if found is not None:
            return Saying(name=found.name, pronoun=found.pronoun, end=end)
        return self._subject_behind(tokens, verb + 1)

    def _subject_before(self, tokens: Sequence[ClauseWord], verb: int) -> Saying | None:
        """The nearest name or pronoun on the left; one without a name where a lower-case subject stands there."""
        floor = max(0, verb - _LONGEST_SUBJECT)
        candidates = [c for c in self.clauses.people(tokens[:verb]) if c[1] >= floor]
        pronoun = self._pronoun_before(tokens, verb)
        if pronoun is not None and not (candidates and candidates[-1][1] > pronoun):
            return self._of_pronoun(tokens[pronoun])
        if candidates:
            return Saying(name=self._head(tokens, candidates, verb))
        is_described = any(
            token.text.isalpha() and token.low not in self._words.conjunctions for token in tokens[:verb]
        )
        return Saying() if is_described else None

    def _pronoun_before(self, tokens: Sequence[ClauseWord], verb: int) -> int | None:
        """The pronoun that stands before a verb, with at most an adverb or two between: ``she had later said``."""
        for place in range(verb - 1, max(0, verb - 4) - 1, -1):
            if tokens[place].text in ",;:—–":
                return None
            if self.clauses.is_pronoun(tokens[place]):
                return place
        return None

    def _of_pronoun(self, token: ClauseWord) -> Saying:
        """He, she or they mean somebody who was named; others mean nobody whom a tape has."""
        return Saying(pronoun=token.low if token.low in self._words.pronouns else "", end=token.end)

    def _head(self, tokens: Sequence[ClauseWord], candidates: Sequence[Person], verb: int) -> str:
        """The last name before the verb, or the one that it is hung on by a comma: Marian Hale, of Moss & Co, said."""
        name, start, end = candidates[-1]
        gap = [token.text for token in tokens[end:verb]]
        if any(not text.isalpha() and text not in ",—–()’'" for text in gap):
            return name
        for earlier in reversed(candidates[:-1]):
            between = tokens[earlier[2] : start]
            if (
                between
                and between[0].text in (",", "(", "—", "–")
                and not any(t.low in self._words.verbs or t.low in self._words.conjunctions for t in between)
                and gap[:1] == [","]
            ):
                name, start = earlier[0], earlier[1]
        return name

    def _subject_behind(self, tokens: Sequence[ClauseWord], start: int) -> Saying:
        """The subject that follows: a pronoun at once, else the first name before the clause ends."""
        end = tokens[min(start, len(tokens)) - 1].end if start else 0
        rest = tokens[start:]
        if rest and self.clauses.is_pronoun(rest[0]):
            return self._of_pronoun(rest[0])
        clause = rest[: self._clause_end(rest)]
        candidates = self.clauses.people(clause)
        if not candidates:
            return Saying(end=end)
        name, _, behind = candidates[0]
        return Saying(name=name, end=clause[behind - 1].end)

    def _clause_end(self, tokens: Sequence[ClauseWord]) -> int:
        for place, token in enumerate(tokens):
            if token.text in ".;:?!" or (
                token.text.isalpha() and token.low in self._words.conjunctions | self._words.linking
            ):
                return place
        return len(tokens)


def _ends_at(tokens: Sequence[ClauseWord], verb: int) -> bool:
    """Whether the clause is over behind its verb: ``Marian said.``"""
    return verb + 1 >= len(tokens) or tokens[verb + 1].text in ".,:;"
