"""A table of images."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ...exchange import Collection, Side
from ...text import counted
from ..columns.strings import Strings
from ..columns.tables import SPLIT_NAMES, Images
from ..metrics.counts import Counts, Rates, Tallies
from .collected import collected
from .exported import Exported
from .tabular import Tabular


class ImageRow(NamedTuple):
    """One image of an ImageTable."""

    id: str
    name: str
    split: str
    cluster: int
    x: float
    y: float
    tp: int
    fp: int
    fn: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, eq=False)
class ImageTable(Tabular[ImageRow], Exported):
    """Images in a given order with their counts at one threshold; columns, not objects.

    ``len(table)``, iteration over :class:`ImageRow`, ``table[mask]`` and ``table[rows]`` work, and so
    do ``to_pandas``, ``to_polars``, ``to_arrow``, ``to_csv`` and the Arrow PyCapsule interface. For labelling tools
    there are ``to_coco``, ``to_cvat``, ``to_label_studio`` and ``ids``.
    """

    tallies: Tallies
    """Those of ``rows``."""
    confidence: int
    """Integer percent at which they were counted."""

    _row: ClassVar[Any] = ImageRow
    _texts: ClassVar = frozenset(("id", "name", "split"))

    @cached_property
    def images(self) -> Images:
        """The images of ``rows``, in that order; copied when first asked for."""
        return self.behind.images(self.rows)

    @property
    def id(self) -> Strings:
        """Image ids."""
        return self.images.id

    @property
    def ids(self) -> list[str]:
        """Image ids as a plain list, the form in which Roboflow's annotation-jobs call takes them."""
        return list(self.id)

    @property
    def name(self) -> Strings:
        """Image names."""
        return self.images.name

    @property
    def split(self) -> list[str]:
        """Split of each image; "" for one in no split."""
        return [SPLIT_NAMES[code] for code in self.images.split.tolist()]

    @property
    def path(self) -> list[str]:
        """The local file of each picture; "" where there is none."""
        return self.behind.paths(self.rows)

    @property
    def tp(self) -> Counts:
        """True positives of each image, int64 (rows,)."""
        return self.tallies.tp

    @property
    def fp(self) -> Counts:
        """False positives of each image, int64 (rows,)."""
        return self.tallies.fp

    @property
    def fn(self) -> Counts:
        """False negatives of each image, int64 (rows,)."""
        return self.tallies.fn

    @property
    def precision(self) -> Rates:
        """TP / (TP + FP) of each image, (rows,); NaN for 0/0."""
        return self.tallies.precision

    @property
    def recall(self) -> Rates:
        """TP / (TP + FN) of each image, (rows,); NaN for 0/0."""
        return self.tallies.recall

    @property
    def f1(self) -> Rates:
        """2 TP / (2 TP + FP + FN) of each image, (rows,); NaN for 0/0."""
        return self.tallies.f1

    @property
    def _instances(self) -> NDArray[np.integer]:
        """The outcome rows of every instance in these images at the threshold, image by image."""
        return self.behind.held(self.rows, self.confidence)

    def __repr__(self) -> str:
        return f"ImageTable({counted(len(self), 'images')})"

    def _taken(self, index: NDArray[np.intp]) -> Self:
        return replace(self, rows=self.rows[index], tallies=self.tallies.take(index))

    def _collected(self, side: Side | None) -> Collection:
        return collected(self.behind, self.rows.tolist(), self._instances, "truth" if side is None else side)

    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        return {
            "id": list(self.id),
            "name": list(self.name),
            "split": self.split,
            "cluster": self.images.cluster,
            "x": self.images.x,
            "y": self.images.y,
            "tp": self.tp,
            "fp": self.fp,
            "fn": self.fn,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
        }
