"""How far coders agree: κ, α and unitized α in exact fractions, their intervals, and where the coders differ.

Belongs here: the arithmetic, and what cannot be said in words. Never here: which tapes count, what a code is called.
"""

from __future__ import annotations

from tapewright.study.agreement.disagreeing import Difference, Mine, differences
from tapewright.study.agreement.measure import Measure
from tapewright.study.agreement.nominal import alpha, kappa
from tapewright.study.agreement.resampling import Given, Row, Turns, measured
from tapewright.study.agreement.unitized import Unitized, unitized_alpha

__all__ = [
    "Difference",
    "Given",
    "Measure",
    "Mine",
    "Row",
    "Turns",
    "Unitized",
    "alpha",
    "differences",
    "kappa",
    "measured",
    "unitized_alpha",
]
