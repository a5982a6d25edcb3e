"""Tables of images by how good their labels are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ...exchange import Collection, Side
from ...text import counted
from ..columns.tables import SPLIT_NAMES, Images, Objects
from .collected import collected_labels
from .exported import Exported
from .tabular import Row, Tabular


class ObjectLabRow(NamedTuple):
    """The labels of one image as ObjectLab scores them: 0..1, low ones speak against them."""

    image: str
    """Id of the image."""
    name: str
    split: str
    """"" for an image in no split."""
    quality: float
    overlooked: float
    """Is nothing left unlabelled?"""
    badloc: float
    """Is every box where it should be?"""
    swap: float
    """Has every box its class?"""
    path: str
    """The local file of the picture; "" where there is none."""


class MistakennessRow(NamedTuple):
    """The labels of one image as FiftyOne's mistakenness scores them."""

    image: str
    """Id of the image."""
    name: str
    split: str
    """"" for an image in no split."""
    mistakenness: float
    """0..1, high ones speak against the labels; NaN: no prediction is matched."""
    possible_missing: int
    """Objects that may be unlabelled."""
    possible_spurious: int
    """Labels that nothing is matched to."""
    path: str
    """The local file of the picture; "" where there is none."""


@dataclass(frozen=True, eq=False)
class _QualityTable(Tabular[Row], Exported):
    """Images, those first whose labels the most speaks against."""

    scores: Mapping[str, NDArray[Any]] = field(repr=False)
    """The scores of the images ``rows`` by name, each (rows,)."""
    boxes: Mapping[str, NDArray[Any]] = field(repr=False)
    """The scores of boxes by name, each (objects,) by row of Objects; NaN or False of an object that has none."""

    _texts: ClassVar = frozenset(("image", "name", "split", "path"))

    @property
    def name(self) -> list[str]:
        """Names of the images, in order."""
        return [self.behind.columns.images.name[row] for row in self.rows.tolist()]

    @property
    def ids(self) -> list[str]:
        """The ids of the images, in order."""
        return [self.behind.columns.images.id[row] for row in self.rows.tolist()]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({counted(len(self), 'images')})"

    def _taken(self, index: NDArray[np.intp]) -> Self:
        scores = {name: values[index] for name, values in self.scores.items()}
        return replace(self, rows=self.rows[index], scores=scores)

    def _collected(self, side: Side | None) -> Collection:
        images = self.rows.tolist()
        objects = self.behind.columns.objects or Objects.none()
        found = objects.by_image.find(np.array(images, np.intp))[0]
        return collected_labels(self.behind, images, found, "truth" if side is None else side)

    def _columns(self) -> dict[str, list[str] | NDArray[Any]]:
        images: Images = self.behind.columns.images.take(self.rows)
        return {
            "image": list(images.id),
            "name": list(images.name),
            "split": [SPLIT_NAMES[code] for code in images.split.tolist()],
            **self.scores,
            "path": self.behind.paths(self.rows),
        }


class ObjectLabTable(_QualityTable[ObjectLabRow]):
    """Images by the quality of their labels as cleanlab's ObjectLab scores it, the lowest first; ties by image row.

    ``boxes`` are its scores of objects: "overlooked" of predictions, "badloc" and "swap" of labels. It reads like every
    table: ``len(table)``, iteration over :class:`ObjectLabRow`, ``table[rows]``, ``to_pandas`` and the like, and for
    labelling tools ``to_coco``, ``to_cvat``, ``to_label_studio`` and ``ids``.
    """

    _row: ClassVar = ObjectLabRow


class MistakennessTable(_QualityTable[MistakennessRow]):
    """Images by FiftyOne's mistakenness of their labels, the highest first, those without any last; ties by image row.

    ``boxes`` are its scores of objects: "mistakenness", "mistakenness_loc" and "possible_spurious" of labels,
    "possible_missing" of predictions. It reads like every table: ``len(table)``, iteration over
    :class:`MistakennessRow`, ``table[rows]``, ``to_pandas`` and the like, and for labelling tools ``to_coco``,
    ``to_cvat``, ``to_label_studio`` and ``ids``.
    """

    _row: ClassVar = MistakennessRow
