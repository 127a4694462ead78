"""Shares with what chance alone allows: Wilson's interval for a proportion.

Edwin B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927), 209 to 212.
"""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959963984540054
"""The normal deviate that leaves 2.5 % on each side."""


def wilson(yes: int, of: int, z: float = Z_95) -> tuple[float, float]:
    """The least and the greatest share, between 0 and 1, that fit ``yes`` of ``of``.

    ``of`` must be more than nothing.

    >>> tuple(round(bound, 4) for bound in wilson(81, 263))
    (0.2553, 0.3662)
    """
    if not 0 <= yes <= of or of == 0:
        raise ValueError(f"{yes} of {of} is no share")
    share, square = yes / of, z * z
    middle = share + square / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)
