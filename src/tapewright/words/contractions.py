"""Contractions opened: ``don't`` is ``do not``, ``it's`` is ``it is``, ``gonna`` is ``going to``.

One transcript writes what was said, the other what is meant, and an article a third way. This is for finding, not for
judging: ``it's`` may be ``it has`` or somebody's, and is opened the same way wherever it stands. English only; a word
that is no contraction stays as it is.
"""

from __future__ import annotations

from functools import lru_cache

_ENDINGS = {"n't": "not", "'re": "are", "'ll": "will", "'ve": "have", "'m": "am", "'d": "would", "'s": "is"}
_WHOLE = dict(
    pair.split("=")
    for pair in (
        "cannot=can_not can't=can_not won't=will_not shan't=shall_not ain't=is_not let's=let_us y'all=you_all "
        "gonna=going_to wanna=want_to gotta=got_to kinda=kind_of sorta=sort_of lemme=let_me gimme=give_me "
        "dunno=do_not_know d'you=do_you c'mon=come_on okay=ok alright=all_right cos=because "
        "dont=do_not didnt=did_not cant=can_not isnt=is_not wasnt=was_not doesnt=does_not"
    ).split()
)


@lru_cache(maxsize=1 << 16)
def opened(word: str) -> tuple[str, ...]:
    """The words that a normal word stands for; itself alone where it is no contraction.

    >>> opened("don't"), opened("we'd've"), opened("boat's"), opened("boats")
    (('do', 'not'), ('we', 'would', 'have'), ('boat', 'is'), ('boats',))
    """
    if word in _WHOLE:
        return tuple(_WHOLE[word].split("_"))
    if "'" in word:
        for ending, whole in _ENDINGS.items():
            if word.endswith(ending) and len(word) > len(ending):
                return (*opened(word.removesuffix(ending)), whole)
    return (word,)
