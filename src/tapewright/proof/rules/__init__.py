"""Rules of meaning: what a difference does to what was said. One module for each family.

Every rule takes a comparison and gives flags; each can be told in a sentence and is tested by itself. None knows a
word: those that they go by are the language's (``languages/``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tapewright.model.verdict import MeaningFlag
from tapewright.proof.compared import Compared
from tapewright.proof.rules.conditions import conditions_dropped
from tapewright.proof.rules.hedges import hedges_dropped
from tapewright.proof.rules.names import names_changed
from tapewright.proof.rules.negations import negations_added, negations_dropped
from tapewright.proof.rules.quantities import quantities_changed
from tapewright.proof.rules.questions import questions_swapped
from tapewright.proof.rules.retractions import retracted_next
from tapewright.proof.rules.sentences import ended_early
from tapewright.proof.rules.subjects import subjects_changed

Rule = Callable[[Compared], Iterator[MeaningFlag]]

RULES_OF_DIFFERENCES: tuple[Rule, ...] = (
    negations_dropped,
    negations_added,
    hedges_dropped,
    conditions_dropped,
    quantities_changed,
    names_changed,
    subjects_changed,
)
RULES: tuple[Rule, ...] = (*RULES_OF_DIFFERENCES, questions_swapped, ended_early, retracted_next)


def flags_of(compared: Compared) -> tuple[MeaningFlag, ...]:
    """All flags that the differences of a quotation raise, in the order of the rules, none twice."""
    if not compared.language.code:
        return ()
    return tuple(dict.fromkeys(flag for rule in RULES for flag in rule(compared)))
