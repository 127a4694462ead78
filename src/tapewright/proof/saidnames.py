"""Names that a transcript holds, as far as its capitals show them: to be offered for the project's list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set

from tapewright.proof.language import PLAIN, Language
from tapewright.proof.names import has_capital, is_name
from tapewright.words.normal import key, parts

_LONGEST = 4
_SIGNS = "\"'“”‘’«»()[]¿¡.,;:!?…-–—"


def said_names(
    turns: Iterable[Sequence[str]], *, known: Set[str] = frozenset(), language: Language = PLAIN
) -> Counter[str]:
    """How often each name is said: words with a capital inside a sentence, those beside each other as one.

    ``turns`` are the tokens of turns, ``known`` normal words of names that need no offering. In a transcript that
    writes most words with capitals, capitals say nothing: it has none.
    """
    found: Counter[str] = Counter()
    for tokens in turns:
        capitals = sum(has_capital(token) for token in tokens)
        if len(tokens) > 4 and 2 * capitals > len(tokens):
            continue
        found.update(_in_turn(tokens, known, language))
    return _without_parts(found)


def _in_turn(tokens: Sequence[str], known: Set[str], language: Language) -> Iterator[str]:
    run: list[str] = []
    for place, token in enumerate(tokens):
        bare = _bare(token)
        if is_name(tokens, place) and key(bare) not in language.no_names and known.isdisjoint(parts(bare)):
            run.append(bare)
            if token[-1] not in ".,;:!?…" and len(run) < _LONGEST and not token.endswith(("'s", "’s")):
                continue
        if run:
            yield " ".join(run)
            run = []
    if run:
        yield " ".join(run)


def _bare(token: str) -> str:
    """A token without the signs around it and without the ending of whom something belongs to."""
    bare = token.strip(_SIGNS)
    return bare[:-2] if bare.endswith(("'s", "’s")) else bare


def _without_parts(found: Counter[str]) -> Counter[str]:
    """A name that is said in full and in part counts in full, where only one full name has that part."""
    wholes: dict[str, set[str]] = {}
    for name in found:
        for part in name.split() if " " in name else ():
            wholes.setdefault(part, set()).add(name)
    made = Counter(found)
    for part, names in wholes.items():
        if part in made and len(names) == 1:
            made[next(iter(names))] += made.pop(part)
    return made
