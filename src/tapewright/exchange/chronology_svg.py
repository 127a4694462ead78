"""A chronology as a picture: lanes of people and institutions, events as dots and bars, gaps hatched.

The same signs as on the screen: a dot is a known day, a bar with faded ends an uncertain date, a hollow triangle a
missed intervention, a ring a conflict between sources. Nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tapewright.errors import UsageError
from tapewright.exchange.chronology_axis import marks
from tapewright.exchange.chronology_words import day_text
from tapewright.exchange.printable import one_line
from tapewright.model import ChronologyPage, DatedEvent, EventId, EventKind, Lane
from tapewright.timing.days import day_of

_WIDTH, _LEFT, _RIGHT, _TOP = 1600, 220, 40, 84
_ROW, _LANE_GAP, _LABEL = 22, 14, 60
_FOOT = 58
_TALLEST = 30_000
"""Pixels; programs that show pictures stop a little above."""
_SHORTEST_BAR = 14
"""A date that is not known to the day is a bar, also where all its days lie within a point of the picture."""
_CHARACTER = 6.2
"""How wide a sign of a label is, about."""
_INK, _SOFT, _LINE, _GROUND = "#1d1a15", "#6b6253", "#cfc6b4", "#fbf8f1"


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to places across the picture."""

    first: int
    last: int

    def x(self, day: float) -> float:
        return _LEFT + (day - self.first) * (_WIDTH - _LEFT - _RIGHT) / max(1, self.last - self.first)


@dataclass(frozen=True, slots=True)
class _Placed:
    """An event in a row of its lane."""

    one: DatedEvent
    start: float
    end: float
    row: int


class SvgChronologyWriter:
    """Writes ``name.svg``."""

    def write(self, page: ChronologyPage, *, name: str) -> dict[str, bytes]:
        """The file."""
        return {f"{name}.svg": picture(page, title=page.title or name).encode("utf-8", "replace")}


