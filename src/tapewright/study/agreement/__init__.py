"""How far coders agree: κ, α and unitized α in exact fractions, their intervals, and where the coders differ.

Belongs here: the arithmetic, and what cannot be said in words. Never here: which tapes count, what a code is called.
"""

from __future__ import annotations

from tapewright.study.agreement.disagreeing import Difference, Mine, differences
from tapewright.study.agreement.measure import Measure
from tapewright.study.agreement.nominal import alpha, kappa
from tapewright.study.agreement.resampling import Passage, alpha_between, kappa_between
from tapewright.study.agreement.unitized import Unitized, unitized_alpha

__all__ = [
    "Difference",
    "Measure",
    "Mine",
    "Passage",
    "Unitized",
    "alpha",
    "alpha_between",
    "differences",
    "kappa",
    "kappa_between",
    "unitized_alpha",
]
