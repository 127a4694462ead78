"""Whom a text means: the name that stands beside a quotation, held against the speakers of the tapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from tapewright.model import Speaker, SpeakerId
from tapewright.proof.languagefile import codes
from tapewright.proof.speechwords import speech_words
from tapewright.words.normal import searched

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|,.*$")
"""What follows a name and is none of it: ``Marian Hale, harbour master``, ``MARIAN (V.O.)``."""


_BEFORE = re.compile(r"(?:[^\W\d_][\w.’'-]*\s+){1,3}$")
_FAR = 90
"""Letters before a surname in which up to three words stand that belong to it."""


def speakers_named(name: str, speakers: Iterable[Speaker]) -> set[SpeakerId] | None:
    """Everybody whom a name may mean; empty where nobody on the tapes is called so, None where no name is given.

    The whole name counts first. Else every word of the shorter name must stand in the longer one, an initial for a
    word that begins with it; titles do not count. Two who both answer are both meant: a proof must not choose.

    >>> people = [Speaker(id=SpeakerId(1), name="MARIAN"), Speaker(id=SpeakerId(2), name="Jo Hale")]
    >>> speakers_named("Marian Hale", people), speakers_named("Dr J. Hale", people), speakers_named("Ann", people)
    ({1}, {2}, set())
    """
    wanted = _name(name)
    if not wanted:
        return None
    known = [(speaker.id, _name(speaker.name)) for speaker in speakers]
    same = {speaker for speaker, called in known if called == wanted}
    return same or {speaker for speaker, called in known if called and _answers(wanted, called)}


def known_as(name: str, known: Iterable[str]) -> frozenset[str]:
    """The names among the ``known`` to which a name answers.

    >>> sorted(known_as("Hale", ["MARIAN HALE", "Jo Moss"]))
    ['MARIAN HALE']
    """
    wanted = _name(name)
    same = frozenset(one for one in known if wanted and _name(one) == wanted)
    return same or frozenset(one for one in known if wanted and (called := _name(one)) and _answers(wanted, called))


def in_full(name: str, text: str, known: Iterable[str]) -> str:
    """A name as a text gives it in full elsewhere (``Kidd`` where it says ``Anne Kidd``), if only so one of the
    ``known`` speakers answers to it; else the name as it is.

    >>> in_full("Kidd", "Anne Kidd ran the ferry. When Kidd left, it stopped.", ["ANNE", "JO"])
    'Anne Kidd'
    """
    wanted = _name(name)
    people = [called for one in known if (called := _name(one))]
    if not wanted or any(_answers(wanted, called) for called in people):
        return name
    last = name.split()[-1]
    longer: dict[str, set[tuple[str, ...]]] = {}
    for found in re.finditer(rf"\b{re.escape(last)}\b", text):
        near = _BEFORE.search(text[max(0, found.start() - _FAR) : found.start()])
        if near is None:
            continue
        before = near[0].split()
        wholes = [" ".join([*before[-count:], last]) for count in range(1, _capitals_at_end(before) + 1)]
        meant = {whole: {called for called in people if _answers(_name(whole), called)} for whole in wholes}
        if whole := next((whole for whole in wholes if meant[whole]), ""):
            longer[whole] = meant[whole]
        elif _is_inside(before, len(wholes)) and before[-1].lower().rstrip(".") not in _forms_of_address():
            return name  # inside a sentence two capitals are another person of that name, who is on no tape
    meant_by_all = set().union(*longer.values())
    return next(iter(longer)) if len(meant_by_all) == 1 else name


def _is_inside(before: Sequence[str], capitals: int) -> bool:
    """Whether the words with capitals at the end stand inside a sentence: the first word of one has a capital too."""
    return 0 < capitals < len(before) and not before[-capitals - 1].endswith((".", "?", "!", ":"))


def _capitals_at_end(words: Sequence[str]) -> int:
    return next((count for count, word in enumerate(reversed(words)) if not word[0].isupper()), len(words))


def _name(text: str) -> tuple[str, ...]:
    words = searched(_ASIDE.sub(" ", text).replace(".", " ").split())
    return tuple(word for word in words if word not in _forms_of_address()) or tuple(words)


@cache
def _forms_of_address() -> frozenset[str]:
    """Words before a name, of every language: a name is written in any text as it is at home."""
    return frozenset().union(*(speech_words(code).forms_of_address for code in codes("saying")))


def _answers(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if all(len(word) == 1 for word in shorter):
        return False  # an initial alone is nobody's name
    rest = list(longer)
    for word in shorter:
        found = next((own for own in rest if own == word or _is_initial(word, own)), None)
        if found is None:
            return False
        rest.remove(found)
    return True


def _is_initial(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) == 1 and longer.startswith(shorter)
