"""Which embeddings are one voice: groups whose number is found, told or bounded.

How alike a voice is to itself hangs on the tape (0.9 in a studio, 0.4 under hiss), so no threshold is fixed: the groups
are those of the graph of nearest neighbours, and their number is where its spectrum has the widest gap (U. von Luxburg,
"A tutorial on spectral clustering", 2007). Very few embeddings are joined by their likeness alone.
"""

from __future__ import annotations

from typing import Any

Array = Any
"""``numpy.ndarray``."""

MOST_VOICES = 10
"""More are not looked for on one tape unless their number is told."""
FEW = 8
ALIKE = 0.3
"""Of fewer than ``FEW`` embeddings, groups less alike than this are two voices."""

_FEWEST_NEIGHBOURS = 6
_NEIGHBOURS = 0.1


def group(embeddings: Array, *, count: int | None = None, most: int | None = None) -> Array:
    """The group of each embedding, ``int64 [n]``, numbered from 0; ``embeddings`` are of unit length, ``[n, size]``.

    ``count`` fixes the number of groups, ``most`` bounds it.
    """
    import numpy

    n = len(embeddings)
    if n <= 1 or count == 1 or most == 1:
        return numpy.zeros(n, dtype="int64")
    if n < FEW:
        return _by_likeness(embeddings, count, most)
    values, vectors = _spectrum(embeddings)
    if count is None:
        gaps = numpy.diff(values[: min(n, (most or MOST_VOICES) + 1)])
        count = int(numpy.argmax(gaps)) + 1
    count = min(count, n)
    return _numbered(_split(vectors[:, :count], count)) if count > 1 else numpy.zeros(n, dtype="int64")


def centres(embeddings: Array, groups: Array, weights: Array) -> Array:
    """The weighted mean of each group, of unit length, ``[groups, size]``."""
    import numpy

    from tapewright.speech.voices.networks import unit

    sums = numpy.zeros((int(groups.max()) + 1, embeddings.shape[1]), dtype="float32")
    numpy.add.at(sums, groups, embeddings * weights[:, None])
    return unit(sums)


def _by_likeness(embeddings: Array, count: int | None, most: int | None) -> Array:
    from scipy.cluster import hierarchy

    tree = hierarchy.linkage(embeddings, method="average", metric="cosine")
    if count is None:
        found = hierarchy.fcluster(tree, 1 - ALIKE, "distance")
        if most is None or found.max() <= most:
            return _numbered(found)
    return _numbered(hierarchy.fcluster(tree, count or most, "maxclust"))


def _spectrum(embeddings: Array) -> tuple[Array, Array]:
    """Eigenvalues and eigenvectors, the least first, of the Laplacian of the graph of nearest neighbours."""
    import numpy
    from scipy.linalg import eigh

    n = len(embeddings)
    likeness = embeddings @ embeddings.T
    neighbours = min(n, max(_FEWEST_NEIGHBOURS, int(_NEIGHBOURS * n)))
    nearest = numpy.argsort(-likeness, axis=1, kind="stable")[:, :neighbours]
    graph = numpy.zeros_like(likeness, dtype="float64")
    numpy.put_along_axis(graph, nearest, numpy.maximum(numpy.take_along_axis(likeness, nearest, 1), 0), 1)
    numpy.fill_diagonal(graph, 0)
    graph = (graph + graph.T) / 2
    laplacian = numpy.diag(graph.sum(axis=1)) - graph
    values, vectors = eigh(laplacian, subset_by_index=(0, min(n, 64) - 1))
    return values, vectors


def _split(points: Array, count: int) -> Array:
    """So many groups of points: k-means, begun at points far from each other, the same every time."""
    import numpy

    chosen = [int(numpy.argmax(numpy.linalg.norm(points - points.mean(axis=0), axis=1)))]
    while len(chosen) < count:
        apart = numpy.min([numpy.linalg.norm(points - points[one], axis=1) for one in chosen], axis=0)
        chosen.append(int(numpy.argmax(apart)))
    middles = points[chosen]
    groups = numpy.zeros(len(points), dtype="int64")
    for _ in range(100):
        distances = numpy.linalg.norm(points[:, None, :] - middles[None, :, :], axis=2)
        before, groups = groups, numpy.argmin(distances, axis=1)
        if (before == groups).all():
            break
        middles = numpy.stack(
            [points[groups == k].mean(axis=0) if (groups == k).any() else middles[k] for k in range(count)]
        )
    return groups


def _numbered(groups: Array) -> Array:
    """Groups numbered from 0 without holes, in the order in which they come up."""
    import numpy

    _, firsts, inverse = numpy.unique(groups, return_index=True, return_inverse=True)
    return numpy.argsort(numpy.argsort(firsts))[inverse]
