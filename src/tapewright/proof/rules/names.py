"""Names: another person, place or day than on the tape.

A name spelt otherwise is no other name: recognisers and typists spell names by ear. So two names are one when they
read or sound nearly alike; where a machine heard the name and it is only somewhat alike, the flag is doubtful.
"""

from __future__ import annotations

from collections.abc import Iterator

from tapewright.model.verdict import Flag, MeaningFlag, PieceKind
from tapewright.proof.compared import Compared
from tapewright.proof.language import Language
from tapewright.proof.names import is_name
from tapewright.proof.quoted import QuotedWord
from tapewright.proof.rules.site import Site, sites
from tapewright.words.normal import key

SAME_NAME = 0.75
"""Names that are so much alike are one name in two spellings."""


def names_changed(compared: Compared) -> Iterator[MeaningFlag]:
    """Names that differ."""
    for site in sites(compared, PieceKind.CHANGED, PieceKind.ADDED):
        mine = names_in([word.text for word in _quote_words(site)], _first_in_quote(site), compared.language)
        its = names_on_tape(site)
        if not mine and not its:
            continue
        if site.piece.kind is PieceKind.CHANGED:
            if not mine and not (its and _is_noun_like(site)):
                continue
            if site.piece.alike >= SAME_NAME:
                continue
        elif not mine:
            continue
        if {key(name) for name in mine} == {key(name) for name in its}:
            continue
        tape = " ".join(its) or site.piece.text
        yield site.flag(
            Flag.NAME_CHANGED,
            f"the text has {' '.join(mine)}, the tape {tape or 'no name'}" if mine else f"the name {tape} is not there",
            doubtful=site.piece.is_doubtful,
        )


def names_in(tokens: list[str], first: int, language: Language) -> list[str]:
    """The names among tokens from ``first`` on; the tokens before are there to show where sentences begin."""
    return [
        tokens[place]
        for place in range(first, len(tokens))
        if key(tokens[place]) not in language.no_names
        and (is_name(tokens, place) or key(tokens[place]) in language.names)
    ]


def names_on_tape(site: Site) -> list[str]:
    """The names among the tape's words of a difference."""
    words = site.piece.words
    begin = max(0, words.start - 1)
    tokens = [site.piece.talk.words[number].text for number in range(begin, words.stop)]
    return names_in(tokens, words.start - begin, site.language) if words else []


def _quote_words(site: Site) -> tuple[QuotedWord, ...]:
    quoted, quote = site.compared.quoted, site.piece.quote
    if not quote:
        return ()
    first = quoted.rows[quote.start].first
    return quoted.words[max(0, first - 1) : quoted.rows[quote.stop - 1].end]


def _first_in_quote(site: Site) -> int:
    quoted, quote = site.compared.quoted, site.piece.quote
    return min(1, quoted.rows[quote.start].first) if quote else 0


def _is_noun_like(site: Site) -> bool:
    """Whether what stands in a name's place may be somebody or something: a longer word, or a pronoun."""
    return any(len(word) > 3 or word in site.language.subjects for word in site.piece.said)
