"""Cohen's κ and Krippendorff's α for values without an order, from counts, in exact fractions.

Sources: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960);
K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections C and D.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from fractions import Fraction

from tapewright.study.agreement.measure import Measure

NOTHING = "nothing was compared"
ONE_VALUE = "no variation: everybody gave everything the same value, so that chance cannot be told from agreement"


def kappa(pairs: Mapping[tuple[Hashable, Hashable], int]) -> Measure:
    """Cohen's κ of two coders: how often each pair of values was given.

    >>> float(kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}).value or 0)
    0.4
    """
    total = sum(pairs.values())
    if not total:
        return Measure(why=NOTHING)
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
    same = sum(count for (one, other), count in pairs.items() if one == other)
    chance = sum(count * second[value] for value, count in first.items())
    if chance == total * total:
        return Measure(why=ONE_VALUE, of=total)
    return Measure(value=Fraction(total * same - chance, total * total - chance), of=total)


def alpha(given: Mapping[tuple[Hashable, ...], int]) -> Measure:
    """Krippendorff's α of any number of coders: how often each row of values was given, None for a missing one.

    ``of`` counts the rows with at least two values; others cannot be compared.

    >>> alpha({("a", "a", None): 1, ("a", "b", "b"): 1, ("b", None, None): 5}).value
    Fraction(1, 3)
    """
    rows = [(Counter(value for value in row if value is not None), count) for row, count in given.items()]
    pairable = [(values, count) for values, count in rows if values.total() > 1 and count]
    if not pairable:
        return Measure(why=NOTHING)
    of = sum(count for _, count in pairable)
    said: Counter[Hashable] = Counter()
    same = Fraction(0)
    for values, count in pairable:
        for value, times in values.items():
            said[value] += times * count
            same += Fraction(count * times * (times - 1), values.total() - 1)
    total = said.total()
    chance = sum(times * (times - 1) for times in said.values())
    expected = total * (total - 1) - chance
    if not expected:
        return Measure(why=ONE_VALUE, of=of)
    return Measure(value=1 - Fraction(total - 1, expected) * (total - same), of=of)
