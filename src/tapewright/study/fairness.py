"""Who is heard in a programme, beside what they said: airtime, words, and the share of each one's words that is used.

It counts; it does not say what is fair. A person who said little cannot be heard much, and the page says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tapewright.model import Speaker, SpeakerId, TapeId
from tapewright.timing import Ticks

NOBODY = "nobody named"
NO_GROUP = "no group"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardWord:
    """A word in the programme: whose it is, which word of which tape, and how long it sounds."""

    speaker: SpeakerId | None
    tape: TapeId
    number: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardStretch:
    """A piece of the programme: its length there and the words in it."""

    length: int
    words: tuple[HeardWord, ...]
    run: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """One speaker's part, or one group's. ``words`` are those heard in the programme, ``used`` how many of the ``said``
    words they are (a passage that is played twice is used once). ``runs`` is in how many quotations they are heard.
    """

    name: str
    group: str
    airtime: Ticks
    words: int
    used: int
    said: int
    runs: int
    people: int = 1
    speaker: SpeakerId | None = None

    @property
    def share_used(self) -> float | None:
        """The part of their words on the tapes that is in the programme; None where they said nothing."""
        return self.used / self.said if self.said else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Everybody who speaks on the tapes, those heard longest first, and the same by group."""

    people: tuple[Portion, ...]
    groups: tuple[Portion, ...]

    @property
    def airtime(self) -> Ticks:
        """All of it."""
        return Ticks(sum(portion.airtime for portion in self.people))

    @property
    def words(self) -> int:
        """All of them."""
        return sum(portion.words for portion in self.people)


def shares(heard: Sequence[HeardStretch], said: Mapping[SpeakerId | None, int], speakers: Iterable[Speaker]) -> Shares:
    """The part of everybody who speaks on the tapes; ``said`` is how many words each says there.

    A piece in which two speak is parted between them as long as their words sound; one without words is nobody's.
    """
    known = {speaker.id: speaker for speaker in speakers}
    airtime: Counter[SpeakerId | None] = Counter()
    words: Counter[SpeakerId | None] = Counter()
    used: dict[SpeakerId | None, set[tuple[TapeId, int]]] = {}
    runs: dict[SpeakerId | None, set[int]] = {}
    for stretch in heard:
        airtime.update(_parted(stretch))
        for word in stretch.words:
            words[word.speaker] += 1
            used.setdefault(word.speaker, set()).add((word.tape, word.number))
            runs.setdefault(word.speaker, set()).add(stretch.run)
    everybody = [
        Portion(
            name=known[who].name if who in known else NOBODY,
            group=(known[who].group if who in known else "") or NO_GROUP,
            airtime=Ticks(airtime[who]),
            words=words[who],
            used=len(used.get(who, ())),
            said=max(said.get(who, 0), len(used.get(who, ()))),
            runs=len(runs.get(who, ())),
            speaker=who,
        )
        for who in {*airtime, *words, *said}
    ]
    people = tuple(sorted(everybody, key=lambda one: (-one.airtime, -one.said, one.name)))
    return Shares(people=people, groups=tuple(_by_group(people)))


def _parted(stretch: HeardStretch) -> dict[SpeakerId | None, int]:
    """The length of a piece, among those who speak in it: whole ticks, and not one lost."""
    sounding: Counter[SpeakerId | None] = Counter()
    for word in stretch.words:
        sounding[word.speaker] += max(1, word.length)
    if not sounding:
        return {None: stretch.length}
    whole = sounding.total()
    (first, _), *others = sounding.most_common()
    parts = {who: stretch.length * length // whole for who, length in others}
    return {first: stretch.length - sum(parts.values()), **parts}


def _by_group(people: Iterable[Portion]) -> list[Portion]:
    groups: dict[str, list[Portion]] = {}
    for one in people:
        groups.setdefault(one.group, []).append(one)
    made = [
        Portion(
            name=name,
            group=name,
            airtime=Ticks(sum(one.airtime for one in some)),
            words=sum(one.words for one in some),
            used=sum(one.used for one in some),
            said=sum(one.said for one in some),
            runs=sum(one.runs for one in some),
            people=len(some),
        )
        for name, some in groups.items()
    ]
    return sorted(made, key=lambda one: (-one.airtime, one.name))
