"""What the panels answer: precision, threshold curves, classes, clusters and recommendations.

Rates are floats 0..1, thresholds of curves integer percents. ``None``: not known, or not defined for the task.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Precisions:
    """Mean average precision at an IoU of 0.50, of 0.75, and over 0.50 .. 0.95."""

    map50: float | None = None
    map75: float | None = None
    map50_95: float | None = None


@dataclass(frozen=True, kw_only=True)
class SizePrecisions:
    """The same for small (< 32² px), medium and large (> 96² px) objects; ``None``: there are none."""

    small: Precisions | None = None
    medium: Precisions | None = None
    large: Precisions | None = None


@dataclass(frozen=True, kw_only=True)
class ClassPrecisions(Precisions):
    """Precisions of one class; semantic segmentation has ``iou`` and its threshold in their place."""

    by_object_size: SizePrecisions | None = None
    iou: float | None = None
    optimal_threshold: float | None = None
    """A fraction 0..1."""


@dataclass(frozen=True, kw_only=True)
class SplitPrecisions(ClassPrecisions):
    """Precisions of one split and of each of its classes."""

    per_class: Mapping[str, ClassPrecisions] = field(default_factory=dict)
    mean_iou: float | None = None
    """With the three rates, of semantic segmentation only."""
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None


@dataclass(frozen=True)
class MapResults:
    """Mean average precision by split; a split that was not evaluated is missing."""

    splits: Mapping[str, SplitPrecisions]


@dataclass(frozen=True)
class Rates:
    """Precision, recall and F1; 0 where a rate is 0/0, as the REST contract defines it."""

    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True)
class ClassSweep:
    """Rates by threshold, and the threshold where F1 peaks."""

    per_threshold: Mapping[int, Rates]
    """By integer percent, ascending."""
    optimal_threshold: float | None = None
    """A fraction 0..1; 0.5 for a class that is right at none, such as one without instances.

    Of equally good ones the lowest, or the lowest score where it is best to keep every prediction."""
    optimal_metrics: Rates | None = None


@dataclass(frozen=True)
class SplitSweep(ClassSweep):
    """The curve of a split and of each of its classes."""

    per_class: Mapping[str, ClassSweep] = field(default_factory=dict)


@dataclass(frozen=True)
class ConfidenceSweep:
    """Rates over the confidence threshold, split by split."""

    splits: Mapping[str, SplitSweep]


@dataclass(frozen=True, kw_only=True)
class ClassPerformance(Rates):
    """One class at the threshold where its own F1 peaks, so not comparable with one matrix."""

    class_name: str
    class_id: int | None = None
    """Of semantic segmentation, as is ``iou``; both stand in place of the three precisions."""
    map50: float | None = None
    map50_95: float | None = None
    map75: float | None = None
    iou: float | None = None
    optimal_threshold: float | None = None
    """A fraction 0..1."""


@dataclass(frozen=True)
class PerformanceByClass:
    """Every class of one split."""

    split: str
    classes: tuple[ClassPerformance, ...]


@dataclass(frozen=True, kw_only=True)
class ClusteringMetrics:
    """How well the images fall into clusters."""

    noise_ratio: float | None = None
    silhouette_score: float | None = None


@dataclass(frozen=True, kw_only=True)
class Clustering:
    """How the clusters were made."""

    method: str | None = None
    n_clusters: int | None = None
    metrics: ClusteringMetrics | None = None
    parameters: Mapping[str, Any] | None = None
    processing_time_seconds: float | None = None


@dataclass(frozen=True, kw_only=True)
class Preprocessing:
    """How the features were reduced before they were clustered."""

    method: str | None = None
    original_dimensions: int | None = None
    target_dimensions: int | None = None
    n_neighbors: int | None = None
    min_distance: float | None = None


@dataclass(frozen=True, kw_only=True)
class ClusterMetrics:
    """Per-image rates over the images of a cluster."""

    f1_mean: float | None = None
    f1_std: float | None = None
    f1_min: float | None = None
    f1_max: float | None = None
    precision_mean: float | None = None
    recall_mean: float | None = None


@dataclass(frozen=True, kw_only=True)
class ClusterReport:
    """One cluster; id -1 stands for the images in none."""

    id: int
    num_images: int
    split_distribution: Mapping[str, int] = field(default_factory=dict)
    """Images by split; splits without any are left out."""
    metrics: ClusterMetrics | None = None
    sample_images: tuple[str, ...] = ()
    """File names, not ids."""


@dataclass(frozen=True)
class VectorAnalysis:
    """The clusters of the images."""

    clustering: Clustering | None
    preprocessing: Preprocessing | None
    clusters: tuple[ClusterReport, ...]


@dataclass(frozen=True, kw_only=True)
class Recommendations:
    """What to do next; ``generated`` false: nothing yet."""

    generated: bool
    generated_at: str | None = None
    summary: Mapping[str, Any] = field(default_factory=dict)
    items: tuple[dict[str, Any], ...] = ()
    """The fields of a service's items are not documented, so each is as it came."""
