"""Names that are known beforehand: people, places, organisations, terms; how they are written and how they sound."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tapewright.errors import UsageError

LONGEST_NAME = 120


class NameKind(StrEnum):
    """What bears the name."""

    NAME = "name"  # nobody said of what
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    TERM = "term"  # a word of a trade, a medicine, a ship


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownName:
    """A name and what may stand for it.

    ``spellings`` are other right ways to write it; ``sounds_like`` what it was misheard as, or how it is said where
    the spelling does not tell. ``is_told``: the recogniser is told it before it listens; it has room for some fifty.
    """

    name: str
    kind: NameKind = NameKind.NAME
    spellings: tuple[str, ...] = ()
    sounds_like: tuple[str, ...] = ()
    is_told: bool = True

    def __post_init__(self) -> None:
        for text in (self.name, *self.spellings, *self.sounds_like):
            if not text or len(text) > LONGEST_NAME or " ".join(text.split()) != text or not text.isprintable():
                raise UsageError(
                    f"not a name: {text[:40]!r}", hint=f"write it in one line, in at most {LONGEST_NAME} signs"
                )

    @property
    def written(self) -> tuple[str, ...]:
        """Every right way to write it."""
        return (self.name, *self.spellings)

    @property
    def is_plain(self) -> bool:
        """Whether nothing is known of it but the name."""
        return self == KnownName(name=self.name)


def merged(one: KnownName, other: KnownName) -> KnownName:
    """What is known of one name from two sides; the first one's way of writing and the second one's kind win."""
    spellings = [text for text in (*one.spellings, *other.written) if text != one.name]
    return KnownName(
        name=one.name,
        kind=one.kind if other.kind is NameKind.NAME else other.kind,
        spellings=tuple(dict.fromkeys(spellings)),
        sounds_like=tuple(dict.fromkeys((*one.sounds_like, *other.sounds_like))),
        is_told=one.is_told and other.is_told,
    )
