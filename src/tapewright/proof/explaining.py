"""Explaining: every verdict in one plain sentence, with who says it and where, as a producer would say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from tapewright.model import SourcePlace, Span, SpeakerId, TapeId
from tapewright.model.verdict import DiffPiece, PieceKind, QuoteVerdict, Verdict
from tapewright.proof.compared import Compared, Passage, Piece
from tapewright.proof.inquotes import in_quotes
from tapewright.proof.judging import Judged
from tapewright.proof.jumps import jumps
from tapewright.proof.talk import Talks
from tapewright.timing import Interval, write_clock
from tapewright.words.counted import counted
from tapewright.words.normal import normal_words

_MOST_NAMED = 3
_BETWEEN_PEOPLE = re.compile(r", (?![^(]*\))")

PlaceOf = Callable[[TapeId, Sequence[int]], SourcePlace]
"""Makes a place of some words of a tape, by their numbers: with its speaker's name and its timecode."""


def plain_places(talks: Talks, names: Mapping[SpeakerId, str]) -> PlaceOf:
    """Places with running time in the place of timecode, for tapes that are only in memory."""

    def place(tape: TapeId, words: Sequence[int]) -> SourcePlace:
        talk = talks(tape)
        said = [talk.words[number] for number in words]
        interval = Interval(min(word.start for word in said), max(word.end for word in said))
        who = dict.fromkeys(talk.speaker(number) for number in words)
        return SourcePlace(
            span=Span(tape, interval),
            text=" ".join(word.text for word in said),
            speaker=", ".join(names[one] for one in who if one is not None and one in names),
            timecode=write_clock(interval.start),
        )

    return place


def told(judged: Judged, place: PlaceOf) -> QuoteVerdict:
    """The record of a verdict, with places as ``place`` makes them."""
    if judged.compared is None:
        return QuoteVerdict(
            quotation=judged.quotation,
            verdict=judged.verdict,
            explanation=_not_found([_place(place, passage) for passage in judged.elsewhere]),
            sources=tuple(_place(place, passage) for passage in judged.elsewhere),
        )
    sources = tuple(_source(place, passage, judged.compared) for passage in judged.compared.passages)
    return QuoteVerdict(
        quotation=judged.quotation,
        verdict=judged.verdict,
        explanation=_explanation(judged, sources),
        flags=judged.flags,
        sources=sources,
        diff=tuple(_diff(judged.compared)),
        elsewhere=tuple(_place(place, passage) for passage in judged.elsewhere),
        settle=_settle(judged, place),
    )


def _place(place: PlaceOf, passage: Passage) -> SourcePlace:
    return place(passage.tape, passage.words)


def _source(place: PlaceOf, passage: Passage, compared: Compared) -> SourcePlace:
    """A place that the quotation rests on; its speakers are those of the words that it has, not who says "mm-hm"."""
    whole = _place(place, passage)
    kept = [
        number
        for piece in compared.pieces
        if piece.is_kept and piece.talk is passage.talk
        for number in piece.words
        if number in passage.words
    ]
    if not kept or len({passage.talk.speaker(number) for number in passage.words}) == 1:
        return whole
    return replace(whole, speaker=place(passage.tape, kept).speaker)


# --- the difference -----------------------------------------------------------------------------------------------


def _diff(compared: Compared) -> Iterator[DiffPiece]:
    """The pieces for people; what the writer put in brackets stands where it was put."""
    ours = dict(sorted(compared.quoted.ours.items()))
    before: Piece | None = None
    for piece, mine, its in _each_word_once(compared):
        stands_for = not piece.quote and piece.kind in (PieceKind.OURS, PieceKind.SAME)
        for mark in [mark for mark in ours if mark < piece.quote.start + (not stands_for)]:
            yield _bracket(ours.pop(mark), before, piece)
        before = piece
        quote = " ".join(compared.quoted.words[number].text for number in mine)
        if stands_for:
            quote = f"[{ours.pop(piece.quote.start, '')}]"
        elif piece.kind is PieceKind.OMITTED:
            quote = "…"
        yield DiffPiece(
            kind=piece.kind,
            quote=quote,
            tape=" ".join(piece.talk.words[number].text for number in its),
            tape_id=piece.talk.tape,
            interval=_interval(piece),
            is_doubtful=piece.is_doubtful,
        )
    yield from (_bracket(inner, None, None) for inner in ours.values())


