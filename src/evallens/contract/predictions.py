"""The confusion matrix and the per-image predictions that it is the sum of."""

from __future__ import annotations

from msgspec import Raw, Struct, field


class ConfusionMatrixReport(Struct, rename="camel"):
    """``matrix[actual][predicted]`` over one split at one threshold; the classes its indices mean."""

    split: str
    confidence_threshold: float
    """0..1; some sources write percent."""
    classes: list[str]
    matrix: list[list[int]]


class Cluster(Struct, gc=False):
    """Cluster id (-1: in none) and the point of the image in the 2-D embedding."""

    id: int | None = None
    embedding: tuple[float | None, float | None] | None = field(default=None, name="embedding2D")


class Stats(Struct, rename="camel", gc=False):
    """The service's own tallies of one image."""

    true_positives: int
    false_positives: int
    false_negatives: int
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None


class ImageRecord(Struct, rename="camel", gc=False):
    """One image: what it is called, where it lies in the embedding and how it was predicted."""

    image_id: str
    image_name: str
    split: str
    augmentations: int | None = None
    cluster: Cluster | None = None
    stats: Stats | None = None
    confusion: list[tuple[int, int, int]] = field(default_factory=list)
    """``(actual, predicted, count)``; indices into the classes of the confusion matrix."""


class ReadStats(Struct, rename="camel", gc=False):
    """What is read of Stats: the rates are made anew from these. -1 is a tally that was not given."""

    true_positives: int = -1
    false_positives: int = -1
    false_negatives: int = -1


class ReadImageRecord(Struct, rename="camel", gc=False):
    """An ImageRecord as it is read: ``confusion`` stays text, to be read for a whole page at once."""

    image_id: str
    image_name: str
    split: str
    augmentations: int | None = None
    cluster: Cluster | int | None = None
    """An object; a bare cluster id and null have been seen too."""
    stats: ReadStats | None = None
    confusion: Raw = Raw(b"[]")


class ImagePage(Struct, rename="camel"):
    """Records ``offset .. offset + len(images)`` of a split at one threshold."""

    split: str
    confidence_threshold: float
    total_images: int
    """Not always of the split asked for, so no reason to stop or to go on by itself."""
    offset: int
    limit: int
    """The page size really used, which may be less than was asked for."""
    images: list[ImageRecord]


class ReadImagePage(Struct, rename="camel"):
    """An ImagePage as it is read."""

    split: str
    confidence_threshold: float
    total_images: int
    offset: int
    limit: int
    images: list[ReadImageRecord]
