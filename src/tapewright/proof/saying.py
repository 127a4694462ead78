"""Who says it: the subject of the verb of saying that stands beside a quotation.

Only the quotation's own sentence is read, by lists of words and not by a model, so that the answer can be explained:
the nearest verb of saying, then the nearest name on its left, else on its right. A passive ("was told") has no
speaker; a description ("a neighbour said") is a speaker without a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tapewright.proof.speechwords import SpeechWords

_TOKEN = re.compile(r"[^\W_]\.(?=\s)|\w+(?:[.’'-]\w+)*[’']?|[^\w\s]")
_SIGNED = re.compile(r"\s*(?:[—–]|--?)\s*(?=[^\W\d_])|\s*\((?=[^\W\d_])")
_ENDS = re.compile(r"(?:[.?!…]|\.\.\.)[)\]”’\"']*(?=\s+[^\s\da-z]|\s*$)|\n\s*")
_POSSESSIVE = re.compile(r"[’']s$|s[’']$")
_LONGEST_SMALL_WORD = 3
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


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return self.text.lower().rstrip(".")

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


class Sayings:
    """Reads clauses in one language. ``known`` are names that are certainly people."""

    def __init__(self, words: SpeechWords, known: Collection[str] = ()) -> None:
        self._words = words
        self._known = sorted({tuple(name.lower().split()) for name in known if name.strip()}, key=len, reverse=True)

    def before(self, clause: str) -> Saying | None:
        """Who speaks by what stands in front of a quotation, in its sentence: ``Marian Hale told the inquiry that``."""
        tokens = self._tokens(clause)
        for place in range(len(tokens) - 1, -1, -1):
            length = self._phrase(tokens, place, self._words.sources)
            if length:
                return self._subject_behind(tokens, place + length)
            if self._is_saying(tokens, place):
                return self._inverted(tokens, place) or self._of_verb(tokens, place)
            if place and tokens[place].low in self._words.owned and _POSSESSIVE.search(tokens[place - 1].text):
                return Saying(name=self._owner(tokens, place), end=tokens[place].end)
        return self._label(tokens)

    def acting(self, sentence: str) -> Saying | None:
        """Who speaks or makes a gesture in a sentence that stands before a quotation: ``Novak shrugs.``"""
        tokens = self._tokens(sentence)
        for place in range(len(tokens) - 1, -1, -1):
            if tokens[place].low in self._words.gestures or self._is_saying(tokens, place):
                return self._of_verb(tokens, place)
        return None

    def is_close(self, clause: str) -> bool:
        """Whether a verb of saying stands right in front of the quotation, or a colon does."""
        tokens = self._tokens(clause)
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
        tokens = self._tokens(clause)
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
        if not (is_parted or tokens[first].is_capital or self._is_pronoun(tokens[first])):
            return None
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
        tokens = self._tokens(clause[comma + 1 :]) if comma >= 0 else []
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
        if "I" in words or not words or words[0] not in capital:
            return False
        if any(len(word) > _LONGEST_SMALL_WORD for word in words if word not in capital):
            return False
        if {token.low for token in self._tokens(left)[-3:]} & self._words.naming:
            return len(capital) * 2 > len(words)
        if len(capital) < 2 or len(capital) * 2 < len(words) or self.is_close(left):
            return False
        return not quoted.endswith((",", ".", "?", "!", "…"))

    def names(self, text: str) -> list[str]:
        """People whom a text names, in order, as far as its signs tell."""
        return [name for name, _, _ in self._candidates(self._tokens(text))]

    def topic(self, text: str) -> str:
        """The first name of the last sentence that names anybody: whom a pronoun behind it means."""
        end = len(text)
        while end > 0:
            start = self.sentence_of(text, end - 1, 0)
            if names := self.names(text[start:end]):
                return names[0]
            end = start
        return ""

    def clause_end(self, clause: str, place: int) -> int:
        """Where a clause ends that runs at ``place``: before a semicolon or a conjunction."""
        for token in self._tokens(clause):
            if token.start >= place and (token.text == ";" or token.low in self._words.conjunctions):
                return token.start
        return len(clause)

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

    def _tokens(self, text: str) -> list[_Word]:
        """Words and signs; the point of ``Dr.`` belongs to its word."""
        made: list[_Word] = []
        for found in _TOKEN.finditer(text):
            last = made[-1] if made else None
            if found[0] == "." and last and last.end == found.start() and last.low in self._words.abbreviations:
                made[-1] = _Word(last.text + ".", last.start, found.end())
            else:
                made.append(_Word(found[0], found.start(), found.end()))
        return made

    def _is_abbreviation(self, text: str, point: int) -> bool:
        if text[point : point + 1] != ".":
            return False
        word = re.search(r"[\w.]+$", text[max(0, point - 12) : point])
        return word is not None and (
            word[0].lower() in self._words.abbreviations or (len(word[0]) == 1 and word[0].isupper() and word[0] != "I")
        )

    def _is_saying(self, tokens: Sequence[_Word], place: int) -> bool:
        if self._phrase(tokens, place, self._words.phrases):
            return True
        return tokens[place].low in self._words.verbs and not tokens[place].text[0].isdigit()

    def _phrase(self, tokens: Sequence[_Word], place: int, phrases: Sequence[tuple[str, ...]]) -> int:
        for phrase in phrases:
            if tuple(token.low for token in tokens[place : place + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def _is_as(self, tokens: Sequence[_Word], place: int) -> bool:
        """``as Marian put it`` is an attribution, whatever ``as`` is elsewhere."""
        return any(
            self._phrase(tokens, later, self._words.phrases) for later in range(place + 1, min(len(tokens), place + 8))
        )

    def _inverted(self, tokens: Sequence[_Word], verb: int) -> Saying | None:
        """``Timetables, says Ludwig van der Berg, “are``: between two commas the subject stands behind its verb."""
        if not verb or tokens[verb - 1].text != "," or tokens[verb].low in self._words.listeners:
            return None
        rest = list(tokens[verb + 1 :])
        if rest and rest[-1].text == ",":
            rest.pop()
        found = self._candidates(rest)
        is_name = len(found) == 1 and found[0][1:] == (0, len(rest))
        if is_name or (len(rest) == 1 and self._is_pronoun(rest[0])):
            return self._subject_behind(tokens, verb + 1)
        return None

    def _owner(self, tokens: Sequence[_Word], place: int) -> str:
        """The name in ``Marian Hale’s words``."""
        stem = _POSSESSIVE.sub("", tokens[place - 1].text)
        owner = [*tokens[: place - 1], _Word(stem, tokens[place - 1].start, tokens[place - 1].end)]
        found = self._candidates([token for token in owner if token.low != "in"])
        return found[-1][0] if found and found[-1][2] >= len(owner) - 1 else ""

    def _label(self, tokens: Sequence[_Word]) -> Saying | None:
        """``Marian Hale:`` or ``Marian Hale (harbour master):`` and nothing else."""
        if not tokens or tokens[-1].text != ":":
            return None
        found = self._candidates(tokens[:-1])
        if (
            len(found) >= 1
            and found[0][1] == 0
            and (found[0][2] == len(tokens) - 1 or tokens[found[0][2]].text in "(,")
        ):
            return Saying(name=found[0][0], end=tokens[-1].end)
        return None

    def _signature(self, clause: str, start: int) -> Saying | None:
        """``— Marian Hale, harbour master`` behind a quotation, or ``(Marian Hale, tape 7)``."""
        tokens = self._tokens(clause[start:])
        found = self._candidates(tokens)
        if not found or found[0][1] != 0:
            return None
        behind = tokens[found[0][2] :]
        if (behind and behind[0].text not in ",.);") or any(token.low in self._words.verbs for token in behind):
            return None
        return Saying(name=found[0][0], end=start + tokens[found[0][2] - 1].end)

    def _of_verb(self, tokens: Sequence[_Word], verb: int) -> Saying:
        end = tokens[verb].end
        before = [token.low for token in tokens[max(0, verb - 2) : verb]]
        if any(word in self._words.passives for word in before) and tokens[verb].low not in ("saying", "quoted"):
            by = next((n for n in range(verb + 1, len(tokens)) if tokens[n].low == "by"), None)
            return self._subject_behind(tokens, by + 1) if by is not None else Saying(end=end)
        found = self._subject_before(tokens, verb)
        if found is not None:
            return Saying(name=found.name, pronoun=found.pronoun, end=end)
        return self._subject_behind(tokens, verb + 1)

    def _subject_before(self, tokens: Sequence[_Word], verb: int) -> Saying | None:
        """The nearest name or pronoun on the left; one without a name where a lower-case subject stands there."""
        floor = max(0, verb - _LONGEST_SUBJECT)
        candidates = [c for c in self._candidates(tokens[:verb]) if c[1] >= floor]
        pronoun = self._pronoun_before(tokens, verb)
        if pronoun is not None and not (candidates and candidates[-1][1] > pronoun):
            return self._of_pronoun(tokens[pronoun])
        if candidates:
            return Saying(name=self._head(tokens, candidates, verb))
        is_described = any(
            token.text.isalpha() and token.low not in self._words.conjunctions for token in tokens[:verb]
        )
        return Saying() if is_described else None

    def _pronoun_before(self, tokens: Sequence[_Word], verb: int) -> int | None:
        """The pronoun that stands before a verb, with at most an adverb or two between: ``she had later said``."""
        for place in range(verb - 1, max(0, verb - 4) - 1, -1):
            if tokens[place].text in ",;:—–":
                return None
            if self._is_pronoun(tokens[place]):
                return place
        return None

    def _of_pronoun(self, token: _Word) -> Saying:
        """He, she or they mean somebody who was named; others mean nobody whom a tape has."""
        return Saying(pronoun=token.low if token.low in self._words.pronouns else "", end=token.end)

    def _head(self, tokens: Sequence[_Word], candidates: Sequence[tuple[str, int, int]], verb: int) -> str:
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

    def _subject_behind(self, tokens: Sequence[_Word], start: int) -> Saying:
        """The subject that follows: a pronoun at once, else the first name before the clause ends."""
        end = tokens[min(start, len(tokens)) - 1].end if start else 0
        rest = tokens[start:]
        if rest and self._is_pronoun(rest[0]):
            return self._of_pronoun(rest[0])
        clause = rest[: self._clause_end(rest)]
        candidates = self._candidates(clause)
        if not candidates:
            return Saying(end=end)
        name, _, behind = candidates[0]
        return Saying(name=name, end=clause[behind - 1].end)

    def _clause_end(self, tokens: Sequence[_Word]) -> int:
        for place, token in enumerate(tokens):
            if token.text in ".;:?!" or (
                token.text.isalpha() and token.low in self._words.conjunctions | {"who", "that"}
            ):
                return place
        return len(tokens)

    def _is_pronoun(self, token: _Word) -> bool:
        return token.low in self._words.pronouns or token.low in self._words.others

    def _candidates(self, tokens: Sequence[_Word]) -> list[tuple[str, int, int]]:
        """Names among tokens with their first and behind their last token."""
        found: list[tuple[str, int, int]] = []
        place = 0
        while place < len(tokens):
            end = self._name_end(tokens, place)
            if end is None:
                place += 1
                continue
            if self._is_person(tokens, place, end) and not self._is_office(tokens, place, end):
                name = " ".join(token.text for token in tokens[place:end])
                found.append((name.rstrip(".") if not name.endswith(("Jr.", "Sr.")) else name, place, end))
            place = end
        return found

    def _is_office(self, tokens: Sequence[_Word], start: int, end: int) -> bool:
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

    def _name_end(self, tokens: Sequence[_Word], place: int) -> int | None:
        for known in self._known:
            if tuple(t.low for t in tokens[place : place + len(known)]) == known and tokens[place].is_capital:
                return self._run_end(tokens, place + len(known))
        token = tokens[place]
        if not token.is_capital or token.low in self._words.not_names or token.text == "I":
            return None
        if token.low in self._words.verbs:
            return None
        return self._run_end(tokens, place + 1)

    def _run_end(self, tokens: Sequence[_Word], end: int) -> int:
        """Behind the last token of a name: further capitals, and particles between them."""
        while end < len(tokens):
            if _POSSESSIVE.search(tokens[end - 1].text):
                return end
            if tokens[end].is_capital and tokens[end].text != "I":
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

    def _is_person(self, tokens: Sequence[_Word], start: int, end: int) -> bool:
        words = tuple(token.low for token in tokens[start:end])
        if words in self._known:
            return True
        if _POSSESSIVE.search(tokens[end - 1].text) or all(word in self._words.titles for word in words):
            return False
        before = tokens[start - 1].low if start else ""
        is_topic = start == 1 and tokens[0].text == "For"
        return before not in self._words.prepositions or is_topic


def _ends_at(tokens: Sequence[_Word], verb: int) -> bool:
    """Whether the clause is over behind its verb: ``Marian said.``"""
    return verb + 1 >= len(tokens) or tokens[verb + 1].text in ".,:;"
