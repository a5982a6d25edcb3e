"""How good the labels of each image are, by measures of other tools."""

from __future__ import annotations

from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError, unknown_name
from ..matching.instances import Instances
from .columns.tables import Objects
from .metrics.mistakenness import mistakenness
from .metrics.objectlab import objectlab
from .metrics.order import high_first
from .results import Behind, MistakennessTable, ObjectLabTable
from .retelling import sides_of

Measure = Literal["objectlab", "mistakenness"]


def label_quality(behind: Behind, measure: Measure, split: str) -> ObjectLabTable | MistakennessTable:
    """The images of a split by the quality of their labels, those first that the most speaks against.

    Raises UnknownNameError for a measure that is none, InputError without confidences.
    """
    if measure not in get_args(Measure):
        raise unknown_name("measure of labels", measure, get_args(Measure))
    if not behind.header.scored:
        raise InputError("The predictions carry no confidence, and this weighs labels by it.")
    objects = behind.columns.objects or Objects.none()
    images = np.flatnonzero(behind.columns.images.in_split(split))
    sides = sides_of(objects.take(is_judged := _judged(objects, images, behind)), None)
    rows = [np.flatnonzero(is_judged)[of_side] for of_side in sides.rows[:2]]
    place = np.zeros(len(behind.columns.images), np.int64)
    place[images] = np.arange(len(images))
    truth, predictions = (
        Instances(place[side.instances.image], side.instances.label, side.instances.boxes, side.instances.score)
        for side in (sides.truth, sides.predictions)
    )
    spread = _Spread(len(objects), *rows)
    if measure == "objectlab":
        found = objectlab(truth, predictions, len(images))
        boxes = {
            "overlooked": spread.predictions(found.box_overlooked),
            "badloc": spread.labels(found.box_badloc),
            "swap": spread.labels(found.box_swap),
        }
        scores = {name: getattr(found, name) for name in ("quality", "overlooked", "badloc", "swap")}
        table = ObjectLabTable(images, behind, scores, boxes)
        return table[np.argsort(found.quality, kind="stable")]
    told = mistakenness(truth, predictions, len(images))
    by_box = {
        "mistakenness": spread.labels(told.box_mistakenness),
        "mistakenness_loc": spread.labels(told.box_loc),
        "possible_missing": spread.predictions(told.box_missing),
        "possible_spurious": spread.labels(told.box_spurious),
    }
    by_image = {name: getattr(told, name) for name in ("mistakenness", "possible_missing", "possible_spurious")}
    return MistakennessTable(images, behind, by_image, by_box)[high_first(told.mistakenness)]


def _judged(objects: Objects, images: NDArray[np.intp], behind: Behind) -> NDArray[np.bool_]:
    """The objects of these images, but for predictions on regions that nobody judges."""
    of_split = np.zeros(len(behind.columns.images), np.bool_)
    of_split[images] = True
    return np.asarray(of_split[objects.image] & (objects.ignored == 0))


class _Spread:
    """Scores of labels and of predictions as columns of all objects."""

    def __init__(self, size: int, labels: NDArray[np.intp], predictions: NDArray[np.intp]) -> None:
        self._size, self._labels, self._predictions = size, labels, predictions

    def labels(self, values: NDArray[Any]) -> NDArray[Any]:
        return self._of(values, self._labels)

    def predictions(self, values: NDArray[Any]) -> NDArray[Any]:
        return self._of(values, self._predictions)

    def _of(self, values: NDArray[Any], rows: NDArray[np.intp]) -> NDArray[Any]:
        whole = np.full(self._size, False if values.dtype == np.bool_ else np.nan, values.dtype)
        whole[rows] = values
        return whole
