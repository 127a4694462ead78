"""Which embeddings are one voice: groups whose number is found, told or bounded.

How alike a voice is to itself hangs on the tape (0.9 in a studio, 0.4 under hiss), but the *means* of a voice's parts
stay alike where the noise of single ones is averaged out: 0.56 and more in one voice's halves, 0.57 and less between
two voices, clean or on a bad tape (measured, see the decision on voices). So single embeddings are first joined to
groups that are surely one voice (average linkage), then groups whose means are alike. A moment that is like nothing is
no voice of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tapewright.speech.voices.networks import unit

Array = Any
"""``numpy.ndarray``."""

SURE = 0.4
"""Average likeness down to which single embeddings are joined."""
ONE_VOICE = 0.57
"""Groups whose means are at least so alike are one voice."""
EXPECTED = 0.45
"""The same where a voice that was told beforehand is the likest to both."""
STRANGE = 0.2
"""A small group whose mean is less like every voice than this is a voice of its own."""
MOST_VOICES = 20
"""More are not looked for on one tape unless their number is told."""

LEAST_SHARE = 0.04
LEAST_S = (2.0, 4.0)
"""A group of less than this share of the speech, but within these bounds, is small."""
STRANGE_SHARE = 0.005
SHORT_S = 60.0
"""A small strange group has at least this share of the speech, and more than one embedding where there is more speech
than this: among so many, one that is like nothing is a cough."""


def group(
    embeddings: Array,
    seconds: Array,
    *,
    count: int | None = None,
    most: int | None = None,
    known: Sequence[Sequence[float]] = (),
) -> Array:
    """The group of each embedding, ``int64 [n]``, numbered from 0 in the order in which they come up.

    ``embeddings`` are of unit length, ``[n, size]``, and ``seconds`` says how much each one weighs. ``count`` fixes the
    number of groups (where there are so many embeddings), else ``most`` bounds it; ``known`` are voices that are likely
    among them.
    """
    import numpy

    n = len(embeddings)
    if n <= 1 or (count or most) == 1:
        return numpy.zeros(n, dtype="int64")
    tree = _tree(embeddings)
    groups = _numbered(_cut(tree, 1 - SURE))
    if count is None:
        groups = _without_small(embeddings, seconds, groups)
    elif groups.max() + 1 < count:
        return _numbered(_into(tree, min(count, n)))
    return _numbered(_merged(embeddings, seconds, groups, count, most or MOST_VOICES, known))


def centres(embeddings: Array, groups: Array, weights: Array) -> Array:
    """The weighted mean of each group, of unit length, ``[groups, size]``."""
    import numpy

    sums = numpy.zeros((int(groups.max()) + 1, embeddings.shape[1]), dtype="float32")
    numpy.add.at(sums, groups, embeddings * weights[:, None])
    return unit(sums)


def _without_small(embeddings: Array, seconds: Array, groups: Array) -> Array:
    """Small groups given to the likest of the others, embedding by embedding."""
    import numpy

    totals = numpy.bincount(groups, weights=seconds)
    low, high = LEAST_S
    least = min(high, max(low, LEAST_SHARE * float(seconds.sum())))
    kept = numpy.flatnonzero(totals >= least)
    if len(kept) == 0:
        kept = numpy.array([int(numpy.argmax(totals))])
    middles = centres(embeddings, groups, seconds)
    whole = float(seconds.sum())
    strange = [
        one
        for one in numpy.flatnonzero((totals < least) & (totals >= STRANGE_SHARE * whole)).tolist()
        if float((middles[kept] @ middles[one]).max()) < STRANGE and (whole < SHORT_S or (groups == one).sum() > 1)
    ]
    kept = numpy.array(sorted([*kept.tolist(), *strange]))
    nearest = kept[numpy.argmax(embeddings @ middles[kept].T, axis=1)]
    return _numbered(numpy.where(numpy.isin(groups, kept), groups, nearest))


def _merged(
    embeddings: Array,
    seconds: Array,
    groups: Array,
    count: int | None,
    most: int,
    known: Sequence[Sequence[float]],
) -> Array:
    """The likest groups joined until none are alike, or until there are so many as told."""
    import numpy

    groups = groups.copy()
    while (left := int(groups.max()) + 1) > 1 and left != count:
        middles = centres(embeddings, groups, seconds)
        likeness = middles @ middles.T
        expected = _expected(middles, known)
        likeness = numpy.where(expected, likeness + ONE_VOICE - EXPECTED, likeness)
        numpy.fill_diagonal(likeness, -2)
        one, other = sorted(numpy.unravel_index(int(numpy.argmax(likeness)), likeness.shape))
        if count is None and left <= most and likeness[one, other] < ONE_VOICE:
            break
        groups[groups == other] = one
        groups = _numbered(groups)
    return groups


def _expected(middles: Array, known: Sequence[Sequence[float]]) -> Array:
    """Which pairs of groups are likest to the same voice that was told beforehand, clearly."""
    import numpy

    told = [voice for voice in known if len(voice) == middles.shape[1]]
    if not told:
        return numpy.zeros((len(middles), len(middles)), dtype=bool)
    likeness = middles @ unit(numpy.asarray(told, dtype="float32")).T
    ranked = numpy.sort(likeness, axis=1)
    margin = ranked[:, -1] - (ranked[:, -2] if len(told) > 1 else 0)
    clear = (ranked[:, -1] >= EXPECTED) & (margin >= 0.15)
    best = numpy.argmax(likeness, axis=1)
    return (best[:, None] == best[None, :]) & clear[:, None] & clear[None, :]


def _tree(embeddings: Array) -> Array:
    from scipy.cluster import hierarchy

    return hierarchy.linkage(embeddings, method="average", metric="cosine")


def _cut(tree: Array, distance: float) -> Array:
    from scipy.cluster import hierarchy

    return hierarchy.fcluster(tree, distance, "distance")


def _into(tree: Array, count: int) -> Array:
    from scipy.cluster import hierarchy

    return hierarchy.fcluster(tree, count, "maxclust")


def _numbered(groups: Array) -> Array:
    """Groups numbered from 0 without holes, in the order in which they come up."""
    import numpy

    _, firsts, inverse = numpy.unique(groups, return_index=True, return_inverse=True)
    return numpy.argsort(numpy.argsort(firsts))[inverse]
