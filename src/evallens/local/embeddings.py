"""A place in the plane and a cluster for every image: given, or computed from the pictures."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ..errors import DataError, InputError
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import NOISE
from ..pictures.given import open_picture

_SEED = 0
_NEIGHBOURS = 15
_SIDE = 32
"""Pixels to which a picture is shrunk before its features are taken."""

Vectors = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Embedding:
    """``points`` (n, 2) float32 with NaN for images without one, ``clusters`` (n,) int32, and how it was made."""

    points: NDArray[np.float32] | None
    clusters: NDArray[np.int32] | None
    words: str = ""
    notices: tuple[Notice, ...] = ()
    unreadable: tuple[int, ...] = ()
    """Rows of images whose picture could not be read."""


def embedded(given: Any, names: list[str], sources: list[Any]) -> Embedding:
    """Place and cluster the images.

    ``given`` is (N, 2) points, (N, D) vectors, a mapping from names to either, ``False`` for no
    embedding, or ``None``: computed from the pictures in ``sources``, if there are any.
    Raises InputError for a wrong shape.
    """
    if given is False or (given is None and all(source is None for source in sources)):
        return Embedding(None, None)
    unreadable: list[int] = []
    vectors = _features(names, sources, unreadable) if given is None else _given(given, names)
    is_known = np.isfinite(vectors).all(axis=1)
    known = vectors[is_known]
    words = ""
    if vectors.shape[1] > 2:
        known, words = projected(known)
    points = np.full((len(vectors), 2), np.nan, np.float32)
    points[is_known] = known
    clusters = np.full(len(vectors), NOISE, np.int32)
    clusters[is_known], notices = clustered(points[is_known])
    origin = "picture features (colours and edges)" if given is None else "given vectors"
    if missing := int((~is_known).sum()):
        text = f"{missing} images have no place in the embedding."
        notices = (*notices, Notice("no-embedding", missing, (), text))
    return Embedding(points, clusters, f"{words} of {origin}" if words else "given points", notices, tuple(unreadable))


def projected(vectors: Vectors) -> tuple[Vectors, str]:
    """Vectors (n, D) to the plane, with the name of the method: UMAP, else PCA. Same input, same output."""
    if not len(vectors):
        return np.zeros((0, 2)), "PCA"
    scale = vectors.std(axis=0)
    scaled = (vectors - vectors.mean(axis=0)) / np.where(scale > 0, scale, 1)
    if len(vectors) <= _NEIGHBOURS:
        return _principal(scaled), "PCA"
    if importlib.util.find_spec("umap") is None:
        return _principal(scaled), 'PCA (install "evallens[local]" for UMAP)'
    with warnings.catch_warnings():
        # It warns that TensorFlow, which nothing here needs, is not installed.
        warnings.simplefilter("ignore", ImportWarning)
        from umap import UMAP

    # One thread, or the seed decides nothing.
    return UMAP(n_neighbors=_NEIGHBOURS, random_state=_SEED, n_jobs=1).fit_transform(scaled), "UMAP"


def clustered(points: NDArray[np.float32]) -> tuple[NDArray[np.int32], tuple[Notice, ...]]:
    """HDBSCAN clusters of points in the plane, and notices; -1 is noise."""
    least = max(5, len(points) // 60)
    none = np.full(len(points), NOISE, np.int32)
    if len(points) < 2 * least:
        return none, ()
    if importlib.util.find_spec("sklearn") is None:
        words = 'Images are not clustered: install "evallens[local]" for HDBSCAN.'
        return none, (Notice("not-clustered", len(points), (), words),)
    from sklearn.cluster import HDBSCAN

    return HDBSCAN(min_cluster_size=least, min_samples=5, n_jobs=1, copy=True).fit_predict(points).astype(np.int32), ()


def picture_features(source: Any, name: str) -> Vectors:
    """What a picture looks like, (320,): its colours on a coarse grid, and its edges' directions."""
    opened = open_picture(source, name).convert("RGB").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    pixels = np.asarray(opened, np.float64) / 255
    colours = pixels.reshape(8, _SIDE // 8, 8, _SIDE // 8, 3).mean(axis=(1, 3)).ravel()
    down, right = np.gradient(pixels.mean(axis=2))
    angle = np.floor((np.arctan2(down, right) / (2 * np.pi) % 1) * 8).astype(int) % 8
    strength = np.hypot(down, right)
    cells = np.stack([np.where(angle == direction, strength, 0) for direction in range(8)])
    edges = np.sqrt(cells.reshape(8, 4, 8, 4, 8).sum(axis=(2, 4)).ravel())
    return np.concatenate([colours, edges])


def _features(names: list[str], sources: list[Any], unreadable: list[int]) -> Vectors:
    """A row for each image, NaN without a picture; adds to ``unreadable`` the rows that have a damaged one."""
    vectors = np.full((len(names), 3 * 64 + 8 * 16), np.nan)
    for row, (name, source) in enumerate(zip(names, sources, strict=True)):
        if source is None:
            continue
        try:
            vectors[row] = picture_features(source, name)
        except DataError:
            unreadable.append(row)
    return vectors


def _given(given: Any, names: list[str]) -> Vectors:
    if isinstance(given, str | bool):
        raise InputError(f"embeddings must be an array, a mapping by image name, False or None, not {given!r}")
    try:
        if isinstance(given, Mapping):
            width = max((np.size(vector) for vector in given.values()), default=0)
            vectors = np.array([given.get(name, np.full(width, np.nan)) for name in names], np.float64)
        else:
            vectors = np.asarray(given, np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"embeddings must hold a row of as many numbers for each image ({error})") from None
    if vectors.ndim != 2 or vectors.shape[1] < 2 or len(vectors) != len(names):
        raise InputError(f"embeddings must be ({len(names)}, 2) or ({len(names)}, D), not {vectors.shape}")
    return vectors


def _principal(scaled: Vectors) -> Vectors:
    if len(scaled) < 2:
        return np.zeros((len(scaled), 2))
    left, strength, right = np.linalg.svd(scaled - scaled.mean(axis=0), full_matrices=False)
    # A singular vector's sign is a matter of the library; the largest component shall be positive.
    largest = right[np.arange(len(right)), np.abs(right).argmax(axis=1)]
    points = left * strength * np.sign(largest)
    return np.asarray(points[:, :2] if points.shape[1] > 1 else np.column_stack([points[:, 0], points[:, 0] * 0]))
