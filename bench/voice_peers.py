"""Each of the two networks by itself, as it is commonly used: what ours is measured beside.

``Windows``: silero's clear speech, an embedding every 0.75 s, groups by the spectrum of their graph with its eigengap;
one voice at a time. ``Segmentation``: the voices of ten-second windows, embedded where each is alone, joined by average
linkage down to a likeness of 0.55, averaged over the windows. Both as measured for the project before there was ours.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from scipy.cluster import hierarchy
from scipy.cluster.vq import kmeans2
from scipy.linalg import eigh

from recordings import RATE_HZ
from tapewright.speech.activity import clear_speech_in
from tapewright.speech.voices.networks import FRAME_STEP, FRAMES, WINDOW, Networks, unit
from tapewright.speech.voices.stitching import activity
from tapewright.speech.voices.windows import first_sample
from tapewright.timing import to_samples

Turn = tuple[float, float, str]

_WINDOW_S, _STEP_S = 1.5, 0.75
_HOP_FRAMES = 148
_ONE_VOICE = 0.55
_LEAST_FRAMES = 30


def windows_alone(networks: Networks, samples: Any) -> list[Turn]:
    """Voice activity, embeddings every 0.75 s, spectral groups."""
    spans, places = [], []
    for spoken in clear_speech_in([samples]).clear:
        start, end = (to_samples(at, RATE_HZ) / RATE_HZ for at in (spoken.start, spoken.end))
        count = max(1, round((end - start) / _STEP_S))
        edges = np.linspace(start, end, count + 1)
        for a, b in pairwise(edges):
            middle = (a + b) / 2
            spans.append((float(a), float(b)))
            first = int(max(0, middle - _WINDOW_S / 2) * RATE_HZ)
            places.append(samples[first : first + int(_WINDOW_S * RATE_HZ)])
    if not spans:
        return []
    groups = _spectral(networks.voices([networks.features(place) for place in places]))
    return [(a, b, str(group)) for (a, b), group in zip(spans, groups, strict=True)]


def segmentation_alone(networks: Networks, samples: Any) -> list[Turn]:
    """Voices of ten-second windows, joined by likeness."""
    step = _HOP_FRAMES * FRAME_STEP
    starts = list(range(0, max(1, len(samples) - WINDOW + step), step))
    features = networks.features(samples)
    heard, embedded, owners = [], [], []
    for number, start in enumerate(starts):
        window = np.zeros((1, WINDOW), dtype="float32")
        part = samples[start : start + WINDOW]
        window[0, : len(part)] = part
        on = activity(networks.classes(window))[0] > 0.5
        heard.append(on)
        for slot in range(on.shape[1]):
            alone = np.flatnonzero(on[:, slot] & (on.sum(axis=1) == 1))
            if len(alone) >= _LEAST_FRAMES:
                rows = np.unique((start + alone * FRAME_STEP) // (RATE_HZ // 100))
                if len(rows := rows[rows < len(features)]) >= _LEAST_FRAMES:
                    embedded.append(features[rows])
                    owners.append((number, slot))
    if not embedded:
        return []
    groups = _linked(networks.voices(embedded))
    frames = len(samples) // FRAME_STEP + FRAMES
    votes, windows = np.zeros((frames, int(groups.max()) + 1)), np.zeros((frames, 1))
    for number in range(len(starts)):
        windows[number * _HOP_FRAMES : number * _HOP_FRAMES + FRAMES] += 1
    for (number, slot), group in zip(owners, groups, strict=True):
        votes[number * _HOP_FRAMES : number * _HOP_FRAMES + FRAMES, group] += heard[number][:, slot]
    return _turns(votes / np.maximum(windows, 1) > 0.5)


def _turns(on: Any) -> list[Turn]:
    found = []
    for group in range(on.shape[1]):
        edges = np.diff(np.concatenate([[0], on[:, group].astype("int8"), [0]]))
        for a, b in zip(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True):
            found.append((first_sample(int(a)) / RATE_HZ, first_sample(int(b)) / RATE_HZ, str(group)))
    return found


def _linked(embeddings: Any) -> Any:
    if len(embeddings) < 2:
        return np.zeros(len(embeddings), dtype=int)
    tree = hierarchy.linkage(embeddings, "average", metric="cosine")
    return hierarchy.fcluster(tree, 1 - _ONE_VOICE, "distance") - 1


def _spectral(embeddings: Any, most: int = 10) -> Any:
    n = len(embeddings)
    if n < 6:
        return _linked(embeddings)
    likeness = unit(embeddings) @ unit(embeddings).T
    nearest = np.argsort(-likeness, axis=1)[:, : max(6, n // 10)]
    graph = np.zeros((n, n))
    np.put_along_axis(graph, nearest, np.maximum(np.take_along_axis(likeness, nearest, 1), 0), 1)
    np.fill_diagonal(graph, 0)
    graph = (graph + graph.T) / 2
    values, vectors = eigh(np.diag(graph.sum(axis=1)) - graph)
    count = int(np.argmax(np.diff(values[: most + 1]))) + 1
    if count == 1:
        return np.zeros(n, dtype=int)
    return kmeans2(vectors[:, :count], count, minit="++", seed=0)[1]