def _bracket(inner: str, before: Piece | None, after: Piece | None) -> DiffPiece:
    """The writer's own, in brackets; the same where a typist has the same between the words of the tape."""
    ours = DiffPiece(kind=PieceKind.OURS, quote=f"[{inner}]")
    if before is None or after is None or before.talk is not after.talk:
        return ours
    between = before.talk.words[before.words.stop : after.words.start]
    text = " ".join(word.text for word in between)
    if not between or normal_words(text) != normal_words(inner):
        return ours
    interval = Interval(between[0].start, max(word.end for word in between))
    return replace(ours, kind=PieceKind.SAME, tape=text, tape_id=before.talk.tape, interval=interval)


def _each_word_once(compared: Compared) -> Iterator[tuple[Piece, range, range]]:
    """Each piece with its words on both sides. Half of a contraction may differ ("don't" for "do"): the whole word
    then stands with the half that differs, and nowhere else.
    """
    rows = compared.quoted.rows
    mine = [
        range(rows[piece.quote.start].first, rows[piece.quote.stop - 1].end) if piece.quote else range(0)
        for piece in compared.pieces
    ]
    its = [piece.words for piece in compared.pieces]
    for n, (one, two) in enumerate(pairwise(compared.pieces)):
        _part(mine, n, one.is_kept)
        if one.talk is two.talk:
            _part(its, n, one.is_kept)
    return zip(compared.pieces, mine, its, strict=True)


def _part(sides: list[range], n: int, first_yields: bool) -> None:
    """Take what two neighbours share away from one of them."""
    one, two = sides[n], sides[n + 1]
    if one and two and one.start <= two.start < one.stop:
        if first_yields:
            sides[n] = range(one.start, two.start)
        else:
            sides[n + 1] = range(min(one.stop, two.stop), two.stop)


def _interval(piece: Piece) -> Interval | None:
    words = [piece.talk.words[number] for number in piece.words]
    if piece.kind is PieceKind.MOVED and piece.words.start < len(piece.talk.words):
        start = piece.talk.words[piece.words.start].start  # where what follows comes from
        return Interval(start, start)
    if not words:
        return None
    return Interval(words[0].start, max(word.end for word in words))


# --- the sentence -------------------------------------------------------------------------------------------------


def _explanation(judged: Judged, sources: Sequence[SourcePlace]) -> str:
    compared = judged.compared
    assert compared is not None
    said = _VERDICTS[judged.verdict](judged, compared, sources)
    more = list(dict.fromkeys(flag.why for flag in judged.flags if flag.why and flag.why not in said))
    if more:
        said = f"{said}; {'; '.join(more[:_MOST_NAMED])}"
    if judged.language is None and judged.verdict is not Verdict.VERBATIM:
        said = f"{said}; what the differences mean was not judged: there are no rules for the language"
    return f"{said[:1].upper()}{said[1:]}."


def _who(sources: Sequence[SourcePlace]) -> str:
    first = sources[0]
    where = f"on {first.span.tape} at {first.timecode}" if first.timecode else f"on {first.span.tape}"
    return f"{_say(first.speaker)} so {where}" if first.speaker else f"said so {where}"


def _say(who: str) -> str:
    """One speaker says, several say."""
    return f"{_all(who)} say{'' if len(_people(who)) > 1 else 's'}"


