"""A table of what is marked: images and instances, each with what it is recognised by in another evaluation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ...exchange import Collection, Side
from ..columns.tables import NONE, SPLIT_NAMES, TRUTH
from .collected import collected, collected_labels
from .exported import Exported
from .tabular import Tabular

_EDGES = ("x", "y", "w", "h")


class MarkedRow(NamedTuple):
    """One mark of a MarkedTable; an image has no side, no label and no box."""

    kind: str
    """"image" or "instance"."""
    image: str
    """Id of the image."""
    name: str
    split: str
    """"" for an image in no split."""
    side: str
    """"truth" or "prediction"; "" of an image."""
    label: str
    """Class of the box; "" of an image."""
    score: float
    """Confidence 0..1 of a prediction, else NaN."""
    x: float
    """Left edge, pixels; NaN of an image."""
    y: float
    w: float
    h: float
    area: float
    """Square pixels."""
    path: str
    """The local file of the picture; "" where there is none."""


@dataclass(frozen=True, eq=False)
class MarkedTable(Tabular[MarkedRow], Exported):
    """Marked images, then marked instances, each by row; columns, not objects.

    ``rows`` are the rows of their images. ``len(table)``, iteration over :class:`MarkedRow`, ``table[mask]`` and
    ``table[rows]`` work, and so do ``to_pandas``, ``to_polars``, ``to_arrow``, ``to_csv`` and the Arrow PyCapsule
    interface. For labelling tools there are ``to_coco``, ``to_cvat``, ``to_label_studio`` and ``ids``: the images with
    every truth in them, as labels are kept by image, and the predictions that are marked.
    """

    objects: NDArray[np.integer]
    """The marked object of each row, (rows,); ``NONE`` where the image is marked."""
    confidence: int
    """Integer percent at which the labels of a classification are those that were predicted."""

    _row: ClassVar = MarkedRow
    _texts: ClassVar = frozenset(("kind", "image", "name", "split", "side", "label", "path"))

    @property
    def kind(self) -> list[str]:
        """What each mark is of: "image" or "instance"."""
        return ["image" if row == NONE else "instance" for row in self.objects.tolist()]

    @property
    def ids(self) -> list[str]:
        """The ids of the images, each once, in the order of the marks."""
        return self.behind.ids(self.rows)

    def __repr__(self) -> str:
        kinds = self.kind
        return f"MarkedTable({kinds.count('image')} images, {kinds.count('instance')} instances)"

    def _taken(self, index: NDArray[np.intp]) -> Self:
        return replace(self, rows=self.rows[index], objects=self.objects[index])

    def _collected(self, side: Side | None) -> Collection:
        images = list(dict.fromkeys(self.rows.tolist()))
        if self.behind.header.unit == "images":
            held = self.behind.held(np.array(images, np.intp), self.confidence)
            return collected(self.behind, images, held, "truth" if side is None else side)
        return collected_labels(self.behind, images, self.objects[self.objects != NONE], side)

    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        images = self.behind.images(self.rows)
        is_box = self.objects != NONE
        boxes = self.behind.objects(self.objects[is_box])
        classes = self.behind.header.classes
        sides = ["truth" if side == TRUTH else "prediction" for side in boxes.side.tolist()]
        return {
            "kind": self.kind,
            "image": list(images.id),
            "name": list(images.name),
            "split": [SPLIT_NAMES[code] for code in images.split.tolist()],
            "side": _filled(sides, is_box),
            "label": _filled([classes[label] for label in boxes.label.tolist()], is_box),
            "score": _spread(boxes.score, is_box),
            **{edge: _spread(getattr(boxes, edge), is_box) for edge in _EDGES},
            "area": _spread(boxes.pixel_area, is_box),
            "path": self.behind.paths(self.rows),
        }


def _filled(texts: list[str], places: NDArray[np.bool_]) -> list[str]:
    """``texts`` in their places, and "" in the others."""
    found = iter(texts)
    return [next(found) if place else "" for place in places.tolist()]


def _spread(values: NDArray[np.floating], places: NDArray[np.bool_]) -> NDArray[np.floating]:
    """``values`` in their places, and NaN in the others, (places,)."""
    spread = np.full(len(places), np.nan, values.dtype)
    spread[places] = values
    return spread
