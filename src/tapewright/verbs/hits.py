"""Places become hits: words as they read, times, speakers, context."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import accumulate

from tapewright.errors import DamagedProjectError
from tapewright.model import Hit, Span, SpeakerId, Tape, TapeId
from tapewright.search.passages import Place
from tapewright.store.wordreader import TapeLayout, WordReader
from tapewright.timing import Interval, Ticks
from tapewright.verbs.project import Project
from tapewright.verbs.searchmemory import SearchMemory
from tapewright.words.normal import searched_parts


class Talk:
    """What is said on the tapes, in one still picture of the project: layouts and turns, each read once."""

    def __init__(self, project: Project, words: WordReader, memory: SearchMemory | None = None) -> None:
        self.words = words
        self.memory = memory
        self.layout = cache(self._layout)
        self.times = cache(words.times)
        self.tape = cache(project.store.tape)
        self._tokens = cache(words.tokens)
        self.name = cache(words.speaker)
        self._edges: dict[int, list[int]] = {}

    @cached_property
    def digests(self) -> dict[TapeId, int]:
        """For each tape that can be searched, a digest of what is said there."""
        return self.words.digests()

    def interval(self, place: Place) -> Interval:
        """When a place is heard: from its first word's start to its latest word's end."""
        return self._interval(list(self._pieces(place)))

    def _interval(self, pieces: list[tuple[int, int, int]]) -> Interval:
        heard = [self.words.span(turn, first, end) for turn, first, end in pieces]
        return Interval(Ticks(heard[0][0]), Ticks(max(end for _, end in heard)))

    def hit(self, place: Place, *, context_words: int, score: int = 1000, differs: int = 0) -> Hit:
        """The hit at a place, with so many words before and after it as the conversation ran."""
        tape: Tape = self.tape(TapeId(place.tape))
        layout: TapeLayout = self.layout(tape.id)
        pieces = list(self._pieces(place))
        interval = self._interval(pieces)
        who = [layout.speakers[layout.number[turn]] for turn, _, _ in pieces]
        speakers = tuple(dict.fromkeys(SpeakerId(speaker) for speaker in who if speaker is not None))
        runs = [" ".join(self._tokens(turn)[first:end]) for turn, first, end in pieces]
        return Hit(
            span=Span(tape.id, interval),
            text=(" … " if place.own else " ").join(runs),
            before=self._context(place.tape, pieces[0][0], pieces[0][1], -context_words),
            after=self._context(place.tape, pieces[-1][0], pieces[-1][2], context_words),
            speakers=speakers,
            score=score,
            differs=differs,
            timecode=tape.timecode(interval.start),
            speaker=", ".join(filter(None, map(self.name, speakers))),
        )

    def speakers_of(self, place: Place) -> set[int | None]:
        """Who says the words of a place; in a phrase of one speaker's own words, that speaker alone."""
        layout = self.layout(TapeId(place.tape))
        first, last = layout.at(place.start)[0], layout.at(place.end - 1)[0]
        return {layout.speakers[first]} if place.own else set(layout.speakers[first : last + 1])

    def _pieces(self, place: Place) -> Iterator[tuple[int, int, int]]:
        """Turn, first token and end token of each stretch of a place; one stretch where nobody comes between."""
        layout: TapeLayout = self.layout(TapeId(place.tape))
        (first, begin), (last, final) = layout.at(place.start), layout.at(place.end - 1)
        for number in range(first, last + 1):
            if place.own and layout.speakers[number] != layout.speakers[first]:
                continue
            turn = layout.turns[number]
            start = self._token(turn, begin) if number == first else 0
            end = self._token(turn, final) + 1 if number == last else len(self._tokens(turn))
            yield turn, start, end

    def _layout(self, tape: TapeId) -> TapeLayout:
        if self.memory is None or tape not in self.digests:
            return self.words.layout(tape)
        return self.memory.layout(tape, self.digests[tape], self.words.layout)

    def _token(self, turn: int, word: int) -> int:
        """The token that a normal word of a turn comes from. Reads no further than it must: turns can be very long."""
        edges = self._edges.get(turn, [0])
        while edges[-1] <= word:
            tokens, known = self._tokens(turn), len(edges) - 1
            if known == len(tokens):
                raise DamagedProjectError(
                    f"the text index knows more words of turn {turn} than it has", hint="run tapewright verify"
                )
            # edges[i]: how many normal words lie before token i
            more = map(len, map(searched_parts, tokens[known : known + word + 1]))
            edges = self._edges[turn] = [*edges[:-1], *accumulate(more, initial=edges[-1])]
        return bisect_right(edges, word) - 1

    def _context(self, tape: str, turn: int, token: int, count: int) -> str:
        """Tokens before (``count`` < 0) or from a token on, through as many turns as it takes."""
        layout: TapeLayout = self.layout(TapeId(tape))
        number = layout.number[turn]
        tokens = self._tokens(turn)
        if count < 0:
            found = tokens[:token][count:]
            while len(found) < -count and number > 0:
                number -= 1
                found = self._tokens(layout.turns[number])[len(found) + count :] + found
        else:
            found = tokens[token : token + count]
            while len(found) < count and number + 1 < len(layout.turns):
                number += 1
                found = found + self._tokens(layout.turns[number])[: count - len(found)]
        return " ".join(found)
