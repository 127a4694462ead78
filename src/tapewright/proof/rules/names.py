"""Names: another person, place or day than on the tape.

A name spelt otherwise is no other name: recognisers and typists spell names by ear. So two names are one when they
read or sound nearly alike; where a machine heard the name and the other is easily taken for it, the flag is doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tapewright.model.verdict import Flag, MeaningFlag, PieceKind
from tapewright.proof.compared import Compared
from tapewright.proof.rules.quantities import quantities_in
from tapewright.proof.rules.site import Site, sites
from tapewright.proof.weighty import names_heard, names_quoted
from tapewright.words.likeness import likeness
from tapewright.words.normal import key
from tapewright.words.sound import sounds

SAME_NAME = 0.75
"""Names whose letters are so much alike are one name in two spellings."""


def names_changed(compared: Compared) -> Iterator[MeaningFlag]:
    """Names that differ, that were put in, or in whose place something else stands."""
    for site in sites(compared, PieceKind.CHANGED, PieceKind.ADDED):
        mine = names_quoted(site.piece, compared.quoted, compared.language)
        its = names_heard(site.piece, compared.language)
        if not mine and not (its and _is_noun_like(site)):
            continue
        if _is_date(site, [*mine, *its]):
            continue  # told as another quantity
        if is_same_name(site.piece.said, site.piece.heard) or {key(name) for name in mine} == {
            key(name) for name in its
        }:
            continue
        yield site.flag(Flag.NAME_CHANGED, site.difference, doubtful=site.piece.is_doubtful)


def is_same_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names are one: nearly the same letters, or the same sound.

    >>> is_same_name(["kathy"], ["cathie"]), is_same_name(["jane"], ["john"])
    (True, False)
    """
    mine, its = "".join(one), "".join(other)
    return likeness(mine, its) >= SAME_NAME or sounds(mine) == sounds(its) != ""


def _is_date(site: Site, names: Sequence[str]) -> bool:
    """Whether a month or a day stands for another, or for another time."""
    language = site.language
    both = all(quantities_in(words, language) for words in (site.piece.said, site.piece.heard))
    return both and {key(name) for name in names} <= language.names


def _is_noun_like(site: Site) -> bool:
    """Whether what stands in a name's place may be somebody or something: a longer word, or a pronoun."""
    return any(len(word) > 3 or word in site.language.subjects for word in site.piece.said)
