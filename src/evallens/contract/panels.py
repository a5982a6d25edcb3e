"""The panels of a finished evaluation: precision, sweep, classes, clusters and recommendations.

All rates are floats 0..1. ``map50``, ``map75`` and ``map50_95`` are mean average precision at an IoU of
0.50, of 0.75, and over 0.50 .. 0.95. Fields left ``UNSET`` were not sent, and are not.
"""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType, field


class Precisions(Struct, kw_only=True):
    """Mean average precision at three overlaps; null where the service has none."""

    map50: float | None = None
    map50_95: float | None = None
    map75: float | None = None


class SizePrecisions(Struct, kw_only=True):
    """The same for small (< 32² px), medium and large (> 96² px) objects; null: there are none."""

    small: Precisions | None = None
    medium: Precisions | None = None
    large: Precisions | None = None


class ClassPrecisions(Precisions, kw_only=True):
    """Precisions of one class; of semantic segmentation ``iou`` and the threshold in their place."""

    by_object_size: SizePrecisions | UnsetType | None = field(default=UNSET, name="byObjectSize")
    iou: float | UnsetType | None = UNSET
    iou_capital: float | UnsetType | None = field(default=UNSET, name="IoU")
    """Another spelling of ``iou``; read, never written."""
    optimal_threshold: float | UnsetType | None = field(default=UNSET, name="optimalThreshold")


class SplitPrecisions(ClassPrecisions, kw_only=True):
    """Precisions of one split and of each of its classes."""

    per_class: dict[str, ClassPrecisions] | UnsetType = field(default=UNSET, name="perClass")
    mean_iou: float | UnsetType | None = field(default=UNSET, name="mIoU")
    mean_iou_small: float | UnsetType | None = field(default=UNSET, name="miou")
    """Another spelling of ``mIoU``; read, never written."""
    precision: float | UnsetType | None = UNSET
    recall: float | UnsetType | None = UNSET
    f1: float | UnsetType | None = UNSET


class MapResults(Struct, rename="camel"):
    """The "metrics per split" panel; a split that was not evaluated is missing."""

    task_type: str
    splits: dict[str, SplitPrecisions]


class Rates(Struct):
    """Precision, recall and F1; the contract writes 0 for 0/0."""

    precision: float | None
    recall: float | None
    f1: float | None


class ClassSweep(Struct, rename="camel"):
    """Rates by threshold, and the threshold where F1 peaks."""

    per_threshold: dict[str, Rates]
    """Keys are fractions in text, ``"0.00"`` to ``"1.00"``, in no promised order."""
    optimal_threshold: float | None = None
    optimal_metrics: Rates | None = None


class SplitSweep(ClassSweep, rename="camel"):
    """The sweep of a split and of each of its classes."""

    per_class: dict[str, ClassSweep] = field(default_factory=dict)


class ConfidenceSweep(Struct):
    """The production metrics explorer, split by split."""

    splits: dict[str, SplitSweep]


class ClassPerformance(Struct, kw_only=True):
    """One class at the threshold where its own F1 peaks, so not comparable with one matrix."""

    class_name: str = field(name="className")
    class_id: int | UnsetType | None = field(default=UNSET, name="classID")
    """Of semantic segmentation, as is ``iou``; both stand in place of the three precisions."""
    map50: float | UnsetType | None = UNSET
    """Null when the class has no instance in the split."""
    map50_95: float | UnsetType | None = UNSET
    map75: float | UnsetType | None = UNSET
    iou: float | UnsetType | None = UNSET
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    optimal_threshold: float | None = field(default=None, name="optimalThreshold")


class PerformanceByClass(Struct, rename="camel"):
    """Every class of one split."""

    task_type: str
    split: str
    classes: list[ClassPerformance]


class ClusteringMetrics(Struct, rename="camel"):
    """How well the images fall into clusters."""

    noise_ratio: float | None = None
    silhouette_score: float | None = None


class Clustering(Struct, rename="camel"):
    """How the clusters were made."""

    method: str | None = None
    n_clusters: int | None = None
    metrics: ClusteringMetrics | None = None
    parameters: dict[str, Any] | None = None
    processing_time_seconds: float | None = None


class Preprocessing(Struct, rename="camel"):
    """How the features were reduced before they were clustered."""

    method: str | None = None
    original_dimensions: int | None = None
    target_dimensions: int | None = None
    n_neighbors: int | None = None
    min_distance: float | None = None


class ClusterMetrics(Struct, rename="camel"):
    """Per-image rates over the images of a cluster."""

    f1_mean: float | None = None
    f1_std: float | None = None
    f1_min: float | None = None
    f1_max: float | None = None
    precision_mean: float | None = None
    recall_mean: float | None = None


class ClusterReport(Struct, rename="camel"):
    """One cluster; id -1 stands for the images in none."""

    id: int
    num_images: int
    split_distribution: dict[str, int] = field(default_factory=dict)
    """Images by split; splits without any are left out."""
    metrics: ClusterMetrics | None = None
    sample_images: list[str] = field(default_factory=list)
    """File names, not ids."""


class VectorAnalysis(Struct):
    """The clusters of the images; the points are with the image predictions."""

    clustering: Clustering | None
    preprocessing: Preprocessing | None
    clusters: list[ClusterReport]


class Recommendations(Struct, rename="camel"):
    """What the service advises; ``generated`` false: nothing yet."""

    generated: bool
    generated_at: str | UnsetType | None = UNSET
    recommendations: dict[str, Any] | list[Any] | UnsetType | None = UNSET
    """``{"summary": ..., "items": [...]}``; a bare list of items has been seen too."""


class ComparedModel(Struct, rename="camel"):
    """One model of a dataset version, measured by its latest finished evaluation."""

    model_id: str | None
    metrics: dict[str, float | None]
    median_latency_ms: float | None
    on_frontier: bool
    exclusion_reason: str | None


class Comparison(Struct, rename="camel"):
    """The models of a dataset version, and which of them no other beats in metric and latency."""

    frontier_metric: str
    available_metrics: list[str]
    models: list[ComparedModel]
