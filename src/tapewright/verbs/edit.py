"""Work on a paper edit: make it, insert, move, trim, strike, split, remove, re-anchor, show; and the cut of it."""

from __future__ import annotations

from tapewright.verbs.cutting import CutOf, Problem, cut_of

__all__ = ["CutOf", "Problem", "cut_of"]
