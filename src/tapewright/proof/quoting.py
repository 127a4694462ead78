"""A passage of running text taken apart: its quotations, what belongs together, and who is said to say it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tapewright.model import QuotationKind
from tapewright.proof.lastnamed import LastNamed
from tapewright.proof.quotemarks import Marked, first_sentence, is_reopening, marked
from tapewright.proof.saying import Saying, Sayings

SHORTEST = 4
"""Words from which what is quoted is a quotation whether or not anybody is said to say it; fewer are scare quotes."""

_LONGEST_PARTING = 25
"""Words of narration that may part a sentence: "I never," said Hale, who ran the ferry for nine years, "asked."""

_REACH = 2_000
"""Signs of narration in which a name is looked for: what is further off, in a paragraph of a book's length, is over."""

_STOPS = (".", "?", "!", "…")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_CJK_WORD = 2
"""Signs that count as a word where words are not parted by spaces."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation before it is numbered."""

    text: str
    place: str
    kind: QuotationKind
    name: str = ""
    is_inferred: bool = False


@dataclass(slots=True)
class _Group:
    """One quotation: the stretches of its parts, and the clause that parts them."""

    parts: list[Marked]
    parting: str = ""


class QuotingText:
    """A paragraph, and the paragraphs after it as long as its last quotation is opened again and not yet closed.

    ``place`` says where in the file a sign of the text stands. ``speaking`` is who spoke last in it, to begin with
    whoever spoke at the end of what it was cut from. ``introduced`` is who speaks, or the pronoun for them, by the
    colon at the end of the paragraph before; ``last`` knows who was named there.
    """

    def __init__(
        self,
        text: str,
        place: Callable[[int], str],
        sayings: Sayings,
        *,
        last: LastNamed,
        speaking: str = "",
        introduced: tuple[str, str] = ("", ""),
    ) -> None:
        self._last = last
        self._introduced = introduced
        self._text = text
        self._place = place
        self.speaking = speaking
        self._sayings = sayings
        self._tail: list[str] = []
        self._end_clause = ""
        self._groups = _grouped(text, [m for m in marked(text) if _words(text[slice(*m.inner)])], sayings)
        self.is_open = bool(self._groups) and not self._groups[-1].parts[-1].is_closed

    def goes_on(self, text: str) -> str | None:
        """Take the next paragraph as a continuation; None where it is none, else what of it is left to be read."""
        last = self._groups[-1].parts[-1]
        first = next(iter(marked(text)), None)
        if first is None or not is_reopening(last.mark, text) or text[: first.start].strip():
            return None
        self._tail.append(text[slice(*first.inner)])
        if not first.is_closed:
            return ""
        self.is_open = False
        end = self._sayings.clauses.sentence_end(text, first.end, _next_start(text, first.end))
        self._end_clause = text[first.end : end]
        return text[end:]

    def finished(self) -> list[Found]:
        """Its quotations in order."""
        found: list[Found] = []
        reader = _Speakers(self._text, self._sayings, self.speaking, self._last, self._introduced)
        for number, group in enumerate(self._groups):
            following = self._groups[number + 1].parts[0].start if number + 1 < len(self._groups) else len(self._text)
            is_last = number == len(self._groups) - 1
            text = self._quoted(group, is_last=is_last)
            tail = self._end_clause if is_last and self._tail else None
            name, is_said = reader.speaker(group, text, following, tail)
            if self._counts(group, text, is_said=is_said):
                found.append(
                    Found(text, self._place(group.parts[0].start), QuotationKind.QUOTED, name, reader.is_inferred)
                )
            self.speaking = name or self.speaking
        self._last.read([*self._narrated(), *filter(None, (one.name for one in found))])
        return found

    def _narrated(self) -> list[str]:
        """The people whom it names outside of its quotations."""
        ends = [0, *(part.end for group in self._groups for part in group.parts)]
        starts = [*(part.start for group in self._groups for part in group.parts), len(self._text)]
        narration = " ".join(self._text[end:start] for end, start in zip(ends, starts, strict=True))
        return self._sayings.clauses.names(narration[-_REACH:])

    def _quoted(self, group: _Group, *, is_last: bool) -> str:
        pieces = [self._text[slice(*part.inner)] for part in group.parts]
        if is_last and not group.parts[-1].is_closed and not self._tail:
            pieces[-1] = first_sentence(pieces[-1])
        if is_last:
            pieces += self._tail
        return " ".join(" ".join(pieces).split())

    def _counts(self, group: _Group, text: str, *, is_said: bool) -> bool:
        left = self._text[max(0, group.parts[0].start - 60) : group.parts[0].start]
        if not _words(text) or self._sayings.is_title(text, left):
            return False
        return is_said or _words(text) >= SHORTEST


