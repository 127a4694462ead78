"""Explaining: every verdict in one plain sentence, with who says it and where, as a producer would say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from tapewright.model import SourcePlace, Span, SpeakerId, TapeId
from tapewright.model.verdict import DiffPiece, PieceKind, QuoteVerdict, Verdict
from tapewright.proof.compared import Compared, Passage, Piece
from tapewright.proof.judging import Judged
from tapewright.proof.rules.site import ENDS
from tapewright.proof.talk import Talks, TapeTalk
from tapewright.timing import TICKS_PER_SECOND, Interval, write_clock
from tapewright.words.counted import counted
from tapewright.words.normal import normal_words

_MOST_NAMED = 3
_LONGEST = 90

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
    where = f"{first.span.tape} at {first.timecode}" if first.timecode else str(first.span.tape)
    return f"{_say(first.speaker)} so, {where}" if first.speaker else f"said so, {where}"


def _say(who: str) -> str:
    """One speaker says, several say."""
    *others, last = who.split(", ")
    return f"{', '.join(others)} and {last} say" if others else f"{last} says"


def _verbatim(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    return _who(sources)


def _cleaned(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    gone = _named(piece.text for piece in compared.pieces if piece.kind is PieceKind.FILLER and piece.words)
    return f"{_who(sources)}; only fillers, repeats or false starts are gone" + (f": {gone}" if gone else "")


def _elided(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    gone = _named(piece.text for piece in compared.pieces if piece.kind in (PieceKind.OMITTED, PieceKind.OURS))
    return f"{_who(sources)}; left out, and marked: {gone}"


def _condensed(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    gone = _named(piece.text for piece in compared.pieces if piece.kind is PieceKind.GONE)
    return f"{gone} is left out, and the text does not say so ({_who(sources)})"


def _altered(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    firm = [piece for piece in compared.pieces if _differs(piece) and not piece.is_doubtful]
    gone = [piece for piece in compared.pieces if piece.kind is PieceKind.GONE]
    named = [_difference(compared, piece) for piece in (*firm, *gone)]
    more = len(named) - _MOST_NAMED
    text = "; ".join(named[:_MOST_NAMED]) + (f"; and {counted(more, 'more difference')}" if more > 0 else "")
    return f"{text} ({_where(sources)})"


def _unsettled(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    named = [
        _difference(compared, piece) for piece in compared.pieces if _differs(piece) or piece.kind is PieceKind.GONE
    ]
    return f"to be heard: {'; '.join(named[:_MOST_NAMED])}, and the machine may have misheard ({_where(sources)})"


def _reordered(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    return f"pieces of one passage in another order: {'; '.join(_jumps(compared))} ({_where(sources)})"


def _recombined(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    return f"put together out of {counted(len(sources), 'place')}: {'; '.join(_jumps(compared))} ({_where(sources)})"


def _misattributed(judged: Judged, compared: Compared, sources: Sequence[SourcePlace]) -> str:
    named = judged.quotation.attributed_to or "who is named"
    who = ", ".join(dict.fromkeys(source.speaker for source in sources if source.speaker)) or "somebody else"
    return f"{_say(who)} it, not {named}{' alone' if ', ' in who else ''} ({_where(sources)})"


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


def _where(sources: Sequence[SourcePlace]) -> str:
    return "; ".join(
        " ".join(filter(None, (source.speaker, f"{source.span.tape} at {source.timecode}")))
        for source in sources[:_MOST_NAMED]
    )


def _differs(piece: Piece) -> bool:
    return piece.kind in (PieceKind.CHANGED, PieceKind.ADDED)


def _difference(compared: Compared, piece: Piece) -> str:
    mine, its = _short(compared.text(piece.quote).rstrip(ENDS)), _short(piece.text.rstrip(ENDS))
    if piece.kind is PieceKind.GONE:
        return f"'{its}' is left out"
    if piece.kind is PieceKind.ADDED:
        return f"'{mine}' is not on the tape"
    return f"the text has '{mine}', the tape '{its}'"


def _jumps(compared: Compared) -> Iterator[str]:
    for one, two in pairwise(compared.passages):
        mine, its = _short(compared.text(one.quote)), _short(compared.text(two.quote))
        yield f"'{its}' {distance(one, two)} '{mine}'"


def distance(one: Passage, two: Passage) -> str:
    """How far a second passage was said from a first: "was said 12 seconds before, six sentences lie between".

    Sentences are counted where the transcript has any.
    """
    if one.tape != two.tape:
        return f"was said on {two.tape}, and not on {one.tape} as"
    first, last = (one, two) if one.start <= two.start else (two, one)
    sentences = sentences_between(first.talk, range(first.words.stop, last.words.start))
    between = f" ({counted(sentences, 'sentence')} between)" if sentences else ""
    side = "after" if first is one else "before"
    return f"was said {_time(last.start - first.end)}{between} {side}"


def sentences_between(talk: TapeTalk, words: range) -> int:
    """How many sentences some words hold; what a typist wrote in brackets is none."""
    count, depth, has_words = 0, 0, False
    for number in words:
        text = talk.words[number].text
        depth += text.count("[")
        is_remark = depth > 0
        depth = max(0, depth - text.count("]"))
        if is_remark:
            continue
        has_words = True
        if text.rstrip("\"'”’)")[-1:] in tuple(".?!"):
            count, has_words = count + 1, False
    return count + has_words


def _time(ticks: int) -> str:
    seconds = max(0, ticks) // TICKS_PER_SECOND
    if seconds < 120:
        return counted(seconds, "second")
    return counted(seconds // 60, "minute")


def _named(texts: Iterator[str]) -> str:
    some = [f"'{_short(text)}'" for text in texts if text]
    more = len(some) - _MOST_NAMED
    return ", ".join(some[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _short(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half].rsplit(' ', 1)[0]} … {text[-half:].split(' ', 1)[-1]}"


def _settle(judged: Judged, place: PlaceOf) -> str:
    """What would settle an open question: where to listen."""
    compared = judged.compared
    assert compared is not None
    spots = []
    for piece in compared.pieces:
        if piece.is_doubtful and (around := _around(piece)):
            heard = place(piece.talk.tape, around)
            spots.append(f"{heard.span.tape} at {heard.timecode}, '{heard.text}'")
    return f"listen to {'; '.join(dict.fromkeys(spots))}" if spots else ""


def _around(piece: Piece) -> range:
    """The doubtful words with one on either side."""
    return range(max(0, piece.words.start - 1), min(len(piece.talk.words), piece.words.stop + 1))