class PngChronologyWriter:
    """Writes ``name.png``: the same picture, set by typst with its own fonts."""

    def write(self, page: ChronologyPage, *, name: str) -> dict[str, bytes]:
        """The file."""
        import typst

        svg = picture(page, title=page.title or name)
        height = int(svg.split('height="', 1)[1].split('"', 1)[0])
        if height > _TALLEST:
            raise UsageError(
                f"a picture of {len(page.events):,} events would be {height:,} pixels tall",
                hint="take svg instead of png, or filter the events first (--from, --to, --party, --kind)",
            )
        source = (
            '#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", '
            f"width: {_WIDTH}pt)"
        )
        made = typst.Compiler(source.encode(), ignore_system_fonts=True).compile(
            format="png", ppi=min(144, 72 * _TALLEST // height), sys_inputs={"svg": svg}
        )
        pages = [made] if isinstance(made, bytes) else [one for one in made or [] if one]
        return {f"{name}.png": pages[0]}


def picture(page: ChronologyPage, *, title: str) -> str:
    """The picture as SVG; the same chronology gives the same text."""
    dated = {one.id: one for one in page.events if one.is_dated}
    scale = _scale(list(dated.values()))
    conflicts = frozenset(conflict.event for conflict in page.conflicts)
    body: list[str] = []
    y = _TOP
    for lane in _lanes(page):
        events = [dated[event] for event in lane.events if event in dated]
        if not events:
            continue  # whoever has no dated event has no place in time
        placed = _rows(events, scale)
        height = (max((one.row for one in placed), default=0) + 1) * _ROW
        body += _lane(lane, placed, y, height, conflicts)
        y += height + _LANE_GAP
    body += _gaps(page, scale, y)
    missing = len(page.events) - len(dated)
    height = y + _FOOT
    foot = _foot(missing, height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" '
        f'role="img" aria-label={quoteattr(one_line(title))} font-family="Libertinus Serif, Source Serif 4, serif" '
        f'font-size="13" fill="{_INK}">'
    )
    ground = f'<rect width="{_WIDTH}" height="{height}" fill="{_GROUND}"/>'
    named = f'<text x="24" y="34" font-size="20">{escape(one_line(title))}</text>'
    return "\n".join([head, _DEFS, ground, named, *_axis(scale, y), *body, *foot, "</svg>", ""])


_DEFS = (
    '<defs><pattern id="gap" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<path d="M0 0V6" stroke="{_SOFT}" stroke-width="1"/></pattern>'
    f'<linearGradient id="fade"><stop offset="0" stop-color="{_INK}" stop-opacity="0.05"/>'
    f'<stop offset="0.25" stop-color="{_INK}" stop-opacity="0.55"/>'
    f'<stop offset="0.75" stop-color="{_INK}" stop-opacity="0.55"/>'
    f'<stop offset="1" stop-color="{_INK}" stop-opacity="0.05"/></linearGradient></defs>'
)


def _lanes(page: ChronologyPage) -> Sequence[Lane]:
    return page.lanes or (Lane(party=None, events=tuple(one.id for one in page.events)),)


def _scale(events: Sequence[DatedEvent]) -> _Scale:
    days = [day for one in events for day in (one.earliest, one.latest) if day is not None]
    if not days:
        return _Scale(day_of(2000), day_of(2001))
    around = max(30, (max(days) - min(days)) // 25)
    return _Scale(min(days) - around, max(days) + around)


def _rows(events: Sequence[DatedEvent], scale: _Scale) -> list[_Placed]:
    """Each event in the first row where its sign and its words do not touch another's."""
    ends: list[float] = []
    placed = []
    for one in events:
        start, end = _ends(one, scale)
        words = _CHARACTER * min(len(one.event.title), _LABEL)
        left, right = (start, end + 14 + words) if _fits(end, words) else (start - 8 - words, end)
        row = next((number for number, taken in enumerate(ends) if taken < left - 8), len(ends))
        if row == len(ends):
            ends.append(right)
        ends[row] = right
        placed.append(_Placed(one, start, end, row))
    return placed


def _ends(one: DatedEvent, scale: _Scale) -> tuple[float, float]:
    """Where the sign of an event begins and ends: what is not known to the day is never as narrow as a known day."""
    start = scale.x(one.earliest if one.earliest is not None else scale.first)
    end = scale.x(one.latest if one.latest is not None else scale.last)
    if one.is_known_day or end - start >= _SHORTEST_BAR:
        return start, end
    middle = (start + end) / 2
    return middle - _SHORTEST_BAR / 2, middle + _SHORTEST_BAR / 2


def _fits(end: float, words: float) -> bool:
    """Whether the words of a sign that ends here stand on its right; else they stand on its left."""
    return end + 14 + words <= _WIDTH - 6


def _lane(
    lane: Lane, placed: Sequence[_Placed], y: float, height: float, conflicts: frozenset[EventId]
) -> Iterator[str]:
    name = one_line(lane.party.name) if lane.party else "Nobody named"
    yield f'<text x="24" y="{y + 15:.0f}" font-weight="bold">{escape(_short(name, 30))}</text>'
    yield f'<path d="M24 {y + height + 6:.0f}H{_WIDTH - _RIGHT}" stroke="{_LINE}"/>'
    for one in placed:
        yield from _sign(one, y + one.row * _ROW + 11, one.one.id in conflicts)


def _sign(placed: _Placed, y: float, has_conflict: bool) -> Iterator[str]:
    event = placed.one.event
    told = f"{placed.one.said or event.date}: {event.title}"
    yield f"<g><title>{escape(one_line(told))}</title>"
    if placed.one.is_known_day:
        x = (placed.start + placed.end) / 2
        if event.kind is EventKind.MISSED_INTERVENTION:
            yield f'<path d="M{x:.1f} {y - 6:.1f}l6 11h-12z" fill="none" stroke="{_INK}" stroke-width="1.5"/>'
        else:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
    else:
        x = (placed.start + placed.end) / 2
        yield (
            f'<rect x="{placed.start:.1f}" y="{y - 4:.1f}" width="{placed.end - placed.start:.1f}" height="8" '
            'fill="url(#fade)"/>'
        )
        if event.kind is EventKind.MISSED_INTERVENTION:
            yield f'<path d="M{x:.1f} {y - 6:.1f}l6 11h-12z" fill="{_GROUND}" stroke="{_INK}" stroke-width="1.5"/>'
    if has_conflict:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="none" stroke="{_INK}" stroke-dasharray="2 2"/>'
    words = _short(one_line(event.title), _LABEL)
    if _fits(placed.end, _CHARACTER * min(len(event.title), _LABEL)):
        at = max(placed.end, x + 6) + 8
        yield f'<text x="{at:.1f}" y="{y + 4:.1f}">{escape(words)}</text></g>'
    else:
        yield f'<text x="{placed.start - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{escape(words)}</text></g>'


def _gaps(page: ChronologyPage, scale: _Scale, y: float) -> Iterator[str]:
    """What is certainly empty between neighbours, of all lanes together, in a band at the foot."""
    for gap in page.gaps:
        if gap.lane is None and gap.least > 0:
            start, end = scale.x(gap.begins), scale.x(gap.ends)
            told = f"{day_text(gap.begins)} to {day_text(gap.ends)}: {gap.said}"
            yield f"<g><title>{escape(one_line(told))}</title>"
            yield f'<rect x="{start:.1f}" y="{y:.0f}" width="{max(1, end - start):.1f}" height="12" fill="url(#gap)"/>'
            if end - start > _CHARACTER * len(gap.said) + 8:
                middle = (start + end) / 2
                yield (
                    f'<text x="{middle:.1f}" y="{y + 26:.0f}" text-anchor="middle" fill="{_SOFT}">'
                    f"{escape(one_line(gap.said))}</text>"
                )
            yield "</g>"


def _axis(scale: _Scale, bottom: float) -> Iterator[str]:
    for day, said in marks(scale.first, scale.last):
        x = scale.x(day)
        yield f'<path d="M{x:.1f} 62V{bottom:.0f}" stroke="{_LINE}"/>'
        yield f'<text x="{x:.1f}" y="56" text-anchor="middle" fill="{_SOFT}">{said}</text>'


def _foot(missing: int, height: float) -> Iterator[str]:
    key = "● known day · ▬ uncertain date · △ missed intervention · dashed ring: sources conflict · hatched: gap"
    told = f"{key} · {missing} without a date" if missing else key
    yield f'<text x="24" y="{height - 10:.0f}" font-size="11" fill="{_SOFT}">{escape(told)}</text>'


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
