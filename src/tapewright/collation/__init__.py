"""Collation: two witnesses of one tape laid beside each other, what a person typed and what an engine heard.

Belongs here: which words of the two belong together, when a typed word is heard, what is said and not typed, typed and
not said. Records in, records out. Never here: files, sound, engines, the store; the sound comes in as intervals and as
a function that lays known words on a stretch of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tapewright.timing import Interval

LayWords = Callable[[Interval, Sequence[str]], Sequence[Interval] | None]
"""Known words laid on the sound of a stretch: an interval for each, in order and inside of it; None where they do not
fit what is heard there.
"""
