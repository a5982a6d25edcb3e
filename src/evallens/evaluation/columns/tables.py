"""The three tables that every number is a sum over: images, outcomes, objects. Columns, not objects."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ...errors import DataError
from . import splits
from .areas import are_of_boxes, pixel_areas
from .attributes import Attributes
from .cube import Cube
from .extent import Extent
from .groups import Groups
from .masks import Masks
from .names import folded_column
from .outcomes import MAX_COUNT, NONE, UNTOLD, Outcomes, cell_key
from .schema import ABSENT, attributes, numbers, optional, text
from .strings import Strings
from .table import Table

__all__ = [
    "ALL",
    "CROWD",
    "DIFFICULT",
    "MAX_CLASSES",
    "MAX_COUNT",
    "NOISE",
    "NONE",
    "PREDICTION",
    "REGION",
    "SPLITS",
    "SPLIT_NAMES",
    "TRUTH",
    "UNSPLIT",
    "UNTOLD",
    "Columns",
    "Images",
    "Objects",
    "Outcomes",
    "Split",
    "cell_key",
    "sizes_of",
]

SPLITS, ALL, UNSPLIT, SPLIT_NAMES = splits.SPLITS, splits.ALL, splits.UNSPLIT, splits.SPLIT_NAMES

NOISE = -1
"""The cluster of images that belong to none."""

TRUTH, PREDICTION, REGION = 0, 1, 2
"""Values of an object's ``side``. A region is judged by nobody and stands in no outcome."""

CROWD, DIFFICULT = 1, 2
"""Values of an object's ``ignored``: a crowd forgives under "coco" alone, a difficult object under every rule."""

MAX_CLASSES = 23_170
"""More would make a matrix of above 4 GiB."""

Split = Literal["train", "valid", "test"]


@dataclass(frozen=True, eq=False)
class Images(Table):
    """One row an image. Identity is (id, split): the same id in another split is another image."""

    id: Strings = field(metadata=text(same_as="name"))
    name: Strings = field(metadata=text())
    split: NDArray[np.uint8] = field(metadata=numbers(np.uint8))
    """Index into ``SPLITS``, or ``UNSPLIT``."""
    x: NDArray[np.float32] = field(metadata=numbers(np.float32, np.nan))
    """First coordinate of the 2-D embedding; NaN: none."""
    y: NDArray[np.float32] = field(metadata=numbers(np.float32, np.nan))
    cluster: NDArray[np.int32] = field(metadata=numbers(np.int32, NOISE))
    """Cluster id; ``NOISE`` (-1): in none."""
    augmentations: NDArray[np.int32] = field(metadata=numbers(np.int32, 0))
    """Number of augmented copies behind the image."""
    attributes: Attributes = field(default=ABSENT, metadata=attributes())
    """Named columns beside these: numbers and categories."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self) and int(self.split.max()) > UNSPLIT:
            raise DataError(f"Images: a split index is not one of 0..{UNSPLIT}")

    @cached_property
    def split_sizes(self) -> dict[str, int]:
        """Number of images in each split that has any."""
        return sizes_of(self.split)

    @property
    def unsplit(self) -> int:
        """Number of images that are in no split."""
        return len(self) - sum(self.split_sizes.values())

    def in_split(self, split: str) -> NDArray[np.bool_]:
        """Which images belong to ``split``, which may be "all", (images,)."""
        if split == ALL:
            return np.ones(len(self), np.bool_)
        return np.equal(self.split, SPLITS.index(split))

    @cached_property
    def clusters(self) -> tuple[int, ...]:
        """Every cluster id there is, ascending."""
        low, high = (int(end(initial=NOISE)) for end in (self.cluster.min, self.cluster.max))
        if not 0 < len(self) > high - low:
            return tuple(np.unique(self.cluster).tolist())
        # The first question about an evaluation waits for this: several times as fast as looking for what is unique.
        is_there = np.zeros(high - low + 1, np.bool_)
        is_there[self.cluster - low] = True
        return tuple((np.flatnonzero(is_there) + low).tolist())

    @cached_property
    def folded_names(self) -> Strings:
        """The names as a query is compared with them."""
        return folded_column(self.name)

    @classmethod
    def of(
        cls,
        names: list[str],
        splits: list[str],
        *,
        ids: list[str] | None = None,
        embedding: NDArray[np.floating] | None = None,
        clusters: NDArray[np.integer] | None = None,
    ) -> Images:
        """Make the table from lists; a split of "" is none, ``embedding`` is (n, 2), ``ids`` default to the names."""
        n = len(names)
        xy = np.full((n, 2), np.nan, np.float32) if embedding is None else np.asarray(embedding, np.float32)
        return cls(
            id=Strings.of(names if ids is None else ids),
            name=Strings.of(names),
            split=np.array([SPLIT_NAMES.index(s) for s in splits], np.uint8),
            x=xy[:, 0],
            y=xy[:, 1],
            cluster=np.full(n, NOISE, np.int32) if clusters is None else np.asarray(clusters, np.int32),
            augmentations=np.zeros(n, np.int32),
        )


def sizes_of(split: NDArray[np.uint8]) -> dict[str, int]:
    """Number of images in each split that has any; ``split`` is (images,)."""
    sizes = {name: int(np.count_nonzero(split == code)) for code, name in enumerate(SPLITS)}
    return {name: size for name, size in sizes.items() if size}


@dataclass(frozen=True, eq=False)
class Objects(Table):
    """Boxes behind the outcomes: ground truth and predictions, in pixels of the original image."""

    image: NDArray[np.uint32] = field(metadata=numbers(np.uint32))
    side: NDArray[np.uint8] = field(metadata=numbers(np.uint8))
    """``TRUTH`` or ``PREDICTION``."""
    label: NDArray[np.uint16] = field(metadata=numbers(np.uint16))
    """Class index."""
    x: NDArray[np.float32] = field(metadata=numbers(np.float32))
    """Left edge, pixels."""
    y: NDArray[np.float32] = field(metadata=numbers(np.float32))
    """Top edge, pixels."""
    w: NDArray[np.float32] = field(metadata=numbers(np.float32))
    h: NDArray[np.float32] = field(metadata=numbers(np.float32))
    score: NDArray[np.floating] = field(metadata=numbers(np.floating))
    """Confidence 0..1 of a prediction, in the dtype it came in; NaN for ground truth."""
    area: NDArray[np.float64] = field(metadata=numbers(np.float64))
    """Square pixels: what the source says, else of the mask where there is one, else of the box."""
    same_iou: NDArray[np.floating] = field(default=ABSENT, metadata=optional(np.floating, np.nan))
    """A prediction's best overlap with a truth of its own class, one that is taken too, in the dtype in which the
    rule compares it; 0: it touches none, NaN: not a prediction, or nobody said."""
    same_truth: NDArray[np.uint32] = field(default=ABSENT, metadata=optional(np.uint32, NONE))
    """Row of that truth, of equal ones the first, or ``NONE``."""
    other_iou: NDArray[np.floating] = field(default=ABSENT, metadata=optional(np.floating, np.nan))
    """The same with a truth of another class."""
    other_truth: NDArray[np.uint32] = field(default=ABSENT, metadata=optional(np.uint32, NONE))
    ignored: NDArray[np.uint8] = field(default=ABSENT, metadata=optional(np.uint8, 0))
    """Of a region, what it is: ``CROWD`` or ``DIFFICULT``; of a prediction, on which of them it lies; 0: on none."""
    suspect: NDArray[np.uint8] = field(default=ABSENT, metadata=optional(np.uint8, 0))
    """What may be wrong with the label, see ``metrics.suspects``; 0: nothing."""
    weight: NDArray[np.float32] = field(default=ABSENT, metadata=optional(np.float32, np.nan))
    """How much speaks for that, 0..1; NaN: it is not suspect."""
    twin: NDArray[np.uint32] = field(default=ABSENT, metadata=optional(np.uint32, NONE))
    """Of a prediction, the row that the same prediction has among the objects of the other model, see
    ``matching.twins``; ``NONE``: that model says no such thing, or there is no other."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self) and int(self.side.max()) > REGION:
            raise DataError(f"Objects: a side is {int(self.side.max())}, which this version does not know")

    @cached_property
    def pixel_area(self) -> NDArray[np.float64]:
        """``area``, (n,) in square pixels, as filters compare it, here and in the browser: see ``areas``."""
        return pixel_areas(self.area, self.w, self.h)

    @cached_property
    def has_own_areas(self) -> bool:
        """Is there an area that is not its box's?"""
        return not are_of_boxes(self.area, self.w, self.h)

    @cached_property
    def by_image(self) -> Groups:
        """The rows by image: built once."""
        return Groups.of(self.image)


