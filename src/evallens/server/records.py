"""Per-image records of an evaluation at one threshold, ready to be cut into pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..contract import Cluster, ImageRecord, Stats
from ..evaluation import Evaluation, Images
from ..evaluation.columns.tables import ALL, NOISE, SPLITS, UNSPLIT
from ..evaluation.metrics.counts import Tallies

DECIMALS = 3
"""Rates of single images are rounded to these, as in the contract's example."""


@dataclass(frozen=True, eq=False)
class RecordIndex:
    """Confusion entries sorted by image, and where those of each image begin."""

    images: Images
    tallies: Tallies
    entries: NDArray[np.int64]
    """(m, 3): actual, predicted, count; each cell of an image once, in cell order."""
    starts: NDArray[np.intp]
    """(images + 1,)."""

    @classmethod
    def of(cls, evaluation: Evaluation, confidence: int) -> RecordIndex:
        """Sum the outcomes that hold at ``confidence`` (integer percent)."""
        queries, size = evaluation.queries, len(evaluation.classes)
        images, outcomes = queries.images(), queries.outcomes(confidence=confidence).outcomes
        outcomes = outcomes.take(outcomes.count > 0)
        cell = outcomes.actual.astype(np.int64) * size + outcomes.predicted
        keys, group = np.unique(outcomes.image.astype(np.int64) * size * size + cell, return_inverse=True)
        total = np.zeros(len(keys), np.int64)
        np.add.at(total, group, outcomes.count)
        rows, cells = np.divmod(keys, size * size)
        return cls(
            images=images,
            tallies=queries.tallies(evaluation.where(ALL, confidence), np.arange(len(images))),
            entries=np.stack([*np.divmod(cells, size), total], axis=1),
            starts=np.searchsorted(rows, np.arange(len(images) + 1)),
        )

    def rows(self, split: str) -> NDArray[np.intp]:
        """Image rows of ``split`` (or "all"), in the order they are listed; the contract knows no image without one."""
        return np.flatnonzero(self.images.in_split(split) & (self.images.split != UNSPLIT))

    def matrix(self, split: str, classes: int) -> NDArray[np.int64]:
        """``[actual][predicted]`` over ``split``, int64 (classes, classes)."""
        rows = self.rows(split)
        image = np.repeat(np.arange(len(self.images)), np.diff(self.starts))
        actual, predicted, count = self.entries[np.isin(image, rows)].T
        total = np.zeros((classes, classes), np.int64)
        np.add.at(total, (actual, predicted), count)
        return total

    def page(self, rows: NDArray[np.intp]) -> list[ImageRecord]:
        """The records of image ``rows``, (n,)."""
        images, tallies = self.images, self.tallies.take(rows)
        stats = map(
            Stats,
            tallies.tp.tolist(),
            tallies.fp.tolist(),
            tallies.fn.tolist(),
            *(rounded(rate) for rate in (tallies.precision, tallies.recall, tallies.f1)),
        )
        return [
            ImageRecord(image_id, name, split, augmentations, cluster, stat, confusion)
            for image_id, name, split, augmentations, cluster, stat, confusion in zip(
                images.id.take(rows),
                images.name.take(rows),
                [SPLITS[code] for code in images.split[rows].tolist()],
                images.augmentations[rows].tolist(),
                _clusters(images, rows),
                stats,
                self._confusion(rows),
                strict=True,
            )
        ]

    def _confusion(self, rows: NDArray[np.intp]) -> list[list[Any]]:
        bounds = zip(self.starts[rows].tolist(), self.starts[rows + 1].tolist(), strict=True)
        return [self.entries[start:stop].tolist() for start, stop in bounds]


def rounded(rates: NDArray[np.float64]) -> list[float]:
    """Rates (n,) as the contract writes them: three decimals, 0/0 as 0."""
    return [float(rate) for rate in np.round(np.nan_to_num(rates), DECIMALS)]


def _clusters(images: Images, rows: NDArray[np.intp]) -> list[Cluster | None]:
    ids, x, y = images.cluster[rows].tolist(), images.x[rows], images.y[rows]
    placed = (np.isfinite(x) & np.isfinite(y)).tolist()
    points = zip(x.tolist(), y.tolist(), strict=True)
    return [
        Cluster(cluster, point) if has_place else (None if cluster == NOISE else Cluster(cluster))
        for cluster, point, has_place in zip(ids, points, placed, strict=True)
    ]
