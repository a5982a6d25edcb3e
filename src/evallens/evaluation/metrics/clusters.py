"""Clusters of images: how many, from which splits, and how well the model does on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..columns.header import Header
from ..columns.tables import NOISE, Columns, Images, sizes_of
from ..panels import Clustering, ClusteringMetrics, ClusterMetrics, ClusterReport, Preprocessing, VectorAnalysis
from . import counts
from .counts import Rates, Tallies

_SAMPLES = 5


def vector_analysis(header: Header, columns: Columns, confidence: int) -> VectorAnalysis:
    """Every cluster at an integer percent, the unclustered (-1) like any other; what is not known is ``None``.

    Per-image rates that are 0/0 (nothing there and nothing predicted) are left out of the means.
    """
    images, outcomes = columns.images, columns.outcomes
    tallies = counts.per_image(outcomes, counts.active(outcomes, confidence), len(images), header)
    ids = list(images.clusters)
    noise = float((images.cluster == NOISE).mean()) if len(images) else 0.0
    return VectorAnalysis(
        Clustering(n_clusters=sum(i != NOISE for i in ids), metrics=ClusteringMetrics(noise_ratio=noise)),
        Preprocessing(method=header.projection.lower() or None),
        tuple(_cluster(images, tallies, cluster) for cluster in ids),
    )


def _cluster(images: Images, tallies: Tallies, cluster: int) -> ClusterReport:
    rows = np.flatnonzero(images.cluster == cluster)
    mine = tallies.take(rows)
    f1, precision, recall = (rate[~np.isnan(rate)] for rate in (mine.f1, mine.precision, mine.recall))
    return ClusterReport(
        id=cluster,
        num_images=len(rows),
        split_distribution=sizes_of(images.split[rows]),
        metrics=ClusterMetrics(
            f1_mean=_of(np.mean, f1),
            f1_std=_of(np.std, f1),
            f1_min=_of(np.min, f1),
            f1_max=_of(np.max, f1),
            precision_mean=_of(np.mean, precision),
            recall_mean=_of(np.mean, recall),
        ),
        sample_images=tuple(images.name[row] for row in rows[:_SAMPLES].tolist()),
    )


def _of(measure: Callable[[Rates], Any], rates: Rates) -> float:
    return float(measure(rates)) if len(rates) else 0.0