def _all(who: str) -> str:
    """Several with "and" before the last."""
    *others, last = _people(who)
    return f"{', '.join(others)} and {last}" if others else last


def _people(who: str) -> list[str]:
    """Speakers that a place names, which may be called ``A. Rota (Nipissing, Lib.)``."""
    return _BETWEEN_PEOPLE.split(who)


def _verbatim(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    return _who(sources)


def _cleaned(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    fillers = [piece for piece in compared.pieces if piece.kind is PieceKind.FILLER]
    gone, _ = _named(piece.text for piece in fillers if piece.words)
    put_in, _ = _named(compared.text(piece.quote) for piece in fillers if piece.quote)
    told = [f"only fillers, repeats or false starts are gone: {gone}"] * bool(gone)
    told += [f"only repeats or fillers are put in: {put_in}"] * bool(put_in)
    return "; ".join([_who(sources), *told])


def _elided(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    gone, _ = _named(piece.text for piece in compared.pieces if piece.kind in (PieceKind.OMITTED, PieceKind.OURS))
    return f"{_who(sources)}; left out, and marked: {gone}"


def _condensed(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    gone, count = _named(
        piece.heard[0] if _halves(compared, piece) and piece.heard[0].isalpha() else piece.text
        for piece in compared.pieces
        if piece.kind is PieceKind.GONE
    )
    return f"{_who(sources)}; {gone} {'is' if count == 1 else 'are'} left out, and the text does not say so"


def _altered(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    firm = [piece for piece in compared.pieces if _differs(piece) and not piece.is_doubtful]
    gone = [piece for piece in compared.pieces if piece.kind is PieceKind.GONE]
    named = list(dict.fromkeys(_difference(compared, piece) for piece in (*firm, *gone)))
    more = len(named) - _MOST_NAMED
    text = "; ".join(named[:_MOST_NAMED]) + (f"; and {counted(more, 'more difference')}" if more > 0 else "")
    return f"{text} ({_where(sources)})"


def _unsettled(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    differing = [piece for piece in compared.pieces if _differs(piece) or piece.kind is PieceKind.GONE]
    named = list(dict.fromkeys(_difference(compared, piece) for piece in differing))
    is_typed = all(map(_is_typed, differing))
    why = "whoever typed the transcript was not sure" if is_typed else "the machine may have misheard"
    return f"to be heard: {'; '.join(named[:_MOST_NAMED])}, and {why} ({_where(sources)})"


def _is_typed(piece: Piece) -> bool:
    """Whether a person typed the words of a difference, or those beside it."""
    talk, near = piece.talk, piece.words or range(max(0, piece.words.start - 1), piece.words.start + 1)
    words = talk.words[near.start : near.stop]
    return not talk.is_by_machine and all(word.confidence is None for word in words)


def _reordered(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    return f"pieces of one passage in another order: {_far(compared)} ({_where(sources)})"


def _recombined(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    return f"put together out of {counted(len(sources), 'place')}: {_far(compared)} ({_where(sources)})"


def _far(compared: Compared) -> str:
    told = list(jumps(compared))
    more = len(told) - _MOST_NAMED
    return "; ".join(told[:_MOST_NAMED]) + (f"; and {counted(more, 'more jump')}" if more > 0 else "")


def _misattributed(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    named = judged.quotation.attributed_to or "who is named"
    who = ", ".join(dict.fromkeys(source.speaker for source in sources if source.speaker)) or "somebody else"
    alone = " alone" if len(_people(who)) > 1 else ""
    different = list(dict.fromkeys(_difference(compared, piece) for piece in compared.pieces if _differs(piece)))
    what = "something like it" if different else "it"
    told = f"{_say(who)} {what}, not {named}{alone} ({_where(sources, is_named=True)})"
    return f"{told}: {'; '.join(different[:_MOST_NAMED])}" if different else told


_VERDICTS: dict[Verdict, Callable[[Judged, Compared, Sequence[SourcePlace]], str]] = {
    Verdict.VERBATIM: _verbatim,
    Verdict.CLEANED: _cleaned,
    Verdict.ELIDED: _elided,
    Verdict.CONDENSED: _condensed,
    Verdict.UNSETTLED: _unsettled,
    Verdict.ALTERED: _altered,
    Verdict.REORDERED: _reordered,
    Verdict.RECOMBINED: _recombined,
    Verdict.MISATTRIBUTED: _misattributed,
}


def _not_found(nearest: Sequence[SourcePlace]) -> str:
    if not nearest:
        return "Nothing like it was said on the tapes that have a transcript."
    return "Not said on the tapes that have a transcript; what is nearest is no source of it."


def _where(sources: Sequence[SourcePlace], *, is_named: bool = False) -> str:
    """The places, those of one speaker on one tape together; ``is_named``: who speaks is said already."""
    told: list[str] = []
    some = groupby(sources[:_MOST_NAMED], key=lambda source: (source.speaker, source.span.tape))
    for (who, tape), places in some:
        speaker = f"{_all(who)}, " if who and not is_named else ""
        told.append(f"{speaker}{tape} at {' and '.join(place.timecode for place in places)}")
    return "; ".join(told)


def _differs(piece: Piece) -> bool:
    return piece.kind in (PieceKind.CHANGED, PieceKind.ADDED)


def _difference(compared: Compared, piece: Piece) -> str:
    if halves := _halves(compared, piece):
        mine, its = map(in_quotes, halves)
        return f"the text has {mine}, the tape {its}"
    mine, its = in_quotes(compared.text(piece.quote)), in_quotes(piece.text)
    if piece.kind is PieceKind.GONE:
        return f"{its} is left out"
    if piece.kind is PieceKind.ADDED:
        return f"{mine} is not on the tape"
    return f"the text has {mine}, the tape {its}"


def _halves(compared: Compared, piece: Piece) -> tuple[str, str] | None:
    """The whole words of both sides where half of a contraction is put in or gone: ``shouldn't`` for ``should``."""
    rows, at = compared.quoted.rows, piece.quote.start
    if not 0 < at <= len(rows) or len(piece.said) + len(piece.rows) != 1:
        return None
    number = next(n for n, other in enumerate(compared.pieces) if other is piece)
    before = compared.pieces[number - 1]
    if not number or not before.is_kept or not before.rows or before.talk is not piece.talk:
        return None
    host = before.rows[-1]
    if piece.kind is PieceKind.ADDED and rows[at - 1].end > rows[at].first:
        return compared.text(range(at, at + 1)), piece.talk.words[host.end - 1].text
    if piece.kind is PieceKind.GONE and host.end > piece.rows[0].first:
        return compared.text(range(at - 1, at)), piece.text
    return None


def _named(texts: Iterator[str]) -> tuple[str, int]:
    """The first of some words, and how many there are."""
    some = list(dict.fromkeys(in_quotes(text) for text in texts if text))
    more = len(some) - _MOST_NAMED
    if more > 0:
        return f"{', '.join(some[:_MOST_NAMED])} and {more} more", len(some)
    return " and ".join(filter(None, (", ".join(some[:-1]), *some[-1:]))), len(some)


def _settle(judged: Judged, place: PlaceOf) -> str:
    """What would settle an open question: where to listen."""
    compared = judged.compared
    assert compared is not None
    spots = []
    for piece in compared.pieces:
        if piece.is_doubtful and (around := _around(piece)):
            heard = place(piece.talk.tape, around)
            spots.append(f"{heard.span.tape} at {heard.timecode}, {in_quotes(heard.text)}")
    return f"listen to {'; '.join(dict.fromkeys(spots))}" if spots else ""


def _around(piece: Piece) -> range:
    """The doubtful words with one on either side."""
    return range(max(0, piece.words.start - 1), min(len(piece.talk.words), piece.words.stop + 1))
