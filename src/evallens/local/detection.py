"""Boxes and instance masks: read both sides, bring them together, match them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DataError, InputError
from ..evaluation import matched
from ..evaluation.columns.header import BACKGROUND, Task, unique_names
from ..evaluation.columns.masks import Masks
from ..evaluation.columns.notices import Notice
from ..matching.rules import checked_level, rule_named
from . import checks, plausibility
from .annotations import Annotations
from .doubt import LeftOut
from .inputs import read_annotations
from .pairing.sides import Joined, JoinRules, joined
from .pairing.sources import called
from .readers import BoxForms, Reading, Role, is_path
from .results import Result


@dataclass(frozen=True, kw_only=True)
class How:
    """How boxes are read and compared, as the caller says."""

    iou: float
    rule: str
    task: Task | None
    images: Any
    classes: Sequence[str] | None
    format: str | None
    box: BoxForms
    joins: JoinRules
    exif: bool = True

    def reading(self, role: Role, folder: Path | None) -> Reading:
        """How to read one side."""
        box = self.box.truth if role == "truth" else self.box.predictions
        return Reading(role=role, images=folder, format=self.format, task=self.task, classes=self.classes, box=box)


class Truths:
    """One truth, read once, however many models are matched with it."""

    def __init__(self) -> None:
        self._held: Annotations | None = None

    def read(self, truth: Any, reading: Reading, classes: Sequence[str] | None) -> Annotations:
        """The truth, its classes called as asked; raises as ``evaluated``."""
        if self._held is None:
            self._held = called(read_annotations(truth, reading), classes)
        return self._held


def evaluated(truth: Any, predictions: Any, how: How, truths: Truths) -> Result:
    """Match predictions to ground truth; raises InputError or DataError naming the file and the record."""
    matching = matched.How(rule=rule_named(how.rule), iou=checked_level(how.iou))
    folder = Path(how.images) if is_path(how.images) else None
    left = truths.read(truth, how.reading("truth", folder), how.classes)
    right = read_annotations(predictions, replace(how.reading("predictions", folder), truth=left))
    how.box.check({left.box_use, right.box_use})
    both = joined(left, right, how.joins)
    checks.check_classes(both.classes, left.source)
    for side in (both.truth, both.predictions):
        checks.check_boxes(side)
        checks.check_scores(side)
    task = how.task or _task(both)
    classes, renamed = unique_names([*both.classes, BACKGROUND])
    found = matched_sides(both, task, matching)
    return Result(
        task=task, classes=classes, background=len(classes) - 1, images=both.images,
        outcomes=found.outcomes, objects=found.objects, masks=found.masks, matching=matching,
        notices=(*both.notices, *renamed, *_oddities(both)), left_out=(_left_out(left), _left_out(right)),
    )  # fmt: skip


def matched_sides(both: Joined, task: Task, how: matched.How) -> matched.Tables:
    """Both sides matched; an area is what the source says, else the mask's, else the box's."""
    truth, predictions, regions = (_side(side, task) for side in (both.truth, both.predictions, both.regions))
    _check_heights(both.images.names, (truth, predictions, regions))
    found = matched.matched(
        truth, predictions, background=len(both.classes), how=how,
        regions=matched.Regions(regions.instances, regions.masks, both.forgives),
    )  # fmt: skip
    area = found.objects.area if found.masks is None else found.masks.areas
    said = np.concatenate([_areas(side) for side in (both.truth, both.predictions, both.regions)])
    return found._replace(objects=replace(found.objects, area=np.where(np.isnan(said), area, said)))


def _areas(side: Annotations) -> NDArray[np.float64]:
    return np.full(len(side.instances), np.nan) if side.areas is None else side.areas


def _side(side: Annotations, task: Task) -> matched.Side:
    if task != "instance-segmentation":
        return matched.Side(side.instances)
    if side.masks_error is not None:
        raise side.masks_error
    if side.masks is None and len(side.instances):
        raise InputError(f"{side.source}: instance-segmentation needs a mask for every object; some have none")
    return matched.Side(side.instances, Masks.of([], []) if side.masks is None else side.masks)


def _oddities(both: Joined) -> Iterator[Notice]:
    sizes = both.images.known_sizes
    yield from _silence(both)
    yield from checks.odd_boxes(both.truth, sizes, "ground truth")
    yield from checks.odd_boxes(both.predictions, sizes, "predictions")
    yield from plausibility.of_sides(both)


def _left_out(side: Annotations) -> LeftOut:
    return LeftOut(side.source, side.left_out, side.left_out + len(side.instances))


def _silence(both: Joined) -> Iterator[Notice]:
    if len(both.truth.instances) and not len(both.predictions.instances):
        yield checks.no_predictions(len(both.images))


def _task(both: Joined) -> Task:
    """Masks on both sides are compared as masks."""
    sides = (both.truth, both.predictions)
    has_masks = all(side.masks is not None for side in sides)
    if not has_masks and all(side.masks is not None or side.masks_error is not None for side in sides):
        raise next(side.masks_error for side in sides if side.masks_error is not None)
    return "instance-segmentation" if has_masks else "object-detection"


def _check_heights(names: Sequence[str], sides: Sequence[matched.Side]) -> None:
    """Raise DataError for an image whose masks are of pictures of different heights: their pixels are not the same."""
    masked = [(side.instances.image, side.masks.heights) for side in sides if side.masks is not None]
    if not masked:
        return
    image, heights = (np.concatenate(column) for column in zip(*masked, strict=True))
    least, most = np.full(len(names), np.iinfo(np.int64).max), np.zeros(len(names), np.int64)
    np.minimum.at(least, image, heights)
    np.maximum.at(most, image, heights)
    odd = np.flatnonzero(most > least)
    if len(odd):
        row = int(odd[0])
        raise DataError(
            f"{names[row]}: its masks are of pictures {least[row]} and {most[row]} pixels high; bring "
            "those of the ground truth and of the predictions to one size"
        )
