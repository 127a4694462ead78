"""Verdicts, flags, differences and sources as HTML: the pieces of which a check's page and the script are made."""

from __future__ import annotations

from collections.abc import Sequence

from tapewright.exchange.markup import Child, Markup, element, joined, link
from tapewright.model import DiffPiece, MeaningFlag, PieceKind, SourcePlace, Verdict
from tapewright.model.wording import MACHINE_HEARD, came_from, flag_told, is_to_be_compared, outcome, signed
from tapewright.timing import write_seconds


def verdict_word(verdict: Verdict) -> Markup:
    """The verdict with its sign."""
    return element("span", signed(verdict), class_=f"verdict {outcome(verdict).value}")


def flag_list(flags: Sequence[MeaningFlag], *, explained: str = "") -> Markup:
    """Each flag in plain words, with the words that raised it; nothing for none. A reason that ``explained`` (what
    stands above) gives already is not said again.
    """
    if not flags:
        return Markup()
    return element("ul", [_flag(flag, explained) for flag in flags], class_="flags")


def source_list(places: Sequence[SourcePlace], *, label: str = "") -> Markup:
    """Each place with its timecode, who speaks, whether a person heard it, and a link that plays."""
    if not places:
        return Markup()
    return element("ul", [element("li", label, source(place)) for place in places], class_="sources")


def source(place: SourcePlace) -> Markup:
    """One place."""
    at = f"{place.span.tape} {place.timecode}".strip()
    told: list[Child] = [link(place.link, at, class_="tc") if place.link else element("span", at, class_="tc")]
    told.append(f" ({write_seconds(place.span.interval.duration, decimals=1)} s)")
    if place.speaker:
        told.append(f", {place.speaker}")
    told.append(element("span", f", {'heard by a person' if place.is_heard else MACHINE_HEARD}", class_="quiet"))
    return joined(*told)


def difference(diff: Sequence[DiffPiece], *, sources: Sequence[SourcePlace] = ()) -> Markup:
    """Text and tape beside each other; nothing where they do not differ."""
    if not is_to_be_compared(diff):
        return Markup()
    sides = [_side(name, [_piece(piece, name, sources) for piece in diff]) for name in ("text", "tape")]
    return element("div", sides, class_="diff")


def _flag(flag: MeaningFlag, explained: str) -> Markup:
    name, why = flag_told(flag, explained=explained)
    return element("li", element("b", f"! {name}"), f": {why}")


def _side(name: str, pieces: list[Markup]) -> Markup:
    told = [piece for piece in pieces if piece]
    spaced = [part for piece in told for part in (Markup(" "), piece)]
    return element("div", element("b", name, class_="side"), spaced)


def _piece(piece: DiffPiece, side: str, sources: Sequence[SourcePlace]) -> Markup:
    words = piece.quote if side == "text" else piece.tape
    doubt = element("sup", "?", title="rests on words that a machine was unsure of") if piece.is_doubtful else Markup()
    match piece.kind:
        case PieceKind.OMITTED:
            return Markup("…") if side == "text" else element("span", words, class_="omitted") if words else Markup()
        case PieceKind.MOVED:
            moved = element("span", f"↷ {came_from(piece, sources)}", class_="moved") if side == "tape" else Markup()
            return joined(moved, " " if moved and words else "", words)
        case PieceKind.OURS if words:
            return element("span", words, class_="ours")
        case PieceKind.FILLER if words:
            return element("s", words)
        case PieceKind.GONE | PieceKind.ADDED | PieceKind.CHANGED if words:
            return joined(element("ins" if side == "text" else "del", words), doubt)
    return joined(words)
