"""The quotations of a script: which words a text puts into somebody's mouth, and into whose.

What counts stands in ``docs/reference/scripts.md``. In short: what is between quotation marks (four words or more, or
fewer where a verb of saying says so), block quotes, ``NAME: line``, and what the format itself calls speech. Narration
is none, and neither are titles, scare quotes, measures and directions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from tapewright.model import Paragraph, ParagraphKind, Quotation, QuotationKind, Script
from tapewright.proof.attribution import in_full
from tapewright.proof.blocks import introduced, read_block, unquoted
from tapewright.proof.labels import Labels, Line, Role, unstamped
from tapewright.proof.lastnamed import LastNamed
from tapewright.proof.quoting import Found, QuotingText
from tapewright.proof.saying import Sayings
from tapewright.proof.speechwords import speech_words

_ASIDE = re.compile(r"[\[(].*[\])]", re.DOTALL)
_NOT_SAID = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|♪[^♪]*♪?")
_LINE_PLACE = re.compile(r"line (\d+)")


def quotations(script: Script, *, known_speakers: Collection[str] = (), language: str = "en") -> list[Quotation]:
    """Every quotation in file order, numbered from 1.

    ``known_speakers`` are the names on the tapes: they are people wherever they stand. A language without a file of
    its words of saying finds the same quotations by their signs, and names only where labels give them.
    """
    words = speech_words(language)
    labels = Labels(
        (paragraph.text for paragraph in script.paragraphs if paragraph.kind is ParagraphKind.TEXT),
        words,
        known_speakers,
    )
    reading = _Reading(labels, Sayings(words, known_speakers), LastNamed(known_speakers))
    found = [one for paragraph in _rows_joined(script.paragraphs, known_speakers) for one in reading.read(paragraph)]
    found += reading.rest()
    text = "\n".join(paragraph.text for paragraph in script.paragraphs)
    whole = {name: in_full(name, text, known_speakers) for name in {one.name for one in found}}
    return [
        Quotation(
            n=n,
            text=one.text,
            place=one.place,
            kind=one.kind,
            attributed_to=whole[one.name],
            is_inferred=one.is_inferred,
        )
        for n, one in enumerate(found, 1)
    ]


def _rows_joined(paragraphs: Sequence[Paragraph], known: Collection[str]) -> Iterator[Paragraph]:
    """The paragraphs; a cell of a table that is a known speaker's name says who speaks in the next of its row."""
    names = {" ".join(name.lower().split()) for name in known if name.strip()}
    named = ""
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        is_cell = paragraph.kind is ParagraphKind.TEXT and paragraph.place.startswith(("table", "line"))
        is_last = following is None or following.place != paragraph.place
        label = " ".join(paragraph.text.rstrip(" :").lower().split())
        if named and is_cell:
            yield replace(paragraph, kind=ParagraphKind.SPEECH, speaker=named)
            named = ""
        elif is_cell and not is_last and label in names:
            named = paragraph.text.rstrip(" :")
        else:
            yield paragraph


@dataclass(slots=True)
class _Reading:
    """Reads paragraph by paragraph; holds the passage whose last quotation may go on in the next paragraph."""

    labels: Labels
    sayings: Sayings
    last: LastNamed
    passage: QuotingText | None = None
    speaking: str = ""
    before: str = ""
    above: str = ""

    def read(self, paragraph: Paragraph) -> Iterator[Found]:
        """The quotations that are complete with this paragraph."""
        if paragraph.kind is ParagraphKind.NOTE or not paragraph.text.strip():
            return
        if paragraph.kind is ParagraphKind.BLOCK_QUOTE:
            self.speaking = ""
            yield from self.rest()
            yield from self._block(paragraph)
        elif paragraph.kind is ParagraphKind.SPEECH:
            name, text = (paragraph.speaker, paragraph.text)
            if not name:
                name, text = self.labels.known(text)
            yield from self._speech(Line(text=text, number=0, name=name), paragraph)
        elif paragraph.kind is ParagraphKind.HEADING:
            self.speaking, self.before = "", ""
            yield from self.rest()
            self.last.forget()
            yield from self._scan(paragraph.text, paragraph.place)
        else:
            for line in self.labels.lines(paragraph.text):
                yield from self._line(self._continued(line), paragraph)

    def _line(self, line: Line, paragraph: Paragraph) -> Iterator[Found]:
        self.speaking = line.name if line.role is Role.SPEAKER else ""
        if line.role is Role.SPEAKER:
            yield from self._speech(line, paragraph)
        elif line.role is Role.DIRECTION:
            yield from self.rest()
        else:
            yield from self._scan(line.text, _place(paragraph, line.number))

    def _continued(self, line: Line) -> Line:
        """In a script of dialogue, a paragraph without a name goes on for the speaker above; brackets do not."""
        if line.role is None and self.speaking and self.labels.is_dialogue and not _ASIDE.fullmatch(line.text.strip()):
            return replace(line, name=self.speaking, role=Role.SPEAKER)
        return line

    def rest(self) -> list[Found]:
        """What was held back for a paragraph that might have gone on."""
        passage, self.passage = self.passage, None
        return passage.finished() if passage else []

    def _scan(self, text: str, place: str) -> Iterator[Found]:
        lines = [at for at, sign in enumerate(text) if sign == "\n"]
        text = text.replace("\n", " ")
        introduced_by = introduced(self.before, self.sayings)
        self.before = self.above = text
        speaking = ""
        if self.passage:
            left = self.passage.goes_on(text)
            if left is not None:
                if self.passage.is_open:
                    return
                passage = self.passage
                yield from self.rest()
                text, speaking, lines = left, passage.speaking, [at + len(left) - len(text) for at in lines]
        yield from self.rest()
        self.passage = QuotingText(
            text,
            lambda start: _place_of(place, sum(at < start for at in lines)),
            self.sayings,
            last=self.last,
            speaking=speaking,
            introduced=introduced_by,
        )
        if not self.passage.is_open:
            yield from self.rest()

    def _speech(self, line: Line, paragraph: Paragraph) -> Iterator[Found]:
        if line.name and self.labels.role(line.name) is Role.NARRATOR:
            yield from self._scan(line.text, paragraph.place)
            return
        yield from self.rest()
        self.before = ""
        self.last.forget()
        text = unquoted(unstamped(line.text))
        if any(map(str.isalnum, _NOT_SAID.sub("", text))):
            yield Found(text, _place(paragraph, line.number), QuotationKind.SPEECH, line.name)

    def _block(self, paragraph: Paragraph) -> Iterator[Found]:
        lines = self.labels.lines(paragraph.text)
        if lines and lines[0].role is Role.SPEAKER and any(line.text for line in lines):
            for line in lines:
                yield from self._speech(line, paragraph)
            return
        block = read_block(paragraph.text, self.sayings, before=self.above)
        self.before = ""
        inferred = self.last.meant(block.pronoun) if block.pronoun else ""
        if block.text:
            name = block.name or inferred
            yield Found(block.text, paragraph.place, QuotationKind.BLOCK, name, bool(inferred))
            self.last.read([name] if name else [])


def _place(paragraph: Paragraph, number: int) -> str:
    """The place of a line inside a paragraph, where the format counts lines."""
    return _place_of(paragraph.place, number)


def _place_of(place: str, number: int) -> str:
    shape = _LINE_PLACE.fullmatch(place)
    return f"line {int(shape[1]) + number}" if shape and number else place
