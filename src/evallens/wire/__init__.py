"""The REST contract as msgspec structs: the client decodes with them, the server encodes with them.

Field order is the order on the wire, names are spelled as the contract spells them. A struct accepts
what sources disagree about (older names, nulls, numbers where text is expected) and writes one form.
"""

from .evaluations import EvalInfo, EvalList, ImageAnswer, ImageInfo, ImageUrls, Summary
from .panels import (
    ClassPerformance,
    ClassPrecisions,
    ClassSweep,
    Clustering,
    ClusteringMetrics,
    ClusterMetrics,
    ClusterReport,
    ComparedModel,
    Comparison,
    ConfidenceSweep,
    MapResults,
    PerformanceByClass,
    Precisions,
    Preprocessing,
    Rates,
    Recommendations,
    SizePrecisions,
    SplitPrecisions,
    SplitSweep,
    VectorAnalysis,
)
from .predictions import Cluster, ConfusionMatrixReport, ImagePage, ImageRecord, ReadImagePage, ReadImageRecord, Stats

__all__ = [
    "ClassPerformance",
    "ClassPrecisions",
    "ClassSweep",
    "Cluster",
    "ClusterMetrics",
    "ClusterReport",
    "Clustering",
    "ClusteringMetrics",
    "ComparedModel",
    "Comparison",
    "ConfidenceSweep",
    "ConfusionMatrixReport",
    "EvalInfo",
    "EvalList",
    "ImageAnswer",
    "ImageInfo",
    "ImagePage",
    "ImageRecord",
    "ImageUrls",
    "MapResults",
    "PerformanceByClass",
    "Precisions",
    "Preprocessing",
    "Rates",
    "ReadImagePage",
    "ReadImageRecord",
    "Recommendations",
    "SizePrecisions",
    "SplitPrecisions",
    "SplitSweep",
    "Stats",
    "Summary",
    "VectorAnalysis",
]
