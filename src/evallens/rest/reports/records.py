"""Image records of decoded pages as columns; nothing is checked here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...contract import Cluster, ReadImagePage, ReadStats
from ...errors import ResponseError
from ...evaluation.columns.tables import NOISE, SPLITS
from .entries import read_entries

UNKNOWN_SPLIT = 255
_SPLIT_CODE = {name: code for code, name in enumerate(SPLITS)}
_NO_STATS = ReadStats()
_NO_CLUSTER = 1 << 40
"""Beyond every cluster id: none was given."""
_INT32 = 1 << 31


@dataclass(frozen=True, eq=False)
class Records:
    """``n`` image records and the ``m`` confusion entries behind them."""

    id: list[str]
    name: list[str]
    split: NDArray[np.uint8]
    """Index into ``SPLITS``, or ``UNKNOWN_SPLIT``."""
    unknown_splits: frozenset[str]
    """Names of the splits that are not in ``SPLITS``."""
    embedding: NDArray[np.float32]
    """(n, 2); NaN: none."""
    cluster: NDArray[np.int32]
    has_cluster: NDArray[np.bool_]
    augmentations: NDArray[np.int32]
    stats: NDArray[np.int64]
    """(n, 3): the service's own TP, FP, FN of each image; -1: it gave none."""
    image: NDArray[np.int64]
    """(m,): the record an entry belongs to."""
    entries: NDArray[np.int64]
    """(m, 3): actual, predicted, count."""

    def __len__(self) -> int:
        return len(self.id)


def records_of(page: ReadImagePage) -> Records:
    """The records of one page; raises ResponseError for a number too large for its column."""
    images = page.images
    try:
        lengths, entries = read_entries([r.confusion for r in images])
        splits = [r.split for r in images]
        clusters, stats = [r.cluster for r in images], [r.stats for r in images]
        unknown = frozenset(splits).difference(_SPLIT_CODE)
        points, ids = _clusters(clusters)
        return Records(
            id=[r.image_id for r in images],
            name=[r.image_name for r in images],
            split=_codes(splits, unknown),
            unknown_splits=unknown,
            embedding=points,
            cluster=np.where(ids == _NO_CLUSTER, NOISE, ids).astype(np.int32),
            has_cluster=ids != _NO_CLUSTER,
            augmentations=np.fromiter([r.augmentations or 0 for r in images], np.int32, len(images)),
            stats=_tallies(stats),
            image=np.repeat(np.arange(len(images)), lengths),
            entries=entries,
        )
    except OverflowError:
        words = f"A record among {page.offset}..{page.offset + len(images)} holds a number too large for its column."
    raise ResponseError(words)


def concatenated(parts: Sequence[Records]) -> Records:
    """All records of ``parts``, in order."""
    starts = np.cumsum([0, *(len(p) for p in parts[:-1])])
    return Records(
        id=list(chain.from_iterable(p.id for p in parts)),
        name=list(chain.from_iterable(p.name for p in parts)),
        split=np.concatenate([p.split for p in parts]),
        unknown_splits=frozenset().union(*(p.unknown_splits for p in parts)),
        embedding=np.concatenate([p.embedding for p in parts]),
        cluster=np.concatenate([p.cluster for p in parts]),
        has_cluster=np.concatenate([p.has_cluster for p in parts]),
        augmentations=np.concatenate([p.augmentations for p in parts]),
        stats=np.concatenate([p.stats for p in parts]),
        image=np.concatenate([p.image + start for p, start in zip(parts, starts, strict=True)]),
        entries=np.concatenate([p.entries for p in parts]),
    )


def _codes(splits: list[str], unknown: frozenset[str]) -> NDArray[np.uint8]:
    codes = _SPLIT_CODE | dict.fromkeys(unknown, UNKNOWN_SPLIT)
    return np.fromiter(map(codes.__getitem__, splits), np.uint8, len(splits))


def _clusters(given: list[Any]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Points (n, 2) and cluster ids (n,) of what records hold as their cluster."""
    try:
        # Nearly always all are complete, and none has to be looked at by itself.
        return _points([c.embedding for c in given]), _ids([c.id for c in given])
    except (AttributeError, TypeError):
        whole = [c if isinstance(c, Cluster) else Cluster(id=c) for c in given]
    ids = _ids([NOISE if c.id is None else c.id for c in whole])
    ids[[c.id is None for c in whole]] = _NO_CLUSTER
    return _points([_placed(c.embedding) for c in whole]), ids


def _placed(point: tuple[float | None, float | None] | None) -> tuple[float, float]:
    x, y = point or (None, None)
    return (np.nan, np.nan) if x is None or y is None else (x, y)


def _ids(given: list[int]) -> NDArray[np.int64]:
    ids = np.fromiter(given, np.int64, len(given))
    if len(ids) and (ids.min() < -_INT32 or ids.max() >= _INT32):
        raise OverflowError
    return ids


def _points(pairs: list[Any]) -> NDArray[np.float32]:
    flat = np.fromiter(chain.from_iterable(pairs), np.float64, 2 * len(pairs))
    with np.errstate(over="ignore"):
        points = flat.reshape(-1, 2).astype(np.float32)
    # A point without one of its coordinates is none.
    points[~np.isfinite(points).all(axis=1)] = np.nan
    return points


def _tallies(stats: list[Any]) -> NDArray[np.int64]:
    try:
        columns = (
            [s.true_positives for s in stats],
            [s.false_positives for s in stats],
            [s.false_negatives for s in stats],
        )
    except AttributeError:
        return _tallies([_NO_STATS if s is None else s for s in stats])
    tallies = np.empty((len(stats), 3), np.int64)
    for place, column in enumerate(columns):
        tallies[:, place] = np.fromiter(column, np.int64, len(stats))
    return tallies
