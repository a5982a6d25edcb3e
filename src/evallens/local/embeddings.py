"""A place in the plane and a cluster for every image: given, or computed from the pictures."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import NOISE
from ..text import counted
from .annotations import ImageList
from .layout import laid_out, principal
from .pairing.images import paired
from .values import named_rows

_AT_ONCE = 2048
"""Pictures whose features are computed at a time."""
_FEWEST = 16
"""Images that t-SNE is for; fewer go by their principal components."""
_WITHOUT_TSNE = (
    'The map shows principal components, because openTSNE is missing: install "evallens[local]" for t-SNE '
    "(on Linux and Windows for ARM build openTSNE from its source)."
)

Vectors = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Embedding:
    """``points`` (n, 2) float32 with NaN for images without one, ``clusters`` (n,) int32, and how it was made."""

    points: NDArray[np.float32] | None
    clusters: NDArray[np.int32] | None
    words: str = ""
    notices: tuple[Notice, ...] = ()


def embedded(
    given: Any,
    images: ImageList,
    pixels: Sequence[NDArray[np.uint8] | None],
    follow: Callable[[int, int], None] | None = None,
) -> Embedding:
    """Place and cluster n images.

    ``given`` is (n, 2) points, (n, D) vectors, a mapping from names to either, ``False`` for no
    embedding, or ``None``: computed from ``pixels``, (32, 32, 3) of each image or ``None``.
    ``follow`` is given (done, total). Raises InputError for a wrong shape.
    """
    if given is False or (given is None and all(picture is None for picture in pixels)):
        return Embedding(None, None)
    vectors = picture_features(pixels) if given is None else _given(given, images)
    is_known = np.isfinite(vectors).all(axis=1)
    known, words = vectors[is_known], "given points"
    notices: tuple[Notice, ...] = ()
    if vectors.shape[1] > 2:
        known, method, notices = projected(known, follow)
        words = f"{method} of {'picture features (colours and edges)' if given is None else 'given vectors'}"
    points = np.full((len(vectors), 2), np.nan, np.float32)
    points[is_known] = known
    clusters = np.full(len(vectors), NOISE, np.int32)
    clusters[is_known], unclustered = clustered(points[is_known])
    notices += unclustered
    if missing := int((~is_known).sum()):
        notices += (
            Notice("no-embedding", missing, (), f"{counted(missing, 'images', 'have')} no place in the embedding."),
        )
    return Embedding(points, clusters, words, notices)


def projected(
    vectors: Vectors, follow: Callable[[int, int], None] | None = None
) -> tuple[Vectors, str, tuple[Notice, ...]]:
    """Vectors (n, D) to the plane, the name of the method, and notices. The same vectors give the same points."""
    if not len(vectors):
        return np.zeros((0, 2)), "PCA", ()
    scale = vectors.std(axis=0)
    scaled = (vectors - vectors.mean(axis=0)) / np.where(scale > 0, scale, 1)
    notices: tuple[Notice, ...] = ()
    if len(vectors) >= _FEWEST and np.ptp(vectors, axis=0).any():
        try:
            return laid_out(scaled, follow), "t-SNE", ()
        except ImportError:
            notices = (Notice("not-t-sne", len(vectors), (), _WITHOUT_TSNE),)
    points = principal(scaled, 2)
    return np.pad(points, ((0, 0), (0, 2 - points.shape[1]))), "PCA", notices


def clustered(points: NDArray[np.float32]) -> tuple[NDArray[np.int32], tuple[Notice, ...]]:
    """HDBSCAN clusters, (n,), of points in the plane, (n, 2), and notices; -1 is noise."""
    least = max(5, len(points) // 60)
    none = np.full(len(points), NOISE, np.int32)
    if len(points) < 2 * least:
        return none, ()
    if importlib.util.find_spec("sklearn") is None:
        words = 'Images are not clustered: install "evallens[local]" for HDBSCAN.'
        return none, (Notice("not-clustered", len(points), (), words),)
    from sklearn.cluster import HDBSCAN

    return HDBSCAN(min_cluster_size=least, min_samples=5, n_jobs=1, copy=True).fit_predict(points).astype(np.int32), ()


def picture_features(pixels: Sequence[NDArray[np.uint8] | None]) -> Vectors:
    """What n pictures of (32, 32, 3) look like, (n, 320), NaN for ``None``: colours on a grid and edges' directions."""
    vectors = np.full((len(pixels), 3 * 64 + 8 * 16), np.nan)
    rows = [row for row, picture in enumerate(pixels) if picture is not None]
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        vectors[part] = _features(np.stack([picture for row in part if (picture := pixels[row]) is not None]) / 255)
    return vectors


def _features(pixels: Vectors) -> Vectors:
    n, side = pixels.shape[:2]
    colours = pixels.reshape(n, 8, side // 8, 8, side // 8, 3).mean(axis=(2, 4)).reshape(n, -1)
    down, right = np.gradient(pixels.mean(axis=3), axis=(1, 2))
    angle = np.floor((np.arctan2(down, right) / (2 * np.pi) % 1) * 8).astype(int) % 8
    strength = np.hypot(down, right)
    cells = np.stack([np.where(angle == direction, strength, 0) for direction in range(8)], axis=1)
    edges = np.sqrt(cells.reshape(n, 8, 4, side // 4, 4, side // 4).sum(axis=(3, 5)).reshape(n, -1))
    return np.concatenate([colours, edges], axis=1)


def _given(given: Any, images: ImageList) -> Vectors:
    if isinstance(given, str | bool):
        raise InputError(f"embeddings must be an array, a mapping by image name, False or None, not {given!r}")
    count = len(images)
    given = given if images.is_numbered else named_rows(given)
    try:
        vectors = _by_name(given, images) if isinstance(given, Mapping) else np.asarray(given, np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"embeddings must hold a row of as many numbers for each image ({error})") from None
    if vectors.ndim != 2 or vectors.shape[1] < 2 or len(vectors) != count:
        raise InputError(f"embeddings must be ({count}, 2) or ({count}, D), not {vectors.shape}")
    return vectors


def _by_name(given: Mapping[Any, Any], images: ImageList) -> Vectors:
    width = max((np.size(vector) for vector in given.values()), default=0)
    vectors = np.full((len(images), width), np.nan)
    keys = ImageList(names=[str(key) for key in given])
    for row, vector in zip(paired(images, keys, sources=("the images", "embeddings")), given.values(), strict=True):
        if row >= 0:
            vectors[row] = vector
    return vectors
