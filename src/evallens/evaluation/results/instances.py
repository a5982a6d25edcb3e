"""A table of instances, with their boxes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...exchange import Collection, Side
from ...text import counted
from ..columns.tables import NONE, SPLIT_NAMES, Images, Outcomes
from ..metrics.kinds import NAMES, kinds_of
from .collected import collected
from .exported import Exported
from .tabular import Tabular

_EDGES = ("x", "y", "w", "h")


class InstanceRow(NamedTuple):
    """One instance of an InstanceTable; NaN stands for a score, an overlap or a box that it has not."""

    image: str
    """Id of the image."""
    name: str
    split: str
    """"" for an image in no split."""
    actual: str
    predicted: str
    kind: str
    """Of error, as the facet ``kinds`` names it, or "correct"."""
    score: float
    """Confidence 0..1 of the prediction."""
    iou: float
    """Overlap of truth and prediction."""
    truth_x: float
    """Left edge of the truth, pixels."""
    truth_y: float
    truth_w: float
    truth_h: float
    prediction_x: float
    """Left edge of the prediction, pixels."""
    prediction_y: float
    prediction_w: float
    prediction_h: float
    area: float
    """Square pixels of the truth, else of the prediction."""
    path: str
    """The local file of the picture; "" where there is none."""


@dataclass(frozen=True, eq=False)
class InstanceTable(Tabular[InstanceRow], Exported):
    """Instances in a given order with their boxes at one threshold; columns, not objects.

    ``len(table)``, iteration over :class:`InstanceRow`, ``table[mask]`` and ``table[rows]`` work, and so
    do ``to_pandas``, ``to_polars``, ``to_arrow``, ``to_csv`` and the Arrow PyCapsule interface. For labelling tools
    there are ``to_coco``, ``to_cvat``, ``to_label_studio`` and ``ids``.

    >>> import evallens
    >>> found = evallens.demo().instances(cells=[("background", "8")])
    >>> found[found.score > 0.3]
    InstanceTable(3 instances)
    >>> found[:50].to_pandas()["prediction_w"].tolist()
    [6.0, 29.0, 6.0, 9.0, 12.0, 24.0]
    """

    _row: ClassVar[Any] = InstanceRow
    _texts: ClassVar = frozenset(("image", "name", "split", "actual", "predicted", "kind", "path"))

    @cached_property
    def outcomes(self) -> Outcomes:
        """The outcomes of ``rows``, in that order; copied when first asked for."""
        return self.behind.outcomes(self.rows)

    @property
    def image_rows(self) -> NDArray[np.uint32]:
        """The row of the image of each instance, (rows,)."""
        rows: NDArray[np.uint32] = self.behind.of_outcomes("image", self.rows)
        return rows

    @property
    def ids(self) -> list[str]:
        """The ids of the images, each once, in the order of the instances."""
        return self.behind.ids(self.image_rows)

    @property
    def image(self) -> list[str]:
        """Id of the image of each instance."""
        return list(self._images.id)

    @property
    def name(self) -> list[str]:
        """Name of the image of each instance."""
        return list(self._images.name)

    @property
    def split(self) -> list[str]:
        """Split of the image of each instance; "" for one in no split."""
        return [SPLIT_NAMES[code] for code in self._images.split.tolist()]

    @property
    def actual(self) -> list[str]:
        """Class of the truth of each instance."""
        return self._named(self.outcomes.actual)

    @property
    def predicted(self) -> list[str]:
        """Class of the prediction of each instance."""
        return self._named(self.outcomes.predicted)

    @property
    def kind(self) -> list[str]:
        """Kind of error of each instance, as the facet ``kinds`` names it."""
        return [NAMES[kind] for kind in kinds_of(self.outcomes, self.behind.header).tolist()]

    @cached_property
    def score(self) -> NDArray[np.floating]:
        """Confidence 0..1 of each prediction, (rows,), in the dtype it came in; NaN: there is none."""
        if not self.behind.has_objects:
            return self.outcomes.score
        return self._of("score", self.outcomes.prediction)

    @property
    def iou(self) -> NDArray[np.float32]:
        """Overlap of truth and prediction, (rows,); NaN: there is no pair."""
        return self.outcomes.iou

    @cached_property
    def area(self) -> NDArray[np.floating]:
        """Square pixels of each truth, else of the prediction, (rows,); NaN: neither has a box."""
        own = self.outcomes
        return self._of("pixel_area", np.where(own.truth == NONE, own.prediction, own.truth))

    @cached_property
    def truth_boxes(self) -> NDArray[np.floating]:
        """x, y, w, h of each truth in pixels, (rows, 4); NaN: there is none."""
        return self._boxes(self.outcomes.truth)

    @cached_property
    def prediction_boxes(self) -> NDArray[np.floating]:
        """x, y, w, h of each prediction in pixels, (rows, 4); NaN: there is none."""
        return self._boxes(self.outcomes.prediction)

    @property
    def path(self) -> list[str]:
        """The local file of each picture; "" where there is none."""
        return self.behind.paths(self.image_rows)

    def __repr__(self) -> str:
        return f"InstanceTable({counted(len(self), 'instances')})"

    def _collected(self, side: Side | None) -> Collection:
        images = list(dict.fromkeys(self.image_rows.tolist()))
        return collected(self.behind, images, self.rows, "both" if side is None else side)

    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        truth, prediction = self.truth_boxes, self.prediction_boxes
        return {
            "image": self.image,
            "name": self.name,
            "split": self.split,
            "actual": self.actual,
            "predicted": self.predicted,
            "kind": self.kind,
            "score": self.score,
            "iou": self.iou,
            **{f"truth_{edge}": truth[:, i] for i, edge in enumerate(_EDGES)},
            **{f"prediction_{edge}": prediction[:, i] for i, edge in enumerate(_EDGES)},
            "area": self.area,
            "path": self.path,
        }

    @cached_property
    def _images(self) -> Images:
        """The image of each instance."""
        return self.behind.images(self.image_rows)

    def _named(self, indices: NDArray[np.uint16]) -> list[str]:
        classes = self.behind.header.classes
        return [classes[index] for index in indices.tolist()]

    def _boxes(self, objects: NDArray[np.uint32]) -> NDArray[np.floating]:
        return np.stack([self._of(edge, objects) for edge in _EDGES], axis=1)

    def _of(self, column: str, objects: NDArray[np.uint32]) -> NDArray[np.floating]:
        """A column of the ``objects`` named, (rows,); NaN where there is none."""
        is_there = (objects != NONE) & self.behind.has_objects
        values = self.behind.of_objects(column, objects[is_there])
        found = np.full(len(objects), np.nan, values.dtype)
        found[is_there] = values
        return found
