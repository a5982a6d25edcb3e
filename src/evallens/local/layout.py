"""Vectors to the plane so that neighbours stay neighbours: UMAP's graph and forces in NumPy alone.

The packages that do this compile for twenty seconds at import, or lack wheels for some system. What is here is
McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation and Projection" (2018), sections 3 and 4, with
all edges of an epoch moved at once, from the principal components. The same vectors give the same map.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Index = NDArray[np.int64]

NEIGHBOURS = 15
_SEED = 0
_MOST = 20_000
"""So many images are laid out; further ones are placed among them."""
_DIMENSIONS = 50
"""To which longer vectors are brought by their principal components."""
_ROWS = 1024
_A, _B = 1.577, 0.895
"""The curve 1 / (1 + a d^2b) of a least distance of 0.1, as UMAP fits it."""
_NEGATIVES = 10
"""Pushes for each pull: twice as many as usual keep neighbours better, for half as much time again."""
_CLIP = 4.0
_EXTENT = 10.0


class _Edges(NamedTuple):
    head: Index
    tail: Index
    weight: Vectors


def laid_out(vectors: NDArray[np.floating], follow: Callable[[int, int], None] | None = None) -> Vectors:
    """Place n vectors (n, D), n above ``NEIGHBOURS``, in the plane, (n, 2); ``follow`` is given (done, total)."""
    reduced = principal(vectors, _DIMENSIONS)
    random = np.random.default_rng(_SEED)
    if len(reduced) <= _MOST:
        return _layout(reduced, random, follow)
    held = np.sort(random.choice(len(reduced), _MOST, replace=False))
    points = _layout(reduced[held], random, follow)
    place, distance = _nearest(reduced, reduced[held], 3)
    near = 1 / (distance + 1e-6)
    placed: Vectors = np.einsum("nk,nkd->nd", near / near.sum(axis=1, keepdims=True), points[place]).astype(np.float32)
    return placed


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
    components: Vectors = (centred @ (directions * np.where(largest < 0, -1, 1))).astype(np.float32)
    return components


def _layout(vectors: Vectors, random: np.random.Generator, follow: Callable[[int, int], None] | None) -> Vectors:
    edges = _graph(*_nearest(vectors, vectors, NEIGHBOURS))
    start = vectors[:, :2] if vectors.shape[1] > 1 else np.pad(vectors, ((0, 0), (0, 1)))
    spread = float(np.abs(start).max()) or 1.0
    points = start * (_EXTENT / spread) + random.normal(scale=1e-4, size=start.shape)
    epochs = 500 if len(vectors) < 2_000 else 200
    for epoch in range(epochs):
        _move(points, edges, random, 1 - epoch / epochs)
        if follow is not None:
            follow(epoch + 1, epochs)
    return points.astype(np.float32)


def _nearest(vectors: Vectors, others: Vectors, count: int) -> tuple[Index, Vectors]:
    """The ``count`` nearest of ``others`` to each vector and their distances, nearest first."""
    squares = (others**2).sum(axis=1)
    rows, distances = [], []
    for start in range(0, len(vectors), _ROWS):
        part = vectors[start : start + _ROWS]
        apart = squares - 2 * (part @ others.T) + (part**2).sum(axis=1)[:, None]
        near = np.argpartition(apart, count - 1, axis=1)[:, :count]
        found = np.take_along_axis(apart, near, axis=1)
        order = np.argsort(found, axis=1, kind="stable")
        rows.append(np.take_along_axis(near, order, axis=1))
        distances.append(np.sqrt(np.maximum(np.take_along_axis(found, order, axis=1), 0)))
    return np.concatenate(rows), np.concatenate(distances)


def _graph(near: Index, distance: Vectors) -> _Edges:
    """How surely two are neighbours, by either's own measure of near: a + b - ab."""
    apart = np.maximum(distance - distance[:, 1:2], 0)
    scale = _scales(apart)
    sure = np.exp(-apart / scale[:, None])
    head = np.repeat(np.arange(len(near)), near.shape[1])
    tail, weight = near.ravel(), sure.ravel().astype(np.float64)
    is_other = head != tail
    head, tail, weight = head[is_other], tail[is_other], weight[is_other]
    keys = np.concatenate([head * len(near) + tail, tail * len(near) + head])
    both, place = np.unique(keys, return_inverse=True)
    one = np.bincount(place[: len(head)], weights=weight, minlength=len(both))
    other = np.bincount(place[len(head) :], weights=weight, minlength=len(both))
    return _Edges(both // len(near), both % len(near), (one + other - one * other).astype(np.float32))


def _scales(apart: Vectors) -> Vectors:
    """Of each point the unit of distance in which its neighbours weigh log2(k) together."""
    low, high = np.zeros(len(apart), np.float32), np.full(len(apart), np.inf, np.float32)
    scale = np.ones(len(apart), np.float32)
    target = np.log2(apart.shape[1])
    for _ in range(64):
        is_wide = np.exp(-apart[:, 1:] / scale[:, None]).sum(axis=1) > target
        high, low = np.where(is_wide, scale, high), np.where(is_wide, low, scale)
        scale = np.where(np.isinf(high), scale * 2, (low + high) / 2).astype(np.float32)
    return np.maximum(scale, 1e-3 * max(float(apart.mean()), 1e-12)).astype(np.float32)


def _move(points: NDArray[np.float64], edges: _Edges, random: np.random.Generator, rate: float) -> None:
    """One epoch: an edge pulls as often as it is sure, and each pull is answered by pushes from anywhere."""
    drawn = random.random(len(edges.weight), np.float32) < edges.weight
    head, tail = edges.head[drawn], edges.tail[drawn]
    gap = points[head] - points[tail]
    square = (gap**2).sum(axis=1)
    near = np.maximum(square, 1e-12)
    pull = -2 * _A * _B * near ** (_B - 1) / (1 + _A * near**_B)
    force = np.clip(pull[:, None] * gap, -_CLIP, _CLIP)
    _add(points, tail, -force * rate)
    _add(points, head, force * rate)
    head = np.repeat(head, _NEGATIVES)
    other = random.integers(0, len(points), len(head))
    gap = points[head] - points[other]
    square = (gap**2).sum(axis=1)
    push = 2 * _B / ((0.001 + square) * (1 + _A * square**_B))
    _add(points, head, np.clip(push[:, None] * gap, -_CLIP, _CLIP) * rate)


def _add(points: NDArray[np.float64], rows: Index, steps: NDArray[np.float64]) -> None:
    for axis in range(2):
        points[:, axis] += np.bincount(rows, weights=steps[:, axis], minlength=len(points))