class _Speakers:
    """Goes through a paragraph and says of each quotation who says it."""

    def __init__(
        self, text: str, sayings: Sayings, speaking: str, last: LastNamed, introduced: tuple[str, str]
    ) -> None:
        self._before = last
        self._introduced = introduced
        self.is_inferred = False
        self._text = text
        self._sayings = sayings
        self._floor = 0
        self._ended = True
        self._narration = ""
        self._last = Saying(name=speaking) if speaking else None
        self._named = speaking

    def speaker(self, group: _Group, quoted: str, following: int, tail: str | None) -> tuple[str, bool]:
        """The name, and whether the quotation's own sentence says that somebody says it."""
        start, end = group.parts[0].start, group.parts[-1].end
        sentence = self._sayings.clauses.sentence_of(self._text, start, self._floor)
        left = self._text[sentence:start]
        is_new = sentence > self._floor or self._ended or _opens_sentence(left)
        stop = self._sayings.clauses.sentence_end(self._text, end, following)
        right = self._text[end:stop] if tail is None else tail
        reaches = stop == following < len(self._text)
        saying, used = self._own(group, left, right, quoted, reaches=reaches)
        is_ended = quoted.endswith(_STOPS) or not any(map(str.isalnum, right))
        is_alone = is_new and is_ended and not any(map(str.isalnum, left))
        is_said = saying is not None or is_alone
        if saying is None and self._last is not None and (not is_new or self._is_pause(left)):
            saying, is_said = self._last, True
        elif saying is None and is_alone:
            saying = self._around(self._text[self._floor : sentence])
        if saying is None and any(self._introduced) and not any(map(str.isalnum, self._text[:start])):
            saying, is_said = Saying(name=self._introduced[0], pronoun=self._introduced[1]), True
        name = self._name_of(saying, start)
        self._narration = (self._narration + self._text[self._floor : start] + " ")[-_REACH:]
        self._floor = end + (used if tail is None else 0)
        self._ended = (right[:used].rstrip() if used else quoted).endswith(_STOPS)
        if saying is not None:
            self._last, self._named = Saying(name=name), name or self._named
        elif is_new:
            self._last = None
        return name, is_said

    def _name_of(self, saying: Saying | None, start: int) -> str:
        """The name that somebody who speaks has in the paragraph, else in those before it."""
        self.is_inferred = False
        if saying is None or saying.name or not saying.pronoun:
            return saying.name if saying else ""
        if name := self._meant(start):
            self._before.learn(name, saying.pronoun)
            return name
        name = self._before.meant(saying.pronoun)
        self.is_inferred = bool(name)
        return name

    def _is_pause(self, left: str) -> bool:
        """Whether the speaker before goes on after a few words and a colon: ``And, after a moment:``."""
        return left.rstrip().endswith(":") and _words(left) <= SHORTEST and not self._sayings.clauses.names(left)

    def _around(self, before: str) -> Saying | None:
        """Who says a sentence that is nothing but a quotation: whoever speaks or makes a gesture in the sentence before
        it, else whoever spoke before, as long as nobody else was named since.
        """
        if any(map(str.isalnum, before)):
            start = self._sayings.clauses.sentence_of(before, len(before.rstrip()) - 1, 0)
            if acting := self._sayings.acting(before[start:]):
                return acting
            return None if self._sayings.clauses.names(before) else self._last
        return self._last

    def _own(self, group: _Group, left: str, right: str, quoted: str, *, reaches: bool) -> tuple[Saying | None, int]:
        """What its own sentence says, and how much of what follows was needed for it."""
        if group.parting:
            return self._sayings.after(group.parting) or Saying(), 0
        before = self._sayings.before(left)
        if before and self._sayings.is_close(left):
            return before, 0
        after = self._sayings.after(right, quoted=quoted)
        if after and (not before or not reaches):
            return after, after.end if reaches else self._sayings.clauses.clause_end(right, after.end)
        return before or self._sayings.closing(right), 0

    def _meant(self, start: int) -> str:
        """Whom a pronoun means: who was named since the quotation before, else who spoke, else who was named at all."""
        since = self._sayings.clauses.topic(self._text[self._floor : start][-_REACH:])
        return since or self._named or self._sayings.clauses.topic(self._narration)


def _grouped(text: str, found: list[Marked], sayings: Sayings) -> list[_Group]:
    groups: list[_Group] = []
    for part in found:
        if groups:
            last = groups[-1]
            gap = text[last.parts[-1].end : part.start]
            if not text[slice(*last.parts[-1].inner)].rstrip().endswith(_STOPS) and _parts_a_sentence(gap, sayings):
                last.parts.append(part)
                last.parting = last.parting or gap
                continue
        groups.append(_Group([part]))
    return groups


def _parts_a_sentence(gap: str, sayings: Sayings) -> bool:
    """Whether the words between two quoted stretches are ``, she said,`` in the middle of a sentence."""
    if not gap.rstrip().endswith((",", "—", "–", "-")) or _words(gap) > _LONGEST_PARTING:
        return False
    if gap[:1] in "—–" and gap[-1:] in "—–":
        return True
    if re.search(r"[.?!;:](?=\s)", re.sub(r"\b[A-Z][a-z]{0,2}\.", "", gap)):
        return False
    return sayings.after(gap) is not None if sayings.has_words else 0 < _words(gap) <= SHORTEST


def _opens_sentence(left: str) -> bool:
    """Whether what stands between two quotations begins a sentence of its own."""
    return left.lstrip()[:1] in (".", ";")


def _next_start(text: str, place: int) -> int:
    return next((found.start for found in marked(text) if found.start >= place), len(text))


def _words(text: str) -> int:
    """Words that have a letter or digit; two signs of Chinese or Japanese count as one."""
    signs = len(_CJK.findall(text))
    return signs // _CJK_WORD + sum(any(map(str.isalnum, word)) for word in _CJK.sub(" ", text).split())
