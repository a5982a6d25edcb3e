"""Image records as columns, straight from the decoded pages; nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from ..errors import ResponseError
from ..evaluation.tables import NOISE, SPLITS
from ..wire import Cluster, ImagePage, ImageRecord

UNKNOWN_SPLIT = 255
_SPLIT_CODE = {name: code for code, name in enumerate(SPLITS)}
_TALLIES = attrgetter("true_positives", "false_positives", "false_negatives")
_NO_TALLIES = (-1, -1, -1)
_NOWHERE = (None, None)


@dataclass(frozen=True, eq=False)
class Records:
    """``n`` image records and the ``m`` confusion entries behind them."""

    id: list[str]
    name: list[str]
    split: NDArray[np.uint8]
    """Index into ``SPLITS``, or ``UNKNOWN_SPLIT``."""
    strange_splits: frozenset[str]
    """What the unknown splits are called."""
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


def of_page(page: ImagePage) -> Records:
    """The records of one page; raises ResponseError for a number too large for its column."""
    images = page.images
    splits = [_SPLIT_CODE.get(r.split, UNKNOWN_SPLIT) for r in images]
    lengths = [len(r.confusion) for r in images]
    clusters = [_cluster(r) for r in images]
    try:
        return Records(
            id=[r.image_id for r in images],
            name=[r.image_name for r in images],
            split=np.array(splits, np.uint8),
            strange_splits=frozenset(r.split for r in images if r.split not in _SPLIT_CODE),
            embedding=_points([c.embedding or _NOWHERE for c in clusters]),
            cluster=np.array([NOISE if c.id is None else c.id for c in clusters], np.int32),
            has_cluster=np.array([c.id is not None for c in clusters], np.bool_),
            augmentations=np.array([r.augmentations or 0 for r in images], np.int32),
            stats=_triples([_NO_TALLIES if r.stats is None else _TALLIES(r.stats) for r in images]),
            image=np.repeat(np.arange(len(images)), lengths),
            entries=_triples(list(chain.from_iterable(r.confusion for r in images))),
        )
    except OverflowError:
        words = f"A record among {page.offset}..{page.offset + len(images)} holds a number too large to be a count."
    raise ResponseError(words)


def joined(parts: Sequence[Records]) -> Records:
    """All records of ``parts``, in order."""
    starts = np.cumsum([0, *(len(p) for p in parts[:-1])])
    return Records(
        id=list(chain.from_iterable(p.id for p in parts)),
        name=list(chain.from_iterable(p.name for p in parts)),
        split=np.concatenate([p.split for p in parts]),
        strange_splits=frozenset().union(*(p.strange_splits for p in parts)),
        embedding=np.concatenate([p.embedding for p in parts]),
        cluster=np.concatenate([p.cluster for p in parts]),
        has_cluster=np.concatenate([p.has_cluster for p in parts]),
        augmentations=np.concatenate([p.augmentations for p in parts]),
        stats=np.concatenate([p.stats for p in parts]),
        image=np.concatenate([p.image + start for p, start in zip(parts, starts, strict=True)]),
        entries=np.concatenate([p.entries for p in parts]),
    )


def _cluster(record: ImageRecord) -> Cluster:
    cluster = record.cluster
    if isinstance(cluster, Cluster):
        return cluster
    return Cluster(id=cluster)


def _points(pairs: list[tuple[float | None, float | None]]) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):
        points = np.array(pairs, np.float64).reshape(-1, 2).astype(np.float32)
    # Half a point is none.
    points[~np.isfinite(points).all(axis=1)] = np.nan
    return points


def _triples(triples: list[tuple[int, int, int]]) -> NDArray[np.int64]:
    flat = np.fromiter(chain.from_iterable(triples), np.int64, 3 * len(triples))
    return flat.reshape(-1, 3)
