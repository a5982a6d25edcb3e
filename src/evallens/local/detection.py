"""Boxes and instance masks: read both sides, bring them together, match them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import DataError, InputError
from ..evaluation.columns.header import BACKGROUND, Task, unique_names
from ..evaluation.columns.masks import Masks
from ..evaluation.columns.notices import Notice
from ..evaluation.columns.tables import Objects, Outcomes
from ..matching.ignoring import on_regions
from ..matching.instances import Boxes
from ..matching.overlaps import Pairs, box_pairs
from ..matching.rules import Rule, checked_level, rule_named
from . import checks, plausibility
from .annotations import Annotations
from .doubt import LeftOut
from .inputs import read_annotations
from .outcomes import match, match_pairs, objects_of
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


def evaluated(truth: Any, predictions: Any, how: How) -> Result:
    """Match predictions to ground truth; raises InputError or DataError naming the file and the record."""
    level, rule = checked_level(how.iou), rule_named(how.rule)
    folder = Path(how.images) if is_path(how.images) else None
    left = called(read_annotations(truth, how.reading("truth", folder)), how.classes)
    right = read_annotations(predictions, replace(how.reading("predictions", folder), truth=left))
    how.box.check({left.box_use, right.box_use})
    both = joined(left, right, how.joins)
    checks.check_classes(both.classes, left.source)
    for side in (both.truth, both.predictions):
        checks.check_boxes(side)
        checks.check_scores(side)
    task = how.task or _task(both)
    classes, renamed = unique_names([*both.classes, BACKGROUND])
    masks = _masks(both, task)
    return Result(
        task=task, classes=classes, background=len(classes) - 1, images=both.images,
        outcomes=_matched(both, task, rule, level), objects=_objects(both, masks), masks=masks,
        notices=(*both.notices, *renamed, *_oddities(both)), left_out=(_left_out(left), _left_out(right)),
    )  # fmt: skip


def _matched(both: Joined, task: Task, rule: Rule, level: float) -> Outcomes:
    truth, predictions, background = both.truth.instances, both.predictions.instances, len(both.classes)
    if task == "instance-segmentation":
        pairs = _mask_pairs(both, rule)
        outcomes = match_pairs(truth, predictions, pairs, background=background, iou=level, rule=rule)
    else:
        outcomes = match(truth, predictions, background=background, iou=level, rule=rule)
    if both.ignored is None:
        return outcomes
    is_ignored = np.concatenate([np.zeros(len(truth), np.bool_), on_regions(both.ignored, predictions, level)])
    is_extra = outcomes.actual == background
    is_extra[is_extra] = is_ignored[outcomes.prediction[is_extra]]
    return outcomes.take(~is_extra)


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
        words = "There are no predictions: every ground truth counts as missed."
        yield Notice("no-predictions", len(both.images), (), words)


def _task(both: Joined) -> Task:
    """Masks on both sides are compared as masks."""
    sides = (both.truth, both.predictions)
    has_masks = all(side.masks is not None for side in sides)
    if not has_masks and all(side.masks is not None or side.masks_error is not None for side in sides):
        raise next(side.masks_error for side in sides if side.masks_error is not None)
    return "instance-segmentation" if has_masks else "object-detection"


def _mask_pairs(both: Joined, rule: Rule) -> Pairs:
    masks = []
    for side in (both.truth, both.predictions):
        if side.masks_error is not None:
            raise side.masks_error
        if side.masks is None and len(side.instances):
            raise InputError(f"{side.source}: instance-segmentation needs a mask for every object; some have none")
        masks.append(Masks.of([], []) if side.masks is None else side.masks)
    _check_heights(both, masks)
    # Boxes may have been drawn tighter than the masks in them; candidates must not get lost by that.
    one, other = (
        replace(side.instances, boxes=Boxes.of_xyxy(mask.boxes()))
        for side, mask in zip((both.truth, both.predictions), masks, strict=True)
    )
    touching = box_pairs(one, other, rule.measure)
    iou = masks[0].iou(masks[1], touching.truth, touching.prediction)
    return replace(touching, iou=iou.astype(np.float32) if rule.measure == "corners" else iou)


def _check_heights(both: Joined, masks: Sequence[Masks]) -> None:
    """Raise DataError for an image whose masks are of pictures of different heights: their pixels are not the same."""
    image = np.concatenate([both.truth.instances.image, both.predictions.instances.image])
    heights = np.concatenate([mask.heights for mask in masks])
    least, most = np.full(len(both.images), np.iinfo(np.int64).max), np.zeros(len(both.images), np.int64)
    np.minimum.at(least, image, heights)
    np.maximum.at(most, image, heights)
    odd = np.flatnonzero(most > least)
    if len(odd):
        row = int(odd[0])
        raise DataError(
            f"{both.images.names[row]}: its masks are of pictures {least[row]} and {most[row]} pixels high; bring "
            "those of the ground truth and of the predictions to one size"
        )


def _objects(both: Joined, masks: Masks | None) -> Objects:
    """Both sides as one table; an area is what the source says, else the mask's, else the box's."""
    objects = objects_of(both.truth.instances, both.predictions.instances)
    area = objects.area if masks is None else masks.areas
    told = [np.full(len(s.instances), np.nan) if s.areas is None else s.areas for s in (both.truth, both.predictions)]
    said = np.concatenate(told)
    return replace(objects, area=np.where(np.isnan(said), area, said))


def _masks(both: Joined, task: Task) -> Masks | None:
    if task != "instance-segmentation":
        return None
    return Masks.stacked([s.masks for s in (both.truth, both.predictions) if s.masks is not None])
