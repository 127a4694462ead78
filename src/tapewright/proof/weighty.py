"""Words that weigh: names, numbers, denials, persons. There a text is held to what a machine heard."""

from __future__ import annotations

from tapewright.model.verdict import PieceKind
from tapewright.proof.compared import Piece
from tapewright.proof.language import Language
from tapewright.proof.names import has_capital, is_name
from tapewright.proof.quoted import Quoted
from tapewright.words.normal import key

SOMEWHAT_ALIKE, HALF_ALIKE = 0.4, 0.5
"""A word may be misheard for a number, for a name, that it is so much like."""


def is_weighty(piece: Piece, quoted: Quoted, language: Language) -> bool:
    """Whether a difference has a name, a number, a denial or a person in it, on either side."""
    if any(word[0].isdigit() for word in (*piece.said, *piece.heard)):
        return True
    persons = language.subjects.keys() - {word for word, who in language.subjects.items() if who == language.nobody}
    if not persons.isdisjoint(piece.said) and not persons.isdisjoint(piece.heard):
        return True
    if language.negations.found(piece.said) or language.negations.found(piece.heard):
        return True
    return bool(names_quoted(piece, quoted, language) or names_heard(piece, language))


def is_of_other_class(piece: Piece, quoted: Quoted, language: Language) -> bool:
    """Whether words of another class stand for each other: a name or a number for a word that is none, a word of
    grammar for one of content. People put like for like; machines mishear anything for anything.
    """
    if piece.kind is not PieceKind.CHANGED:
        return False
    has_name = [bool(names_quoted(piece, quoted, language)), bool(names_heard(piece, language))]
    if any(has_name) and not all(has_name):
        return piece.alike >= HALF_ALIKE
    mine, its = (any(word[0].isdigit() for word in side) for side in (piece.said, piece.heard))
    if mine != its:
        return piece.alike >= SOMEWHAT_ALIKE
    return any(language.grammar.issuperset(side) for side in (piece.said, piece.heard))


def names_quoted(piece: Piece, quoted: Quoted, language: Language) -> list[str]:
    """The names among the text's words of a difference."""
    if not piece.quote or quoted.is_shouted:
        return []
    first = quoted.rows[piece.quote.start].first
    begin = max(0, first - 1)
    tokens = [word.text for word in quoted.words[begin : quoted.rows[piece.quote.stop - 1].end]]
    return _names(tokens, first - begin, language)


def names_heard(piece: Piece, language: Language) -> list[str]:
    """The names among the tape's words of a difference."""
    if not piece.words:
        return []
    begin = max(0, piece.words.start - 1)
    tokens = [piece.talk.words[number].text for number in range(begin, piece.words.stop)]
    return _names(tokens, piece.words.start - begin, language)


def _names(tokens: list[str], first: int, language: Language) -> list[str]:
    """The names from ``first`` on; what stands before shows where sentences begin."""
    return [
        tokens[place]
        for place in range(first, len(tokens))
        if key(tokens[place]) in language.names
        or (_looks_like_a_name(tokens, place, language) and not _is_no_name(tokens[place], language))
    ]


def _is_no_name(token: str, language: Language) -> bool:
    """Whether a word has its capital from elsewhere: "Whoa", "You're", a hashtag."""
    bare = key(token).split("'")[0]
    return bare in language.no_names or bare in language.subjects or token.lstrip("\"'“‘(").startswith("#")


def _looks_like_a_name(tokens: list[str], place: int, language: Language) -> bool:
    if is_name(tokens, place):
        return True
    is_listed = place > 0 and tokens[place - 1].endswith(":") and has_capital(tokens[place])
    return is_listed and key(tokens[place]) not in language.beginning
