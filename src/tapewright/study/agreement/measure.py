"""A measure of agreement: a number, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """``value`` is exact and at most 1; None where ``why`` says that it is not defined, never a number made up.

    ``of`` counts what was compared, ``low`` and ``high`` bound 95 % of what other passages of the same kind would
    give, None where ``no_interval`` says why.
    """

    value: Fraction | None = None
    why: str = ""
    of: int = 0
    low: float | None = None
    high: float | None = None
    no_interval: str = ""

    @property
    def number(self) -> float | None:
        """The value for a screen or JSON."""
        return None if self.value is None else float(self.value)
