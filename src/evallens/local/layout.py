"""Vectors to the plane so that neighbours stay neighbours: openTSNE's t-SNE of their principal components."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float64]

_SEED = 0
_MOST = 20_000
"""So many images are laid out; further ones are placed among them."""
_AMONG = 3
"""The nearest laid out ones, between which a further image is placed."""
_DIMENSIONS = 50
"""To which longer vectors are brought by their principal components."""
_PERPLEXITY = 30
"""How many neighbours count, in openTSNE's measure; a third of the images where they are few."""
_EARLY, _LATER = 125, 250
"""Iterations, half of what openTSNE does: neighbours are kept as well, in half the time."""
_TOLD = 25
"""Iterations between two words to who follows."""


def laid_out(vectors: NDArray[np.floating], follow: Callable[[int, int], None] | None = None) -> Vectors:
    """Place n vectors (n, D), not all equal, in the plane, (n, 2); the same vectors always at the same points.

    ``follow`` is given (done, total). Raises ImportError without openTSNE.
    """
    reduced = principal(vectors, _DIMENSIONS)
    if len(reduced) <= _MOST:
        return _tsne(reduced, follow)
    held = np.sort(np.random.default_rng(_SEED).choice(len(reduced), _MOST, replace=False))
    points = _tsne(reduced[held], follow)
    from sklearn.neighbors import KNeighborsRegressor

    among = KNeighborsRegressor(_AMONG, weights="distance", algorithm="brute").fit(reduced[held], points)
    return np.asarray(among.predict(reduced))


def _tsne(vectors: Vectors, follow: Callable[[int, int], None] | None) -> Vectors:
    from openTSNE import TSNE
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import Sklearn

    done = itertools.count(_TOLD, _TOLD)

    def tell(*_of_iteration: object) -> None:
        if follow is not None:
            follow(next(done), _EARLY + _LATER)

    perplexity = min(_PERPLEXITY, (len(vectors) - 1) / 3)
    # Named, because openTSNE would choose the same after importing pynndescent, where it is installed, with Numba.
    neighbours = Sklearn(vectors, k=int(3 * perplexity), metric="euclidean", n_jobs=1)
    method = TSNE(
        early_exaggeration_iter=_EARLY,
        n_iter=_LATER,
        callbacks=tell,
        callbacks_every_iters=_TOLD,
        n_jobs=1,
        random_state=_SEED,
    )
    return np.asarray(method.fit(vectors, affinities=PerplexityBasedNN(knn_index=neighbours, perplexity=perplexity)))


def principal(vectors: NDArray[np.floating], most: int) -> Vectors:
    """The first ``most`` principal components of n vectors, (n, most or fewer), the largest first."""
    centred = (vectors - vectors.mean(axis=0)).astype(np.float64)
    is_tall = centred.shape[0] >= centred.shape[1]
    _, found = np.linalg.eigh(centred.T @ centred if is_tall else centred @ centred.T)
    directions = found[:, ::-1][:, :most] if is_tall else centred.T @ found[:, ::-1][:, :most]
    length = np.linalg.norm(directions, axis=0)
    directions = directions / np.where(length > 0, length, 1)
    # A direction's sign is a matter of the library; its largest part shall be positive.
    largest = directions[np.abs(directions).argmax(axis=0), np.arange(directions.shape[1])]
    return np.asarray(centred @ (directions * np.where(largest < 0, -1, 1)))