@dataclass(frozen=True, eq=False)
class Columns:
    """What an evaluation holds: images, outcomes, and objects where the source has them."""

    images: Images
    outcomes: Outcomes
    objects: Objects | None = None
    masks: Masks | None = None
    """The mask of every object, where the source has them."""

    def __post_init__(self) -> None:
        n = len(self.images)
        if self.masks is not None and len(self.masks) != (0 if self.objects is None else len(self.objects)):
            raise DataError(f"Masks: {len(self.masks)} masks do not fit the objects")
        for table in (self.outcomes, self.objects):
            if table is not None and len(table) and int(table.image.max()) >= n:
                raise DataError(f"{type(table).__name__}: a row names an image beyond the {n} there are")
        if self.objects is not None:
            self._check_references(len(self.objects))

    @cached_property
    def extent(self) -> Extent:
        """How much there is, and what of it at all."""
        objects = self.objects
        return Extent(
            split_sizes=self.images.split_sizes,
            unsplit=self.images.unsplit,
            outcomes=len(self.outcomes),
            objects=None if objects is None else len(objects),
            has_masks=self.masks is not None,
            has_scores=objects is not None or not bool(np.isnan(self.outcomes.score).all()),
            clusters=self.images.clusters,
        )

    @cached_property
    def cube(self) -> Cube:
        """The outcomes folded over their images: folded once, where a file did not hold it."""
        return Cube.of(self.outcomes, self.images.split)

    def cube_after(self, row: int) -> Cube:
        """The cube of the outcomes from ``row`` on: those that were appended to what there was."""
        return Cube.of(self.outcomes.after(row), self.images.split) if row else self.cube

    def knowing(self, cube: Cube) -> Columns:
        """The same columns, of which ``cube`` is known. Columns made from them otherwise do not take it over."""
        copy = replace(self)
        vars(copy)["cube"] = cube
        return copy

    @property
    def folded(self) -> Cube | None:
        """The cube where it is known already."""
        return vars(self).get("cube")

    def _check_references(self, objects: int) -> None:
        for name in ("truth", "prediction"):
            column = getattr(self.outcomes, name)
            if bool(((column != NONE) & (column >= objects)).any()):
                raise DataError(f"Outcomes: a {name} row names an object beyond the {objects} there are")
